"""Messages that wait for their turn: replies first, each chat in order, none faster than the pace allows."""

import asyncio
import heapq
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

from bot.pace import Pace

T = TypeVar("T")


@dataclass(frozen=True, order=True, slots=True)
class Waiting(Generic[T]):
    """A message in the line. The lowest priority leaves first, then the lowest order (say, the row's id)."""

    priority: int
    order: int
    arrival: int
    chat: Hashable = field(compare=False)
    item: T = field(compare=False)


class WaitingLine(Generic[T]):
    """Which message leaves next, and when. Has no clock; every call costs O(log n).

    A chat from which a message has left is held until `done`: only so can a refused message come back before the
    later ones of its chat. A chat is therefore in one of three places: under way, later (its own limit), or ready.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._arrivals = count()
        self._lines: dict[Hashable, list[Waiting[T]]] = {}
        self._sent_at: dict[Hashable, float] = {}  # of the chats with a message under way
        self._later: list[tuple[float, int, Hashable]] = []
        self._ready: set[Hashable] = set()
        # The heads of the ready chats, and former heads, which `_head` skips.
        self._heads: list[Waiting[T]] = []

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))

    def put(self, item: T, chat: Hashable, priority: int, order: int) -> None:
        """Let a message wait. One that was refused is put back with its old order, before `done`."""
        waiting = Waiting(priority, order, next(self._arrivals), chat, item)
        line = self._lines.setdefault(chat, [])
        heapq.heappush(line, waiting)
        if chat in self._ready:
            if line[0] is waiting:
                heapq.heappush(self._heads, waiting)
        elif len(line) == 1 and chat not in self._sent_at:
            self._hold(chat)

    def take(self, now: float) -> Waiting[T] | None:
        """The message that leaves now, or none. Its chat stays closed until `done`."""
        head = self._head(now)
        if head is None or self._pace.bot_ready_at(head.priority, now) > now:
            return None
        heapq.heappop(self._heads)
        heapq.heappop(self._lines[head.chat])
        self._ready.discard(head.chat)
        self._sent_at[head.chat] = now
        self._pace.sent(head.chat, now, head.priority)
        return head

    def next_at(self, now: float) -> float | None:
        """When to call `take` again; none while nothing waits but for `put` or `done`."""
        head = self._head(now)
        times = [at for at, _, _ in self._later[:1]]
        if head is not None:
            times.append(self._pace.bot_ready_at(head.priority, now))
        return min(times, default=None)

    def done(self, chat: Hashable, answered_at: float | None = None) -> None:
        """The message of this chat that was under way is so no more; `answered_at` when the messenger answered."""
        sent_at = self._sent_at.pop(chat)
        if answered_at is not None:
            self._pace.answered(sent_at, answered_at)
        if self._lines[chat]:
            self._hold(chat)
        else:
            del self._lines[chat]

    def _hold(self, chat: Hashable) -> None:
        heapq.heappush(self._later, (self._pace.chat_ready_at(chat), next(self._arrivals), chat))

    def _head(self, now: float) -> Waiting[T] | None:
        """The first of all messages whose chats are ready."""
        while self._later and self._later[0][0] <= now:
            _, _, chat = heapq.heappop(self._later)
            self._ready.add(chat)
            heapq.heappush(self._heads, self._lines[chat][0])
        while self._heads:
            head = self._heads[0]
            if head.chat in self._ready and self._lines[head.chat][0] is head:
                return head
            heapq.heappop(self._heads)
        return None


class PacedQueue(Generic[T]):
    """The line with a clock, for one task that sends. Its methods are called from the event loop's thread."""

    def __init__(self, pace: Pace, now: Callable[[], float] = time.monotonic) -> None:
        self._pace = pace
        self._now = now
        self._line: WaitingLine[T] = WaitingLine(pace)
        self._changed = asyncio.Event()

    def put(self, item: T, chat: Hashable, priority: int, order: int) -> None:
        """Let a message wait."""
        self._line.put(item, chat, priority, order)
        self._changed.set()

    async def get(self) -> Waiting[T]:
        """Wait for the next message that may leave; it counts as sent. Nothing is lost when this is cancelled."""
        while True:
            now = self._now()
            waiting = self._line.take(now)
            if waiting is not None:
                return waiting
            self._changed.clear()
            at = self._line.next_at(now)
            await self._changed_within(None if at is None else at - now)

    def done(self, waiting: Waiting[T]) -> None:
        """The messenger took it, or refused it for good: the next one of its chat may leave."""
        self._line.done(waiting.chat, self._now())
        self._changed.set()

    def refused(self, waiting: Waiting[T], retry_after: float, *, whole_bot: bool = False) -> None:
        """A 429: it goes back to its place and waits, at least `retry_after` seconds."""
        self._pace.feedback(None if whole_bot else waiting.chat, retry_after, self._now())
        self._line.put(waiting.item, waiting.chat, waiting.priority, waiting.order)
        self.done(waiting)

    def failed(self, waiting: Waiting[T]) -> None:
        """No answer came: the next one of its chat may leave. Whether this one is put back is the caller's decision."""
        self._line.done(waiting.chat)
        self._changed.set()

    def postponed(self, waiting: Waiting[T], seconds: float) -> None:
        """The messenger cannot be reached: it goes back to its place, and everything waits, at no loss of speed."""
        self._pace.pause(seconds, self._now())
        self._line.put(waiting.item, waiting.chat, waiting.priority, waiting.order)
        self.done(waiting)

    async def _changed_within(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            pass
