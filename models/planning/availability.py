"""Who can attend which sitting: the set of members that each kind of block keeps away, for every possible start.

Two half-open intervals that only touch do not meet, so a sitting may start in the minute in which a block ends.
A set of members is an integer whose bit k stands for the k-th member.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate
from operator import xor

from models.planning.request import PlanRequest
from models.shift_patterns import MINUTES_A_DAY, Cycle

Interval = tuple[int, int]


class Reason(StrEnum):
    """What keeps a member from a sitting; when several do, the first of them in this order is told."""

    ON_SHIFT = "on_shift"
    REST_AFTER_NIGHT = "rest_after_night"
    BUSY = "busy"


class Availability:
    """`starts` are the possible starts in ascending order, `free[place]` the set of those who can attend each."""

    def __init__(self, request: PlanRequest) -> None:
        self.starts = request.starts()
        self._blocked = _blocked(request, self.starts)
        everybody = (1 << len(request.members)) - 1
        self.free = [everybody & ~(a | b | c) for a, b, c in zip(*self._blocked.values(), strict=True)]

    def reason(self, member: int, place: int) -> Reason | None:
        """Return what keeps the `member`-th member from the sitting that starts at `starts[place]`."""
        return next((reason for reason in Reason if self._blocked[reason][place] >> member & 1), None)


def _blocked(request: PlanRequest, starts: Sequence[int]) -> dict[Reason, list[int]]:
    """The set of members that each reason keeps away, for each of the starts."""
    crews: dict[Cycle, int] = defaultdict(int)
    blocks: dict[Reason, list[tuple[int, Sequence[Interval]]]] = {reason: [] for reason in Reason}
    for place, member in enumerate(request.members):
        crews[member.cycle] |= 1 << place
        if member.busy:
            blocks[Reason.BUSY].append((1 << place, member.busy))
    for cycle, members in crews.items():
        for reason, intervals in _of_cycle(cycle, request).items():
            blocks[reason].append((members, intervals))
    return {reason: _swept(found, starts, request.duration) for reason, found in blocks.items()}


def _of_cycle(cycle: Cycle, request: PlanRequest) -> Mapping[Reason, list[Interval]]:
    """On shift with the way there and back, and the rest after a night shift with the way home."""
    first, travel, rest = request.first.toordinal(), request.travel, request.rest
    # A shift ends at most two days after the start of its day; what follows it may last into the window.
    earliest = first - 2 - (travel + rest) // MINUTES_A_DAY - 1
    latest = first + request.days + travel // MINUTES_A_DAY
    found: dict[Reason, list[Interval]] = {Reason.ON_SHIFT: [], Reason.REST_AFTER_NIGHT: []}
    for day, shift in cycle.starting(earliest, latest):
        midnight = (day - first) * MINUTES_A_DAY
        end = midnight + shift.end
        found[Reason.ON_SHIFT].append((midnight + shift.start - travel, end + travel))
        if shift.is_night:
            found[Reason.REST_AFTER_NIGHT].append((end, end + travel + rest))
    return found


def _swept(blocks: Iterable[tuple[int, Sequence[Interval]]], starts: Sequence[int], duration: int) -> list[int]:
    """The union of the sets whose intervals a sitting meets, for each of the starts."""
    changes = [0] * (len(starts) + 1)
    for members, intervals in blocks:
        for first, after in _merged(_places(intervals, starts, duration)):
            changes[first] ^= members
            changes[after] ^= members
    return list(accumulate(changes[:-1], xor))


def _places(intervals: Sequence[Interval], starts: Sequence[int], duration: int) -> Iterator[Interval]:
    """The starts whose sitting meets an interval, as ranges of places: ``begins - duration < start < ends``."""
    for begins, ends in intervals:
        first, after = bisect_right(starts, begins - duration), bisect_left(starts, ends)
        if first < after:
            yield first, after


def _merged(ranges: Iterable[Interval]) -> list[Interval]:
    """The union of ranges, as ranges that neither overlap nor touch."""
    union: list[Interval] = []
    for first, after in sorted(ranges):
        if union and first <= union[-1][1]:
            union[-1] = union[-1][0], max(after, union[-1][1])
        else:
            union.append((first, after))
    return union
