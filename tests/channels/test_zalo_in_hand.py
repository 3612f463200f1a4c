"""Events that were fetched are kept until they are committed: in the order of their chat, whatever fails."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from bot.channels import zalo_polling
from bot.channels.zalo_polling import InHand
from bot.channels.zalo_updates import translate
from bot.messages import Incoming
from tests.channels.zalo_server import ManualTime, event
from tests.support.messenger import until


class Gate:
    """Commits each event when it is let through, after so many failures."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.committed: list[str] = []
        self.failures = 0
        self._open: dict[str, asyncio.Event] = {}

    async def answer(self, incoming: Incoming) -> None:
        self.begun.append(incoming.update_key)
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        await self._gate(incoming.update_key).wait()
        self.committed.append(incoming.update_key)

    def let(self, *keys: str) -> None:
        for key in keys:
            self._gate(key).set()

    def _gate(self, key: str) -> asyncio.Event:
        return self._open.setdefault(key, asyncio.Event())


@dataclass(frozen=True, slots=True)
class Hand:
    """What is in hand, behind a gate."""

    gate: Gate
    in_hand: InHand
    time: ManualTime

    def takes(self, *keys: str) -> None:
        """Take events; the first letter of each key is its chat."""
        for key in keys:
            incoming = translate(event(key, person=key[0]))
            assert incoming is not None
            self.in_hand.take(incoming)


@pytest.fixture
def hand() -> Hand:
    gate, time = Gate(), ManualTime()
    return Hand(gate, InHand(gate.answer, time.sleep), time)


async def test_events_of_one_chat_wait_for_each_other_and_those_of_others_do_not(hand: Hand) -> None:
    hand.takes("a1", "a2", "b1")
    await until(lambda: hand.gate.begun == ["a1", "b1"])
    hand.gate.let("a1")
    await until(lambda: hand.gate.begun == ["a1", "b1", "a2"])
    hand.gate.let("b1", "a2")
    await until(lambda: len(hand.in_hand) == 0)
    assert sorted(hand.gate.committed) == ["a1", "a2", "b1"]


async def test_one_that_fails_is_tried_until_it_is_committed_and_is_not_overtaken(hand: Hand) -> None:
    hand.gate.failures = 8
    hand.takes("a1", "a2")
    await until(lambda: len(hand.gate.begun) == 9)
    assert hand.in_hand.is_stuck
    hand.gate.let("a1", "a2")
    await until(lambda: hand.gate.committed == ["a1", "a2"])
    assert hand.gate.begun == ["a1"] * 9 + ["a2"]
    assert hand.time.slept == [1, 2, 4, 8, 16, 32, 60, 60]
    assert not hand.in_hand.is_stuck


async def test_at_the_end_what_is_in_hand_is_given_a_moment(hand: Hand) -> None:
    hand.takes("a1", "a2")
    ending = asyncio.create_task(hand.in_hand.finish())
    await until(lambda: hand.gate.begun == ["a1"])
    assert not ending.done()
    hand.gate.let("a1", "a2")
    await ending
    assert hand.gate.committed == ["a1", "a2"]


async def test_what_cannot_be_committed_in_that_moment_is_counted(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zalo_polling, "GRACE_SECONDS", 0.01)
    hand.takes("a1", "a2", "b1")
    hand.gate.let("b1")
    with capture_logs() as logs:
        await hand.in_hand.finish()
    assert [(log["event"], log["events"]) for log in logs] == [("zalo_events_lost", 2)]
