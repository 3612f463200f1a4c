"""Shift systems, enterprises and units."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from handlers.workbook.layout import CREWS, SheetKind
from handlers.workbook.merging.merger import Merger, said
from handlers.workbook.organisation import Row
from models.units import Enterprise, ShiftSystem, Unit, place


class ShiftSystems(Merger[ShiftSystem]):
    kind = SheetKind.SHIFT_SYSTEMS
    entity = ShiftSystem

    def wanted(self) -> Iterator[tuple[str, dict[str, Any]]]:
        columns = [f"offset_{crew}" for crew in CREWS]
        for row in self.organisation.rows(self.kind):
            offsets = {crew: row.get(column) for crew, column in zip(CREWS, columns, strict=True)}
            fields = said(row, *columns)
            fields["crew_offsets"] = {crew: offset for crew, offset in offsets.items() if offset is not None}
            yield row.values["code"], fields


class Enterprises(Merger[Enterprise]):
    kind = SheetKind.ENTERPRISES
    entity = Enterprise

    def wanted(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for code, fields in super().wanted():
            if "shift_system" in fields:
                fields["shift_system_code"] = fields.pop("shift_system")
            yield code, fields


class Units(Merger[Unit]):
    """Units, those above before those below, so that a unit's parent stands where it belongs."""

    kind = SheetKind.UNITS
    entity = Unit
    references: ClassVar = {
        "parent": ("parent_id", SheetKind.UNITS),
        "enterprise": ("enterprise_id", SheetKind.ENTERPRISES),
    }

    def wanted(self) -> Iterator[tuple[str, dict[str, Any]]]:
        rows = {row.values["code"]: row for row in self.organisation.rows(self.kind)}
        for row in sorted(rows.values(), key=lambda row: _depth(row, rows)):
            yield row.values["code"], said(row, "in_charge")

    def put(self, entity: Unit, name: str, value: Any) -> None:
        if name == "parent":
            place(self.session, entity, self.load([value])[value])
        else:
            super().put(entity, name, value)

    def make(self, key: str, fields: dict[str, Any]) -> Unit:
        parent = fields.get("parent")
        unit = super().make(key, {name: value for name, value in fields.items() if name != "parent"})
        self.session.add(unit)
        place(self.session, unit, self.load([parent])[parent] if parent else None)
        return unit


def _depth(row: Row, rows: dict[str, Row]) -> int:
    depth = 0
    above: Row | None = row
    while above is not None and (above := rows.get(above.get("parent"))) is not None:
        depth += 1
    return depth
