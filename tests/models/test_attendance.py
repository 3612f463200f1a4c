"""Laws of the rates of attendance, and what is counted of a cell, a person and a year."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import attendance
from models.attendance import Mark, Tally, missed_months, window_start
from models.database import Database
from models.deadlines import add_months
from models.meetings import Attendance, MeetingKind
from models.people import Person
from models.units import Unit
from tests.support.meetings import call, local

TODAY = date(2026, 11, 24)
ZONE = "Asia/Ho_Chi_Minh"
KIEN, TRINH = "DV076", "DV075"
ABSENT, EXCUSED, PRESENT = Attendance.ABSENT, Attendance.EXCUSED, Attendance.PRESENT
months = st.dates(date(2025, 12, 1), date(2026, 11, 30)).map(lambda day: day.replace(day=1))
marks = st.lists(st.builds(Mark, months, st.sampled_from(Attendance)))


@given(st.lists(st.sampled_from(Attendance)))
def test_a_rate_lies_between_nothing_and_all_and_counts_everybody_once(found: list[Attendance]) -> None:
    counted = Tally.of(found)
    assert counted.called == len(found)
    assert counted.away + counted.present == len(found)
    assert (counted.rate is None) == (not found)
    if counted.rate is not None:
        assert 0 <= counted.rate <= 1
        assert counted.rate == Fraction(found.count(PRESENT), len(found))


@given(st.lists(st.sampled_from(Attendance)), st.lists(st.sampled_from(Attendance)))
def test_the_tally_of_two_lots_together_is_their_sum(one: list[Attendance], other: list[Attendance]) -> None:
    assert Tally.of(one) + Tally.of(other) == Tally.of([*one, *other])


@given(marks)
def test_leave_never_counts_as_a_month_missed_and_neither_does_a_month_in_which_somebody_came(
    found: list[Mark],
) -> None:
    missed = missed_months(found)
    for mark in found:
        if mark.attendance is not ABSENT:
            assert mark.month not in missed


@given(marks)
def test_months_are_counted_and_not_meetings(found: list[Mark]) -> None:
    missed = missed_months(found)
    assert missed == sorted(set(missed))
    assert missed == missed_months([*found, *found]), "the same once more changes nothing"
    assert len(missed) <= len({mark.month for mark in found if mark.attendance is ABSENT})


@given(marks, st.builds(Mark, months, st.just(ABSENT)))
def test_one_more_absence_adds_one_month_at_most(found: list[Mark], more: Mark) -> None:
    before, after = set(missed_months(found)), set(missed_months([*found, more]))
    assert before <= after
    assert after - before <= {more.month}


@given(st.dates(date(1931, 1, 1), date(2100, 1, 1)))
def test_the_window_is_twelve_months_that_end_with_this_one(today: date) -> None:
    start = window_start(today)
    assert start.day == 1
    assert add_months(start, 12) > today >= add_months(start, 11)


def test_whoever_was_never_called_has_missed_nothing() -> None:
    assert Tally().reaches(Fraction(9, 10))
    assert not Tally(present=8, excused=1).reaches(Fraction(9, 10)), "8 of 9 is less than 90%"
    assert Tally(present=9, absent=1).reaches(Fraction(9, 10))


def _person(session: Session, code: str) -> int:
    return session.scalars(select(Person.id).where(Person.code == code)).one()


def test_only_saved_rolls_of_the_last_year_count(organisation: Database) -> None:
    call(organisation, local("2025-11-20", "08:00"), roll={KIEN: ABSENT})  # a month too old
    call(organisation, local("2025-12-20", "08:00"), roll={KIEN: EXCUSED})
    call(organisation, local("2026-10-18", "08:00"), roll={KIEN: ABSENT})
    call(organisation, local("2026-11-22", "08:00"))  # no roll yet
    call(organisation, local("2026-11-01", "08:00"), unit="CB07", roll={})
    with organisation.read() as session:
        unit = session.scalars(select(Unit.id).where(Unit.code == "CB06")).one()
        kien, trinh = _person(session, KIEN), _person(session, TRINH)
        assert attendance.by_person(session, unit, TODAY) == {
            kien: Tally(excused=1, absent=1),
            trinh: Tally(present=2),
        }
        assert attendance.by_unit(session, select(Unit.id), TODAY)[unit] == Tally(present=2, excused=1, absent=1)
        assert attendance.of_person(session, kien, TODAY) == Tally(excused=1, absent=1)
        assert attendance.months_missed(session, [kien, trinh], TODAY, ZONE) == {kien: [date(2026, 10, 1)], trinh: []}


@pytest.mark.parametrize(("thematic", "missed"), [(ABSENT, [date(2026, 10, 1)]), (PRESENT, []), (EXCUSED, [])])
def test_two_meetings_of_one_month_are_one_month(
    organisation: Database, thematic: Attendance, missed: list[date]
) -> None:
    call(organisation, local("2026-10-18", "08:00"), roll={KIEN: ABSENT})
    call(
        organisation,
        local("2026-10-31", "23:30"),
        kind=MeetingKind.THEMATIC,
        period=date(2026, 10, 1),
        roll={KIEN: thematic},
    )
    with organisation.read() as session:
        kien = _person(session, KIEN)
        assert attendance.months_missed(session, [kien], TODAY, ZONE)[kien] == missed


def test_a_thematic_meeting_belongs_to_the_local_month_in_which_it_was_held(organisation: Database) -> None:
    start = local("2026-11-01", "06:00")  # still October in UTC
    kind, quarter = MeetingKind.THEMATIC, date(2026, 10, 1)
    call(organisation, start, kind=kind, period=quarter, roll={KIEN: ABSENT})
    with organisation.read() as session:
        kien = _person(session, KIEN)
        assert attendance.months_missed(session, [kien], TODAY, ZONE)[kien] == [date(2026, 11, 1)]
