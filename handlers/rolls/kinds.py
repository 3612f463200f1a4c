"""Everything that a roll can be taken of, in one table."""

from __future__ import annotations

import re

from handlers.classes.occasion import SittingOccasion
from handlers.meetings.occasion import MeetingOccasion
from handlers.rolls.roll import Occasion
from handlers.turn import Turn

_KINDS: tuple[type[Occasion], ...] = (MeetingOccasion, SittingOccasion)
_KEY = re.compile(r"([a-z])(\d{1,9})")
_MOST = 8


def waiting(turn: Turn) -> list[Occasion]:
    """Return what waits for a roll of the writer, the newest first."""
    return _newest([occasion for kind in _KINDS for occasion in kind.waiting(turn)])


def correctable(turn: Turn) -> list[Occasion]:
    """Return that whose saved roll the writer may still mend, the newest first."""
    return _newest([occasion for kind in _KINDS for occasion in kind.correctable(turn)])


def find(turn: Turn, key: str, *, lock: bool = False) -> Occasion | None:
    """Return what is known by `key` (``m12``, ``s7``), as :meth:`Occasion.find` does."""
    found = _KEY.fullmatch(key)
    kind = next((kind for kind in _KINDS if found and kind.letter == found[1]), None)
    return kind.find(turn, int(found[2]), lock=lock) if found and kind else None


def _newest(found: list[Occasion]) -> list[Occasion]:
    return sorted(found, key=lambda occasion: (occasion.starts_at, occasion.key), reverse=True)[:_MOST]
