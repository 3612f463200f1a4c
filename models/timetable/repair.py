"""Sittings for rooms as large as they are, near sittings for rooms that are large enough for everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from time import monotonic

from models.timetable.cohorts import Problem, bits
from models.timetable.course import Sitting
from models.timetable.crowds import Crowd, CrowdMasks
from models.timetable.merit import Goal, Merit, merit
from models.timetable.program import TOLERANCE
from models.timetable.progress import Ending
from models.timetable.seats import Seating, best_seating, most_seated

_TRIES = 1500  # neighbours whose seats are counted before a set of sittings is given up


@dataclass(frozen=True, slots=True)
class Solution:
    """Sittings in the order of their slots, who sits in them, and the figures of both."""

    sittings: tuple[Sitting, ...]
    seating: Seating
    merit: Merit


@dataclass(frozen=True, slots=True)
class Found:
    """The best solution found, the goals from the first on in which it is proven, and how many can be served."""

    solution: Solution
    proven: tuple[Goal, ...]
    most: int


class Repair:
    """Local search: one sitting after another is moved, never so that fewer could be served."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._reach = Reach(problem)
        self._tried: set[tuple[Sitting, ...]] = set()
        self._chance = Random(0)  # noqa: S311 - the same each time, so that the same course gets the same answer

    def repaired(self, ending: Ending, promised: Merit, until: float) -> Solution:
        """Return the best solution found near an ending; the search stops at one that keeps the promise, or `until`.

        When the sittings that the ending needs cannot seat as many as it promises, more are held if there may be more.
        """
        best = self._searched(self._padded(ending, ending.cost), ending.last, promised, until)
        most = self._problem.course.most_sittings
        if best.merit.unserved > promised.unserved and ending.cost < most:
            more = self._searched(self._padded(ending, most), ending.last, promised, until)
            best = min(best, self._thinned(more), key=lambda found: found.merit)
        return best

    def _searched(self, current: list[Sitting], last: int, promised: Merit, until: float) -> Solution:
        goal = min(self._problem.able - promised.unserved, self._reach.size(current))
        seated = most_seated(self._problem, current)
        best = solution(self._problem, current)
        for neighbour in self._neighbours(current, last, goal, until):
            if best.merit.of_people <= promised.of_people:  # the others do not change here
                break
            value = most_seated(self._problem, neighbour)
            if value < seated - TOLERANCE:
                continue
            current[:], seated = neighbour, value
            if value > self._problem.able - best.merit.unserved - TOLERANCE:
                best = min(best, solution(self._problem, current), key=lambda found: found.merit)
        return best

    def _thinned(self, found: Solution) -> Solution:
        """The solution without the sittings without which as many are served as fairly."""
        for sitting in found.sittings:
            fewer = solution(self._problem, [one for one in found.sittings if one != sitting])
            found = min(found, fewer, key=lambda one: one.merit)
        return found

    def _neighbours(self, current: list[Sitting], last: int, goal: int, until: float) -> Iterator[list[Sitting]]:
        """Sittings like the `current` ones, which the caller may change on the way, that could serve the goal.

        None that were tried before. Ends when there seem to be no others.
        """
        tries = missed = 0
        while tries < _TRIES and missed < _TRIES and monotonic() < until:
            neighbour = self._moved(current, last)
            key = tuple(neighbour)
            if key in self._tried or self._reach.size(neighbour) < goal:
                missed += 1
                continue
            self._tried.add(key)
            tries, missed = tries + 1, 0
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
        return sorted(found)

    def _padded(self, ending: Ending, number: int) -> list[Sitting]:
        """The sittings of an ending, and further ones, up to a number, of the half-days that have the fewest."""
        found = list(ending.sittings)
        while len(found) < number:
            held = Counter(sitting.half_day for sitting in found)
            used = {sitting.slot for sitting in found}
            ways = [
                (held[half_day], -self._problem.capacity(Sitting(half_day, slot)), half_day, slot)
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


def solution(
    problem: Problem,
    sittings: Collection[Sitting],
    before: Mapping[tuple[int, str], int] | None = None,
    *,
    keeps_all: bool = False,
) -> Solution:
    """Return sittings with their best seats (:func:`best_seating`), without those that nobody needs, or all of them."""
    seating = best_seating(problem, sittings, before)
    used = {sitting for _, sitting in seating.seats}
    held = tuple(sorted(sittings if keeps_all or not used else used, key=lambda sitting: sitting.slot))
    return Solution(held, seating, merit(problem, held, seating))
