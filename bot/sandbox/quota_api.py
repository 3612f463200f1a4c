"""How much of the month's messages is used up: to look at, and to set."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.endpoints import in_sentences, read_object
from bot.sandbox.errors import SandboxError
from bot.sandbox.fields import Fields
from bot.sandbox.quota import MonthlyQuota
from bot.sandbox.records import SandboxBot
from bot.sandbox.sandbox import Sandbox

MOST_USED = 1_000_000


class QuotaApi:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/sandbox/quota", in_sentences(self._show), methods=["GET"]),
            Route("/sandbox/quota", in_sentences(self._set), methods=["POST"]),
        ]

    async def _show(self, _request: Request) -> Response:
        bots = [(self._quota(bot), bot) for bot in self._sandbox.state.bots]
        return JSONResponse([quota.show(bot) for quota, bot in bots if quota is not None])

    async def _set(self, request: Request) -> Response:
        fields = Fields(await read_object(request))
        platform, username = fields.platform(), fields.text("bot", required=False) or None
        used = fields.integer("used", None, 0, MOST_USED)
        fields.refuse_others()
        if used is None:
            raise SandboxError('"used" must say how many messages of the month are used up.')
        bot = self._sandbox.find_bot(platform, username)
        quota = self._quota(bot)
        if quota is None:
            raise SandboxError(f"Bots of {platform} have no monthly quota.")
        quota.set_used(bot, used)
        return JSONResponse(quota.show(bot))

    def _quota(self, bot: SandboxBot) -> MonthlyQuota | None:
        return self._sandbox.dialect(bot.platform).quota
