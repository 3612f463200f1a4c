"""When a messenger is out of reach or a chat is stopped, what nobody asked for goes by the person's other chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.channels.channel import PersonStopped, Unavailable
from bot.clock import FrozenClock
from bot.redirecting import Redirection
from handlers.turn import Choice, Reply
from models import ledger
from models.chats import Chat, Platform
from models.database import Database
from models.messages import OutgoingMessage, OutgoingState, Priority
from models.messengers import MessengerState
from tests.support.messenger import post, states, until
from tests.support.organisation import CHATS, CODES
from tests.support.two_messengers import Both, joined, on_both

TRINH, LONG = CHATS["trinh"], CHATS["long"]
TELEGRAM, ZALO = Platform.TELEGRAM, Platform.ZALO
ON_ZALO = "za-long"
OUTAGE = "Telegram đang không liên lạc được; tạm thời tôi nhắn đồng chí ở đây."


@pytest.fixture
async def both(organisation: Database, clock: FrozenClock) -> AsyncIterator[Both]:
    """Long is on Telegram and on Zalo, and prefers Telegram; Trinh is on Telegram only."""
    joined(organisation, clock, CODES["long"], ZALO, ON_ZALO)
    async with on_both(organisation, clock) as running:
        await running.says(TELEGRAM, LONG, "ưu tiên Telegram")
        yield running


async def _falls_silent(both: Both) -> None:
    """Telegram is down, and this is known for two hours."""
    both.telegram.fault = lambda _: Unavailable("down")
    await both.is_out(TELEGRAM, hours=2)


def _stands_in(database: Database) -> bool:
    with database.read() as session:
        return session.scalars(select(Chat).where(Chat.external_id == ON_ZALO)).one().stands_in_since is not None


async def test_what_waits_moves_once_the_messenger_has_been_out_for_two_hours(
    both: Both, organisation: Database, clock: FrozenClock
) -> None:
    both.telegram.fault = lambda _: Unavailable("down")
    post(organisation, clock, LONG, "first", "second", priority=Priority.NOTICE)
    assert await both.is_out(TELEGRAM, hours=1, minutes=55) == 0
    both.wait(minutes=1)
    await until(lambda: both.outbox.waiting == 2)
    assert await both.reachability.look() == 2
    await both.sent()
    assert both.zalo.texts(ON_ZALO) == [OUTAGE, "first", "second"]
    assert both.telegram.texts(LONG) == ["Từ nay tin nhắc gửi qua Telegram. Đồng chí hỏi ở đâu, tôi trả lời ở đó."]


async def test_the_person_is_told_once_an_outage(both: Both, organisation: Database, clock: FrozenClock) -> None:
    await _falls_silent(both)
    for text in ("first", "second"):
        post(organisation, clock, LONG, text, priority=Priority.NOTICE)
        await both.looks()
    assert both.zalo.texts(ON_ZALO) == [OUTAGE, "first", "second"]


async def test_later_messages_go_straight_to_the_chat_that_stands_in(
    both: Both, organisation: Database, clock: FrozenClock
) -> None:
    await _falls_silent(both)
    post(organisation, clock, LONG, "first", priority=Priority.NOTICE)
    await both.looks()
    joined(organisation, clock, CODES["trinh"], ZALO, "za-trinh")
    await both.says(ZALO, "za-trinh", "báo nguồn Nguyễn Thị Hạnh 1998")
    await both.says(ZALO, "za-trinh", "Đã đồng ý")
    assert "QC013" in both.zalo.texts(ON_ZALO)[-1]


async def test_when_it_is_back_messages_go_there_again_without_a_word(
    both: Both, organisation: Database, clock: FrozenClock
) -> None:
    await _falls_silent(both)
    post(organisation, clock, LONG, "first", priority=Priority.NOTICE)
    await both.looks()
    assert _stands_in(organisation)
    both.telegram.fault = lambda _: None
    both.answers[TELEGRAM] = True
    both.wait(minutes=1)
    await both.looks()
    assert not _stands_in(organisation)
    assert both.zalo.texts(ON_ZALO) == [OUTAGE, "first"]


async def test_whoever_has_no_other_chat_waits(both: Both, organisation: Database, clock: FrozenClock) -> None:
    await _falls_silent(both)
    post(organisation, clock, TRINH, "only here", priority=Priority.NOTICE)
    assert await both.reachability.look() == 0
    both.telegram.fault = lambda _: None
    await until(lambda: "only here" in both.telegram.texts(TRINH))


async def test_an_answer_stays_where_the_question_was_asked(both: Both, organisation: Database) -> None:
    both.telegram.fault = lambda _: Unavailable("down")
    asked = asyncio.create_task(both.says(TELEGRAM, LONG, "giúp"))
    await both.is_out(TELEGRAM, hours=2)
    assert both.zalo.taken == []
    both.telegram.fault = lambda _: None
    assert "danh sách nguồn" in await asked


async def test_what_is_under_way_is_not_moved(both: Both, organisation: Database, clock: FrozenClock) -> None:
    both.telegram.open.clear()
    post(organisation, clock, LONG, "under way", priority=Priority.NOTICE)
    before = len(both.telegram.calls)
    await until(lambda: len(both.telegram.calls) > before)
    assert await both.is_out(TELEGRAM, hours=2) == 0
    both.telegram.open.set()
    await until(lambda: "under way" in both.telegram.texts(LONG))
    await both.looks()
    assert both.zalo.taken == []


async def test_the_choices_of_a_moved_message_mean_what_they_say(
    both: Both, organisation: Database, clock: FrozenClock
) -> None:
    """On Zalo their numbers go on after those that the person has before them."""
    await both.says(ZALO, ON_ZALO, "menu")
    with organisation.read() as session:
        before = len(session.scalars(select(Chat).where(Chat.external_id == ON_ZALO)).one().offer or [])
    await _falls_silent(both)
    with organisation.write() as session:
        chat = session.scalars(select(Chat).where(Chat.external_id == LONG)).one()
        content = Reply("QC012 waits", ((Choice("Open", "cand:QC012"),),)).to_json()
        draft = ledger.Draft(chat.id, content, Priority.NOTICE)
        ledger.queue(session, [draft], incoming_id=None, now=clock.now())
    await both.looks()
    assert f"{before + 1}. Open" in both.hears(ZALO, ON_ZALO)
    assert "Hoàng Mạnh Tùng" in await both.says(ZALO, ON_ZALO, str(before + 1))


async def test_a_process_that_does_not_reach_it_does_not_outvote_one_that_does(
    both: Both, organisation: Database, clock: FrozenClock
) -> None:
    async with on_both(organisation, clock, works=False) as other:
        other.answers[TELEGRAM] = False
        for _ in range(150):
            both.wait(minutes=1)
            await both.reachability.look()
            await other.reachability.look()
    with organisation.read() as session:
        assert session.get_one(MessengerState, TELEGRAM).failed_since is None


async def test_a_process_that_has_just_begun_ends_no_outage(
    both: Both, organisation: Database, clock: FrozenClock
) -> None:
    """Before the first answer “healthy” only says that nothing bad is known."""
    await _falls_silent(both)
    async with on_both(organisation, clock, works=False) as begun:
        await begun.reachability.look()
    with organisation.read() as session:
        assert session.get_one(MessengerState, TELEGRAM).failed_since is not None


class TestABlockedChat:
    async def test_hands_on_what_it_refused_and_the_person_is_told_once(
        self, both: Both, organisation: Database, clock: FrozenClock
    ) -> None:
        both.telegram.always_fails(PersonStopped("403"), LONG)
        post(organisation, clock, LONG, "first", "second", priority=Priority.NOTICE)
        await both.sent()
        await both.looks()
        await both.looks()
        [told, *rest] = both.zalo.texts(ON_ZALO)
        assert told == "Telegram không còn nhận tin của tôi gửi đồng chí; từ nay tôi nhắn đồng chí ở đây."
        assert rest == ["first", "second"]

    async def test_is_told_of_even_when_nothing_waits(self, both: Both) -> None:
        await both.engine.stop(TELEGRAM, LONG, "stop-1")
        await both.looks()
        await both.looks()
        assert len(both.zalo.texts(ON_ZALO)) == 1

    async def test_that_was_not_the_usual_one_is_nobodys_concern(self, both: Both) -> None:
        await both.engine.stop(ZALO, ON_ZALO, "stop-1")
        await both.looks()
        assert both.telegram.texts(LONG)[1:] == []

    async def test_is_usual_again_when_the_person_writes_there(self, both: Both, organisation: Database) -> None:
        await both.engine.stop(TELEGRAM, LONG, "stop-1")
        await both.looks()
        assert _stands_in(organisation)
        await both.says(TELEGRAM, LONG, "chào")
        await both.looks()
        assert not _stands_in(organisation)

    async def test_keeps_no_words_for_long(self, both: Both, organisation: Database, clock: FrozenClock) -> None:
        both.telegram.always_fails(PersonStopped("403"), LONG)
        post(organisation, clock, LONG, "secret", priority=Priority.NOTICE)
        await both.sent()
        await both.engine.stop(ZALO, ON_ZALO, "stop-1")
        both.wait(hours=1)
        await both.reachability.look()
        with organisation.read() as session:
            assert set(session.scalars(select(OutgoingMessage.content))) == {None}


async def test_a_move_that_fails_halfway_changes_nothing_and_is_made_later(
    both: Both, organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    both.telegram.fault = lambda _: Unavailable("down")
    post(organisation, clock, LONG, "first", "second", priority=Priority.NOTICE)
    await until(lambda: both.outbox.waiting == 2)
    with monkeypatch.context() as broken:
        broken.setattr(Redirection, "_look_at_people", _fails)
        with pytest.raises(OperationalError):
            await both.is_out(TELEGRAM, hours=2)
    assert states(organisation).count(OutgoingState.SENT) == 1, "only the answer of the beginning"
    assert not _stands_in(organisation)
    async with asyncio.timeout(10):
        while "second" not in both.zalo.texts(ON_ZALO):
            both.wait(hours=2)
            both.outbox.wake()
            await both.reachability.look()
            await asyncio.sleep(0.05)
    assert both.zalo.texts(ON_ZALO) == [OUTAGE, "first", "second"]
    assert len(both.telegram.texts(LONG)) == 1


def _fails(_: object) -> None:
    raise OperationalError("UPDATE", {}, Exception("disk is full"))
