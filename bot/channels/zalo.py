"""Zalo: turns neutral replies into its requests, nothing else.

Zalo has no buttons, no editing and no files: choices have become numbered lines before a reply comes here, every
message is a new one, and a picture or file is fetched by Zalo or by the person from an address of this service.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import structlog

from bot.channels.channel import Letter, Refused
from bot.channels.zalo_client import ZaloClient
from handlers.attachments import Drawn
from handlers.markup import to_plain
from models.chats import Platform

Publish: TypeAlias = Callable[[Drawn, str], Awaitable[str | None]]
"""Makes what was drawn fetchable for a chat; returns the address, None when the service has no public one."""

_log = structlog.get_logger(__name__)


class ZaloChannel:
    """Sends over a :class:`ZaloClient`.

    Args:
        publish: gives a picture or file an address.
        without_address: what a person reads in place of a picture or file that has none.
    """

    platform = Platform.ZALO

    def __init__(self, client: ZaloClient, publish: Publish, without_address: str = "") -> None:
        self._client = client
        self._publish = publish
        self._without_address = without_address

    async def send(self, letter: Letter) -> str:
        """Send one message (bot/parts.py keeps it within the sizes); return Zalo's id of it.

        Raises a ``SendError``.
        """
        text = to_plain(letter.reply.text)
        if letter.drawn is None:
            return await self._client.send_message(letter.chat, text)
        address = await self._publish(letter.drawn, letter.chat)
        if address is None:
            return await self._say(letter.chat, text, self._without_address)
        if letter.drawn.is_picture:
            try:
                return await self._client.send_photo(letter.chat, address, text)
            except Refused as fault:  # certainly not sent; perhaps Zalo could not fetch it, and the person can
                _log.warning("picture_refused", platform=self.platform, error=fault.code)
        return await self._say(letter.chat, text, address)

    async def _say(self, chat: str, *paragraphs: str) -> str:
        text = "\n".join(filter(None, paragraphs))
        if not text:
            raise Refused("nothing to say without an address")
        return await self._client.send_message(chat, text)
