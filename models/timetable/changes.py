"""What a change of a timetable would gain and lose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic

from models.timetable.course import Sitting
from models.timetable.timetable import Timetable, of_solution


@dataclass(frozen=True, slots=True)
class Change:
    """A sitting is `removed`, or `added`, or both: then it is moved."""

    removed: Sitting | None = None
    added: Sitting | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """The timetable after a change, with as few losing their seats as possible; who loses and who gains, by id.

    Its course may have a sitting more than was allowed: whether there may be is for the organiser to say.
    """

    after: Timetable
    losing: tuple[str, ...]
    gaining: tuple[str, ...]

    @property
    def gain(self) -> int:
        """How many more are served; below 0 when fewer are."""
        return len(self.gaining) - len(self.losing)


@dataclass(frozen=True, slots=True)
class Gain:
    """One more sitting, and how many more workers it would serve."""

    sitting: Sitting
    workers: int


def effect(before: Timetable, change: Change) -> Effect:
    """Return what a change does, with the seats given anew and as few as possible taken from those who have them.

    Raises ``ValueError`` when the sitting to remove is not held, or the one to add cannot be: its slot is used, or is
    not allowed for this half-day.
    """
    from models.timetable.repair import solution  # noqa: PLC0415 - it loads the solver

    problem, places = before.problem, list(before.places)
    if change.removed is not None:
        if change.removed not in places:
            raise ValueError(f"{change.removed} is not held")
        places.remove(change.removed)
    if change.added is not None:
        if change.added.slot in {sitting.slot for sitting in places}:
            raise ValueError(f"slot {change.added.slot} is used")
        if not problem.allowed[change.added.half_day] >> change.added.slot & 1:
            raise ValueError(f"slot {change.added.slot} is not allowed for half-day {change.added.half_day}")
        places.append(change.added)
    found = solution(problem, places, before.served_counts, keeps_all=True)
    most = before.most if len(places) <= before.course.most_sittings else problem.able
    after = of_solution(problem, found, most=most, preferred=before.ways)
    after = replace(after, course=replace(before.course, most_sittings=max(before.course.most_sittings, len(places))))
    workers = before.course.workers
    return Effect(
        after,
        tuple(workers[place].id for place in before.ways if place not in after.ways),
        tuple(workers[place].id for place in after.ways if place not in before.ways),
    )


def gains(before: Timetable, number: int = 3, seconds: float = 10.0) -> list[Gain]:
    """Return the best sittings to add to a timetable as it is, with how many more each would serve; none without gain.

    Found within about so many seconds, the best first.
    """
    from models.timetable.additions import additions  # noqa: PLC0415 - they load the solver
    from models.timetable.repair import solution  # noqa: PLC0415

    problem = before.problem
    candidates = additions(problem, before.places, before.served, monotonic() + seconds)
    found: list[Gain] = []
    for most, sitting in candidates:
        if len(found) >= number and most - before.served <= found[number - 1].workers:
            break
        more = solution(problem, [*before.places, sitting]).seating.total - before.served
        if more > 0:
            found.append(Gain(sitting, more))
            found.sort(key=lambda gain: (-gain.workers, gain.sitting.slot, gain.sitting.half_day))
    return found[:number]
