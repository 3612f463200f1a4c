"""One incoming message = one turn = one transaction (DESIGN.md, "The way of a message").

What the engine promises: an update is answered once, however often it is delivered; the turns of one chat follow each
other, those of different chats do not wait; a handler that fails changes nothing and leaves a trace; nothing is sent
before it is committed. bot/turns.py writes the turns.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.messages import Incoming, Outgoing
from bot.outbox import Outbox
from bot.turns import Turns
from bot.writer import Writer
from handlers import router
from handlers.settings import Settings
from models.chats import Platform
from models.database import Database
from models.rulebook import RuleBook


@dataclass(slots=True)
class _Line:
    """The turns of one chat that wait for each other."""

    lock: asyncio.Lock
    waiting: int = 0


class Engine:
    """Answers incoming messages."""

    def __init__(self, database: Database, writer: Writer, outbox: Outbox, clock: Clock, settings: Settings) -> None:
        self._writer = writer
        self._outbox = outbox
        self._turns = Turns(database, clock, settings, outbox=outbox.name, may_claim=outbox.may_claim)
        self._lines: dict[tuple[Platform, str], _Line] = {}

    async def answer(self, incoming: Incoming) -> None:
        """Answer one message; return once the answer is committed, and may already be on its way.

        A message that was answered before changes nothing and gets the same answer: what of it is not sent yet is.
        Raises a database error when nothing could be written: the update must then be delivered again.
        """
        await self._outbox.ready()
        async with self._in_line(incoming.platform, incoming.chat):
            await self._committed(await self._turn_of(incoming))

    def use(self, rules: RuleBook) -> None:
        """Answer by these time limits from now on; a turn under way ends as it began."""
        self._turns.use(rules)

    async def stop(self, platform: Platform, chat: str, update_key: str) -> None:
        """Note that the person behind a chat stopped the bot; it ends when they write again."""
        async with self._in_line(platform, chat):
            await self._writer.run(partial(self._turns.stop, platform, chat, update_key))

    @asynccontextmanager
    async def _in_line(self, platform: Platform, chat: str) -> AsyncIterator[None]:
        line = self._lines.setdefault((platform, chat), _Line(asyncio.Lock()))
        line.waiting += 1
        try:
            async with line.lock:  # first come, first served
                yield
        finally:
            line.waiting -= 1
            if not line.waiting:
                del self._lines[platform, chat]

    async def _committed(self, turn: Callable[[], list[Outgoing]]) -> None:
        """Write a turn and take over its messages, even when whoever waits for it gives up meanwhile."""
        writing = self._writer.run(turn)
        writing.add_done_callback(self._take)
        await asyncio.shield(writing)

    def _take(self, written: asyncio.Future[list[Outgoing]]) -> None:
        if not written.cancelled() and written.exception() is None:
            self._outbox.take(written.result())

    async def _turn_of(self, incoming: Incoming) -> Callable[[], list[Outgoing]]:
        """Do what takes long, and return the turn that is left to be written; what cannot be prepared is a failure."""
        if not router.takes_long(incoming.said):
            return partial(self._turns.answer, incoming, None)
        try:
            incoming = await self._fetched(incoming)
            prepared = await asyncio.to_thread(self._turns.prepare, incoming)
        except DBAPIError:
            raise
        except Exception as error:  # a broken file or a lost connection must not come back for ever
            return partial(self._turns.fail, incoming, error)
        return partial(self._turns.answer, incoming, prepared)

    async def _fetched(self, incoming: Incoming) -> Incoming:
        """Return the message with the content of its file, where the file is wanted."""
        file = incoming.said.file
        if file is None or incoming.fetch is None or not await asyncio.to_thread(self._turns.wants_file, incoming):
            return incoming
        content = await incoming.fetch()
        return replace(incoming, said=replace(incoming.said, file=replace(file, content=content)))
