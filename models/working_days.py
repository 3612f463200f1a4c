"""Working days: neither Saturday, Sunday, a public holiday, nor a day off of the organisation.

A period of N working days ends on the N-th working day after its first day, which does not count itself (Civil Code
2015, Điều 147: the day of the event from which a period runs is not counted).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

SATURDAY = 5
_NONE: Mapping[date, str] = {}


@dataclass(frozen=True, slots=True)
class Holidays:
    """One year: days off with their names, weekend days worked in exchange, and whether all of it is known."""

    names: Mapping[date, str]
    worked: frozenset[date] = frozenset()
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class _Year:
    """A year's working days and its named days off on weekdays, as ordinals in ascending order."""

    working: list[int]
    off: list[int]
    names: list[str]
    is_complete: bool


class WorkingDays:
    """The calendar of one organisation.

    `holidays` gives the public holidays of a year (``public_holidays.of_year``). `days_off` are the organisation's own
    days off with their names, `working_days` the days that it works although they are a weekend or a holiday.
    Raises ``ValueError`` when a day is in both.
    """

    def __init__(
        self,
        holidays: Callable[[int], Holidays],
        *,
        days_off: Mapping[date, str] = _NONE,
        working_days: Iterable[date] = (),
    ) -> None:
        self._days_off = dict(days_off)
        self._working_days = frozenset(working_days)
        self._holidays = holidays
        self._years: dict[int, _Year] = {}
        if both := self._working_days & self._days_off.keys():
            raise ValueError(f"{min(both).isoformat()} cannot be a day off and a working day")

    def is_working(self, day: date) -> bool:
        """Return whether `day` counts."""
        return self.count(day - timedelta(days=1), day) == 1

    def add(self, start: date, number: int) -> date:
        """Return the `number`-th working day after `start`, ``start`` itself for 0. Raises ``OverflowError``."""
        if number < 1:
            return start
        number_of_year = start.year
        working = self._year(number_of_year).working
        place = bisect_right(working, start.toordinal()) + number - 1
        while place >= len(working):
            place -= len(working)
            number_of_year += 1
            working = self._year(number_of_year).working
        return date.fromordinal(working[place])

    def count(self, start: date, end: date) -> int:
        """Return how many working days lie after `start`, up to and with `end`; 0 when `end` is not after `start`."""
        if end <= start:
            return 0
        whole = sum(len(self._year(year).working) for year in range(start.year, end.year))
        return whole + self._before(end) - self._before(start)

    def skipped(self, start: date, end: date) -> tuple[tuple[date, str], ...]:
        """Return the holidays and own days off after `start`, up to and with `end`; ordinary weekends are not named."""
        first, last = start.toordinal(), end.toordinal()
        found: list[tuple[date, str]] = []
        for number in range(start.year, end.year + 1):
            year = self._year(number)
            stretch = slice(bisect_right(year.off, first), bisect_right(year.off, last))
            found += zip(map(date.fromordinal, year.off[stretch]), year.names[stretch], strict=True)
        return tuple(found)

    def uncertain_from(self, start: date, end: date) -> date | None:
        """Return the first day after `start`, up to `end`, whose year's holidays are not completely known."""
        if end <= start:
            return None
        first = start + timedelta(days=1)
        for number in range(first.year, end.year + 1):
            if not self._year(number).is_complete:
                return max(first, date(number, 1, 1))
        return None

    def _before(self, day: date) -> int:
        """How many working days of its year there are up to and with `day`."""
        return bisect_right(self._year(day.year).working, day.toordinal())

    def _year(self, number: int) -> _Year:
        if number not in self._years:
            self._years[number] = self._computed(number)
        return self._years[number]

    def _computed(self, number: int) -> _Year:
        if number > MAXYEAR:
            raise OverflowError("the calendar ends with the year 9999")
        holidays = self._holidays(number)
        names = {**holidays.names, **self._days_off}
        worked = (holidays.worked | self._working_days) - self._days_off.keys()
        year = _Year([], [], [], holidays.is_complete)
        for ordinal in range(date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            name = names.get(day)
            is_weekday = day.weekday() < SATURDAY
            if day in worked or (is_weekday and name is None):
                year.working.append(ordinal)
            elif is_weekday and name is not None:
                year.off.append(ordinal)
                year.names.append(name)
        return year
