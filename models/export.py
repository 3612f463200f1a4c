"""Everything that is held, or all that is held of one person, in open formats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, inspect, or_, select
from sqlalchemy.orm import Session

from models.audit import AuditRecord
from models.candidates import Candidate, CandidateEvent, StageStep
from models.chats import Chat, Invitation
from models.check_in import CheckInTry
from models.classes import ClassSitting, Course, CourseTopic, Enrolment, Seat
from models.consent import Consent
from models.database import Base
from models.helpers import HelperAssignment, HelperNote
from models.meetings import Call, Meeting, Sitting
from models.people import Person, Role
from models.rights import DataRequest, RetentionRun
from models.shift_records import ShiftRecord
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
    CandidateEvent,
    HelperAssignment,
    HelperNote,
    Consent,
    DataRequest,
    Course,
    CourseTopic,
    Enrolment,
    ClassSitting,
    Seat,
    ShiftRecord,
    Meeting,
    Sitting,
    Call,
    Target,
    AuditRecord,
    RetentionRun,
)
# With the key of a coming sitting anybody could make its check-in codes.
_TECHNICAL = {"name_hash", "code_hash", "offer", "check_in_key"}


def table_documents(session: Session) -> Iterator[tuple[str, list[str]]]:
    """Yield each table's name and its rows, a JSON line each."""
    for table in TABLES:
        rows = session.scalars(select(table).order_by(*inspect(table).primary_key))
        yield table.__tablename__, [json.dumps(row_document(row), ensure_ascii=False) + "\n" for row in rows]


def person_document(session: Session, code: str) -> dict[str, Any] | None:
    """Return all that is held of the person or candidate with `code`, None when there is none.

    A person's own way as a candidate is part of it, and so is, for a candidate's code, the person of the same code who
    was made for the candidate's chat.
    """
    person = session.scalar(select(Person).where(Person.code == code))
    candidates = _candidates(session, person, code)
    if person is None and not candidates:
        return None
    own = [_of_candidate(session, candidate) for candidate in candidates]
    return {**_of_person(session, person), "candidates": own} if person is not None else own[0]


def _candidates(session: Session, person: Person | None, code: str) -> list[Candidate]:
    of_that_code = Candidate.code == code
    mine = or_(Candidate.person_id == person.id, of_that_code) if person is not None else of_that_code
    return by_code(session.scalars(select(Candidate).where(mine)))


def _of_person(session: Session, person: Person) -> dict[str, Any]:
    mine = {table: table.person_id == person.id for table in (Role, Chat, Consent, Enrolment, Invitation, DataRequest)}
    return {
        "person": row_document(person),
        "roles": _documents(session, Role, mine[Role]),
        "chats": _documents(session, Chat, mine[Chat]),
        "consents": _consents(session, mine[Consent]),
        "requests": _documents(session, DataRequest, mine[DataRequest]),
        "enrolments": _documents(session, Enrolment, mine[Enrolment]),
        "class_seats": _documents(session, Seat, Seat.person_id == person.id),
        "check_in_tries": _documents(session, CheckInTry, CheckInTry.person_id == person.id),
        "shifts": _documents(session, ShiftRecord, ShiftRecord.person_id == person.id),
        "meetings": _meetings(session, person),
        "invitations": _documents(session, Invitation, mine[Invitation]),
        "helps": _documents(session, HelperAssignment, HelperAssignment.helper_id == person.id),
        "audit": _audit(session, Person, person.code),
    }


def _of_candidate(session: Session, candidate: Candidate) -> dict[str, Any]:
    return {
        "candidate": row_document(candidate),
        "stages": _documents(session, StageStep, StageStep.candidate_id == candidate.id),
        "events": _documents(session, CandidateEvent, CandidateEvent.candidate_id == candidate.id),
        "helpers": _documents(session, HelperAssignment, HelperAssignment.candidate_id == candidate.id),
        "helper_notes": _documents(session, HelperNote, HelperNote.candidate_id == candidate.id),
        "consents": _consents(session, Consent.candidate_id == candidate.id),
        "requests": _documents(session, DataRequest, DataRequest.candidate_id == candidate.id),
        "audit": _audit(session, Candidate, candidate.code),
    }


def _meetings(session: Session, person: Person) -> list[dict[str, Any]]:
    """Return the meetings that the person was called to: of which cell, when, the answer, and whether they came."""
    called = (
        select(Call, Unit.code, Sitting.starts_at)
        .join(Meeting, Meeting.id == Call.meeting_id)
        .join(Unit, Unit.id == Meeting.unit_id)
        .outerjoin(Sitting, Sitting.id == Call.sitting_id)
        .where(Call.person_id == person.id)
        .order_by(Call.id)
    )
    return [
        {**row_document(call), "unit": code, "starts_at": _plain(starts)}
        for call, code, starts in session.execute(called)
    ]


def _consents(session: Session, condition: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Return the log of consents, the oldest first, with the code of whoever recorded each."""
    recorded = select(Consent, Person.code).outerjoin(Person, Person.id == Consent.recorded_by_id)
    rows = session.execute(recorded.where(condition).order_by(Consent.given_at, Consent.id))
    return [{**row_document(consent), "recorded_by": code} for consent, code in rows]


def _audit(session: Session, table: type[Base], code: str) -> list[dict[str, Any]]:
    about = (AuditRecord.entity == table.__tablename__) & (AuditRecord.key == code)
    return _documents(session, AuditRecord, about)


def by_code(rows: Iterable[Candidate]) -> list[Candidate]:
    """Return candidates in the order of their codes as numbers: QC999 before QC1000."""
    return sorted(rows, key=lambda row: (len(row.code), row.code))


def row_document(row: Base) -> dict[str, Any]:
    """Return one row as JSON values; keyed hashes and keys are left out."""
    columns = inspect(type(row)).column_attrs
    return {column.key: _plain(getattr(row, column.key)) for column in columns if column.key not in _TECHNICAL}


def _documents(session: Session, table: type[Base], condition: Any) -> list[dict[str, Any]]:
    return [row_document(row) for row in session.scalars(select(table).where(condition))]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
