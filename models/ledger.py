"""Writes down messages: what came in, once; what goes out, as rows.

These statements run on every turn, so they are built once and go past the unit of work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, bindparam, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models.chats import Chat, Platform
from models.inserts import insert_into
from models.messages import IncomingMessage, IncomingState, OutgoingMessage, OutgoingState, Priority

_INCOMING = cast("Table", IncomingMessage.__table__)
_OUTGOING = cast("Table", OutgoingMessage.__table__)
_CHATS = cast("Table", Chat.__table__)
_QUEUE = insert(_OUTGOING).returning(_OUTGOING.c.id, sort_by_parameter_order=True)
_OFFER = (
    update(_CHATS).where(_CHATS.c.id == bindparam("chat")).values(offer=bindparam("choices", type_=_CHATS.c.offer.type))
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is to go out. ``claimed_by`` is the outbox that sends it at once, None for whoever comes first."""

    chat_id: int
    content: dict[str, Any]
    priority: Priority
    replaces: str | None = None
    claimed_by: str | None = None


def receive(
    session: Session,
    *,
    platform: Platform,
    update_key: str,
    chat_id: int,
    now: datetime,
    state: IncomingState = IncomingState.HANDLED,
) -> int | None:
    """Write down an update and return the id of its row; None when it was written down before."""
    values = {
        "platform": platform,
        "update_key": update_key,
        "chat_id": chat_id,
        "received_at": now,
        "state": state,
        "error": None,
        "content": None,
    }
    connection = session.connection()
    return connection.execute(_receive(connection.dialect.name), values).scalar()


@cache
def _receive(dialect: str) -> Insert:
    return insert_into(_INCOMING, dialect).on_conflict_do_nothing().returning(_INCOMING.c.id)


def queue(session: Session, drafts: Sequence[Draft], *, incoming_id: int | None, now: datetime) -> list[int]:
    """Write outgoing rows; return their ids in the order of `drafts`."""
    if not drafts:
        return []
    values = [
        {
            "chat_id": draft.chat_id,
            "incoming_id": incoming_id,
            "priority": draft.priority,
            "content": draft.content,
            "replaces": draft.replaces,
            "state": OutgoingState.CLAIMED if draft.claimed_by else OutgoingState.WAITING,
            "claimed_by": draft.claimed_by,
            "created_at": now,
            "attempts": 0,
        }
        for draft in drafts
    ]
    return list(session.connection().execute(_QUEUE, values).scalars())


def offer(session: Session, chat: Chat, choices: list[dict[str, str]] | None) -> None:
    """Note the choices that were offered last in a chat."""
    if chat.offer == choices:
        return
    session.connection().execute(_OFFER, {"chat": chat.id, "choices": choices})
    set_committed_value(chat, "offer", choices)
