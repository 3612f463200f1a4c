"""The events of a bot, and getUpdates: one event a poll, nothing to confirm it with."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from bot.sandbox.bell import Bell, first_of
from bot.sandbox.faults import Faults
from bot.sandbox.records import JSON, SandboxBot
from bot.sandbox.state import State
from bot.sandbox.zalo.errors import bad_request, nothing_new

LONGEST_POLL_SECONDS = 60
SERVED_AGAIN_WITHIN_SECONDS = 1.0

Gone = Callable[[], Coroutine[Any, Any, None]]
"""Ends when the caller has hung up."""


class EventQueue:
    """Hands out the events of all bots of Zalo. What was handed out is gone, apart from two quirks.

    An event that was taken is served once more to a bot that asks again within a second (measured at the real one by
    one source), and later when a "duplicate_update" fault says so.

    Args:
        now: seconds of a monotonic clock.
    """

    def __init__(self, state: State, faults: Faults, now: Callable[[], float] = time.monotonic) -> None:
        self._state = state
        self._faults = faults
        self._now = now
        self._just_taken: dict[str, tuple[JSON, float]] = {}
        self.closing = asyncio.Event()
        self.arrived = Bell()

    def push(self, bot: SandboxBot, event: JSON) -> None:
        bot.updates.append(event)
        self._state.touched()
        self.arrived.ring()

    async def poll(self, bot: SandboxBot, seconds: int, gone: Gone) -> JSON:
        """getUpdates: the next event, waiting for it at most so many `seconds`, or until the caller is `gone`.

        Raises:
            ApiError: 408 when there is nothing new, 400 while a webhook is set.
        """
        _refuse_beside_webhook(bot)
        again, taken_at = self._just_taken.pop(bot.token, ({}, 0.0))
        if again and self._now() - taken_at < SERVED_AGAIN_WITHIN_SECONDS:
            return again
        event = self._take(bot) if _has_events(bot) else await self._wait(bot, seconds, gone)
        _refuse_beside_webhook(bot)
        if event is None:
            raise nothing_new()
        return event

    async def _wait(self, bot: SandboxBot, seconds: int, gone: Gone) -> JSON | None:
        taken: list[JSON] = []
        left = asyncio.Event()

        async def take() -> None:
            while not _has_events(bot):
                await self.arrived.wait()
                if bot.webhook is not None:
                    return
            taken.append(self._take(bot))  # here, where nothing can come between: two polls may wait for one event

        async def leave() -> None:
            await gone()
            left.set()

        await first_of(take(), leave(), self.closing.wait(), seconds=seconds)
        if taken and left.is_set():
            self._put_back(bot, taken.pop())
        return taken[0] if taken else None

    def _take(self, bot: SandboxBot) -> JSON:
        self._state.touched()
        if bot.repeats:
            return bot.repeats.popleft()
        event = bot.updates.popleft()
        if self._faults.repeat_update(bot.platform):
            bot.repeats.append(event)
        else:
            self._just_taken[bot.token] = (event, self._now())
        return event

    def _put_back(self, bot: SandboxBot, event: JSON) -> None:
        self._just_taken.pop(bot.token, None)
        bot.updates.appendleft(event)
        self._state.touched()


def _has_events(bot: SandboxBot) -> bool:
    return bool(bot.repeats or bot.updates)


def _refuse_beside_webhook(bot: SandboxBot) -> None:
    if bot.webhook is not None:
        raise bad_request("getUpdates cannot be used while a webhook is set; call deleteWebhook first")
