"""Runs the demo: the messengers' local servers, the chat page, and the bot that uses them over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot import app, check_in_page, published_pages, server
from bot.clock import FrozenClock, MovableClock
from bot.config import Config
from bot.demo import cast, folder
from bot.demo.sample import load_sample
from bot.keys import open_database
from bot.sandbox import Sandbox, build_app
from models import notices
from models.chats import Platform
from models.database import Database

_LEAST_STEP = timedelta(minutes=1)
Say = Callable[[str], None]


@asynccontextmanager
async def running(port: int, data: Path, *, empty: bool, seed: int, say: Say) -> AsyncIterator[int]:
    """Run the demo within the block; give the port of its page.

    Raises ``bot.server.PortTakenError``, ``bot.app.AlreadyRunningError`` and what :func:`bot.app.build` raises.
    """
    clock = MovableClock()
    sandbox = Sandbox(clock, data / folder.CONVERSATIONS, seed=seed)
    sandbox.add_bot(Platform.TELEGRAM, folder.TELEGRAM_USERNAME, folder.TELEGRAM_TOKEN)
    sandbox.add_bot(Platform.ZALO, folder.ZALO_NAME, folder.ZALO_TOKEN)
    page = build_app(sandbox)
    async with server.served(page, "127.0.0.1", port) as at:
        config = folder.config_of(data, at)
        database = open_database(config, None)
        try:
            async with app.build(config, database, clock, f"http://127.0.0.1:{at}") as built:
                page.router.routes.extend(published_pages.routes(database, clock, config.organisation.timezone))
                page.router.routes.extend(check_in_page.routes(database, clock, built.settings))
                await asyncio.to_thread(_fill, config, database, clock.now(), empty=empty, say=say)
                cast.join_all(database, sandbox, clock.now())
                sandbox.status = cast.StatusBoard(database, sandbox)
                sandbox.healthy = lambda: built.healthy
                sandbox.advance = _Mover(clock, database, built).advance
                work = asyncio.create_task(built.run())
                yield at
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
        finally:
            database.close()


def _fill(config: Config, database: Database, now: datetime, *, empty: bool, say: Say) -> None:
    app.prepare(config, database, FrozenClock(now))
    if not empty:
        load_sample(database, now, config.organisation.timezone, say)


class _Mover:
    """Moves the demo's clock hour by hour, and sends what falls due on the way in its order."""

    def __init__(self, clock: MovableClock, database: Database, built: app.App) -> None:
        self._clock = clock
        self._database = database
        self._app = built

    async def advance(self, target: datetime) -> int:
        """Move to `target`; return how many messages were sent meanwhile."""
        before = self._app.outbox.sent
        while (now := self._clock.now()) < target:
            self._clock.move_to(min(target, await self._next_stop(now)))
            await self._look()
        await self._look()
        return self._app.outbox.sent - before

    async def _next_stop(self, now: datetime) -> datetime:
        """The next full hour, or before it the minute after the next notice may be said."""
        hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        notice = await asyncio.to_thread(self._next_notice)
        return min(hour, max(notice, now + _LEAST_STEP)) if notice else hour

    def _next_notice(self) -> datetime | None:
        with self._database.read() as session:
            return notices.next_time(session)

    async def _look(self) -> None:
        written = [await look() for look in self._app.every_minute]
        if any(written):
            await self._app.outbox.look()
            await self._app.outbox.settle()
