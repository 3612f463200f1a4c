"""Exact search over the order of sittings, as if every room were large enough for those who come.

Then nobody gains by waiting: whoever is free attends the next half-day they lack as soon as it is held. So all that
matters of the sittings so far is how far each crowd has come, how many sittings each half-day has had, and the latest
slot used; of timetables that are alike in the former two, the earlier one can be continued by whatever continues the
other. The search keeps one of each, a layer for each number of sittings (dynamic programming), and drops those that
can no longer serve `target` workers.

A sitting is tried only when no earlier slot, unused since the latest sitting, brings the same workers the same
half-day: that slot could take its place. A half-day needs so many sittings that their seats hold the target; what these
leave of the largest number of sittings is all that may be spent freely. What is found is an upper bound of what real
rooms allow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np

from models.timetable.cohorts import Problem
from models.timetable.course import Sitting
from models.timetable.crowds import Crowd, CrowdMasks, Sizes
from models.timetable.states import Bools, Places, Sets, States, joined

_REMEMBERED = 3  # of the earlier slots that a sitting is compared with; more find little more


@dataclass(frozen=True, slots=True, order=True)
class Ending:
    """A way to bring a set of crowds through the whole course.

    `cost` is its number of sittings, and the further ones that half-days with too few seats need.
    """

    crowds: int
    cost: int
    sittings: tuple[Sitting, ...]

    @property
    def last(self) -> int:
        """The latest slot used."""
        return self.sittings[-1].slot


@dataclass(frozen=True, slots=True)
class Endings:
    """For each set of crowds the best ending, with the fewest sittings and then the earliest last slot.

    `is_complete` when nothing was left out for want of room or time.
    """

    found: tuple[Ending, ...]
    is_complete: bool


def endings(problem: Problem, crowds: Sequence[Crowd], target: int, width: int, until: float) -> Endings:
    """Return the ways to bring at least `target` workers through the course.

    At most `width` states of each layer are kept, and the search ends at `until` (``time.monotonic``).
    """
    needed = [problem.sittings_for(target, half_day) for half_day in range(problem.half_days)]
    least = [number for number in needed if number is not None]
    if len(least) < len(needed) or sum(least) > problem.course.most_sittings or target < 1:
        return Endings((), True)
    search = _Search(problem, crowds, target, least)
    search.run(width, until)
    return Endings(tuple(search.endings()), search.is_complete)


class _Search:
    def __init__(self, problem: Problem, crowds: Sequence[Crowd], target: int, least: Sequence[int]) -> None:
        self._half_days, self._slots = range(problem.half_days), range(problem.slots)
        self._masks = CrowdMasks(crowds, problem.half_days, problem.slots)
        self._sizes = Sizes(crowds)
        self._target, self._most = target, problem.course.most_sittings
        self._least = np.array(least, np.uint8)[:, None]
        self._layers: list[States] = [States.initial(self._masks.everybody, problem.half_days)]
        self._ends: dict[int, tuple[int, int, int, int]] = {}  # by crowds: cost, last slot, layer, place in it
        self.is_complete = True

    def run(self, width: int, until: float) -> None:
        """Add layer after layer."""
        for _ in range(self._most):
            parts = [part for part in self._next(self._layers[-1], until) if len(part)]
            if not parts:
                break
            layer = joined(parts).without_repetitions()
            if len(layer) > width:
                layer = layer.taken(self._most_promising(layer, width))
                self.is_complete = False
            self._layers.append(layer)
            self._note(layer)

    def endings(self) -> Iterator[Ending]:
        """What was found, one for each set of crowds."""
        for crowds, (cost, _, layer, place) in self._ends.items():
            yield Ending(crowds, cost, self._way(layer, place))

    def _next(self, states: States, until: float) -> Iterator[States]:
        """The states that one more sitting leads to, slot by slot."""
        waiting = [states.waiting(half_day) for half_day in self._half_days]
        open_ = self._open(states)
        seen = [[np.zeros(len(states), np.uint64) for _ in range(_REMEMBERED)] for _ in self._half_days]
        for slot in self._slots:
            if monotonic() > until:
                self.is_complete = False
                return
            parts = []
            for half_day in self._half_days:
                able = self._masks.can[half_day][slot]
                if able:
                    coming = waiting[half_day] & np.uint64(able)
                    wanted = (states.last < slot) & open_[half_day] & (coming != 0)
                    places = np.flatnonzero(wanted)
                    places = places[_are_new(coming, places, seen[half_day])]
                    if len(places):
                        parts.append(self._held(states, places, coming[places], half_day, slot))
            if parts:
                yield self._living(joined(parts), slot)

    def _held(self, states: States, places: Places, coming: Sets, half_day: int, slot: int) -> States:
        """The states after one more sitting of a half-day."""
        after = states.taken(places)
        after.done[half_day] |= coming
        after.held[half_day] += 1
        sitting = np.full(len(places), half_day * len(self._slots) + slot)
        return States(after.alive, after.done, after.held, np.full(len(places), slot), places, sitting)

    def _living(self, states: States, slot: int) -> States:
        """Those that can still serve the target, without the crowds that can no longer attend the whole course."""
        lost = np.zeros(len(states), np.uint64)
        is_shut = np.zeros(len(states), np.bool_)
        everybody = np.uint64(self._masks.everybody)
        open_ = self._open(states)
        for half_day in reversed(self._half_days):
            is_shut |= ~open_[half_day]
            late = np.uint64(self._masks.late[half_day][slot])
            lost |= states.waiting(half_day) & np.where(is_shut, everybody, late)
        alive = states.alive & ~lost
        # What the lost have attended is forgotten, so that more states are alike.
        living = States(alive, states.done & alive, states.held, states.last, states.before, states.by)
        return living.taken(self._sizes.of(alive) >= self._target)

    def _open(self, states: States) -> Bools:
        """Whether each half-day may have one more sitting (half-days × states)."""
        is_needed: Bools = states.held < self._least
        return is_needed | (self._cost(states) < self._most)

    def _cost(self, states: States) -> Places:
        """The sittings so far and those that are still needed for their seats."""
        cost: Places = np.maximum(states.held, self._least).sum(axis=0, dtype=np.int64)
        return cost

    def _most_promising(self, states: States, width: int) -> Places:
        score = self._sizes.of(states.alive).astype(np.int64) * len(self._half_days)
        for done in states.done:
            score += self._sizes.of(done)
        return np.argsort(-score, kind="stable")[:width]

    def _note(self, layer: States) -> None:
        """Remember the endings among the states of the newest layer."""
        finished = layer.done[-1] & layer.alive
        places = np.flatnonzero(self._sizes.of(finished) >= self._target)
        cost, last = self._cost(layer)[places], layer.last[places]
        order = np.lexsort((last, cost))
        _, first = np.unique(finished[places][order], return_index=True)
        for one in order[first]:
            crowds = int(finished[places[one]])
            end = int(cost[one]), int(last[one]), len(self._layers) - 1, int(places[one])
            self._ends[crowds] = min(end, self._ends.get(crowds, end))

    def _way(self, layer: int, place: int) -> tuple[Sitting, ...]:
        """The sittings that lead to a state."""
        way = []
        for states in self._layers[layer:0:-1]:
            way.append(Sitting(*divmod(int(states.by[place]), len(self._slots))))
            place = int(states.before[place])
        return tuple(reversed(way))


def _are_new(coming: Sets, places: Places, seen: list[Sets]) -> Bools:
    """Which of the states at `places` a sitting brings workers whom no remembered slot brings; remembers it for these.

    The first of `seen` holds the largest, the others the latest.
    """
    sets = coming[places]
    is_new = np.ones(len(places), np.bool_)
    for earlier in seen:
        is_new &= sets & ~earlier[places] != 0
    places, sets = places[is_new], sets[is_new]
    for older, newer in zip(seen[:1:-1], seen[-2:0:-1], strict=True):
        older[places] = newer[places]
    seen[1][places] = sets
    is_larger = np.bitwise_count(sets) > np.bitwise_count(seen[0][places])
    seen[0][places[is_larger]] = sets[is_larger]
    return is_new
