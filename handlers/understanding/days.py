"""The arithmetic of dates that were said in part: without a year, by the weekday, by the distance from today."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

_WEEK = timedelta(days=7)
# Where the parts of a month begin, and where the last of them ends.
_PARTS = {"dau": (1, 10), "giua": (11, 20), "cuoi": (21, 31)}
# The parts of a week by their distance from Monday, in days.
_WEEK_PARTS = {"dau": (0, 1), "giua": (2, 3), "cuoi": (5, 6)}


class Expect(StrEnum):
    """Whether the words tell of something done or of a plan: it decides what a date without a year means."""

    PAST = "past"
    FUTURE = "future"


class Precision(StrEnum):
    """How exactly a date was said."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Frame:
    """The day on which something is said and what is expected of it."""

    today: date
    expect: Expect

    @property
    def is_past(self) -> bool:
        """Whether something done is told."""
        return self.expect is Expect.PAST


@dataclass(frozen=True, slots=True)
class Meaning:
    """From `day` up to `last`, which is the same for a single day; both None: there is no such day.

    `is_calendar`: the day and the month themselves were said, `has_year`: the year, too.
    """

    day: date | None
    last: date | None
    precision: Precision = Precision.DAY
    is_calendar: bool = False
    has_year: bool = False


IMPOSSIBLE = Meaning(None, None, is_calendar=True)


def one_day(day: date) -> Meaning:
    """A day that its distance from today or its weekday names."""
    return Meaning(day, day)


def calendar_day(day: int, month: int, frame: Frame, year: int | None = None) -> Meaning:
    """The day of a month; without a `year` the latest one not after today, or the first one not before it."""
    has_year = year is not None
    if year is None:
        year = frame.today.year
        comes, came = (month, day) > (frame.today.month, frame.today.day), (month, day) < _month_and_day(frame.today)
        year += -1 if frame.is_past and comes else (1 if not frame.is_past and came else 0)
    found = _date(year, month, day)
    if found is None:
        return replace(IMPOSSIBLE, has_year=has_year)
    return Meaning(found, found, is_calendar=True, has_year=has_year)


def day_of_near_month(day: int, frame: Frame) -> Meaning:
    """ "ngày 12": of this month or the one before; of this month or the next for a plan."""
    step = 0
    if frame.is_past and day > frame.today.day:
        step = -1
    elif not frame.is_past and day < frame.today.day:
        step = 1
    return day_of_month(day, step, frame)


def day_of_month(day: int, step: int, frame: Frame) -> Meaning:
    """The `day` of the month that is `step` months from this one."""
    year, month = _shifted(frame.today, step)
    found = _date(year, month, day)
    return Meaning(found, found, is_calendar=True) if found else IMPOSSIBLE


def whole_month(month: int, frame: Frame, year: int | None, part: str | None) -> Meaning:
    """A month or a part of it ("dau", "giua", "cuoi"); the nearest one in the expected direction without a `year`."""
    if not 1 <= month <= 12:
        return IMPOSSIBLE
    has_year = year is not None
    if year is None:
        began = _part_of_month(frame.today.year, month, part).day
        ended = _part_of_month(frame.today.year, month, part).last
        year = frame.today.year
        if frame.is_past and began is not None and began > frame.today:
            year -= 1
        elif not frame.is_past and ended is not None and ended < frame.today:
            year += 1
    if not 1 <= year <= 9999:
        return IMPOSSIBLE
    return replace(_clipped(_part_of_month(year, month, part), frame), has_year=has_year)


def month_from_now(step: int, frame: Frame, part: str | None = None) -> Meaning:
    """The month that is `step` months from this one, or a part of it."""
    return _clipped(_part_of_month(*_shifted(frame.today, step), part), frame)


def part_of_near_month(part: str, frame: Frame) -> Meaning:
    """ "cuối tháng" alone: of this month unless that lies on the side that is not expected."""
    meaning = _part_of_month(frame.today.year, frame.today.month, part)
    if frame.is_past and meaning.day is not None and meaning.day > frame.today:
        return month_from_now(-1, frame, part)
    if not frame.is_past and meaning.last is not None and meaning.last < frame.today:
        return month_from_now(1, frame, part)
    return _clipped(meaning, frame)


def week_from_now(step: int, frame: Frame, part: str | None = None) -> Meaning:
    """The week, Monday to Sunday, that is `step` weeks from this one, or a part of it."""
    monday = frame.today - timedelta(days=frame.today.weekday()) + step * _WEEK
    first, last = _WEEK_PARTS[part] if part else (0, 6)
    return _clipped(Meaning(monday + timedelta(days=first), monday + timedelta(days=last), Precision.WEEK), frame)


def part_of_near_week(part: str, frame: Frame) -> Meaning:
    """ "cuối tuần" alone: of this week unless that lies on the side that is not expected."""
    monday = frame.today - timedelta(days=frame.today.weekday())
    first, last = (monday + timedelta(days=days) for days in _WEEK_PARTS[part])
    step = -1 if frame.is_past and first > frame.today else int(not frame.is_past and last < frame.today)
    return week_from_now(step, frame, part)


def weekday_of_week(weekday: int, step: int, frame: Frame) -> Meaning:
    """The `weekday` (Monday is 0) of the week that is `step` weeks from this one."""
    return one_day(frame.today + timedelta(days=weekday - frame.today.weekday()) + step * _WEEK)


def near_weekday(weekday: int, frame: Frame, *, or_today: bool = True) -> Meaning:
    """The nearest `weekday` (Monday is 0) in the expected direction; today itself counts if `or_today`."""
    distance = (frame.today.weekday() - weekday if frame.is_past else weekday - frame.today.weekday()) % 7
    distance = distance or (0 if or_today else 7)
    return one_day(frame.today + timedelta(days=-distance if frame.is_past else distance))


def from_now(count: int, unit: str, frame: Frame) -> Meaning:
    """What lies `count` units ("ngay", "tuan" or "thang") from today: negative before it."""
    if unit == "thang":
        return month_from_now(count, frame)
    return week_from_now(count, frame) if unit == "tuan" else one_day(frame.today + timedelta(days=count))


def _part_of_month(year: int, month: int, part: str | None) -> Meaning:
    length = monthrange(year, month)[1]
    first, last = _PARTS[part] if part else (1, length)
    return Meaning(date(year, month, first), date(year, month, min(last, length)), Precision.MONTH)


def _clipped(meaning: Meaning, frame: Frame) -> Meaning:
    """The stretch without its days on the other side of today, where some lie on the expected one."""
    if meaning.day is None or meaning.last is None or not meaning.day <= frame.today <= meaning.last:
        return meaning
    return replace(meaning, last=frame.today) if frame.is_past else replace(meaning, day=frame.today)


def _shifted(today: date, months: int) -> tuple[int, int]:
    years, month = divmod(today.month - 1 + months, 12)
    return today.year + years, month + 1


def _month_and_day(day: date) -> tuple[int, int]:
    return day.month, day.day


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
