"""From a workbook to its raw rows: sheets found by title, columns by heading, what is no row left aside."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from handlers.workbook.cells import shown, tidy
from handlers.workbook.container import damaged, open_safely
from handlers.workbook.findings import Ignored, IgnoredKind, UnreadableWorkbook
from handlers.workbook.layout import LAYOUTS, Column, Layout, SheetKind, heading_key
from handlers.workbook.safe_xml import IS_SAFE
from models import names

MAX_ROWS = 200_000
MAX_COLUMNS = 60
HEADINGS_WITHIN_ROWS = 10
_LAST_ROW_OF_EXCEL = 1_048_576
_FEWEST_HEADINGS = 2

Values = tuple[object, ...]
Progress = Callable[[int, int], None]

# What stands below or between the rows of a list and is none: totals, dates of signing, signatures.
_NOT_A_ROW = re.compile(
    r"(tong( cong| so)?|cong|nguoi lap( bieu)?|ky ten|xac nhan.*|t m .*|tm .*|thu truong.*|.*ngay \S+ thang \S+ nam.*)"
)


@dataclass
class RawSheet:
    """A sheet whose headings were found, and its rows as they stand there."""

    title: str
    heading_row: int
    headings: dict[int, str]  # position from 0 → as written
    columns: dict[int, Column]  # position from 0 → known column
    doubled: list[int]
    required: list[Column]

    @property
    def missing(self) -> list[Column]:
        """Return the columns that the sheet should have and has not."""
        return [column for column in self.required if column not in self.columns.values()]

    @cached_property
    def key_position(self) -> int:
        """Where a row has its code: the first column of the layout that every row must fill."""
        by_field = {column.field: position for position, column in self.columns.items()}
        return next((by_field[column.field] for column in self.required if column.field in by_field), min(self.columns))


def letter(position: int) -> str:
    """Return the letter of the column at `position`, counted from 0."""
    return get_column_letter(position + 1)


@contextmanager
def opened(source: Path | bytes, *, results: bool = False) -> Iterator[Workbook]:
    """Open a workbook for reading, nothing of it evaluated, no link followed; raises :class:`UnreadableWorkbook`.

    A formula is read as such, or, with `results`, as the value that the spreadsheet kept beside it.
    """
    if not IS_SAFE:
        raise RuntimeError("openpyxl must read XML through defusedxml: unset OPENPYXL_DEFUSEDXML; load it here first")
    stream = open_safely(source)
    with warnings.catch_warnings():
        # openpyxl warns of looks and extensions that it drops; nothing of them is read here.
        warnings.filterwarnings("ignore", module="openpyxl")
        try:
            workbook = load_workbook(stream, read_only=True, data_only=results, keep_links=False)
        except Exception as error:
            # A forged file can break a parser in any way; the person is told the same whichever it was.
            raise damaged() from error
        try:
            yield workbook
        finally:
            workbook.close()


def kind_of_sheet(title: str) -> SheetKind | None:
    """Return what a sheet of this title lists, None when it is not part of an organisation."""
    key = " ".join(re.findall(r"[a-z0-9]+", names.fold(title)))
    for kind, layout in LAYOUTS.items():
        if key == heading_key(layout.title) or key in layout.also:
            return kind
    return None


def rows_of(workbook: Workbook, title: str, columns: int = MAX_COLUMNS) -> Iterator[tuple[int, Values]]:
    """Yield the rows of a sheet with their numbers, blank ones too, each cut after one column more than `columns`.

    Raises :class:`UnreadableWorkbook` where the sheet does not hold together.
    """
    sheet = workbook[title]
    # A sheet may claim any size; its rows are what counts.
    sheet.reset_dimensions()
    try:
        for number, values in enumerate(sheet.iter_rows(max_col=columns + 1, values_only=True), start=1):
            if number > _LAST_ROW_OF_EXCEL:
                raise damaged()
            yield number, values
    except UnreadableWorkbook:
        raise
    except Exception as error:
        # As in `opened`; what fails in the caller's loop does not pass through here.
        raise damaged() from error


def claimed_rows(workbook: Workbook, title: str) -> int:
    """Return how many rows a sheet says that it has: good enough for a progress bar, for nothing else."""
    return min(workbook[title].max_row or 0, MAX_ROWS)


def epoch_of(workbook: Workbook) -> datetime:
    """Return the day from which the workbook counts its days."""
    epoch = workbook.epoch
    assert isinstance(epoch, datetime)
    return epoch


def find_headings(first_rows: Sequence[tuple[int, Values]], title: str, layout: Layout) -> RawSheet | None:
    """Return the sheet with its headings: the row that has most of the known ones, None when no row has two."""
    best: tuple[int, int, Values] = (0, 0, ())
    for number, values in first_rows:
        count = len({column.field for column in _known(values, layout).values()})
        if count > best[0]:
            best = (count, number, values)
    count, number, values = best
    if count < _FEWEST_HEADINGS:
        return None
    known = _known(values, layout)
    columns: dict[int, Column] = {}
    doubled = []
    for position, column in known.items():
        if column in columns.values():
            doubled.append(position)
        else:
            columns[position] = column
    headings = {position: tidy(shown(value))[0] for position, value in enumerate(values) if value is not None}
    required = [column for column in layout.columns if column.required]
    return RawSheet(title, number, headings, columns, doubled, required)


def ignored_columns(sheet: RawSheet) -> list[Ignored]:
    """Return the columns that hold nothing of the organisation; the running number is not worth a word."""
    return [
        Ignored(IgnoredKind.COLUMN, sheet.title, sheet.heading_row, letter(position), text)
        for position, text in sheet.headings.items()
        if text and position not in sheet.columns and heading_key(text) not in {"stt", "tt", "so tt"}
    ]


def is_blank(sheet: RawSheet, values: Values) -> bool:
    """Tell whether none of the known columns says anything, so that a prepared running number makes no row."""
    return all(
        values[position] is None or (isinstance(raw := values[position], str) and not names.clean(raw))
        for position in sheet.columns
        if position < len(values)
    )


def is_no_row(sheet: RawSheet, values: Values) -> str | None:
    """Return the words of a total, a signature or a repeated row of headings, None for a row of the list."""
    key = values[sheet.key_position]
    if key is not None and not isinstance(key, str):
        return None
    if text := tidy(key or "")[0]:
        repeats = text == sheet.headings[sheet.key_position]
        return text if repeats or is_total(text) else None
    texts = (tidy(value)[0] for value in values if isinstance(value, str))
    return next((text for text in texts if is_total(text)), None)


def is_total(text: str) -> bool:
    """Return whether a row that begins with `text` is none of the list: a total, a signature, a date of signing."""
    return bool(text) and _NOT_A_ROW.fullmatch(heading_key(text)) is not None


def _known(values: Values, layout: Layout) -> dict[int, Column]:
    known = {}
    for position, value in enumerate(values[:MAX_COLUMNS]):
        if isinstance(value, str):
            key = heading_key(value)
            column = next((column for column in layout.columns if key in column.headings), None)
            if column is not None:
                known[position] = column
    return known
