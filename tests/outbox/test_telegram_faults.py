"""What Telegram answers, through python-telegram-bot and over HTTP, means the right thing to the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot import outages
from bot.channels import telegram_connection, telegram_polling
from bot.channels.channel import AnswerLost, PersonStopped, Refused, SendError, TooFast, Unavailable
from bot.channels.lean_request import LeanRequest
from bot.channels.telegram import fault_of
from bot.clock import FrozenClock
from bot.sandbox.actions import Write
from bot.sandbox.faults import Fault
from models.chats import Chat, Platform
from models.database import Database
from models.messages import IncomingMessage, OutgoingMessage, OutgoingState
from tests.support.messenger import said, states, until
from tests.support.organisation import CHATS
from tests.support.phones import Phone, SandboxExchange, over_sandbox

SENT, UNCERTAIN, UNREACHABLE = OutgoingState.SENT, OutgoingState.UNCERTAIN, OutgoingState.UNREACHABLE


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (outages, telegram_polling):
        monkeypatch.setattr(module, "FIRST_PAUSE_SECONDS", 0.02)
        monkeypatch.setattr(module, "LONGEST_PAUSE_SECONDS", 0.1)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on an answer soon; the long poll keeps its own time."""
    patient: Callable[..., LeanRequest] = LeanRequest

    def request(**settings: Any) -> LeanRequest:
        return patient(**({"read_timeout": 0.3} | settings))

    monkeypatch.setattr(telegram_connection, "LeanRequest", request)


def _sent_calls(exchange: SandboxExchange) -> list[int]:
    return [call.status for call in exchange.sandbox.calls if call.method == "sendMessage"]


async def test_a_429_of_telegram_delays_and_loses_nothing(organisation: Database, clock: FrozenClock) -> None:
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        exchange.sandbox.faults.add(Fault("telegram", "429", "sendMessage", retry_after=1, times=1))
        assert "báo nguồn" in await Phone(CHATS["trinh"], exchange).says("giúp")
        at = [call.at for call in exchange.sandbox.calls if call.method == "sendMessage"]
        assert _sent_calls(exchange) == [429, 200]
    assert at[1] - at[0] >= timedelta(seconds=1)


async def test_a_500_of_telegram_is_tried_again_until_it_works(organisation: Database, clock: FrozenClock) -> None:
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        exchange.sandbox.faults.add(Fault("telegram", "500", "sendMessage", times=3))
        trinh = Phone(CHATS["trinh"], exchange)
        assert "báo nguồn" in await trinh.says("giúp")
        assert len(trinh.last) == 1
    assert states(organisation) == [SENT]


@pytest.mark.usefixtures("impatient")
async def test_a_message_that_telegram_took_without_answering_is_not_sent_again(
    organisation: Database, clock: FrozenClock
) -> None:
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        exchange.sandbox.faults.add(Fault("telegram", "timeout_after_accept", "sendMessage", times=1))
        trinh = Phone(CHATS["trinh"], exchange)
        await trinh.says("giúp")
        assert len(trinh.last) == 1, "it had arrived"
        assert "Nguồn phát triển" in await trinh.says("danh sách nguồn")
        assert len(trinh.last) == 1
    assert states(organisation) == [UNCERTAIN, SENT]


@pytest.mark.usefixtures("impatient")
async def test_a_lost_answer_about_the_menu_costs_nobody_the_message(
    organisation: Database, clock: FrozenClock
) -> None:
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        exchange.sandbox.faults.add(Fault("telegram", "timeout_after_accept", "setMyCommands", times=1))
        trinh = Phone(CHATS["trinh"], exchange)
        await trinh.says("/language en")
        assert len(trinh.last) == 1
        methods = [call.method for call in exchange.sandbox.calls]
        assert methods.count("setMyCommands") == 2, "the reply brings a menu with it"
    assert states(organisation) == [SENT]


async def test_who_blocks_the_bot_is_left_alone_and_reached_again_after_writing(
    organisation: Database, clock: FrozenClock
) -> None:
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        telegram, person = (
            exchange.sandbox.dialect("telegram"),
            exchange.sandbox.state.person(f"tg-{CHATS['trinh']}"),
        )
        trinh = Phone(CHATS["trinh"], exchange)
        await trinh.says("giúp")
        telegram.set_blocked(person, blocked=True)
        await until(lambda: _stopped(organisation) == [trinh.chat])
        telegram.set_blocked(person, blocked=False)
        assert "báo nguồn" in await trinh.says("giúp")
        assert _stopped(organisation) == []


async def test_a_token_revoked_in_the_middle_is_told_and_comes_back_when_it_is_mended(
    organisation: Database, clock: FrozenClock
) -> None:
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        bot, trinh = exchange.sandbox.state.bots[0], Phone(CHATS["trinh"], exchange)
        await trinh.says("giúp")
        token, bot.token = bot.token, "42:another"
        await exchange.app.engine.answer(said(trinh.chat, "giúp"))
        await until(lambda: not exchange.app.healthy)
        assert states(organisation)[:1] == [SENT]
        bot.token = token
        assert "báo nguồn" in await trinh.reads()
        await until(lambda: exchange.app.healthy)


async def test_after_an_hour_without_network_500_updates_are_all_answered_in_order(
    organisation: Database, clock: FrozenClock
) -> None:
    strangers = {f"stranger{n}": f"{7000 + n}" for n in range(19)}
    chats = {**CHATS, **strangers}
    async with over_sandbox(organisation, clock, chats) as exchange:
        exchange.sandbox.faults.add(Fault("telegram", "500"))
        polling = exchange.app.listeners[Platform.TELEGRAM]
        telegram = exchange.sandbox.dialect("telegram")
        for n in range(500):
            chat = list(chats.values())[n % len(chats)]
            telegram.act(exchange.sandbox.state.person(f"tg-{chat}"), Write(f"tin số {n}"))
        await until(lambda: not polling.healthy)
        clock.moment += timedelta(hours=1)
        exchange.sandbox.faults.clear()
        for chat in chats.values():
            assert len(await exchange.news(chat)) == 20
    with organisation.read() as session:
        rows = session.execute(
            select(OutgoingMessage.chat_id, IncomingMessage.update_key, OutgoingMessage.external_id)
            .join(IncomingMessage, IncomingMessage.id == OutgoingMessage.incoming_id)
            .order_by(OutgoingMessage.id)
        ).all()
    arrived: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for chat_id, update_key, external_id in rows:
        assert external_id is not None
        arrived[chat_id].append((int(external_id), int(update_key)))
    assert sum(map(len, arrived.values())) == 500
    for answers in arrived.values():
        keys = [key for _, key in sorted(answers)]
        assert keys == sorted(keys), "the answers of a chat arrive in the order of its messages"


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), PersonStopped),
        (Forbidden("Forbidden: user is deactivated"), PersonStopped),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Refused),
        (BadRequest("Bad Request: chat not found"), Refused),  # a new bot has seen nobody yet: nobody has stopped it
        (BadRequest("Bad Request: message is too long"), Refused),
        (NetworkError("Request Entity Too Large"), Refused),
        (NetworkError("Bad Gateway"), Unavailable),
        (NetworkError("Not sent: connection refused"), Unavailable),
        (TimedOut("No answer"), AnswerLost),
    ],
)
def test_each_error_of_telegram_has_one_meaning(error: TelegramError, meaning: type[SendError]) -> None:
    fault = fault_of(error)
    assert type(fault) is meaning


def test_a_429_carries_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    fault = fault_of(RetryAfter(7))
    assert isinstance(fault, TooFast)
    assert fault.seconds == 7


def _stopped(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Chat.external_id).where(Chat.stopped_at.is_not(None))))
