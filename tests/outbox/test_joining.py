"""Where every message counts, notices to one person are one message; where they are scarce, they go another way."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.channels.channel import AnswerLost, Refused
from bot.clock import FrozenClock
from handlers.turn import Attachment, Choice, Reply
from models.chats import Chat, Platform
from models.database import Database
from models.messages import OutgoingMessage, OutgoingState, Priority
from tests.support.messenger import Messenger, post, service, states, until
from tests.support.quota import QUOTAS, join_telegram, move_to_zalo, post_reply, rows, tried, use, used

SENT, WAITING, REFUSED = OutgoingState.SENT, OutgoingState.WAITING, OutgoingState.REFUSED
NOTICE, URGENT = Priority.NOTICE, Priority.URGENT


@pytest.fixture
def cell(organisation: Database) -> Database:
    move_to_zalo(organisation)
    return organisation


class TestJoining:
    async def test_notices_that_wait_together_are_one_message_with_all_choices(
        self, cell: Database, clock: FrozenClock
    ) -> None:
        zalo = Messenger(Platform.ZALO)
        post_reply(cell, clock, "1001", Reply("one", ((Choice("Xem", "list:1"),),)))
        post_reply(cell, clock, "1001", Reply("two", ((Choice("Giúp", "go:help"),),), numbered_from=2))
        post(cell, clock, "1002", "another's", priority=NOTICE)
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: states(cell) == [SENT] * 3)
            await running.settle()
        assert tried(zalo, "1001") == ["one\n1. Xem\n\ntwo\n2. Giúp"]
        first, second, other = rows(cell)
        assert first.external_id == second.external_id != other.external_id
        assert (first.content, second.content) == (None, None)
        assert used(cell, clock) == 2

    async def test_what_answers_or_carries_something_stays_a_message_of_its_own(
        self, cell: Database, clock: FrozenClock
    ) -> None:
        zalo = Messenger(Platform.ZALO)
        file = Attachment("text_file", {"name": "a.txt", "lines": ["a"]})
        post_reply(cell, clock, "1001", Reply("urgent"), URGENT)
        post_reply(cell, clock, "1001", Reply("one"))
        post_reply(cell, clock, "1001", Reply("file", attachment=file))
        post_reply(cell, clock, "1001", Reply("two"))
        async with service(cell, clock, zalo, quotas=QUOTAS):
            await until(lambda: states(cell) == [SENT] * 4)
        assert tried(zalo, "1001") == ["urgent", "one\n\ntwo", "file"]

    async def test_where_they_are_scarce_one_message_of_all_leaves_today(
        self, cell: Database, clock: FrozenClock
    ) -> None:
        zalo = Messenger(Platform.ZALO)
        use(cell, clock, 85)
        post_reply(cell, clock, "1001", Reply("one"))
        post_reply(cell, clock, "1001", Reply("file", attachment=Attachment("text_file", {"name": "a", "lines": []})))
        post_reply(cell, clock, "1001", Reply("two"))
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: states(cell) == [SENT, WAITING, SENT])
            await running.settle()
        assert tried(zalo, "1001") == ["one\n\ntwo"]

    async def test_more_than_a_message_holds_are_several(self, cell: Database, clock: FrozenClock) -> None:
        zalo = Messenger(Platform.ZALO)
        post(cell, clock, "1001", "x" * 1200, "y" * 700, "z" * 700, "ü" * 1200, priority=NOTICE)
        async with service(cell, clock, zalo, quotas=QUOTAS):
            await until(lambda: states(cell) == [SENT] * 4)
        assert [len(text) for text in tried(zalo, "1001")] == [1902, 1902]

    async def test_without_a_quota_nothing_is_joined(self, organisation: Database, clock: FrozenClock) -> None:
        telegram = Messenger()
        post(organisation, clock, "1001", "one", "two", priority=NOTICE)
        async with service(organisation, clock, telegram, quotas=QUOTAS):
            await until(lambda: telegram.texts("1001") == ["one", "two"])

    @pytest.mark.parametrize(
        ("fault", "state"), [(Refused("400"), REFUSED), (AnswerLost("?"), OutgoingState.UNCERTAIN)]
    )
    async def test_what_becomes_of_the_message_becomes_of_all_that_it_says(
        self, cell: Database, clock: FrozenClock, fault: Exception, state: OutgoingState
    ) -> None:
        zalo = Messenger(Platform.ZALO)
        zalo.fails_once(fault)
        post(cell, clock, "1001", "one", "two", priority=NOTICE)
        async with service(cell, clock, zalo, quotas=QUOTAS):
            await until(lambda: states(cell) == [state, state])
        assert len(zalo.calls) == 1

    async def test_a_stop_lets_go_of_all_that_a_message_says(self, cell: Database, clock: FrozenClock) -> None:
        zalo = Messenger(Platform.ZALO)
        zalo.open.clear()
        post(cell, clock, "1001", "busy", priority=URGENT)
        post(cell, clock, "1001", "one", "two", priority=NOTICE)
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: len(zalo.calls) == 1 and running.outbox.waiting == 3)
            asyncio.get_running_loop().call_later(0.02, zalo.open.set)
        assert states(cell) == [SENT, WAITING, WAITING]

    async def test_what_was_let_go_of_a_message_is_not_said_and_the_rest_is(
        self, cell: Database, clock: FrozenClock
    ) -> None:
        """Another way was found for one of the notices (bot/redirecting.py)."""
        zalo = Messenger(Platform.ZALO)
        zalo.open.clear()
        post(cell, clock, "1001", "busy", priority=URGENT)
        post(cell, clock, "1001", "one", "two", "three", priority=NOTICE)
        busy, *_, last = [row.id for row in rows(cell)]
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: len(zalo.calls) == 1 and running.outbox.waiting == 4)
            assert running.outbox.let_go([busy, last]) == {last}, "what is under way is not let go"
            with cell.write() as session:
                session.delete(session.get_one(OutgoingMessage, last))
            zalo.open.set()
            await until(lambda: states(cell) == [SENT, WAITING, WAITING])
            running.outbox.wake()
            await until(lambda: states(cell) == [SENT] * 3)
        assert tried(zalo, "1001") == ["busy", "one\n\ntwo"]


class TestAnotherChat:
    async def test_a_scarce_notice_goes_by_the_persons_other_messenger(
        self, cell: Database, clock: FrozenClock
    ) -> None:
        join_telegram(cell, clock, "1001", "5001")
        zalo, telegram = Messenger(Platform.ZALO), Messenger()
        use(cell, clock, 85)
        post_reply(cell, clock, "1001", Reply("notice", ((Choice("Giúp", "go:help"),),)))
        post(cell, clock, "1001", "urgent", priority=URGENT)
        async with service(cell, clock, zalo, others=[telegram], quotas=QUOTAS):
            await until(lambda: states(cell) == [SENT, SENT])
        assert (tried(zalo, "1001"), telegram.texts("5001")) == (["urgent"], ["notice"])
        assert used(cell, clock) == 86
        with cell.read() as session:
            chat = session.scalars(select(Chat).where(Chat.external_id == "5001")).one()
        assert chat.offer == [{"label": "Giúp", "data": "go:help"}]

    @pytest.mark.parametrize("change", [{"stopped": True}, {"joined": False}, {"failing": True}])
    async def test_but_only_where_it_arrives(self, cell: Database, clock: FrozenClock, change: dict[str, bool]) -> None:
        join_telegram(cell, clock, "1001", "5001", **change)
        zalo = Messenger(Platform.ZALO)
        use(cell, clock, 85)
        post(cell, clock, "1001", "notice", priority=NOTICE)
        async with service(cell, clock, zalo, others=[Messenger()], quotas=QUOTAS):
            await until(lambda: tried(zalo, "1001") == ["notice"])
