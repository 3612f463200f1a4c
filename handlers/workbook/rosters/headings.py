"""Finds in a sheet what makes a roster of it: a row of days that follow each other, and columns that say who."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from handlers.workbook.layout import heading_key
from handlers.workbook.rosters.day_cells import DayCell, day_cell
from handlers.workbook.rosters.titles import Title, nearest_year, read_titles
from handlers.workbook.sheets import Values

WITHIN_ROWS = 20  # the days stand within the first rows of a sheet
FEWEST_DAYS = 3
_FEWEST_BARE_DAYS = 5  # without a month: three shifts of a row are numbers, too
_ONE_DAY = timedelta(days=1)
_LARGEST_STEP = timedelta(days=3)  # days that the plant is closed may have no column where the others tell their month
_REACH = 3  # rows above and below the days in which headings of names and weekdays stand
_DAYS_OF_MONTHS = range(28, 32)

_WORDS = re.compile(r"[^\W\d_]{4}")  # longer than the name of a weekday
_CODES = {"ma", "ma so", "ma nv", "ma so nv", "ma nhan vien", "msnv", "ma dv", "ma dang vien", "ma cn", "ma cong nhan"}
_CODES |= {"ma the", "so the", "ma nld", "ma so nhan vien", "ma so the", "manv", "code", "id"}
_NAMES = {"ho va ten", "ho ten", "ten", "nhan vien", "ten nhan vien", "ho ten nhan vien", "ho va ten nhan vien"}
_NAMES |= {"cong nhan", "nguoi lao dong", "ten cong nhan", "dang vien", "name", "full name"}
_FAMILY_NAMES = {"ho", "ho dem", "ho va dem", "ho va ten dem", "ho lot", "ho va ten lot"}


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a sheet has its days, codes and names; places count from 0, rows from 1."""

    row: int  # of the days
    days: Mapping[int, date]
    impossible: frozenset[int] = frozenset()  # columns of days that their month does not have
    codes: int | None = None
    names: tuple[int, ...] = ()  # in the order in which they make up a name
    last_row: int = 0  # of headings
    other_weekdays: tuple[int, ...] = ()  # columns whose heading names another weekday than their day has


@dataclass(frozen=True, slots=True)
class MonthMissing:
    """A row of bare numbers, and no title that says of which month they are days."""

    row: int


@dataclass(slots=True)
class _Days:
    """Days that are being told apart, in the order of their columns."""

    title: Title
    today: date
    found: dict[int, date] = field(default_factory=dict)
    impossible: set[int] = field(default_factory=set)
    last: tuple[int, int, int] | None = None  # year, month, day


def find_heading(
    rows: Sequence[tuple[int, Values]], names_of_file: Iterable[str], today: date, epoch: datetime
) -> Heading | MonthMissing | None:
    """Return the heading of a roster among the first `rows` of a sheet; `names_of_file` are those of sheet and file.

    `None` when nothing there looks like a roster.
    """
    parsed = [(number, _day_cells(values, epoch)) for number, values in rows[:WITHIN_ROWS]]
    best: Heading | None = None
    missing: MonthMissing | None = None
    for place, (number, cells) in enumerate(parsed):
        if not _may_be_days(cells) or _numbers_columns(rows, place, cells):
            continue
        title = read_titles([*_above(rows, place, cells), *names_of_file], today)
        days = _resolved(cells, title, today)
        if days is None:
            bare = _is_bare(cells.values()) and _is_row_of_a_month(cells) and title.month is None
            missing = missing or (MonthMissing(number) if bare and _who(rows, place, cells) else None)
        elif best is None or len(days.found) > len(best.days):
            best = _heading(rows, parsed, place, days) or best
    return best or missing


def _day_cells(values: Values, epoch: datetime) -> dict[int, DayCell]:
    found = {}
    for position, value in enumerate(values):
        cell = None if value is None else day_cell(value, epoch)
        if cell is not None:
            found[position] = cell
    return found


def _may_be_days(cells: Mapping[int, DayCell]) -> bool:
    return len(cells) >= (_FEWEST_BARE_DAYS if _is_bare(cells.values()) else FEWEST_DAYS)


def _is_bare(cells: Iterable[DayCell]) -> bool:
    return all(cell.month is None for cell in cells)


def _is_row_of_a_month(cells: Mapping[int, DayCell]) -> bool:
    """Whether bare numbers count on, with at most one new month."""
    days = [cell.day for cell in cells.values() if cell.day is not None]
    pairs = list(pairwise(days))
    starts = sum(later == 1 and day in _DAYS_OF_MONTHS for day, later in pairs)
    return (
        len(days) >= _FEWEST_BARE_DAYS
        and starts <= 1
        and all(later == day + 1 or (later == 1 and day in _DAYS_OF_MONTHS) for day, later in pairs)
    )


def _numbers_columns(rows: Sequence[tuple[int, Values]], place: int, cells: Mapping[int, DayCell]) -> bool:
    """Whether bare numbers count the columns below their headings, as official forms do, and not the days."""
    if place == 0 or any(cell.month is not None or cell.weekday is not None for cell in cells.values()):
        return False
    above = rows[place - 1][1]
    headings = [value for at, value in enumerate(above) if at in cells and isinstance(value, str)]
    return sum(_WORDS.search(heading) is not None for heading in headings) * 2 > len(cells)


def _above(rows: Sequence[tuple[int, Values]], place: int, cells: Mapping[int, DayCell]) -> list[object]:
    """What may tell the month: everything above the days, and what stands beside them."""
    above = [value for _, values in rows[:place] for value in values if value is not None]
    return above + [value for at, value in enumerate(rows[place][1]) if value is not None and at not in cells]


def _resolved(cells: Mapping[int, DayCell], title: Title, today: date) -> _Days | None:
    """Return the days of a row, `None` when they do not follow each other; exchanged days and months are put right."""
    plain = _told_apart(cells, title, today)
    dates = [cell for cell in cells.values() if cell.is_date]
    if plain is None and dates and all(cell.may_be_swapped for cell in dates):
        return _told_apart({position: cell.swapped for position, cell in cells.items()}, title, today)
    return plain


def _told_apart(cells: Mapping[int, DayCell], title: Title, today: date) -> _Days | None:
    days = _Days(title, today, last=_day_before(list(cells.values()), title, today))
    for position, cell in cells.items():
        told = _next(days, cell)
        if told is None:
            return None
        try:
            day = date(*told)
        except ValueError:
            days.impossible.add(position)
        else:
            earlier = max(days.found.values(), default=None)
            largest = _ONE_DAY if cell.month is None else _LARGEST_STEP
            if earlier is not None and not timedelta(0) < day - earlier <= largest:
                return None
            days.found[position] = day
        days.last = told
    fewest = _FEWEST_BARE_DAYS if _is_bare(cells.values()) else FEWEST_DAYS
    return days if len(days.found) >= fewest else None


def _day_before(cells: Sequence[DayCell], title: Title, today: date) -> tuple[int, int, int] | None:
    """The place in the calendar from which bare numbers or weekdays count on: a payroll month is named by its end."""
    if title.first is not None:
        before = title.first - _ONE_DAY
        return before.year, before.month, before.day
    if cells[0].day is None or cells[0].month is not None or title.month is None:
        return None
    numbers = [cell.day for cell in cells if cell.day is not None and cell.month is None]
    wraps = sum(later < earlier for earlier, later in pairwise(numbers))
    year = title.year or nearest_year(1, title.month, today)
    months = year * 12 + title.month - 1 - wraps
    return months // 12, months % 12 + 1, 0


def _next(days: _Days, cell: DayCell) -> tuple[int, int, int] | None:
    """The day that a heading means after the last one, as year, month and day, perhaps one that does not exist."""
    last = days.last
    if cell.day is None:
        if last is None:
            return None
        after = _date_or_none(*last)
        after = (after or date(last[0], last[1], 1)) + _ONE_DAY if last[2] else date(last[0], last[1], 1)
        return after.year, after.month, after.day
    if cell.month is not None:
        year = cell.year or _year(days, cell.day, cell.month)
        return year, cell.month, cell.day
    if last is None:
        return None
    year, month = last[:2]
    if cell.day <= last[2]:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return year, month, cell.day


def _year(days: _Days, day: int, month: int) -> int:
    if days.found and days.last is not None:
        return days.last[0] + (month < days.last[1])
    return days.title.year or nearest_year(day, month, days.today)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _heading(
    rows: Sequence[tuple[int, Values]], parsed: Sequence[tuple[int, Mapping[int, DayCell]]], place: int, days: _Days
) -> Heading | None:
    who = _who(rows, place, days.found)
    if who is None:
        return None
    codes, names_, last_row = who
    number = rows[place][0]
    weekdays = _weekdays(parsed, place, days.found)
    last_row = max(number, last_row, *(row for row, _ in weekdays.values())) if weekdays else max(number, last_row)
    others = tuple(at for at, (_, weekday) in weekdays.items() if days.found[at].weekday() != weekday)
    return Heading(number, days.found, frozenset(days.impossible), codes, names_, last_row, others)


def _who(
    rows: Sequence[tuple[int, Values]], place: int, days: Mapping[int, object]
) -> tuple[int | None, tuple[int, ...], int] | None:
    """Where codes and names stand, and the last row of their headings."""
    first_day = min(days)
    codes: int | None = None
    whole: int | None = None
    family: int | None = None
    last_row = 0
    for number, values in rows[max(place - _REACH, 0) : place + _REACH]:
        for position, value in enumerate(values):
            key = heading_key(value) if isinstance(value, str) and position not in days else ""
            if key in _CODES and codes is None:
                codes, last_row = position, max(last_row, number)
            elif key in _NAMES and whole is None:
                whole, last_row = position, max(last_row, number)
            elif key in _FAMILY_NAMES and family is None:
                family, last_row = position, max(last_row, number)
    names_ = tuple(position for position in (family, whole) if position is not None)
    if codes is None and not names_ and first_day == 1:
        return 0, (0,), 0  # one column before the days needs no heading
    return None if codes is None and not names_ else (codes, names_, last_row)


def _weekdays(
    parsed: Sequence[tuple[int, Mapping[int, DayCell]]], place: int, days: Mapping[int, date]
) -> dict[int, tuple[int, int]]:
    """The row and the weekday that headings name for columns of days: in the day's own cell, or in a row beside it."""
    found: dict[int, tuple[int, int]] = {}
    for near in (place, place - 1, place + 1):
        if not 0 <= near < len(parsed):
            continue
        number, cells = parsed[near]
        named = {at: cell.weekday for at, cell in cells.items() if at in days and cell.weekday is not None}
        if len(named) * 2 > len(days):
            for at, weekday in named.items():
                found.setdefault(at, (number, weekday))
    return found
