"""What the planner is asked (CONTRACTS.md §4). Times are minutes: of a day, or from 00:00 of the window's first day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from models.shift_patterns import MINUTES_A_DAY, Cycle


@dataclass(frozen=True, slots=True)
class Member:
    """One who is to come. `busy` are intervals ``[from, to)`` in minutes from 00:00 of the window's first day."""

    id: str
    cycle: Cycle
    missed_in_a_row: int = 0
    busy: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """A meeting to be held between the days `first` and `last`, both included, in at most `sittings` sittings.

    A sitting lasts `duration` minutes, starts `step` minutes or a multiple after `earliest` and ends by `latest_end` of
    the same day. `usual_start` is the time of day at which people are used to meet.
    """

    first: date
    last: date
    duration: int
    earliest: int
    latest_end: int
    step: int
    usual_start: int
    members: tuple[Member, ...] = field(repr=False)
    sittings: int = 1
    quorum: Fraction = Fraction(2, 3)
    travel: int = 0
    rest: int = 0

    @property
    def days(self) -> int:
        """How many days the window has."""
        return (self.last - self.first).days + 1

    def starts(self) -> list[int]:
        """Return every possible start in ascending order, in minutes from 00:00 of the first day."""
        of_a_day = range(self.earliest, self.latest_end - self.duration + 1, self.step)
        return [day * MINUTES_A_DAY + start for day in range(self.days) for start in of_a_day]

    def distance(self, start: int) -> int:
        """Return how many minutes a start lies from the usual time of day."""
        return abs(start % MINUTES_A_DAY - self.usual_start)
