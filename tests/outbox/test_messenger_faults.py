"""Invariants 5, 8 and 9: whatever the messenger answers, nothing is lost or doubled, and nobody else is held up."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot import outages
from bot.channels.channel import AnswerLost, Misconfigured, PersonStopped, Refused, TooFast, Unavailable
from bot.clock import FrozenClock
from models.chats import Chat
from models.database import Database
from models.messages import OutgoingMessage, OutgoingState, Priority
from tests.support.messenger import Messenger, post, service, states, until

SENT, UNCERTAIN, REFUSED, UNREACHABLE = (
    OutgoingState.SENT,
    OutgoingState.UNCERTAIN,
    OutgoingState.REFUSED,
    OutgoingState.UNREACHABLE,
)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages, "FIRST_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(outages, "LONGEST_PAUSE_SECONDS", 2.0)


async def test_a_429_is_obeyed_and_the_order_of_the_chat_is_kept(organisation: Database, clock: FrozenClock) -> None:
    messenger = Messenger()
    messenger.fails_once(TooFast(0.3), "1001")
    post(organisation, clock, "1001", "first", "second", "third")
    post(organisation, clock, "1002", "other")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: len(messenger.taken) == 4)
        await running.settle()
    assert messenger.texts("1001") == ["first", "second", "third"]
    refused_at, *later = [call.at for call in messenger.calls if call.chat == "1001"]
    assert min(later) - refused_at >= 0.3
    [other] = [call.at for call in messenger.calls if call.chat == "1002"]
    assert other - refused_at < 0.3, "one chat's wait is nobody else's"
    assert states(organisation) == [SENT] * 4


async def test_a_block_stops_one_chat_and_nobody_else(organisation: Database, clock: FrozenClock) -> None:
    messenger = Messenger()
    messenger.always_fails(PersonStopped("bot was blocked by the user"), "1001")
    post(organisation, clock, "1001", "to the one who blocked")
    post(organisation, clock, "1002", "to another")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: len(messenger.calls) == 2)
        await running.settle()
    assert states(organisation) == [UNREACHABLE, SENT]
    assert _stopped(organisation) == ["1001"]


async def test_who_writes_again_is_reached_again(organisation: Database, clock: FrozenClock) -> None:
    messenger = Messenger()
    messenger.fails_once(PersonStopped("bot was blocked by the user"), "1001")
    post(organisation, clock, "1001", "lost")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: _stopped(organisation) == ["1001"])
        await running.says("1001", "giúp")
        await running.settle()
    assert len(messenger.texts("1001")) == 1
    assert _stopped(organisation) == []


@pytest.mark.parametrize("fault", [Unavailable("500"), AnswerLost("timed out"), Refused("400"), TooFast(0.01)])
async def test_nothing_but_a_block_stops_a_person(organisation: Database, clock: FrozenClock, fault: Exception) -> None:
    messenger = Messenger()
    messenger.fails_once(fault, "1001")
    post(organisation, clock, "1001", "one", "two")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: "two" in messenger.texts("1001"))
        await running.settle()
    assert _stopped(organisation) == []


async def test_a_500_is_tried_again_until_it_works(organisation: Database, clock: FrozenClock) -> None:
    messenger = Messenger()
    left = [Unavailable("500")] * 4
    messenger.fault = lambda _: left.pop() if left else None
    post(organisation, clock, "1001", "one", "two")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: len(messenger.taken) == 2)
        await running.settle()
    assert messenger.texts("1001") == ["one", "two"]
    assert states(organisation) == [SENT, SENT]


async def test_a_message_that_the_messenger_never_digests_holds_up_nobody_else(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    messenger.always_fails(Unavailable("500"), "1001")
    post(organisation, clock, "1001", "poison")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: len(messenger.calls) >= 2)
        for n in range(20):
            post(organisation, clock, "1002", f"{n}")
        running.outbox.wake()
        began = asyncio.get_running_loop().time()
        await until(lambda: len(messenger.texts("1002")) == 20)
        assert asyncio.get_running_loop().time() - began < 1.0
        messenger.fault = lambda _: None
        await until(lambda: messenger.texts("1001") == ["poison"])


async def test_a_lost_answer_is_not_sent_again_and_the_next_message_goes_on(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    messenger.fails_once(AnswerLost("timed out"), "1001")
    post(organisation, clock, "1001", "perhaps", "next")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: len(messenger.calls) == 2)
        await running.settle()
        running.outbox.wake()
        await asyncio.sleep(0.1)
    assert [call.text for call in messenger.calls] == ["perhaps", "next"]
    assert states(organisation) == [UNCERTAIN, SENT]


async def test_a_message_that_is_refused_for_good_stops_nobody_elses(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    messenger.fails_once(Refused("bad request: message is too long"), "1001")
    post(organisation, clock, "1001", "bad", "good")
    post(organisation, clock, "1002", "other")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: len(messenger.calls) == 3)
        await running.settle()
    assert messenger.texts("1001") == ["good"]
    assert messenger.texts("1002") == ["other"]
    with organisation.read() as session:
        kept = session.scalars(select(OutgoingMessage).where(OutgoingMessage.state == REFUSED)).one()
    assert (kept.error, kept.content) == ("bad request: message is too long", None)


async def test_a_message_that_cannot_be_rendered_stops_nobody_elses(organisation: Database, clock: FrozenClock) -> None:
    messenger = Messenger()
    messenger.fails_once(TypeError("no such picture"), "1001")
    post(organisation, clock, "1001", "bad", "good")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: len(messenger.calls) == 2)
        await running.settle()
    assert states(organisation) == [REFUSED, SENT]


async def test_a_row_of_an_unknown_shape_stops_nobody_elses(organisation: Database, clock: FrozenClock) -> None:
    post(organisation, clock, "1001", "bad", "good")
    with organisation.write() as session:
        bad = session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)).first()
        assert bad is not None
        bad.content = {"written_by": "another version"}
    messenger = Messenger()
    async with service(organisation, clock, messenger) as running:
        await until(lambda: messenger.texts("1001") == ["good"])
        await running.settle()
    assert states(organisation) == [REFUSED, SENT]


async def test_an_outage_ends_within_its_pause_and_loses_nothing(organisation: Database, clock: FrozenClock) -> None:
    """Many that fail at once are one outage, not many: the pause must not grow with each of them."""
    messenger = Messenger()
    messenger.open.clear()
    down = [True]
    messenger.fault = lambda _: Unavailable("not sent: connection refused") if down else None
    chats = ("1001", "1002", "1003", "1004", "1005", "1006")
    for chat in chats:
        post(organisation, clock, chat, "1", "2", "3")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: len(messenger.calls) == len(chats))
        messenger.open.set()
        await asyncio.sleep(0.02)
        down.clear()
        began = asyncio.get_running_loop().time()
        await until(lambda: len(messenger.taken) == 18)
        assert asyncio.get_running_loop().time() - began < 0.5
        await running.settle()
    for chat in chats:
        assert messenger.texts(chat) == ["1", "2", "3"]


async def test_a_revoked_token_is_told_and_everything_else_goes_on(organisation: Database, clock: FrozenClock) -> None:
    messenger = Messenger()
    messenger.fault = lambda _: Misconfigured("invalid token")
    async with service(organisation, clock, messenger) as running:
        await running.says("1001", "giúp")
        await until(lambda: not running.outbox.healthy)
        await running.says("1001", "danh sách nguồn")  # turns are still written
        assert not running.work.done()
        messenger.fault = lambda _: None
        await until(lambda: len(messenger.taken) == 2)
        await running.settle()
        assert running.outbox.healthy
    assert states(organisation) == [SENT, SENT]


async def test_a_long_text_that_is_held_up_between_its_parts_doubles_none(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    text = "\n".join(f"dòng {n}" for n in range(1500))
    post(organisation, clock, "1001", text, "after")
    left: list[Exception] = [TooFast(0.05), Unavailable("500")]
    messenger.fault = lambda letter: left.pop() if left and letter.reply.text.startswith("(2/") else None
    async with service(organisation, clock, messenger) as running:
        await until(lambda: "after" in messenger.texts("1001"))
        await running.settle()
    *parts, after = messenger.texts("1001")
    assert len(parts) > 2
    assert [part.partition("\n")[0] for part in parts] == [f"({n}/{len(parts)})" for n in range(1, len(parts) + 1)]
    assert [line for part in parts for line in part.split("\n")[1:]] == text.split("\n")
    assert after == "after"
    assert states(organisation) == [SENT, SENT]


async def test_a_row_that_is_deleted_while_it_is_under_way_stops_nobody_elses(
    organisation: Database, clock: FrozenClock
) -> None:
    """Somebody withdraws consent and is forgotten in the very moment in which a message is on its way."""
    messenger = Messenger()
    messenger.open.clear()
    post(organisation, clock, "1001", "forgotten", priority=Priority.NOTICE)
    post(organisation, clock, "1002", "kept")
    async with service(organisation, clock, messenger) as running:
        await until(lambda: len(messenger.calls) == 2)
        with organisation.write() as session:
            session.delete(session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)).first())
        messenger.open.set()
        await running.settle()
        assert running.outbox.healthy
    assert states(organisation) == [SENT]


def _stopped(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Chat.external_id).where(Chat.stopped_at.is_not(None))))
