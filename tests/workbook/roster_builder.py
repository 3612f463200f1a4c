"""Builds rosters as plants write them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from openpyxl import Workbook

MONDAY = date(2026, 11, 23)
HEADINGS: tuple[object, ...] = ("STT", "Mã", "Họ và tên")

Who = tuple[object, object]  # code and name
Marks = Sequence[object]


def days_from(first: date, count: int) -> list[date]:
    """Return `count` days from `first` on."""
    return [first + timedelta(days=number) for number in range(count)]


def roster(
    people: Sequence[tuple[Who, Marks]],
    days: Sequence[object],
    *,
    above: Iterable[Sequence[object]] = (),
    below: Iterable[Sequence[object]] = (),
    title: str = "Phân ca",
) -> bytes:
    """Return an .xlsx with a row of headings and `days`, and a row for each of `people`."""
    rows = [*above, [*HEADINGS, *days]]
    rows += [[number, code, name, *marks] for number, ((code, name), marks) in enumerate(people, 1)]
    return book({title: [*rows, *below]})


def book(sheets: Mapping[str, Iterable[Sequence[object]]]) -> bytes:
    """Return an .xlsx of sheets of rows."""
    workbook = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
