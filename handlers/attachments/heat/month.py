"""How many of a cell could come to a meeting at each hour of each day, reckoned as the planner does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from models.meeting_rules import MeetingRules
from models.planning import PlanRequest
from models.planning.availability import Availability
from models.planning.weights import Weights
from models.shift_patterns import MINUTES_A_DAY

BEST = 3  # as many as a proposal offers
_HOUR = 60


class Start(NamedTuple):
    """A possible start: its day, the minute of the day, and how many could come."""

    day: date
    minute: int
    able: int

    @property
    def hour(self) -> int:
        """Return the hour within which it lies."""
        return self.minute // _HOUR


@dataclass(frozen=True, slots=True)
class Month:
    """What is drawn. `able` gives for each day and each of the `hours` the most who could come to a start within it.

    `best` are the starts that the planner would offer, each on another day; `usual` those at the usual day and hour.
    """

    first: date
    hours: range
    able: tuple[tuple[int, ...], ...]
    members: int
    minutes: int
    unknown: int = 0
    best: tuple[Start, ...] = ()
    usual: tuple[Start, ...] = ()
    unit: str = ""

    @property
    def days(self) -> list[date]:
        """Return the days, a row each."""
        return [self.first + timedelta(days=number) for number in range(len(self.able))]


def month_of(request: PlanRequest, rules: MeetingRules, *, unit: str = "", unknown: int = 0) -> Month:
    """Return the month of a cell; `unknown` members' shifts are not known, they are taken as free."""
    availability = Availability(request)
    starts = [
        Start(request.first + timedelta(days=at // MINUTES_A_DAY), at % MINUTES_A_DAY, free.bit_count())
        for at, free in zip(availability.starts, availability.free, strict=True)
    ]
    hours = _hours(starts)
    return Month(
        first=request.first,
        hours=hours,
        able=_most(starts, request, hours),
        members=len(request.members),
        minutes=request.duration,
        unknown=unknown,
        best=_best(request, availability.free, starts),
        usual=tuple(one for one in starts if one.minute == request.usual_start and _is_usual(one.day, rules)),
        unit=unit,
    )


def _is_usual(day: date, rules: MeetingRules) -> bool:
    return day.weekday() == rules.usual_weekday


def _hours(starts: Iterable[Start]) -> range:
    hours = {start.hour for start in starts}
    return range(min(hours), max(hours) + 1) if hours else range(0)


def _most(starts: Iterable[Start], request: PlanRequest, hours: range) -> tuple[tuple[int, ...], ...]:
    rows = [[0] * len(hours) for _ in range(request.days)]
    for start in starts:
        row, column = rows[(start.day - request.first).days], start.hour - hours.start
        row[column] = max(row[column], start.able)
    return tuple(tuple(row) for row in rows)


def _best(request: PlanRequest, free: Sequence[int], starts: Sequence[Start]) -> tuple[Start, ...]:
    """The best starts in the planner's order (CONTRACTS.md §4), of each day the best; none for which nobody is free."""
    worth = Weights([member.missed_in_a_row for member in request.members]).of_each(free)
    order = sorted(range(len(starts)), key=lambda at: (-worth[at], request.distance(starts[at].minute), starts[at].day))
    found: dict[date, Start] = {}
    for at in order:
        if len(found) == BEST or not starts[at].able:
            break
        found.setdefault(starts[at].day, starts[at])
    return tuple(found.values())
