"""The law of a month's messages: what is left decides what may leave, and nothing is counted wrongly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.chats import Platform
from models.database import Database
from models.messages import Priority
from models.quota import (
    MESSAGES_TOLD_AT,
    Supply,
    count,
    day_began,
    forecast,
    lets,
    month_of,
    next_month,
    percent,
    reached,
    sent_in,
    supply,
    tell,
)

ZONE = "Asia/Ho_Chi_Minh"
MONTH = date(2026, 11, 1)
limits = st.integers(1, 100_000)
priorities = st.sampled_from(Priority)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (3000, Supply.PLENTY),
        (601, Supply.PLENTY),
        (600, Supply.SCARCE),
        (151, Supply.SCARCE),
        (150, Supply.RESERVED),
        (1, Supply.RESERVED),
        (0, Supply.GONE),
        (-5, Supply.GONE),
    ],
)
def test_a_fifth_left_is_scarce_and_a_twentieth_is_reserved(left: int, expected: Supply) -> None:
    assert supply(left, 3000) == expected


@given(st.integers(-10, 100_000), priorities)
def test_without_a_limit_everything_goes(left: int, priority: Priority) -> None:
    assert lets(supply(left, 0), priority)


@given(limits, st.integers(0, 100_000), priorities)
def test_what_may_leave_with_less_may_leave_with_more(limit: int, left: int, priority: Priority) -> None:
    assert lets(supply(left, limit), priority) <= lets(supply(left + 1, limit), priority)


@given(limits, st.integers(-5, 100_000))
def test_what_is_more_important_may_leave_whenever_the_less_important_may(limit: int, left: int) -> None:
    here = supply(left, limit)
    may = [lets(here, priority) for priority in sorted(Priority)]
    assert may == sorted(may, reverse=True)
    assert lets(here, Priority.REPLY) == lets(here, Priority.URGENT) == (left > 0)


@given(limits)
def test_administrators_are_warned_at_the_very_message_that_makes_messages_scarce(limit: int) -> None:
    for left in range(limit, -1, -max(1, limit // 200)):
        is_warned = reached(percent(limit - left, limit), MESSAGES_TOLD_AT) >= 80
        assert is_warned == (supply(left, limit) < Supply.PLENTY)


@pytest.mark.parametrize(("share", "mark"), [(0, 0), (79, 0), (80, 80), (94, 80), (95, 95), (100, 100), (130, 100)])
def test_the_highest_mark_that_is_reached_counts(share: int, mark: int) -> None:
    assert reached(share, MESSAGES_TOLD_AT) == mark


def test_the_month_and_the_day_are_those_of_the_organisation() -> None:
    last_evening_in_utc = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)  # half past midnight in Thái Nguyên
    assert month_of(last_evening_in_utc, ZONE) == date(2026, 12, 1)
    assert month_of(last_evening_in_utc - timedelta(hours=1), ZONE) == MONTH
    assert day_began(last_evening_in_utc, ZONE) == datetime(2026, 11, 30, 17, tzinfo=UTC)


@given(st.dates(date(2, 1, 1), date(9998, 1, 1)))
def test_the_next_month_begins_a_month_later(day: date) -> None:
    following = next_month(day.replace(day=1))
    assert following.day == 1
    assert (following.year * 12 + following.month) - (day.year * 12 + day.month) == 1


def test_half_a_month_foretells_twice_as_many() -> None:
    middle = datetime(2026, 11, 15, 17, tzinfo=UTC)  # 15 of 30 days are over
    assert forecast(1000, middle, ZONE) == 2000


@given(st.integers(0, 10_000), st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the zone is given beside them
def test_a_forecast_is_never_less_than_what_has_left_nor_mad_on_the_first_day(sent: int, now: datetime) -> None:
    assert sent <= forecast(sent, now, ZONE) <= 31 * sent


def test_messages_are_added_up_by_messenger_and_month(database: Database) -> None:
    with database.write() as session:
        assert count(session, {Platform.ZALO: 2}, MONTH) == {Platform.ZALO: 2}
        assert count(session, {Platform.ZALO: 3}, MONTH) == {Platform.ZALO: 5}
        assert count(session, {Platform.ZALO: 1}, next_month(MONTH)) == {Platform.ZALO: 1}
    with database.read() as session:
        assert sent_in(session, list(Platform), MONTH) == {Platform.ZALO: 5, Platform.TELEGRAM: 0}


def test_several_that_count_at_once_lose_none(database: Database) -> None:
    def add(_: int) -> None:
        with database.write() as session:
            count(session, {Platform.ZALO: 1}, MONTH)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(40)))
    with database.read() as session:
        assert sent_in(session, [Platform.ZALO], MONTH) == {Platform.ZALO: 40}


def test_each_mark_is_told_once_and_again_after_it_was_left(database: Database) -> None:
    def told(mark: int) -> bool:
        with database.write() as session:
            return tell(session, Platform.ZALO, MONTH, mark)

    assert [told(mark) for mark in (0, 80, 80, 95, 95)] == [False, True, False, True, False]
    assert [told(mark) for mark in (80, 80, 95)] == [False, False, True], "a larger plan, and its end"


def test_what_is_told_at_once_by_two_is_told_by_one(database: Database) -> None:
    def told(_: int) -> bool:
        with database.write() as session:
            return tell(session, Platform.ZALO, MONTH, 80)

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(told, range(2))) == [False, True]


def test_what_is_told_does_not_touch_what_is_counted(database: Database) -> None:
    with database.write() as session:
        count(session, {Platform.ZALO: 7}, MONTH)
        tell(session, Platform.ZALO, MONTH, 80)
        assert count(session, {Platform.ZALO: 1}, MONTH) == {Platform.ZALO: 8}
        assert not tell(session, Platform.ZALO, MONTH, 80)
