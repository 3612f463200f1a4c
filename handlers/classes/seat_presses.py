"""What a choice about one's own seats leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers import menu
from handlers.classes import changing, leave, own
from handlers.turn import Reply, Turn

_PLACES: Mapping[str, Callable[[Turn, str], Reply]] = {
    "own": own.opened,
    "change": changing.begin,
    "half": changing.half_day,
    "take": changing.take,
    "unwait": changing.stop_waiting,
    "leave": leave.begin,
    "off": leave.of_seat,
    "ics": own.calendar,
}


def pressed(turn: Turn, args: str) -> Reply:
    """Go where a choice leads; each place looks again whether the course, the sitting and the seat are the person's."""
    place, _, rest = args.partition(":")
    return _PLACES[place](turn, rest) if place in _PLACES else menu.outdated(turn)
