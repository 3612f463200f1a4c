"""Fetches Telegram's updates by long polling; confirms each only after it was committed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import structlog
from telegram import Bot, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram import ALLOWED_UPDATES, seconds_of, translate
from bot.engine import Engine
from bot.messages import Incoming
from models.chats import Platform

POLL_SECONDS = 30
MOST_UPDATES = 100  # Telegram's largest answer
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
PRIVATE_ONLY = (
    "Tôi chỉ làm việc trong trò chuyện riêng, để thông tin không lộ ra nhóm. Hãy nhắn riêng cho tôi.\n"
    "I only work in private chats. Please write to me directly."
)
_log = structlog.get_logger(__name__)


class TelegramPolling:
    """Asks for updates until cancelled. ``healthy`` says whether the last answer of Telegram was good."""

    def __init__(self, bot: Bot, engine: Engine) -> None:
        self._bot = bot
        self._engine = engine
        self._offset: int | None = None
        self._small_tasks: set[asyncio.Task[None]] = set()
        self._leaving: set[int] = set()  # groups
        self.healthy = True

    async def run(self) -> None:
        """Fetch and answer until cancelled; a messenger that is down is asked again, ever more rarely."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                await self._round()
                self.healthy, pause = True, FIRST_PAUSE_SECONDS
            except InvalidToken:
                self.healthy = False
                _log.error("telegram_token_refused")
                await asyncio.sleep(LONGEST_PAUSE_SECONDS)
            except RetryAfter as error:
                _log.warning("polling_too_fast", seconds=seconds_of(error))
                await asyncio.sleep(seconds_of(error))
            except Exception as error:  # whatever happens, the next round may succeed
                self.healthy = False
                _log.warning(
                    "polling_failed", error=type(error).__name__, seconds=pause, conflict=isinstance(error, Conflict)
                )
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _round(self) -> None:
        updates = await self._bot.get_updates(
            offset=self._offset, limit=MOST_UPDATES, timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES
        )
        if not updates:
            return
        outcomes = await asyncio.gather(*(self.handle(update) for update in updates), return_exceptions=True)
        for update, outcome in zip(updates, outcomes, strict=True):
            if isinstance(outcome, BaseException):
                # This one and all after it are fetched again; those answered already are recognised.
                raise outcome
            self._offset = update.update_id + 1

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
