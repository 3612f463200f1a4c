"""What is deleted once nobody needs it any more: little data, and not for long (Luật 91/2025/QH15)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Delete, delete
from sqlalchemy.orm import Session

from models.audit import UndoStep
from models.chats import Conversation, Invitation
from models.check_in import CheckInTry
from models.messages import Heartbeat, IncomingMessage, OutgoingMessage, OutgoingState
from models.notices import Notice
from models.published import PublishedFile
from models.shift_records import ShiftRecord
from models.uploads import KEPT_FOR, Upload

# Longer than any messenger delivers an update again (Telegram: 24 hours).
MESSAGES_KEPT_FOR = timedelta(days=30)
CONVERSATIONS_KEPT_FOR = timedelta(days=30)
INVITATIONS_KEPT_FOR = timedelta(days=30)  # after they ended, so that a late code is told that it has expired
UNDO_KEPT_FOR = timedelta(days=1)
CHECK_IN_TRIES_KEPT_FOR = timedelta(days=1)
HEARTBEATS_KEPT_FOR = timedelta(days=7)
NOTICES_KEPT_FOR = timedelta(days=400)  # nothing is told again that was told within a year
SHIFTS_KEPT_FOR = timedelta(days=90)  # after the day itself: nobody asks any more when somebody worked
_OPEN = (OutgoingState.WAITING, OutgoingState.CLAIMED)


def tidy_up(session: Session, now: datetime, messages_kept_for: timedelta = MESSAGES_KEPT_FOR) -> int:
    """Delete what has outlived its use; return how many rows went."""
    old: tuple[Delete, ...] = (
        delete(OutgoingMessage).where(
            OutgoingMessage.created_at < now - messages_kept_for, OutgoingMessage.state.not_in(_OPEN)
        ),
        delete(IncomingMessage).where(IncomingMessage.received_at < now - messages_kept_for),
        delete(Conversation).where(Conversation.updated_at < now - CONVERSATIONS_KEPT_FOR),
        delete(Invitation).where(Invitation.expires_at < now - INVITATIONS_KEPT_FOR),
        delete(Upload).where(Upload.created_at < now - KEPT_FOR),
        delete(PublishedFile).where(PublishedFile.expires_at <= now),
        delete(UndoStep).where(UndoStep.saved_at < now - UNDO_KEPT_FOR),
        delete(Notice).where(Notice.done_at < now - NOTICES_KEPT_FOR),
        delete(ShiftRecord).where(ShiftRecord.last_on < (now - SHIFTS_KEPT_FOR).date()),
        delete(CheckInTry).where(CheckInTry.at < now - CHECK_IN_TRIES_KEPT_FOR),
        delete(Heartbeat).where(Heartbeat.at < now - HEARTBEATS_KEPT_FOR),
    )
    return sum(_deleted(session.execute(statement)) for statement in old)


def _deleted(result: Any) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount
