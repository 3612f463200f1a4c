"""Takes Telegram's updates by webhook, where the service has a public address; 200 only after the commit."""

from __future__ import annotations

import asyncio
import hmac

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram import ALLOWED_UPDATES
from bot.channels.telegram_updates import TelegramUpdates
from models.cipher import Cipher

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST_BODY = 1024 * 1024  # bytes; an update is a few kilobytes
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
CONNECTIONS = 40  # Telegram's default
_log = structlog.get_logger(__name__)


class TelegramWebhook:
    """Registers the webhook and answers it."""

    def __init__(self, bot: Bot, updates: TelegramUpdates, cipher: Cipher, public_url: str) -> None:
        self._bot = bot
        self._updates = updates
        self._url = public_url + PATH
        # Derived, so that every process of the service knows it and no setting has to be invented.
        self._secret = cipher.digest("telegram webhook", bot.token).hex()
        self.healthy = True

    async def register(self) -> None:
        """Tell Telegram where to send updates, again and again until it has heard."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                await self._bot.set_webhook(
                    self._url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES, max_connections=CONNECTIONS
                )
                self.healthy = True
                return
            except TelegramError as error:
                self.healthy = False
                _log.warning("webhook_not_set", error=type(error).__name__, seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def routes(self) -> list[Route]:
        """Return the address that Telegram calls."""
        return [Route(PATH, self._receive, methods=["POST"])]

    async def _receive(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return Response(status_code=403)
        if int(request.headers.get("content-length") or 0) > LARGEST_BODY:
            return Response(status_code=413)
        try:
            update = Update.de_json(await request.json(), self._bot)
        except (ValueError, TypeError, KeyError, AttributeError):  # JSON, but no update
            return Response(status_code=400)
        try:
            await self._updates.handle(update)
        except Exception as error:  # not committed: Telegram delivers it again
            _log.error("webhook_failed", error=type(error).__name__)
            return Response(status_code=503)
        return Response()
