"""Zalo's events by long polling: real HTTP, the real engine, and time that moves only when somebody sleeps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.app import settings_of
from bot.channels.zalo_client import ZaloClient
from bot.channels.zalo_polling import MOST_IN_HAND, ZaloPolling
from bot.clock import FrozenClock
from bot.engine import Engine
from bot.messages import Incoming
from bot.outbox import Outbox
from bot.writer import writer_of
from models.database import Database
from models.messages import IncomingMessage, OutgoingMessage
from tests.channels.loopback import TOKEN, serving
from tests.channels.zalo_server import FakeZalo, ManualTime, event, refusal
from tests.support.messenger import commits_fail, until
from tests.support.phones import CONFIG

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@dataclass(frozen=True, slots=True)
class Running:
    """A polling at work."""

    zalo: FakeZalo
    polling: ZaloPolling
    time: ManualTime
    database: Database

    def keys(self) -> list[str]:
        """Return the ids of the messages that are committed, in their order."""
        with self.database.read() as session:
            return list(session.scalars(select(IncomingMessage.update_key).order_by(IncomingMessage.id)))

    async def has_committed(self, key: str) -> None:
        """Wait until a message is the last that is committed."""
        await until(lambda: self.keys()[-1:] == [key])

    def answers(self) -> int:
        """Return how many messages have been written to people."""
        with self.database.read() as session:
            return len(session.scalars(select(OutgoingMessage.id)).all())


@asynccontextmanager
async def _polling(zalo: FakeZalo, engine: Engine, database: Database, time: ManualTime) -> AsyncIterator[Running]:
    async with serving(zalo.answer) as root, ZaloClient(TOKEN, root, now=time.now) as client:
        polling = ZaloPolling(client, engine, now=time.now, sleep=time.sleep)
        task = asyncio.create_task(polling.run())
        try:
            yield Running(zalo, polling, time, database)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def engine(organisation: Database, clock: FrozenClock) -> Iterator[Engine]:
    writer = writer_of(organisation)
    yield Engine(organisation, writer, Outbox(organisation, writer, clock, []), clock, settings_of(CONFIG))
    writer.close()


@pytest.fixture
async def running(organisation: Database, engine: Engine) -> AsyncIterator[Running]:
    time = ManualTime()
    async with _polling(FakeZalo(time.now), engine, organisation, time) as running:
        yield running


async def test_a_webhook_is_taken_away_first_and_events_are_answered_in_their_order(running: Running) -> None:
    running.zalo.happens(*(event(f"m{n}") for n in range(5)))
    await until(lambda: running.keys() == ["m0", "m1", "m2", "m3", "m4"])
    assert running.zalo.methods()[:2] == ["deleteWebhook", "getUpdates"]
    assert running.polling.healthy


async def test_an_event_that_is_served_again_costs_no_turn_and_one_poll_a_second(
    running: Running, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns, answer = [], engine.answer

    async def counted(incoming: Incoming) -> None:
        turns.append(incoming.update_key)
        await answer(incoming)

    monkeypatch.setattr(running.polling._in_hand, "_answer", counted)
    running.zalo.replays = True
    running.zalo.happens(event("m1"), event("m2"))
    await until(lambda: len(running.zalo.polled_at) > 5 and running.keys() == ["m1", "m2"])
    assert turns == ["m1", "m2"]
    assert {later - earlier for earlier, later in pairwise(running.zalo.polled_at)} == {1.0}
    assert running.answers() == 2


async def test_a_poll_that_was_long_is_followed_at_once(running: Running) -> None:
    await until(lambda: "getUpdates" in running.zalo.methods())
    running.time.seconds += 30.0
    slept = len(running.time.slept)
    running.zalo.happens(event("m1"))
    await until(lambda: len(running.zalo.polled_at) == 2)
    assert running.time.slept[slept:] == []


async def test_an_event_that_is_served_again_after_a_restart_changes_nothing(
    organisation: Database, engine: Engine
) -> None:
    for again in ("m2", "m3"):
        zalo = FakeZalo()
        async with _polling(zalo, engine, organisation, ManualTime()) as running:
            zalo.happens(event("m1"), event(again))
            await running.has_committed(again)
    assert running.keys() == ["m1", "m2", "m3"]
    assert running.answers() == 3


async def test_what_nobody_can_answer_is_dropped_and_told_once(running: Running) -> None:
    with capture_logs() as logs:
        running.zalo.happens({"event_name": "message.unsupported.received"})
        running.zalo.happens({"event_name": "message.unsupported.received"}, event("m1"))
        await until(lambda: running.keys() == ["m1"])
    assert [log["event"] for log in logs].count("zalo_event_dropped") == 1


async def test_a_refused_token_is_asked_about_every_minute_and_told_once(
    organisation: Database, engine: Engine
) -> None:
    zalo, time = FakeZalo(), ManualTime()
    zalo.instead["getUpdates"].extend([refusal(401, 401)] * 3)
    with capture_logs() as logs:
        async with _polling(zalo, engine, organisation, time) as running:
            await until(lambda: not running.polling.healthy)
            zalo.happens(event("m1"))
            await until(lambda: running.keys() == ["m1"])
            assert running.polling.healthy
    told = [(log["event"], log["log_level"]) for log in logs if log["event"].startswith("zalo_polling")]
    assert told == [("zalo_polling_failed", "error"), ("zalo_polling_works_again", "info")]
    assert time.slept.count(60.0) == 3


async def test_trouble_is_met_with_ever_longer_pauses_up_to_a_minute(organisation: Database, engine: Engine) -> None:
    zalo, time = FakeZalo(), ManualTime()
    zalo.instead["deleteWebhook"].extend([refusal(500, 500)] * 8)
    async with _polling(zalo, engine, organisation, time) as running:
        zalo.happens(event("m1"))
        await until(lambda: running.keys() == ["m1"])
    assert time.slept[:8] == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_a_429_is_obeyed(organisation: Database, engine: Engine) -> None:
    zalo, time = FakeZalo(), ManualTime()
    zalo.instead["deleteWebhook"].extend([refusal(429, 429)] * 3)
    async with _polling(zalo, engine, organisation, time) as running:
        zalo.happens(event("m1"))
        await until(lambda: running.keys() == ["m1"])
    assert time.slept[:3] == [2, 4, 8]


async def test_what_cannot_be_written_is_kept_and_answered_once_the_database_works(running: Running) -> None:
    with commits_fail(running.database):
        running.zalo.happens(event("m1", "menu"), event("m2", "giúp"))
        await until(lambda: len(running.polling._in_hand) == 2 and not running.polling.healthy)
        assert running.keys() == []
    await until(lambda: running.keys() == ["m1", "m2"])
    await until(lambda: running.polling.healthy)


async def test_with_much_in_hand_nothing_more_is_asked_for(running: Running) -> None:
    with commits_fail(running.database):
        running.zalo.happens(*(event(f"m{n}") for n in range(MOST_IN_HAND + 5)))
        await until(lambda: len(running.polling._in_hand) == MOST_IN_HAND)
        passed = running.time.seconds
        await until(lambda: running.time.seconds > passed + 100)
        assert len(running.zalo.polled_at) == MOST_IN_HAND
    await until(lambda: len(running.keys()) == MOST_IN_HAND + 5)
