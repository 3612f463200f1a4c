"""What one more sitting would gain."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from models.timetable.cohorts import Problem, bits
from models.timetable.course import Sitting
from models.timetable.program import TOLERANCE
from models.timetable.repair import Reach, Solution, solution
from models.timetable.seats import most_seated


def additions(problem: Problem, sittings: Sequence[Sitting], served: int, until: float) -> list[tuple[int, Sitting]]:
    """Return the sittings of which one beside the others serves more than are `served`, with how many then are at most.

    Those that serve the most come first, then the earliest. Others than those looked at until then are left out.
    """
    reach, found = Reach(problem), []
    used = {sitting.slot for sitting in sittings}
    for half_day, allowed in enumerate(problem.allowed):
        for slot in bits(allowed):
            if slot in used or monotonic() > until:
                continue
            more = [*sittings, Sitting(half_day, slot)]
            if reach.size(more) > served:
                number = int(most_seated(problem, more) + TOLERANCE)
                if number > served:
                    found.append((number, more[-1]))
    return sorted(found, key=lambda pair: (-pair[0], pair[1].slot, pair[1].half_day))


def grown(problem: Problem, start: Solution, until: float) -> Solution:
    """Return a solution with the best sitting added again and again while more are served and more may be held."""
    best = start
    while len(best.sittings) < problem.course.most_sittings:
        found = additions(problem, best.sittings, best.seating.total, until)
        if not found:
            break
        larger = solution(problem, [*best.sittings, found[0][1]])
        if larger.merit >= best.merit:
            break
        best = larger
    return best
