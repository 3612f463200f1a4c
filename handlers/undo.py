"""“Hoàn tác”: takes back what the person saved last, for fifteen minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from handlers import admin, classes, dues, helpers, meetings, menu, path, privacy, report, shifts
from handlers.classes import enrolled_undoing, seat_undoing, wage
from handlers.classes import roll as class_roll
from handlers.hearing import Heard
from handlers.rolls import opening as roll
from handlers.turn import Reply, Turn
from models.audit import UndoStep

_UNDOERS: dict[str, Callable[[Turn, UndoStep], str]] = {
    report.UNDO_KIND: report.take_back,
    path.UNDO_KIND: path.take_back,
    dues.UNDO_KIND: dues.take_back,
    **helpers.UNDOERS,
    **roll.UNDOERS,
    **class_roll.UNDOERS,
    privacy.UNDO_KIND: privacy.take_back,
    classes.UNDO_KIND: classes.take_back,
    enrolled_undoing.UNDO_KIND: enrolled_undoing.take_back,
    seat_undoing.UNDO_KIND: seat_undoing.take_back,
    wage.UNDO_KIND: wage.take_back,
    meetings.UNDO_KIND: meetings.take_back,
    shifts.UNDO_KIND: shifts.take_back,
    admin.ROSTER_UNDO_KIND: admin.roster_taken_back,
}


def undo(turn: Turn, _heard: Heard) -> Reply:
    """Take back the person's newest step that is young enough."""
    minutes = turn.settings.undo_minutes
    step = turn.session.scalar(
        select(UndoStep)
        .where(UndoStep.person_id == turn.writer_id, UndoStep.saved_at > turn.now - timedelta(minutes=minutes))
        .order_by(UndoStep.id.desc())
        .limit(1)
    )
    if step is None:
        sentence = turn.t(
            "There is nothing to undo: only what was saved in the last {minutes} minutes.", minutes=minutes
        )
        return Reply(sentence, menu.show(turn).choices)
    sentence = _UNDOERS[step.kind](turn, step)
    turn.session.delete(step)
    return Reply(sentence, menu.show(turn).choices)
