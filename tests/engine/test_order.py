"""Invariant 2: turns of one chat follow each other in order; turns of different chats do not wait for each other."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.clock import FrozenClock
from handlers import router
from handlers.turn import Reply, Turn
from models.chats import Chat
from models.database import Database
from models.messages import IncomingMessage
from models.people import Person
from tests.support.messenger import Messenger, service
from tests.support.organisation import CODES

real_answer = router.answer


@dataclass
class Watch:
    """Sees which turns of a chat are under way at the same time."""

    inside: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    most: int = 0

    def answer(self, turn: Turn) -> Reply:
        self.inside[turn.chat.id] += 1
        self.most = max(self.most, self.inside[turn.chat.id])
        time.sleep(0.01)  # long enough for another turn to come in
        reply = real_answer(turn)
        self.inside[turn.chat.id] -= 1
        return reply


def _keys_of(database: Database, chat: str) -> list[str]:
    with database.read() as session:
        return list(
            session.scalars(
                select(IncomingMessage.update_key)
                .join(Chat, Chat.id == IncomingMessage.chat_id)
                .where(Chat.external_id == chat)
                .order_by(IncomingMessage.id)
            )
        )


async def test_turns_of_one_chat_that_come_at_once_follow_each_other_in_order(
    organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch()
    monkeypatch.setattr(router, "answer", watch.answer)
    async with service(organisation, clock, Messenger()) as running:
        await asyncio.gather(*(running.says("1001", f"giúp {n}", key=f"{n}") for n in range(10)))
        await running.settle()
    assert watch.most == 1
    assert _keys_of(organisation, "1001") == [f"{n}" for n in range(10)]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chats=st.lists(st.sampled_from(["1001", "1002", "7001", "7002"]), min_size=1, max_size=20))
async def test_the_answers_of_each_chat_arrive_in_the_order_of_its_messages(
    organisation: Database, clock: FrozenClock, chats: list[str]
) -> None:
    messenger = Messenger()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(router, "answer", lambda turn: Reply(turn.said.text))
        async with service(organisation, clock, messenger) as running:
            await asyncio.gather(*(running.says(chat, f"{n}") for n, chat in enumerate(chats)))
            await running.settle()
    for chat in set(chats):
        assert messenger.texts(chat) == [f"{n}" for n, said_in in enumerate(chats) if said_in == chat]


async def test_two_first_messages_of_a_stranger_make_one_chat(organisation: Database, clock: FrozenClock) -> None:
    async with service(organisation, clock, Messenger()) as one, service(organisation, clock, Messenger()) as other:
        await asyncio.gather(one.says("7001", "chào", key="1"), other.says("7001", "chào", key="2"))
    with organisation.read() as session:
        assert len(session.scalars(select(Chat).where(Chat.external_id == "7001")).all()) == 1
    assert sorted(_keys_of(organisation, "7001")) == ["1", "2"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
class TestOnPostgreSQL:
    """What only several writers at once can show."""

    async def test_turns_of_one_chat_follow_each_other_across_processes(
        self, organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        watch = Watch()
        monkeypatch.setattr(router, "answer", watch.answer)
        second = Database(organisation.url, organisation.cipher)
        async with service(organisation, clock, Messenger()) as one, service(second, clock, Messenger()) as other:
            await asyncio.gather(
                *(running.says("1001", "giúp") for _ in range(5) for running in (one, other)),
            )
        second.close()
        assert watch.most == 1
        assert len(_keys_of(organisation, "1001")) == 10

    async def test_one_update_that_two_processes_get_is_answered_once(
        self, organisation: Database, clock: FrozenClock
    ) -> None:
        second = Database(organisation.url, organisation.cipher)
        here, there = Messenger(), Messenger()
        async with service(organisation, clock, here) as one, service(second, clock, there) as other:
            await asyncio.gather(
                *(running.says("1001", "giúp", key=f"{n}") for n in range(5) for running in (one, other))
            )
            await one.settle()
            await other.settle()
        second.close()
        assert len(here.taken) + len(there.taken) == 5

    async def test_turns_of_different_chats_do_not_wait_for_each_other(
        self, organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        both_inside = threading.Barrier(2)

        def answer(turn: Turn) -> Reply:
            both_inside.wait(timeout=5)  # breaks unless the other chat's turn is under way at the same time
            return real_answer(turn)

        monkeypatch.setattr(router, "answer", answer)
        messenger = Messenger()
        async with service(organisation, clock, messenger) as running:
            await asyncio.gather(running.says("1001", "giúp"), running.says("1002", "giúp"))
            await running.settle()
        assert not both_inside.broken
        assert all("báo nguồn" in messenger.texts(chat)[0] for chat in ("1001", "1002"))

    async def test_a_turn_that_waited_for_the_chat_to_be_joined_knows_who_writes(
        self, organisation: Database, clock: FrozenClock
    ) -> None:
        messenger = Messenger()
        async with service(organisation, clock, messenger) as running:
            await running.says("7001", "chào")
            with organisation.engine.begin() as joining:
                person = joining.execute(select(Person.id).where(Person.code == CODES["trinh"])).scalar_one()
                joining.execute(
                    update(Chat).where(Chat.external_id == "7001").values(person_id=person, joined_at=clock.now())
                )
                answering = asyncio.create_task(running.says("7001", "danh sách nguồn"))
                await asyncio.sleep(0.2)
                assert not answering.done(), "the chat's row is locked"
            await answering
            await running.settle()
        assert "QC012" in messenger.texts("7001")[-1] or "Nguồn" in messenger.texts("7001")[-1]

    async def test_a_turn_that_waited_for_another_process_goes_on_with_the_form_that_was_begun_there(
        self, organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        may_end, is_inside = threading.Event(), threading.Event()

        def answer(turn: Turn) -> Reply:
            reply = real_answer(turn)
            if turn.said.text == "báo nguồn":
                is_inside.set()
                assert may_end.wait(timeout=5)
            return reply

        monkeypatch.setattr(router, "answer", answer)
        second = Database(organisation.url, organisation.cipher)
        there = Messenger()
        async with service(organisation, clock, Messenger()) as one, service(second, clock, there) as other:
            asking = asyncio.create_task(one.says("1001", "báo nguồn"))
            assert await asyncio.to_thread(is_inside.wait, 5)
            answering = asyncio.create_task(other.says("1001", "Nguyễn Thị Hạnh"))
            await asyncio.sleep(0.2)
            assert not answering.done(), "the chat's row is locked"
            may_end.set()
            await asking
            await answering
            await other.settle()
        second.close()
        assert "Sinh năm nào" in there.texts("1001")[0]
