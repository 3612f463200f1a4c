"""Who of a cell can come when: the planner's view and the reasons agree with each other and with the bare rotas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.clock import FrozenClock
from models import cell_planning
from models.audit import Actor, Via, act_as
from models.cell_planning import Cause, Cell, Keep
from models.database import Database
from models.meeting_rules import MeetingRules
from models.meetings import Attendance
from models.people import Membership, Person
from models.planning import plan
from models.rest import Habits
from models.rotas import Rota, Rotas
from models.shift_exceptions import Closing, Leave, Overtime, ShiftException, Swap, contradictions
from models.shift_patterns import MINUTES_A_DAY, Shift
from models.units import Unit
from tests.support import meetings
from tests.support.cells import MIXED, fill_cell
from tests.support.shift_systems import VIETNAM, at, systems

HABITS, RULES = Habits(), MeetingRules()
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 14)
CREWS = [
    ("3CA", "A"),
    ("3CA", "B"),
    ("3CA", "C"),
    ("4K", "A"),
    ("4K", "C"),
    ("12H", "A"),
    ("12H", "B"),
    ("4-2", "B"),
    ("4-2", "D"),
    ("HC", "A"),
    (None, None),
]
NIGHT, MORNING, EVENING = (
    Shift.of("3", "22:00", "06:00"),
    Shift.of("1", "06:00", "14:00"),
    Shift.of("+", "17:00", "20:00"),
)
ON_INTO_THE_MORNING = Shift.of("+", "06:00", "10:00")


def cell_of(*rotas: Rota, missed: Iterable[int] = (), first: date = FIRST, last: date = LAST) -> Cell:
    people = tuple(
        Person(id=number, code=f"DV{number}", full_name="Nguyễn Văn An", membership=Membership.OFFICIAL)
        for number in range(len(rotas))
    )
    return Cell(people, dict(enumerate(rotas)), dict(enumerate(missed)), HABITS, first, last)


def rota(system: str | None, crew: str | None, *exceptions: ShiftException) -> Rota:
    return Rotas(systems(), HABITS).of(system, crew, exceptions)


def sitting(start: str, minutes: int = 90) -> cell_planning.Times:
    begins = at(start)
    return begins, begins + timedelta(minutes=minutes)


days = st.dates(FIRST - timedelta(days=2), LAST + timedelta(days=1))
exceptions = st.one_of(
    st.builds(Swap, days, st.sampled_from([None, MORNING, NIGHT])),
    st.builds(Overtime, days, st.sampled_from([EVENING, ON_INTO_THE_MORNING])),
    days.map(lambda day: Leave(day, day + timedelta(days=1))),
    days.map(lambda day: Closing(day, day + timedelta(days=2))),
)


@st.composite
def rotas(draw: st.DrawFn) -> Rota:
    system, crew = draw(st.sampled_from(CREWS))
    chosen: list[ShiftException] = []
    for one in draw(st.lists(exceptions, max_size=3)):
        if not contradictions([*chosen, one]):
            chosen.append(one)
    return rota(system, crew, *chosen)


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    known = draw(st.lists(rotas(), min_size=1, max_size=6))
    missed = draw(st.lists(st.integers(0, 3), min_size=len(known), max_size=len(known)))
    return cell_of(*known, missed=missed)


def can_come(one: Rota, times: cell_planning.Times) -> bool:
    """The definition of CONTRACTS.md §4, minute by minute from the rota itself."""
    start, end = (moment.astimezone(VIETNAM) for moment in times)
    sitting_minutes = range(_minute(start), _minute(end))
    return not any(minute in blocked for blocked in _blocked(one, start.date()) for minute in sitting_minutes)


def _blocked(one: Rota, day: date) -> list[range]:
    near = [day + timedelta(days=number) for number in range(-3, 3)]
    extra = [
        (midnight(other.day) + other.hours.start, midnight(other.day) + other.hours.end)
        for other in one.exceptions
        if isinstance(other, Overtime)
    ]
    shifts = [
        (midnight(one_day) + shift.start, midnight(one_day) + shift.end)
        for one_day in near
        if isinstance(shift := one.shift_on(one_day), Shift)
    ]
    found = []
    for start, end in shifts + extra:
        begins, ends = start, end
        for _ in extra:  # overtime that touches a shift is worked on without going home
            for since, until in extra + (shifts if (start, end) in extra else []):
                if since <= ends and begins <= until:
                    begins, ends = min(begins, since), max(ends, until)
        found.append(range(begins - 30, ends + 30))
        if any(minute % MINUTES_A_DAY == 3 * 60 for minute in range(begins, ends)):
            found.append(range(ends, ends + 30 + 8 * 60))
    leave = [other for other in one.exceptions if isinstance(other, Leave)]
    return found + [range(midnight(other.first), midnight(other.last) + MINUTES_A_DAY) for other in leave]


def midnight(day: date) -> int:
    return day.toordinal() * MINUTES_A_DAY


def _minute(moment: datetime) -> int:
    return midnight(moment.date()) + moment.hour * 60 + moment.minute


@settings(max_examples=60, deadline=None)
@given(cells(), st.integers(1, 2))
def test_the_planner_counts_those_whose_own_rota_lets_them_come(cell: Cell, sittings: int) -> None:
    for found in plan(cell_planning.request_for(cell, RULES, 90, sittings=sittings)).plans:
        for one in (found, *found.alternatives):
            for place in one.sittings:
                times = (place.start, place.end)
                able = {number for number, known in cell.rotas.items() if can_come(known, times)}
                assert {int(code) for code in place.attending} == able == cell.able(times)


@settings(max_examples=100, deadline=None)
@given(rotas(), days, st.integers(6 * 60, 20 * 60))
def test_any_time_that_is_named_is_judged_as_the_definition_says(one: Rota, day: date, minute: int) -> None:
    start = datetime.combine(day, time(*divmod(minute, 60)), VIETNAM)
    times = (start, start + timedelta(minutes=90))
    assert (0 in cell_of(one).able(times)) is can_come(one, times)


@settings(max_examples=60, deadline=None)
@given(cells(), st.lists(st.tuples(st.integers(0, 13), st.integers(12, 40)), min_size=1, max_size=3, unique=True))
def test_whoever_can_come_to_any_sitting_is_called_to_one_of_those(cell: Cell, places: list[tuple[int, int]]) -> None:
    starts = [
        datetime.combine(FIRST + timedelta(days=day), time(), VIETNAM) + timedelta(minutes=30 * half)
        for day, half in places
    ]
    sittings = [(start, start + timedelta(minutes=90)) for start in starts]
    calls = cell_planning.assigned(cell, sittings, RULES)
    assert set(calls) == {one.id for one in cell.members}
    for person, (place, fits) in calls.items():
        assert fits is (person in cell.able(*sittings))
        assert fits is (person in cell.able(sittings[place]))
        assert fits or place == 0


def test_of_two_sittings_that_fit_the_nearer_to_the_usual_hour_is_chosen() -> None:
    cell = cell_of(rota("HC", "A"))
    evening, sunday = sitting("2026-12-03T18:00"), sitting("2026-12-06T09:00")
    assert cell_planning.assigned(cell, [evening, sunday], RULES) == {0: (1, True)}


def test_each_cause_is_told_and_the_shift_before_all_others() -> None:
    on_shift, resting = rota("3CA", "A"), rota("3CA", "C", Swap(date(2026, 12, 4), None))
    working_on, away = rota("HC", "A", Overtime(date(2026, 12, 3), EVENING)), rota("HC", "A", Leave(FIRST, LAST))
    cell = cell_of(on_shift, resting, working_on, away, rota(None, None))
    # In the week of 30/11 crew A is on shift 2 and crew C, seven days further on, on shift 1.
    assert cell.keeps(sitting("2026-12-03T18:00")) == {
        0: Keep(Cause.SHIFT, "2"),
        2: Keep(Cause.OVERTIME, "+"),
        3: Keep(Cause.LEAVE),
    }
    night = cell_of(rota("3CA", "B"))
    assert night.keeps(sitting("2026-12-03T09:00")) == {0: Keep(Cause.REST, "3")}
    assert night.keeps(sitting("2026-12-03T21:00")) == {0: Keep(Cause.SHIFT, "3")}
    assert night.able(sitting("2026-12-03T14:30"))


def test_who_does_not_work_at_night_sleeps_then_and_the_planner_knows() -> None:
    cell = cell_of(rota("HC", "A"), rota(None, None), rota("3CA", "B"))
    assert cell.keeps(sitting("2026-12-03T03:00")) == {
        0: Keep(Cause.SLEEP),
        1: Keep(Cause.SLEEP),
        2: Keep(Cause.SHIFT, "3"),
    }
    assert 0 in cell.able(sitting("2026-12-03T20:30"))
    late = replace(RULES, earliest=time(20), latest_end=time(23, 30))
    (best,) = plan(cell_planning.request_for(cell, late, 90)).plans
    for one in (best, *best.alternatives):
        for place in one.sittings:
            assert {int(code) for code in place.attending} == cell.able((place.start, place.end))


def test_a_closed_plant_leaves_its_people_free_and_leave_does_not() -> None:
    closed, leave = rota("HC", "A", Closing(FIRST, LAST)), rota("HC", "A", Leave(FIRST, LAST))
    assert cell_of(closed, leave).able(sitting("2026-12-03T09:00")) == {0}


def test_overtime_after_a_night_shift_moves_the_rest() -> None:
    night = rota("3CA", "B", Overtime(date(2026, 12, 4), ON_INTO_THE_MORNING))
    assert not cell_of(night).able(sitting("2026-12-04T17:00"))
    assert cell_of(night).able(sitting("2026-12-04T18:30", 60))


def test_who_is_not_known_is_taken_as_free_and_named() -> None:
    cell = cell_of(rota(None, None), rota("HC", "A"))
    assert [one.id for one in cell.unknown()] == [0]
    assert cell.able(sitting("2026-12-03T09:00")) == {0}


def test_the_usual_times_are_the_sundays_of_the_window() -> None:
    found = cell_planning.usual_times(cell_of(), RULES, 90)
    assert [start.strftime("%a %d %H:%M") for start, _ in found] == ["Sun 06 08:00", "Sun 13 08:00"]


@pytest.mark.parametrize(("voters", "needed"), [(0, 0), (1, 1), (3, 2), (4, 3), (24, 16), (25, 17)])
def test_two_thirds_are_rounded_up(voters: int, needed: int) -> None:
    assert cell_planning.voters_needed(voters, RULES) == needed


def test_everybody_of_the_unit_and_nobody_else_is_called(organisation: Database, clock: FrozenClock) -> None:
    fill_cell(organisation, clock, MIXED, unit="CB07", membership=Membership.PROBATIONARY)
    with organisation.read() as session:
        unit = session.scalars(select(Unit).where(Unit.code == "CB07")).one()
        cell = cell_planning.load(session, unit.id, FIRST, LAST, HABITS)
        assert [one.code for one in cell.members] == ["DV097", *(f"DV{300 + number}" for number in range(len(MIXED)))]
        assert len(cell.official) == 1
        assert {one.unit_id for one in cell.members} == {unit.id}
        assert [one.code for one in cell.unknown()] == ["DV097"]


def test_meetings_missed_in_a_row_are_counted_back_to_the_last_one_attended(organisation: Database) -> None:
    absent, excused = Attendance.ABSENT, Attendance.EXCUSED
    rolls = ({"DV075": absent}, {"DV075": absent, "DV076": absent}, {"DV076": excused})
    for month, roll in zip((8, 9, 10), rolls, strict=True):
        meetings.call(organisation, meetings.local(f"2026-{month:02}-20", "08:00"), roll=roll)
    meetings.call(organisation, meetings.local("2026-11-26", "08:00"))
    with organisation.read() as session:
        act_as(session, Actor(Via.SERVICE, datetime(2026, 11, 24, tzinfo=UTC)))
        codes = {person: code for person, code in session.execute(select(Person.id, Person.code))}  # noqa: C416 - rows
        unit = session.scalars(select(Unit).where(Unit.code == "CB06")).one()
        missed = cell_planning.missed_in_a_row(session, unit.id)
    assert {codes[person]: count for person, count in missed.items()} == {"DV076": 2}
