"""The part of a roster that waits for the sender's decision: whose days they are and what stands there, nothing else.

A plant's roster holds more than is needed here: other people, other columns. None of that is kept.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.workbook.rosters.people import Matched

_KIND = "roster"


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row of one person: where it stands, the words of its days, and the letters of their columns."""

    person_id: int
    sheet: str
    number: int
    marks: dict[date, str]
    columns: dict[date, str]


def kept_rows(matched: Iterable[Matched]) -> list[KeptRow]:
    """Return what is kept of the rows whose owners were found."""
    return [
        KeptRow(one.person.id, one.sheet.title, one.row.number, one.row.marks, one.sheet.columns) for one in matched
    ]


def to_bytes(rows: Iterable[KeptRow]) -> bytes:
    """Return `rows` as they wait."""
    sheets: dict[str, dict[str, str]] = {}
    told = []
    for row in rows:
        sheets.setdefault(row.sheet, {day.isoformat(): letter for day, letter in row.columns.items()})
        marks = {day.isoformat(): mark for day, mark in row.marks.items()}
        told.append([row.person_id, row.sheet, row.number, marks])
    document = {"kind": _KIND, "sheets": sheets, "rows": told}
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def from_bytes(content: bytes) -> list[KeptRow] | None:
    """Return what :func:`to_bytes` wrote, `None` for something else that waits."""
    try:
        document = json.loads(zlib.decompress(content))
    except (zlib.error, ValueError):
        return None
    if not isinstance(document, dict) or document.get("kind") != _KIND:
        return None
    sheets = {
        title: {date.fromisoformat(day): letter for day, letter in columns.items()}
        for title, columns in document["sheets"].items()
    }
    return [
        KeptRow(person_id, sheet, number, {date.fromisoformat(day): mark for day, mark in marks.items()}, sheets[sheet])
        for person_id, sheet, number, marks in document["rows"]
    ]
