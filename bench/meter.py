"""What the fake messenger measures: reply times, the fullest second, refusals."""

import math
from collections import Counter, deque
from typing import Any


class Meter:
    """Counts from the moment that `warm_up` replies have come until `replies` more have (or, when `unasked` is not 0,
    that many messages that answered nothing: a broadcast). Times are in seconds of one monotonic clock."""

    def __init__(self, warm_up: int, replies: int, unasked: int = 0) -> None:
        self._warm_up = warm_up
        self._replies_wanted = replies
        self._unasked_wanted = unasked
        self._seen = 0
        self._since = 0.0
        self._last = 0.0
        self._latencies: list[float] = []
        self._unasked: list[float] = []
        self._window: deque[float] = deque()
        self._fullest = 0
        self.first_reply_at: float | None = None
        self.refused = 0
        self.calls: Counter[str] = Counter()
        self.failures: list[str] = []

    @property
    def complete(self) -> bool:
        if self._unasked_wanted:
            return len(self._unasked) >= self._unasked_wanted
        return len(self._latencies) >= self._replies_wanted

    def accepted(self, now: float) -> None:
        """A message was accepted."""
        self._window.append(now)
        while self._window[0] < now - 1.0:
            self._window.popleft()
        self._fullest = max(self._fullest, len(self._window))

    def in_last_second(self, now: float) -> int:
        """Messages accepted in the second before now."""
        return sum(1 for at in self._window if at > now - 1.0)

    def replied(self, asked_at: float, now: float) -> None:
        """A person has the whole answer to what was said at `asked_at`."""
        self.first_reply_at = self.first_reply_at or now
        self._seen += 1
        if self._seen <= self._warm_up:
            self._since = now
            return
        self._latencies.append(now - asked_at)
        self._last = now

    def came_unasked(self, now: float) -> None:
        """A message that answers nothing was accepted."""
        self._unasked.append(now)

    def result(self) -> dict[str, Any]:
        """The figures, as JSON."""
        latencies = sorted(self._latencies)
        seconds = self._last - self._since
        return {
            "replies": len(latencies),
            "seconds": round(seconds, 3),
            "turns_per_second": round(len(latencies) / seconds, 2) if seconds > 0 else 0.0,
            "p50_ms": _percentile_ms(latencies, 0.50),
            "p99_ms": _percentile_ms(latencies, 0.99),
            "most_in_a_second": self._fullest,
            "refused_429": self.refused,
            "unasked": len(self._unasked),
            "unasked_per_second": _rate(self._unasked),
            "first_reply_at": self.first_reply_at,
            "calls": dict(self.calls),
            "failures": self.failures[:5],
        }


def _percentile_ms(ordered: list[float], part: float) -> float:
    if not ordered:
        return 0.0
    return round(1000 * ordered[math.ceil(part * len(ordered)) - 1], 3)


def _rate(times: list[float]) -> float:
    """Messages a second from the first to the last: gaps, not messages, fill that time."""
    if len(times) < 2 or times[-1] <= times[0]:
        return 0.0
    return round((len(times) - 1) / (times[-1] - times[0]), 3)
