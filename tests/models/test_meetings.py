"""What a meeting's rows keep when its sittings are chosen, chosen again, and answered; and the days of a plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from models import meeting_windows, meetings
from models.audit import Actor, Via, act_as
from models.database import Database
from models.meeting_rules import MeetingRules
from models.meeting_windows import Window
from models.meetings import Answer, Call, Meeting, MeetingKind, Sitting
from models.people import Person
from tests.conftest import NOW
from tests.support.meetings import call, local, state

RULES = MeetingRules()
TODAY = date(2026, 11, 24)
MONTHLY, THEMATIC = MeetingKind.MONTHLY, MeetingKind.THEMATIC


def hour_and_a_half(start: datetime) -> tuple[datetime, datetime]:
    return start, start + timedelta(minutes=90)


def test_choosing_again_replaces_the_sittings_forgets_answers_and_calls_off_who_has_left(
    organisation: Database,
) -> None:
    number = call(organisation, local("2026-12-06", "08:00"), answers={"DV075": Answer.COMING})
    with organisation.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        meeting = session.get_one(Meeting, number)
        people = {person.code: person.id for person in session.scalars(select(Person))}
        late, early = hour_and_a_half(local("2026-12-13", "08:00")), hour_and_a_half(local("2026-12-10", "17:30"))
        meetings.set_sittings(meeting, [late, early], {people["DV075"]: (0, True), people["DV097"]: (1, False)})
    with organisation.read() as session:
        meeting = session.get_one(Meeting, number)
        assert [sitting.starts_at for sitting in meeting.sittings] == [early[0], late[0]]
        calls = {one.person.code: one for one in meeting.calls}
        assert calls.keys() == {"DV075", "DV097"}
        assert calls["DV075"].sitting is not None
        assert calls["DV075"].sitting.starts_at == late[0]
        assert calls["DV075"].fits
        assert calls["DV075"].answer is None
        assert not calls["DV097"].fits
        assert len(session.scalars(select(Sitting)).all()) == 2
        assert len(session.scalars(select(Call)).all()) == 2


def test_an_answer_can_be_changed_and_taken_back(organisation: Database) -> None:
    number = call(organisation, local("2026-12-06", "08:00"))
    with organisation.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        one = session.get_one(Meeting, number).calls[0]
        meetings.give_answer(one, Answer.COMING, NOW)
        meetings.give_answer(one, Answer.NOT_COMING, NOW)
        assert (one.answer, one.answered_at) == (Answer.NOT_COMING, NOW)
        meetings.give_answer(one, None, NOW)
        assert (one.answer, one.answered_at) == (None, None)
    assert state(organisation, number) == "called"


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        (MONTHLY, date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        (MONTHLY, date(2027, 2, 3), date(2027, 2, 1), date(2027, 2, 28)),
        (THEMATIC, date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        (THEMATIC, date(2027, 1, 1), date(2027, 1, 1), date(2027, 3, 31)),
    ],
)
def test_a_period_is_a_month_or_a_quarter(kind: MeetingKind, day: date, first: date, last: date) -> None:
    assert meetings.period_of(kind, day) == first
    assert meeting_windows.end_of(kind, first) == last
    assert meeting_windows.following(kind, first) == last + timedelta(days=1)


def test_a_month_is_planned_from_the_days_of_notice_on() -> None:
    found = meeting_windows.of_period(RULES, MONTHLY, date(2026, 11, 1), TODAY)
    assert found == Window(date(2026, 11, 27), date(2026, 11, 30))
    assert meeting_windows.of_period(RULES, MONTHLY, date(2026, 11, 1), date(2026, 11, 28)) is None
    assert meeting_windows.of_period(RULES, MONTHLY, date(2026, 10, 1), TODAY) is None


def test_a_week_that_is_named_is_planned_from_tomorrow_on() -> None:
    week = Window(date(2026, 11, 23), date(2026, 11, 29))
    assert meeting_windows.clipped(RULES, week, TODAY) == Window(date(2026, 11, 25), date(2026, 11, 29))


def test_a_plan_looks_at_five_weeks_at_most() -> None:
    found = meeting_windows.of_period(RULES, THEMATIC, date(2027, 1, 1), TODAY)
    assert found is not None
    assert found.days == meeting_windows.LONGEST_DAYS
