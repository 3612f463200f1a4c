"""Reads a plant's roster from a workbook: its days, its rows, and the words of every cell, nothing understood yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path

from openpyxl.workbook import Workbook

from handlers.understanding.private_numbers import redact
from handlers.workbook import sheets
from handlers.workbook.cells import shown, tidy
from handlers.workbook.findings import Sentence, UnreadableWorkbook
from handlers.workbook.rosters.headings import WITHIN_ROWS, Heading, MonthMissing, find_heading
from models import names

MAX_COLUMNS = 130  # a quarter's days, and what stands beside them
MAX_ROWS = 50_000
FURTHEST_PAST_DAYS = 62
FURTHEST_AHEAD_DAYS = 366
_MOST_IDLE_ROWS = 2_000  # in a row: some sheets are formatted down to the last row of Excel
_LONGEST_MARK = 24
_SURELY_SHORT = 6  # characters: no number of a card or a telephone
_LONGEST_NAME = 80
_PROGRESS_ROWS = 250

_NO_MONTH = Sentence("The roster says only the numbers of the days. Write the month above them, like “Tháng 12/2026”.")
_TOO_FAR = Sentence(
    "The days of the roster are {first}–{last}. That is too long ago or too far ahead: is the year right?"
)
_TOO_MANY_ROWS = Sentence("Expected at most {limit} rows.", {"limit": MAX_ROWS})


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row: whose it is, as it is written, and the words of each day that has any."""

    number: int
    code: str
    name: str
    marks: dict[date, str]


@dataclass(slots=True)
class RosterSheet:
    """One sheet with days: the letters of their columns, its rows, and what of its headings does not hold."""

    title: str
    columns: dict[date, str]
    rows: list[RosterRow] = field(default_factory=list)
    impossible: list[str] = field(default_factory=list)  # letters of columns with days that do not exist
    other_weekdays: list[tuple[str, date]] = field(default_factory=list)  # columns that name another weekday


@dataclass(slots=True)
class Roster:
    """A roster as it was read; sheets without days are only named."""

    sheets: list[RosterSheet] = field(default_factory=list)
    left_aside: list[str] = field(default_factory=list)

    @property
    def days(self) -> list[date]:
        """Return its days, ascending."""
        return sorted({day for sheet in self.sheets for day in sheet.columns})


def read_roster(
    source: Path | bytes, *, today: date, name: str = "", progress: sheets.Progress | None = None
) -> Roster | None:
    """Return the roster of a workbook, `None` when none of its sheets looks like one.

    `name` is the file's, which may tell the month. A cell with a formula counts as the value kept beside it. Raises
    :class:`UnreadableWorkbook` when the file as a whole cannot be read, or its days cannot be told.
    """
    with sheets.opened(source, results=True) as workbook:
        return _Reader(workbook, today, name, progress).read()


class _Reader:
    """Fills one roster from one workbook."""

    def __init__(self, workbook: Workbook, today: date, name: str, progress: sheets.Progress | None) -> None:
        self._workbook = workbook
        self._today = today
        self._name = name
        self._progress = progress
        self._done = 0
        self._total = 0
        self._missing: MonthMissing | None = None

    def read(self) -> Roster | None:
        roster = Roster()
        epoch = sheets.epoch_of(self._workbook)
        for title in (sheet.title for sheet in self._workbook.worksheets):
            rows = sheets.rows_of(self._workbook, title, MAX_COLUMNS)
            first_rows = list(islice(rows, WITHIN_ROWS))
            heading = find_heading(first_rows, (title, self._name), self._today, epoch)
            if isinstance(heading, Heading):
                self._total += sheets.claimed_rows(self._workbook, title)
                roster.sheets.append(self._sheet(title, heading, chain(first_rows, rows)))
            else:
                self._missing = self._missing or heading
                roster.left_aside.append(title)
        if not roster.sheets:
            if self._missing is not None and not any(map(sheets.kind_of_sheet, roster.left_aside)):
                raise UnreadableWorkbook(_NO_MONTH)
            return None
        self._judge_days(roster.days)
        return roster

    def _sheet(self, title: str, heading: Heading, rows: Iterable[tuple[int, sheets.Values]]) -> RosterSheet:
        letters = {position: sheets.letter(position) for position in (*heading.days, *heading.impossible)}
        sheet = RosterSheet(title, {day: letters[position] for position, day in heading.days.items()})
        sheet.other_weekdays = [(letters[at], heading.days[at]) for at in heading.other_weekdays]
        impossible, idle = set[int](), 0
        for number, values in rows:
            if number <= heading.last_row:
                continue
            self._step()
            row = _row(heading, number, values)
            idle = idle + 1 if row is None else 0
            if idle > _MOST_IDLE_ROWS:
                break
            if row is not None:
                sheet.rows.append(row)
                impossible |= {at for at in heading.impossible if at < len(values) and _mark(values[at])}
            if len(sheet.rows) > MAX_ROWS:
                raise UnreadableWorkbook(_TOO_MANY_ROWS)
        sheet.impossible = [letters[at] for at in sorted(impossible)]
        return sheet

    def _judge_days(self, days: Sequence[date]) -> None:
        past, ahead = (self._today - days[-1]).days, (days[0] - self._today).days
        if past > FURTHEST_PAST_DAYS or ahead > FURTHEST_AHEAD_DAYS:
            raise UnreadableWorkbook(
                Sentence(_TOO_FAR.msgid, {"first": f"{days[0]:%d/%m/%Y}", "last": f"{days[-1]:%d/%m/%Y}"})
            )

    def _step(self) -> None:
        self._done += 1
        if self._progress and self._done % _PROGRESS_ROWS == 0:
            self._progress(self._done, max(self._done, self._total))


def _row(heading: Heading, number: int, values: sheets.Values) -> RosterRow | None:
    """One row of a person, `None` for what is none: blank rows, totals, groups, signatures, headings again."""
    code = _words(values, heading.codes)
    name = " ".join(word for position in heading.names if (word := _words(values, position)))
    if (not code and not name) or sheets.is_total(name) or sheets.is_total(code):
        return None
    size = len(values)
    marks = {day: mark for at, day in heading.days.items() if at < size and (mark := _mark(values[at]))}
    return RosterRow(number, code[:_LONGEST_NAME], name[:_LONGEST_NAME], marks) if marks else None


def _words(values: sheets.Values, position: int | None) -> str:
    if position is None or position >= len(values):
        return ""
    value = values[position]
    text = tidy(value)[0] if isinstance(value, str) else names.clean(shown(value))
    return re.sub(r"\s*\(.*?\)\s*$", "", text)


def _mark(value: object) -> str:
    """The words of a cell."""
    if isinstance(value, str):
        return _short(tidy(value)[0])
    if value is None or isinstance(value, bool | time):
        return "" if value is None else str(value)
    if isinstance(value, datetime | date):
        return f"{value.day}-{value.month}"  # “6-14” becomes a date as soon as it is typed
    return _short(shown(value))


def _short(text: str) -> str:
    """As much of a cell as a mark can be; some plants write numbers of identity cards into theirs."""
    return text if len(text) <= _SURELY_SHORT else redact(text).text[:_LONGEST_MARK]


def headed_rows(roster: Roster) -> Iterator[tuple[RosterSheet, RosterRow]]:
    """Yield every row with its sheet."""
    for sheet in roster.sheets:
        for row in sheet.rows:
            yield sheet, row
