"""Gives what was drawn an address of this service, for a messenger that fetches pictures and has no files."""

from __future__ import annotations

from functools import partial

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.channel import Refused, Unavailable
from bot.clock import Clock
from bot.writer import Writer
from handlers.attachments import Drawn
from models.chats import Chat, Platform
from models.database import Database, LostTransactionError
from models.published import Contents, TooLargeError, publish

PATH = "/published"


class Publisher:
    """Publishes for chats on Zalo; it is the ``Publish`` of bot/channels/zalo.py.

    Args:
        base_url: where people and messengers reach bot/published_pages.py, without a slash at its end; None where
            they do not.
    """

    def __init__(self, database: Database, writer: Writer, clock: Clock, base_url: str | None) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._base_url = base_url

    async def __call__(self, drawn: Drawn, chat: str) -> str | None:
        """Return a new address of `drawn` for the `chat` of that external id, None without a public address.

        Raises ``Refused`` when it is too large or nobody knows the chat, ``Unavailable`` when it cannot be kept now.
        """
        if self._base_url is None:
            return None
        try:
            token = await self._writer.run(partial(self._keep, drawn, chat))
        except TooLargeError:
            raise Refused("too large to be published") from None
        except (SQLAlchemyError, LostTransactionError) as error:
            raise Unavailable(f"not published: {type(error).__name__}") from None
        return f"{self._base_url}{PATH}/{token}"

    def _keep(self, drawn: Drawn, chat: str) -> str:
        with self._database.write() as session:
            named = select(Chat.id).where(Chat.platform == Platform.ZALO, Chat.external_id == chat)
            chat_id = session.scalar(named)
            if chat_id is None:
                raise Refused("published for an unknown chat")
            contents = Contents(drawn.name, drawn.media_type, drawn.content)
            return publish(session, self._database.cipher, chat_id, contents, self._clock.now())
