"""Who gets a seat: the integer program of a course, for sittings that are given or that are chosen with the seats.

Variables count the workers of a cohort in each sitting. A worker attends every half-day once and in order. As all
workers of a cohort are alike, that holds when at every start no more of them have begun a half-day until then than have
come out of the half-day before it: the j-th to begin the one can then be the j-th to come out of the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from models.timetable.cohorts import Problem
from models.timetable.course import Sitting
from models.timetable.program import Answer, Program

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Seating:
    """How many of each cohort sit in each sitting, and how many of each group in it are served; none that are 0.

    Cohorts are places in ``Problem.cohorts``.
    """

    seats: Mapping[tuple[int, Sitting], int]
    served: Mapping[tuple[int, str], int]

    @property
    def total(self) -> int:
        """How many workers attend the whole course."""
        return sum(self.served.values())

    def largest_share_left_out(self, problem: Problem) -> Fraction:
        """Return the largest share of a group that is left out of those who could attend (``Problem.groups``)."""
        served: Counter[str] = Counter()
        for (_, group), number in self.served.items():
            served[group] += number
        return max((Fraction(size - served[group], size) for group, size in problem.groups.items()), default=Fraction())


def most_seated(problem: Problem, sittings: Collection[Sitting]) -> float:
    """Return an upper bound of how many the sittings can serve, quickly: the whole numbers are left out of account."""
    program = SeatsProgram(problem, sittings, is_integer=False)
    return -program.minimised(program.all_served(-1)).objective


def best_seating(
    problem: Problem, sittings: Collection[Sitting], before: Mapping[tuple[int, str], int] | None = None
) -> Seating:
    """Return the seating that serves the most, and of these one that leaves out the smallest largest share of a group.

    When `before` tells who was served until now (``Seating.served``), as few of these as possible lose their seats:
    that goes before the shares.
    """
    program = SeatsProgram(problem, sittings)
    goals = [program.all_served(-1), *([program.kept(before, -1)] if before else [])]
    for goal in goals:
        program.row(goal, upper=round(program.minimised(goal).objective))
    return program.seating(program.minimised([(program.share(), 1)]))


class SeatsProgram(Program):
    """The program of seats in `sittings`. With `most` at most so many of these are chosen, otherwise all are held."""

    def __init__(
        self, problem: Problem, sittings: Collection[Sitting], most: int | None = None, *, is_integer: bool = True
    ) -> None:
        super().__init__()
        self._problem = problem
        self._is_integer = is_integer
        self._sittings = sorted(sittings, key=lambda sitting: (sitting.slot, sitting.half_day))
        self._seats = {
            (place, sitting): self.variable(cohort.size, is_integer=is_integer)
            for place, cohort in enumerate(problem.cohorts)
            for sitting in self._sittings
            if cohort.can_attend(sitting)
        }
        self.held = {} if most is None else {sitting: self.variable(1) for sitting in self._sittings}
        self._served = self._served_variables()
        self._add_attendance()
        self._add_order()
        self._add_rooms()
        if most is not None:
            self._add_choice(most)

    def all_served(self, factor: float) -> list[tuple[int, float]]:
        """The number of workers served, times a factor."""
        return [(variable, factor) for variable in self._served.values()]

    def kept(self, before: Mapping[tuple[int, str], int], factor: float) -> list[tuple[int, float]]:
        """Add the number of those served `before` who still are, and return it times a factor."""
        terms = []
        for key, number in before.items():
            kept = self.variable(number)
            self.row([(kept, 1), (self._served[key], -1)], upper=0)
            terms.append((kept, factor))
        return terms

    def share(self) -> int:
        """Add and return the variable that is no smaller than the share of any group that is left out."""
        share = self.variable(1, is_integer=False)
        for group, size in self._problem.groups.items():
            served = [(variable, 1.0) for (_, of), variable in self._served.items() if of == group]
            self.row([*served, (share, size)], lower=size)
        return share

    def seating(self, answer: Answer) -> Seating:
        """Return what the values of an answer mean."""
        return Seating(_counts(self._seats, answer.values), _counts(self._served, answer.values))

    def chosen(self, answer: Answer) -> tuple[Sitting, ...]:
        """Return the sittings that an answer chooses."""
        return tuple(sitting for sitting, variable in self.held.items() if round(answer.values[variable]))

    def _served_variables(self) -> dict[tuple[int, str], int]:
        return {
            (place, group): self.variable(size, is_integer=self._is_integer)
            for place, cohort in enumerate(self._problem.cohorts)
            for group, size in Counter(self._problem.group_of(member) for member in cohort.members).items()
        }

    def _add_attendance(self) -> None:
        """Whoever is served attends each half-day once."""
        attending = defaultdict(list)
        for (place, sitting), variable in self._seats.items():
            attending[place, sitting.half_day].append((variable, 1.0))
        served = defaultdict(list)
        for (place, _), variable in self._served.items():
            served[place].append((variable, -1.0))
        for place in range(len(self._problem.cohorts)):
            for half_day in range(self._problem.half_days):
                self.row([*attending[place, half_day], *served[place]], lower=0, upper=0)

    def _add_order(self) -> None:
        slots = self._problem.course.slots
        ways = defaultdict(list)
        for (place, sitting), variable in self._seats.items():
            ways[place, sitting.half_day].append((slots[sitting.slot], variable))
        for (place, half_day), begun in ways.items():
            for slot, _ in begun if half_day else ():
                before = [(seat, 1.0) for other, seat in ways.get((place, half_day - 1), ()) if other.end <= slot.start]
                until = [(seat, -1.0) for other, seat in begun if other.start <= slot.start]
                self.row([*before, *until], lower=0)

    def _add_rooms(self) -> None:
        coming = defaultdict(list)
        for (place, sitting), seat in self._seats.items():
            coming[sitting].append((place, seat))
        for sitting, seats in coming.items():
            capacity = self._problem.capacity(sitting)
            held = self.held.get(sitting)
            if held is None:
                self.row(((seat, 1) for _, seat in seats), upper=capacity)
                continue
            self.row([*((seat, 1.0) for _, seat in seats), (held, -capacity)], upper=0)
            for place, seat in seats:
                # Implied by the row above, but it leaves fewer fractions.
                self.row([(seat, 1), (held, -min(capacity, self._problem.cohorts[place].size))], upper=0)

    def _add_choice(self, most: int) -> None:
        """At most so many sittings, one in a slot."""
        self.row(((held, 1) for held in self.held.values()), upper=most)
        of_slot = defaultdict(list)
        for sitting, held in self.held.items():
            of_slot[sitting.slot].append((held, 1.0))
        for terms in of_slot.values():
            self.row(terms, upper=1)


def _counts(variables: Mapping[Key, int], values: Sequence[float]) -> dict[Key, int]:
    return {key: number for key, variable in variables.items() if (number := round(values[variable]))}
