"""Why a worker is left out of a timetable, half-day by half-day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.timetable.cohorts import Problem
from models.timetable.course import Hindrance, Sitting


class Obstacle(StrEnum):
    """What keeps a worker from all sittings of a half-day; of several, the one that keeps from the most of them."""

    ON_SHIFT = Hindrance.ON_SHIFT.value
    ASLEEP = Hindrance.ASLEEP.value
    BUSY = Hindrance.BUSY.value
    UNKNOWN = Hindrance.UNKNOWN.value
    TOO_EARLY = "too_early"  # free, but before the half-day that comes first could be attended
    FULL = "full"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A worker who cannot attend every half-day: what stands in the way of each, `None` where nothing does.

    `could_attend` tells whether another timetable in the same slots could serve this worker.
    """

    id: str
    could_attend: bool
    obstacles: tuple[Obstacle | None, ...]


def left_out(problem: Problem, ways: Mapping[int, Sequence[Sitting]], held: Iterable[Sitting]) -> list[LeftOut]:
    """Return those who are not on their way through the course (`ways`, by place), in the order of the workers."""
    taken = Counter(sitting for way in ways.values() for sitting in way)
    sittings = sorted(held, key=lambda sitting: problem.course.slots[sitting.slot].start)
    full = {sitting for sitting in sittings if taken[sitting] >= problem.capacity(sitting)}
    able = {member for cohort in problem.cohorts for member in cohort.members}
    return [
        LeftOut(worker.id, place in able, _obstacles(problem, place, sittings, full))
        for place, worker in enumerate(problem.course.workers)
        if place not in ways
    ]


def _obstacles(
    problem: Problem, worker: int, sittings: Sequence[Sitting], full: Collection[Sitting]
) -> tuple[Obstacle | None, ...]:
    """The obstacles of the rota; when there is none, those of the seats that are left."""
    found = _met(problem, worker, sittings, ())
    return found if any(found) else _met(problem, worker, sittings, full)


def _met(
    problem: Problem, worker: int, sittings: Sequence[Sitting], full: Collection[Sitting]
) -> tuple[Obstacle | None, ...]:
    """What a worker meets who attends each half-day as early as possible, and goes on where that is not possible."""
    slots, hindrances = problem.course.slots, problem.course.workers[worker].hindrances
    found: list[Obstacle | None] = []
    ready: datetime | None = None
    for half_day in range(problem.half_days):
        met: Counter[Obstacle] = Counter()
        ends = []
        for sitting in (one for one in sittings if one.half_day == half_day):
            slot, hindrance = slots[sitting.slot], hindrances[sitting.slot]
            if hindrance is not None:
                met[Obstacle(hindrance.value)] += 1
            elif ready is not None and slot.start < ready:
                met[Obstacle.TOO_EARLY] += 1
            elif sitting in full:
                met[Obstacle.FULL] += 1
            else:
                ends.append(slot.end)
        ready = min(ends, default=ready)
        found.append(None if ends else _most(met))
    return tuple(found)


def _most(met: Counter[Obstacle]) -> Obstacle:
    """The obstacle met most often, the first of equals; ``NOT_HELD`` when there is no sitting at all."""
    return max(Obstacle, key=lambda obstacle: met[obstacle]) if met else Obstacle.NOT_HELD
