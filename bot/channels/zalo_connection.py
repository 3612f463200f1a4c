"""Zalo as the service has it."""

from __future__ import annotations

from bot.channels.channel import Misconfigured, SendError
from bot.channels.connection import Listener, UnusableError
from bot.channels.zalo import Publish, ZaloChannel
from bot.channels.zalo_client import ZaloClient
from bot.channels.zalo_polling import ZaloPolling
from bot.channels.zalo_webhook import ZaloWebhook
from bot.engine import Engine
from models.chats import Platform
from models.cipher import Cipher

# Said by the service, which does not know who reads it, so in both languages.
WITHOUT_ADDRESS = (
    "(Chưa gửi được hình hoặc tệp này qua Zalo; vui lòng xem trên Telegram.\n"
    "This picture or file cannot be sent over Zalo yet; please see it on Telegram.)"
)


class ZaloConnection:
    """The client, with what listens and sends over it; `publish` gives pictures and files an address."""

    platform = Platform.ZALO

    def __init__(self, token: str, base_url: str, publish: Publish) -> None:
        self._base_url = base_url
        self._client = ZaloClient(token, base_url)
        self.channel = ZaloChannel(self._client, publish, WITHOUT_ADDRESS)
        self.bot_name = ""

    async def open(self) -> None:
        await self._client.start()
        try:
            self.bot_name = (await self._client.get_me()).name
        except Misconfigured:
            raise UnusableError(
                "Zalo does not know this token. Take the right one from Zalo Bot Creator and put it into zalo.token."
            ) from None
        except SendError:
            reason = f"{self._base_url} cannot be reached. Check the connection, or zalo.base_url."
            raise UnusableError(reason) from None

    def listener(self, engine: Engine, cipher: Cipher, public_url: str) -> Listener:
        if public_url:
            webhook = ZaloWebhook(self._client, engine, cipher, public_url)
            return Listener(webhook.register, lambda: webhook.healthy, tuple(webhook.routes()))
        polling = ZaloPolling(self._client, engine)
        return Listener(polling.run, lambda: polling.healthy)

    async def close(self) -> None:
        await self._client.close()
