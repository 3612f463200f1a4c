"""One call of a bot, and what almost every method needs first: the chat it is about."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.records import JSON, Chat, Message, SandboxBot
from bot.sandbox.state import State
from bot.sandbox.telegram.errors import BLOCKED, bad_request, forbidden
from bot.sandbox.telegram.objects import message_object
from bot.sandbox.telegram.parameters import Parameters


@dataclass(frozen=True)
class Call:
    """What a method is given."""

    state: State
    bot: SandboxBot
    parameters: Parameters

    @property
    def chat_id(self) -> int | None:
        """The chat that the call names, whether or not it exists."""
        return self.parameters.integer("chat_id", 0) or None

    def chat(self) -> Chat:
        """The chat that the call names.

        Raises:
            ApiError: none is named, or the bot has never seen it.
        """
        if not self.parameters.text("chat_id"):
            raise bad_request("chat_id is empty")
        chat = self.state.find_chat(self.bot, self.chat_id or 0)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def open_chat(self) -> Chat:
        """The same, when the bot may write there.

        Raises:
            ApiError: the person has blocked the bot or never written to it, or the bot has left the group.
        """
        chat = self.chat()
        if not chat.private:
            if not chat.bot_inside:
                raise forbidden("bot is not a member of the group chat")
            return chat
        person = self.state.person(chat.members[0])
        if person.blocked:
            raise forbidden(BLOCKED)
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def own_message(self, chat: Chat, *, missing: str, foreign: str) -> Message:
        """The message that the call names, which the bot itself must have written."""
        message = chat.messages.get(self.parameters.integer("message_id", 0))
        if message is None:
            raise bad_request(missing)
        if not message.from_bot:
            raise bad_request(foreign)
        return message

    def shown(self, chat: Chat, message: Message) -> JSON:
        return message_object(self.state, self.bot, chat, message)


Method = Callable[[Call], Awaitable[Any]]
"""A method of the Bot API; what it returns stands under "result"."""
