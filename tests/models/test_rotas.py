"""What overlays the cycle of shifts, what contradicts itself, and what is said where too little is known."""

from __future__ import annotations

from datetime import date

import pytest

from models.rotas import Knowledge, Rotas
from models.shift_exceptions import (
    Closing,
    ClosingReason,
    ContradictionError,
    Leave,
    Overtime,
    OwnException,
    ShiftException,
    Swap,
    contradictions,
)
from models.shift_patterns import Shift
from models.shifts import State, free_intervals, next_good_hour, shift_on, short_rests, state_at, timeline
from tests.support.shift_systems import ANCHOR, DAY, at, clocks, rota, systems

EARLY = Shift.of("1", "06:00", "14:00")
LATE = Shift.of("2", "14:00", "22:00")
NIGHT = Shift.of("3", "22:00", "06:00")
THURSDAY = date(2026, 12, 3)  # crew A of 3CA has shift 2, crew B shift 3, crew C shift 1


def free(system: str, crew: str, day: date, *exceptions: ShiftException) -> str:
    start = at(f"{day}T00:00")
    found = free_intervals(rota(system, crew, *exceptions), start, start + DAY)
    assert found is not Knowledge.UNKNOWN
    return clocks(found)


def test_a_swapped_shift_is_worked_instead_of_the_own_one() -> None:
    swap = Swap(THURSDAY, EARLY)
    assert shift_on(rota("3CA", "A", swap), THURSDAY) == EARLY
    assert free("3CA", "A", THURSDAY, swap) == "14:30-22:00"
    assert free("3CA", "A", THURSDAY + DAY, swap) == "06:00-13:30"  # only that day


def test_a_shift_taken_over_on_a_day_off_is_slept_off_the_next_day() -> None:
    saturday = date(2026, 12, 5)
    swap = Swap(saturday + DAY, NIGHT)
    assert free("3CA", "A", saturday + DAY) == "06:00-22:00"
    assert free("3CA", "A", saturday + DAY, swap) == "06:00-21:30"
    assert free("3CA", "C", saturday + 2 * DAY, Swap(saturday + DAY, NIGHT)) == ""  # and then shift 2 begins


def test_a_shift_given_away_leaves_the_day_free() -> None:
    assert free("3CA", "A", THURSDAY, Swap(THURSDAY, None)) == "06:00-22:00"


def test_leave_takes_the_shifts_that_start_on_its_days() -> None:
    leave = Leave(date(2026, 12, 9), date(2026, 12, 10))  # of night shifts
    assert free("3CA", "A", date(2026, 12, 8), leave) == "14:30-21:30"
    assert free("3CA", "A", date(2026, 12, 9), leave) == "14:30-22:00"  # home from the night before
    assert free("3CA", "A", date(2026, 12, 10), leave) == "06:00-22:00"
    assert free("3CA", "A", date(2026, 12, 11), leave) == "06:00-21:30"


def test_overtime_after_a_shift_makes_it_longer() -> None:
    assert free("HC", "A", THURSDAY, Overtime(THURSDAY, Shift.of("+", "17:00", "19:30"))) == "06:00-07:30 20:00-22:00"


def test_overtime_after_a_night_shift_puts_sleep_off() -> None:
    overtime = Overtime(date(2026, 12, 8), Shift.of("+", "06:00", "08:00"))  # goes on from the shift of the 7th
    assert free("3CA", "A", date(2026, 12, 8), overtime) == "16:30-21:30"


def test_overtime_past_midnight_shortens_the_night_and_a_whole_night_is_slept_off() -> None:
    assert free("HC", "A", THURSDAY + DAY, Overtime(THURSDAY, Shift.of("+", "17:00", "01:00"))) == (
        "06:00-07:30 17:30-22:00"
    )
    late = rota("HC", "A", Overtime(THURSDAY, Shift.of("+", "17:00", "01:00")))
    assert state_at(late, at("2026-12-04T01:29")) is State.WORKING
    assert state_at(late, at("2026-12-04T01:30")) is State.ASLEEP
    saturday_night = Overtime(date(2026, 12, 5), Shift.of("+", "20:00", "04:00"))
    assert free("HC", "A", date(2026, 12, 6), saturday_night) == "12:30-22:00"


def test_who_leaves_home_before_midnight_for_a_night_shift_is_on_the_way_and_not_asleep() -> None:
    after_midnight = Swap(THURSDAY, Shift.of("0", "00:15", "08:15"))
    assert free("HC", "A", THURSDAY - DAY, after_midnight) == "06:00-07:30 17:30-23:45"
    assert free("HC", "A", THURSDAY, after_midnight) == "16:45-22:00"


@pytest.mark.parametrize("reason", ClosingReason)
def test_a_closed_plant_works_neither_its_shifts_nor_at_night(reason: ClosingReason) -> None:
    closing = Closing(date(2027, 2, 4), date(2027, 2, 10), reason)
    for crew in "ABCD":
        for number in range(1, 7):
            assert free("4K", crew, date(2027, 2, 4) + number * DAY, closing) == "06:00-22:00"


def test_who_keeps_watch_over_a_closed_plant_says_so() -> None:
    closing = Closing(date(2027, 2, 4), date(2027, 2, 10))
    watch = Swap(date(2027, 2, 7), LATE)
    for exceptions in ((closing, watch), (watch, closing)):
        assert shift_on(rota("4K", "A", *exceptions), date(2027, 2, 7)) == LATE
    overtime = Overtime(date(2027, 2, 7), Shift.of("+", "08:00", "12:00"))
    assert free("4K", "A", date(2027, 2, 7), closing, overtime) == "06:00-07:30 12:30-22:00"


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="2026-12-03"):
        Leave(THURSDAY, THURSDAY - DAY)
    with pytest.raises(ValueError, match="2026-12-03"):
        Closing(THURSDAY, THURSDAY - DAY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Swap(THURSDAY, EARLY), Swap(THURSDAY, NIGHT)),
        (Swap(THURSDAY, None), Swap(THURSDAY, NIGHT)),
        (Leave(THURSDAY, THURSDAY), Swap(THURSDAY, NIGHT)),
        (Leave(THURSDAY - DAY, THURSDAY + DAY), Overtime(THURSDAY, LATE)),
    ],
)
def test_what_cannot_both_be_true_is_refused_in_either_order(one: OwnException, other: OwnException) -> None:
    assert contradictions([one, Closing(THURSDAY, THURSDAY), other]) == [(one, other)]
    for exceptions in ((one, other), (other, one)):
        with pytest.raises(ContradictionError) as refused:
            rota("3CA", "A", *exceptions)
        assert (refused.value.one, refused.value.other) == exceptions


def test_what_can_both_be_true_contradicts_nothing() -> None:
    leave, twice = Leave(THURSDAY, THURSDAY), Swap(THURSDAY, EARLY)
    assert contradictions([leave, Swap(THURSDAY, None), Leave(THURSDAY, THURSDAY + DAY)]) == []
    assert contradictions([twice, twice, Overtime(THURSDAY, LATE), Swap(THURSDAY + DAY, LATE)]) == []
    assert contradictions([leave, Overtime(THURSDAY + DAY, LATE), Closing(THURSDAY, THURSDAY)]) == []


def test_a_swap_that_leaves_too_little_rest_is_seen() -> None:
    swapped = rota("3CA", "A", Swap(THURSDAY, NIGHT))  # then shift 2 on Friday
    assert short_rests(swapped, THURSDAY, THURSDAY + 7 * DAY) == [(THURSDAY + DAY, 8 * 60)]


@pytest.mark.parametrize(("until", "rests"), [("02:00", []), ("02:01", [(date(2026, 11, 25), 12 * 60 - 1)])])
def test_twelve_hours_of_rest_are_enough_and_a_minute_less_is_not(until: str, rests: list[tuple[date, int]]) -> None:
    overtime = Overtime(date(2026, 11, 24), Shift.of("+", "14:00", until))  # after shift 1, before shift 2
    assert short_rests(rota("4K", "A", overtime), ANCHOR, ANCHOR + 7 * DAY) == rests


def test_the_same_shift_again_is_no_change_of_shift() -> None:
    overtime = Overtime(ANCHOR, LATE)  # between two days of shift 1
    assert short_rests(rota("4K", "A", overtime), ANCHOR, ANCHOR + 7 * DAY) == []


@pytest.mark.parametrize(
    ("system", "crew"),
    [(None, None), (None, "A"), ("3CA", None), ("3CA", "E"), ("HC", "X"), ("XYZ", "A"), ("XYZ", None)],
)
def test_what_is_not_known_is_said(system: str | None, crew: str | None) -> None:
    person = Rotas(systems()).of(system, crew)
    noon = at("2026-12-03T12:00")
    assert person.knowledge is Knowledge.UNKNOWN
    assert shift_on(person, THURSDAY) is Knowledge.UNKNOWN
    assert state_at(person, noon) is Knowledge.UNKNOWN
    assert free_intervals(person, noon, noon + DAY) is Knowledge.UNKNOWN
    assert next_good_hour(person, noon) is Knowledge.UNKNOWN
    assert [span.state for span in timeline(person, noon, noon + 3 * DAY)] == [Knowledge.UNKNOWN]


def test_where_every_crew_works_alike_no_crew_is_needed() -> None:
    person = Rotas(systems()).of("HC", None)
    assert person.knowledge is Knowledge.KNOWN
    assert state_at(person, at("2026-12-03T12:00")) is State.WORKING


def test_a_system_without_crews_is_one_for_everybody() -> None:
    (office,) = (one for one in systems() if one.code == "HC")
    office.crew_offsets = {}
    assert Rotas([office]).of("HC", None).knowledge is Knowledge.KNOWN
    assert Rotas([office]).of("HC", "A").knowledge is Knowledge.UNKNOWN


def test_office_hours_are_assumed_only_where_told_and_only_of_people_without_a_system() -> None:
    rotas = Rotas(systems(), assumed="HC")
    assumed = rotas.of(None, None)
    assert assumed.knowledge is Knowledge.ASSUMED
    assert state_at(assumed, at("2026-12-03T12:00")) is State.WORKING
    assert rotas.of(None, None, [Leave(THURSDAY, THURSDAY)]).knowledge is Knowledge.ASSUMED
    assert rotas.of("3CA", None).knowledge is Knowledge.UNKNOWN
    assert rotas.of("HC", None).knowledge is Knowledge.KNOWN


def test_an_assumed_system_has_to_exist() -> None:
    with pytest.raises(KeyError):
        Rotas(systems(), assumed="XYZ")


def test_an_exception_makes_its_days_known_even_without_a_system() -> None:
    person = Rotas(systems()).of(None, None, [Leave(THURSDAY, THURSDAY + DAY), Swap(THURSDAY + 2 * DAY, LATE)])
    assert shift_on(person, THURSDAY) is None
    assert state_at(person, at("2026-12-03T12:00")) is Knowledge.UNKNOWN  # a shift of Wednesday may have run on
    assert free_intervals(person, at("2026-12-04T00:00"), at("2026-12-06T00:00")) == [
        (at("2026-12-04T06:00"), at("2026-12-04T22:00")),
        (at("2026-12-05T06:00"), at("2026-12-05T13:30")),
    ]
    assert next_good_hour(person, at("2026-12-04T23:00")) == at("2026-12-05T06:00")
    assert next_good_hour(person, at("2026-12-05T13:30")) is Knowledge.UNKNOWN


def test_known_work_on_an_unknown_day_is_known() -> None:
    person = Rotas(systems()).of("3CA", None, [Overtime(THURSDAY, Shift.of("+", "18:00", "20:00"))])
    assert state_at(person, at("2026-12-03T17:29")) is Knowledge.UNKNOWN
    assert state_at(person, at("2026-12-03T17:30")) is State.WORKING
    assert state_at(person, at("2026-12-03T20:30")) is Knowledge.UNKNOWN
