"""Sends what cannot arrive in one chat by another chat of the same person, who is told once.

A message that moves becomes a new row, and the old one goes, in one transaction: it is either here or there. Its new id
lies behind the sentence that explains the move, and an outbox that still remembers the old id finds nothing to send.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from bot.offers import offered
from handlers import messengers
from handlers.access import Access
from handlers.settings import Settings
from handlers.turn import Reply
from models import ledger
from models.audit import Actor, Via, act_as
from models.chats import Chat, Platform
from models.messages import OutgoingMessage, OutgoingState, Priority
from models.reach import Reach, reach_of, stranded

AT_ONCE = 500  # messages in one transaction; the next look takes the rest
KEPT_FOR = timedelta(hours=1)  # a message that a stopped chat refused, until it goes another way
_log = structlog.get_logger(__name__)


def in_hand(session: Session, outbox: str, out: Collection[Platform]) -> list[int]:
    """Return the ids of stranded messages that `outbox` holds, at most :data:`AT_ONCE`."""
    held = stranded(out).where(OutgoingMessage.state == OutgoingState.CLAIMED, OutgoingMessage.claimed_by == outbox)
    return list(session.scalars(held.with_only_columns(OutgoingMessage.id).limit(AT_ONCE)))


@dataclass(frozen=True, slots=True)
class Redirection:
    """One pass over the stranded messages while the messengers `out` cannot be reached.

    ``people`` are those whose usual chat may be back, or stopped. ``let_go`` are rows that are still claimed by
    ``outbox`` but that it will not send any more.
    """

    session: Session
    settings: Settings
    now: datetime
    out: Collection[Platform]
    people: Collection[int] = ()
    outbox: str = ""
    let_go: Collection[int] = ()

    def run(self) -> int:
        """Move what is stranded, tell whom it concerns, and see whose usual chat is back; return how many moved."""
        act_as(self.session, Actor(Via.SERVICE, self.now))
        moved = self._move()
        self._look_at_people()
        self._give_back()
        self._forget()
        return moved

    def _move(self) -> int:
        rows = self._stranded_rows()
        chats = {row.id: self.session.get_one(Chat, row.chat_id) for row in rows}
        reach = reach_of(self.session, [chat.person_id for chat in chats.values() if chat.person_id], self.out)
        moved = 0
        for row in rows:  # the most urgent first, which the sentence about the move must precede
            way = reach.get(chats[row.id].person_id or 0)
            reply = _readable(row)
            if way is None or way.now is None or reply is None:
                continue
            self._stand_in(way, Priority(row.priority))
            self._write(way.now, reply, Priority(row.priority), row)
            self._remove(row)
            moved += 1
        return moved

    def _stranded_rows(self) -> list[OutgoingMessage]:
        ours = (OutgoingMessage.claimed_by == self.outbox) & OutgoingMessage.id.in_(self.let_go)
        query = stranded(self.out).where(or_(OutgoingMessage.state != OutgoingState.CLAIMED, ours)).limit(AT_ONCE)
        return list(self.session.scalars(query.with_for_update(skip_locked=True, of=OutgoingMessage)))

    def _stand_in(self, way: Reach, priority: Priority) -> None:
        """Let another chat stand in for the usual one, and say so there, once."""
        chat = way.now
        if chat is None or not way.is_detour or chat.stands_in_since is not None:
            return
        chat.stands_in_since = self.now
        is_member = Access.of(self.session, chat.person_id).is_member
        translator = self.settings.catalogue.translator(chat.language, is_member)
        self._write(chat, messengers.stands_in(translator, way.usual), priority)

    def _write(self, chat: Chat, reply: Reply, priority: Priority, instead_of: OutgoingMessage | None = None) -> None:
        """Write a message for a chat where its choices may have other numbers."""
        numbered, offer = offered(replace(reply, numbered_from=1, replaces=False), priority, chat)
        ledger.offer(self.session, chat, offer)
        ledger.queue(
            self.session,
            [ledger.Draft(chat.id, numbered.to_json(), priority)],
            incoming_id=instead_of.incoming_id if instead_of else None,
            now=instead_of.created_at if instead_of else self.now,
        )

    def _remove(self, row: OutgoingMessage) -> None:
        if row.state == OutgoingState.UNREACHABLE:
            row.content = None  # that it was refused there stays known
        else:
            self.session.delete(row)

    def _look_at_people(self) -> None:
        """Tell who has stopped the usual chat that messages now come here; end what stands in without need."""
        self.session.flush()
        for way in reach_of(self.session, self.people, self.out).values():
            if not way.is_detour:
                self._end_standing_in(way.usual)
            elif way.usual.stopped_at is not None:
                self._stand_in(way, Priority.NOTICE)
        self.session.flush()

    def _end_standing_in(self, usual: Chat) -> None:
        if usual.stopped_at is not None or usual.platform in self.out:
            return  # nothing reaches the person now; when the one that stands in is back, nothing new need be said
        own = self.session.query(Chat).filter_by(person_id=usual.person_id)
        for chat in own.filter(Chat.stands_in_since.is_not(None)):
            chat.stands_in_since = None

    def _give_back(self) -> None:
        """Let anybody claim what was let go and did not move after all: the messenger is back, say."""
        if self.let_go:
            self.session.execute(
                update(OutgoingMessage)
                .where(
                    OutgoingMessage.id.in_(self.let_go),
                    OutgoingMessage.state == OutgoingState.CLAIMED,
                    OutgoingMessage.claimed_by == self.outbox,
                )
                .values(state=OutgoingState.WAITING, claimed_by=None)
                .execution_options(synchronize_session=False)
            )

    def _forget(self) -> None:
        """Forget the words of what was kept to go another way and found none."""
        self.session.execute(
            update(OutgoingMessage)
            .where(
                OutgoingMessage.state == OutgoingState.UNREACHABLE,
                OutgoingMessage.content.is_not(None),
                OutgoingMessage.done_at <= self.now - KEPT_FOR,
            )
            .values(content=None)
            .execution_options(synchronize_session=False)
        )


def _readable(row: OutgoingMessage) -> Reply | None:
    """Return the message of a row; one of another version stays where it is, and stops nobody else's."""
    try:
        return Reply.from_json(row.content or {})
    except (LookupError, TypeError, ValueError) as error:
        _log.error("row_not_readable", row=row.id, error=type(error).__name__)
        return None
