"""When a person works, sleeps and is free, in each shift system of the sample organisation."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from models.deadlines import Mark
from models.rest import (
    NIGHT_SLEEP,
    NIGHT_WORK,
    REST_AFTER_NIGHT,
    REST_BEFORE_ANOTHER_SHIFT,
    TRAVEL,
    ClockHours,
    Habits,
)
from models.rotas import Knowledge
from models.shift_patterns import Shift
from models.shifts import State, free_intervals, next_good_hour, shift_on, short_rests, state_at, timeline
from tests.support.shift_systems import ANCHOR, DAY, VIETNAM, at, clocks, rota, systems

SAMPLE = Path(__file__).parents[2] / "bot" / "sample" / "thai-nguyen.xlsx"
# Four weeks from the anchor, Monday 23/11/2026, a letter a day.
ROSTERS = {
    ("HC", "A"): "HHHHHH- HHHHHH- HHHHHH- HHHHHH-",
    ("HC", None): "HHHHHH- HHHHHH- HHHHHH- HHHHHH-",
    ("3CA", "A"): "111111- 222222- 333333- 111111-",
    ("3CA", "B"): "222222- 333333- 111111- 222222-",
    ("3CA", "C"): "333333- 111111- 222222- 333333-",
    ("3CA", "D"): "111111- 222222- 333333- 111111-",
    ("4K", "A"): "112233- -112233 --11223 3--1122",
    ("4K", "B"): "2233--1 12233-- 112233- -112233",
    ("4K", "C"): "33--112 233--11 2233--1 12233--",
    ("4K", "D"): "--11223 3--1122 33--112 233--11",
    ("12H", "A"): "NNNNNN- ĐĐĐĐĐĐ- NNNNNN- ĐĐĐĐĐĐ-",
    ("12H", "B"): "ĐĐĐĐĐĐ- NNNNNN- ĐĐĐĐĐĐ- NNNNNN-",
    ("12H", "C"): "NNNNNN- ĐĐĐĐĐĐ- NNNNNN- ĐĐĐĐĐĐ-",
    ("12H", "D"): "ĐĐĐĐĐĐ- NNNNNN- ĐĐĐĐĐĐ- NNNNNN-",
    ("4-2", "A"): "NNNN--Đ ĐĐĐ--NN NN--ĐĐĐ Đ--NNNN",
    ("4-2", "B"): "N--ĐĐĐĐ --NNNN- -ĐĐĐĐ-- NNNN--Đ",
    ("4-2", "C"): "ĐĐĐĐ--N NNN--ĐĐ ĐĐ--NNN N--ĐĐĐĐ",
    ("4-2", "D"): "Đ--NNNN --ĐĐĐĐ- -NNNN-- ĐĐĐĐ--N",
}
# What is free on a day, by the shift of the day before (* for any that is over by midnight) and the day's own.
THREE_SHIFTS = {
    "*1": "14:30-22:00",
    "*2": "06:00-13:30",
    "*3": "06:00-21:30",
    "*-": "06:00-22:00",
    "33": "14:30-21:30",
    "3-": "14:30-22:00",
}
FREE = {
    "HC": {"*H": "06:00-07:30 17:30-22:00", "*-": "06:00-22:00"},
    "3CA": THREE_SHIFTS,
    "4K": THREE_SHIFTS,
    "12H": {
        "*N": "06:00-07:30 20:30-22:00",
        "*Đ": "06:00-19:30",
        "*-": "06:00-22:00",
        "ĐĐ": "16:30-19:30",
        "Đ-": "16:30-22:00",
    },
    "4-2": {
        "*N": "06:00-06:30 19:30-22:00",
        "*Đ": "06:00-18:30",
        "*-": "06:00-22:00",
        "ĐĐ": "15:30-18:30",
        "Đ-": "15:30-22:00",
    },
}
CREWS = pytest.mark.parametrize(("system", "crew"), ROSTERS)


def roster(system: str, crew: str | None) -> str:
    return ROSTERS[system, crew].replace(" ", "")


def shift_letters(system: str, crew: str | None, first: date, days: int) -> str:
    person = rota(system, crew)
    shifts = (shift_on(person, first + number * DAY) for number in range(days))
    return "".join(shift.code if isinstance(shift, Shift) else "-" for shift in shifts)


def test_the_systems_are_those_of_the_sample() -> None:
    ours = [
        (
            one.code,
            "; ".join(f"{code}={start}-{end}" for code, (start, end) in one.hours.items()),
            " ".join(one.cycle),
            datetime.combine(one.anchor, time()),
            *one.crew_offsets.values(),
        )
        for one in systems()
    ]
    rows = load_workbook(SAMPLE)["Chế độ ca"].iter_rows(min_row=4, values_only=True)
    sample = [(code, hours, cycle, anchor, *offsets) for code, _, hours, cycle, anchor, *offsets in rows]
    assert sample == ours


@CREWS
def test_four_weeks_of_a_crew_are_as_written(system: str, crew: str | None) -> None:
    assert shift_letters(system, crew, ANCHOR, 28) == roster(system, crew)


@CREWS
def test_the_cycle_goes_on_before_its_anchor_and_over_new_year(system: str, crew: str | None) -> None:
    length = len(next(one for one in systems() if one.code == system).cycle)
    written = roster(system, crew)[:length]
    for cycles in (-5, -1, 2, 30):
        assert shift_letters(system, crew, ANCHOR + cycles * length * DAY, length) == written


@CREWS
def test_the_free_hours_of_four_weeks_are_as_written(system: str, crew: str | None) -> None:
    person, days = rota(system, crew), roster(system, crew)
    for number, (before, own) in enumerate(pairwise(days), start=1):
        start = datetime.combine(ANCHOR + number * DAY, time(), VIETNAM)
        free = free_intervals(person, start, start + DAY)
        assert free is not Knowledge.UNKNOWN
        assert clocks(free) == FREE[system].get(before + own, FREE[system]["*" + own]), start


def test_a_night_shift_over_new_year_is_worked_and_slept_off() -> None:
    spans = timeline(rota("4K", "D"), at("2026-12-31T12:00"), at("2027-01-02T00:00"))
    assert [(f"{span.start:%d/%m %H:%M}", span.state) for span in spans] == [
        ("31/12 12:00", State.FREE),
        ("31/12 21:30", State.WORKING),
        ("01/01 06:30", State.ASLEEP),
        ("01/01 14:30", State.FREE),
        ("01/01 21:30", State.WORKING),
    ]
    assert spans[-1].end == at("2027-01-02T00:00")


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-12-07T21:29", State.FREE),
        ("2026-12-07T21:30", State.WORKING),  # on the way
        ("2026-12-07T23:59", State.WORKING),
        ("2026-12-08T00:00", State.WORKING),
        ("2026-12-08T06:29:59", State.WORKING),
        ("2026-12-08T06:30", State.ASLEEP),
        ("2026-12-08T14:29:59", State.ASLEEP),
        ("2026-12-08T14:30", State.FREE),
    ],
)
def test_a_night_shift_is_cut_at_its_minutes(moment: str, state: State) -> None:
    assert state_at(rota("3CA", "A"), at(moment)) is state


def test_the_clock_of_the_question_does_not_matter() -> None:
    person = rota("3CA", "A")
    assert state_at(person, datetime(2026, 12, 7, 14, 29, tzinfo=UTC)) is State.FREE
    assert state_at(person, datetime(2026, 12, 7, 14, 30, tzinfo=UTC)) is State.WORKING


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        state_at(rota("3CA", "A"), datetime(2026, 12, 7, 14, 30))  # noqa: DTZ001 - the mistake that is meant
    with pytest.raises(ValueError, match="time zone"):
        next_good_hour(rota("3CA", "A"), datetime(2026, 12, 7, 14, 30))  # noqa: DTZ001 - the mistake that is meant


def test_a_time_that_ends_before_it_starts_has_nothing_in_it() -> None:
    assert timeline(rota("HC", None), at("2026-12-07T12:00"), at("2026-12-07T12:00")) == []
    assert free_intervals(rota("HC", None), at("2026-12-07T12:00"), at("2026-12-06T12:00")) == []


def test_the_settings_move_the_edges() -> None:
    habits = Habits(travel_minutes=60, rest_after_night_minutes=360, night=ClockHours(time(23), time(5)))
    free = free_intervals(rota("3CA", "A", habits=habits), at("2026-12-08T00:00"), at("2026-12-10T00:00"))
    assert free is not Knowledge.UNKNOWN
    assert clocks(free) == "13:00-21:00 13:00-21:00"
    free = free_intervals(rota("3CA", "A", habits=habits), at("2026-12-13T00:00"), at("2026-12-14T00:00"))
    assert free is not Knowledge.UNKNOWN
    assert clocks(free) == "13:00-23:00"


@pytest.mark.parametrize(("travel", "rest"), [(-1, 480), (241, 480), (30, -1), (30, 961)])
def test_settings_that_cannot_be_are_refused(travel: int, rest: int) -> None:
    with pytest.raises(ValueError, match="minutes"):
        Habits(travel, rest)


def test_hours_that_end_where_they_start_are_refused() -> None:
    with pytest.raises(ValueError, match="22:00"):
        ClockHours(time(22), time(22))


def test_the_law_carries_its_document_and_what_is_assumed_says_so() -> None:
    assert (NIGHT_WORK.value.start, NIGHT_WORK.value.end) == (time(22), time(6))
    assert NIGHT_WORK.basis == "Bộ luật Lao động 45/2019/QH14 20/11/2019, Điều 106"
    assert REST_BEFORE_ANOTHER_SHIFT.value == 12 * 60
    assert REST_BEFORE_ANOTHER_SHIFT.basis == "Bộ luật Lao động 45/2019/QH14 20/11/2019, Điều 110"
    assert {assumed.mark for assumed in (NIGHT_SLEEP, REST_AFTER_NIGHT, TRAVEL)} == {Mark.UNSEEN}


QUIET = ClockHours(time(21), time(7))


@pytest.mark.parametrize(
    ("crew", "after", "good"),
    [
        ("A", "2026-12-07T10:15:30", "2026-12-07T10:15:30"),  # free already
        ("A", "2026-12-07T21:10", "2026-12-08T14:30"),  # quiet, then at work, then asleep
        ("A", "2026-12-08T02:00", "2026-12-08T14:30"),
        ("A", "2026-12-13T21:00", "2026-12-14T14:30"),  # the night before an early shift, and the shift
        ("A", "2026-12-31T23:00", "2027-01-01T14:30"),
        ("C", "2026-12-31T23:00", "2027-01-01T07:00"),
    ],
)
def test_a_message_waits_for_the_first_good_hour(crew: str, after: str, good: str) -> None:
    assert next_good_hour(rota("3CA", crew), at(after), QUIET) == at(good)


def test_without_quiet_hours_being_free_is_enough() -> None:
    assert next_good_hour(rota("3CA", "A"), at("2026-12-07T21:10")) == at("2026-12-07T21:10")
    assert next_good_hour(rota("3CA", "C"), at("2026-12-31T23:00")) == at("2027-01-01T06:00")


def test_the_minute_in_which_quiet_ends_and_work_begins_is_not_good() -> None:
    until_work = ClockHours(time(21), time(7, 30))
    assert next_good_hour(rota("HC", None), at("2026-12-07T06:10"), until_work) == at("2026-12-07T17:30")


def test_who_is_never_free_outside_quiet_hours_has_no_good_hour() -> None:
    all_but_an_hour = ClockHours(time(11), time(10))
    assert next_good_hour(rota("HC", None), at("2026-12-07T08:00"), all_but_an_hour) == at("2026-12-13T10:00")
    far_away = Habits(travel_minutes=240, rest_after_night_minutes=0, night=ClockHours(time(20), time(5)))
    person = rota("12H", "A", habits=far_away)
    assert next_good_hour(person, at("2026-12-07T00:00"), ClockHours(time(4), time(3))) is None


def test_no_system_of_the_sample_changes_shifts_too_soon() -> None:
    for system, crew in ROSTERS:
        assert short_rests(rota(system, crew), ANCHOR, ANCHOR + timedelta(days=364)) == []
