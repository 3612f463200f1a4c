"""When may the next message leave? The messenger's limits as a rule without a clock of its own.

Telegram publishes about 30 messages a second for a bot and one a second in a chat, with short bursts; the real limits
are unpublished, and a 429 with `retry_after` is the only truth (core.telegram.org/bots/faq, "My bot is hitting
limits").

Two things make the rule more than a counter:

- The second is a sliding one. A bucket of 30 that is filled each second lets 60 pass around its boundary.
- Broadcasts are spread over the second and not sent in one burst after which everybody waits. A place then comes free
  each thirtieth of a second, and a reply, which needs no spreading, takes the next one. While people write, broadcasts
  leave some places empty besides, so that most replies need not wait at all.

And the messenger counts when messages reach it, not when they leave here. One that is held up on its way (a busy
machine, a lost packet) meets those of the next second there. So a message counts from the latest moment at which it can
have arrived: its answer, less the fastest way there and back. Whatever the delays, the messenger's second is kept.

All times are seconds of one monotonic clock, which the caller reads.
"""

import math
from bisect import bisect_left, insort
from collections.abc import Hashable
from dataclasses import dataclass

REPLY = 0
"""The priority of answers to a person's own message; everything above it is a broadcast and is spread."""

WINDOW_SECONDS = 1.004
"""The messenger's second and a little more, for what is under way and has no answer yet."""

BROADCAST_WINDOW_SECONDS = 1.011
"""Broadcasts leave at 30 / 1.011 = 29.7 a second; the difference comes to a reply that finds all places taken."""

SUSPICION_SECONDS = 5.0
"""A 429 for another chat this soon after the first says that the whole bot is too fast."""

WAY_SECONDS = 30.0
"""How long the fastest way is remembered, at least; at most twice as long."""

ANSWERS_TO_LEARN_FROM = 30

SLOW_DOWN = 0.75
SPEED_UP_PER_SECOND = 0.1
"""Lost speed comes back by one message a second every ten seconds (additive increase, multiplicative decrease, as TCP
does: RFC 5681)."""

REPLIES_PER_RESERVED_PLACE = 3.0
LARGEST_RESERVE = 3
"""Chosen by simulation of replies at random beside a full broadcast: at 5 replies a second, the slowest hundredth waits
25 ms instead of 67, and all messages together leave at 28.2 instead of 29.6 a second."""


@dataclass(frozen=True)
class Limits:
    """What a messenger allows: messages in any second, and in one chat a burst that refills steadily."""

    per_second: int = 30
    chat_burst: int = 3
    chat_per_second: float = 1.0


class Pace:
    """The earliest time at which a message may leave, learnt from what left and from what was refused."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._window = _Window(self._limits.per_second)
        self._next_broadcast_at = -math.inf
        self._paused_until = -math.inf
        self._rate = float(self._limits.per_second)
        self._rate_since = 0.0
        self._refused: tuple[Hashable, float] | None = None
        self._replies = _Recent()
        self._chats = _ChatPace(self._limits.chat_burst, 1 / self._limits.chat_per_second)

    def ready_at(self, chat: Hashable, priority: int, now: float) -> float:
        """The earliest time at which a message of this priority may leave to this chat; may lie in the past."""
        return max(self.chat_ready_at(chat), self.bot_ready_at(priority, now))

    def chat_ready_at(self, chat: Hashable) -> float:
        """The earliest time that the chat's own limit allows."""
        return self._chats.ready_at(chat)

    def bot_ready_at(self, priority: int, now: float) -> float:
        """The earliest time that the limit of the whole bot allows; for a reply never later than for a broadcast."""
        at = self._paused_until
        places, window = int(self.rate(now)), WINDOW_SECONDS
        if priority > REPLY:
            at = max(at, self._next_broadcast_at)
            places, window = max(1, places - self._reserve(now)), BROADCAST_WINDOW_SECONDS
        return max(at, self._window.nth_last(places) + window)

    def rate(self, now: float) -> float:
        """Messages a second that the bot believes it may send at present."""
        regained = max(0.0, now - self._rate_since) * SPEED_UP_PER_SECOND
        return min(self._limits.per_second, self._rate + regained)

    def sent(self, chat: Hashable, now: float, priority: int = REPLY) -> None:
        """A message left."""
        self._window.add(now)
        self._chats.sent(chat, now)
        if priority == REPLY:
            self._replies.add(now)
        else:
            interval = BROADCAST_WINDOW_SECONDS / int(self.rate(now))
            # One that left late lets the next come up to one interval earlier, or lateness would add up.
            self._next_broadcast_at = max(self._next_broadcast_at, now - interval) + interval

    def answered(self, sent_at: float, now: float) -> None:
        """The messenger's answer came to what was sent at `sent_at`, be it yes or no."""
        self._window.answered(sent_at, now)

    def feedback(self, chat: Hashable | None, retry_after: float, now: float) -> None:
        """The messenger refused with a 429: to this chat, or (`None`) to the whole bot, for `retry_after` seconds."""
        if chat is None:
            self._slow_down(retry_after, now)
            return
        self._chats.hold(chat, now + retry_after)
        earlier, self._refused = self._refused, (chat, now)
        if earlier and earlier[0] != chat and now - earlier[1] <= SUSPICION_SECONDS:
            self._slow_down(retry_after, now)

    def pause(self, seconds: float, now: float) -> None:
        """Let nothing leave for a while, for a reason that says nothing about speed."""
        self._paused_until = max(self._paused_until, now + seconds)

    def _slow_down(self, retry_after: float, now: float) -> None:
        if now >= self._paused_until:  # what was under way when the pause began is refused too, and counts once
            self._rate = max(1.0, self.rate(now) * SLOW_DOWN)
        self._paused_until = max(self._paused_until, now + retry_after)
        self._rate_since = self._paused_until

    def _reserve(self, now: float) -> int:
        """Places that broadcasts leave free: none while nobody writes, more the more replies there are."""
        return min(LARGEST_RESERVE, int(self._replies.count(now) / REPLIES_PER_RESERVED_PLACE))


class _Window:
    """The latest moments at which the last messages can have reached the messenger, in order."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._times: list[float] = []
        self._way = _Way()

    def nth_last(self, n: int) -> float:
        return self._times[-n] if len(self._times) >= n else -math.inf

    def add(self, at: float) -> None:
        insort(self._times, at)
        del self._times[: -self._size]

    def answered(self, sent_at: float, now: float) -> None:
        fastest = self._way.fastest(now - sent_at, now)
        arrived_at = now - fastest
        if arrived_at <= sent_at:
            return
        if (index := bisect_left(self._times, sent_at)) < len(self._times) and self._times[index] == sent_at:
            del self._times[index]
        self.add(arrived_at)


class _Way:
    """The fastest way to the messenger and back, lately. Forgets, for a way may become longer for good.

    The first messages also open connections; until some answers have come, the way is taken to cost no time, which is
    the careful assumption.
    """

    def __init__(self) -> None:
        self._answers = 0
        self._before = self._since = math.inf
        self._renewed_at = -math.inf

    def fastest(self, taken: float, now: float) -> float:
        """The shortest time, of this and of those of the last `WAY_SECONDS` at least."""
        if now - self._renewed_at > WAY_SECONDS:
            self._before, self._since, self._renewed_at = self._since, math.inf, now
        self._since = min(self._since, taken)
        self._answers += 1
        return 0.0 if self._answers <= ANSWERS_TO_LEARN_FROM else min(self._before, self._since)


class _Recent:
    """How many there were lately: a count that halves each second."""

    def __init__(self) -> None:
        self._count = 0.0
        self._at = 0.0

    def count(self, now: float) -> float:
        return self._count * math.exp2(self._at - now)

    def add(self, now: float) -> None:
        self._count, self._at = self.count(now) + 1, now


class _ChatPace:
    """A burst and then one each `interval` seconds in every chat (the generic cell rate algorithm, ITU-T I.371)."""

    def __init__(self, burst: int, interval: float) -> None:
        self._interval = interval
        self._tolerance = (burst - 1) * interval
        self._refilled_at: dict[Hashable, float] = {}
        self._forget_above = 1024

    def ready_at(self, chat: Hashable) -> float:
        return self._refilled_at.get(chat, -math.inf) - self._tolerance

    def sent(self, chat: Hashable, now: float) -> None:
        self._refilled_at[chat] = max(self._refilled_at.get(chat, now), now) + self._interval
        if len(self._refilled_at) > self._forget_above:
            self._forget(now)

    def hold(self, chat: Hashable, until: float) -> None:
        """Nothing before `until`, and no burst right after it."""
        self._refilled_at[chat] = max(self._refilled_at.get(chat, until), until + self._tolerance)

    def _forget(self, now: float) -> None:
        """Drop the chats whose burst is whole again; so rarely that a send costs the same for any number of chats."""
        self._refilled_at = {chat: at for chat, at in self._refilled_at.items() if at > now}
        self._forget_above = max(1024, 2 * len(self._refilled_at))
