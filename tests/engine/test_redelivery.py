"""Invariant 1: an update that is delivered again changes nothing and gets the same answer."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.clock import FrozenClock
from bot.messages import Outgoing
from bot.sandbox.faults import Fault
from handlers.turn import Reply
from models.audit import AuditRecord
from models.candidates import Candidate
from models.chats import Chat, Platform
from models.database import Database
from models.messages import IncomingMessage, OutgoingMessage, Priority
from tests.support.messenger import Messenger, post, service, until
from tests.support.organisation import CHATS
from tests.support.phones import Phone, over_sandbox

REPORT = "báo nguồn Nguyễn Thị Hạnh 1998 cty Hoa Sen thực phẩm ca 2 công đoàn giới thiệu"


def _count(database: Database, table: type[IncomingMessage | AuditRecord | Candidate]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


async def test_an_update_delivered_again_before_its_answer_was_sent_is_answered_once(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    messenger.open.clear()
    async with service(organisation, clock, messenger) as running:
        for _ in range(3):
            await running.says("1001", "giúp", key="77")
        messenger.open.set()
        await running.settle()
    assert len(messenger.texts("1001")) == 1
    assert _count(organisation, IncomingMessage) == 1


async def test_an_update_delivered_again_after_its_answer_was_sent_is_answered_once(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    async with service(organisation, clock, messenger) as running:
        for _ in range(3):
            await running.says("1001", "giúp", key="77")
            await running.settle()
    assert len(messenger.texts("1001")) == 1
    assert _count(organisation, IncomingMessage) == 1


async def test_an_update_delivered_again_after_a_restart_is_answered_once(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    for _ in range(2):
        async with service(organisation, clock, messenger) as running:
            await running.says("1001", "giúp", key="77")
            await running.settle()
    assert len(messenger.texts("1001")) == 1


async def test_a_redelivered_press_changes_no_fact_twice(organisation: Database, clock: FrozenClock) -> None:
    messenger = Messenger()
    async with service(organisation, clock, messenger) as running:
        await running.says("1001", REPORT)
        await running.settle()
        [agreed] = [
            choice for row in messenger.taken[-1].reply.choices for choice in row if choice.label == "Đã đồng ý"
        ]
        await running.presses("1001", agreed.data, key="78")
        await running.settle()
        candidates, changes, messages = (
            _count(organisation, Candidate),
            _count(organisation, AuditRecord),
            len(messenger.taken),
        )
        await running.presses("1001", agreed.data, key="78")
        await running.settle()
    assert candidates == 3, "two of the cast's and the reported one"
    assert _count(organisation, Candidate) == candidates
    assert _count(organisation, AuditRecord) == changes
    assert len(messenger.taken) == messages


async def test_a_message_that_was_read_as_unsent_but_is_sent_by_now_is_not_taken_again(
    organisation: Database, clock: FrozenClock
) -> None:
    """On PostgreSQL a row may be marked between a second delivery's look at it and its hand-over to the outbox."""
    messenger = Messenger()
    post(organisation, clock, "1001", "once")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: messenger.taken != [])
        await running.settle()
        with organisation.read() as session:
            row = session.scalars(select(OutgoingMessage)).one()
        late = Outgoing(row.id, Platform.TELEGRAM, row.chat_id, "1001", Reply("once"), Priority.BROADCAST)
        running.outbox.take([late])
        post(organisation, clock, "1001", "after")
        running.outbox.wake()
        await until(lambda: "after" in messenger.texts("1001"))
        await running.settle()
    assert messenger.texts("1001") == ["once", "after"]


async def test_every_update_that_telegram_delivers_twice_is_answered_once(
    organisation: Database, clock: FrozenClock
) -> None:
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        exchange.sandbox.faults.add(Fault("telegram", "duplicate_update"))
        trinh = Phone(CHATS["trinh"], exchange)
        await exchange.say(trinh.chat, REPORT)
        await until(lambda: _count(organisation, IncomingMessage) == 1)
        assert "Nguyễn Thị Hạnh" in await trinh.reads()
        assert len(trinh.last) == 1
        assert await trinh.reads() == ""
        assert "Đã lưu: QC013" in await trinh.says("1")
        assert len(trinh.last) == 1
        await trinh.reads()
        assert trinh.last == []
    assert _count(organisation, IncomingMessage) == 2
    assert _count(organisation, Candidate) == 3


async def test_a_block_delivered_again_does_not_stop_who_has_written_since(
    organisation: Database, clock: FrozenClock
) -> None:
    def stopped() -> list[str]:
        with organisation.read() as session:
            return list(session.scalars(select(Chat.external_id).where(Chat.stopped_at.is_not(None))))

    async with service(organisation, clock, Messenger()) as running:
        await running.engine.stop(Platform.TELEGRAM, "1001", "70")
        assert stopped() == ["1001"]
        await running.says("1001", "giúp", key="71")
        assert stopped() == []
        await running.engine.stop(Platform.TELEGRAM, "1001", "70")
        await running.says("1001", "giúp", key="71")
        assert stopped() == []
        await running.engine.stop(Platform.TELEGRAM, "1001", "72")
        assert stopped() == ["1001"]
