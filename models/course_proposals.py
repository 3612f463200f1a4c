"""What the timetable answers of a course: sittings with the people in them, or why there can be none.

A proposal is kept as JSON while its organiser looks at it, so that what is approved is what was shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, Self


class LeftOut(StrEnum):
    """Why somebody cannot attend the whole course."""

    UNKNOWN = "unknown"  # nobody has said when they work
    SHIFTS = "shifts"  # not even if every allowed time were used
    SEATS = "seats"  # more sittings or seats would help


class Held(NamedTuple):
    """A proposed sitting of a half-day (counted from 1), and how many sit in it."""

    half_day: int
    start: datetime
    end: datetime
    seats: int


class Gain(NamedTuple):
    """One more sitting and how many more people it brings through the course, at most."""

    half_day: int
    start: datetime
    more: int


class Group(NamedTuple):
    """People (by id) who sit in the same sittings: their places in the proposal, one of each half-day, in order."""

    places: tuple[int, ...]
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The sittings in the order of half-days and starts. `is_proven`: no timetable brings more people through."""

    most: int
    everybody: int
    sittings: tuple[Held, ...]
    groups: tuple[Group, ...]
    left_out: Mapping[LeftOut, int]
    gain: Gain | None
    is_proven: bool

    @property
    def served(self) -> int:
        """Return how many attend every half-day."""
        return sum(len(group.people) for group in self.groups)

    def of_half_day(self, number: int) -> list[Held]:
        """Return the sittings of a half-day."""
        return [one for one in self.sittings if one.half_day == number]

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "most": self.most,
            "everybody": self.everybody,
            "sittings": [
                [one.half_day, one.start.isoformat(), one.end.isoformat(), one.seats] for one in self.sittings
            ],
            "groups": [[list(group.places), list(group.people)] for group in self.groups],
            "left_out": {reason.value: count for reason, count in self.left_out.items()},
            "gain": [self.gain.half_day, _written(self.gain.start), self.gain.more] if self.gain else None,
            "is_proven": self.is_proven,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return the proposal that :meth:`to_json` wrote."""
        gain = kept["gain"]
        return cls(
            kept["most"],
            kept["everybody"],
            tuple(Held(number, _moment(start), _moment(end), seats) for number, start, end, seats in kept["sittings"]),
            tuple(Group(tuple(places), tuple(people)) for places, people in kept["groups"]),
            {LeftOut(reason): count for reason, count in kept["left_out"].items()},
            Gain(gain[0], _moment(gain[1]), gain[2]) if gain else None,
            kept["is_proven"],
        )


class Obstacle(StrEnum):
    """Why a course has no timetable."""

    NOBODY = "nobody"  # is on the course
    NO_TIMES = "no_times"  # are left on its days
    NO_SEATS = "no_seats"  # in the rooms
    FEW_SITTINGS = "few_sittings"  # are allowed
    FEW_TIMES = "few_times"  # one after another, for so many half-days
    UNKNOWN = "unknown"  # shifts, of everybody
    ORDER = "order"  # of the half-days: nobody is free for all, one after another
    TIME = "time"  # was too short for the search


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why there is no timetable: `have` of what is missing are there, `need` are needed.

    `half_day` is the number of the one concerned, `taken` how many times are lost to other courses in the rooms.
    """

    obstacle: Obstacle
    have: int = 0
    need: int = 0
    half_day: int = 0
    taken: int = 0


def grouped(assigned: Mapping[int, tuple[int, ...]]) -> tuple[Group, ...]:
    """Return people (by id) with the places of their sittings as groups, in a fixed order."""
    found: dict[tuple[int, ...], list[int]] = {}
    for person, places in assigned.items():
        found.setdefault(places, []).append(person)
    return tuple(Group(places, tuple(people)) for places, people in sorted(found.items()))


def with_seats(sittings: Sequence[tuple[int, datetime, datetime]], groups: Sequence[Group]) -> tuple[Held, ...]:
    """Return sittings with how many sit in each."""
    seats: Counter[int] = Counter()
    for group in groups:
        seats.update(dict.fromkeys(group.places, len(group.people)))
    return tuple(Held(*one, seats[place]) for place, one in enumerate(sittings))


def _written(moment: datetime) -> str:
    return moment.isoformat()


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)
