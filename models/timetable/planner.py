"""The best timetable of a course: the search for it, and the proof.

1. Sittings are searched as if rooms were large enough (:mod:`models.timetable.progress`), with ever more states until
   none is left out: then no timetable has better figures than the best that is found.
2. From the best of them on, sittings are moved until everybody has a seat (:mod:`models.timetable.repair`). Figures that
   are the best as if rooms were large enough are the best.
3. Where rooms stand in the way of that, or the search was not complete, the whole course is solved as one integer program
   (:mod:`models.timetable.exact`) in the time that is left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

from models.timetable.cohorts import Problem
from models.timetable.crowds import Crowd, crowds_of
from models.timetable.exact import improved
from models.timetable.merit import Goal, Merit, Promises
from models.timetable.progress import Ending, Endings, endings
from models.timetable.repair import Repair, Solution

_WIDTHS = (300, 3_000, 30_000, 150_000)  # the last needs some hundred megabytes for a while
_MOST_ENDINGS = 12  # of those that promise most, how many are tried with real rooms
_FOR_SEARCH, _FOR_REPAIR = 0.5, 0.7  # shares of the time after which the steps end


@dataclass(frozen=True, slots=True)
class Found:
    """The best solution found, the goals in which it is proven from the first on, and how many can be served at most."""

    solution: Solution
    proven: tuple[Goal, ...]
    most: int


def best(problem: Problem, seconds: float) -> Found | None:
    """Return the best timetable that is found in about so many seconds; `None` when nobody can attend the whole course."""
    began = monotonic()
    most = most_servable(problem)
    if not most:
        return None
    crowds = crowds_of(problem.cohorts)
    searched = _searched(problem, crowds, most, began + _FOR_SEARCH * seconds)
    if not searched.found:
        return None
    promises = Promises(problem, crowds, most)
    promised = sorted(((promises.of(ending), ending) for ending in searched.found), key=lambda pair: pair[0])
    solution = _repaired(problem, promised, began + _FOR_REPAIR * seconds)
    bound = promised[0][0] if searched.is_complete else _simple_bound(problem, most, promised[0][0])
    proven = _agreeing(solution.merit, bound)
    if len(proven) < len(Goal):
        return _by_program(problem, Found(solution, proven, problem.able - bound.unserved), began + seconds)
    return Found(solution, proven, solution.seating.total)


def most_servable(problem: Problem) -> int:
    """Return the largest number of workers for whom the seats of so many sittings could suffice."""

    def lacks_seats(served: int) -> bool:
        needed = [problem.sittings_for(served, half_day) for half_day in range(problem.half_days)]
        return sum(problem.course.most_sittings + 1 if one is None else one for one in needed) > (
            problem.course.most_sittings
        )

    return bisect_left(range(1, problem.able + 1), True, key=lacks_seats)


def _searched(problem: Problem, crowds: Sequence[Crowd], most: int, until: float) -> Endings:
    """The endings of the widest search that was possible in time, with those that serve fewest left out."""
    searched, target = Endings((), False), 1
    for width in _WIDTHS:
        wider = endings(problem, crowds, target, width, until)
        if not wider.found and not wider.is_complete:
            continue
        searched = wider
        target = max([target, *(min(most, _size(crowds, ending)) for ending in searched.found)])
        if searched.is_complete or monotonic() > until:
            break
    return searched


def _repaired(problem: Problem, promised: Sequence[tuple[Merit, Ending]], until: float) -> Solution:
    """The best solution near the endings that promise most: the first that keeps its promise is better than all others."""
    repair = Repair(problem)
    best = repair.repaired(promised[0][1], promised[0][0], until)
    for merit, ending in promised[1:_MOST_ENDINGS]:
        if best.merit <= merit or monotonic() > until:
            break
        best = min(best, repair.repaired(ending, merit, until), key=lambda found: found.merit)
    return best


def _by_program(problem: Problem, found: Found, until: float) -> Found:
    """The same or better, from the integer program."""
    solution, proven, most = improved(problem, found.solution, until)
    if solution.merit == found.solution.merit and len(found.proven) > len(proven):
        proven = list(found.proven)
    return Found(solution, tuple(proven), min(most, found.most))


def _simple_bound(problem: Problem, most: int, promised: Merit) -> Merit:
    """Figures that no timetable surpasses, known without a search."""
    needed = (problem.sittings_for(most, half_day) or 0 for half_day in range(problem.half_days))
    ...


def _agreeing(merit: Merit, bound: Merit) -> tuple[Goal, ...]:
    """The goals, from the first on, in which the figures are as good as the bound."""
    proven = []
    for goal in Goal:
        if merit[goal] != bound[goal]:
            break
        proven.append(goal)
    return tuple(proven)


def _size(crowds: Sequence[Crowd], ending: Ending) -> int:
    return sum(crowd.size for place, crowd in enumerate(crowds) if ending.crowds >> place & 1)
