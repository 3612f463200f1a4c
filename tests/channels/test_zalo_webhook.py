"""Zalo's events by webhook: only with the secret, and 200 only after the commit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette

from bot import server
from bot.app import settings_of
from bot.channels import zalo_webhook
from bot.channels.zalo_webhook import LARGEST_BODY, PATH, SECRET_HEADER, ZaloWebhook
from bot.clock import FrozenClock
from bot.engine import Engine
from bot.outbox import Outbox
from bot.writer import writer_of
from models.database import Database
from models.messages import IncomingMessage
from tests.channels.zalo_server import FakeZalo, event, refusal, zalo
from tests.support.messenger import commits_fail
from tests.support.phones import CONFIG

PUBLIC_URL = "https://example.org"

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook at work, and Zalo on its other side."""

    zalo: FakeZalo
    webhook: ZaloWebhook
    address: str
    database: Database

    async def post(self, secret: str | None = None, **body: Any) -> int:
        """Post as Zalo does, with the secret that it was told; return the status."""
        if secret is None:
            await self.webhook.register()
            secret = str(self.zalo.calls[-1][1]["secret_token"])
        headers = {SECRET_HEADER: secret} if secret else {}
        async with aiohttp.ClientSession(headers=headers) as client, client.post(self.address, **body) as response:
            return response.status

    def received(self) -> int:
        """Return how many messages are committed."""
        with self.database.read() as session:
            return session.scalar(select(func.count()).select_from(IncomingMessage)) or 0


@pytest.fixture
async def hook(organisation: Database, clock: FrozenClock) -> AsyncIterator[Hook]:
    writer = writer_of(organisation)
    engine = Engine(organisation, writer, Outbox(organisation, writer, clock, []), clock, settings_of(CONFIG))
    async with zalo() as (fake, client):
        webhook = ZaloWebhook(client, engine, organisation.cipher, PUBLIC_URL)
        async with server.served(Starlette(routes=webhook.routes()), "127.0.0.1", 0) as port:
            yield Hook(fake, webhook, f"http://127.0.0.1:{port}{PATH}", organisation)
    writer.close()


@pytest.mark.parametrize("body", [event(), {"ok": True, "result": event()}], ids=["bare", "envelope"])
async def test_an_event_with_the_secret_is_committed_before_the_answer(hook: Hook, body: dict[str, Any]) -> None:
    for _ in range(2):  # delivered again
        assert await hook.post(json=body) == 200
    assert hook.received() == 1


async def test_it_registers_its_own_address_with_a_secret_of_the_length_that_zalo_takes(hook: Hook) -> None:
    await hook.webhook.register()
    method, parameters = hook.zalo.calls[-1]
    assert (method, parameters["url"]) == ("setWebhook", f"{PUBLIC_URL}/zalo/webhook")
    assert 8 <= len(parameters["secret_token"]) <= 256


@pytest.mark.parametrize("secret", ["", "wrong", "đúng"])
async def test_without_the_secret_nothing_is_read(hook: Hook, secret: str) -> None:
    assert await hook.post(secret, json=event()) == 403
    assert hook.received() == 0


async def test_what_cannot_be_written_is_not_confirmed(hook: Hook) -> None:
    with commits_fail(hook.database):
        assert await hook.post(json=event()) == 503
    assert hook.received() == 0
    assert await hook.post(json=event()) == 200
    assert hook.received() == 1


@pytest.mark.parametrize("data", [b"{", b"\xff", b"[" * 100_000])
async def test_what_is_no_json_is_refused(hook: Hook, data: bytes) -> None:
    assert await hook.post(data=data) == 400


@pytest.mark.parametrize("body", [[], {"message": 3}, {"event_name": "message.unsupported.received"}])
async def test_what_nobody_can_answer_is_taken_so_that_it_does_not_come_again(hook: Hook, body: object) -> None:
    assert await hook.post(json=body) == 200
    assert hook.received() == 0


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_that_is_too_large_is_refused_whatever_it_says_of_its_length(hook: Hook, announced: bool) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BODY // 65536 + 2):
            yield b" " * 65536

    assert await hook.post(data=BytesIO(b" " * (LARGEST_BODY + 1)) if announced else chunks()) == 413


async def test_registering_goes_on_until_zalo_has_heard(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zalo_webhook, "FIRST_PAUSE_SECONDS", 0.01)
    hook.zalo.instead["setWebhook"].extend([refusal(401, 401), refusal(500, 500)])
    await hook.webhook.register()
    assert hook.zalo.methods() == ["setWebhook"] * 3
    assert hook.webhook.healthy
