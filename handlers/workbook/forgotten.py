"""Leaves out of a list whom the database has deleted on request: an old list must not bring them back."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.workbook.dates import Birth
from handlers.workbook.layout import SheetKind
from handlers.workbook.organisation import Organisation, Row, Table
from models.candidates import Candidate
from models.forgetting import Memory
from models.people import Person

_LISTS = (SheetKind.MEMBERS, SheetKind.WORKERS, SheetKind.CANDIDATES)
# Fields that name a member by code: they say nothing once that member is left out.
_REFERENCES = {SheetKind.CANDIDATES: "helper", SheetKind.UNITS: "in_charge"}


def without_forgotten(session: Session, organisation: Organisation) -> tuple[Organisation, list[str]]:
    """Return `organisation` without those who were deleted on request, and the codes of the rows left out.

    Whoever agreed after the deletion, or is in the database again, is not left out.
    """
    memory = Memory(session)
    if not memory:
        return organisation, []
    held = {*session.scalars(select(Person.code)), *session.scalars(select(Candidate.code))}
    left_out = [
        row.values["code"]
        for _, row in organisation.each(*_LISTS)
        if row.values["code"] not in held and _is_forgotten(memory, row)
    ]
    gone = frozenset(left_out)
    tables = {kind: _without(table, gone) for kind, table in organisation.tables.items()}
    return replace(organisation, tables=tables), left_out


def _is_forgotten(memory: Memory, row: Row) -> bool:
    birth: Birth | None = row.get("birth")
    since = memory.since(row.values["code"], row.values["full_name"], birth.year if birth else None)
    agreed_on = row.get("consented_on")
    return since is not None and not (agreed_on and agreed_on > since)


def _without(table: Table, gone: frozenset[str]) -> Table:
    rows = [row for row in table.rows if not (table.kind in _LISTS and row.values.get("code") in gone)]
    reference = _REFERENCES.get(table.kind)
    if reference is not None:
        rows = [
            replace(row, values={**row.values, reference: None}) if row.get(reference) in gone else row for row in rows
        ]
    return replace(table, rows=rows)
