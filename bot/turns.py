"""One turn in one transaction: what came in, the facts that it changes and the messages that it causes, or nothing.

Plain and synchronous; the engine runs it on the writer's threads.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session, joinedload

from bot.clock import Clock
from bot.messages import Incoming, Outgoing
from bot.offers import offered
from handlers import failures, router
from handlers.settings import Settings
from handlers.turn import Reply, Turn
from models import ledger
from models.audit import Actor, Via, act_as
from models.chats import Chat, Conversation, Platform
from models.database import Database
from models.messages import IncomingMessage, IncomingState, OutgoingMessage, OutgoingState, Priority
from models.reach import chats_of
from models.rulebook import RuleBook

ATTEMPTS = 3  # two processes may meet on one row; the second attempt then sees what the first one wrote
_HOME = Path(__file__).parents[1]
_OWN = tuple(_HOME / floor for floor in ("bot", "handlers", "models"))
# Built once: they are asked on every turn.
_CHAT = select(Chat).where(Chat.platform == bindparam("platform"), Chat.external_id == bindparam("chat"))
_BELONGS = or_(
    Conversation.person_id == Chat.person_id, and_(Chat.person_id.is_(None), Conversation.chat_id == Chat.id)
)
_LOCK = (
    select(Chat.id)
    .where(Chat.platform == bindparam("platform"), Chat.external_id == bindparam("chat"))
    .with_for_update()
)
_CHAT_AND_FORM = _CHAT.add_columns(Conversation).outerjoin(Conversation, _BELONGS)
_log = structlog.get_logger(__name__)


class Turns:
    """Writes turns. Messages to a messenger for which `may_claim` is true are claimed for `outbox`; others wait."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        *,
        outbox: str,
        may_claim: Callable[[Platform], bool],
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._outbox = outbox
        self._may_claim = may_claim

    def use(self, rules: RuleBook) -> None:
        """Answer by these time limits from now on."""
        self._settings = replace(self._settings, rules=rules)

    def wants_file(self, incoming: Incoming) -> bool:
        """Return whether the file that was sent is to be fetched."""
        with self._database.read() as session:
            turn = self._reading_turn(session, incoming)
            return turn is not None and router.wants_file(turn)

    def prepare(self, incoming: Incoming) -> object:
        """Do what takes long before the transaction begins."""
        with self._database.read() as session:
            turn = self._reading_turn(session, incoming)
            return router.prepare(turn) if turn is not None else None

    def answer(self, incoming: Incoming, prepared: object) -> list[Outgoing]:
        """Write one turn, failed or not; return what this process has to send. Raises when nothing can be written."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._attempt(incoming, prepared)
            except (IntegrityError, OperationalError) as error:
                if attempt == ATTEMPTS:
                    return self.fail(incoming, error)
            except Exception as error:
                return self.fail(incoming, error)
        raise AssertionError("the last attempt returns or raises")

    def fail(self, incoming: Incoming, error: Exception) -> list[Outgoing]:
        """Keep the message as failed, tell the person honestly and the administrators without personal data."""
        where = _place(error)
        _log.error("turn_failed", error=where, platform=incoming.platform, update=incoming.update_key)
        try:
            return self._keep_failed(incoming, where, self._apologies)
        except DBAPIError:
            raise
        except Exception as second:  # not even the apology can be written: the message is kept all the same
            _log.error("apology_failed", error=_place(second), update=incoming.update_key)
            return self._keep_failed(incoming, where, None)

    def stop(self, platform: Platform, chat: str, update_key: str) -> None:
        """Note that the person behind a chat stopped the bot; it ends when they write again."""
        incoming_chat = select(Chat).where(Chat.platform == platform, Chat.external_id == chat).with_for_update()
        with self._database.write() as session:
            row = session.scalar(incoming_chat)
            now = self._clock.now()
            if row is None or not ledger.receive(
                session, platform=platform, update_key=update_key, chat_id=row.id, now=now
            ):
                return
            act_as(session, Actor(Via.SERVICE, now))
            row.stopped_at = row.stopped_at or now

    def _reading_turn(self, session: Session, incoming: Incoming) -> Turn | None:
        chat = session.scalar(_CHAT, {"platform": incoming.platform, "chat": incoming.chat})
        return Turn(session, self._clock.now(), chat, incoming.said, self._settings) if chat else None

    def _attempt(self, incoming: Incoming, prepared: object) -> list[Outgoing]:
        with self._database.write() as session:
            now = self._clock.now()
            chat, conversation = self._locked_chat(session, incoming, now)
            row = self._received(session, incoming, chat, now, IncomingState.HANDLED)
            if row is None:
                return _same_answer(session, incoming, self._outbox)
            act_as(session, Actor(Via.CHAT, now, chat.person_id, chat.id))
            if chat.stopped_at is not None:
                chat.stopped_at = None  # who writes is there again
            turn = Turn(session, now, chat, incoming.said, self._settings, prepared)
            turn.conversation = conversation
            reply = router.answer(turn)
            replaces = incoming.pressed_message if reply.replaces else None
            return self._written(
                turn, row, [self._letter(chat, reply, Priority.REPLY, replaces), *self._to_others(turn)]
            )

    def _keep_failed(
        self, incoming: Incoming, where: str, apologies: Callable[[Turn, int, str], list[_Letter]] | None
    ) -> list[Outgoing]:
        with self._database.write() as session:
            now = self._clock.now()
            chat, _ = self._locked_chat(session, incoming, now)
            row = self._received(session, incoming, chat, now, IncomingState.FAILED)
            if row is None:
                return _same_answer(session, incoming, self._outbox)
            act_as(session, Actor(Via.SERVICE, now))
            kept = session.get_one(IncomingMessage, row)
            kept.error, kept.content = where, {"text": incoming.said.text, "press": incoming.said.press}
            turn = Turn(session, now, chat, incoming.said, self._settings)
            return self._written(turn, row, apologies(turn, row, where) if apologies else [])

    def _apologies(self, turn: Turn, row: int, where: str) -> list[_Letter]:
        failures.tell_administrators(turn, row, where)
        return [self._letter(turn.chat, failures.apology(turn), Priority.REPLY), *self._to_others(turn)]

    def _locked_chat(self, session: Session, incoming: Incoming, now: datetime) -> tuple[Chat, Conversation | None]:
        """Return the chat, locked against other turns of it, with the unfinished form."""
        keys = {"platform": incoming.platform, "chat": incoming.chat}
        if not self._database.is_sqlite:  # there the whole transaction is locked
            # On its own: a statement that waited for the lock would see the chat as it is now, but the person and the
            # form beside it as they were before another process's turn.
            session.execute(_LOCK, keys)
        found = session.execute(_CHAT_AND_FORM, keys).one_or_none()
        if found is None:
            act_as(session, Actor(Via.CHAT, now))
            chat = Chat(platform=incoming.platform, external_id=incoming.chat, first_seen_at=now)
            session.add(chat)
            session.flush()
            return chat, None
        chat, conversation = found
        return chat, conversation

    def _received(
        self, session: Session, incoming: Incoming, chat: Chat, now: datetime, state: IncomingState
    ) -> int | None:
        platform, key = incoming.platform, incoming.update_key
        return ledger.receive(session, platform=platform, update_key=key, chat_id=chat.id, now=now, state=state)

    def _letter(self, chat: Chat, reply: Reply, priority: Priority, replaces: str | None = None) -> _Letter:
        return _Letter(chat, reply, priority, replaces, self._outbox if self._may_claim(chat.platform) else None)

    def _to_others(self, turn: Turn) -> list[_Letter]:
        if not turn.messages:
            return []
        chats = chats_of(turn.session, (message.person.id for message in turn.messages))
        letters = []
        for message in turn.messages:
            chat = chats.get(message.person.id)
            if chat is not None:
                reply = message.compose(self._settings.catalogue.translator(chat.language))
                letters.append(self._letter(chat, reply, message.priority))
        return letters

    def _written(self, turn: Turn, row: int, letters: list[_Letter]) -> list[Outgoing]:
        """Write the letters down; return those that this process sends."""
        turn.session.flush()
        letters = [self._offering(turn.session, letter) for letter in letters]
        ids = ledger.queue(turn.session, [letter.draft for letter in letters], incoming_id=row, now=turn.now)
        return [letter.outgoing(id_) for id_, letter in zip(ids, letters, strict=True) if letter.claimed_by]

    @staticmethod
    def _offering(session: Session, letter: _Letter) -> _Letter:
        reply, offer = offered(letter.reply, letter.priority, letter.chat)
        ledger.offer(session, letter.chat, offer)
        return replace(letter, reply=reply)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A reply to a chat, on its way to become a row and a message."""

    chat: Chat
    reply: Reply
    priority: Priority
    replaces: str | None
    claimed_by: str | None

    @property
    def draft(self) -> ledger.Draft:
        return ledger.Draft(self.chat.id, self.reply.to_json(), self.priority, self.replaces, self.claimed_by)

    def outgoing(self, id_: int) -> Outgoing:
        chat = self.chat
        return Outgoing(
            id_, Platform(chat.platform), chat.id, chat.external_id, self.reply, self.priority, self.replaces
        )


def _same_answer(session: Session, incoming: Incoming, outbox: str) -> list[Outgoing]:
    """Return what the first delivery of the update wrote, as far as this process still has to send it."""
    rows = session.scalars(
        select(OutgoingMessage)
        .join(IncomingMessage, IncomingMessage.id == OutgoingMessage.incoming_id)
        .where(
            IncomingMessage.platform == incoming.platform,
            IncomingMessage.update_key == incoming.update_key,
            OutgoingMessage.state == OutgoingState.CLAIMED,
            OutgoingMessage.claimed_by == outbox,
        )
        .options(joinedload(OutgoingMessage.chat))
        .order_by(OutgoingMessage.id)
    )
    return [Outgoing.of(row) for row in rows]


def _place(error: Exception) -> str:
    """Return the class of an error and the line that raised it; never its text, which may hold personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if any(Path(frame.filename).is_relative_to(folder) for folder in _OWN)]
    where = f" at {Path(own[-1].filename).stem}.{own[-1].name}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}{where}"[:120]
