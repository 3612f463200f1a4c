"""The papers around a class: the letter to the company, the wage, the workbook, the picture of the way."""

from __future__ import annotations

from handlers import menu, my_path
from handlers.attachments import pictures
from handlers.classes import letter, wage, workbook
from handlers.hearing import Heard
from handlers.turn import Reply, Turn


def pressed(turn: Turn, args: str) -> Reply:
    """Go where a choice about papers leads; each checks again who asks."""
    what, _, rest = args.partition(":")
    match what:
        case "letter":
            return letter.pressed(turn, rest)
        case "wage":
            return wage.answered(turn, rest)
        case "wages":
            return wage.pressed(turn, rest)
        case "book":
            return workbook.pressed(turn, rest)
        case "way":
            return way(turn)
        case _:
            return menu.outdated(turn)


def way(turn: Turn, _heard: Heard | None = None) -> Reply:
    """Show the writer's own way as a picture: to the Party for who is on it, else through the class."""
    picture = pictures.own_way(turn)
    if picture is None:
        return my_path.nobody(turn)
    return Reply(turn.t("{Your} way so far, and what comes next."), attachment=picture)
