"""A code names one thing, a target is set once."""

from __future__ import annotations

from handlers.workbook.dates import written
from handlers.workbook.findings import FaultKind, Sentence
from handlers.workbook.known import Known
from handlers.workbook.layout import SheetKind
from handlers.workbook.organisation import Organisation, Row, Table

# Sheets that share one set of codes: a code that is spoken in a chat must mean one person.
_NAMESPACES = (
    (SheetKind.SHIFT_SYSTEMS,),
    (SheetKind.ENTERPRISES,),
    (SheetKind.UNITS,),
    (SheetKind.MEMBERS, SheetKind.WORKERS, SheetKind.CANDIDATES),
)
_TARGET_KEY = ("unit", "metric", "starts_on", "ends_on")
_EXPECTED_WORKER = Sentence("Expected a code that no member of the Party has.")


def judge_codes(organisation: Organisation, known: Known) -> None:
    """Find codes and targets that occur twice, and workers under the code of a member."""
    for kinds in _NAMESPACES:
        seen: dict[object, tuple[Table, Row]] = {}
        for table, row in organisation.each(*kinds):
            _judge_once(organisation, table, row, seen, row.get("code"), name="code")
    _judge_targets(organisation)
    for table, row in organisation.each(SheetKind.WORKERS):
        if known.people.get(row.get("code")) is not None:
            organisation.find_fault(table, row, "code", FaultKind.OTHER_KIND, _EXPECTED_WORKER, found=row.get("code"))


def _judge_targets(organisation: Organisation) -> None:
    seen: dict[object, tuple[Table, Row]] = {}
    for table, row in organisation.each(SheetKind.TARGETS):
        key = tuple(row.get(name) for name in _TARGET_KEY)
        _judge_once(organisation, table, row, seen, None if None in key else key, name="metric")


def _judge_once(
    organisation: Organisation, table: Table, row: Row, seen: dict[object, tuple[Table, Row]], key: object, *, name: str
) -> None:
    if key is None:
        return
    first_table, first_row = seen.setdefault(key, (table, row))
    if first_row is row:
        return
    values = {"row": first_row.number, "sheet": first_table.title}
    expected = Sentence("It stands in row {row} of “{sheet}” already; expected once.", values)
    found = row.get("code") or f"{row.get('unit')}, {written(row.get('starts_on'))}–{written(row.get('ends_on'))}"
    organisation.find_fault(table, row, name, FaultKind.DOUBLED, expected, found=found)
