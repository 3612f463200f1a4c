"""Chats with people, the invitations that join them, and their unfinished conversations."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, EncryptedJSON, UTCDateTime
from models.people import Person


class Platform(StrEnum):
    TELEGRAM = "telegram"
    ZALO = "zalo"


class Language(StrEnum):
    VIETNAMESE = "vi"
    ENGLISH = "en"


class Chat(Base):
    """A private chat on one messenger. ``person_id`` is None for a stranger."""

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[Platform]
    external_id: Mapped[str] = mapped_column(String(64))  # the messenger's own id of the chat
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    language: Mapped[Language] = mapped_column(default=Language.VIETNAMESE)
    first_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    joined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The person blocked the bot or closed the account; cleared when they write again (DESIGN.md, invariant 9).
    stopped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Of a person's chats the one that messages go to, by the person's own choice.
    is_preferred: Mapped[bool] = mapped_column(default=False)
    # Messages come here in place of another chat of the person that cannot be reached; the person has been told.
    stands_in_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Wrong invitation codes within the hour that began at failed_since.
    failed_codes: Mapped[int] = mapped_column(default=0)
    failed_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The choices last offered, for messengers without buttons and for people who type: [{"label", "data"}].
    offer: Mapped[list[dict[str, str]] | None] = mapped_column(EncryptedJSON)

    person: Mapped[Person | None] = relationship()


class Conversation(Base):
    """An unfinished form: which one, where it stands, and what was answered so far.

    It belongs to the person, so that it goes on in another messenger; a stranger's belongs to the chat.
    """

    __tablename__ = "conversations"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), unique=True)
    form: Mapped[str] = mapped_column(String(40))
    # Names one filling of the form: a button of an earlier filling carries another token and is refused.
    token: Mapped[str] = mapped_column(String(8))
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Invitation(Base):
    """A one-time code that joins a chat to a person; only its keyed hash is kept."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
