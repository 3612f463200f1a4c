"""Invariant 5: killed at any instant, nothing is lost, and nothing arrives twice but what was in flight.

A real process is killed (SIGKILL) with a real messenger before it; the restarted service is the one of the test.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot import app, server
from bot.clock import MovableClock
from bot.sandbox import Sandbox, SandboxPerson, build_app
from bot.sandbox.actions import Write
from bot.sections import Telegram
from models.candidates import Candidate
from models.chats import Platform
from models.database import Database
from models.messages import IncomingMessage, OutgoingMessage, OutgoingState
from tests.support.messenger import states, until
from tests.support.organisation import CHATS
from tests.support.phones import CONFIG, TOKEN, USERNAME

LONGER_THAN_A_LEASE = timedelta(minutes=1)
REPORT = "báo nguồn Nguyễn Thị Hạnh 1998 cty Hoa Sen thực phẩm ca 2 công đoàn giới thiệu"


class World:
    """A sandbox that outlives the services before it."""

    def __init__(self, sandbox: Sandbox, port: int, database: Database) -> None:
        self.sandbox = sandbox
        self._port = port
        self._database = database

    def says(self, name: str, text: str) -> None:
        """Let one of the cast write."""
        self.sandbox.dialect("telegram").act(self._person(name), Write(text))

    def heard(self, name: str) -> list[str]:
        """Return what the bot has sent to one of the cast."""
        chat = self.sandbox.state.private_chat(self._person(name))
        return [message.text for message in chat.messages.values() if message.from_bot]

    async def is_killed(self, instant: str, passes: int) -> None:
        """Run a service that dies at the instant; return when it is dead."""
        address = self._database.url.render_as_string(hide_password=False)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.killable", address, str(self._port), instant, str(passes)
        )
        try:
            async with asyncio.timeout(30):
                assert await process.wait() == -signal.SIGKILL
        finally:
            if process.returncode is None:
                process.kill()

    @asynccontextmanager
    async def restarted(self) -> AsyncIterator[app.App]:
        """Run the service that comes after the dead one, when its claims have lapsed."""
        base = f"http://127.0.0.1:{self._port}/telegram"
        telegram = Telegram(token=TOKEN, base_url=base, messages_per_second=10_000)
        clock = MovableClock(datetime.now(UTC) + LONGER_THAN_A_LEASE)
        config = CONFIG.model_copy(update={"telegram": telegram})
        async with app.build(config, self._database, clock) as service:
            work = asyncio.create_task(service.run())
            yield service
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def settled(self, service: app.App) -> None:
        """Wait until every update is confirmed and every row is done."""
        async with asyncio.timeout(20):
            await self.sandbox.settle()
        await until(lambda: self._open() == 0)
        await service.outbox.settle()

    def _open(self) -> int:
        open_states = (OutgoingState.WAITING, OutgoingState.CLAIMED)
        with self._database.read() as session:
            count = select(func.count()).select_from(OutgoingMessage).where(OutgoingMessage.state.in_(open_states))
            return session.scalar(count) or 0

    def _person(self, name: str) -> SandboxPerson:
        return self.sandbox.state.person(f"tg-{CHATS[name]}")


@pytest.fixture
async def world(organisation: Database) -> AsyncIterator[World]:
    sandbox = Sandbox(MovableClock())
    sandbox.add_bot(Platform.TELEGRAM, USERNAME, TOKEN)
    for name, chat in CHATS.items():
        sandbox.add_person(Platform.TELEGRAM, name, USERNAME, person_id=f"tg-{chat}", started=True)
    async with server.served(build_app(sandbox), "127.0.0.1", 0) as port:
        yield World(sandbox, port, organisation)
        await sandbox.close()


@pytest.mark.parametrize("instant", ["before_commit", "before_send", "before_mark"])
async def test_a_kill_loses_nothing_and_doubles_only_what_was_in_flight(
    world: World, organisation: Database, instant: str
) -> None:
    """Trinh's report comes through; the service dies about then or over Nhung's; Long writes while it is dead."""
    world.says("trinh", REPORT)
    world.says("trinh", "1")
    killed = asyncio.create_task(world.is_killed(instant, passes=3))
    await until(lambda: world.heard("trinh") != [] or killed.done())
    world.says("nhung", REPORT)
    world.says("nhung", "1")
    await killed
    in_flight = sum(len(world.heard(name)) for name in CHATS) - states(organisation).count(OutgoingState.SENT)
    if instant == "before_mark":
        assert in_flight > 0
    world.says("long", "giúp")
    async with world.restarted() as service:
        await world.settled(service)

    heard = {name: Counter(world.heard(name)) for name in CHATS}
    for name in ("trinh", "nhung"):
        assert len(heard[name]) == 2
        assert sum("Đã lưu" in text for text in heard[name]) == 1
    assert sum("“danh sách nguồn”" in text for text in heard["long"]) == 1, "what was asked while it was dead"
    assert sum(times - 1 for texts in heard.values() for times in texts.values()) <= in_flight
    with organisation.read() as session:
        assert session.scalar(select(func.count()).select_from(IncomingMessage)) == 5
        assert session.scalar(select(func.count()).select_from(Candidate)) == 4
