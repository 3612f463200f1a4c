"""What a course lacks to serve everybody, or anybody, with numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from models.timetable.cohorts import Problem


class Lack(StrEnum):
    """What there is too little of."""

    SLOTS = "slots"  # that may hold this half-day and leave room for the others, in their order
    FREE_SLOTS = "free_slots"  # in a row: in so many half-days the worker who gets furthest can be, of all
    SITTINGS = "sittings"  # that may be held, to have the seats for all who are free often enough
    SEATS = "seats"  # for them in all slots of this half-day together
    FREE_WORKERS = "free_workers"  # who are free often enough, of all workers


@dataclass(frozen=True, slots=True)
class Shortage:
    """`have` of something is less than the `need`; of one half-day, or of the whole course."""

    lack: Lack
    have: int
    need: int
    half_day: int | None = None

    @property
    def short_by(self) -> int:
        """How many are missing."""
        return self.need - self.have


def shortages(problem: Problem) -> list[Shortage]:
    """Return what keeps the course from serving all its workers, the gravest first.

    ``SLOTS`` and ``FREE_SLOTS`` of everybody make it impossible, and so do ``SITTINGS`` fewer than half-days and no
    ``SEATS`` at all.
    """
    return [*_slots(problem), *_workers(problem), *_seats(problem)]


def is_possible(problem: Problem) -> bool:
    """Return whether anybody can attend the whole course in any timetable."""
    has_seats = all(problem.sittings_for(1, half_day) for half_day in range(problem.half_days))
    return bool(problem.cohorts) and has_seats and problem.course.most_sittings >= problem.half_days


def _slots(problem: Problem) -> Iterator[Shortage]:
    """The first half-day for which no slot is left when each is held as early as possible."""
    reached = _reached(problem, (1 << problem.slots) - 1)
    if reached < problem.half_days:
        yield Shortage(Lack.SLOTS, 0, 1, reached)


def _workers(problem: Problem) -> Iterator[Shortage]:
    workers = problem.course.workers
    if problem.able < len(workers):
        yield Shortage(Lack.FREE_WORKERS, problem.able, len(workers))
    if not problem.able and workers:
        furthest = max(_reached(problem, free) for free in problem.frees)
        yield Shortage(Lack.FREE_SLOTS, furthest, problem.half_days, furthest)


def _seats(problem: Problem) -> Iterator[Shortage]:
    served = max(problem.able, 1)
    needed = [problem.sittings_for(served, half_day) for half_day in range(problem.half_days)]
    for half_day, number in enumerate(needed):
        if number is None:
            yield Shortage(Lack.SEATS, problem.seats(half_day), served, half_day)
    if sum(number or 1 for number in needed) > problem.course.most_sittings:
        yield Shortage(Lack.SITTINGS, problem.course.most_sittings, sum(number or 1 for number in needed))


def _reached(problem: Problem, free: int) -> int:
    """How many half-days can be attended in the slots `free`, from the first on without a gap."""
    slots, ready = problem.course.slots, None
    for half_day, allowed in enumerate(problem.allowed):
        ends = [
            slot.end
            for place, slot in enumerate(slots)
            if free & allowed & 1 << place and (ready is None or slot.start >= ready)
        ]
        if not ends:
            return half_day
        ready = min(ends)
    return problem.half_days
