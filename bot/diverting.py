"""Lets notices go by a person's other messenger while those of the first are scarce."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from bot.offers import offered
from handlers.turn import Reply
from models import ledger
from models.chats import Chat, Platform
from models.held_messages import chats_elsewhere, waiting_notices
from models.messages import OutgoingMessage, OutgoingState


def divert(session: Session, scarce: Collection[Platform], free: ColumnElement[bool], at_most: int) -> int:
    """Move `free` notices from the `scarce` messengers to other chats of the same people; return how many."""
    rows = waiting_notices(session, scarce, free, at_most)
    if not rows:
        return 0
    chats = chats_elsewhere(session, (row.chat.person_id for row in rows if row.chat.person_id), scarce)
    moved = [row for row in rows if row.chat.person_id in chats and _moved(session, row, chats[row.chat.person_id])]
    session.flush()
    return len(moved)


def _moved(session: Session, row: OutgoingMessage, chat: Chat) -> bool:
    try:
        assert row.content is not None
        reply = Reply.from_json(row.content)
    except (LookupError, TypeError, ValueError, AssertionError):
        return False  # whoever claims it says so
    reply, offer = offered(replace(reply, numbered_from=1), row.priority, chat)
    ledger.offer(session, chat, offer)
    row.chat, row.content = chat, reply.to_json()
    row.state, row.claimed_by = OutgoingState.WAITING, None
    return True
