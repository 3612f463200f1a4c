"""Invariant 8 on the whole way from the rows to the messenger: never more than 30 in a second, replies first."""

from __future__ import annotations

from bot.clock import FrozenClock
from bot.pace import Limits
from models.database import Database
from tests.support.messenger import Messenger, post, service, until
from tests.support.organisation import CHATS

NO_LIMIT_IN_A_CHAT = Limits(per_second=30, chat_burst=1000, chat_per_second=1000)


async def test_replies_overtake_a_broadcast_and_no_second_sees_more_than_thirty(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    others = [chat for chat in CHATS.values() if chat != "1001"]
    for n in range(90):
        post(organisation, clock, others[n % len(others)], f"tin {n}")
    async with service(organisation, clock, messenger, NO_LIMIT_IN_A_CHAT) as running:
        await until(lambda: len(messenger.calls) >= 10)
        for _ in range(3):
            await running.says("1001", "giúp")
        overtaken = len(messenger.calls)
        await until(lambda: len(messenger.texts("1001")) == 3)
        assert len(messenger.calls) - overtaken <= 6, "three replies and what was already on its way"
        await until(lambda: len(messenger.calls) >= 60)
    moments = [call.at for call in messenger.calls]
    assert max(sum(1 for at in moments if start <= at < start + 1) for start in moments) <= 30


async def test_a_chat_gets_a_short_burst_and_then_one_a_second(organisation: Database, clock: FrozenClock) -> None:
    messenger = Messenger()
    post(organisation, clock, "1001", *(f"{n}" for n in range(4)))
    async with service(organisation, clock, messenger, Limits()):
        await until(lambda: len(messenger.calls) == 4)
    first, *_, third, fourth = [call.at for call in messenger.calls]
    assert third - first < 0.5
    assert fourth - first >= 0.99


async def test_the_parts_of_a_long_text_count_one_by_one(organisation: Database, clock: FrozenClock) -> None:
    messenger = Messenger()
    post(organisation, clock, "1001", "x " * 4096 + "\n" + "y " * 2000)
    async with service(organisation, clock, messenger, Limits(per_second=30, chat_burst=1, chat_per_second=10)):
        await until(lambda: len(messenger.calls) == 3)
    moments = [call.at for call in messenger.calls]
    assert moments[2] - moments[0] >= 0.19
