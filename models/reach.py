"""Which chat reaches a person."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.chats import Chat


def chats_of(session: Session, person_ids: Iterable[int]) -> dict[int, Chat]:
    """Return for each person the chat that messages go to: agreed to, not stopped, the newest first."""
    open_chats = session.scalars(
        select(Chat)
        .where(Chat.person_id.in_(set(person_ids)), Chat.joined_at.is_not(None), Chat.stopped_at.is_(None))
        .order_by(Chat.joined_at)
    )
    return {chat.person_id: chat for chat in open_chats if chat.person_id is not None}
