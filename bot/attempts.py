"""How often a message has been tried, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class _Tries:
    count: int
    began_at: float


class Attempts:
    """The attempts at the messages that this process has in hand, by row. `now` gives seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._tries: dict[int, _Tries] = {}

    def begin(self, row: int) -> None:
        """Count an attempt."""
        tries = self._tries.setdefault(row, _Tries(0, self._now()))
        tries.count += 1

    def seconds(self, row: int) -> float:
        """Return how long ago the first attempt was."""
        return self._now() - self._tries[row].began_at

    def end(self, row: int) -> int:
        """Forget a message that is done with; return how often it was tried."""
        tries = self._tries.pop(row, None)
        return tries.count if tries else 0
