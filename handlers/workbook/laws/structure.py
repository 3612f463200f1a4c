"""The tree of units has no rings, a unit has one secretary."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.workbook.findings import FaultKind, Sentence
from handlers.workbook.known import Known
from handlers.workbook.layout import SheetKind
from handlers.workbook.organisation import Organisation
from models.people import RoleName

_EXPECTED_ABOVE = Sentence("Expected a unit that does not itself stand below this one.")


def judge_tree(organisation: Organisation, known: Known) -> None:
    """Find units that stand below themselves, through the database's units too."""
    parents = dict(known.parents)
    parents.update({row.get("code"): row.get("parent") for row in organisation.rows(SheetKind.UNITS)})
    for table, row in organisation.each(SheetKind.UNITS):
        code, parent = row.get("code"), row.get("parent")
        if code and parent and _stands_below(parent, code, parents):
            organisation.find_fault(table, row, "parent", FaultKind.ABOVE_ITSELF, _EXPECTED_ABOVE, found=parent)


def judge_secretaries(organisation: Organisation) -> None:
    """Find units with two secretaries: a role opens other people's data, so it is not given by mistake."""
    first: dict[str, str] = {}
    for table, row in organisation.each(SheetKind.MEMBERS):
        unit, code = row.get("unit"), row.get("code")
        if row.get("position") is not RoleName.SECRETARY or not unit or not code:
            continue
        holder = first.setdefault(unit, code)
        if holder != code:
            expected = Sentence(
                "Expected one secretary of {unit}; {code} is it already.", {"unit": unit, "code": holder}
            )
            organisation.find_fault(table, row, "position", FaultKind.SECOND_SECRETARY, expected, found=code)


def _stands_below(unit: str, ancestor: str, parents: Mapping[str, str | None]) -> bool:
    passed: set[str] = set()
    above: str | None = unit
    while above is not None and above not in passed:
        if above == ancestor:
            return True
        passed.add(above)
        above = parents.get(above)
    return False
