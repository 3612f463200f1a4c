"""Who changed which fact, when, from which chat. Written by the session itself, so that no handler can forget it.

The record keeps codes and facts, never a name, a telephone number or a date of birth: those are only said to have
changed. So it may stay when a person is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, bindparam, event, func, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.candidates import Candidate, CandidateEvent, StageStep
from models.chats import Chat, Invitation
from models.classes import ClassSitting, Course, CourseTopic, Enrolment, RollPhoto, Seat
from models.consent import Consent
from models.database import Base, EncryptedBytes, EncryptedJSON, EncryptedText, UTCDateTime
from models.meetings import Call, Meeting, Sitting
from models.people import Person, Role
from models.rights import DataRequest
from models.shift_records import ShiftRecord
from models.targets import Target
from models.units import Enterprise, ShiftSystem, Unit

AUDITED = (
    Candidate,
    StageStep,
    CandidateEvent,
    Consent,
    Person,
    Role,
    Unit,
    Enterprise,
    ShiftSystem,
    Course,
    CourseTopic,
    Enrolment,
    ClassSitting,
    Seat,
    RollPhoto,
    Target,
    Invitation,
    Chat,
    DataRequest,
    ShiftRecord,
    Meeting,
    Sitting,
    Call,
)
# Columns whose change is technical, not a fact about the organisation.
_UNTOLD = {
    Chat: {"offer", "failed_codes", "failed_since", "first_seen_at"},
    Invitation: {"code_hash"},
    Seat: {"lost_minutes"},
}
_HIDDEN_COLUMNS = {"name_hash", "birth_year", "initials", "external_id"}
HIDDEN = "…"


class Via(StrEnum):
    """The door through which a change came."""

    CHAT = "chat"
    COMMAND_LINE = "command_line"
    IMPORT = "import"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is at work in a session; hung on it by :func:`act_as`."""

    via: Via
    now: datetime
    person_id: int | None = None
    chat_id: int | None = None


class AuditRecord(Base):
    """One change of one row."""

    __tablename__ = "audit_records"
    __table_args__ = (Index("ix_audit_records_newest", "entity", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    via: Mapped[Via]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(8))  # insert, update, delete
    entity: Mapped[str] = mapped_column(String(40))  # the table
    key: Mapped[str] = mapped_column(String(64), index=True)  # the row's code, else its id
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)  # {column: [old, new]}


class UndoStep(Base):
    """How to take back what a person has just saved; good for fifteen minutes (CONVERSATIONS.md, rule 4)."""

    __tablename__ = "undo_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    kind: Mapped[str] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON)


def act_as(session: Session, actor: Actor) -> None:
    """Say who makes the changes of `session`; without it a change of an audited row is refused."""
    session.info["actor"] = actor


_NEWEST = select(func.max(AuditRecord.id)).where(AuditRecord.entity == bindparam("entity"))


def last_change(session: Session, entity: type[Base]) -> int:
    """Return a number that grows with every change of a row of an audited table."""
    return session.scalar(_NEWEST, {"entity": entity.__tablename__}) or 0


def note(session: Session, entity: type[Base], action: str, changes: Mapping[str, dict[str, list[Any]]]) -> None:
    """Record changes that statements made past the unit of work, which the session cannot see; by the rows' keys."""
    actor = _actor(session, entity.__tablename__)
    records = [_record_of(actor, action, entity.__tablename__, key, told) for key, told in changes.items() if told]
    if records:
        session.execute(AuditRecord.__table__.insert(), records)  # type: ignore[attr-defined]  # as in _record


@event.listens_for(Session, "after_flush")
def _record(session: Session, _context: object) -> None:
    records = [
        *(_row(session, entity, "insert") for entity in session.new if isinstance(entity, AUDITED)),
        *(_row(session, entity, "update") for entity in session.dirty if isinstance(entity, AUDITED)),
        *(_row(session, entity, "delete") for entity in session.deleted if isinstance(entity, AUDITED)),
    ]
    told = [record for record in records if record["changes"]]
    if told:
        session.execute(AuditRecord.__table__.insert(), told)  # type: ignore[attr-defined]  # a Table, not a FromClause


def _row(session: Session, entity: Base, action: str) -> dict[str, Any]:
    key = str(getattr(entity, "code", None) or getattr(entity, "id", ""))
    table = entity.__tablename__
    return _record_of(_actor(session, table), action, table, key, _changes(entity, action))


def _actor(session: Session, table: str) -> Actor:
    actor = session.info.get("actor")
    if not isinstance(actor, Actor):
        raise RuntimeError(f"nobody has said who changes {table}: call act_as first")
    return actor


def _record_of(actor: Actor, action: str, table: str, key: str, changes: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        "at": actor.now,
        "via": actor.via,
        "person_id": actor.person_id,
        "chat_id": actor.chat_id,
        "action": action,
        "entity": table,
        "key": key,
        "changes": changes,
    }


def _changes(entity: Base, action: str) -> dict[str, list[Any]]:
    state = inspect(entity)
    untold = _UNTOLD.get(type(entity), set()) | {"id"}
    changes = {}
    for attribute in state.mapper.column_attrs:
        if attribute.key in untold:
            continue
        old, new = _before_and_after(state, attribute.key, action)
        if old != new:
            hidden = attribute.key in _HIDDEN_COLUMNS or isinstance(
                attribute.columns[0].type, EncryptedText | EncryptedJSON | EncryptedBytes
            )
            changes[attribute.key] = [_plain(old, hidden), _plain(new, hidden)]
    return changes


def _before_and_after(state: Any, key: str, action: str) -> tuple[Any, Any]:
    value = state.dict.get(key)
    if action == "insert":
        return None, value
    if action == "delete":
        return value, None
    history = state.attrs[key].history
    return (history.deleted[0] if history.deleted else (None if history.added else value)), value


def _plain(value: Any, hidden: bool) -> Any:
    if value is None:
        return None
    if hidden:
        return HIDDEN
    return value.isoformat() if isinstance(value, date | datetime) else value
