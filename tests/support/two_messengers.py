"""A service on Telegram and Zalo at once, over messengers in memory that misbehave as told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import uuid4

from sqlalchemy import select

from bot import app
from bot.clock import FrozenClock
from bot.engine import Engine
from bot.messages import Incoming
from bot.outbox import Outbox
from bot.reachability import Reachability
from bot.writer import writer_of
from handlers.turn import Said
from models.audit import Actor, Via, act_as
from models.chats import Chat, Platform
from models.consent import Consent, ConsentMeans, Purpose
from models.database import Database
from models.messages import OutgoingMessage, OutgoingState
from models.people import Person
from tests.support.messenger import PATIENCE_SECONDS, Messenger, until
from tests.support.phones import CONFIG, NO_LIMITS, USERNAME

ZALO_NAME = "Tạo Nguồn"
OUT_AFTER = timedelta(hours=2)
_OPEN = (OutgoingState.WAITING, OutgoingState.CLAIMED)


@dataclass
class Both:
    """The service, its messengers, and what polling would say of each."""

    engine: Engine
    outbox: Outbox
    reachability: Reachability
    telegram: Messenger
    zalo: Messenger
    answers: dict[Platform, bool]
    database: Database
    clock: FrozenClock
    _heard: dict[tuple[Platform, str], int] = field(default_factory=dict)

    async def says(self, platform: Platform, chat: str, text: str) -> str:
        """Say `text` in a chat; return the words of the answer."""
        return await self._gives(platform, chat, Said(text=text))

    async def presses(self, platform: Platform, chat: str, data: str) -> str:
        """Press a choice by its data; return the words of the answer."""
        return await self._gives(platform, chat, Said(press=data))

    async def _gives(self, platform: Platform, chat: str, said: Said) -> str:
        await self.engine.answer(Incoming(platform, uuid4().hex, chat, said))
        await self.outbox.settle()
        return self.hears(platform, chat)

    def hears(self, platform: Platform, chat: str) -> str:
        """Return what has come to a chat since the last look."""
        texts = (self.telegram if platform == Platform.TELEGRAM else self.zalo).texts(chat)
        begin, self._heard[platform, chat] = self._heard.get((platform, chat), 0), len(texts)
        return "\n".join(texts[begin:])

    def wait(self, **duration: float) -> None:
        """Let time pass: ``wait(hours=2)``."""
        self.clock.moment += timedelta(**duration)

    async def is_out(self, platform: Platform, **duration: float) -> int:
        """Let a messenger be silent for a while; return how many messages then took another way."""
        self.answers[platform] = False
        await self.reachability.look()
        self.wait(minutes=4)
        await self.reachability.look()
        self.wait(**duration)
        return await self.reachability.look()

    async def looks(self) -> None:
        """Let the service look at the messengers until all that can be sent is: what is under way is left for later."""
        await self.reachability.look()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self.outbox.waiting or self._waits():
                await asyncio.sleep(0.01)
                await self.reachability.look()

    async def sent(self) -> None:
        """Wait until every row that can be sent has been."""
        await until(lambda: self.outbox.waiting == 0 and not self._waits())

    def _waits(self) -> bool:
        self.outbox.wake()
        with self.database.read() as session:
            return session.scalar(select(OutgoingMessage.id).where(OutgoingMessage.state.in_(_OPEN))) is not None


@asynccontextmanager
async def on_both(database: Database, clock: FrozenClock, *, works: bool = True) -> AsyncIterator[Both]:
    """Give a service on both messengers; an outbox that does not work only writes rows."""
    telegram, zalo = Messenger(), Messenger()
    zalo.platform = Platform.ZALO
    writer = writer_of(database)
    outbox = Outbox(database, writer, clock, [telegram, zalo], dict.fromkeys(Platform, NO_LIMITS))
    settings = app.settings_of(CONFIG, {Platform.TELEGRAM: USERNAME, Platform.ZALO: ZALO_NAME})
    answers = dict.fromkeys(Platform, True)
    reachability = Reachability(
        database,
        writer,
        clock,
        {platform: partial(answers.__getitem__, platform) for platform in Platform},
        settings=settings,
        outbox=outbox,
        out_after=OUT_AFTER,
    )
    engine = Engine(database, writer, outbox, clock, settings)
    work = asyncio.create_task(outbox.run() if works else asyncio.sleep(3600))
    try:
        if works:
            await outbox.ready()
        yield Both(engine, outbox, reachability, telegram, zalo, answers, database, clock)
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        writer.close()


def joined(database: Database, clock: FrozenClock, code: str, platform: Platform, chat: str) -> None:
    """Join a further chat to the person of `code`, as if the person had just agreed there."""
    now = clock.now()
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, now))
        person = session.scalars(select(Person).where(Person.code == code)).one()
        session.add(Chat(platform=platform, external_id=chat, person_id=person.id, first_seen_at=now, joined_at=now))
        session.add(Consent(person_id=person.id, purpose=Purpose.USE_BOT, means=ConsentMeans.CHAT, given_at=now))
