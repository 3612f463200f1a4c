"""How long to wait when a messenger cannot take a message now, and whether everybody must wait or one chat only.

A messenger that is down fails for everybody; a message that it cannot digest (a 500 each time) fails for one chat.
The second chat that fails without a success in between tells the one from the other. A message that goes on failing
while those of others arrive must end some time: :meth:`Outages.failures_of_its_own` counts what tells against it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds until the next attempt, and whether all chats wait."""

    seconds: float
    everybody: bool


@dataclass(frozen=True, slots=True)
class _Failing:
    """The failures of a chat in a row; its own are those before which another chat had a success."""

    in_a_row: int = 0
    its_own: int = 0
    successes_before: int = 0


class Outages:
    """What has failed lately at one messenger."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failing: dict[Hashable, _Failing] = {}
        self._since_success: set[Hashable] = set()
        self._successes = 0
        self._pauses = 0
        self._paused_until = 0.0

    def failed(self, chat: Hashable, *, everybody: bool = False) -> Wait:
        """Note that a message of `chat` could not be sent; return for how long to wait."""
        before = self._failing.get(chat, _Failing())
        is_its_own = not everybody and self._successes > before.successes_before
        failing = replace(
            before,
            in_a_row=before.in_a_row + 1,
            its_own=before.its_own + is_its_own,
            successes_before=self._successes,
        )
        self._failing[chat] = failing
        self._since_success.add(chat)
        if not everybody and len(self._since_success) == 1:
            return Wait(_pause(failing.in_a_row), everybody=False)
        now = self._now()
        if now >= self._paused_until:  # what was under way when the pause began fails too, and counts once
            self._pauses += 1
            self._paused_until = now + _pause(self._pauses)
        return Wait(self._paused_until - now, everybody=True)

    def succeeded(self, chat: Hashable) -> None:
        """Note that the messenger took a message of `chat`."""
        self._failing.pop(chat, None)
        self._since_success.clear()
        self._successes += 1
        self._pauses = 0

    def failures_of_its_own(self, chat: Hashable) -> int:
        """Return how often in a row a message of `chat` has failed while those of other chats arrived in between."""
        return self._failing[chat].its_own if chat in self._failing else 0

    def gave_up(self, chat: Hashable) -> None:
        """Note that the message of `chat` that failed is not tried any more: the next one begins anew."""
        self._failing.pop(chat, None)
        self._since_success.discard(chat)


def _pause(failures: int) -> float:
    doublings = min(failures - 1, 16)
    return float(min(FIRST_PAUSE_SECONDS * 2**doublings, LONGEST_PAUSE_SECONDS))
