"""What a class costs in wages: what lies within work, what is reckoned once, and what may be shown of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.audit import Actor, Via, act_as
from models.classes import Seat, Wage
from models.database import Database
from models.meetings import Attendance
from models.people import Person
from models.rest import Habits
from models.rotas import Rota
from models.shift_exceptions import Overtime
from models.shift_patterns import Shift
from models.units import Enterprise
from models.wages import FEWEST_PEOPLE, Unpaid, booked_within_work, grouped, reckon, unpaid, working_time
from tests.conftest import NOW
from tests.models.test_shift_laws import rotas
from tests.support.classes import LAM, add_course, add_workers, hold
from tests.support.meetings import local
from tests.support.shift_systems import ANCHOR, DAY, at, clocks, rota

HABITS = Habits()
SETTLED = timedelta(minutes=15)
SITTING = local("2026-11-24", "14:00")  # Lâm works from 14:00 to 22:00 this week
LATER = SITTING + timedelta(hours=5)


def test_only_work_counts_and_not_the_way_to_it() -> None:
    late = rota("3CA", "B")
    assert clocks(working_time(late, at("2026-11-24T12:30"), at("2026-11-24T16:00"))) == "14:00-16:00"
    assert working_time(late, at("2026-11-24T10:30"), at("2026-11-24T14:00")) == ()
    assert working_time(late, at("2026-11-29T14:00"), at("2026-11-29T17:30")) == ()


def test_a_night_shift_counts_on_the_morning_after() -> None:
    night = rota("3CA", "C")
    assert clocks(working_time(night, at("2026-11-25T05:00"), at("2026-11-25T08:30"))) == "05:00-06:00"


def test_shift_and_overtime_that_touch_are_one_part() -> None:
    longer = rota("3CA", "A", Overtime(ANCHOR + DAY, Shift.of("", "14:00", "18:00")))
    assert clocks(working_time(longer, at("2026-11-24T13:00"), at("2026-11-24T19:00"))) == "13:00-18:00"


def test_of_unknown_shifts_nothing_is_assumed() -> None:
    assert working_time(Rota(None), at("2026-11-24T13:00"), at("2026-11-24T19:00")) == ()


@given(rotas(), st.integers(0, 40 * 24), st.integers(1, 30))
def test_the_parts_lie_within_the_sitting_and_apart_and_all_of_them_is_work(
    known: Rota, later: int, hours: int
) -> None:
    start = at("2026-11-20T00:00") + timedelta(hours=later)
    end = start + timedelta(hours=hours)
    parts = working_time(known, start, end)
    edges = [edge for part in parts for edge in part]
    assert edges == sorted(set(edges))
    assert all(start <= edge <= end for edge in edges)
    middle = start + timedelta(minutes=30)
    while middle < end:  # hours of the generated shifts may begin at any minute, so the middle of a part is asked
        inside = any(since <= middle < until for since, until in parts)
        assert bool(working_time(known, middle, middle + timedelta(minutes=1))) == inside
        middle += timedelta(hours=1)


def test_a_letter_needs_the_booked_sittings_to_come_that_meet_work(organisation: Database) -> None:
    course = add_course(
        organisation,
        {
            1: [local("2026-11-24", "08:00")],  # has begun
            2: [local("2026-11-26", "12:30")],
            3: [local("2026-11-29", "08:00")],  # a day off
            4: [local("2026-11-30", "08:00")],  # at home after the first night shift begins in the evening
        },
        booked={LAM: [0, 0, 0, 0]},
    )
    with organisation.read() as session:
        lam = session.scalars(select(Person).where(Person.code == LAM)).one()
        worked, unknown = booked_within_work(session, lam, course.course_id, NOW, HABITS)
        assert [(one.seat.half_day, clocks(one.parts), one.minutes) for one in worked] == [(2, "14:00-16:00", 120)]
        assert not unknown
        lam.crew = None
        assert booked_within_work(session, lam, course.course_id, NOW, HABITS) == ([], True)


def test_lost_time_is_reckoned_once_and_only_of_who_was_there(organisation: Database) -> None:
    add_workers(organisation, {"CN011": ("3CA", "B"), "CN012": ("HC", "A")})
    course = add_course(
        organisation,
        {1: [SITTING]},
        people=(LAM, "CN011", "CN012"),
        booked={LAM: [0], "CN011": [0], "CN012": [0]},
    )
    assert _reckoned(organisation, LATER) == {}, "no roll yet"
    hold(organisation, course.sittings[1][0], {"CN011": Attendance.ABSENT})
    assert _reckoned(organisation, SITTING + timedelta(hours=3, minutes=40)) == {}, "the roll can still be taken back"
    assert _reckoned(organisation, LATER) == {LAM: 210, "CN012": 180}
    assert _reckoned(organisation, LATER) == {}, "a second time nothing is new"


def test_few_people_are_shown_only_with_others_and_alone_not_at_all(organisation: Database) -> None:
    _unpaid(organisation, {"DN001": 2})
    assert _shown(organisation) == Unpaid(is_withheld=True)


def test_who_is_too_few_takes_a_larger_enterprise_along(organisation: Database) -> None:
    _unpaid(organisation, {"DN001": 2, "DN002": 3, "DN009": 4})
    found = _shown(organisation)
    assert [(one.enterprise.code, one.people, one.minutes) for one in found.shares] == [("DN009", 4, 840)]
    assert found.rest is not None
    assert (found.rest.enterprises, found.rest.people, found.rest.minutes) == (2, 5, 5 * 210)


def test_many_small_ones_are_a_sum_of_their_own(organisation: Database) -> None:
    _unpaid(organisation, {"DN001": 2, "DN002": 2, "DN009": 3})
    found = _shown(organisation)
    assert [one.enterprise.code for one in found.shares] == ["DN009"]
    assert found.rest is not None
    assert (found.rest.enterprises, found.rest.people) == (2, 4)


def test_only_what_is_told_unpaid_counts_within_the_period_and_the_plants(organisation: Database) -> None:
    _unpaid(organisation, {"DN001": 4, "DN002": 3})
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        session.scalars(select(Seat).order_by(Seat.id)).first().wage = Wage.PAID  # type: ignore[union-attr]
    assert [one.people for one in _shown(organisation).shares] == [3, 3]
    only = select(Enterprise).where(Enterprise.code == "DN002")
    with organisation.read() as session:
        found = unpaid(session, SITTING, SITTING + timedelta(days=1), only)
        assert [one.enterprise.code for one in found.shares] == ["DN002"]
        assert unpaid(session, SITTING + timedelta(minutes=1), SITTING + timedelta(days=1)) == Unpaid()


@given(st.lists(st.integers(1, 5), max_size=6))
def test_the_law_of_small_groups(sizes: list[int]) -> None:
    """Nothing that is shown is about fewer than three people, and nobody is left out unless all are too few."""
    rows = [(Enterprise(code=f"DN{place:03}", name=""), people, people * 60) for place, people in enumerate(sizes)]
    found = grouped(rows)
    told = [one.people for one in found.shares] + ([found.rest.people] if found.rest else [])
    assert all(people >= FEWEST_PEOPLE for people in told)
    assert sum(told) == (0 if found.is_withheld else sum(sizes))
    assert found.is_withheld == (0 < sum(sizes) < FEWEST_PEOPLE)


def _reckoned(database: Database, now: datetime) -> dict[str, int | None]:
    with database.write() as session:
        act_as(session, Actor(Via.SERVICE, now))
        return {seat.person.code: seat.lost_minutes for seat in reckon(session, now, SETTLED, HABITS)}


def _unpaid(database: Database, people: Mapping[str, int]) -> None:
    """Let so many workers of each enterprise (by code) have lost the wage of one sitting."""
    codes: list[str] = []
    for enterprise, count in people.items():
        new = [f"CN{enterprise[2:]}{number}" for number in range(count)]
        add_workers(database, dict.fromkeys(new, ("3CA", "B")), enterprise=enterprise)
        codes += new
    course = add_course(
        database, {1: [SITTING]}, people=codes, booked={code: [0] for code in codes}, capacity=len(codes)
    )
    hold(database, course.sittings[1][0])
    _reckoned(database, LATER)
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        for seat in session.scalars(select(Seat)):
            seat.wage = Wage.UNPAID


def _shown(database: Database) -> Unpaid:
    with database.read() as session:
        return unpaid(session, SITTING - timedelta(days=1), SITTING + timedelta(days=1))
