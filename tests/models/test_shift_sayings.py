"""What follows from what people say: crews, questions, and exceptions that give way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.shift_clashes import clashes, days_of, giving_way, not_yet_known, without_days
from models.shift_exceptions import Leave, Overtime, OwnException, Swap, contradictions
from models.shift_patterns import Shift
from models.shift_sayings import (
    Period,
    Statement,
    crews,
    crews_fitting,
    is_weekly,
    period_to_ask,
    shift_in,
    shift_meant,
    works_alike,
)
from models.units import ShiftSystem
from tests.support.shift_systems import ANCHOR, DAY, systems

SYSTEMS = {system.code: system for system in systems()}
TODAY = ANCHOR + DAY
SHIFTS = (Shift.of("1", "06:00", "14:00"), Shift.of("2", "14:00", "22:00"), None)
days = st.integers(0, 12).map(lambda number: ANCHOR + number * DAY)
leaves = st.tuples(days, days).map(lambda pair: Leave(min(pair), max(pair)))
swaps = st.builds(Swap, days, st.sampled_from(SHIFTS))
overtimes = st.builds(Overtime, days, st.just(Shift.of("", "17:00", "20:00")))
exceptions = st.one_of(leaves, swaps, overtimes)


@pytest.mark.parametrize(
    ("system", "said", "meant"),
    [
        ("3CA", "2", "2"),
        ("3CA", "4", None),
        ("3CA", "night", "3"),
        ("3CA", "day", None),
        ("3CA", "off", "-"),
        ("12H", "night", "Đ"),
        ("12H", "day", "N"),
        ("12H", "1", "N"),
        ("12H", "2", "Đ"),
        ("12H", "3", None),
        ("HC", "H", "H"),
        ("HC", "2", None),
        ("HC", "0", None),
    ],
)
def test_a_shift_is_meant_within_its_system(system: str, said: str, meant: str | None) -> None:
    assert shift_meant(SYSTEMS[system], said) == meant


def test_only_office_hours_are_alike_for_everybody() -> None:
    assert [code for code, system in SYSTEMS.items() if works_alike(system)] == ["HC"]


@pytest.mark.parametrize(
    ("code", "weekly"), [("HC", True), ("3CA", True), ("12H", True), ("4K", False), ("4-2", False)]
)
def test_a_week_is_asked_about_only_where_it_has_one_shift(code: str, weekly: bool) -> None:
    assert is_weekly(SYSTEMS[code], TODAY) is weekly


def test_one_word_about_the_week_tells_the_crew() -> None:
    week = Period.week_of(TODAY)
    assert crews_fitting(SYSTEMS["3CA"], [Statement(week, "2")]) == ("B",)
    assert crews_fitting(SYSTEMS["3CA"], [Statement(week, None)]) == ()


def test_of_crews_that_work_alike_the_own_one_is_kept() -> None:
    week = Period.week_of(TODAY)
    assert crews_fitting(SYSTEMS["3CA"], [Statement(week, "1")]) == ("A",)
    assert crews_fitting(SYSTEMS["3CA"], [Statement(week, "1")], preferred="D") == ("D",)


def test_a_week_of_several_shifts_fits_no_crew() -> None:
    assert crews_fitting(SYSTEMS["4K"], [Statement(Period.week_of(TODAY), "2")]) == ()


@given(st.sampled_from(sorted(SYSTEMS)), st.integers(0, 400), st.data())
def test_truthful_answers_always_lead_to_a_crew_that_works_so(code: str, ahead: int, data: st.DataObject) -> None:
    """Whoever answers what is asked as their crew works ends with that crew, or with one that works alike."""
    system, today = SYSTEMS[code], TODAY + ahead * DAY
    cycles = crews(system)
    mine = data.draw(st.sampled_from(sorted(cycles, key=str)))
    said: list[Statement] = []
    for _ in range(len(cycles)):
        fitting = crews_fitting(system, said)
        assert mine in fitting or any(cycles[crew] == cycles[mine] for crew in fitting)
        if len(fitting) == 1:
            break
        asked = period_to_ask(system, fitting, today)
        worked = shift_in(cycles[mine], asked)
        assert worked is None or isinstance(worked, str)
        said.append(Statement(asked, worked))
    (found,) = crews_fitting(system, said)
    assert cycles[found] == cycles[mine]


def test_a_system_without_crews_is_one_for_everybody() -> None:
    system = ShiftSystem(
        code="X", name="X", hours={"H": ["08:00", "17:00"]}, cycle=["H"], anchor=ANCHOR, crew_offsets={}
    )
    assert list(crews(system)) == [None]
    assert works_alike(system)
    assert crews_fitting(system, []) == (None,)


@given(exceptions, st.lists(exceptions, max_size=4))
def test_what_gives_way_contradicts_nothing_any_more(one: OwnException, others: list[OwnException]) -> None:
    left = giving_way(one, others)
    assert clashes(left, others) == []
    assert left == [one] if not clashes([one], others) else left != [one]


@given(leaves, st.lists(exceptions, max_size=4))
def test_leave_loses_only_the_days_that_are_worked_after_all(leave: Leave, others: list[OwnException]) -> None:
    kept = [day for one in giving_way(leave, others) for day in days_of(one)]
    worked = {day for other in others if contradictions([leave, other]) for day in days_of(other)}
    assert kept == [day for day in days_of(leave) if day not in worked]


@given(leaves, st.lists(leaves, max_size=4))
def test_only_days_of_leave_that_are_not_known_are_news(leave: Leave, known: list[OwnException]) -> None:
    news = {day for one in not_yet_known(leave, known) for day in days_of(one)}
    before = {day for one in known for day in days_of(one)}
    assert news == set(days_of(leave)) - before


@given(leaves, st.sets(days))
def test_leave_without_some_days_is_the_other_days(leave: Leave, gone: set[date]) -> None:
    left = [day for one in without_days(leave, gone) for day in days_of(one)]
    assert left == [day for day in days_of(leave) if day not in gone]


def test_the_same_again_is_no_news() -> None:
    swap = Swap(TODAY, None)
    assert not_yet_known(swap, [swap]) == []
    assert not_yet_known(swap, [Swap(TODAY + timedelta(days=1), None)]) == [swap]
    assert without_days(swap, [TODAY]) == []
