"""The outbox in the database: claims rows, marks what became of them, gives signs of life. Plain and synchronous.

Where a messenger takes only so many messages a month, they are counted with the marking, rows that must wait are not
claimed, and notices of one chat that are claimed together become one message (bot/spending.py).

A claim is good for as long as its owner's heartbeat is younger than :data:`LEASE`; then others take the rows over. An
outbox that was silent for longer (a machine asleep, a database out of reach) learns with its next claim what it lost.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, aliased, contains_eager

from bot.clock import Clock
from bot.messages import Outgoing
from bot.spending import Counted, Spending, Supplies
from models.audit import Actor, Via, act_as
from models.chats import Chat, Platform
from models.database import Database
from models.held_messages import OwnerIs
from models.messages import Heartbeat, OutgoingMessage, OutgoingState, Priority
from models.quota import Quota

LEASE = timedelta(seconds=30)
CLAIM_AT_ONCE = 500
PART = "outbox"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a message, to be written down. ``WAITING``: nothing, somebody may claim it again.

    ``left`` is how many messages left for the messenger (a long text is several), ``attempts`` how often it was tried.
    """

    message: Outgoing
    state: OutgoingState
    external_id: str | None = None
    error: str | None = None
    left: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Claimed:
    """The rows that were claimed, and the ids in hand that others have taken over meanwhile."""

    messages: list[Outgoing]
    lost: set[int]
    counted: Counted


class Claims:
    """One outbox's claims on rows of the given messengers. Every method is one transaction.

    `quotas` are those of messengers that take only so many messages a calendar month of `timezone`.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        platforms: Collection[Platform],
        quotas: Mapping[Platform, Quota] | None = None,
        timezone: str = "UTC",
    ) -> None:
        # At most 33 characters; a heartbeat's name has room for 40.
        self.name = f"{socket.gethostname()[:16]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._database = database
        self._clock = clock
        self._platforms = tuple(platforms)
        self._spending = Spending(quotas or {}, timezone, self._platforms)

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
            is_gone = self._owner_is_gone(session, now)
            orphaned = (OutgoingMessage.state == OutgoingState.CLAIMED) & is_gone(OutgoingMessage.claimed_by)
            free = (OutgoingMessage.state == OutgoingState.WAITING) | orphaned
            counted = self._spending.counted(session, now)
            supplies = self._spending.supplies(counted)
            self._spending.make_room(session, supplies, free, now)
            rows = session.scalars(
                select(OutgoingMessage)
                .join(OutgoingMessage.chat)
                .where(
                    free,
                    Chat.platform.in_(self._platforms),
                    *self._spending.may_go(supplies, now, lambda owner: ~is_gone(owner)),
                )
                .order_by(OutgoingMessage.priority, OutgoingMessage.id)
                .limit(CLAIM_AT_ONCE)
                .options(contains_eager(OutgoingMessage.chat))
                .with_for_update(skip_locked=True, of=OutgoingMessage)
            ).all()
            return Claimed(self._claimed(rows, supplies, now), lost, counted)

    def mark(self, results: Collection[Result]) -> Counted:
        """Write down what became of messages and count them; a row that was deleted meanwhile is passed over."""
        now = self._clock.now()
        done = [result for result in results if result.state != OutgoingState.WAITING]
        with self._database.write() as session:
            if done:
                _end(session, done, now)
            if len(done) < len(results):
                self._give_back(session, [result for result in results if result.state == OutgoingState.WAITING])
            stopped = {result.message.chat_id for result in results if result.state == OutgoingState.UNREACHABLE}
            if stopped:
                _stop(session, stopped, now)
            left: Counter[Platform] = Counter()
            for result in results:
                left[result.message.platform] += result.left
            return self._spending.count(session, left, now)

    def release(self) -> None:
        """Let everything go that is still claimed, so that others need not wait until the claim lapses."""
        with self._database.write() as session:
            session.execute(
                update(OutgoingMessage)
                .where(OutgoingMessage.state == OutgoingState.CLAIMED, OutgoingMessage.claimed_by == self.name)
                .values(state=OutgoingState.WAITING, claimed_by=None)
            )

    def _claimed(self, rows: Sequence[OutgoingMessage], supplies: Supplies, now: datetime) -> list[Outgoing]:
        readable = [message for row in rows if (message := _readable(row, now)) is not None]
        messages = self._spending.as_few(readable, supplies)
        claimed = {id_ for message in messages for id_ in message.rows}
        for row in rows:
            if row.id in claimed:
                row.state, row.claimed_by = OutgoingState.CLAIMED, self.name
        return messages

    def _give_back(self, session: Session, results: Sequence[Result]) -> None:
        """Let rows wait again, but for those that others have taken over."""
        table = OutgoingMessage.metadata.tables[OutgoingMessage.__tablename__]
        session.connection().execute(
            update(table)
            .where(
                table.c.id == bindparam("row"),
                table.c.state == OutgoingState.CLAIMED,
                table.c.claimed_by == self.name,
            )
            .values(state=OutgoingState.WAITING, claimed_by=None, attempts=table.c.attempts + bindparam("tries")),
            [{"row": row, "tries": result.attempts} for result in results for row in result.message.rows],
        )

    def _still_owned(self, session: Session, ids: Collection[int]) -> set[int]:
        owned = session.scalars(
            select(OutgoingMessage.id).where(
                OutgoingMessage.state == OutgoingState.CLAIMED, OutgoingMessage.claimed_by == self.name
            )
        )
        return set(owned).intersection(ids)

    def _owner_is_gone(self, session: Session, now: datetime) -> OwnerIs:
        """Return the condition for rows of outboxes that are dead; their heartbeats stay locked until the commit.

        A silent owner that comes back at this instant waits for the lock, and then sees what it has lost. Only known
        deaths count: an outbox that has just begun may be invisible to this transaction, while its claims are not.
        """
        if not self.are_shared:
            return lambda owner: owner != self.name
        silent = (
            select(Heartbeat.part)
            .where(Heartbeat.part.startswith(f"{PART}:"), Heartbeat.at <= now - LEASE)
            .with_for_update(skip_locked=True)
        )
        names = [part.removeprefix(f"{PART}:") for part in session.scalars(silent)]
        return lambda owner: owner.in_(names)


def _readable(row: OutgoingMessage, now: datetime) -> Outgoing | None:
    """Return the message of a row; one that cannot be read (written by another version, say) stops no other."""
    try:
        return Outgoing.of(row)
    except (LookupError, TypeError, ValueError, AssertionError) as error:
        _log.error("row_not_readable", row=row.id, error=type(error).__name__)
        row.state, row.error, row.done_at = OutgoingState.REFUSED, type(error).__name__, now
        return None


def _end(session: Session, results: Iterable[Result], now: datetime) -> None:
    """Write down what became of messages, and forget the words of all that nobody can send any more."""
    table = OutgoingMessage.metadata.tables[OutgoingMessage.__tablename__]
    ending = update(table).where(table.c.id == bindparam("row"))
    ending = ending.values(done_at=now, attempts=table.c.attempts + bindparam("tries"))
    kept: list[dict[str, Any]] = []
    ended: list[dict[str, Any]] = []
    elsewhere = _with_other_chats(session, {r.message.chat_id for r in results if r.state == OutgoingState.UNREACHABLE})
    for result in results:
        goes_elsewhere = result.message.chat_id in elsewhere and result.message.priority > Priority.REPLY
        (kept if result.state == OutgoingState.UNREACHABLE and goes_elsewhere else ended).extend(_values(result))
    for statement, values in ((ending, kept), (ending.values(content=None), ended)):
        if values:
            session.connection().execute(statement, values)


def _values(result: Result) -> list[dict[str, Any]]:
    what = {"state": result.state, "external_id": result.external_id, "error": result.error, "tries": result.attempts}
    return [{"row": row, **what} for row in result.message.rows]


def _with_other_chats(session: Session, chats: Collection[int]) -> set[int]:
    """Return those of `chats` whose people have another one: bot/redirecting.py sends there what does not arrive."""
    if not chats:
        return set()
    other = aliased(Chat)
    query = select(Chat.id).join(other, (other.person_id == Chat.person_id) & (other.id != Chat.id))
    reached = query.where(Chat.id.in_(chats), other.joined_at.is_not(None), other.stopped_at.is_(None))
    return set(session.scalars(reached))


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
