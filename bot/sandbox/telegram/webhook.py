"""setWebhook, deleteWebhook, getWebhookInfo, and the delivery of updates to a webhook."""

import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from bot.sandbox.courier import Courier
from bot.sandbox.faults import Faults
from bot.sandbox.loopback import is_loopback
from bot.sandbox.records import JSON, SandboxBot, Webhook
from bot.sandbox.state import State
from bot.sandbox.telegram.call import Call
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.objects import unix
from bot.sandbox.telegram.updates import UpdateQueue, set_allowed_updates

HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")

AnswerInBody = Callable[[SandboxBot, JSON], Awaitable[None]]
"""Carries out the one method call that a webhook may put into its response."""


class Webhooks:
    """The three methods, and the courier who delivers every update until it was answered with a 2xx."""

    def __init__(self, state: State, queue: UpdateQueue, faults: Faults, answer_in_body: AnswerInBody) -> None:
        self._state = state
        self._answer_in_body = answer_in_body
        self._courier = Courier(state, faults, queue.arrived, header=HEADER, body=_as_it_is, answered=self._carry_out)

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
        self._courier.resume(bot)

    async def close(self) -> None:
        await self._courier.close()

    def _drop_if_asked(self, call: Call) -> None:
        if call.parameters.flag("drop_pending_updates"):
            call.bot.updates.clear()

    async def _carry_out(self, bot: SandboxBot, body: bytes) -> None:
        try:
            asked = json.loads(body)
        except ValueError:
            return
        if isinstance(asked, dict) and isinstance(asked.get("method"), str):
            await self._answer_in_body(bot, asked)


def _as_it_is(_bot: SandboxBot, update: JSON) -> JSON:
    return update


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
