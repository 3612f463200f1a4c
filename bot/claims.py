"""The outbox in the database: claims rows, marks what became of them, gives signs of life. Plain and synchronous.

A claim is good for as long as its owner's heartbeat is younger than :data:`LEASE`; then others take the rows over. An
outbox that was silent for longer (a machine asleep, a database out of reach) learns with its next claim what it lost.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import Session, contains_eager

from bot.clock import Clock
from bot.messages import Outgoing
from models.audit import Actor, Via, act_as
from models.chats import Chat, Platform
from models.database import Database
from models.messages import Heartbeat, OutgoingMessage, OutgoingState

LEASE = timedelta(seconds=30)
CLAIM_AT_ONCE = 500
PART = "outbox"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a message, to be written down."""

    message: Outgoing
    state: OutgoingState
    external_id: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """The rows that were claimed, and the ids in hand that others have taken over meanwhile."""

    messages: list[Outgoing]
    lost: set[int]


class Claims:
    """One outbox's claims on rows of the given messengers. Every method is one transaction."""

    def __init__(self, database: Database, clock: Clock, platforms: Collection[Platform]) -> None:
        # At most 33 characters; a heartbeat's name has room for 40.
        self.name = f"{socket.gethostname()[:16]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._database = database
        self._clock = clock
        self._platforms = tuple(platforms)

    @property
    def are_shared(self) -> bool:
        """Return whether other processes may take over what this one holds; SQLite has one only (bot/app.py)."""
        return not self._database.is_sqlite

    def claim(self, in_hand: Collection[int]) -> Claimed:
        """Claim waiting rows and those whose owner is gone, and give a sign of life."""
        now = self._clock.now()
        with self._database.write() as session:
            lapsed = _beat(session, f"{PART}:{self.name}", now)
            lost = set(in_hand) - self._still_owned(session, in_hand) if lapsed else set()
            orphaned = (OutgoingMessage.state == OutgoingState.CLAIMED) & self._owner_is_gone(session, now)
            rows = session.scalars(
                select(OutgoingMessage)
                .join(OutgoingMessage.chat)
                .where((OutgoingMessage.state == OutgoingState.WAITING) | orphaned, Chat.platform.in_(self._platforms))
                .order_by(OutgoingMessage.priority, OutgoingMessage.id)
                .limit(CLAIM_AT_ONCE)
                .options(contains_eager(OutgoingMessage.chat))
                .with_for_update(skip_locked=True, of=OutgoingMessage)
            ).all()
            return Claimed([message for row in rows if (message := self._claimed(row, now)) is not None], lost)

    def mark(self, results: Collection[Result]) -> None:
        """Write down what became of messages; a row that was deleted meanwhile is passed over."""
        now = self._clock.now()
        table = OutgoingMessage.metadata.tables[OutgoingMessage.__tablename__]
        with self._database.write() as session:
            session.connection().execute(
                update(table).where(table.c.id == bindparam("row")).values(done_at=now, content=None),
                [
                    {
                        "row": result.message.id,
                        "state": result.state,
                        "external_id": result.external_id,
                        "error": result.error,
                    }
                    for result in results
                ],
            )
            stopped = {result.message.chat_id for result in results if result.state == OutgoingState.UNREACHABLE}
            if stopped:
                _stop(session, stopped, now)

    def release(self) -> None:
        """Let everything go that is still claimed, so that others need not wait until the claim lapses."""
        with self._database.write() as session:
            session.execute(
                update(OutgoingMessage)
                .where(OutgoingMessage.state == OutgoingState.CLAIMED, OutgoingMessage.claimed_by == self.name)
                .values(state=OutgoingState.WAITING, claimed_by=None)
            )

    def _claimed(self, row: OutgoingMessage, now: datetime) -> Outgoing | None:
        """Claim one row; one that cannot be read (written by another version, say) must not stop the others."""
        try:
            message = Outgoing.of(row)
        except (LookupError, TypeError, ValueError, AssertionError) as error:
            _log.error("row_not_readable", row=row.id, error=type(error).__name__)
            row.state, row.error, row.done_at = OutgoingState.REFUSED, type(error).__name__, now
            return None
        row.state, row.claimed_by = OutgoingState.CLAIMED, self.name
        return message

    def _still_owned(self, session: Session, ids: Collection[int]) -> set[int]:
        owned = session.scalars(
            select(OutgoingMessage.id).where(
                OutgoingMessage.state == OutgoingState.CLAIMED, OutgoingMessage.claimed_by == self.name
            )
        )
        return set(owned).intersection(ids)

    def _owner_is_gone(self, session: Session, now: datetime) -> ColumnElement[bool]:
        """Return the condition for rows of outboxes that are dead; their heartbeats stay locked until the commit.

        A silent owner that comes back at this instant waits for the lock, and then sees what it has lost. Only known
        deaths count: an outbox that has just begun may be invisible to this transaction, while its claims are not.
        """
        if not self.are_shared:
            return OutgoingMessage.claimed_by != self.name
        silent = (
            select(Heartbeat.part)
            .where(Heartbeat.part.startswith(f"{PART}:"), Heartbeat.at <= now - LEASE)
            .with_for_update(skip_locked=True)
        )
        return OutgoingMessage.claimed_by.in_([part.removeprefix(f"{PART}:") for part in session.scalars(silent)])


def _beat(session: Session, part: str, now: datetime) -> bool:
    """Give a sign of life; return whether the one before is so old that others may have taken over."""
    heartbeat = session.get(Heartbeat, part)
    if heartbeat is None:
        session.add(Heartbeat(part=part, at=now))
        session.flush()
        return False
    lapsed = heartbeat.at <= now - LEASE
    heartbeat.at = now
    session.flush()
    return lapsed


def _stop(session: Session, chats: set[int], now: datetime) -> None:
    act_as(session, Actor(Via.SERVICE, now))
    for chat in session.scalars(select(Chat).where(Chat.id.in_(chats), Chat.stopped_at.is_(None))):
        chat.stopped_at = now
