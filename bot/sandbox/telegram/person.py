"""What a person does on the phone, and the updates that the bot gets of it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.sandbox.actions import (
    Action,
    Press,
    SendDocument,
    SendLocation,
    SendPhoto,
    SendSticker,
    SendVoice,
    Write,
)
from bot.sandbox.errors import SandboxError
from bot.sandbox.media import keep_attachment
from bot.sandbox.plain_text import clean
from bot.sandbox.records import JSON, Button, Chat, Message, OpenQuery, SandboxBot, SandboxPerson
from bot.sandbox.state import State
from bot.sandbox.telegram.objects import member_changed_object, message_object, person_user
from bot.sandbox.telegram.text import CAPTION_LIMIT, TEXT_LIMIT, find_entities

OPEN_QUERIES_KEPT = 2_000

Push = Callable[[SandboxBot, str, JSON], None]


@dataclass(frozen=True)
class Phone:
    """One person's phone with the chat that the person writes into."""

    state: State
    push: Push
    bot: SandboxBot
    person: SandboxPerson

    def act(self, action: Action) -> int:
        """Raises SandboxError when the action is impossible."""
        if self.person.blocked:
            raise SandboxError(f"{self.person.name} has blocked the bot; unblock it first.")
        if not self.person.started:
            self.person.started = True
        match action:
            case Write():
                return self._write(action)
            case Press():
                return self._press(action)
            case SendDocument() | SendPhoto() | SendVoice() | SendSticker() | SendLocation():
                caption = clean(getattr(action, "caption", "")).strip()[:CAPTION_LIMIT]
                forwarded = isinstance(action, SendDocument) and action.forwarded
                media = keep_attachment(self.state, action)
                return self._send(self._chat(), text=caption, media=media, forwarded=forwarded)

    def set_blocked(self, *, blocked: bool) -> None:
        if blocked == self.person.blocked:
            return
        self.person.blocked = blocked
        self.person.started = True
        change = ("member", "kicked") if blocked else ("kicked", "member")
        self._tell_membership(self._chat(), change)
        self.state.changed()

    def open_group(self, title: str) -> int:
        chat = self.state.add_group(self.person, title)
        self._tell_membership(chat, ("left", "member"))
        self._send(chat, service="group_chat_created")
        return chat.id

    def _chat(self) -> Chat:
        return self.state.private_chat(self.person)

    def _write(self, action: Write) -> int:
        text = clean(action.text).strip()
        if not text:
            raise SandboxError('"text" must be a text that is not empty.')
        chat = self._group() if action.in_group else self._chat()
        if action.edit is not None:
            return self._edit(chat, action.edit, text[:TEXT_LIMIT])
        # A phone cuts what is too long for one message into several.
        pieces = [text[start : start + TEXT_LIMIT] for start in range(0, len(text), TEXT_LIMIT)]
        return [
            self._send(chat, text=piece, entities=find_entities(piece), forwarded=action.forwarded) for piece in pieces
        ][-1]

    def _group(self) -> Chat:
        group = self.state.newest_group(self.person)
        if group is None:
            raise SandboxError(f"{self.person.name} is in no group; make one first.", 404)
        return group

    def _edit(self, chat: Chat, message_id: int, text: str) -> int:
        message = chat.messages.get(message_id)
        if message is None or message.sender != self.person.id:
            raise SandboxError(f"{self.person.name} has written no message {message_id}.", 404)
        message.text, message.entities = text, find_entities(text)
        message.edited_at = self.state.clock.now()
        self.state.message_changed(chat, message)
        self._tell(chat, "edited_message", message)
        return message.id

    def _press(self, action: Press) -> int:
        chat = self._chat()
        message, data = self._forged(chat, action) if action.forged else self._button(chat, action)
        query_id = str(secrets.randbits(62))
        self.bot.queries[query_id] = OpenQuery(message.id, self.person.id)
        for forgotten in list(islice(self.bot.queries, max(0, len(self.bot.queries) - OPEN_QUERIES_KEPT))):
            del self.bot.queries[forgotten]
        query = {
            "id": query_id,
            "from": person_user(self.person),
            "message": message_object(self.state, self.bot, chat, message),
            # Telegram: "global identifier, uniquely corresponding to the chat".
            "chat_instance": str(hash((self.bot.number, chat.id)) & (2**62 - 1)),
            "data": data,
        }
        self.push(self.bot, "callback_query", query)
        return message.id

    def _forged(self, chat: Chat, action: Press) -> tuple[Message, str]:
        message = chat.messages.get(action.message_id or 0)
        if message is None or not message.from_bot:
            raise SandboxError(f"The bot has sent no message {action.message_id}.", 404)
        return message, action.button

    def _button(self, chat: Chat, action: Press) -> tuple[Message, str]:
        if action.message_id is not None and action.message_id not in chat.messages:
            raise SandboxError(f"There is no message {action.message_id}.", 404)
        wanted = chat.messages.values() if action.message_id is None else [chat.messages[action.message_id]]
        for message in sorted(wanted, key=lambda message: -message.id):
            button = _find_button(message, action.button)
            if button is not None and button.data is not None:
                return message, button.data
            if button is not None:
                raise SandboxError(f'The button "{button.label}" opens {button.url}; the bot hears nothing of it.')
        place = "no message" if action.message_id is None else f"not message {action.message_id}"
        raise SandboxError(f'"{action.button}" stands under {place}.', 404)

    def _send(self, chat: Chat, **content: Any) -> int:  # the content's types are checked where Message is built
        message = Message(id=0, sender=self.person.id, at=self.state.clock.now(), **content)
        message = self.state.add_message(chat, message)
        self._tell(chat, "message", message)
        return message.id

    def _tell_membership(self, chat: Chat, change: tuple[str, str]) -> None:
        about = member_changed_object(self.state, self.bot, chat, self.person, change)
        self.push(self.bot, "my_chat_member", about)

    def _tell(self, chat: Chat, kind: str, message: Message) -> None:
        if chat.bot_inside:
            self.push(self.bot, kind, message_object(self.state, self.bot, chat, message))


def _find_button(message: Message, wanted: str) -> Button | None:
    for row in message.buttons if message.from_bot else []:
        for button in row:
            if wanted in {button.data, button.label} or wanted.strip() == button.label:
                return button
    return None
