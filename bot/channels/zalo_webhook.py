"""Takes Zalo's events by webhook, where the service has a public address; 200 only after the commit."""

from __future__ import annotations

import asyncio
import hmac
import json

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.channel import SendError, TooFast
from bot.channels.zalo_client import ZaloClient
from bot.channels.zalo_updates import note_dropped, translate
from bot.engine import Engine
from models.cipher import Cipher

PATH = "/zalo/webhook"
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST_BODY = 1024 * 1024  # bytes; an event is a few kilobytes
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
_log = structlog.get_logger(__name__)


class ZaloWebhook:
    """Registers the webhook and answers it. ``healthy`` says whether Zalo took the last registration."""

    def __init__(self, client: ZaloClient, engine: Engine, cipher: Cipher, public_url: str) -> None:
        self._client = client
        self._engine = engine
        self._url = public_url + PATH
        # Derived, so that every process of the service knows it and no setting has to be invented.
        self._secret = cipher.digest("zalo webhook", self._url).hex()
        self.healthy = True

    async def register(self) -> None:
        """Tell Zalo where to send events, again and again until it has heard."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                await self._client.set_webhook(self._url, self._secret)
            except SendError as error:
                self.healthy = False
                seconds = error.seconds if isinstance(error, TooFast) else pause
                kind = type(error).__name__
                _log.warning("zalo_webhook_not_set", error=kind, code=error.code, seconds=seconds)
                await asyncio.sleep(seconds)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            else:
                self.healthy = True
                return

    def routes(self) -> list[Route]:
        """Return the address that Zalo calls."""
        return [Route(PATH, self._receive, methods=["POST"])]

    async def _receive(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return Response(status_code=403)
        body = await _body_of(request)
        if body is None:
            return Response(status_code=413)
        try:
            event = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        return Response(status_code=await self._status_of(event))

    async def _status_of(self, event: object) -> int:
        """Answer an event; return 200 when nothing of it is left to be done, 503 when it must be delivered again."""
        incoming = translate(event)
        if incoming is None:
            note_dropped(event)
            return 200
        try:
            await self._engine.answer(incoming)
        except Exception as error:  # not committed
            _log.error("zalo_webhook_failed", error=type(error).__name__)
            return 503
        return 200


async def _body_of(request: Request) -> bytes | None:
    """Return the body, None when it is too large: no more than that is ever kept, whatever length was announced."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
