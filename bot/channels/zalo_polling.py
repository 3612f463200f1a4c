"""Fetches Zalo's events by long polling: one event a poll, at most one poll a second.

What a kill can lose. Zalo has neither offsets nor acknowledgements: an event counts as delivered when it is fetched,
and whether it is served again is not promised (some are, and are recognised by their message id). So an event that
was fetched exists only here until its turn is committed; it is kept, and tried again for as long as nothing can be
written. A kill in that span, usually a few milliseconds, loses it, and so does a connection that breaks while the
answer is on its way. No client can do better with this method: the webhook, where 200 follows the commit, can. Of
what is fetched at most `MOST_IN_HAND` is at stake: with so much in hand nothing more is asked for.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import structlog

from bot.channels.channel import Misconfigured, SendError, TooFast
from bot.channels.zalo_client import ZaloClient
from bot.channels.zalo_updates import note_dropped, translate
from bot.engine import Engine
from bot.messages import Incoming

POLL_SECONDS = 30
POLL_EVERY_SECONDS = 1.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
MOST_IN_HAND = 20  # events
REMEMBERED = 5_000  # events that are recognised without asking the database
GRACE_SECONDS = 5.0  # what is in hand when the service stops may take so long to be committed
_log = structlog.get_logger(__name__)

Sleep: TypeAlias = Callable[[float], Awaitable[None]]


class ZaloPolling:
    """Asks for events until cancelled.

    Args:
        now: seconds of a monotonic clock.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        client: ZaloClient,
        engine: Engine,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._client = client
        self._now = now
        self._sleep = sleep
        self._in_hand = InHand(engine.answer, sleep)
        self._known: dict[str, None] = {}  # oldest first
        self._next_poll_at = now()
        self._trouble: str | None = None
        self._troubles = 0  # in a row

    @property
    def healthy(self) -> bool:
        """Whether Zalo's last answer was good, and what it brought can be written down."""
        return self._trouble is None and not self._in_hand.is_stuck

    async def run(self) -> None:
        """Fetch and answer until cancelled; what is in hand then is given a moment to be committed."""
        has_begun = False
        try:
            while True:
                try:
                    if not has_begun:  # a webhook that was set before would keep the events away from us
                        await self._client.delete_webhook()
                        has_begun = True
                    event = await self._next_event()
                    self._note_success()
                    if event is not None:
                        self._take(event)
                except Exception as error:  # whatever happens, the next poll may succeed
                    await self._sleep(self._pause_after(error))
        finally:
            await self._in_hand.finish()

    async def _next_event(self) -> dict[str, Any] | None:
        await self._in_hand.has_room()
        wait = self._next_poll_at - self._now()
        if wait > 0:
            await self._sleep(wait)
        self._next_poll_at = self._now() + POLL_EVERY_SECONDS
        return await self._client.get_updates(POLL_SECONDS)

    def _take(self, event: dict[str, Any]) -> None:
        """Answer an event that is new; one that is served again costs nothing."""
        incoming = translate(event)
        key = incoming.update_key if incoming is not None else f"dropped {hash(repr(event))}"
        if key in self._known:
            return
        self._known[key] = None
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
        if incoming is not None:
            self._in_hand.take(incoming)
        else:
            note_dropped(event)

    def _note_success(self) -> None:
        if self._trouble is not None:
            _log.info("zalo_polling_works_again", after=self._trouble)
        self._trouble, self._troubles = None, 0

    def _pause_after(self, error: Exception) -> float:
        """Note a failure, and log it when it is another one than before; return the seconds to wait."""
        trouble = type(error).__name__
        if trouble != self._trouble:
            code = error.code if isinstance(error, SendError) else None
            _log.error("zalo_polling_failed", error=trouble, code=code)
        self._trouble = trouble
        if isinstance(error, TooFast):
            return error.seconds
        if isinstance(error, Misconfigured):
            return LONGEST_PAUSE_SECONDS
        self._troubles += 1
        return _pause(self._troubles)


class InHand:
    """Events that were fetched and are not committed yet: those of one chat one after another, others side by side."""

    def __init__(self, answer: Callable[[Incoming], Awaitable[None]], sleep: Sleep) -> None:
        self._answer = answer
        self._sleep = sleep
        self._lines: dict[str, deque[Incoming]] = {}  # by chat
        self._tasks: set[asyncio.Task[None]] = set()
        self._stuck: set[str] = set()  # chats
        self._has_ended = asyncio.Event()

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))

    @property
    def is_stuck(self) -> bool:
        """Whether something could not be written and is tried again."""
        return bool(self._stuck)

    def take(self, incoming: Incoming) -> None:
        """Answer an event after those of its chat that came before."""
        line = self._lines.get(incoming.chat)
        if line is not None:
            line.append(incoming)
            return
        self._lines[incoming.chat] = deque([incoming])
        task = asyncio.create_task(self._work(incoming.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def has_room(self) -> None:
        """Wait until fewer than `MOST_IN_HAND` are in hand."""
        while len(self) >= MOST_IN_HAND:
            self._has_ended.clear()
            await self._has_ended.wait()

    async def finish(self) -> None:
        """Give what is in hand a moment to be committed; what does not is lost, and the log says how much that is."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE_SECONDS)
        if lost := len(self):
            _log.error("zalo_events_lost", events=lost)
        left = set(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _work(self, chat: str) -> None:
        line = self._lines[chat]
        while line:
            await self._until_committed(line[0])
            line.popleft()
            self._has_ended.set()
        del self._lines[chat]

    async def _until_committed(self, incoming: Incoming) -> None:
        failures = 0
        while True:
            try:
                await self._answer(incoming)
            except Exception as error:  # nothing could be written; nobody else has this event any more
                failures += 1
                self._stuck.add(incoming.chat)
                _log.error("zalo_event_not_committed", error=type(error).__name__, seconds=_pause(failures))
                await self._sleep(_pause(failures))
            else:
                self._stuck.discard(incoming.chat)
                return


def _pause(failures: int) -> float:
    return float(min(FIRST_PAUSE_SECONDS * 2 ** min(failures - 1, 16), LONGEST_PAUSE_SECONDS))
