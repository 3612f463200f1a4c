"""What other rows say of somebody who is deleted: words that wait to be sent, offers, unfinished forms, files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.audit import UndoStep
from models.candidates import Candidate, StageStep
from models.chats import Chat, Conversation
from models.meetings import Meeting
from models.messages import IncomingMessage, OutgoingMessage
from models.names import fold
from models.people import Person
from models.published import PublishedFile
from models.rights import DataRequest
from models.uploads import Upload

_LEAST_SYLLABLES = 2  # one alone is everybody's
_LEAST_DIGITS = 8
WIPED = "…"


@dataclass(frozen=True, slots=True)
class Traces:
    """By what somebody is recognised in words."""

    names: frozenset[str]  # folded
    codes: frozenset[str]  # folded
    numbers: frozenset[str]  # digits of telephone numbers and chats

    @classmethod
    def of(cls, person: Person | None, candidates: Sequence[Candidate], chats: Sequence[Chat]) -> Self:
        """Return by what a person, with candidates and chats, is recognised."""
        people: tuple[Person | Candidate, ...] = (*([person] if person else []), *candidates)
        names = {fold(row.full_name) for row in people if row.full_name and " " in row.full_name.strip()}
        numbers = {re.sub(r"\D", "", person.phone)} if person and person.phone else set()
        numbers |= {chat.external_id for chat in chats}
        return cls(
            frozenset(name for name in names if len(name.split()) >= _LEAST_SYLLABLES),
            frozenset(fold(row.code) for row in people),
            frozenset(number for number in numbers if len(number) >= _LEAST_DIGITS),
        )

    def are_in(self, value: Any) -> bool:
        """Whether a text or JSON value speaks of the person."""
        if value is None:
            return False
        text = fold(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        if any(name in text for name in self.names):
            return True
        if self.codes & set(re.findall(r"\b[a-z]{2,3}\d{2,6}\b", text)):
            return True
        digits = re.sub(r"(?<=\d)[ .-](?=\d)", "", text)
        return any(number in digits for number in self.numbers)


def wipe(session: Session, traces: Traces) -> None:
    """Take the traces away. What waits to be sent about the person is not sent any more."""
    session.flush()
    forms = session.execute(select(Conversation.id, Conversation.answers)).all()
    _delete(session, Conversation, (row for row, answers in forms if traces.are_in(answers)))
    undone = session.execute(select(UndoStep.id, UndoStep.details)).all()
    _delete(session, UndoStep, (row for row, details in undone if traces.are_in(details)))
    for row in session.scalars(select(Chat).where(Chat.offer.is_not(None))):
        if traces.are_in(row.offer):
            row.offer = None
    for message in session.scalars(select(OutgoingMessage).where(OutgoingMessage.content.is_not(None))):
        if traces.are_in(message.content):
            session.delete(message)
    for failed in session.scalars(select(IncomingMessage).where(IncomingMessage.content.is_not(None))):
        if traces.are_in(failed.content):
            failed.content = None
    for file in session.scalars(select(PublishedFile)):
        if traces.are_in(file.name) or _may_hold(traces, file.content):
            session.delete(file)
    # Workbooks are packed, and wait for a day at most: whoever sent one sends it again.
    session.execute(delete(Upload))
    _wipe_free_text(session, traces)
    session.flush()


def _may_hold(traces: Traces, content: bytes) -> bool:
    """Whether a published file may speak of the person.

    Workbooks and letters are packed, in pictures names are drawn: none of them can be searched, so none stays. They
    would be gone within a day, and whoever wants one asks for it again.
    """
    try:
        return traces.are_in(content.decode())
    except UnicodeDecodeError:
        return True


def _wipe_free_text(session: Session, traces: Traces) -> None:
    for note in session.scalars(select(Candidate).where(Candidate.note.is_not(None))):
        if traces.are_in(note.note):
            note.note = WIPED
    for step in session.scalars(select(StageStep).where(StageStep.reason.is_not(None))):
        if traces.are_in(step.reason):
            step.reason = WIPED
    for request in session.scalars(select(DataRequest).where(DataRequest.words.is_not(None))):
        if traces.are_in(request.words):
            request.words = WIPED
    for meeting in session.scalars(select(Meeting)):
        for column in ("place", "topic", "papers", "outcome"):
            if traces.are_in(getattr(meeting, column)):
                setattr(meeting, column, WIPED)


def _delete(session: Session, table: Any, ids: Iterable[int]) -> None:
    gone = list(ids)
    if gone:
        session.execute(delete(table).where(table.id.in_(gone)), execution_options={"synchronize_session": "fetch"})
