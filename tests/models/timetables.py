"""Every timetable of a small course, tried one after another, and the best figures of them: no search, no solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise, product

from models.timetable import Course, HalfDay, Hindrance, Sitting, Slot, Worker
from models.timetable.merit import Merit
from models.timetable.timetable import Timetable

BEGIN = datetime(2026, 12, 1, tzinfo=UTC)


def slot(start: int, hours: int = 1, capacity: int = 60, room: str = "") -> Slot:
    """Return a slot that starts so many hours after the first of December."""
    begins = BEGIN + timedelta(hours=start)
    return Slot(begins, begins + timedelta(hours=hours), capacity, room)


def worker(name: str, group: str, free: Iterable[int], slots: int) -> Worker:
    """Return a worker who is free in the slots with these places, of so many."""
    places = set(free)
    return Worker(name, group, tuple(None if place in places else Hindrance.ON_SHIFT for place in range(slots)))


def course(
    half_days: int,
    slots: Sequence[Slot],
    frees: Iterable[tuple[str, Iterable[int]]],
    most_sittings: int,
    days: Sequence[HalfDay] = (),
) -> Course:
    """Return a course of workers given by their groups and free slots."""
    workers = [worker(f"w{place}", group, free, len(slots)) for place, (group, free) in enumerate(frees)]
    titles = tuple(days) or tuple(HalfDay(f"h{place}") for place in range(half_days))
    return Course(titles, tuple(slots), tuple(workers), most_sittings)


def best_figures(asked: Course) -> Merit | None:
    """Return the figures of the best of all timetables; `None` when nobody can attend the whole course in any."""
    able = Counter(one.group for one in asked.workers if list(ways(asked, one, every_sitting(asked))))
    found = None
    for chosen in product([None, *range(len(asked.half_days))], repeat=len(asked.slots)):
        sittings = [Sitting(half_day, place) for place, half_day in enumerate(chosen) if half_day is not None]
        if not 0 < len(sittings) <= asked.most_sittings or not all(is_allowed(asked, one) for one in sittings):
            continue
        end = max(asked.slots[sitting.slot].end for sitting in sittings)
        for served in served_groups(asked, sittings):
            share = max((Fraction(size - served[group], size) for group, size in able.items()), default=Fraction())
            merit = Merit(able.total() - served.total(), share, len(sittings), end)
            found = merit if found is None else min(found, merit)
    return None if found is None or found.unserved == able.total() else found


def served_groups(asked: Course, sittings: Sequence[Sitting]) -> list[Counter[str]]:
    """Return how many of each group can be served together, every possibility."""
    seats = tuple(asked.slots[sitting.slot].capacity for sitting in sittings)
    states: set[tuple[tuple[int, ...], tuple[str, ...]]] = {(seats, ())}
    for one in asked.workers:
        after = set(states)
        for way in ways(asked, one, sittings):
            taken = [sittings.index(sitting) for sitting in way]
            for left, served in states:
                if all(left[place] for place in taken):
                    rest = tuple(number - (place in taken) for place, number in enumerate(left))
                    after.add((rest, tuple(sorted((*served, one.group)))))
        states = after
    return [Counter(served) for served in {served for _, served in states}]


def ways(asked: Course, one: Worker, sittings: Sequence[Sitting]) -> Iterator[tuple[Sitting, ...]]:
    """Yield the ways of a worker through the whole course."""
    free = [sitting for sitting in sittings if one.hindrances[sitting.slot] is None]
    choices = [[sitting for sitting in free if sitting.half_day == place] for place in range(len(asked.half_days))]
    for way in product(*choices):
        times = [asked.slots[sitting.slot] for sitting in way]
        if all(before.end <= after.start for before, after in pairwise(times)):
            yield way


def every_sitting(asked: Course) -> list[Sitting]:
    """Return all sittings that may be held, also several in one slot."""
    both = product(range(len(asked.half_days)), range(len(asked.slots)))
    return [sitting for sitting in (Sitting(*one) for one in both) if is_allowed(asked, sitting)]


def is_allowed(asked: Course, sitting: Sitting) -> bool:
    """Return whether the slot has seats and lies within the days of the half-day."""
    if not asked.slots[sitting.slot].capacity:
        return False
    half_day, place = asked.half_days[sitting.half_day], asked.slots[sitting.slot]
    return (half_day.first is None or place.start.date() >= half_day.first) and (
        half_day.last is None or place.end.date() <= half_day.last
    )


def figures(found: Timetable) -> Merit:
    """Return the figures of a timetable, counted from what it shows."""
    asked = found.course
    able = Counter(one.group for one in asked.workers if next(ways(asked, one, every_sitting(asked)), None))
    served = Counter(asked.workers[place].group for place in found.ways)
    share = max((Fraction(size - served[group], size) for group, size in able.items()), default=Fraction())
    end = max(sitting.slot.end for sitting in found.sittings)
    return Merit(able.total() - served.total(), share, len(found.sittings), end)


def is_told_truly(found: Timetable) -> None:
    """Check that everybody with a seat is free, in order, within the rooms, and that nobody is forgotten."""
    asked = found.course
    for place, way in found.ways.items():
        assert way in set(ways(asked, asked.workers[place], found.places))
    assert len({sitting.slot for sitting in found.places}) == len(found.places) <= asked.most_sittings
    assert all(is_allowed(asked, sitting) for sitting in found.places)
    for sitting in found.sittings:
        assert len(sitting.attending) <= sitting.slot.capacity
        assert sum(sitting.groups.values()) == len(sitting.attending)
    for place in range(len(asked.half_days)):
        attending = [name for sitting in found.sittings if sitting.half_day == place for name in sitting.attending]
        assert sorted(attending) == sorted(asked.workers[place].id for place in found.ways)
    assert {one.id for one in found.left_out} == {one.id for one in asked.workers} - {
        asked.workers[place].id for place in found.ways
    }
