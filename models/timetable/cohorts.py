"""Workers who are free at the same times, and where each half-day can be of use to them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from models.timetable.course import Course, Sitting


@dataclass(frozen=True, slots=True)
class Cohort:
    """Workers free in exactly the same slots, and able to attend the whole course if every slot were used.

    `members` are their places among the workers, ascending. `choices` are, for each half-day, the slots in which they
    can attend it after those before and before those after it: bit s stands for slot s.
    """

    members: tuple[int, ...]
    choices: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.members)

    def can_attend(self, sitting: Sitting) -> bool:
        """Return whether the sitting is of use to them."""
        return bool(self.choices[sitting.half_day] >> sitting.slot & 1)


class Problem:
    """A course as numbers: its cohorts, and how many could be served of each group of workers."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.half_days = len(course.half_days)
        self.slots = len(course.slots)
        self.allowed = [
            sum(
                1 << place for place, slot in enumerate(course.slots) if half_day.may_be_held_in(slot) and slot.capacity
            )
            for half_day in course.half_days
        ]
        alike = _alike(course)
        self.frees = list(alike)
        """The different sets of slots in which workers are free; bit s stands for slot s."""
        found = [(members, self._choices(free)) for free, members in alike.items()]
        self.cohorts = [Cohort(tuple(members), choices) for members, choices in found if all(choices)]

    @cached_property
    def groups(self) -> dict[str, int]:
        """How many of each group could attend the whole course if every slot were used; no groups without any."""
        return dict(Counter(self.group_of(place) for cohort in self.cohorts for place in cohort.members))

    @cached_property
    def able(self) -> int:
        """How many workers could attend the whole course if every slot were used and every room large enough."""
        return sum(self.groups.values())

    def group_of(self, worker: int) -> str:
        """Return the group of the worker at a place."""
        return self.course.workers[worker].group

    def capacity(self, sitting: Sitting) -> int:
        """Return the seats of a sitting."""
        return self.course.slots[sitting.slot].capacity

    def sittings_for(self, served: int, half_day: int) -> int | None:
        """Return how few sittings of a half-day have so many seats; `None` when all its slots together have not."""
        seats, number = 0, 0
        for capacity in self._capacities[half_day]:
            if seats >= served:
                break
            seats, number = seats + capacity, number + 1
        return number if seats >= served else None

    def seats(self, half_day: int) -> int:
        """Return the seats of all slots in which a half-day may be held."""
        return sum(self._capacities[half_day])

    @cached_property
    def _capacities(self) -> list[list[int]]:
        """The seats of the slots of each half-day, the largest first."""
        every = [slot.capacity for slot in self.course.slots]
        return [sorted((every[place] for place in bits(allowed)), reverse=True) for allowed in self.allowed]

    def _choices(self, free: int) -> tuple[int, ...]:
        """Return the slots in which each half-day can be attended by who is free in `free`; all empty when none can.

        A slot is one when the half-days before it fit before it, and those after it fit after it.
        """
        slots = self.course.slots
        ways = [list(bits(free & allowed)) for allowed in self.allowed]
        for one, other in pairwise(ways):
            earliest = min((slots[place].end for place in one), default=None)
            other[:] = [place for place in other if earliest is not None and slots[place].start >= earliest]
        for one, other in zip(ways[-2::-1], ways[:0:-1], strict=True):
            latest = max((slots[place].start for place in other), default=None)
            one[:] = [place for place in one if latest is not None and slots[place].end <= latest]
        return tuple(sum(1 << place for place in way) for way in ways)


def bits(number: int) -> Iterator[int]:
    """Yield the places of the bits that are set, ascending."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _alike(course: Course) -> dict[int, list[int]]:
    """The workers by the set of slots in which they are free, in their order."""
    found: dict[int, list[int]] = defaultdict(list)
    frees: dict[int, int] = {}  # by identity: those who share a rota share their hindrances
    for place, worker in enumerate(course.workers):
        key = id(worker.hindrances)
        if key not in frees:
            frees[key] = sum(1 << slot for slot, hindrance in enumerate(worker.hindrances) if hindrance is None)
        found[frees[key]].append(place)
    return found
