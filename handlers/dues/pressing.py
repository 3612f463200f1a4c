"""Where the choices about what is due lead. Rights are asked again: anybody can send any data."""

from __future__ import annotations

from handlers import menu
from handlers.dues import basis, lists, one, recording
from handlers.turn import Reply, Turn
from models.dues import State

_LISTS = {lists.NEAR, *State}


def pressed(turn: Turn, args: str) -> Reply:
    """Go to the place that a choice names."""
    if not turn.access.sees_candidates:
        return menu.outdated(turn)
    match args.split(":"):
        case ["all"]:
            reply = lists.overview(turn)
        case ["cells", page] if page.isdecimal():
            reply = lists.cells(turn, int(page))
        case ["list", cell, states, page] if states in _LISTS and page.isdecimal():
            reply = lists.listed(turn, cell, states, int(page))
        case ["still", cell, page] if page.isdecimal():
            reply = lists.standing_still(turn, cell, int(page))
        case ["one", code, rule]:
            reply = one.opened(turn, code, rule)
        case ["basis", code, rule]:
            reply = one.basis(turn, code, rule)
        case ["done", code, rule]:
            reply = recording.begin(turn, code, rule)
        case ["rule", rule]:
            reply = basis.shown(turn, rule)
        case _:
            reply = menu.outdated(turn)
    return reply
