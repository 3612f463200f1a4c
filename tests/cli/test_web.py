"""Health and metrics of a running service: for whoever watches it, without personal data."""

from __future__ import annotations

import aiohttp
import pytest

from bot import server, web
from bot.app import build
from bot.clock import FrozenClock
from bot.config import Config
from bot.sections import Organisation, Telegram
from models.database import Database


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_service_tells_how_it_is_without_saying_about_whom(database: Database, clock: FrozenClock) -> None:
    config = Config(organisation=Organisation(administrators=("QT01",)), telegram=Telegram(enabled=False))
    async with (
        build(config, database, clock) as built,
        server.served(web.build_app(built), "127.0.0.1", 0) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client,
    ):
        async with client.get("/healthz") as response:
            assert (response.status, await response.text()) == (200, "ok\n")
        async with client.get("/metrics") as response:
            figures = await response.text()
    assert "taonguon_messages_in_hand 0.0" in figures
    assert "QT01" not in figures
