"""What overlays a cycle of shifts: swaps, leave, overtime, a closed plant.

A day means the shift that starts on it. A person's own exceptions prevail over those of the plant, as the nearer ones:
who keeps watch over a closed plant says so by a swap or by overtime. Two of a person's own can contradict each other;
which of them is true cannot be told from here, so it has to be asked (:func:`contradictions`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import TypeVar

from models.shift_patterns import Shift

Usual = TypeVar("Usual")


class ClosingReason(StrEnum):
    """Why a plant does not work."""

    HOLIDAY = "holiday"
    STOPPED_WORK = "stopped_work"  # no orders, no power, repairs


@dataclass(frozen=True, slots=True)
class Swap:
    """On `day` another shift is worked instead of the usual one, also on a day off; `None`: none at all."""

    day: date
    shift: Shift | None


@dataclass(frozen=True, slots=True)
class Overtime:
    """Hours that begin on `day`, worked beside its shift or on a day off."""

    day: date
    hours: Shift


@dataclass(frozen=True, slots=True)
class _Days:
    """The days `first` to `last`, both included. Raises ``ValueError`` when the last comes before the first."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"expected a last day not before {self.first.isoformat()}, not {self.last.isoformat()}")

    def covers(self, day: date) -> bool:
        """Return whether `day` is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Leave(_Days):
    """Days on which one person does not work."""


@dataclass(frozen=True, slots=True)
class Closing(_Days):
    """Days on which the plant does not work, for everybody who has said nothing else."""

    reason: ClosingReason = ClosingReason.HOLIDAY


OwnException = Swap | Overtime | Leave
ShiftException = OwnException | Closing


class ContradictionError(ValueError):
    """Two exceptions of one person, `one` and `other`, cannot both be true."""

    def __init__(self, one: OwnException, other: OwnException) -> None:
        super().__init__(f"{one} and {other} cannot both be true")
        self.one = one
        self.other = other


def contradictions(exceptions: Iterable[ShiftException]) -> list[tuple[OwnException, OwnException]]:
    """Return the pairs that cannot both be true: two shifts on one day, and leave on a day that is worked after all."""
    own = [one for one in exceptions if not isinstance(one, Closing)]
    return [(one, other) for one, other in combinations(own, 2) if _contradict(one, other) or _contradict(other, one)]


def overlaid(day: date, usual: Usual, exceptions: Iterable[ShiftException]) -> Shift | Usual | None:
    """Return the shift of `day`, `None` when it is off, and `usual` when no exception says anything about its shift."""
    found: Shift | Usual | None = usual
    for one in exceptions:
        match one:
            case Swap() if one.day == day:
                return one.shift
            case Leave() | Closing() if one.covers(day):
                found = None
    return found


def _contradict(one: OwnException, other: OwnException) -> bool:
    match one, other:
        case Swap(), Swap():
            return one.day == other.day and one.shift != other.shift
        case Leave(), Overtime():
            return one.covers(other.day)
        case Leave(), Swap():
            return one.covers(other.day) and other.shift is not None
        case _:
            return False
