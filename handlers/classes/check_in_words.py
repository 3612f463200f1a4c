"""What is said about checking in: to the person who types a code, and to whoever holds the roll."""

from __future__ import annotations

from datetime import datetime

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


def present(t: Translator, board: Board) -> str:
    """Return how many are in: ``28/30 đã điểm danh``."""
    return t("{present}/{all} have checked in", present=board.present, all=board.seats)


def opens(t: Translator, start: datetime) -> str:
    """Return from which local time on the screen shows codes."""
    return t("Codes are shown from {time} on {day}.", time=f"{start:%H:%M}", day=f"{start:%d/%m}")


def how(t: Translator, zalo_name: str, *, has_link: bool) -> str:
    """Return what the room does with the code, on each messenger."""
    ways = [
        t("Telegram: scan, or type this code to the assistant") if has_link else t("Type this code to the assistant")
    ]
    ways += [t("Zalo: type it to “{name}”", name=zalo_name)] if zalo_name else []
    return ". ".join(ways) + "."


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
