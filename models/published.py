"""Pictures and files that a messenger without files gets by address: unguessable, for a day, a file once.

An address holds 256 random bits and nothing about anybody. Only its keyed hash is kept, and rows are found by that
hash: how long a look-up takes tells nothing about addresses that exist, and guesses need not be counted.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.cipher import Cipher
from models.database import Base, EncryptedBytes, EncryptedText, UTCDateTime

KEPT_FOR = timedelta(days=1)
LARGEST_CONTENT = 20 * 1024 * 1024  # bytes
# While a messenger is down its oldest message is published again at each attempt, once a minute (bot/outages.py).
KEPT_OF_ONE_CHAT = 60
_TOKEN_BYTES = 32


class TooLargeError(ValueError):
    """More than :data:`LARGEST_CONTENT` bytes are not published."""


class PublishedFile(Base):
    """One picture or file for one chat. The address is kept as a keyed hash only."""

    __tablename__ = "published_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    address_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(EncryptedText)
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(EncryptedBytes)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class Contents(NamedTuple):
    """What stands at an address."""

    name: str
    media_type: str
    content: bytes


_CONTENTS = (PublishedFile.name, PublishedFile.media_type, PublishedFile.content)
_IS_PICTURE = PublishedFile.media_type.startswith("image/")


def publish(session: Session, cipher: Cipher, chat_id: int, contents: Contents, now: datetime) -> str:
    """Keep a picture or file for `chat_id` for a day; return the token of its address, 43 characters that URLs take.

    A chat keeps its newest :data:`KEPT_OF_ONE_CHAT`. Raises :class:`TooLargeError`.
    """
    if len(contents.content) > LARGEST_CONTENT:
        raise TooLargeError(f"{len(contents.content)} bytes are more than {LARGEST_CONTENT}")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        PublishedFile(
            address_hash=_hash(cipher, token),
            chat_id=chat_id,
            name=contents.name,
            media_type=contents.media_type,
            content=contents.content,
            expires_at=now + KEPT_FOR,
        )
    )
    session.flush()
    of_chat = PublishedFile.chat_id == chat_id
    newest = select(PublishedFile.id).where(of_chat).order_by(PublishedFile.id.desc()).limit(KEPT_OF_ONE_CHAT)
    session.execute(delete(PublishedFile).where(of_chat, PublishedFile.id.not_in(newest)))
    return token


def picture(session: Session, cipher: Cipher, token: str, now: datetime) -> Contents | None:
    """Return the picture at an address, as often as it is asked for; None for a file, and where nothing is (left)."""
    row = session.execute(select(*_CONTENTS).where(_stands_at(cipher, token, now), _IS_PICTURE)).one_or_none()
    return None if row is None else Contents(*row)


def file_expiry(session: Session, cipher: Cipher, token: str, now: datetime) -> datetime | None:
    """Return until when the file at an address can be taken; None for a picture, and where nothing is (left)."""
    return session.scalar(select(PublishedFile.expires_at).where(_stands_at(cipher, token, now), ~_IS_PICTURE))


def take_file(session: Session, cipher: Cipher, token: str, now: datetime) -> Contents | None:
    """Return the file at an address and delete it in one statement; None for a picture, and where nothing is (left).

    Of several that ask at the same moment one gets the file, once its transaction is committed.
    """
    taking = delete(PublishedFile).where(_stands_at(cipher, token, now), ~_IS_PICTURE).returning(*_CONTENTS)
    row = session.execute(taking, execution_options={"synchronize_session": False}).one_or_none()
    return None if row is None else Contents(*row)


def _stands_at(cipher: Cipher, token: str, now: datetime) -> ColumnElement[bool]:
    return (PublishedFile.address_hash == _hash(cipher, token)) & (PublishedFile.expires_at > now)


def _hash(cipher: Cipher, token: str) -> bytes:
    return cipher.digest("address", token)
