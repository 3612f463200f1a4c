"""Invariant 5 where the service's own ground gives way: the database, the end of the process, a second process."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot import outbox, sender
from bot.clock import FrozenClock
from bot.pace import Limits
from models.chats import Chat, Platform
from models.database import Database
from models.messages import Heartbeat, OutgoingMessage, OutgoingState
from tests.support.messenger import Messenger, commits_fail, post, service, states, until

CLAIMED, SENT, WAITING = OutgoingState.CLAIMED, OutgoingState.SENT, OutgoingState.WAITING


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "TRY_AGAIN_SECONDS", 0.02)


async def test_what_was_sent_while_the_database_failed_is_marked_when_it_works_again(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    messenger.open.clear()
    post(organisation, clock, "1001", "one")
    post(organisation, clock, "1002", "two")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: len(messenger.calls) == 2)
        with commits_fail(organisation):
            messenger.open.set()
            await until(lambda: not running.outbox.healthy)
            assert states(organisation) == [CLAIMED, CLAIMED]
        await running.settle()
        await until(lambda: running.outbox.healthy)
    assert states(organisation) == [SENT, SENT]
    assert len(messenger.calls) == 2


async def test_while_nothing_can_be_marked_nothing_more_is_sent(organisation: Database, clock: FrozenClock) -> None:
    """A kill would double everything that was sent and not marked."""
    messenger = Messenger()
    messenger.open.clear()
    post(organisation, clock, "1001", "one", "two", "three")
    one_in_50_ms = Limits(per_second=1000, chat_burst=1, chat_per_second=20)
    async with service(organisation, clock, messenger, one_in_50_ms) as running:
        await until(lambda: len(messenger.calls) == 1)
        with commits_fail(organisation):
            messenger.open.set()
            await until(lambda: not running.outbox.healthy)
            await asyncio.sleep(0.15)
            assert len(messenger.calls) == 1
        await until(lambda: len(messenger.taken) == 3)
        await running.settle()
    assert states(organisation) == [SENT] * 3


async def test_an_outbox_that_cannot_look_for_rows_goes_on_when_it_can(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    post(organisation, clock, "1001", "one")
    with commits_fail(organisation):
        async with service(organisation, clock, messenger) as running:
            await until(lambda: not running.outbox.healthy)
            assert not running.work.done()
    async with service(organisation, clock, messenger):
        await until(lambda: messenger.texts("1001") == ["one"])


async def test_an_orderly_stop_lets_what_is_under_way_end_and_marks_it(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    messenger.open.clear()
    post(organisation, clock, "1001", "under way", "not begun")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: len(messenger.calls) == 1)
        assert running.outbox.waiting == 2
        asyncio.get_running_loop().call_later(0.05, messenger.open.set)
    assert messenger.texts("1001") == ["under way"]
    assert states(organisation) == [SENT, WAITING], "what was not begun is free for whoever comes next"


async def test_a_stop_does_not_wait_for_ever_and_loses_nothing(
    organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "GRACE_SECONDS", 0.05)
    messenger = Messenger()
    messenger.open.clear()
    post(organisation, clock, "1001", "held up")
    async with service(organisation, clock, messenger):
        await until(lambda: len(messenger.calls) == 1)
    messenger.open.set()
    async with service(organisation, clock, messenger):
        await until(lambda: messenger.texts("1001") == ["held up"])


async def test_a_turn_whose_reader_gave_up_is_sent_all_the_same(organisation: Database, clock: FrozenClock) -> None:
    """A webhook's connection may break in the very moment in which the turn is committed."""
    messenger = Messenger()
    async with service(organisation, clock, messenger) as running:
        answering = asyncio.create_task(running.says("1001", "giúp"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        answering.cancel()
        await asyncio.gather(answering, return_exceptions=True)
        await until(lambda: len(messenger.taken) == 1)


async def test_a_message_for_a_messenger_that_is_not_switched_on_waits_for_it(
    organisation: Database, clock: FrozenClock
) -> None:
    """Another process may serve it, or this one after the next change of its configuration."""
    with organisation.engine.begin() as connection:
        connection.execute(update(Chat).where(Chat.external_id == "1005").values(platform=Platform.ZALO))
    messenger = Messenger()
    async with service(organisation, clock, messenger) as running:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("handlers.router.answer", _fails)
            await running.says("1001", "giúp")  # the administrator, on Zalo, is told
        await running.settle()
        running.outbox.wake()
        await asyncio.sleep(0.05)
    assert [letter.chat for letter in messenger.taken] == ["1001"]
    assert sorted(states(organisation)) == [SENT, WAITING]


def _fails(_: object) -> None:
    raise ValueError


async def test_a_long_name_of_the_machine_fits_its_columns(
    organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "may-chu-dang-uy-ban-quan-ly-cac-khu-cong-nghiep")
    monkeypatch.setattr("os.getpid", lambda: 4_194_303)
    messenger = Messenger()
    post(organisation, clock, "1001", "one")
    async with service(organisation, clock, messenger):
        await until(lambda: messenger.texts("1001") == ["one"])
    with organisation.read() as session:
        [part] = session.scalars(select(Heartbeat.part))
        [owner] = session.scalars(select(OutgoingMessage.claimed_by))
    assert len(part) <= 40
    assert len(owner or "") <= 40


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
class TestTwoProcesses:
    """On PostgreSQL several outboxes share the rows. A frozen clock of its own makes one seem silent."""

    async def test_each_row_is_sent_by_one_of_them(self, organisation: Database, clock: FrozenClock) -> None:
        second = Database(organisation.url, organisation.cipher)
        here, there = Messenger(), Messenger()
        for chat in ("1001", "1002", "1003", "1004"):
            post(organisation, clock, chat, *(f"{n}" for n in range(25)))
        async with service(organisation, clock, here), service(second, clock, there):
            await until(lambda: len(here.taken) + len(there.taken) >= 100)
        second.close()
        sent = sorted((letter.chat, letter.reply.text) for letter in (*here.taken, *there.taken))
        assert len(sent) == len(set(sent)) == 100

    async def test_what_a_silent_one_held_is_sent_by_the_other_and_by_nobody_twice(
        self, organisation: Database, clock: FrozenClock
    ) -> None:
        """The first is stopped for a minute (its machine sleeps, say) with messages in hand, then goes on."""
        slow, quick = Messenger(), Messenger()
        slow.open.clear()
        post(organisation, clock, "1001", "in flight", "in hand", "in hand too")
        second = Database(organisation.url, organisation.cipher)
        async with service(organisation, clock, slow) as first:
            await until(lambda: len(slow.calls) == 1 and first.outbox.waiting == 3)
            later = FrozenClock(clock.moment + timedelta(minutes=1))
            async with service(second, later, quick):
                await until(lambda: len(quick.taken) == 3)
                await until(lambda: states(organisation) == [SENT] * 3)
                clock.moment = later.moment  # it wakes
                slow.open.set()
                await first.settle()
        second.close()
        assert quick.texts("1001") == ["in flight", "in hand", "in hand too"]
        assert slow.texts("1001") == ["in flight"], "only what was in flight can arrive twice"

    async def test_a_living_owner_keeps_its_rows(self, organisation: Database, clock: FrozenClock) -> None:
        busy, idle = Messenger(), Messenger()
        busy.open.clear()
        post(organisation, clock, "1001", "mine")
        second = Database(organisation.url, organisation.cipher)
        async with service(organisation, clock, busy) as first:
            await until(lambda: len(busy.calls) == 1)
            async with service(second, clock, idle) as other:
                other.outbox.wake()
                await asyncio.sleep(0.1)
                busy.open.set()
                await first.settle()
        second.close()
        assert (busy.texts("1001"), idle.taken) == (["mine"], [])
