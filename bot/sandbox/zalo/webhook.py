"""setWebhook, deleteWebhook, getWebhookInfo, and the delivery of events to a webhook."""

from bot.sandbox.courier import Courier
from bot.sandbox.faults import Faults
from bot.sandbox.loopback import is_local_address
from bot.sandbox.records import JSON, SandboxBot, Webhook
from bot.sandbox.state import State
from bot.sandbox.zalo.call import Call
from bot.sandbox.zalo.errors import bad_request, no_webhook
from bot.sandbox.zalo.events import EventQueue
from bot.sandbox.zalo.objects import addressed, milliseconds

HEADER = "X-Bot-Api-Secret-Token"
SHORTEST_SECRET, LONGEST_SECRET = 8, 256
# In order: nothing says that Zalo delivers several at a time.
AT_A_TIME = 1


class Webhooks:
    """The three methods, and the courier who delivers every event until it was answered with a 2xx."""

    def __init__(self, state: State, queue: EventQueue, faults: Faults) -> None:
        self._state = state
        self._queue = queue
        self._courier = Courier(state, faults, queue.arrived, header=HEADER, body=addressed, answered=_ignore)

    async def set_webhook(self, call: Call) -> JSON:
        url, secret = call.parameters.text("url"), call.parameters.text("secret_token")
        if not is_local_address(url):
            raise bad_request("url must be an http(s) address on this machine, where the sandbox delivers")
        if not SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET or not secret.isascii() or not secret.isprintable():
            raise bad_request(f"secret_token must have {SHORTEST_SECRET} to {LONGEST_SECRET} characters")
        self._change(call.bot, Webhook(url, secret, AT_A_TIME, set_at=self._state.clock.now()))
        return await self.get_webhook_info(call)

    async def delete_webhook(self, call: Call) -> JSON:
        self._change(call.bot, None)
        return {"url": "", "updated_at": milliseconds(self._state.clock.now())}

    async def get_webhook_info(self, call: Call) -> JSON:
        webhook = call.bot.webhook
        if webhook is None:
            raise no_webhook()
        return {"url": webhook.url, "updated_at": milliseconds(webhook.set_at or self._state.clock.now())}

    def resume(self, bot: SandboxBot) -> None:
        """Begin delivering to the bot's present webhook, and stop delivering to an earlier one."""
        self._courier.resume(bot)

    async def close(self) -> None:
        await self._courier.close()

    def _change(self, bot: SandboxBot, webhook: Webhook | None) -> None:
        bot.webhook = webhook
        self._courier.resume(bot)
        self._state.touched()
        self._queue.arrived.ring()  # a poll that waits beside a new webhook ends


async def _ignore(_bot: SandboxBot, _answer: bytes) -> None:
    """Zalo reads nothing in the answer."""
