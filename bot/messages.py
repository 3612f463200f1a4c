"""What passes between a channel, the engine and the outbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.turn import Reply, Said
from models.chats import Platform
from models.messages import OutgoingMessage, Priority


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update of a messenger, translated.

    ``update_key`` names it for good: a second one with the same key is the same update, delivered again. ``fetch``
    gets the content of a file that was sent.
    """

    platform: Platform
    update_key: str
    chat: str
    said: Said
    pressed_message: str | None = None
    fetch: Callable[[], Awaitable[bytes]] | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A row of the outbox that this process has in hand; ``joins`` are further rows that one message says too."""

    id: int
    platform: Platform
    chat_id: int
    chat: str
    reply: Reply
    priority: Priority
    replaces: str | None = None
    joins: tuple[int, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """Return every row that is done when this message is."""
        return (self.id, *self.joins)

    @classmethod
    def of(cls, row: OutgoingMessage) -> Outgoing:
        """Return the message of a claimed row."""
        assert row.content is not None
        return cls(
            id=row.id,
            platform=row.chat.platform,
            chat_id=row.chat_id,
            chat=row.chat.external_id,
            reply=Reply.from_json(row.content),
            priority=Priority(row.priority),
            replaces=row.replaces,
        )
