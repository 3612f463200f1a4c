"""How long to wait when a messenger fails, and who waits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.outages import LONGEST_PAUSE_SECONDS, Outages, Wait

chats = st.sampled_from(["a", "b", "c"])


def test_one_chat_that_fails_waits_alone_and_ever_longer() -> None:
    outages = Outages(now=lambda: 0.0)
    waits = [outages.failed("a") for _ in range(9)]
    assert [wait.seconds for wait in waits] == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert not any(wait.everybody for wait in waits)


def test_the_second_chat_that_fails_without_a_success_in_between_makes_everybody_wait() -> None:
    outages = Outages(now=lambda: 0.0)
    outages.failed("a")
    assert outages.failed("b") == Wait(1, everybody=True)


def test_failures_with_successes_in_between_are_not_an_outage() -> None:
    outages = Outages(now=lambda: 0.0)
    for chat in ("a", "b", "a", "b"):
        assert not outages.failed(chat).everybody
        outages.succeeded("c")


def test_many_that_fail_together_lengthen_the_pause_once() -> None:
    now = 0.0
    outages = Outages(now=lambda: now)
    outages.failed("first")
    for chat in range(64):
        assert outages.failed(chat) == Wait(1, everybody=True)
    now = 1.0
    assert outages.failed("again") == Wait(2, everybody=True)
    now = 2.5
    assert outages.failed("late") == Wait(0.5, everybody=True)


def test_a_success_ends_the_outage() -> None:
    now = 0.0
    outages = Outages(now=lambda: now)
    for moment in (0.0, 10.0, 20.0, 40.0):
        now = moment
        outages.failed("a")
        outages.failed("b")
    outages.succeeded("a")
    now = 100.0
    assert outages.failed("a") == Wait(1, everybody=False)
    assert outages.failed("b") == Wait(1, everybody=True)


def test_a_refused_token_makes_everybody_wait_at_once() -> None:
    assert Outages(now=lambda: 0.0).failed("a", everybody=True) == Wait(1, everybody=True)


@given(st.lists(st.tuples(st.booleans(), chats, st.floats(0, 100)), max_size=200))
def test_no_wait_is_negative_or_longer_than_a_minute(story: list[tuple[bool, str, float]]) -> None:
    now = 0.0
    outages = Outages(now=lambda: now)
    for fails, chat, passed in story:
        now += passed
        if fails:
            assert 0 < outages.failed(chat).seconds <= LONGEST_PAUSE_SECONDS
        else:
            outages.succeeded(chat)
