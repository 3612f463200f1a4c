"""Deletes a person or candidate beyond recovery: rows, traces in other rows, and what is left in the files.

The audit keeps that a row of this code was made, changed and deleted; what the changes said is emptied. A soft delete
would not be enough (NĐ 356/2025/NĐ-CP, DOMAIN.md §6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from models import forgetting, traces
from models.audit import AuditRecord
from models.candidates import Candidate
from models.chats import Chat
from models.classes import RollPhoto, Seat
from models.database import Base
from models.messages import IncomingMessage, OutgoingMessage
from models.notices import Notice
from models.people import Person
from models.published import PublishedFile
from models.rights import DataRequest, RequestOutcome, RetentionRun, end
from models.traces import Traces

ON_REQUEST = "deleted_on_request"  # the rule that is noted in retention_runs
_Rows = dict[str, set[str]]  # table → keys of its rows, as the audit writes them


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data goes: a person with every candidate that the person is, or a candidate who is no such person."""

    person: Person | None
    candidates: tuple[Candidate, ...]


def subject_of(session: Session, *, person_id: int | None = None, candidate_id: int | None = None) -> Subject:
    """Return the person and candidates behind a request; a person made only for the candidate's chat is among them."""
    candidate = session.get(Candidate, candidate_id) if candidate_id is not None else None
    if person_id is None and candidate is not None and candidate.person_id is not None:
        linked = session.get_one(Person, candidate.person_id)
        person_id = linked.id if linked.code == candidate.code else None
    if person_id is None:
        return Subject(None, (candidate,) if candidate else ())
    candidates = session.scalars(select(Candidate).where(Candidate.person_id == person_id).order_by(Candidate.id))
    own = {row.id: row for row in (*candidates, *([candidate] if candidate else []))}
    return Subject(session.get(Person, person_id), tuple(own.values()))


def delete_on_request(session: Session, subject: Subject, now: datetime) -> list[Chat]:
    """Delete `subject` because somebody asked for it: an old list does not bring the person back.

    Returns and asks for the same as :func:`delete_for_good`.
    """
    forgetting.remember(session, subject.person, subject.candidates, now)
    rows = len(subject.candidates) + (subject.person is not None)
    open_chats = delete_for_good(session, subject, now)
    session.add(RetentionRun(at=now, rule=ON_REQUEST, rows=rows))
    session.flush()
    return open_chats


def delete_for_good(session: Session, subject: Subject, now: datetime) -> list[Chat]:
    """Delete everything about `subject`; return the chats, now a stranger's, that were open to messages.

    :func:`models.overwriting.overwrite` has then to be run on the database: until it is, the file may hold pieces of
    what was deleted.
    """
    session.flush()
    chats = _chats_of(session, subject.person)
    open_chats = [chat for chat in chats if chat.joined_at is not None and chat.stopped_at is None]
    left = Traces.of(subject.person, subject.candidates, chats)
    rows = _rows_of(session, subject, chats)
    _close_chats(session, chats)
    _end_requests(session, subject, now)
    _delete_rows(session, subject)
    traces.wipe(session, left)
    _empty_audit(session, rows)
    return open_chats


def _chats_of(session: Session, person: Person | None) -> list[Chat]:
    return list(session.scalars(select(Chat).where(Chat.person_id == person.id))) if person else []


def _close_chats(session: Session, chats: Sequence[Chat]) -> None:
    """Make the chats a stranger's, with nothing of what was said there."""
    ids = [chat.id for chat in chats]
    for table in (OutgoingMessage, IncomingMessage, PublishedFile):
        session.execute(delete(table).where(table.chat_id.in_(ids)), execution_options=_UNSYNCHRONISED)
    for chat in chats:
        chat.person, chat.joined_at, chat.offer = None, None, None
        chat.is_preferred, chat.stands_in_since = False, None
        chat.failed_codes, chat.failed_since = 0, None
    session.flush()


def _end_requests(session: Session, subject: Subject, now: datetime) -> None:
    """Let requests stay as proof with number, kind and dates; those that stood open have come to their end."""
    people = [subject.person.id] if subject.person else []
    about = or_(DataRequest.person_id.in_(people), DataRequest.candidate_id.in_(_ids(subject.candidates)))
    for request in session.scalars(select(DataRequest).where(about)):
        if request.is_open:
            end(request, RequestOutcome.DONE, now)
        request.words, request.person_id, request.candidate_id = None, None, None
    session.flush()


def _delete_rows(session: Session, subject: Subject) -> None:
    """Delete the rows themselves; what refers to them goes with them, or lets go of them."""
    for candidate in subject.candidates:
        session.delete(candidate)
    session.flush()
    if subject.person is None:
        return
    # A roll on paper bears the names of all: no part of a picture can be taken away.
    sat_in = select(Seat.sitting_id).where(Seat.person_id == subject.person.id)
    session.execute(delete(RollPhoto).where(RollPhoto.sitting_id.in_(sat_in)), execution_options=_UNSYNCHRONISED)
    told = Notice.about["person"].as_integer() == subject.person.id  # to others; ids may be given out again
    session.execute(delete(Notice).where(told), execution_options=_UNSYNCHRONISED)
    for helped in session.scalars(select(Candidate).where(Candidate.helper_id == subject.person.id)):
        helped.helper_id = None
    session.flush()
    session.delete(subject.person)
    session.flush()


def _rows_of(session: Session, subject: Subject, chats: Sequence[Chat]) -> _Rows:
    """Return every row that is about `subject`: its own, and those that go with it because they belong to it."""
    rows: _Rows = defaultdict(set)
    for candidate in subject.candidates:
        rows[Candidate.__tablename__].add(candidate.code)
    if subject.person is not None:
        rows[Person.__tablename__].add(subject.person.code)
    rows[Chat.__tablename__] |= {str(chat.id) for chat in chats}
    owners = {Person.__tablename__: [subject.person.id] if subject.person else []}
    owners[Candidate.__tablename__] = _ids(subject.candidates)
    for table in Base.metadata.tables.values():
        for column in table.columns:
            for key in column.foreign_keys:
                ids = owners.get(key.column.table.name, [])
                if ids and "id" in table.c and (key.ondelete == "CASCADE" or table.name == DataRequest.__tablename__):
                    found: Iterable[Any] = session.scalars(select(table.c.id).where(column.in_(ids)))
                    rows[table.name] |= {str(row) for row in found}
    return rows


def _empty_audit(session: Session, rows: _Rows) -> None:
    session.flush()
    for entity, keys in rows.items():
        session.execute(
            update(AuditRecord).where(AuditRecord.entity == entity, AuditRecord.key.in_(keys)).values(changes={}),
            execution_options=_UNSYNCHRONISED,
        )


def _ids(candidates: Iterable[Candidate]) -> list[int]:
    return [candidate.id for candidate in candidates]


_UNSYNCHRONISED = {"synchronize_session": False}
