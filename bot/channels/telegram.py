"""Telegram: translates its updates into incoming messages and neutral replies into its requests, nothing else.

python-telegram-bot gives the types and the requests; its routing and its polling are not used, because they confirm
an update when it is fetched. Here the offset moves only past what is committed (DESIGN.md, invariant 1).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    Message,
    Update,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels.channel import (
    AnswerLost,
    Letter,
    Misconfigured,
    PersonStopped,
    Refused,
    SendError,
    TooFast,
    Unavailable,
)
from bot.messages import Incoming
from handlers.markup import to_html
from handlers.turn import Reply, Said, SentFile
from models.chats import Platform

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
_STOPPED = ("bot was blocked by the user", "user is deactivated")  # nothing else means that (DESIGN.md, invariant 9)
_TOO_LARGE = "request entity too large"  # 413; the library makes a network error of it
_log = structlog.get_logger(__name__)


class TelegramChannel:
    """Sends over a python-telegram-bot ``Bot``."""

    platform = Platform.TELEGRAM

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, letter: Letter) -> str:
        """Send one message (bot/parts.py keeps it within the sizes); return Telegram's id of it.

        Raises a :class:`SendError`.
        """
        try:
            await self._show_commands(letter)
            if letter.replaces is not None and await self._edited(letter, int(letter.replaces)):
                return letter.replaces
            return await self._sent(letter)
        except TelegramError as error:
            raise fault_of(error) from None

    async def _sent(self, letter: Letter) -> str:
        text, keyboard = to_html(letter.reply.text), _keyboard(letter.reply)
        if letter.drawn is None:
            message = await self._bot.send_message(letter.chat, text, parse_mode=ParseMode.HTML, reply_markup=keyboard)
            return str(message.message_id)
        send = self._bot.send_photo if letter.drawn.is_picture else self._bot.send_document
        file = InputFile(letter.drawn.content, filename=letter.drawn.name)
        message = await send(letter.chat, file, text or None, parse_mode=ParseMode.HTML, reply_markup=keyboard)
        return str(message.message_id)

    async def _edited(self, letter: Letter, message_id: int) -> bool:
        """Edit the message whose button was pressed; return whether it now shows the reply."""
        try:
            await self._bot.edit_message_text(
                to_html(letter.reply.text),
                letter.chat,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(letter.reply),
            )
        except BadRequest as error:
            return "not modified" in str(error)
        return True

    async def _show_commands(self, letter: Letter) -> None:
        """Set the person's menu; what it makes of that can be repeated, and is no reason to withhold the message."""
        if not letter.reply.commands:
            return
        commands = [BotCommand(name, description[:256]) for name, description in letter.reply.commands]
        try:
            await self._bot.set_my_commands(commands, scope=BotCommandScopeChat(int(letter.chat)))
        except (BadRequest, Forbidden) as error:
            _log.warning("menu_not_shown", error=type(error).__name__)
        except TimedOut:
            raise Unavailable("no answer about the menu") from None


def fault_of(error: TelegramError) -> SendError:
    """Return what an error of Telegram means for the message."""
    text = str(error).casefold()
    if isinstance(error, RetryAfter):
        return TooFast(seconds_of(error))
    if isinstance(error, TimedOut):
        return AnswerLost("timed out")
    if isinstance(error, InvalidToken):
        return Misconfigured("invalid token")
    if isinstance(error, Forbidden | BadRequest):
        stopped = any(words in text for words in _STOPPED)
        return PersonStopped(text[:120]) if stopped else Refused(text[:120])
    if isinstance(error, NetworkError) and _TOO_LARGE not in text:
        return Unavailable(text[:120])
    return Refused(text[:120])


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram wants us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def translate(update: Update) -> Incoming | None:
    """Return what a private update says, None when there is nothing to answer."""
    key = str(update.update_id)
    if update.callback_query is not None:
        return _press(key, update.callback_query)
    message = update.message or update.edited_message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return None
    said = Said(unreadable="edited") if update.edited_message else _said(message)
    return Incoming(Platform.TELEGRAM, key, str(message.chat_id), said, fetch=_fetcher(message))


def _press(key: str, query: CallbackQuery) -> Incoming | None:
    if query.message is None or query.data is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    message_id = str(query.message.message_id)
    return Incoming(Platform.TELEGRAM, key, str(query.message.chat.id), Said(press=query.data), message_id)


def _said(message: Message) -> Said:
    name = message.from_user.full_name if message.from_user else ""
    if message.text is not None:
        return Said(text=message.text, display_name=name)
    if message.document is not None:
        document = message.document
        file = SentFile(document.file_name or "", document.file_size or 0, document.file_id)
        return Said(file=file, display_name=name)
    if message.photo:
        largest = message.photo[-1]
        return Said(file=SentFile("", largest.file_size or 0, largest.file_id, is_picture=True), display_name=name)
    kind = next((kind for kind in ("sticker", "voice", "location") if getattr(message, kind)), "other")
    return Said(unreadable=kind, display_name=name)


def _fetcher(message: Message) -> Callable[[], Awaitable[bytes]] | None:
    sent = message.document or (message.photo[-1] if message.photo else None)
    if sent is None:
        return None

    async def fetch() -> bytes:
        file = await sent.get_file()
        return bytes(await file.download_as_bytearray())

    return fetch


def _keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(choice.label, callback_data=choice.data) for choice in row if choice.label]
        for row in reply.choices
    ]
    shown = [row for row in rows if row]
    return InlineKeyboardMarkup(shown) if shown else None
