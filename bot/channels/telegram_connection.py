"""Telegram as the service has it."""

from __future__ import annotations

import os

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.channels.aiohttp_request import AiohttpRequest
from bot.channels.connection import Listener, UnusableError
from bot.channels.lean_request import LeanRequest
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_polling import TelegramPolling
from bot.channels.telegram_updates import TelegramUpdates
from bot.channels.telegram_webhook import TelegramWebhook
from bot.engine import Engine
from models.chats import Platform
from models.cipher import Cipher


class TelegramConnection:
    """python-telegram-bot's ``Bot`` over aiohttp, with what listens and sends over it."""

    platform = Platform.TELEGRAM

    def __init__(self, token: str, base_url: str) -> None:
        # The library's errors then carry time spans; without it each 429 also raises a warning about the change.
        os.environ["PTB_TIMEDELTA"] = "true"
        self._base_url = base_url
        self._requests = LeanRequest(), AiohttpRequest(connection_limit=2, read_timeout=45.0)
        request, polling_request = self._requests
        self.bot = Bot(
            token,
            base_url=f"{base_url}/bot",
            base_file_url=f"{base_url}/file/bot",
            request=request,
            get_updates_request=polling_request,
        )
        self.channel = TelegramChannel(self.bot)
        self.bot_name = ""

    async def open(self) -> None:
        try:
            await self.bot.initialize()
        except InvalidToken:
            reason = (
                "Telegram does not know this token. Ask @BotFather for the right one and put it into telegram.token."
            )
            raise UnusableError(reason) from None
        except NetworkError:
            reason = f"{self._base_url} cannot be reached. Check the connection, or telegram.base_url."
            raise UnusableError(reason) from None
        except TelegramError as error:
            raise UnusableError(f"Telegram refused the start: {type(error).__name__}.") from None
        self.bot_name = self.bot.username

    def listener(self, engine: Engine, cipher: Cipher, public_url: str) -> Listener:
        updates = TelegramUpdates(self.bot, engine)
        if public_url:
            webhook = TelegramWebhook(self.bot, updates, cipher, public_url)
            return Listener(webhook.register, lambda: webhook.healthy, tuple(webhook.routes()))
        polling = TelegramPolling(self.bot, updates)
        return Listener(polling.run, lambda: polling.healthy)

    async def close(self) -> None:
        await self.bot.shutdown()
        for request in self._requests:  # the library leaves them open when the start failed
            await request.shutdown()
