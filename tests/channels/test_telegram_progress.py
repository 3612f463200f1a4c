"""Which updates are confirmed: those that are answered, and none after one that is not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram_polling import Progress


def test_the_offset_stays_before_what_is_under_way() -> None:
    assert Progress().offset is None
    progress = Progress()
    assert [progress.begin(update) for update in (5, 6, 7)] == [True, True, True]
    progress.end(6)
    assert progress.offset == 5
    progress.end(5)
    assert progress.offset == 7
    progress.end(7)
    assert progress.offset == 8


def test_what_is_delivered_again_is_not_answered_again() -> None:
    progress = Progress()
    progress.begin(5)
    progress.begin(6)
    progress.end(6)
    assert [progress.begin(update) for update in (5, 6)] == [False, False]


def test_one_that_failed_comes_again_and_holds_nothing_back_afterwards() -> None:
    progress = Progress()
    progress.begin(5)
    progress.begin(6)
    progress.fail(5)
    progress.end(6)
    assert progress.offset == 5
    assert [progress.begin(update) for update in (5, 6)] == [True, False]
    progress.end(5)
    assert progress.offset == 7


def test_numbers_may_begin_anew() -> None:
    progress = Progress()
    progress.begin(900)
    progress.end(900)
    progress.begin(3)
    progress.end(3)
    assert progress.offset == 4


@given(st.lists(st.booleans(), min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_everything_is_answered_once_and_confirmed_in_the_end(failing: list[bool], chance: object) -> None:
    progress, answered, fails = Progress(), [], dict(enumerate(failing))
    for _ in range(2 * len(failing) + 2):
        first = progress.offset or 0
        batch = [update for update in range(first, min(first + 10, len(failing))) if progress.begin(update)]
        chance.shuffle(batch)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
        for update in batch:
            if fails.pop(update):
                fails[update] = False
                progress.fail(update)
            else:
                answered.append(update)
                progress.end(update)
    assert sorted(answered) == list(range(len(failing)))
    assert progress.offset == len(failing)
