"""Sittings for rooms as large as they are, near sittings for rooms that are large enough for everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from random import Random
from time import monotonic

from models.timetable.cohorts import Problem, bits
from models.timetable.course import Sitting
from models.timetable.crowds import Crowd, CrowdMasks
from models.timetable.merit import Merit, merit
from models.timetable.program import TOLERANCE
from models.timetable.progress import Ending
from models.timetable.seats import Seating, best_seating, most_seated

_TRIES = 400  # neighbours whose seats are counted before a set of sittings is given up


@dataclass(frozen=True, slots=True)
class Solution:
    """Sittings in the order of their slots, who sits in them, and the figures of both."""

    sittings: tuple[Sitting, ...]
    seating: Seating
    merit: Merit


class Repair:
    """Local search: one sitting after another is moved, never so that fewer could be served."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._reach = Reach(problem)
        self._chance = Random(0)  # noqa: S311 - the same each time, so that the same course gets the same answer

    def solution(self, sittings: Collection[Sitting]) -> Solution:
        """Return sittings with their best seats, without those in which nobody sits."""
        return solution(self._problem, sittings)

    def repaired(self, ending: Ending, promised: Merit, until: float) -> Solution:
        """Return the best solution found near an ending; the search stops at one that keeps the promise, or `until`."""
        goal = self._problem.able - promised.unserved
        current = self._padded(ending)
        seated = most_seated(self._problem, current)
        best = solution(self._problem, current)
        for neighbour in self._neighbours(current, ending.last, goal, until):
            if best.merit <= promised:
                break
            value = most_seated(self._problem, neighbour)
            if value < seated - TOLERANCE:
                continue
            current[:], seated = neighbour, value
            if value > self._problem.able - best.merit.unserved - TOLERANCE:
                best = min(best, solution(self._problem, current), key=lambda found: found.merit)
        return best

    def _neighbours(self, current: list[Sitting], last: int, goal: int, until: float) -> Iterable[list[Sitting]]:
        """Sittings like the `current` ones, which the caller may change on the way, that could serve the goal."""
        for _ in range(_TRIES):
            for _ in range(_TRIES):
                if monotonic() > until:
                    return
                neighbour = self._moved(current, last)
                if self._reach.size(neighbour) >= goal:
                    break
            else:
                return
            yield neighbour

    def _moved(self, sittings: Collection[Sitting], last: int) -> list[Sitting]:
        """The sittings with one of them in a slot that was not used, or with the half-days of two exchanged."""
        found = sorted(sittings)
        place = self._chance.randrange(len(found))
        half_day, slot = found[place]
        if self._chance.random() < 0.2:
            other = self._chance.randrange(len(found))
            found[place], found[other] = Sitting(found[other].half_day, slot), Sitting(half_day, found[other].slot)
        else:
            used = {sitting.slot for sitting in found}
            ways = [slot for slot in bits(self._problem.allowed[half_day]) if slot <= last and slot not in used]
            if ways:
                found[place] = Sitting(half_day, self._chance.choice(ways))
        return found

    def _padded(self, ending: Ending) -> list[Sitting]:
        """The sittings of an ending, and further ones up to its cost of the half-days that have the fewest."""
        found = list(ending.sittings)
        while len(found) < ending.cost:
            number = Counter(sitting.half_day for sitting in found)
            used = {sitting.slot for sitting in found}
            ways = [
                (number[half_day], -self._problem.capacity(Sitting(half_day, slot)), half_day, slot)
                for half_day, allowed in enumerate(self._problem.allowed)
                for slot in bits(allowed)
                if slot <= ending.last and slot not in used
            ]
            if not ways:
                break
            found.append(Sitting(*min(ways)[2:]))
        return found


class Reach:
    """How many could be served by sittings in rooms that are large enough."""

    def __init__(self, problem: Problem) -> None:
        self._half_days = problem.half_days
        self._sizes = [cohort.size for cohort in problem.cohorts]
        self._masks = CrowdMasks([Crowd((cohort,)) for cohort in problem.cohorts], problem.half_days, problem.slots)

    def size(self, sittings: Iterable[Sitting]) -> int:
        """Return an upper bound of the number of workers that can be served; quick."""
        done = [0] * self._half_days
        for half_day, slot in sorted(sittings, key=lambda sitting: sitting.slot):
            ready = done[half_day - 1] if half_day else self._masks.everybody
            done[half_day] |= ready & self._masks.can[half_day][slot]
        return sum(self._sizes[place] for place in bits(done[-1]))


def solution(problem: Problem, sittings: Collection[Sitting]) -> Solution:
    """Return sittings with their best seats, without those in which nobody sits."""
    seating = best_seating(problem, sittings)
    used = {sitting for _, sitting in seating.seats}
    held = tuple(sorted(used or sittings, key=lambda sitting: sitting.slot))
    return Solution(held, seating, merit(problem, held, seating))
