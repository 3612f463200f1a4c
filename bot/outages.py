"""How long to wait when a messenger cannot take a message now, and whether everybody must wait or one chat only.

A messenger that is down fails for everybody; a message that it cannot digest (a 500 each time) fails for one chat.
The second chat that fails without a success in between tells the one from the other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds until the next attempt, and whether all chats wait."""

    seconds: float
    everybody: bool


class Outages:
    """What has failed lately at one messenger."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures: dict[Hashable, int] = {}  # in a row, by chat
        self._since_success: set[Hashable] = set()
        self._pauses = 0
        self._paused_until = 0.0

    def failed(self, chat: Hashable, *, everybody: bool = False) -> Wait:
        """Note that a message of `chat` could not be sent; return for how long to wait."""
        self._failures[chat] = self._failures.get(chat, 0) + 1
        self._since_success.add(chat)
        if not everybody and len(self._since_success) == 1:
            return Wait(_pause(self._failures[chat]), everybody=False)
        now = self._now()
        if now >= self._paused_until:  # what was under way when the pause began fails too, and counts once
            self._pauses += 1
            self._paused_until = now + _pause(self._pauses)
        return Wait(self._paused_until - now, everybody=True)

    def succeeded(self, chat: Hashable) -> None:
        """Note that the messenger took a message of `chat`."""
        self._failures.pop(chat, None)
        self._since_success.clear()
        self._pauses = 0


def _pause(failures: int) -> float:
    doublings = min(failures - 1, 16)
    return float(min(FIRST_PAUSE_SECONDS * 2**doublings, LONGEST_PAUSE_SECONDS))
