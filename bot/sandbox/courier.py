"""Delivering updates to the bots' webhooks: once more and once more until they are taken."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp

from bot.sandbox.bell import Bell
from bot.sandbox.faults import Faults
from bot.sandbox.records import JSON, SandboxBot, Webhook
from bot.sandbox.state import State

ANSWER_WITHIN_SECONDS = 30
RETRY_PAUSES_SECONDS = (0.2, 0.5, 1, 2, 5, 10)

Body = Callable[[SandboxBot, JSON], JSON]
"""What is posted for an update."""

Answered = Callable[[SandboxBot, bytes], Awaitable[None]]
"""Told the body of every answer that took an update."""


class Courier:
    """Delivers to every bot of a messenger that has a webhook, at most `max_connections` updates at a time.

    Args:
        arrived: rung when a bot has a new update.
        header: the name of the header that carries the webhook's secret.
    """

    def __init__(
        self, state: State, faults: Faults, arrived: Bell, *, header: str, body: Body, answered: Answered
    ) -> None:
        self._state = state
        self._faults = faults
        self._arrived = arrived
        self._header = header
        self._body = body
        self._answered = answered
        self._rounds: dict[str, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None

    def resume(self, bot: SandboxBot) -> None:
        """Begin delivering to the bot's present webhook, and stop delivering to an earlier one."""
        earlier = self._rounds.pop(bot.token, None)
        if earlier is not None:
            earlier.cancel()
        if bot.webhook is not None:
            self._rounds[bot.token] = asyncio.ensure_future(self._run(bot, bot.webhook))

    async def close(self) -> None:
        rounds = list(self._rounds.values())
        self._rounds.clear()
        for one in rounds:
            one.cancel()
        await asyncio.gather(*rounds, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _run(self, bot: SandboxBot, webhook: Webhook) -> None:
        # By identity: not every messenger numbers its updates, and each object stays alive while it is under way.
        under_way: dict[int, asyncio.Task[None]] = {}
        async with asyncio.TaskGroup() as group:
            while True:
                under_way = {key: task for key, task in under_way.items() if not task.done()}
                for update in list(bot.updates):
                    if len(under_way) >= webhook.max_connections:
                        break
                    if id(update) not in under_way:
                        under_way[id(update)] = group.create_task(self._deliver(bot, webhook, update))
                await self._arrived.wait()

    async def _deliver(self, bot: SandboxBot, webhook: Webhook, update: JSON) -> None:
        repeated = self._faults.repeat_update(bot.platform)
        await self._post_until_taken(bot, webhook, update)
        if repeated:
            await self._post_until_taken(bot, webhook, update)
        if update in bot.updates:
            bot.updates.remove(update)
        self._state.touched()
        self._arrived.ring()

    async def _post_until_taken(self, bot: SandboxBot, webhook: Webhook, update: JSON) -> None:
        attempt = 0
        while (error := await self._post(bot, webhook, update)) is not None:
            webhook.last_error, webhook.last_error_at = error, self._state.clock.now()
            self._state.touched()
            await asyncio.sleep(RETRY_PAUSES_SECONDS[min(attempt, len(RETRY_PAUSES_SECONDS) - 1)])
            attempt += 1

    async def _post(self, bot: SandboxBot, webhook: Webhook, update: JSON) -> str | None:
        """Deliver once; None when the update was taken, else what went wrong."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN_SECONDS))
        headers = {self._header: webhook.secret_token} if webhook.secret_token else {}
        body = self._body(bot, update)
        try:
            async with self._session.post(webhook.url, json=body, headers=headers, allow_redirects=False) as response:
                answer = await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return "Connection failed"
        if not 200 <= response.status < 300:
            return f"Wrong response from the webhook: {response.status} {response.reason}"
        await self._answered(bot, answer)
        return None
