"""What follows from a change of shifts for others."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.classes import shift_changes as class_changes
from handlers.meetings import shift_changes
from handlers.turn import Turn
from models.people import Person


def shifts_changed(turn: Turn, people: Sequence[Person]) -> list[str]:
    """Tell what depends on the shifts of `people` that they have changed, or may have: call it after every change.

    Return what is to be said of it at once to the writer, about their own meetings.
    """
    turn.session.flush()
    told = shift_changes.look(turn, people)
    class_changes.look(turn.session, people, turn.now, turn.settings.habits)
    return told
