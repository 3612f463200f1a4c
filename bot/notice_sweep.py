"""Raises what has fallen due and says it to those who are awake: called about once a minute, in every process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import structlog
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.offers import offered
from bot.parts import FORMS, numbered
from bot.writer import Writer
from handlers.markup import to_plain
from handlers.notices.kinds import Kind
from handlers.notices.saying import Said, say_due
from handlers.settings import Settings
from handlers.turn import Reply
from models import ledger
from models.audit import Actor, Via, act_as
from models.chats import Chat
from models.database import Database
from models.messages import Priority
from models.notices import Notice
from models.rulebook import RuleBook

PEOPLE_AT_ONCE = 200  # so that turns need not wait long for the writer
_Spoken = tuple[Notice, Reply]
_log = structlog.get_logger(__name__)


class NoticeSweep:
    """Raises and says notices of `kinds`. One kind that fails stops no other."""

    def __init__(
        self, database: Database, writer: Writer, clock: Clock, *, settings: Settings, kinds: Mapping[str, Kind]
    ) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._settings = settings
        self._kinds = kinds

    def use(self, rules: RuleBook) -> None:
        """Raise and say by these time limits from now on."""
        self._settings = replace(self._settings, rules=rules)

    async def look(self) -> int:
        """Raise and say what is due; return how many messages were written."""
        for kind in self._kinds.values():
            await self._raise(kind)
        written = 0
        while True:
            messages, looked_at = await self._writer.run(self._say)
            written += messages
            if not looked_at:
                return written

    async def _raise(self, kind: Kind) -> None:
        try:
            raised = await self._writer.run(partial(self._raise_due, kind))
        except Exception as error:  # its text may hold personal data
            _log.error("notice_kind_failed", kind=kind.name, error=type(error).__name__)
        else:
            if raised:
                _log.info("notices_raised", kind=kind.name, notices=raised)

    def _raise_due(self, kind: Kind) -> int:
        with self._database.write() as session:
            act_as(session, Actor(Via.SERVICE, self._clock.now()))
            return kind.raise_due(session, self._clock.now(), self._settings)

    def _say(self) -> tuple[int, int]:
        now = self._clock.now()
        with self._database.write() as session:
            act_as(session, Actor(Via.SERVICE, now))
            said, looked_at = say_due(session, now, self._settings, self._kinds, PEOPLE_AT_ONCE)
            messages = [message for one in said for message in self._queued(session, one)]
            return len(messages), looked_at

    def _queued(self, session: Session, said: Said) -> list[int]:
        """Write the messages to one person as rows; return their ids."""
        ids = []
        for together in _together(said):
            reply = _worded(session, said.chat, [reply for _, reply in together])
            draft = ledger.Draft(said.chat.id, reply.to_json(), said.priority)
            (row,) = ledger.queue(session, [draft], incoming_id=None, now=self._clock.now())
            for notice, _ in together:
                notice.outgoing_id = row
            ids.append(row)
        return ids


def _together(said: Said) -> list[list[_Spoken]]:
    """What goes out as one message each: as much as fits, but a picture or file stays with its own words."""
    most = FORMS[said.chat.platform].text // 2  # choices become lines, too
    messages: list[list[_Spoken]] = []
    length = 0
    for notice, reply in said.notices:
        own = len(to_plain(reply.text))
        is_alone = reply.attachment is not None or not messages or messages[-1][-1][1].attachment is not None
        if is_alone or length + own > most:
            messages.append([])
            length = 0
        messages[-1].append((notice, reply))
        length += own
    return messages


def _worded(session: Session, chat: Chat, replies: Sequence[Reply]) -> Reply:
    """Several replies as one, with the choices numbered where there are no buttons; the chat's offer grows by them."""
    if len(replies) == 1 or FORMS[chat.platform].has_buttons:
        reply, offer = offered(_joined(replies), Priority.NOTICE, chat)
        ledger.offer(session, chat, offer)
        return reply
    worded = []
    for one in replies:
        reply, offer = offered(one, Priority.NOTICE, chat)
        ledger.offer(session, chat, offer)
        worded.append(numbered(reply))
    return _joined(worded)


def _joined(replies: Sequence[Reply]) -> Reply:
    text = "\n\n".join(reply.text for reply in replies)
    return replace(replies[0], text=text, choices=tuple(row for reply in replies for row in reply.choices))
