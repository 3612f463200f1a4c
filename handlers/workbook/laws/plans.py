"""Courses with their topics, targets, and the cycles of shift systems."""

from __future__ import annotations

from handlers.workbook.dates import written
from handlers.workbook.findings import Fault, FaultKind, MendingKind, Sentence
from handlers.workbook.layout import LAYOUTS, SheetKind
from handlers.workbook.organisation import Organisation, Row, Table
from handlers.workbook.special_cells import DAY_OFF
from models.targets import Metric

_COURSE_FIELDS = ("name", "kind", "organiser")
_NEEDED_OF_A_COURSE = ("code", "name", "kind")
_PERCENT_METRICS = {Metric.MEETING_ATTENDANCE_PERCENT, Metric.ENTERPRISES_WITH_PARTY_PERCENT}
_EXPECTED_PERCENT = Sentence("Expected a number of percent from 0 to 100.")


def settle_courses(organisation: Organisation) -> None:
    """Give every topic the code of its course, which stands in the course's first row only; judge that first row."""
    table = organisation.tables.get(SheetKind.COURSES)
    if table is None:
        return
    missing = [
        column
        for column in LAYOUTS[SheetKind.COURSES].columns
        if column.field in _NEEDED_OF_A_COURSE and column.field not in table.places
    ]
    for column in missing:
        expected = Sentence("Expected a column “{heading}”.", {"heading": column.heading})
        organisation.faults.append(Fault(table.title, None, None, "", "", expected, FaultKind.MISSING_COLUMN))
    if missing:
        return
    first: dict[str, Row] = {}
    code: str | None = None
    for row in table.rows:
        code = row.values.setdefault("code", None) or code
        row.values["code"] = code
        if code is None or code not in first:
            _judge_first_row(organisation, table, row)
        if code is not None:
            _judge_like_first(organisation, table, row, first.setdefault(code, row))


def _judge_first_row(organisation: Organisation, table: Table, row: Row) -> None:
    for column in LAYOUTS[SheetKind.COURSES].columns:
        name = column.field
        if name in _NEEDED_OF_A_COURSE and name in table.places and name in row.values and row.get(name) is None:
            organisation.find_fault(table, row, name, FaultKind.MISSING, column.cells.expected, found="")


def _judge_like_first(organisation: Organisation, table: Table, row: Row, first: Row) -> None:
    for name in _COURSE_FIELDS:
        if row.get(name) is not None and first.get(name) is not None and row.get(name) != first.get(name):
            expected = Sentence("Expected the same as in row {row}.", {"row": first.number})
            organisation.find_fault(table, row, name, FaultKind.UNUSUAL_VALUE, expected, found=row.get(name))


def judge_periods(organisation: Organisation) -> None:
    """Find periods that end before they begin."""
    for table, row in organisation.each(SheetKind.COURSES, SheetKind.TARGETS):
        starts_on, ends_on = row.get("starts_on"), row.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            expected = Sentence("Expected a date no earlier than {date}.", {"date": written(starts_on)})
            organisation.find_fault(table, row, "ends_on", FaultKind.BACKWARDS, expected, found=written(ends_on))


def settle_percents(organisation: Organisation) -> None:
    """Read 0.9 as 90 where a target counts percent, as a cell with the percent format keeps it."""
    for table, row in organisation.each(SheetKind.TARGETS):
        amount = row.get("amount")
        if row.get("metric") not in _PERCENT_METRICS or amount is None:
            continue
        if 0 < amount < 1:
            organisation.mend(table, row, "amount", MendingKind.PERCENT, round(amount * 100, 4))
        elif amount > 100:
            organisation.find_fault(
                table, row, "amount", FaultKind.UNUSUAL_VALUE, _EXPECTED_PERCENT, found=f"{amount:g}"
            )


def judge_cycles(organisation: Organisation) -> None:
    """Find cycles with a shift whose hours are not given."""
    for table, row in organisation.each(SheetKind.SHIFT_SYSTEMS):
        hours, cycle = row.get("hours"), row.get("cycle")
        if hours is None or cycle is None:
            continue
        strange = sorted(set(cycle) - set(hours) - {DAY_OFF})
        if strange:
            expected = Sentence(
                "Expected only the shifts {choices}, and - for a day off.", {"choices": ", ".join(sorted(hours))}
            )
            organisation.find_fault(table, row, "cycle", FaultKind.UNUSUAL_VALUE, expected, found=" ".join(strange))
