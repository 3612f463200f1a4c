"""An organisation as a workbook tells it: tidy rows, and everything that was found while reading them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handlers.workbook.cells import shown
from handlers.workbook.findings import Fault, FaultKind, Ignored, Mending, MendingKind, Sentence
from handlers.workbook.layout import SheetKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands in its sheet."""

    column: str  # the letter
    header: str  # as the sheet writes it


@dataclass(slots=True)
class Row:
    """One row: its number in the sheet and the values of its fields, by the field names of ``layout.LAYOUTS``.

    A field whose cell is at fault or whose column the sheet lacks is not there; an empty cell is None.
    """

    number: int
    values: dict[str, Any]

    def get(self, name: str) -> Any:
        """Return the value of a field, None when there is none."""
        return self.values.get(name)


@dataclass(slots=True)
class Table:
    """One sheet that was read."""

    kind: SheetKind
    title: str  # as the workbook writes it
    places: dict[str, Place]
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Organisation:
    """Everything that was read. It may be applied only while ``faults`` is empty."""

    tables: dict[SheetKind, Table] = field(default_factory=dict)
    mendings: list[Mending] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)

    def rows(self, kind: SheetKind) -> list[Row]:
        """Return the rows of a sheet, none when the workbook lacks it."""
        table = self.tables.get(kind)
        return table.rows if table else []

    def each(self, *kinds: SheetKind) -> Iterator[tuple[Table, Row]]:
        """Yield every row of the named sheets, with its sheet."""
        for kind in kinds:
            if table := self.tables.get(kind):
                for row in table.rows:
                    yield table, row

    def find_fault(self, table: Table, row: Row, name: str, kind: FaultKind, expected: Sentence, *, found: str) -> None:
        """Add a fault of the cell that holds the field `name` of `row`."""
        place = table.places.get(name, Place("", ""))
        self.faults.append(Fault(table.title, row.number, place.column, place.header, found, expected, kind))

    def mend(self, table: Table, row: Row, name: str, kind: MendingKind, value: object) -> None:
        """Put `value` in place of what the field `name` of `row` says, and list the mending."""
        before, row.values[name] = row.values[name], value
        column = table.places[name].column
        self.mendings.append(Mending(table.title, row.number, column, kind, shown(before), shown(value)))

    def has(self, kind: SheetKind, name: str) -> bool:
        """Tell whether the workbook has the column of the field `name`."""
        return kind in self.tables and name in self.tables[kind].places

    def counts(self) -> dict[SheetKind, int]:
        """Return how many rows each sheet holds."""
        return {kind: len(table.rows) for kind, table in self.tables.items()}

    def mended(self) -> dict[MendingKind, int]:
        """Return how often each kind of untidiness was mended, the most frequent first."""
        return dict(Counter(mending.kind for mending in self.mendings).most_common())
