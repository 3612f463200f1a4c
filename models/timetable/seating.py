"""Who of a cohort sits where: from numbers to people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from models.timetable.cohorts import Problem
from models.timetable.course import Sitting

if TYPE_CHECKING:  # it is heavy
    from models.timetable.seats import Seating


def seated(problem: Problem, seating: Seating, preferred: Collection[int] = ()) -> Mapping[int, tuple[Sitting, ...]]:
    """Return, for each worker served by place, their sittings in the order of half-days.

    Among those of one group who are alike the `preferred` go first, then whoever stands earlier among the workers.
    Seats of a half-day go, in the order in which they begin, to whoever comes out of the half-day before first.
    """
    slots = problem.course.slots
    seats: dict[tuple[int, int], list[Sitting]] = defaultdict(list)
    for (place, sitting), number in sorted(seating.seats.items(), key=lambda item: slots[item[0][1].slot].start):
        seats[place, sitting.half_day] += [sitting] * number
    found: dict[int, tuple[Sitting, ...]] = {}
    for place in range(len(problem.cohorts)):
        ways: dict[int, tuple[Sitting, ...]] = dict.fromkeys(_served(problem, seating, place, preferred), ())
        for half_day in range(problem.half_days):
            order = sorted(ways, key=lambda worker: (slots[ways[worker][-1].slot].end, worker)) if half_day else ways
            for worker, sitting in zip(list(order), seats[place, half_day], strict=True):
                ways[worker] = (*ways[worker], sitting)
        found |= ways
    return dict(sorted(found.items()))


def _served(problem: Problem, seating: Seating, place: int, preferred: Collection[int]) -> list[int]:
    """The members of a cohort who are served, ascending."""
    by_group: dict[str, list[int]] = defaultdict(list)
    for member in sorted(problem.cohorts[place].members, key=lambda member: (member not in preferred, member)):
        by_group[problem.group_of(member)].append(member)
    return sorted(
        member for group, members in by_group.items() for member in members[: seating.served.get((place, group), 0)]
    )
