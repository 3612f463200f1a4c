"""Unfinished conversations: begun, gone on with, ended. Written on every answer, so past the unit of work."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, inspect, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models.chats import Conversation

_TABLE = cast("Table", Conversation.__table__)
_GO_ON = update(_TABLE).where(_TABLE.c.id == bindparam("conversation"))
_END = delete(_TABLE).where(_TABLE.c.id == bindparam("conversation"))


def go_on(session: Session, conversation: Conversation, answers: dict[str, Any], now: datetime) -> None:
    """Keep what was answered so far."""
    if not inspect(conversation).persistent:
        conversation.answers, conversation.updated_at = answers, now
        return
    session.connection().execute(_GO_ON, {"conversation": conversation.id, "answers": answers, "updated_at": now})
    set_committed_value(conversation, "answers", answers)
    set_committed_value(conversation, "updated_at", now)


def end(session: Session, conversation: Conversation) -> None:
    """Forget a conversation and its answers."""
    if inspect(conversation).persistent:
        session.connection().execute(_END, {"conversation": conversation.id})
    session.expunge(conversation)
