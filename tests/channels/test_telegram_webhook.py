"""Updates by webhook: only with the secret, and 200 only after the commit."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from telegram import Bot

from bot import server
from bot.app import settings_of
from bot.channels.telegram_updates import TelegramUpdates
from bot.channels.telegram_webhook import PATH, SECRET_HEADER, TelegramWebhook
from bot.clock import FrozenClock
from bot.engine import Engine
from bot.outbox import Outbox
from bot.writer import writer_of
from models.database import Database
from models.messages import IncomingMessage
from tests.support.organisation import CHATS
from tests.support.phones import CONFIG, TOKEN

UPDATE = {
    "update_id": 7,
    "message": {
        "message_id": 1,
        "date": 1_790_000_000,
        "chat": {"id": int(CHATS["trinh"]), "type": "private", "first_name": "Trinh"},
        "from": {"id": int(CHATS["trinh"]), "is_bot": False, "first_name": "Trinh"},
        "text": "menu",
    },
}


@pytest.fixture
async def address(organisation: Database, clock: FrozenClock) -> AsyncIterator[str]:
    writer = writer_of(organisation)
    outbox = Outbox(organisation, writer, clock, [])
    bot = Bot(TOKEN)
    engine = Engine(organisation, writer, outbox, clock, settings_of(CONFIG))
    webhook = TelegramWebhook(bot, TelegramUpdates(bot, engine), organisation.cipher, "https://example.org")
    async with server.served(Starlette(routes=webhook.routes()), "127.0.0.1", 0) as port:
        if not organisation.is_sqlite:
            await writer.run(lambda: None)
            outbox._has_looked.set()
        yield f"http://127.0.0.1:{port}{PATH}"
    writer.close()


def _secret(database: Database) -> dict[str, str]:
    return {SECRET_HEADER: database.cipher.digest("telegram webhook", TOKEN).hex()}


def _received(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(IncomingMessage)) or 0


async def test_an_update_with_the_secret_is_committed_before_the_answer(organisation: Database, address: str) -> None:
    async with aiohttp.ClientSession(headers=_secret(organisation)) as client:
        for _ in range(2):  # delivered again
            async with client.post(address, json=UPDATE) as response:
                assert response.status == 200
    assert _received(organisation) == 1


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "wrong"}])
async def test_without_the_secret_nothing_is_read(
    organisation: Database, address: str, headers: dict[str, str]
) -> None:
    async with aiohttp.ClientSession(headers=headers) as client, client.post(address, json=UPDATE) as response:
        assert response.status == 403
    assert _received(organisation) == 0


async def test_what_is_no_update_is_refused(organisation: Database, address: str) -> None:
    async with aiohttp.ClientSession(headers=_secret(organisation)) as client:
        for body in (b"{", b"[]", b'{"message": 3}'):
            async with client.post(address, data=body) as response:
                assert response.status == 400
