"""What is due of those candidates that the person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from handlers.turn import Turn
from models import dues
from models.candidates import Candidate
from models.dues import OpenDue, Reckoning, State, Walk
from models.units import Unit

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Sight:
    """The candidates in sight of the cell of this code, or of all cells, and what is due of them."""

    cell: str
    walks: Sequence[Walk]
    dues: Sequence[OpenDue]  # the earliest first

    @classmethod
    def of(cls, turn: Turn, cell: str = EVERYWHERE) -> Self:
        """Return what the person may see of `cell`."""
        walks = walks_in(turn, cell)
        return cls(cell, walks, reckoning(turn).of_all(walks))

    @property
    def near(self) -> list[OpenDue]:
        """Whatever is not still far away."""
        return [due for due in self.dues if due.state is not State.LATER]

    def standing_still(self, turn: Turn) -> list[Walk]:
        """Return the candidates for whom nothing has happened for long, the longest first."""
        still = (walk for walk in self.walks if walk.stands_still(turn.today, turn.settings.no_movement_days))
        return sorted(still, key=lambda walk: (walk.moved_on, walk.code))


def walks_in(turn: Turn, cell: str = EVERYWHERE) -> list[Walk]:
    """Return how far the candidates in sight have come."""
    ids = turn.access.candidate_ids()
    return dues.load(turn.session, ids if cell == EVERYWHERE else ids.where(Unit.code == cell))


def reckoning(turn: Turn) -> Reckoning:
    """Return today's reckoning under the rules in force."""
    return Reckoning(turn.settings.rules, turn.settings.calendar, turn.today)


def walk_of(turn: Turn, code: str) -> Walk | None:
    """Return how far the candidate of `code` has come, when the person may see them."""
    found = dues.load(turn.session, turn.access.candidate_ids().where(Candidate.code == code))
    return found[0] if found else None


def dues_of(turn: Turn, code: str) -> list[OpenDue]:
    """Return what is due of the candidate of `code`, the earliest first."""
    walk = walk_of(turn, code)
    return reckoning(turn).of(walk) if walk is not None else []
