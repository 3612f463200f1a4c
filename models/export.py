"""Everything that is held, or all that is held of one person, in open formats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from models.audit import AuditRecord
from models.candidates import Candidate, StageStep
from models.chats import Chat
from models.classes import Course, CourseTopic, Enrolment
from models.consent import Consent
from models.database import Base
from models.people import Person, Role
from models.targets import Target
from models.units import Enterprise, ShiftSystem, Unit

TABLES: tuple[type[Base], ...] = (
    ShiftSystem,
    Enterprise,
    Unit,
    Person,
    Role,
    Candidate,
    StageStep,
    Consent,
    Course,
    CourseTopic,
    Enrolment,
    Target,
    AuditRecord,
)
_TECHNICAL = {"name_hash"}


def table_documents(session: Session) -> Iterator[tuple[str, list[str]]]:
    """Yield each table's name and its rows, a JSON line each."""
    for table in TABLES:
        rows = session.scalars(select(table).order_by(*inspect(table).primary_key))
        yield table.__tablename__, [json.dumps(row_document(row), ensure_ascii=False) + "\n" for row in rows]


def person_document(session: Session, code: str) -> dict[str, Any] | None:
    """Return all that is held of the person or candidate with `code`, None when there is none."""
    person = session.scalar(select(Person).where(Person.code == code))
    if person is not None:
        return {
            "person": row_document(person),
            "roles": _documents(session, Role, Role.person_id == person.id),
            "chats": _documents(session, Chat, Chat.person_id == person.id),
            "consents": _documents(session, Consent, Consent.person_id == person.id),
            "enrolments": _documents(session, Enrolment, Enrolment.person_id == person.id),
            "audit": _documents(session, AuditRecord, AuditRecord.key == code),
        }
    candidate = session.scalar(select(Candidate).where(Candidate.code == code))
    if candidate is None:
        return None
    return {
        "candidate": row_document(candidate),
        "stages": _documents(session, StageStep, StageStep.candidate_id == candidate.id),
        "consents": _documents(session, Consent, Consent.candidate_id == candidate.id),
        "audit": _documents(session, AuditRecord, AuditRecord.key == code),
    }


def row_document(row: Base) -> dict[str, Any]:
    """Return one row as JSON values; keyed hashes are left out."""
    columns = inspect(type(row)).column_attrs
    return {column.key: _plain(getattr(row, column.key)) for column in columns if column.key not in _TECHNICAL}


def _documents(session: Session, table: type[Base], condition: Any) -> list[dict[str, Any]]:
    return [row_document(row) for row in session.scalars(select(table).where(condition))]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
