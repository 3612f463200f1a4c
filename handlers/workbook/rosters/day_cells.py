"""What the heading of one column of a roster says of its day: “23/11”, “T2 23/11”, “1”, “CN”, or a real date."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from models import names

_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# “T2”, “Thứ 2”, “Thứ Hai”, “CN”, “Chủ nhật”, “Mon”; not the beginning of “T12”.
_WEEKDAY = re.compile(
    r"\b(?:(?:t|th|thu)\s*\.?\s*(?P<figure>[2-8])(?!\d)|thu\s+(?P<word>hai|ba|tu|nam|sau|bay)\b"
    r"|(?P<sunday>cn|chu\s*nhat)\b|(?P<english>mon|tue|wed|thu|fri|sat|sun)[a-z]*\b)"
)
_FULL = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00:00)?")
_SHORT = re.compile(r"(\d{1,2})[/.\-](\d{1,2})")
_ALONE = re.compile(r"\d{1,2}")
_SERIAL_DAYS = range(40_000, 80_000)  # 2009 to 2119 in Excel's count of days
_LONGEST = 40  # characters


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day as far as its heading tells it. `weekday` counts from Monday, 0. `is_date`: a real date of the workbook."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    is_date: bool = False

    @property
    def may_be_swapped(self) -> bool:
        """Whether day and month can be exchanged."""
        return self.is_date and self.day is not None and self.day <= 12

    @property
    def swapped(self) -> DayCell:
        """Return the date with day and month exchanged: a spreadsheet of American habits reads “1/12” so."""
        return replace(self, day=self.month, month=self.day) if self.is_date else self


def day_cell(value: object, epoch: datetime) -> DayCell | None:
    """Return what the heading `value` says of a day, `None` when it is not about a day."""
    if isinstance(value, datetime | date):
        return DayCell(value.day, value.month, value.year, is_date=True)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _of_number(value, epoch)
    return _of_text(value) if isinstance(value, str) and len(value) <= _LONGEST else None


def _of_number(value: float, epoch: datetime) -> DayCell | None:
    if not math.isfinite(value) or value != int(value):
        return None
    if 1 <= value <= 31:
        return DayCell(int(value))
    if int(value) in _SERIAL_DAYS:
        moment = from_excel(int(value), epoch)
        return DayCell(moment.day, moment.month, moment.year, is_date=True) if isinstance(moment, datetime) else None
    return None


def _of_text(text: str) -> DayCell | None:
    folded = names.fold(names.clean(text))
    named = _WEEKDAY.search(folded)
    rest = folded.replace(named.group(), " ", 1) if named else folded
    rest = re.sub(r"\bngay\b|[()\[\],;:\n]", " ", rest).strip(" -–.")
    weekday = _weekday(named) if named else None
    if not rest:
        return DayCell(weekday=weekday) if named else None
    if found := _FULL.fullmatch(rest):
        year = int(found[3])
        return DayCell(int(found[1]), int(found[2]), year + 2000 if year < 100 else year, weekday)
    if found := _YEAR_FIRST.fullmatch(rest):
        return DayCell(int(found[3]), int(found[2]), int(found[1]), weekday)
    if found := _SHORT.fullmatch(rest):
        return DayCell(int(found[1]), int(found[2]), None, weekday)
    if _ALONE.fullmatch(rest) and 1 <= int(rest) <= 31:
        return DayCell(int(rest), weekday=weekday)
    return None


def _weekday(found: re.Match[str]) -> int:
    if found["figure"]:
        return int(found["figure"]) - 2
    if found["word"]:
        return _WEEKDAYS[found["word"]]
    return 6 if found["sunday"] else _ENGLISH.index(found["english"])
