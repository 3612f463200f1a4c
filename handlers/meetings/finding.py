"""Which meetings a roll can be taken of, mended or shown, and what they are called on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, select

from handlers import day_words
from handlers.meetings.words import title, when
from handlers.rolls.roll import CORRECTION_DAYS
from handlers.turn import Turn
from models.meetings import Meeting, MeetingState, Sitting

MOST = 8

_STARTS = select(func.min(Sitting.starts_at)).where(Sitting.meeting_id == Meeting.id).correlate(Meeting)


def waiting(turn: Turn) -> Sequence[Meeting]:
    """Return the meetings that have begun and wait for their roll, the newest first."""
    return _newest(turn, turn.access.meetings().where(Meeting.state == MeetingState.CALLED, _has_begun(turn)))


def correctable(turn: Turn) -> Sequence[Meeting]:
    """Return the meetings whose saved roll may still be mended, the newest first."""
    since = turn.now - timedelta(days=CORRECTION_DAYS)
    return _newest(turn, turn.access.meetings().where(Meeting.state == MeetingState.HELD, Meeting.held_at >= since))


def watched(turn: Turn) -> Sequence[Meeting]:
    """Return the newest meetings with a roll that the person may see."""
    return _newest(
        turn, turn.access.watched_meetings().where(Meeting.state != MeetingState.CANCELLED, _has_begun(turn))
    )


def next_one(turn: Turn) -> Meeting | None:
    """Return the next meeting of a cell that the person leads, whose roll cannot be taken yet."""
    called = turn.access.meetings().where(Meeting.state == MeetingState.CALLED, ~_has_begun(turn))
    return turn.session.scalar(called.order_by(None).order_by(_STARTS.scalar_subquery()).limit(1))


def begins(meeting: Meeting) -> datetime:
    """Return when the first sitting of a meeting starts."""
    return min((sitting.starts_at for sitting in meeting.sittings), default=meeting.called_at)


def named(turn: Turn, meeting: Meeting) -> str:
    """Return a meeting's title and day, with its cell where several are in sight."""
    told = title(turn.translator, meeting.kind, meeting.period, turn.today)
    cell = f"{meeting.unit.code} · " if turn.access.sees_several else ""
    return f"{cell}{told}, {day_words.day(turn.local(begins(meeting)))}"


def started(turn: Turn, meeting: Meeting) -> str:
    """Return when a meeting starts, with its weekday."""
    return when(turn.translator, turn.local(begins(meeting)))


def _has_begun(turn: Turn) -> ColumnElement[bool]:
    return exists().where(Sitting.meeting_id == Meeting.id, Sitting.starts_at <= turn.now)


def _newest(turn: Turn, found: Select[Meeting]) -> Sequence[Meeting]:
    newest = found.order_by(None).order_by(_STARTS.scalar_subquery().desc(), Meeting.id.desc())
    return turn.session.scalars(newest.limit(MOST)).all()
