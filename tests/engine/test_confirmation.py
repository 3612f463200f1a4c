"""Invariant 1: an update is confirmed to the messenger only after its transaction is committed."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.channels import telegram_polling
from bot.clock import FrozenClock
from bot.messages import Incoming
from models.chats import Platform
from models.database import Database
from models.messages import IncomingMessage, IncomingState
from tests.support.messenger import Messenger, commits_fail, service, until
from tests.support.organisation import CHATS
from tests.support.phones import Phone, over_sandbox


def _updates_seen(database: Database) -> list[IncomingState]:
    with database.read() as session:
        return list(session.scalars(select(IncomingMessage.state)))


async def test_what_cannot_be_written_is_not_confirmed_and_is_answered_once_the_database_works(
    organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_polling, "FIRST_PAUSE_SECONDS", 0.02)
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        trinh, bot = Phone(CHATS["trinh"], exchange), exchange.sandbox.state.bots[0]
        polling = exchange.app.listeners[Platform.TELEGRAM]
        with commits_fail(organisation):
            await exchange.say(trinh.chat, "giúp")
            await until(lambda: not polling.healthy)
            assert [update["message"]["text"] for update in bot.updates] == ["giúp"], "the messenger still has it"
            assert _updates_seen(organisation) == []
        assert "báo nguồn" in await trinh.reads()
        assert len(trinh.last) == 1
        await until(lambda: exchange.app.healthy)
    assert _updates_seen(organisation) == [IncomingState.HANDLED]


async def test_one_update_that_cannot_be_written_does_not_move_the_offset_past_it(
    organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later updates of the same batch may be answered before it; they are recognised when they come again."""
    monkeypatch.setattr(telegram_polling, "FIRST_PAUSE_SECONDS", 0.02)
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        trinh, nhung = Phone(CHATS["trinh"], exchange), Phone(CHATS["nhung"], exchange)
        polling = exchange.app.listeners[Platform.TELEGRAM]
        answer = exchange.app.engine.answer
        refused = [trinh.chat]

        async def refuse_one(incoming: Incoming) -> None:
            if incoming.chat in refused:
                raise OperationalError("COMMIT", {}, Exception("disk full"))
            await answer(incoming)

        monkeypatch.setattr(exchange.app.engine, "answer", refuse_one)
        for phone in (trinh, nhung):
            await exchange.say(phone.chat, "giúp")
        await until(lambda: not polling.healthy)
        refused.clear()
        assert "báo nguồn" in await trinh.reads()
        assert "báo nguồn" in await nhung.reads()
        assert (len(trinh.last), len(nhung.last)) == (1, 1)


async def test_a_full_disk_is_not_answered_with_an_apology(organisation: Database, clock: FrozenClock) -> None:
    messenger = Messenger()
    async with service(organisation, clock, messenger) as running:
        with commits_fail(organisation), pytest.raises(OperationalError):
            await running.says("1001", "giúp", key="5")
        assert messenger.calls == []
        await running.says("1001", "giúp", key="5")
        await running.settle()
    assert len(messenger.taken) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_locked_sqlite_file_delays_an_update_and_loses_nothing(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    async with service(organisation, clock, messenger) as running:
        other = organisation.engine.raw_connection()
        other.cursor().execute("BEGIN IMMEDIATE")
        answering = asyncio.create_task(running.says("1001", "giúp"))
        await asyncio.sleep(0.05)
        assert not answering.done()
        other.rollback()
        other.close()
        await answering
        await running.settle()
    assert len(messenger.taken) == 1
