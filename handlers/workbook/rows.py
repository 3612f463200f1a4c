"""Reads the cells of one row, keeping on after a cell that cannot be read."""

from __future__ import annotations

from handlers.workbook.cells import Reading, read_cell, shown
from handlers.workbook.dates import Calendar
from handlers.workbook.findings import CellRefusedError, Fault, FaultKind, Mending, Sentence
from handlers.workbook.layout import Column
from handlers.workbook.organisation import Organisation, Row
from handlers.workbook.sheets import MAX_COLUMNS, RawSheet, Values, letter

FOUND_CHARACTERS = 60  # of a cell, enough to find it again

_TOO_WIDE = Sentence("Expected at most {limit} columns.", {"limit": MAX_COLUMNS})


def read_row(sheet: RawSheet, number: int, values: Values, calendar: Calendar, organisation: Organisation) -> Row:
    """Return one row of `sheet`; its mendings and faults go to `organisation`."""
    row = Row(number, {})
    for position, column in sheet.columns.items():
        raw = values[position]
        try:
            reading = _read(column, raw, calendar)
        except CellRefusedError as refusal:
            organisation.faults.append(
                Fault(
                    sheet.title,
                    number,
                    letter(position),
                    sheet.headings[position],
                    quoted(raw),
                    refusal.expected,
                    refusal.kind,
                )
            )
        else:
            row.values[column.field] = reading.value
            organisation.mendings += [
                Mending(sheet.title, number, letter(position), kind, quoted(raw), shown(reading.value))
                for kind in reading.mendings
            ]
    if len(values) > MAX_COLUMNS and values[MAX_COLUMNS] is not None:
        wide = Fault(sheet.title, number, letter(MAX_COLUMNS), "", "", _TOO_WIDE, FaultKind.TOO_MANY_COLUMNS)
        organisation.faults.append(wide)
    return row


def quoted(raw: object) -> str:
    """Return a raw cell as it can be shown to the person who sent the workbook."""
    text = getattr(raw, "text", None) or shown(raw)  # an array formula keeps its words in `text`
    text = str(text).replace("\n", " ")
    return text if len(text) <= FOUND_CHARACTERS else text[: FOUND_CHARACTERS - 1] + "…"


def _read(column: Column, raw: object, calendar: Calendar) -> Reading:
    reading = read_cell(column.cells, raw, calendar)
    if reading.value is None and column.required:
        raise CellRefusedError(FaultKind.MISSING, column.cells.expected)
    return reading
