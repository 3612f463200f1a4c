"""Working days: what counts, what does not, and what is always true of counting."""

from __future__ import annotations

from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.working_days import WorkingDays
from tests.support.holidays import by_law, calendar

DAYS = st.dates(date(2025, 1, 1), date(2028, 6, 30))
NUMBERS = st.integers(1, 120)
DAY = timedelta(days=1)


def test_the_first_day_itself_does_not_count() -> None:
    assert calendar().add(date(2026, 11, 24), 1) == date(2026, 11, 25)


def test_a_weekend_does_not_count() -> None:
    friday = date(2026, 11, 27)
    assert calendar().add(friday, 1) == date(2026, 11, 30)
    assert calendar().add(friday + DAY, 1) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("start", "number", "due"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # Tết 2026: the whole week
        (date(2027, 2, 3), 1, date(2027, 2, 11)),  # Tết 2027: Saturday and Sunday have days in lieu
        (date(2028, 1, 21), 1, date(2028, 1, 31)),
        (date(2026, 4, 24), 2, date(2026, 4, 29)),  # the Hùng Kings' day was a Sunday
        (date(2026, 4, 29), 1, date(2026, 5, 4)),  # 30/4 and 1/5 before a weekend
        (date(2027, 4, 29), 1, date(2027, 5, 4)),  # 1/5 was a Saturday
        (date(2028, 4, 28), 1, date(2028, 5, 3)),  # 30/4 was a Sunday, 1/5 a Monday
        (date(2026, 8, 31), 1, date(2026, 9, 3)),
        (date(2027, 9, 1), 1, date(2027, 9, 6)),
        (date(2027, 11, 23), 1, date(2027, 11, 25)),  # Ngày Văn hóa Việt Nam
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_holidays_and_their_days_in_lieu_do_not_count(start: date, number: int, due: date) -> None:
    assert calendar().add(start, number) == due


def test_the_days_left_out_have_their_names_and_weekends_do_not() -> None:
    skipped = calendar().skipped(date(2026, 4, 24), date(2026, 5, 4))
    assert [day for day, _ in skipped] == [date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1)]
    assert skipped[0][1] == "Giỗ Tổ Hùng Vương (nghỉ bù)"


def test_the_days_left_out_are_named_across_the_new_year() -> None:
    skipped = calendar().skipped(date(2026, 11, 23), date(2027, 2, 4))
    assert [day for day, _ in skipped] == [date(2026, 11, 24), date(2027, 1, 1), date(2027, 2, 4)]


def test_an_own_day_off_is_exchanged_for_a_saturday() -> None:
    own = WorkingDays(by_law, days_off={date(2026, 1, 2): "nghỉ hoán đổi"}, working_days=[date(2026, 1, 10)])
    assert own.add(date(2025, 12, 31), 1) == date(2026, 1, 5)
    assert own.add(date(2026, 1, 9), 1) == date(2026, 1, 10)
    assert (date(2026, 1, 2), "nghỉ hoán đổi") in own.skipped(date(2025, 12, 31), date(2026, 1, 5))


def test_an_organisation_may_work_on_a_holiday() -> None:
    own = WorkingDays(by_law, working_days=[date(2027, 2, 4)])
    assert own.add(date(2027, 2, 3), 1) == date(2027, 2, 4)
    assert own.skipped(date(2027, 2, 3), date(2027, 2, 4)) == ()


def test_a_day_cannot_be_both_off_and_worked() -> None:
    day = date(2026, 1, 2)
    with pytest.raises(ValueError, match="2026-01-02"):
        WorkingDays(by_law, days_off={day: "x"}, working_days=[day])


def test_a_table_of_holidays_that_ends_says_from_when() -> None:
    assert calendar().uncertain_from(date(2028, 12, 1), date(2028, 12, 31)) is None
    assert calendar().uncertain_from(date(2028, 12, 1), date(2029, 1, 2)) == date(2029, 1, 1)
    assert calendar().uncertain_from(date(2028, 12, 31), date(2029, 1, 2)) == date(2029, 1, 1)
    assert calendar().uncertain_from(date(2031, 5, 5), date(2031, 5, 20)) == date(2031, 5, 6)


def test_the_end_of_all_calendars_is_an_error_of_its_own() -> None:
    with pytest.raises(OverflowError):
        calendar().add(date(9999, 12, 30), 5)


def test_ten_thousand_dates_are_counted_in_a_moment() -> None:
    days = calendar()
    starts = [date(2025, 1, 1) + DAY * (number % 1000) for number in range(10_000)]
    begun = process_time()
    for start in starts:
        days.skipped(start, days.add(start, 60))
    assert process_time() - begun < 0.3


@given(DAYS, NUMBERS)
def test_the_last_day_is_a_working_day_and_the_number_is_right(start: date, number: int) -> None:
    due = calendar().add(start, number)
    assert calendar().is_working(due)
    assert calendar().count(start, due) == number


@given(DAYS, DAYS, NUMBERS)
def test_who_begins_later_is_not_done_earlier(one: date, other: date, number: int) -> None:
    early, late = sorted((one, other))
    assert calendar().add(early, number) <= calendar().add(late, number)


@given(DAYS, NUMBERS, st.sets(DAYS, max_size=20))
def test_a_day_off_more_makes_nothing_earlier(start: date, number: int, off: set[date]) -> None:
    own = WorkingDays(by_law, days_off=dict.fromkeys(off, "nghỉ"))
    assert own.add(start, number) >= calendar().add(start, number)


@given(DAYS, NUMBERS, st.sets(DAYS, max_size=20))
def test_a_working_day_more_makes_nothing_later(start: date, number: int, worked: set[date]) -> None:
    assert WorkingDays(by_law, working_days=worked).add(start, number) <= calendar().add(start, number)


@given(DAYS, NUMBERS)
def test_every_weekday_on_the_way_is_either_worked_or_named(start: date, number: int) -> None:
    due = calendar().add(start, number)
    weekdays = [day for n in range((due - start).days) if (day := start + DAY * (n + 1)).weekday() < 5]
    assert len(weekdays) == number + len(calendar().skipped(start, due))
