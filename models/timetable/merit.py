"""What makes one timetable of a course better than another."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import IntEnum
from fractions import Fraction
from operator import neg
from typing import TYPE_CHECKING, NamedTuple

from models.timetable.cohorts import Problem
from models.timetable.course import Sitting

if TYPE_CHECKING:  # they are heavy
    from models.timetable.crowds import Crowd
    from models.timetable.progress import Ending
    from models.timetable.seats import Seating


class Goal(IntEnum):
    """What a timetable is to achieve, in the order in which it counts; the places of :class:`Merit`."""

    MOST_SERVED = 0
    FAIREST = 1
    FEWEST_SITTINGS = 2
    EARLIEST_END = 3


class Merit(NamedTuple):
    """The figures of a timetable, in the order in which they count: the smaller, the better.

    `unserved` are those who could attend the course if every slot were used, and do not; `share` is the largest share
    of them in any group (``Seating.largest_share_left_out``); `end` is when the last sitting ends.
    """

    unserved: int
    share: Fraction
    sittings: int
    end: datetime

    @property
    def of_people(self) -> tuple[int, Fraction]:
        """Return the figures that tell of people."""
        return self.unserved, self.share


def merit(problem: Problem, sittings: Collection[Sitting], seating: Seating) -> Merit:
    """Return the figures of sittings with these seats; without any they end with the first slot."""
    slots = problem.course.slots
    end = max((slots[sitting.slot].end for sitting in sittings), default=slots[0].end)
    share = seating.largest_share_left_out(problem)
    return Merit(problem.able - seating.total, share, len(sittings), end)


class Promises:
    """Figures that no timetable surpasses; `most` is the largest number of workers that the seats can serve at all."""

    def __init__(self, problem: Problem, crowds: Sequence[Crowd], most: int) -> None:
        self._problem, self._crowds, self._most = problem, crowds, most
        sizes = problem.groups.values()
        self._shares = sorted({Fraction(out, size) for size in sizes for out in range(size + 1)})
        # How many must be served at least for no group to be left out by more: fewer for larger shares.
        self._needed = [sum(size - int(share * size) for size in sizes) for share in self._shares]

    def of(self, ending: Ending) -> Merit:
        """Return figures that no timetable surpasses which brings these crowds, and no others, through the course."""
        reached = [crowd for place, crowd in enumerate(self._crowds) if ending.crowds >> place & 1]
        groups = Counter(
            self._problem.group_of(member) for crowd in reached for cohort in crowd.cohorts for member in cohort.members
        )
        served = min(self._most, groups.total())
        end = min(slot.end for slot in self._problem.course.slots[ending.last :])
        return Merit(self._problem.able - served, self._share(groups, served), ending.cost, end)

    def of_everybody(self, cost: int) -> Merit:
        """Return the figures that no timetable surpasses in which the most are served and need so many sittings."""
        served = min(self._most, self._problem.able)
        share = self._share(Counter(self._problem.groups), served)
        return Merit(self._problem.able - served, share, cost, min(slot.end for slot in self._problem.course.slots))

    def _share(self, reached: Counter[str], served: int) -> Fraction:
        """The smallest largest share left out of a group, when so many are served of those reached."""
        fewest_out = self._shares[bisect_left(self._needed, -served, key=neg)]
        groups = self._problem.groups.items()
        return max(fewest_out, *(Fraction(size - reached[group], size) for group, size in groups))
