"""What a person does on a phone with Zalo, and the events that the bot gets of it."""

from collections.abc import Callable
from dataclasses import dataclass
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
from bot.sandbox.plain_text import clean, find_addresses
from bot.sandbox.records import JSON, Message, SandboxBot, SandboxPerson
from bot.sandbox.state import State
from bot.sandbox.zalo.objects import event_of
from bot.sandbox.zalo.sending import CAPTION_LIMIT, TEXT_LIMIT

Push = Callable[[SandboxBot, JSON], None]


@dataclass(frozen=True)
class Phone:
    """One person's phone."""

    state: State
    push: Push
    person: SandboxPerson

    def act(self, action: Action) -> int:
        """Raises SandboxError when the action is impossible."""
        if self.person.blocked:
            raise SandboxError(f"{self.person.name} has blocked the bot; unblock it first.")
        match action:
            case Write():
                return self._write(action)
            case Press():
                raise SandboxError("Zalo has no buttons: type the number or the words.")
            case SendDocument() | SendPhoto() | SendVoice() | SendSticker() | SendLocation():
                caption = clean(getattr(action, "caption", "")).strip()[:CAPTION_LIMIT]
                forwarded = isinstance(action, SendDocument) and action.forwarded
                return self._send(text=caption, media=keep_attachment(self.state, action), forwarded=forwarded)

    def set_blocked(self, *, blocked: bool) -> None:
        """Zalo tells the bot nothing of it."""
        if blocked != self.person.blocked:
            self.person.blocked = blocked
            self.state.changed()

    def _write(self, action: Write) -> int:
        if action.edit is not None:
            raise SandboxError("Zalo has no editing: write a new message.")
        if action.in_group:
            raise SandboxError("Zalo's bots know no groups here.")
        text = clean(action.text).strip()
        if not text:
            raise SandboxError('"text" must be a text that is not empty.')
        # A phone cuts what is too long for one message into several.
        pieces = [text[start : start + TEXT_LIMIT] for start in range(0, len(text), TEXT_LIMIT)]
        return [self._send(text=piece, forwarded=action.forwarded) for piece in pieces][-1]

    def _send(self, text: str, **content: Any) -> int:  # the content's types are checked where Message is built
        self.person.started = True
        at = self.state.clock.now()
        message = Message(id=0, sender=self.person.id, at=at, text=text, entities=find_addresses(text), **content)
        message = self.state.add_message(self.state.private_chat(self.person), message)
        self.push(self.state.bot_of(self.person), event_of(self.state, self.person, message))
        return message.id
