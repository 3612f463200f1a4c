"""The month, or the first day, that the title above a roster names: “Tháng 12/2026”, “Từ 26/11 đến 25/12/2026”."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from models import names

# “Thái Nguyên, ngày 25 tháng 11 năm 2026” tells when the paper was signed.
_SIGNED = re.compile(r"ngay\s+\S+\s+thang\s+\S+(\s+nam\s+\S+)?")
_DAY = r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}|\d{2}))?"
_RANGE = re.compile(rf"{_DAY}\s*(?:-|–|—|den|toi|to|->)\s*(?:het\s+)?(?:ngay\s+)?{_DAY}")
_MONTH_AND_YEAR = re.compile(r"(?:\b(?:thang|t|month)\s*\.?\s*)?(?<![\d/.\-])(\d{1,2})\s*(?:[/.\-]|nam)\s*(20\d{2})\b")
_MONTH = re.compile(r"\b(?:thang|t|month)\s*\.?\s*(\d{1,2})\b(?![/.\-]\d{1,2}\b)")
_YEAR = re.compile(r"\bnam\s*(20\d{2})\b")
_LONGEST = 300  # characters


@dataclass(frozen=True, slots=True)
class Title:
    """What the titles of a roster say of its time; what they do not is `None`."""

    month: int | None = None
    year: int | None = None
    first: date | None = None  # of a stretch of days


def read_titles(values: Iterable[object], today: date) -> Title:
    """Return what `values`, the cells above a roster and the names of its sheet and file, say of its time."""
    texts, months = [], []
    for value in values:
        if isinstance(value, datetime | date):
            months.append((value.month, value.year))
        elif isinstance(value, str) and len(value) <= _LONGEST:
            texts.append(_SIGNED.sub(" ", names.fold(names.clean(value)).replace("_", " ")))
    first = next((day for text in texts if (day := _first_of_range(text, today)) is not None), None)
    if first is not None:
        return Title(first.month, first.year, first)
    for text in texts:
        if (found := _MONTH_AND_YEAR.search(text)) and 1 <= int(found[1]) <= 12:
            return Title(int(found[1]), int(found[2]))
    if months:
        return Title(*months[0])
    month = next((int(found[1]) for text in texts if (found := _MONTH.search(text)) and 1 <= int(found[1]) <= 12), None)
    year = next((int(found[1]) for text in texts if (found := _YEAR.search(text))), None)
    return Title(month, year)


def nearest_year(day: int, month: int, today: date) -> int:
    """Return the year in which this day comes nearest to `today`; 29/2 looks for a leap year."""
    years = [year for year in range(today.year - 1, today.year + 2) if _is_day(year, month, day)]
    return min(years, key=lambda year: abs(date(year, month, day) - today), default=today.year)


def _first_of_range(text: str, today: date) -> date | None:
    found = _RANGE.search(text)
    if found is None:
        return None
    day, month, last_month = int(found[1]), int(found[2]), int(found[5])
    if found[3]:
        year = _full(found[3])
    elif found[6]:
        year = _full(found[6]) - (month > last_month)
    else:
        year = nearest_year(day, month, today)
    return date(year, month, day) if _is_day(year, month, day) else None


def _full(year: str) -> int:
    return int(year) + 2000 if len(year) == 2 else int(year)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
