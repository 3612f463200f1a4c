"""The best meeting times for people on shifts (CONTRACTS.md §4): a plan for each number of sittings, proven best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from models.planning.availability import Availability, Reason
from models.planning.candidates import Candidate, worth_trying
from models.planning.request import PlanRequest
from models.planning.search import WORK_LIMIT, best
from models.planning.weights import Weights
from models.shift_patterns import MINUTES_A_DAY

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
ALTERNATIVES = 3
_SHARE_OF_WORK = 4  # an alternative may take a quarter of the work that a plan may take


class NoPossibleStartError(Exception):
    """No sitting fits between the earliest start and the latest end of a day."""


class Absent(NamedTuple):
    """A member who can attend none of a plan's sittings, and what keeps them from the first of these."""

    id: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Sitting:
    """`start` and `end` are aware, in Vietnam's time; `attending` are all who can attend it, in the given order."""

    start: datetime
    end: datetime
    attending: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Sittings in order of time; `attending` members can attend at least one of them, `absent` none."""

    sittings: tuple[Sitting, ...]
    attending: int
    absent: tuple[Absent, ...]
    meets_quorum: bool
    alternatives: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class Plans:
    """The best plan of 1, 2, … sittings; `is_optimal` when all of them and their alternatives are proven the best."""

    plans: tuple[Plan, ...]
    is_optimal: bool


def plan(request: PlanRequest, work: int = WORK_LIMIT) -> Plans:
    """Return the best plan for each number of sittings from one to ``request.sittings``.

    A plan of n sittings has exactly n different starts, or all starts that there are when these are fewer. Its
    alternatives are the next best plans on other days: each has no day in common with the plan or with those before it,
    so there may be less than three. `work` limits each search (`models.planning.search`).

    Raises:
        NoPossibleStartError: there is no possible start at all.
    """
    planner = _Planner(request, work)
    if not planner.candidates:
        raise NoPossibleStartError
    plans = tuple(planner.plan(number) for number in range(1, request.sittings + 1))
    return Plans(plans, planner.is_optimal)


class _Planner:
    def __init__(self, request: PlanRequest, work: int) -> None:
        self._request = request
        self._work = work
        self._availability = Availability(request)
        self._weights = Weights([member.missed_in_a_row for member in request.members])
        self._midnight = datetime.combine(request.first, time(), VIETNAM)
        self.is_optimal = True

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Every possible sitting."""
        found = zip(self._availability.starts, self._availability.free, strict=True)
        return [Candidate(self._request.distance(start), start, free) for start, free in found]

    def plan(self, number: int) -> Plan:
        """The best plan of so many sittings, with its alternatives."""
        starts = self._best(self.candidates, min(number, len(self.candidates)), self._work)
        alternatives: list[Plan] = []
        taken = _days(starts)
        while len(alternatives) < ALTERNATIVES:
            others = [candidate for candidate in self.candidates if candidate.start // MINUTES_A_DAY not in taken]
            if len(others) < number:
                break
            found = self._best(others, number, self._work // _SHARE_OF_WORK)
            taken |= _days(found)
            alternatives.append(self._told(found))
        return self._told(starts, tuple(alternatives))

    def _best(self, candidates: Sequence[Candidate], number: int, work: int) -> tuple[int, ...]:
        found = best(worth_trying(candidates, number), self._weights, number, work)
        self.is_optimal &= found.is_proven
        return found.starts

    def _told(self, starts: Sequence[int], alternatives: tuple[Plan, ...] = ()) -> Plan:
        places = [self._availability.starts.index(start) for start in starts]
        together = 0
        for place in places:
            together |= self._availability.free[place]
        absent = tuple(
            Absent(member.id, reason)
            for number, member in enumerate(self._request.members)
            if not together >> number & 1 and (reason := self._availability.reason(number, places[0]))
        )
        attending = together.bit_count()
        return Plan(
            sittings=tuple(self._sitting(place) for place in places),
            attending=attending,
            absent=absent,
            meets_quorum=attending >= self._request.quorum * len(self._request.members),
            alternatives=alternatives,
        )

    def _sitting(self, place: int) -> Sitting:
        start, free = self._availability.starts[place], self._availability.free[place]
        members = self._request.members
        return Sitting(
            start=self._midnight + timedelta(minutes=start),
            end=self._midnight + timedelta(minutes=start + self._request.duration),
            attending=tuple(member.id for number, member in enumerate(members) if free >> number & 1),
        )


def _days(starts: Sequence[int]) -> set[int]:
    """The days of the window on which the starts lie."""
    return {start // MINUTES_A_DAY for start in starts}
