"""What is said about checking in: to the person who types a code, and to whoever holds the roll."""

from __future__ import annotations

from handlers.locales import N_, Translator
from models.check_in import Board, Outcome

REFUSALS = {
    Outcome.NOT_OPEN: N_(
        "No sitting of {your} courses takes codes just now: they work from half an hour before the start to the end."
    ),
    Outcome.OUTDATED: N_("That code has just changed. Please type the one that the screen shows now."),
    Outcome.WRONG: N_("That is not the code on the screen. Please look again: six digits, new every half minute."),
    Outcome.ATTENDED: N_("{You} were counted in another sitting of this half-day already; each half-day counts once."),
}
_LEAST_LATE = 3  # a few are always late to take out their telephones


def oddities(t: Translator, board: Board) -> list[str]:
    """Return a line about what looks odd at a check-in, none when nothing does."""
    found = []
    if board.walked_in:
        found.append(t("{count} checked in without being booked for this sitting", count=board.walked_in))
    if board.late >= _LEAST_LATE:
        found.append(t("{count} checked in during the last minutes", count=board.late))
    if board.shut_out:
        found.append(t("{count} typed too many wrong codes", count=board.shut_out))
    return ["⚠️ " + "; ".join(found) + "."] if found else []
