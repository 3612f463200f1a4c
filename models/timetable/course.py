"""What the timetable is asked for: a course, the slots that its organiser allows, and who is to learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple


class Hindrance(StrEnum):
    """What keeps a worker from a slot; when several do, the first of them in this order is told."""

    ON_SHIFT = "on_shift"
    ASLEEP = "asleep"
    BUSY = "busy"
    UNKNOWN = "unknown"  # nobody has said when the worker works


class Sitting(NamedTuple):
    """A half-day held in a slot: the places of both in the course, from 0."""

    half_day: int
    slot: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A time ``[start, end)`` at which a room may be used, with its seats. One sitting at most is held in it.

    Raises ``ValueError`` for times without a zone, in the wrong order, and for fewer than no seats.
    """

    start: datetime
    end: datetime
    capacity: int
    room: str = ""

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("expected times with a time zone")
        if self.end <= self.start:
            raise ValueError(f"expected an end after {self.start.isoformat()}, not {self.end.isoformat()}")
        if self.capacity < 0:
            raise ValueError(f"expected a number of seats, not {self.capacity}")

    def meets(self, other: Slot) -> bool:
        """Return whether nobody could be in both."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A half-day of a topic; without days it may be held on any."""

    title: str
    first: date | None = None
    last: date | None = None

    def may_be_held_in(self, slot: Slot) -> bool:
        """Return whether the slot lies within the days of the topic, by the clock of the slot's own time zone."""
        begins = self.first is None or self.first <= slot.start.date()
        return begins and (self.last is None or slot.end.date() <= self.last)


@dataclass(frozen=True, slots=True)
class Worker:
    """One who is to attend every half-day. `hindrances` has an entry for each slot, `None` where the worker is free.

    `group` is whom fairness compares, the shift system for example: a single crew is often all in or all out.
    """

    id: str
    group: str
    hindrances: tuple[Hindrance | None, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Course:
    """Half-days in the order in which everybody attends them, to be held in at most `most_sittings` of the slots.

    Slots are in ascending order of start. Who stands earlier among the workers has the better right to a seat.
    Raises ``ValueError`` for slots out of order or that meet in one room, for a worker whose hindrances do not fit the
    slots, and for a worker who is there twice.
    """

    half_days: tuple[HalfDay, ...]
    slots: tuple[Slot, ...]
    workers: tuple[Worker, ...] = field(repr=False)
    most_sittings: int

    def __post_init__(self) -> None:
        if not self.half_days:
            raise ValueError("a course has at least one half-day")
        _check_slots(self.slots)
        for worker in self.workers:
            if len(worker.hindrances) != len(self.slots):
                raise ValueError(f"expected {len(self.slots)} hindrances of {worker.id}, not {len(worker.hindrances)}")
        if len({worker.id for worker in self.workers}) < len(self.workers):
            raise ValueError("a worker is there twice")


def half_days(topics: Sequence[tuple[str, int]], first: date | None = None, last: date | None = None) -> list[HalfDay]:
    """Return the half-days of topics given by their titles and numbers of half-days."""
    return [HalfDay(title, first, last) for title, number in topics for _ in range(number)]


def _check_slots(slots: Sequence[Slot]) -> None:
    if list(slots) != sorted(slots, key=lambda slot: slot.start):
        raise ValueError("expected slots in the order of their starts")
    by_room: dict[str, list[Slot]] = {}
    for slot in slots:
        by_room.setdefault(slot.room, []).append(slot)
    for room, of_room in by_room.items():
        for one, other in pairwise(of_room):
            if one.meets(other):
                raise ValueError(f"two slots meet in room {room!r} at {other.start.isoformat()}")
