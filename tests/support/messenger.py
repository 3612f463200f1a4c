"""A messenger in memory that misbehaves as told, and a service that sends over it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from itertools import count

from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from bot import app
from bot.channels.channel import Letter
from bot.clock import Clock
from bot.engine import Engine
from bot.messages import Incoming
from bot.outbox import Outbox
from bot.pace import Limits
from bot.writer import writer_of
from handlers.markup import to_plain
from handlers.turn import Reply, Said
from models.chats import Chat, Platform
from models.database import Database
from models.messages import OutgoingMessage, OutgoingState, Priority
from models.quota import Quota
from tests.support.phones import CONFIG, NO_LIMITS, USERNAME

PATIENCE_SECONDS = 60.0
_keys = count(1)


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt to send, at a moment of the monotonic clock in seconds."""

    at: float
    chat: str
    text: str


class Messenger:
    """Takes letters, unless `fault` has an objection; keeps them waiting while `open` is not set."""

    def __init__(self, platform: Platform = Platform.TELEGRAM) -> None:
        self.platform = platform
        self.calls: list[Call] = []
        self.taken: list[Letter] = []
        self.fault: Callable[[Letter], Exception | None] = lambda _: None
        self.open = asyncio.Event()
        self.open.set()

    async def send(self, letter: Letter) -> str:
        self.calls.append(Call(time.monotonic(), letter.chat, to_plain(letter.reply.text)))
        await self.open.wait()
        fault = self.fault(letter)
        if fault is not None:
            raise fault
        self.taken.append(letter)
        return str(len(self.taken))

    def texts(self, chat: str) -> list[str]:
        """Return what has arrived in a chat."""
        return [to_plain(letter.reply.text) for letter in self.taken if letter.chat == chat]

    def fails_once(self, error: Exception, chat: str | None = None) -> None:
        """Fail with `error` at the next attempt (to `chat`)."""
        left = [error]
        self.fault = lambda letter: left.pop() if left and chat in (None, letter.chat) else None

    def always_fails(self, error: Exception, chat: str) -> None:
        """Fail with `error` at each attempt to `chat`."""
        self.fault = lambda letter: error if letter.chat == chat else None


@dataclass(frozen=True, slots=True)
class Service:
    """An engine and an outbox at work."""

    engine: Engine
    outbox: Outbox
    messenger: Messenger
    work: asyncio.Task[None]

    async def says(self, chat: str, text: str, key: str | None = None) -> None:
        """Answer a text."""
        await self.engine.answer(said(chat, text, key, self.messenger.platform))

    async def presses(self, chat: str, data: str, key: str | None = None) -> None:
        """Answer a press."""
        await self.engine.answer(
            Incoming(Platform.TELEGRAM, key or f"p{next(_keys)}", chat, Said(press=data), pressed_message="1")
        )

    async def settle(self) -> None:
        """Wait until everything in hand is sent and marked."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.outbox.settle()


def said(chat: str, text: str, key: str | None = None, platform: Platform = Platform.TELEGRAM) -> Incoming:
    """Return an update in which somebody says something."""
    return Incoming(platform, key or f"u{next(_keys)}", chat, Said(text=text))


@asynccontextmanager
async def service(
    database: Database,
    clock: Clock,
    messenger: Messenger,
    limits: Limits = NO_LIMITS,
    *,
    others: Sequence[Messenger] = (),
    quotas: Mapping[Platform, Quota] | None = None,
) -> AsyncIterator[Service]:
    """Run an engine and an outbox over `messenger` and `others`; at the end they are stopped as the service does it."""
    writer = writer_of(database)
    messengers = (messenger, *others)
    paces = {each.platform: limits for each in messengers}
    timezone = CONFIG.organisation.timezone
    outbox = Outbox(database, writer, clock, messengers, paces, quotas=quotas, timezone=timezone)
    settings = replace(app.settings_of(CONFIG, {Platform.TELEGRAM: USERNAME}), quotas=quotas or {})
    engine = Engine(database, writer, outbox, clock, settings)
    work = asyncio.create_task(outbox.run())
    try:
        await outbox.ready()
        yield Service(engine, outbox, messenger, work)
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        writer.close()


async def until(true: Callable[[], bool]) -> None:
    """Wait until something has become true; fail when it does not within a generous time."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not true():  # noqa: ASYNC110 - what is waited for may be a row, which rings no bell
            await asyncio.sleep(0.005)


def post(database: Database, clock: Clock, chat: str, *texts: str, priority: Priority = Priority.BROADCAST) -> None:
    """Write rows that nobody has claimed yet, as a sweep does."""
    with database.write() as session:
        row = session.scalars(select(Chat).where(Chat.external_id == chat)).one()
        session.add_all(
            OutgoingMessage(
                chat=row,
                priority=priority,
                content=Reply(text).to_json(),
                state=OutgoingState.WAITING,
                created_at=clock.now(),
            )
            for text in texts
        )


def states(database: Database) -> list[OutgoingState]:
    """Return the state of every outgoing row, in the order in which they were written."""
    with database.read() as session:
        return list(session.scalars(select(OutgoingMessage.state).order_by(OutgoingMessage.id)))


@contextmanager
def commits_fail(database: Database) -> Iterator[None]:
    """Let every commit fail as it does on a full disk."""

    def fail(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    event.listen(database.engine, "commit", fail)
    try:
        yield
    finally:
        event.remove(database.engine, "commit", fail)
