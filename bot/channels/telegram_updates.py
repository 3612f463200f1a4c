"""What is done about one update of Telegram, however it came: by polling or by webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import structlog
from telegram import Bot, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.channels.telegram import translate
from bot.engine import Engine
from bot.messages import Incoming
from models.chats import Platform

PRIVATE_ONLY = (
    "Tôi chỉ làm việc trong trò chuyện riêng, để thông tin không lộ ra nhóm. Hãy nhắn riêng cho tôi.\n"
    "I only work in private chats. Please write to me directly."
)
_log = structlog.get_logger(__name__)


class TelegramUpdates:
    """Answers updates over the engine, and leaves groups."""

    def __init__(self, bot: Bot, engine: Engine) -> None:
        self._bot = bot
        self._engine = engine
        self._small_tasks: set[asyncio.Task[None]] = set()
        self._leaving: set[int] = set()  # groups

    async def handle(self, update: Update) -> None:
        """Answer one update; returns when it is committed."""
        incoming = _translated(update)
        if incoming is not None:
            await self._engine.answer(incoming)
        elif update.my_chat_member is not None and update.my_chat_member.chat.type == ChatType.PRIVATE:
            if update.my_chat_member.new_chat_member.status == ChatMemberStatus.BANNED:
                chat = str(update.my_chat_member.chat.id)
                await self._engine.stop(Platform.TELEGRAM, chat, str(update.update_id))
        else:
            await self._leave(update)
        if update.callback_query is not None:
            self._later(self._stop_waiting(update.callback_query.id))

    async def _stop_waiting(self, query_id: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id)
        except TelegramError as error:  # an old press cannot be answered any more; nobody waits for it
            _log.info("press_not_acknowledged", error=type(error).__name__)

    async def _leave(self, update: Update) -> None:
        """Say once that the bot works in private only, and leave the group."""
        chat = update.effective_chat
        if chat is None or chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
            return
        member = update.my_chat_member
        if member is not None and member.new_chat_member.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
            return
        if chat.id in self._leaving:  # several updates of the group came together
            return
        self._leaving.add(chat.id)
        try:
            await self._bot.send_message(chat.id, PRIVATE_ONLY)
            await self._bot.leave_chat(chat.id)
        except TelegramError as error:
            _log.info("group_not_left", error=type(error).__name__)
        finally:
            self._leaving.discard(chat.id)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._small_tasks.add(task)
        task.add_done_callback(self._small_tasks.discard)


def _translated(update: Update) -> Incoming | None:
    try:
        return translate(update)
    except Exception as error:  # an update of an unknown shape would else come back for ever and hold up all others
        _log.error("update_not_understood", error=type(error).__name__, update=update.update_id)
        return None
