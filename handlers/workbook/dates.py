"""Days as people write them in a sheet, read in the Vietnamese order: day, month, year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from handlers.workbook.findings import CellRefusedError, FaultKind, MendingKind, Sentence

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100
LONGEST_LIFE_YEARS = 100
YOUNGEST_YEARS = 10  # whoever is younger stands in no list; the age of admission is a law of its own
EARLIEST_EVENT_YEAR = 1930  # the Party's first year
_SERIAL_DAYS = range(3_000, 80_000)  # 1908 to 2119 in Excel's count of days

EXPECTED_DAY = Sentence("Expected a date like 28/04/1995.")
EXPECTED_BIRTH = Sentence("Expected a date like 28/04/1995, or the year alone.")
EXPECTED_YEAR = Sentence("Expected a date with all four figures of the year, like 28/04/1995.")
EXPECTED_PAST = Sentence("Expected a date no later than today.")

_DAY_FIRST = re.compile(r"(\d{1,2})\s*([/.\- ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})([/.\-])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00)?)?")
_RUN_TOGETHER = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")
_IN_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"(?:19|20)\d{2}")


class When(Enum):
    """Which days a column can hold."""

    BIRTH = auto()
    PAST = auto()
    ANY = auto()


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a cell's date depends on: today, and the day from which the workbook counts its serial days."""

    today: date
    epoch: datetime = WINDOWS_EPOCH


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth, or its year alone when no more is known."""

    year: int
    day: date | None = None

    def __str__(self) -> str:
        return written(self.day) if self.day else str(self.year)


def written(day: date) -> str:
    """Return `day` as it is written on paper, ``28/04/1995``."""
    return f"{day:%d/%m/%Y}"


def read_birth(value: object, calendar: Calendar) -> tuple[Birth, list[MendingKind]]:
    """Read a date of birth, or a year of birth; raises :class:`CellRefusedError`."""
    year = _year_alone(value)
    if year is None:
        day, mendings = read_day(value, calendar, When.BIRTH)
        return Birth(day.year, day), mendings
    this_year = calendar.today.year
    if not this_year - LONGEST_LIFE_YEARS <= year <= this_year:
        kind = FaultKind.IN_THE_FUTURE if year > this_year else FaultKind.NOT_A_DATE
        raise CellRefusedError(kind, EXPECTED_BIRTH)
    return Birth(year), [MendingKind.NUMBER_AS_TEXT] if isinstance(value, str) else []


def read_day(value: object, calendar: Calendar, when: When) -> tuple[date, list[MendingKind]]:
    """Read a day from a date, a serial number or a text; raises :class:`CellRefusedError`."""
    day, mendings = _day(value, calendar, when)
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise CellRefusedError(FaultKind.NOT_A_DATE, _expected(when))
    if when is not When.ANY and day > calendar.today:
        raise CellRefusedError(FaultKind.IN_THE_FUTURE, EXPECTED_PAST)
    return day, mendings


def _day(value: object, calendar: Calendar, when: When) -> tuple[date, list[MendingKind]]:
    if isinstance(value, datetime):
        return value.date(), []
    if isinstance(value, date):
        return value, []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(value, calendar, when), [MendingKind.DATE_NUMBER]
    if isinstance(value, str):
        if value.isdecimal() and len(value) == len("45000"):
            return _from_serial(int(value), calendar, when), [MendingKind.DATE_NUMBER]
        return _from_text(value, calendar.today, when), [MendingKind.DATE_FORMAT]
    raise CellRefusedError(FaultKind.NOT_A_DATE, _expected(when))


def _from_serial(value: float, calendar: Calendar, when: When) -> date:
    if not _SERIAL_DAYS.start <= value < _SERIAL_DAYS.stop:
        raise CellRefusedError(FaultKind.NOT_A_DATE, _expected(when))
    moment = from_excel(int(value), calendar.epoch)
    assert isinstance(moment, datetime)
    return moment.date()


def _from_text(text: str, today: date, when: When) -> date:
    for pattern, order in ((_DAY_FIRST, (1, 3, 4)), (_RUN_TOGETHER, (1, 2, 3)), (_IN_WORDS, (1, 2, 3))):
        if found := pattern.fullmatch(text):
            day, month, year = (found.group(group) for group in order)
            return _real_day(int(day), int(month), _full_year(year, today, when), when)
    if found := _YEAR_FIRST.fullmatch(text):
        return _real_day(int(found.group(4)), int(found.group(3)), int(found.group(1)), when)
    raise CellRefusedError(FaultKind.NOT_A_DATE, _expected(when))


def _real_day(day: int, month: int, year: int, when: When) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CellRefusedError(FaultKind.NOT_A_DATE, _expected(when)) from None


def _full_year(year: str, today: date, when: When) -> int:
    """Complete a year of two figures when only one century can be meant."""
    if len(year) == len("1995"):
        return int(year)
    first, last = {
        When.BIRTH: (today.year - LONGEST_LIFE_YEARS, today.year - YOUNGEST_YEARS),
        When.PAST: (EARLIEST_EVENT_YEAR, today.year),
        When.ANY: (EARLIEST_EVENT_YEAR, (today + timedelta(days=3650)).year),
    }[when]
    possible = [century + int(year) for century in (1900, 2000) if first <= century + int(year) <= last]
    if len(possible) != 1:
        raise CellRefusedError(FaultKind.UNCLEAR_DATE, EXPECTED_YEAR)
    return possible[0]


def _year_alone(value: object) -> int | None:
    if isinstance(value, str) and _YEAR_ALONE.fullmatch(value):
        return int(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and EARLIEST_YEAR <= value <= LATEST_YEAR:
        return int(value) if value == int(value) else None
    return None


def _expected(when: When) -> Sentence:
    return EXPECTED_BIRTH if when is When.BIRTH else EXPECTED_DAY
