"""The whole way: Zalo's event, a turn, a row, Zalo's message; on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot import outages
from bot.app import settings_of
from bot.channels.channel import Channel
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo_polling import ZaloPolling
from bot.clock import FrozenClock
from bot.engine import Engine
from bot.outbox import Outbox
from bot.writer import writer_of
from handlers.attachments import Drawn
from models.database import Database
from models.messages import OutgoingState
from tests.channels.zalo_server import CHAT, FakeZalo, ManualTime, event, refusal, zalo
from tests.support.messenger import states, until
from tests.support.phones import CONFIG


async def _unpublished(_drawn: Drawn, _chat: str) -> str | None:
    return None


@pytest.fixture
async def fake(organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeZalo]:
    """A Zalo with the service on its other side."""
    monkeypatch.setattr(outages, "FIRST_PAUSE_SECONDS", 0.01)
    writer, time = writer_of(organisation), ManualTime()
    async with zalo() as (fake, client):
        channels: list[Channel] = [ZaloChannel(client, _unpublished)]
        outbox = Outbox(organisation, writer, clock, channels)
        engine = Engine(organisation, writer, outbox, clock, settings_of(CONFIG))
        polling = ZaloPolling(client, engine, now=time.now, sleep=time.sleep)
        work = asyncio.gather(outbox.run(), polling.run())
        yield fake
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    writer.close()


def _sent(fake: FakeZalo) -> list[tuple[str, str]]:
    return [(body["chat_id"], body["text"]) for method, body in fake.calls if method == "sendMessage"]


async def test_who_writes_gets_an_answer_once(fake: FakeZalo, organisation: Database) -> None:
    fake.happens(event("m1", "chào"), event("m1", "chào"), event("m2", photo_url="https://x", text=None))
    await until(lambda: states(organisation) == [OutgoingState.SENT] * 2)
    assert [chat for chat, _ in _sent(fake)] == [CHAT, CHAT]
    assert "mã mời" in _sent(fake)[0][1]


async def test_zalos_403_stops_nobody_and_the_message_arrives_later(fake: FakeZalo, organisation: Database) -> None:
    fake.instead["sendMessage"].extend([refusal(403, 403), refusal(500, 500)])
    fake.happens(event("m1", "chào"))
    await until(lambda: states(organisation) == [OutgoingState.SENT])
    assert fake.methods().count("sendMessage") == 3


async def test_a_lost_answer_is_told_and_the_message_not_sent_again(fake: FakeZalo, organisation: Database) -> None:
    fake.instead["sendMessage"].append(refusal(504, 504))
    fake.happens(event("m1", "chào"))
    await until(lambda: states(organisation) == [OutgoingState.UNCERTAIN])
    fake.happens(event("m2", "chào"))
    await until(lambda: states(organisation) == [OutgoingState.UNCERTAIN, OutgoingState.SENT])
    assert fake.methods().count("sendMessage") == 2
