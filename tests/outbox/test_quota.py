"""A month's messages, where a messenger counts them: counted with the marking, spent by importance, never overspent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot import claims
from bot.channels.channel import AnswerLost, PersonStopped, Refused, TooFast, Unavailable
from bot.clock import FrozenClock
from handlers.turn import Reply, Turn
from models.chats import Platform
from models.database import Database
from models.messages import Heartbeat, OutgoingMessage, OutgoingState, Priority
from models.people import Person
from models.quota import month_of, sent_in
from tests.support.messenger import Messenger, post, service, states, until
from tests.support.quota import LIMIT, QUOTAS, ZONE, move_to_zalo, rows, tried, use, used

SENT, WAITING, REFUSED = OutgoingState.SENT, OutgoingState.WAITING, OutgoingState.REFUSED
NOTICE, URGENT, REPLY, BROADCAST = Priority.NOTICE, Priority.URGENT, Priority.REPLY, Priority.BROADCAST
A_WHILE_SECONDS = 0.1


@pytest.fixture
def cell(organisation: Database) -> Database:
    move_to_zalo(organisation)
    return organisation


class TestCounting:
    async def test_every_message_that_left_is_counted_each_part_of_a_long_one(
        self, cell: Database, clock: FrozenClock
    ) -> None:
        zalo = Messenger(Platform.ZALO)
        post(cell, clock, "1001", "short", priority=URGENT)
        post(cell, clock, "1002", "\n".join(f"dòng {n}" for n in range(500)), priority=URGENT)
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: SENT in states(cell) and WAITING not in states(cell))
            await running.settle()
        assert len(zalo.taken) > 2
        assert used(cell, clock) == len(zalo.taken)

    @pytest.mark.parametrize(
        ("fault", "expected"),
        [
            (AnswerLost("timed out"), 1),
            (Refused("400"), 0),
            (PersonStopped("gone"), 0),
            (TooFast(0.01), 1),
            (Unavailable("500"), 1),
        ],
    )
    async def test_a_lost_answer_counts_and_a_refusal_does_not(
        self, cell: Database, clock: FrozenClock, fault: Exception, expected: int
    ) -> None:
        zalo = Messenger(Platform.ZALO)
        zalo.fails_once(fault)
        post(cell, clock, "1001", "one", priority=URGENT)
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: bool(zalo.calls))
            await until(lambda: not {WAITING, OutgoingState.CLAIMED} & set(states(cell)))
            await running.settle()
        assert used(cell, clock) == expected

    async def test_a_messenger_without_a_quota_is_not_counted(self, cell: Database, clock: FrozenClock) -> None:
        telegram = Messenger()
        post(cell, clock, "1005", "to the administrator")
        async with service(cell, clock, telegram, quotas=QUOTAS) as running:
            await until(lambda: states(cell) == [SENT])
            await running.settle()
        with cell.read() as session:
            month = month_of(clock.now(), ZONE)
            assert sent_in(session, list(Platform), month) == dict.fromkeys(Platform, 0)

    async def test_a_message_after_midnight_belongs_to_the_new_month(self, cell: Database, clock: FrozenClock) -> None:
        clock.moment = datetime(2026, 11, 30, 17, 0, 1, tzinfo=UTC)  # midnight in Thái Nguyên
        post(cell, clock, "1001", "one", priority=URGENT)
        async with service(cell, clock, Messenger(Platform.ZALO), quotas=QUOTAS) as running:
            await until(lambda: states(cell) == [SENT])
            await running.settle()
        with cell.read() as session:
            assert sent_in(session, [Platform.ZALO], date(2026, 12, 1))[Platform.ZALO] == 1

    async def test_how_often_a_message_was_tried_is_kept(self, cell: Database, clock: FrozenClock) -> None:
        zalo = Messenger(Platform.ZALO)
        left: list[Exception] = [TooFast(0.01), TooFast(0.01)]
        zalo.fault = lambda _: left.pop() if left else None
        post(cell, clock, "1001", "one", priority=URGENT)
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: states(cell) == [SENT])
            await running.settle()
        [row] = rows(cell)
        assert row.attempts == 3


class TestSpending:
    async def test_with_plenty_everything_goes(self, cell: Database, clock: FrozenClock) -> None:
        zalo = Messenger(Platform.ZALO)
        use(cell, clock, 70)
        for chat, priority in (("1001", NOTICE), ("1002", BROADCAST), ("1003", URGENT)):
            post(cell, clock, chat, "one", priority=priority)
        async with service(cell, clock, zalo, quotas=QUOTAS):
            await until(lambda: states(cell) == [SENT] * 3)

    async def test_scarce_notices_are_one_message_a_day_and_chat(self, cell: Database, clock: FrozenClock) -> None:
        zalo = Messenger(Platform.ZALO)
        use(cell, clock, 80)
        post(cell, clock, "1001", "one", "two", priority=NOTICE)
        post(cell, clock, "1001", "three")
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: states(cell) == [SENT] * 3)
            post(cell, clock, "1001", "four", "five", priority=NOTICE)
            post(cell, clock, "1002", "another's")
            running.outbox.wake()
            await until(lambda: "another's" in tried(zalo, "1002"))
            assert tried(zalo, "1001") == ["one\n\ntwo\n\nthree"]
            clock.moment += timedelta(days=1)
            running.outbox.wake()
            await until(lambda: len(tried(zalo, "1001")) == 2)
        assert tried(zalo, "1001")[1] == "four\n\nfive"
        assert used(cell, clock) == 83

    async def test_scarce_replies_and_urgent_ones_go_at_once(self, cell: Database, clock: FrozenClock) -> None:
        zalo = Messenger(Platform.ZALO)
        use(cell, clock, 96)
        post(cell, clock, "1001", "notice", priority=NOTICE)
        post(cell, clock, "1001", "urgent", priority=URGENT)
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await running.says("1001", "giúp")
            await until(lambda: len(zalo.taken) == 2)
            await running.settle()
        assert "notice" not in tried(zalo, "1001")
        assert states(cell) == [WAITING, SENT, SENT]

    async def test_no_more_leave_than_are_left_and_nothing_is_tried_after(
        self, cell: Database, clock: FrozenClock
    ) -> None:
        zalo = Messenger(Platform.ZALO)
        use(cell, clock, 97)
        for chat in ("1001", "1002", "1003", "1004", "1006"):
            post(cell, clock, chat, "one", "two", priority=URGENT)
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: len(zalo.taken) == 3)
            await running.says("1001", "giúp")
            running.outbox.wake()
            await asyncio.sleep(A_WHILE_SECONDS)
            await running.settle()
            assert len(zalo.calls) == 3
            assert used(cell, clock) == LIMIT
            assert states(cell).count(WAITING) == 8
            clock.moment = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
            running.outbox.wake()
            await until(lambda: len(zalo.taken) == 11)

    async def test_a_broadcast_under_way_leaves_the_reserve_alone(self, cell: Database, clock: FrozenClock) -> None:
        """It was claimed while there was plenty."""
        zalo = Messenger(Platform.ZALO)
        zalo.open.clear()
        use(cell, clock, 79)
        for chat in ("1001", "1002", "1003"):
            post(cell, clock, chat, "x" * 1500, "y" * 1500)
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: len(zalo.calls) == 3)
            use(cell, clock, 14)  # another process answers many
            running.outbox.wake()
            await asyncio.sleep(A_WHILE_SECONDS)
            zalo.open.set()
            await running.settle()
        assert states(cell).count(SENT) == 3
        assert used(cell, clock) == 96

    async def test_replies_are_given_up_after_a_day_and_notices_wait_for_the_month(
        self, cell: Database, clock: FrozenClock
    ) -> None:
        zalo = Messenger(Platform.ZALO)
        use(cell, clock, LIMIT)
        post(cell, clock, "1001", "reply", priority=REPLY)
        post(cell, clock, "1001", "notice", priority=NOTICE)
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            running.outbox.wake()
            await asyncio.sleep(A_WHILE_SECONDS)
            assert states(cell) == [WAITING, WAITING]
            clock.moment += timedelta(days=1, seconds=1)
            running.outbox.wake()
            await until(lambda: states(cell) == [REFUSED, WAITING])
            clock.moment = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
            running.outbox.wake()
            await until(lambda: states(cell) == [REFUSED, SENT])
        given_up = rows(cell)[0]
        assert (given_up.error, given_up.content) == ("quota", None)
        assert tried(zalo, "1001") == ["notice"]

    async def test_a_reply_that_a_dead_process_held_is_given_up_too(self, cell: Database, clock: FrozenClock) -> None:
        use(cell, clock, LIMIT)
        post(cell, clock, "1001", "reply", priority=REPLY)
        with cell.write() as session:
            session.execute(update(OutgoingMessage).values(state=OutgoingState.CLAIMED, claimed_by="dead"))
            session.add(Heartbeat(part="outbox:dead", at=clock.now()))
        clock.moment += timedelta(days=2)
        async with service(cell, clock, Messenger(Platform.ZALO), quotas=QUOTAS):
            await until(lambda: states(cell) == [REFUSED])

    async def test_what_is_held_starves_nobody_else(
        self, cell: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(claims, "CLAIM_AT_ONCE", 3)
        use(cell, clock, LIMIT)
        post(cell, clock, "1001", *(f"{n}" for n in range(10)), priority=REPLY)
        post(cell, clock, "1005", "over the other messenger")
        telegram = Messenger()
        async with service(cell, clock, Messenger(Platform.ZALO), others=[telegram], quotas=QUOTAS):
            await until(lambda: telegram.texts("1005") == ["over the other messenger"])

    async def test_a_notice_of_a_turn_waits_like_one_of_a_sweep(
        self, cell: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        zalo = Messenger(Platform.ZALO)
        use(cell, clock, 90)
        post(cell, clock, "1003", "of today", priority=NOTICE)
        monkeypatch.setattr("handlers.router.answer", _notifies("DV066"))
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: states(cell) == [SENT])
            await running.says("1001", "giúp")
            await until(lambda: states(cell) == [SENT, SENT, WAITING])
            await running.settle()
        assert tried(zalo, "1003") == ["of today"]


class TestTooFast:
    async def test_a_429_of_a_messenger_that_counts_makes_everybody_wait(
        self, cell: Database, clock: FrozenClock
    ) -> None:
        zalo = Messenger(Platform.ZALO)
        zalo.fails_once(TooFast(0.3), "1001")
        post(cell, clock, "1001", "one", priority=URGENT)
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await until(lambda: len(zalo.calls) == 1)
            post(cell, clock, "1002", "two", priority=URGENT)
            running.outbox.wake()
            await until(lambda: len(zalo.taken) == 2)
        refused_at, *later = [call.at for call in zalo.calls]
        assert min(later) - refused_at >= 0.3

    async def test_a_reply_that_is_refused_for_a_day_is_given_up(self, cell: Database, clock: FrozenClock) -> None:
        """The messenger counts more than we do, say: its word is the last."""
        zalo = Messenger(Platform.ZALO)
        zalo.fault = lambda _: TooFast(0.02)
        async with service(cell, clock, zalo, quotas=QUOTAS) as running:
            await running.says("1001", "giúp")
            await until(lambda: len(zalo.calls) >= 2)
            clock.moment += timedelta(days=1, seconds=1)
            await until(lambda: states(cell) == [REFUSED])
        assert rows(cell)[0].error == "quota"


def _notifies(code: str) -> Callable[[Turn], Reply]:
    def answer(turn: Turn) -> Reply:
        person = turn.session.scalars(select(Person).where(Person.code == code)).one()
        turn.send(person, lambda _: Reply("told by a turn"))
        return Reply("answered")

    return answer
