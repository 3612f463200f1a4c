"""What the tests do again and again: read, import, look."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.workbook import Changes, Organisation, apply, known_to, read_workbook
from models.audit import Actor, AuditRecord, Via, act_as
from models.database import Database
from tests.workbook.builder import Sheets, workbook

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "bot" / "sample" / "thai-nguyen.xlsx"
FAULTY = ROOT / "tests" / "data" / "thai-nguyen-faulty.xlsx"


def read(sheets: Sheets) -> Organisation:
    """Read a workbook of these sheets, with nothing known from a database."""
    return read_workbook(workbook(sheets), today=TODAY)


def faults(sheets: Sheets) -> list[tuple[str, str]]:
    """Return the cell and the kind of every fault of a workbook of these sheets."""
    return [(f"{fault.sheet}!{fault.cell}", fault.kind.value) for fault in read(sheets).faults]


def bring_in(database: Database, sheets: Sheets) -> Changes:
    """Import a workbook of these sheets."""
    with database.write() as session:
        organisation = read_workbook(workbook(sheets), today=TODAY, known=known_to(session))
        assert organisation.faults == []
        return apply(session, organisation, now=NOW)


def audit_count(database: Database) -> int:
    """Return how many changes were recorded."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(AuditRecord)) or 0


def by_hand(session: Session) -> None:
    """Let what follows count as done by a person in a chat."""
    act_as(session, Actor(via=Via.CHAT, now=NOW))
