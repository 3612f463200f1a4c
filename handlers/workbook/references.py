"""Settles what the cells refer to: a code of the file or of the database, or a name that only one thing bears."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handlers.workbook.cells import as_code
from handlers.workbook.findings import FaultKind, MendingKind, Sentence
from handlers.workbook.known import Known
from handlers.workbook.layout import LAYOUTS, SheetKind
from handlers.workbook.organisation import Organisation, Row, Table
from models import names

_FEW_CODES = 12  # so many can be listed in a sentence

# field → where its code is listed; a field has the same meaning in every sheet.
_LISTED_IN = {
    "shift_system": SheetKind.SHIFT_SYSTEMS,
    "enterprise": SheetKind.ENTERPRISES,
    "unit": SheetKind.UNITS,
    "parent": SheetKind.UNITS,
    "course": SheetKind.COURSES,
    "in_charge": SheetKind.MEMBERS,
    "helper": SheetKind.MEMBERS,
}


class Index:
    """The codes of one list, with the names that belong to exactly one of them."""

    def __init__(self, names_by_code: Mapping[str, str]) -> None:
        self.codes = set(names_by_code)
        self._by_name: dict[str, str | None] = {}
        for code, name in names_by_code.items():
            key = names.name_key(name)
            self._by_name[key] = None if key in self._by_name else code

    def find(self, text: str) -> tuple[str, MendingKind | None] | None:
        """Return the code that `text` means and how it was mended, None when it means none or more than one."""
        if text in self.codes:
            return text, None
        if (code := as_code(text)) in self.codes:
            return code, MendingKind.CODE
        named = self._by_name.get(names.name_key(text))
        return (named, MendingKind.NAME_FOR_CODE) if named else None


def resolve(organisation: Organisation, known: Known) -> None:
    """Put the code in place of every reference of `organisation`; what refers to nothing becomes a fault."""
    indexes = {
        SheetKind.SHIFT_SYSTEMS: _index(organisation, SheetKind.SHIFT_SYSTEMS, dict.fromkeys(known.shift_systems, "")),
        SheetKind.ENTERPRISES: _index(organisation, SheetKind.ENTERPRISES, known.enterprises),
        SheetKind.UNITS: _index(organisation, SheetKind.UNITS, known.units),
        SheetKind.COURSES: _index(organisation, SheetKind.COURSES, dict.fromkeys(known.courses, "")),
        SheetKind.MEMBERS: _index(
            organisation, SheetKind.MEMBERS, {code: "" for code, member in known.people.items() if member}
        ),
    }
    for table, row in organisation.each(*SheetKind):
        for name in _LISTED_IN:
            if row.get(name) is not None:
                _resolve_one(organisation, table, row, name, indexes[_LISTED_IN[name]])


def _index(organisation: Organisation, kind: SheetKind, known: Mapping[str, str]) -> Index:
    name_field = "full_name" if kind is SheetKind.MEMBERS else "name"
    listed = {row.get("code"): row.get(name_field) or "" for row in organisation.rows(kind) if row.get("code")}
    return Index({**known, **listed})


def _resolve_one(organisation: Organisation, table: Table, row: Row, name: str, index: Index) -> None:
    found = index.find(row.values[name])
    if found is None:
        text = row.values.pop(name)
        organisation.find_fault(
            table, row, name, FaultKind.UNKNOWN_CODE, _expected(table, name, index.codes), found=text
        )
        return
    code, mending = found
    if mending is not None:
        organisation.mend(table, row, name, mending, code)


def _expected(table: Table, name: str, codes: Iterable[str]) -> Sentence:
    listed = sorted(codes)
    if 0 < len(listed) <= _FEW_CODES:
        return Sentence("Expected one of: {choices}.", {"choices": ", ".join(listed)})
    return next(column.cells.expected for column in LAYOUTS[table.kind].columns if column.field == name)
