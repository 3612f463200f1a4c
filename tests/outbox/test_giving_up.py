"""A message that its messenger never digests ends some time; an outage ends nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot import outages, sender
from bot.attempts import Attempts
from bot.channels.channel import Misconfigured, Unavailable
from bot.clock import FrozenClock
from bot.outages import Outages
from models.chats import Platform
from models.database import Database
from models.messages import OutgoingState, Priority
from tests.support.messenger import Messenger, post, service, states, until
from tests.support.quota import rows

SENT, REFUSED, CLAIMED = OutgoingState.SENT, OutgoingState.REFUSED, OutgoingState.CLAIMED


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(outages, "LONGEST_PAUSE_SECONDS", 0.02)


async def test_a_message_that_has_failed_for_a_day_ends_with_its_code_and_the_next_one_goes(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    messenger.fault = lambda letter: Unavailable("403") if letter.reply.text == "poison" else None
    post(organisation, clock, "1001", "poison", "next")
    async with service(organisation, clock, messenger):
        await until(lambda: len(messenger.calls) >= 2)
        clock.moment += timedelta(hours=23)
        before = len(messenger.calls)
        await until(lambda: len(messenger.calls) >= before + 2)
        assert REFUSED not in states(organisation)
        clock.moment += timedelta(hours=1)
        await until(lambda: states(organisation) == [REFUSED, SENT])
    poison, following = rows(organisation)
    assert (poison.error, poison.content) == ("403", None)
    assert poison.attempts == len(messenger.calls) - 1
    assert following.attempts == 1


async def test_a_message_that_fails_twenty_times_while_others_arrive_ends(
    organisation: Database, clock: FrozenClock
) -> None:
    messenger = Messenger()
    messenger.always_fails(Unavailable("500"), "1001")
    post(organisation, clock, "1001", "poison", priority=Priority.URGENT)
    async with service(organisation, clock, messenger) as running:
        while REFUSED not in states(organisation):
            post(organisation, clock, "1002", "fine")
            running.outbox.wake()
            await until(_more(messenger, than=len(messenger.calls) + 1, or_ended=organisation))
        await until(lambda: set(states(organisation)[1:]) == {SENT})
    assert rows(organisation)[0].attempts >= sender.FAILS_AT_MOST
    assert set(states(organisation)[1:]) == {SENT}


def _more(messenger: Messenger, than: int, or_ended: Database) -> Callable[[], bool]:
    return lambda: len(messenger.calls) > than or REFUSED in states(or_ended)


@pytest.mark.parametrize("fault", [Unavailable("502"), Misconfigured("401")])
async def test_an_outage_of_two_days_ends_no_message(
    organisation: Database, clock: FrozenClock, fault: Exception
) -> None:
    messenger = Messenger()
    messenger.fault = lambda _: fault
    post(organisation, clock, "1001", "one")
    post(organisation, clock, "1002", "two")
    async with service(organisation, clock, messenger):
        await until(lambda: len(messenger.calls) >= 6)
        clock.moment += timedelta(days=2)
        before = len(messenger.calls)
        await until(lambda: len(messenger.calls) >= before + 6)
        assert states(organisation) == [CLAIMED, CLAIMED]
        messenger.fault = lambda _: None
        await until(lambda: states(organisation) == [SENT, SENT])


async def test_a_refused_token_is_told_of_its_messenger_and_the_other_goes_on(
    organisation: Database, clock: FrozenClock
) -> None:
    zalo, telegram = Messenger(Platform.ZALO), Messenger()
    telegram.fault = lambda _: Misconfigured("401")
    async with service(organisation, clock, telegram, others=[zalo]) as running:
        assert running.outbox.troubles() == {}
        assert running.outbox.well() == set()
        post(organisation, clock, "1001", "one")
        running.outbox.wake()
        await until(lambda: set(running.outbox.troubles()) == {Platform.TELEGRAM})
        assert not running.outbox.healthy
        telegram.fault = lambda _: None
        await until(lambda: running.outbox.well() == {Platform.TELEGRAM})
        assert running.outbox.healthy


def test_failures_count_against_a_chat_only_while_others_succeed() -> None:
    outage = Outages(now=lambda: 0.0)
    for _ in range(30):
        outage.failed("a")
    assert outage.failures_of_its_own("a") == 0, "perhaps everybody's would fail"
    for number in range(1, 5):
        outage.succeeded("b")
        outage.failed("a")
        outage.failed("a")
        assert outage.failures_of_its_own("a") == number
    outage.succeeded("a")
    assert outage.failures_of_its_own("a") == 0


def test_who_was_given_up_on_begins_anew() -> None:
    outage = Outages(now=lambda: 0.0)
    outage.succeeded("b")
    outage.failed("a")
    outage.gave_up("a")
    assert outage.failures_of_its_own("a") == 0
    assert not outage.failed("c").everybody, "what was given up on is no sign of an outage"


def test_attempts_are_counted_by_message_and_forgotten_with_it() -> None:
    now = 100.0
    attempts = Attempts(now=lambda: now)
    attempts.begin(1)
    now = 130.0
    attempts.begin(1)
    attempts.begin(2)
    assert (attempts.seconds(1), attempts.seconds(2)) == (30.0, 0.0)
    assert (attempts.end(1), attempts.end(2), attempts.end(1)) == (2, 1, 0)
