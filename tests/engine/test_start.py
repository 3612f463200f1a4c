"""The start with two messengers: one that cannot be used holds up nobody, and is named."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot import app as service
from bot import server, web
from bot.channels.connection import UnusableError
from bot.clock import FrozenClock, MovableClock
from bot.config import Config
from bot.sandbox import Sandbox, build_app
from bot.sections import Telegram, Zalo
from models.chats import Platform
from models.database import Database
from tests.support.messenger import until
from tests.support.organisation import CHATS
from tests.support.phones import CONFIG, Phone, SandboxExchange

TOKENS = {Platform.TELEGRAM: "42:good", Platform.ZALO: "43:good"}


def _config(port: int, tokens: dict[Platform, str]) -> Config:
    base = f"http://127.0.0.1:{port}"
    telegram = Telegram(token=tokens[Platform.TELEGRAM], base_url=f"{base}/telegram")
    zalo = Zalo(enabled=True, token=tokens[Platform.ZALO], base_url=f"{base}/zalo")
    return CONFIG.model_copy(update={"telegram": telegram, "zalo": zalo})


def _sandbox(clock: FrozenClock) -> Sandbox:
    sandbox = Sandbox(MovableClock(clock.now()))
    for platform, token in TOKENS.items():
        sandbox.add_bot(platform, "thu", token)
    for name, chat in CHATS.items():
        sandbox.add_person(Platform.TELEGRAM, name, "thu", person_id=f"tg-{chat}", started=True)
    return sandbox


async def test_with_one_token_refused_the_other_messenger_works_and_health_names_the_one(
    organisation: Database, clock: FrozenClock
) -> None:
    sandbox = _sandbox(clock)
    async with server.served(build_app(sandbox), "127.0.0.1", 0) as port:
        config = _config(port, TOKENS | {Platform.ZALO: "43:revoked"})
        async with (
            service.build(config, organisation, clock) as app,
            server.served(web.build_app(app, clock), "127.0.0.1", 0) as health,
            aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client,
        ):
            work = asyncio.create_task(app.run())
            phone = Phone(CHATS["trinh"], SandboxExchange(sandbox, app, client))
            assert "báo nguồn" in await phone.says("giúp")
            await until(lambda: app.failing == [Platform.ZALO])
            async with client.get(f"http://127.0.0.1:{health}/healthz") as answer:
                assert (answer.status, "zalo" in await answer.text()) == (503, True)
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)


async def test_with_every_token_refused_there_is_no_start_and_no_token_in_the_words(
    organisation: Database, clock: FrozenClock
) -> None:
    async with server.served(build_app(_sandbox(clock)), "127.0.0.1", 0) as port:
        config = _config(port, {Platform.TELEGRAM: "42:wrong", Platform.ZALO: "43:wrong"})
        with pytest.raises(UnusableError, match=r"Telegram does not know this token") as raised:
            async with service.build(config, organisation, clock):
                pass
    assert "wrong" not in str(raised.value)
