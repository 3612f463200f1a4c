"""The queue of updates of a bot, and getUpdates."""

import asyncio
from collections.abc import Callable, Coroutine
from itertools import islice
from typing import Any

from bot.sandbox.bell import Bell, first_of
from bot.sandbox.faults import Faults
from bot.sandbox.records import JSON, SandboxBot
from bot.sandbox.state import State
from bot.sandbox.telegram.errors import conflict
from bot.sandbox.telegram.parameters import Parameters

LONGEST_POLL_SECONDS = 60
Gone = Callable[[], Coroutine[Any, Any, None]]
"""Ends when the caller has hung up."""

# Sent only to bots that ask for them by name ("allowed_updates" in the documentation).
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """Hands out the updates of all bots of Telegram. An update stays until a higher offset confirms it."""

    def __init__(self, state: State, faults: Faults) -> None:
        self._state = state
        self._faults = faults
        self._polls: dict[str, asyncio.Event] = {}
        self.closing = asyncio.Event()
        self.arrived = Bell()

    def push(self, bot: SandboxBot, kind: str, what: JSON) -> None:
        """Queue an update, unless the bot has said that it wants none of this kind."""
        wanted = kind in bot.allowed_updates if bot.allowed_updates else kind not in _ONLY_ON_REQUEST
        if not wanted:
            return
        bot.updates.append({"update_id": bot.next_update, kind: what})
        bot.next_update += 1
        self._state.touched()
        self.arrived.ring()

    async def poll(self, bot: SandboxBot, parameters: Parameters, gone: Gone) -> list[JSON]:
        """getUpdates: confirms, then waits until there is something, time is up or the caller is `gone`.

        Raises:
            ApiError: 409 when a webhook is set, or when another poll begins meanwhile.
        """
        if bot.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        older = self._polls.get(bot.token)
        if older is not None:
            older.set()
        replaced = self._polls[bot.token] = asyncio.Event()
        try:
            return await self._poll(bot, parameters, replaced, gone)
        finally:
            if self._polls.get(bot.token) is replaced:
                del self._polls[bot.token]

    async def _poll(self, bot: SandboxBot, parameters: Parameters, replaced: asyncio.Event, gone: Gone) -> list[JSON]:
        set_allowed_updates(bot, parameters)
        self._confirm(bot, parameters.integer("offset", 0))
        seconds = min(max(parameters.integer("timeout", 0), 0), LONGEST_POLL_SECONDS)
        limit = min(max(parameters.integer("limit", 100), 1), 100)
        if seconds and not bot.updates and not bot.repeats:
            await first_of(self._something(bot), replaced.wait(), self.closing.wait(), gone(), seconds=seconds)
        if replaced.is_set():
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        return self._take(bot, limit)

    async def _something(self, bot: SandboxBot) -> None:
        while not bot.updates and not bot.repeats:
            await self.arrived.wait()

    def _confirm(self, bot: SandboxBot, offset: int) -> None:
        before = len(bot.updates)
        if offset < 0:  # the last -offset updates; all before them are forgotten
            while len(bot.updates) > -offset:
                bot.updates.popleft()
        else:
            while bot.updates and bot.updates[0]["update_id"] < offset:
                bot.updates.popleft()
        if len(bot.updates) != before:
            self._state.touched()

    def _take(self, bot: SandboxBot, limit: int) -> list[JSON]:
        repeated = [bot.repeats.popleft() for _ in range(min(limit, len(bot.repeats)))]
        known = {update["update_id"] for update in (*repeated, *bot.repeats)}
        waiting = (update for update in bot.updates if update["update_id"] not in known)
        fresh = list(islice(waiting, limit - len(repeated)))
        bot.repeats.extend(update for update in fresh if self._faults.repeat_update(bot.platform))
        return repeated + fresh


def set_allowed_updates(bot: SandboxBot, parameters: Parameters) -> None:
    """A list replaces the earlier choice, an empty one restores the default, none leaves it as it was."""
    allowed = parameters.list("allowed_updates")
    if allowed is not None:
        bot.allowed_updates = [kind for kind in allowed if isinstance(kind, str)]
