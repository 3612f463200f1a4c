"""setWebhook, deleteWebhook, getWebhookInfo, and the delivery of updates to a webhook."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.faults import Faults
from bot.sandbox.loopback import is_loopback
from bot.sandbox.records import JSON, SandboxBot, Webhook
from bot.sandbox.state import State
from bot.sandbox.telegram.call import Call
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.objects import unix
from bot.sandbox.telegram.updates import UpdateQueue, set_allowed_updates

ANSWER_WITHIN_SECONDS = 30
RETRY_PAUSES_SECONDS = (0.2, 0.5, 1, 2, 5, 10)
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")

AnswerInBody = Callable[[SandboxBot, JSON], Awaitable[None]]
"""Carries out the one method call that a webhook may put into its response."""


class Webhooks:
    """Delivers to every bot that has a webhook, at most `max_connections` updates at a time, until each got a 2xx."""

    def __init__(self, state: State, queue: UpdateQueue, faults: Faults, answer_in_body: AnswerInBody) -> None:
        self._state = state
        self._queue = queue
        self._faults = faults
        self._answer_in_body = answer_in_body
        self._couriers: dict[str, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None

    async def set_webhook(self, call: Call) -> bool:
        url = call.parameters.text("url")
        secret = call.parameters.text("secret_token")
        if not url:
            return await self.delete_webhook(call)
        _check_address(url)
        if not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        connections = min(max(call.parameters.integer("max_connections", 40), 1), 100)
        set_allowed_updates(call.bot, call.parameters)
        self._drop_if_asked(call)
        call.bot.webhook = Webhook(url, secret, connections)
        self.resume(call.bot)
        self._state.touched()
        return True

    async def delete_webhook(self, call: Call) -> bool:
        self._drop_if_asked(call)
        call.bot.webhook = None
        self.resume(call.bot)
        self._state.touched()
        return True

    async def get_webhook_info(self, call: Call) -> JSON:
        info: JSON = {"url": "", "has_custom_certificate": False, "pending_update_count": len(call.bot.updates)}
        if call.bot.allowed_updates:
            info["allowed_updates"] = call.bot.allowed_updates
        webhook = call.bot.webhook
        if webhook is None:
            return info
        info |= {"url": webhook.url, "max_connections": webhook.max_connections, "ip_address": "127.0.0.1"}
        if webhook.last_error_at is not None:
            info |= {"last_error_date": unix(webhook.last_error_at), "last_error_message": webhook.last_error}
        return info

    def resume(self, bot: SandboxBot) -> None:
        """Begin delivering to the bot's present webhook, and stop delivering to an earlier one."""
        courier = self._couriers.pop(bot.token, None)
        if courier is not None:
            courier.cancel()
        if bot.webhook is not None:
            self._couriers[bot.token] = asyncio.ensure_future(self._run(bot, bot.webhook))

    async def close(self) -> None:
        couriers = list(self._couriers.values())
        self._couriers.clear()
        for courier in couriers:
            courier.cancel()
        await asyncio.gather(*couriers, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _drop_if_asked(self, call: Call) -> None:
        if call.parameters.flag("drop_pending_updates"):
            call.bot.updates.clear()

    async def _run(self, bot: SandboxBot, webhook: Webhook) -> None:
        under_way: dict[int, asyncio.Task[None]] = {}
        async with asyncio.TaskGroup() as group:
            while True:
                under_way = {number: task for number, task in under_way.items() if not task.done()}
                for update in list(bot.updates):
                    if len(under_way) >= webhook.max_connections:
                        break
                    if update["update_id"] not in under_way:
                        under_way[update["update_id"]] = group.create_task(self._deliver(bot, webhook, update))
                await self._queue.arrived.wait()

    async def _deliver(self, bot: SandboxBot, webhook: Webhook, update: JSON) -> None:
        repeated = self._faults.repeat_update(bot.platform)
        await self._post_until_taken(bot, webhook, update)
        if repeated:
            await self._post_until_taken(bot, webhook, update)
        if update in bot.updates:
            bot.updates.remove(update)
        self._state.touched()
        self._queue.arrived.ring()

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
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret_token} if webhook.secret_token else {}
        try:
            async with self._session.post(webhook.url, json=update, headers=headers, allow_redirects=False) as response:
                body = await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return "Connection failed"
        if not 200 <= response.status < 300:
            return f"Wrong response from the webhook: {response.status} {response.reason}"
        await self._carry_out(bot, body)
        return None

    async def _carry_out(self, bot: SandboxBot, body: bytes) -> None:
        try:
            asked = json.loads(body)
        except ValueError:
            return
        if isinstance(asked, dict) and isinstance(asked.get("method"), str):
            await self._answer_in_body(bot, asked)


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise bad_request("bad webhook: invalid webhook URL specified") from error
    if parts.scheme not in {"http", "https"}:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not is_loopback(parts.hostname or ""):
        raise bad_request("bad webhook: the sandbox delivers to this machine only")
