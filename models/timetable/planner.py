"""The best timetable of a course: the search for it, and the proof.

1. Sittings are searched as if rooms were large enough (:mod:`models.timetable.progress`), with ever more states until
   none is left out: then no timetable has better figures than the best that is found.
2. From the best of them on, sittings are moved until everybody has a seat (:mod:`models.timetable.repair`). Figures
   that are the best as if rooms were large enough are the best.
3. Where rooms stand in the way of that, or the search was not complete, the whole course is solved as one integer
   program (:mod:`models.timetable.exact`) in the time that is left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import NamedTuple

from models.timetable.additions import grown
from models.timetable.cohorts import Problem, bits
from models.timetable.course import Sitting
from models.timetable.crowds import crowds_of
from models.timetable.exact import improved
from models.timetable.merit import Goal, Merit, Promises
from models.timetable.progress import Endings, endings
from models.timetable.repair import Found, Repair, Solution, solution

_MOST_ENDINGS = 12  # of those that promise most, how many are tried with real rooms


class _Round(NamedTuple):
    """States kept by searches one after another, and the shares of the time after which search and repair end."""

    widths: tuple[int, ...]
    search: float
    repair: float


_ROUNDS = (
    _Round((300, 3_000, 20_000), 0.3, 0.6),
    _Round((60_000,), 0.7, 0.8),  # two hundred megabytes for a while
)
_GROWTH = 0.95


def best(problem: Problem, seconds: float) -> Found | None:
    """Return the best timetable found in about so many seconds; `None` when nobody can attend the whole course."""
    began = monotonic()
    most = most_servable(problem)
    if not most:
        return None
    found = _Placing(problem, most).found(began, seconds)
    if len(found.proven) == len(Goal):
        return found
    if not found.proven:
        found = replace(found, solution=_grown(problem, found.solution, most, began, seconds))
    return improved(problem, found, began + seconds)


class _Placing:
    """The best that is found as if rooms were large enough, repaired for rooms as they are."""

    def __init__(self, problem: Problem, most: int) -> None:
        self._problem, self._most = problem, most
        self._crowds = crowds_of(problem.cohorts)
        self._promises = Promises(problem, self._crowds, most)
        self._bound = self._promises.of_everybody(_least_cost(problem, most))
        self._repair = Repair(problem)
        self._solution = _of_one_cohort(problem)
        self._target = 1

    def found(self, began: float, seconds: float) -> Found:
        """Return the best that is found in so many seconds."""
        for round_ in _ROUNDS:
            is_complete = self._run(round_, began, seconds)
            proven = _agreeing(self._solution.merit, self._bound)
            if is_complete or len(proven) == len(Goal):
                break
        return Found(self._solution, proven, self._problem.able - self._bound.unserved)

    def _run(self, round_: _Round, began: float, seconds: float) -> bool:
        """Search and repair; return whether the search was complete, so that its best promise is a bound."""
        searched = self._searched(round_.widths, began + round_.search * seconds)
        promised = sorted((self._promises.of(ending), ending) for ending in searched.found)
        if promised and searched.is_complete and len(self._crowds) == len(self._problem.cohorts):
            self._bound = promised[0][0]
        for merit, ending in promised[:_MOST_ENDINGS]:
            if self._solution.merit <= merit or monotonic() > began + round_.repair * seconds:
                break
            repaired = self._repair.repaired(ending, merit, began + round_.repair * seconds)
            self._solution = min(self._solution, repaired, key=lambda one: one.merit)
        return searched.is_complete

    def _searched(self, widths: Sequence[int], until: float) -> Endings:
        """The endings of the widest search that was possible in time, without those that serve the fewest."""
        searched = Endings((), False)
        for width in widths:
            aimed = 0
            while aimed < self._target:  # a higher target asks for more sittings of each half-day
                aimed = self._target
                wider = endings(self._problem, self._crowds, aimed, width, until)
                if wider.found or wider.is_complete:
                    searched = wider
                unserved = (self._promises.of(ending).unserved for ending in searched.found)
                self._target = max(aimed, self._problem.able - min(unserved, default=self._problem.able))
                if not wider.is_complete:
                    break
            if searched.is_complete or monotonic() > until:
                break
        return searched


def _grown(problem: Problem, found: Solution, most: int, began: float, seconds: float) -> Solution:
    """The better of what was found and what was found for as few sittings as have seats enough, both with more added.

    With sittings to spare the search is the least complete, so that it may miss what it finds without.
    """
    tight = Problem(replace(problem.course, most_sittings=_least_cost(problem, most)))
    few = _Placing(tight, most).found(monotonic(), seconds * (_GROWTH - _ROUNDS[-1].repair))
    until = began + _GROWTH * seconds
    return min((grown(problem, start, until) for start in (found, few.solution)), key=lambda one: one.merit)


def _of_one_cohort(problem: Problem) -> Solution:
    """Every half-day once, as early as the largest cohort can attend it."""
    cohort = max(problem.cohorts, key=lambda one: one.size)
    slots, sittings = problem.course.slots, list[Sitting]()
    for half_day, ways in enumerate(cohort.choices):
        ready = [place for place in bits(ways) if not sittings or slots[place].start >= slots[sittings[-1].slot].end]
        sittings.append(Sitting(half_day, min(ready, key=lambda place: slots[place].end)))
    return solution(problem, sittings)


def most_servable(problem: Problem) -> int:
    """Return the largest number of workers for whom the seats of so many sittings could suffice."""

    def lacks_seats(served: int) -> bool:
        needed = [problem.sittings_for(served, half_day) for half_day in range(problem.half_days)]
        return sum(problem.course.most_sittings + 1 if one is None else one for one in needed) > (
            problem.course.most_sittings
        )

    return bisect_left(range(1, problem.able + 1), True, key=lacks_seats)


def _least_cost(problem: Problem, served: int) -> int:
    """How few sittings have seats for so many."""
    return sum(problem.sittings_for(served, half_day) or 0 for half_day in range(problem.half_days))


def _agreeing(merit: Merit, bound: Merit) -> tuple[Goal, ...]:
    """The goals, from the first on, in which the figures are as good as the bound."""
    proven = []
    for goal in Goal:
        if merit[goal] != bound[goal]:
            break
        proven.append(goal)
    return tuple(proven)
