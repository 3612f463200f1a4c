"""A cycle with an anchor, crews, and shifts over midnight."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.shift_patterns import Cycle, Shift, minutes_of

HOURS = {"1": ("06:00", "14:00"), "2": ("14:00", "22:00"), "3": ("22:00", "06:00")}
ANCHOR = date(2026, 11, 30)  # a Monday


def codes(cycle: Cycle, first: date, days: int) -> str:
    """The shifts of `days` days, a letter a day."""
    shifts = (cycle.on(first + timedelta(days=day)) for day in range(days))
    return "".join(shift.code if shift else "-" for shift in shifts)


@pytest.mark.parametrize(("text", "minutes"), [("00:00", 0), ("6:30", 390), ("23:59", 1439), ("24:00", 1440)])
def test_a_time_of_day_is_minutes_after_midnight(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["", "6", "24:01", "25:00", "12:60", "06:30:00", "06:3٠", " 06:30", "-1:00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        minutes_of(text)


def test_a_shift_may_end_on_the_next_day() -> None:
    assert Shift.of("3", "22:00", "06:00") == Shift("3", 1320, 1800)
    assert Shift.of("2", "14:00", "24:00") == Shift("2", 840, 1440)
    assert Shift.of("2", "14:00", "00:00") == Shift("2", 840, 1440)
    assert Shift.of("B", "07:00", "07:00") == Shift("B", 420, 1860), "24 hours"


def test_a_shift_cannot_start_at_the_end_of_its_day() -> None:
    with pytest.raises(ValueError, match="24:00"):
        Shift.of("3", "24:00", "06:00")


@pytest.mark.parametrize(
    ("start", "end", "is_night"),
    [
        ("22:00", "06:00", True),
        ("19:00", "07:00", True),
        ("20:00", "03:00", False),
        ("20:00", "03:01", True),
        ("03:00", "11:00", True),
        ("03:01", "11:00", False),
        ("00:00", "08:00", True),
        ("14:00", "22:00", False),
    ],
)
def test_a_night_shift_covers_three_in_the_morning(start: str, end: str, *, is_night: bool) -> None:
    assert Shift.of("x", start, end).is_night is is_night


def test_the_cycle_begins_on_its_anchor_and_repeats_both_ways() -> None:
    cycle = Cycle.of(HOURS, "11-223", ANCHOR)
    assert codes(cycle, ANCHOR, 8) == "11-22311"
    assert codes(cycle, ANCHOR - timedelta(days=7), 7) == "311-223"


def test_an_anchor_in_the_future_is_as_good() -> None:
    assert codes(Cycle.of(HOURS, "12-", date(2027, 12, 1)), ANCHOR, 6) == codes(
        Cycle.of(HOURS, "12-", date(2027, 12, 1) - timedelta(days=3 * 122)), ANCHOR, 6
    )


def test_a_crew_is_so_many_days_further_on() -> None:
    cycle = Cycle.of(HOURS, "112233--", ANCHOR, offset=2)
    assert codes(cycle, ANCHOR, 8) == "2233--11"
    assert codes(cycle.of_crew(-2), ANCHOR, 8) == "112233--"


def test_an_empty_cycle_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        Cycle.of(HOURS, "", ANCHOR)


@given(pattern=st.text("123-", min_size=1, max_size=9), days=st.integers(-4000, 4000), offset=st.integers(-30, 30))
def test_a_day_is_the_same_however_it_is_asked_for(pattern: str, days: int, offset: int) -> None:
    cycle = Cycle.of(HOURS, pattern, ANCHOR, offset)
    day = ANCHOR + timedelta(days=days)
    expected = pattern[(days + offset) % len(pattern)]
    assert codes(cycle, day, 1) == expected
    assert codes(cycle, day + timedelta(days=len(pattern)), 1) == expected
    started = [shift.code for _, shift in cycle.starting(day.toordinal(), day.toordinal())]
    assert started == [code for code in [expected] if code != "-"]
