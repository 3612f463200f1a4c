"""Bots, faults, calls and health: what tests and other programs set up and look at."""

import re

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.durations import show_moment
from bot.sandbox.endpoints import in_sentences, read_object
from bot.sandbox.errors import SandboxError
from bot.sandbox.faults import read_fault
from bot.sandbox.fields import PLATFORMS, Fields
from bot.sandbox.records import JSON, SandboxBot
from bot.sandbox.sandbox import Sandbox

_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}")


class ControlApi:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/sandbox/bots", in_sentences(self._bots), methods=["GET"]),
            Route("/sandbox/bots", in_sentences(self._add_bot), methods=["POST"]),
            Route("/sandbox/faults", in_sentences(self._add_fault), methods=["POST"]),
            Route("/sandbox/faults", in_sentences(self._clear_faults), methods=["DELETE"]),
            Route("/sandbox/calls", in_sentences(self._calls), methods=["GET"]),
            Route("/healthz", self._health, methods=["GET"]),
        ]

    async def _bots(self, request: Request) -> Response:
        return JSONResponse([self._show_bot(request, bot) for bot in self._sandbox.state.bots])

    async def _add_bot(self, request: Request) -> Response:
        fields = Fields(await read_object(request))
        platform, username = fields.platform(), fields.text("username")
        fields.refuse_others()
        if not _USERNAME.fullmatch(username):
            raise SandboxError('"username" must be 3 to 32 letters, digits or underscores and begin with a letter.')
        self._sandbox.dialect(platform)
        if self._sandbox.state.find_bot(platform, username) is not None:
            raise SandboxError(f"There is a bot {username} already.", 409)
        bot = self._sandbox.add_bot(platform, username)
        return JSONResponse(self._show_bot(request, bot), 201)

    def _show_bot(self, request: Request, bot: SandboxBot) -> JSON:
        address = f"{request.url.scheme}://{request.url.netloc}{self._sandbox.dialect(bot.platform).base_path()}"
        return {"platform": bot.platform, "username": bot.username, "token": bot.token, "base_url": address}

    async def _add_fault(self, request: Request) -> Response:
        fault = read_fault(await read_object(request))
        self._sandbox.dialect(fault.platform)
        self._sandbox.faults.add(fault)
        return JSONResponse({"ok": True}, 201)

    async def _clear_faults(self, _request: Request) -> Response:
        self._sandbox.faults.clear()
        return JSONResponse({"ok": True})

    async def _calls(self, request: Request) -> Response:
        platform = request.query_params.get("platform")
        if platform is not None and platform not in PLATFORMS:
            raise SandboxError(f'"platform" must be one of {", ".join(PLATFORMS)}.')
        return JSONResponse(
            [
                {
                    "at": show_moment(call.at),
                    "method": call.method,
                    "chat_id": call.chat_id,
                    "status": call.status,
                    "platform": call.platform,
                }
                for call in self._sandbox.calls
                if platform in {None, call.platform}
            ]
        )

    async def _health(self, _request: Request) -> Response:
        healthy = self._sandbox.healthy()
        return JSONResponse({"ok": healthy}, 200 if healthy else 503)
