"""Cells that hold what they are given and nothing else: a text that looks like a formula stays a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | datetime | None

DATE, TIME, SHARE = "dd/mm/yyyy", "dd/mm hh:mm", "0%"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")  # OWASP, “CSV Injection”
_LONGEST = 32_767  # characters in a cell of Excel
_BOLD, _TITLE = Font(bold=True), Font(bold=True, size=14)
_HEAD = PatternFill("solid", start_color="FFE6EFF6")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_CENTRED = Alignment(horizontal="center")


def cell(sheet: Worksheet, value: Value) -> Cell:
    """Return a cell of `sheet` with `value`: dates as dates, texts as texts whatever they begin with."""
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
        made = Cell(sheet, 1, 1, text)  # where it is to stand is known to whoever appends it
        made.data_type = "s"  # openpyxl takes what begins with “=” for a formula
        if text.startswith(_FORMULA_STARTS):
            made.quotePrefix = True  # so that it stays a text when somebody edits the cell, too
        return made
    made = Cell(sheet, 1, 1, value)
    if isinstance(value, datetime):
        made.number_format = TIME
    elif isinstance(value, date):
        made.number_format = DATE
    elif isinstance(value, float):
        made.number_format = SHARE
    return made


def title(sheet: Worksheet, text: str) -> list[Cell]:
    """Return a row with the title of a sheet."""
    made = cell(sheet, text)
    made.font = _TITLE
    return [made]


def head(sheet: Worksheet, values: Iterable[Value]) -> list[Cell]:
    """Return a row of headings."""
    row = [cell(sheet, value) for value in values]
    for made in row:
        made.font, made.fill, made.alignment = _BOLD, _HEAD, _WRAPPED
    return row


def mark(sheet: Worksheet, text: str) -> Cell | None:
    """Return a short mark in the middle of its cell, nothing for an empty one."""
    if not text:
        return None
    made = cell(sheet, text)
    made.alignment = _CENTRED
    return made


def append(sheet: Worksheet, values: Iterable[Value]) -> None:
    """Add a row of values."""
    sheet.append([cell(sheet, value) for value in values])


def finish(sheet: Worksheet, *, head_row: int, frozen_columns: int, widths: Sequence[float]) -> None:
    """Freeze what is above and left of the facts, let them be filtered, and set the widths of the columns."""
    sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{head_row + 1}"
    sheet.auto_filter.ref = f"A{head_row}:{get_column_letter(len(widths))}{max(sheet.max_row, head_row + 1)}"
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
