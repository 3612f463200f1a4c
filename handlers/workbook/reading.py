"""Reads a whole workbook in one pass: every row tidy, every place mended listed, every fault found."""

from __future__ import annotations

from datetime import date
from itertools import chain, islice
from pathlib import Path

from openpyxl.workbook import Workbook

from handlers.workbook import sheets
from handlers.workbook.checks import check
from handlers.workbook.dates import Calendar
from handlers.workbook.findings import Fault, FaultKind, Ignored, IgnoredKind, Sentence
from handlers.workbook.known import NOTHING_KNOWN, Known
from handlers.workbook.layout import LAYOUTS, SheetKind
from handlers.workbook.organisation import Organisation, Place, Table
from handlers.workbook.rows import read_row

MAX_FAULTS = 5_000
_PROGRESS_ROWS = 1_000

_EXPECTED_ONE = Sentence("Expected one such sheet only.")
_EXPECTED_SHEETS = Sentence(
    "Expected at least one of the sheets {choices}.",
    {"choices": ", ".join(layout.title for layout in LAYOUTS.values())},
)
_EXPECTED_ONCE = Sentence("Expected this column once.")
_EXPECTED_FEWER_ROWS = Sentence("Expected at most {limit} rows.", {"limit": sheets.MAX_ROWS})
_EXPECTED_FEWER_FAULTS = Sentence("Reading stopped after {limit} faults.", {"limit": MAX_FAULTS})


def read_workbook(
    source: Path | bytes,
    *,
    today: date,
    known: Known = NOTHING_KNOWN,
    progress: sheets.Progress | None = None,
) -> Organisation:
    """Read an organisation from a workbook (.xlsx) as it is.

    `today` bounds the days that cannot lie ahead and counts ages. `known` is what the database holds already
    (``known_to(session)``): a workbook of some sheets may refer to it. `progress` is told rows done and rows in all.

    Raises :class:`UnreadableWorkbook` when the file as a whole cannot be read; everything else is in ``faults``.
    """
    with sheets.opened(source) as workbook:
        reader = _Reader(workbook, today, progress)
        reader.read()
    organisation = reader.organisation
    check(organisation, known, today)
    order = {title: place for place, title in enumerate(reader.titles)}
    organisation.faults.sort(key=lambda fault: (order.get(fault.sheet, -1), *_place(fault)))
    del organisation.faults[MAX_FAULTS + 1 :]
    return organisation


def _place(fault: Fault) -> tuple[int, int, str]:
    return fault.row or 0, len(fault.column or ""), fault.column or ""


class _Reader:
    """Fills one organisation from one workbook."""

    def __init__(self, workbook: Workbook, today: date, progress: sheets.Progress | None) -> None:
        self.organisation = Organisation()
        self.titles = [sheet.title for sheet in workbook.worksheets]
        self._workbook = workbook
        self._calendar = Calendar(today, sheets.epoch_of(workbook))
        self._progress = progress
        self._done = 0
        self._total = sum(sheets.claimed_rows(workbook, title) for title in self.titles)

    def read(self) -> None:
        for title in self.titles:
            kind = sheets.kind_of_sheet(title)
            if kind is None:
                self.organisation.ignored.append(Ignored(IgnoredKind.SHEET, title, None, None, title))
            elif kind in self.organisation.tables:
                self._fault(title, FaultKind.DOUBLED_SHEET, _EXPECTED_ONE)
            else:
                self._read_sheet(title, kind)
        if not self.organisation.tables and not self.organisation.faults:
            self._fault("", FaultKind.NO_SHEET, _EXPECTED_SHEETS)
        if self._progress:
            self._progress(self._done, self._done)

    def _read_sheet(self, title: str, kind: SheetKind) -> None:
        rows = sheets.rows_of(self._workbook, title)
        first_rows = list(islice(rows, sheets.HEADINGS_WITHIN_ROWS))
        sheet = sheets.find_headings(first_rows, title, LAYOUTS[kind])
        if sheet is None:
            wanted = ", ".join(column.heading for column in LAYOUTS[kind].columns)
            expected = Sentence("Expected a row with the headings {headings}.", {"headings": wanted})
            self._fault(title, FaultKind.MISSING_HEADINGS, expected)
            return
        self.organisation.ignored += sheets.ignored_columns(sheet)
        self._judge_headings(sheet)
        places = {
            column.field: Place(sheets.letter(position), sheet.headings[position])
            for position, column in sheet.columns.items()
        }
        table = self.organisation.tables[kind] = Table(kind, title, places)
        for number, values in chain(first_rows[sheet.heading_row :], rows):
            self._read_row(table, sheet, number, values)
            if self._is_too_much(table):
                return

    def _read_row(self, table: Table, sheet: sheets.RawSheet, number: int, values: sheets.Values) -> None:
        self._done += 1
        if self._progress and self._done % _PROGRESS_ROWS == 0:
            self._progress(self._done, max(self._done, self._total))
        if sheets.is_blank(sheet, values):
            return
        if (text := sheets.is_no_row(sheet, values)) is not None:
            self.organisation.ignored.append(Ignored(IgnoredKind.ROW, sheet.title, number, None, text))
            return
        table.rows.append(read_row(sheet, number, values, self._calendar, self.organisation))

    def _is_too_much(self, table: Table) -> bool:
        if len(self.organisation.faults) >= MAX_FAULTS:
            self._fault(table.title, FaultKind.TOO_MANY_FAULTS, _EXPECTED_FEWER_FAULTS)
            return True
        if len(table.rows) > sheets.MAX_ROWS:
            self._fault(table.title, FaultKind.TOO_MANY_ROWS, _EXPECTED_FEWER_ROWS)
            return True
        return False

    def _judge_headings(self, sheet: sheets.RawSheet) -> None:
        for position in sheet.doubled:
            heading = sheet.headings[position]
            self._fault(
                sheet.title,
                FaultKind.DOUBLED_COLUMN,
                _EXPECTED_ONCE,
                row=sheet.heading_row,
                position=position,
                heading=heading,
            )
        for column in sheet.missing:
            expected = Sentence("Expected a column “{heading}”.", {"heading": column.heading})
            self._fault(sheet.title, FaultKind.MISSING_COLUMN, expected, row=sheet.heading_row)

    def _fault(
        self,
        title: str,
        kind: FaultKind,
        expected: Sentence,
        *,
        row: int | None = None,
        position: int | None = None,
        heading: str = "",
    ) -> None:
        column = None if position is None else sheets.letter(position)
        self.organisation.faults.append(Fault(title, row, column, heading, heading, expected, kind))
