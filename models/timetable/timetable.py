"""A timetable as it is shown to the organiser, and how to get the best one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from models.timetable.cohorts import Problem
from models.timetable.course import Course, Sitting, Slot
from models.timetable.left_out import LeftOut, left_out
from models.timetable.merit import Goal
from models.timetable.seating import seated
from models.timetable.shortages import Shortage, shortages

if TYPE_CHECKING:
    from models.timetable.repair import Solution

SECONDS = 60.0
"""How long a timetable may take; most are proven much sooner."""


class NoTimetableError(Exception):
    """Nobody can attend the whole course; `shortages` tell why."""

    def __init__(self, why: Sequence[Shortage]) -> None:
        super().__init__("; ".join(f"{one.lack} of half-day {one.half_day}: {one.have} of {one.need}" for one in why))
        self.shortages = tuple(why)


@dataclass(frozen=True, slots=True)
class HeldSitting:
    """A half-day, by its place, held in a slot; `attending` are the ids of those with a seat, in the given order."""

    half_day: int
    slot: Slot
    attending: tuple[str, ...]
    groups: Mapping[str, int]
    """How many of them are of each group."""


@dataclass(frozen=True)
class Timetable:
    """Sittings with their seats; `ways` are, by the place of each worker served, their sittings in order.

    `proven` are the goals in which no other timetable is better, from the first on; `most` is a number of workers that
    no timetable serves more than.
    """

    course: Course
    places: tuple[Sitting, ...]
    ways: Mapping[int, tuple[Sitting, ...]] = field(repr=False)
    largest_share_left_out: Fraction
    most: int
    proven: tuple[Goal, ...]
    served_counts: Mapping[tuple[int, str], int] = field(repr=False)

    @property
    def is_optimal(self) -> bool:
        """Whether it is proven the best in every goal."""
        return len(self.proven) == len(Goal)

    @property
    def served(self) -> int:
        """How many workers have a seat in every half-day."""
        return len(self.ways)

    @cached_property
    def sittings(self) -> tuple[HeldSitting, ...]:
        """The sittings in the order of their slots."""
        workers = self.course.workers
        attending: dict[Sitting, list[int]] = {sitting: [] for sitting in self.places}
        for worker, way in self.ways.items():
            for sitting in way:
                attending[sitting].append(worker)
        return tuple(
            HeldSitting(
                sitting.half_day,
                self.course.slots[sitting.slot],
                tuple(workers[place].id for place in places),
                Counter(workers[place].group for place in places),
            )
            for sitting, places in attending.items()
        )

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Those without a seat in every half-day, and why."""
        return tuple(left_out(self.problem, self.ways, self.places))

    @cached_property
    def shortages(self) -> tuple[Shortage, ...]:
        """What the course lacks to serve everybody."""
        return tuple(shortages(self.problem))

    @cached_property
    def problem(self) -> Problem:
        """The course as numbers."""
        return Problem(self.course)


def timetable(course: Course, seconds: float = SECONDS) -> Timetable:
    """Return the timetable that serves the most workers: who is served has a seat in every half-day, in their order.

    Of those that serve as many it is the fairest: the largest share that is left out of a group (``Worker.group``), of
    those who could attend the course if every slot were used, is the smallest. Then it is the one with the fewest
    sittings, then the one whose last sitting ends first. When `seconds` do not suffice, it is the best that is found,
    and tells what is proven.

    Raises:
        NoTimetableError: nobody can attend the whole course.
    """
    from models.timetable.planner import best  # noqa: PLC0415 - it loads the solver, which the service need not start with

    problem = Problem(course)
    found = best(problem, seconds)
    if found is None:
        raise NoTimetableError(shortages(problem))
    return of_solution(problem, found.solution, most=found.most, proven=found.proven)


def of_solution(
    problem: Problem,
    solution: Solution,
    *,
    most: int,
    proven: Sequence[Goal] = (),
    preferred: Collection[int] = (),
) -> Timetable:
    """Return what is shown of a solution; see :func:`models.timetable.seating.seated` for `preferred`."""
    return Timetable(
        problem.course,
        solution.sittings,
        seated(problem, solution.seating, preferred),
        solution.merit.share,
        most,
        tuple(proven),
        solution.seating.served,
    )
