"""Helpers: who helps which candidate, naming one, and their line of each quarter."""

from __future__ import annotations

import re

from handlers import menu
from handlers.hearing import Heard, id_in
from handlers.helpers import remarks, saving
from handlers.helpers.form import FORM, assign, pick, takes
from handlers.helpers.overview import mine, overview
from handlers.turn import Reply, Turn
from models.names import fold

__all__ = ["FORM", "UNDOERS", "assign", "note_pressed", "pressed", "show", "takes"]

UNDOERS = {saving.UNDO_KIND: saving.take_back, remarks.UNDO_KIND: remarks.take_back}
_REMARK = re.compile(r"\b(nhan xet|remarks?)\b")

note_pressed = remarks.pressed


def show(turn: Turn, heard: Heard) -> Reply:
    """Answer “người giúp đỡ”, and “nhận xét quý” with the next line of the quarter."""
    if _REMARK.search(fold(heard.text)):
        return remarks.begin(turn) if turn.access.helps else remarks.of_quarter(turn)
    return overview(turn)


def pressed(turn: Turn, args: str) -> Reply:
    """Go where a choice about helpers leads; what it opens is checked again."""
    access, (place, _, value) = turn.access, args.partition(":")
    page = id_in(value) or 0
    match place:
        case "pick":
            return pick(turn, value)
        case "mine" if access.helps:
            return mine(turn, page)
        case "note" if access.helps:
            return remarks.begin(turn)
        case "list" if access.sees_candidates:
            return overview(turn, page)
        case "quarter" if access.sees_candidates:
            return remarks.of_quarter(turn, page)
        case _:
            return menu.outdated(turn)
