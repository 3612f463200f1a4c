"""Messages that came in and messages that go out: the outbox is a table before it is a loop."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.chats import Chat, Platform
from models.database import Base, EncryptedJSON, UTCDateTime


class IncomingState(StrEnum):
    HANDLED = "handled"
    FAILED = "failed"


class IncomingMessage(Base):
    """An update of a messenger that was dealt with. Its words are kept only when dealing with them failed."""

    __tablename__ = "incoming_messages"
    __table_args__ = (UniqueConstraint("platform", "update_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[Platform]
    update_key: Mapped[str] = mapped_column(String(64))  # Telegram: update_id; Zalo: message_id
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), index=True)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    state: Mapped[IncomingState]
    error: Mapped[str | None] = mapped_column(String(120))  # the exception's class and place, never its text
    content: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)


class OutgoingState(StrEnum):
    """Where a message to a person stands."""

    WAITING = "waiting"  # to be claimed by an outbox
    CLAIMED = "claimed"  # an outbox has it in hand
    SENT = "sent"
    UNCERTAIN = "uncertain"  # the messenger's answer was lost: it may have arrived, so it is not sent again
    REFUSED = "refused"  # the messenger will never take it
    UNREACHABLE = "unreachable"  # the person stopped the bot


class Priority(IntEnum):
    """Lower goes first."""

    REPLY = 0
    URGENT = 1
    NOTICE = 2
    BROADCAST = 3


class OutgoingMessage(Base):
    """One message to one chat. ``content`` is a neutral reply (handlers/turn.py); a channel renders it."""

    __tablename__ = "outgoing_messages"
    __table_args__ = (Index("ix_outgoing_messages_open", "state", "priority", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), index=True)
    incoming_id: Mapped[int | None] = mapped_column(ForeignKey("incoming_messages.id", ondelete="SET NULL"), index=True)
    priority: Mapped[Priority] = mapped_column(SmallInteger)
    content: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)  # gone when the message is done
    replaces: Mapped[str | None] = mapped_column(String(64))  # the messenger's id of the message to edit in place
    state: Mapped[OutgoingState]
    claimed_by: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    external_id: Mapped[str | None] = mapped_column(String(64))  # the messenger's id of the sent message
    error: Mapped[str | None] = mapped_column(String(120))

    chat: Mapped[Chat] = relationship()


class Heartbeat(Base):
    """When a part of the service last gave a sign of life."""

    __tablename__ = "heartbeats"

    part: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
