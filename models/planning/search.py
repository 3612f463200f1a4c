"""Exact search for the best sittings: depth first, with bounds that cut off what cannot be better (branch and bound).

The best plan of n sittings lets the most members attend; among those it leaves the smallest sum of missed meetings
among the absent, then has the smallest total distance to the usual time, then the earliest sorted list of starts.

The bounds rest on one fact: a sitting adds no more worth beside others than it adds alone (the worth of a union is
submodular; for its use with maximum coverage see Nemhauser, Wolsey and Fisher, Mathematical Programming 14, 1978).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import accumulate
from operator import or_

from models.planning.candidates import Candidate
from models.planning.weights import Weights

WORK_LIMIT = 20_000_000
"""Candidates looked at before a search gives up proving: some seconds. One or two sittings stay far below."""


@dataclass(frozen=True, slots=True)
class Found:
    """The starts of the best plan in ascending order, in minutes, and whether no other can be better."""

    starts: tuple[int, ...]
    is_proven: bool


def best(candidates: Sequence[Candidate], weights: Weights, sittings: int, work: int = WORK_LIMIT) -> Found:
    """Return the best plan of exactly `sittings` different candidates, which are in ascending order.

    When `work` does not suffice, the best plan found so far is returned as not proven. Raises ``ValueError`` when there
    are fewer candidates than sittings.
    """
    if len(candidates) < sittings:
        raise ValueError("there are fewer candidates than sittings")
    search = _Search(candidates, weights, sittings, work)
    try:
        search.run()
    except _OutOfWork:
        return Found(search.best.starts, False)
    return Found(search.best.starts, True)


class _OutOfWork(Exception):
    """The limit of work is reached."""


@dataclass(frozen=True, slots=True)
class _Plan:
    worth: int
    distance: int
    starts: tuple[int, ...]

    @property
    def key(self) -> tuple[int, int, tuple[int, ...]]:
        """Ascending from the best."""
        return -self.worth, self.distance, self.starts


@dataclass(slots=True)
class _Node:
    """Part of the plans: those that hold all of `picked`, and besides only candidates of `allowed` (a set of places).

    `worth` is that of everybody who can attend one of `picked`; `needed` are the members who cannot, but may still.
    """

    picked: tuple[int, ...]
    worth: int
    distance: int
    needed: int
    allowed: int


class _Gains:
    """What each allowed candidate of a node would add to the worth, if it were the only one to be added."""

    def __init__(self, places: list[int], worths: list[int]) -> None:
        self.places = places
        self.of = dict(zip(places, worths, strict=True))
        self._falling: list[int] | None = None
        self._at_least: list[int] = []

    def best(self, number: int) -> int:
        """Return the sum of the largest ones: no more can be added by so many candidates."""
        return sum(nlargest(number, self.of.values()))

    def first(self, places: Sequence[int]) -> list[int]:
        """Return `places`, the largest gain first, among equals the one that comes first."""
        return sorted(places, key=lambda place: -self.of[place])

    def at_least(self, least: int) -> int:
        """Return the set of places whose gain is not smaller than `least`."""
        if self._falling is None:
            order = self.first(self.places)
            self._falling = [-self.of[place] for place in order]
            self._at_least = list(accumulate((1 << place for place in order), or_, initial=0))
        return self._at_least[bisect_right(self._falling, -least)]


class _Search:
    def __init__(self, candidates: Sequence[Candidate], weights: Weights, sittings: int, work: int) -> None:
        self._candidates = candidates
        self._members = [candidate.members for candidate in candidates]
        self._weights = weights
        self._sittings = sittings
        self._work = work
        self._able = _transposed(self._members)
        self.best = self._greedy()

    def run(self) -> None:
        """Look at every plan, or prove of it that it is not better than the best one."""
        self._explore(self._root())

    def _root(self) -> _Node:
        return _Node((), 0, 0, (1 << len(self._able)) - 1, (1 << len(self._candidates)) - 1)

    def _greedy(self) -> _Plan:
        """A good plan to begin with: each sitting is the one that adds most."""
        node = self._root()
        while len(node.picked) < self._sittings:
            gains = self._gains(node)
            place = gains.first(gains.places)[0]
            node.allowed &= ~(1 << place)
            node = self._with(node, place, gains.of[place])
        return self._plan(node.picked)

    def _explore(self, node: _Node) -> None:
        """Find the best plan of a node, unless it is worse than the best known one.

        One of the members in need after the other: either one of the sittings that they can attend is in the plan, or
        none. After the last of them nobody is in need, and the candidates that come first are the best.
        """
        left = self._sittings - len(node.picked)
        while True:
            gains = self._gains(node)
            if not self._may_improve(node, left, gains):
                return
            if left == 1 or not node.needed:
                self._complete(node, left, gains)
                return
            member = min(_places(node.needed), key=lambda one: (self._able[one] & node.allowed).bit_count())
            self._explore_each(node, left, gains, self._able[member] & node.allowed)
            node.needed &= ~(1 << member)

    def _explore_each(self, node: _Node, left: int, gains: _Gains, branches: int) -> None:
        """Look at the plans with each of the candidates `branches`; afterwards none of these is allowed any more."""
        others = gains.best(left - 2)
        for place in gains.first(_places(branches)):
            node.allowed &= ~(1 << place)
            child = self._with(node, place, gains.of[place])
            child.allowed &= gains.at_least(self.best.worth - child.worth - others)
            self._explore(child)

    def _with(self, node: _Node, place: int, gain: int) -> _Node:
        candidate = self._candidates[place]
        picked = (*node.picked, place)
        needed = node.needed & ~candidate.members
        return _Node(picked, node.worth + gain, node.distance + candidate.distance, needed, node.allowed)

    def _gains(self, node: _Node) -> _Gains:
        """The gains in a node, whose needed members are reduced to those that an allowed candidate still reaches."""
        places = _places(node.allowed)
        self._work -= len(places) + 1
        if self._work < 0:
            raise _OutOfWork
        sets = [self._members[place] & node.needed for place in places]
        reachable = 0
        for members in sets:
            reachable |= members
        node.needed = reachable
        return _Gains(places, self._weights.of_each(sets))

    def _complete(self, node: _Node, left: int, gains: _Gains) -> None:
        """The best plan of a node that lacks a single sitting, or that nobody is in need in."""
        picked = gains.places[:left]
        if node.needed:
            picked = [max(gains.places, key=lambda place: gains.of[place])]
        plan = self._plan((*node.picked, *picked))
        if plan.key < self.best.key:
            self.best = plan

    def _plan(self, picked: Sequence[int]) -> _Plan:
        together = 0
        for place in picked:
            together |= self._members[place]
        distance = sum(self._candidates[place].distance for place in picked)
        return _Plan(self._weights.of(together), distance, self._starts(picked))

    def _starts(self, picked: Sequence[int]) -> tuple[int, ...]:
        return tuple(sorted(self._candidates[place].start for place in picked))

    def _may_improve(self, node: _Node, left: int, gains: _Gains) -> bool:
        """Whether a node may hold a better plan than the best; takes away candidates that cannot be in one."""
        if len(gains.places) < left:
            return False
        at_most = node.worth + min(self._weights.of(node.needed), gains.best(left))
        if at_most != self.best.worth:
            return at_most > self.best.worth
        return self._may_be_nearer(node, left, gains.places)

    def _may_be_nearer(self, node: _Node, left: int, places: Sequence[int]) -> bool:
        """The same for plans of equal worth, by distance and then by starts."""
        nearest = [self._candidates[place].distance for place in places[:left]]
        spare = self.best.distance - node.distance - sum(nearest)
        if spare < 0:
            return False
        near = [place for place in places if self._candidates[place].distance <= nearest[-1] + spare]
        node.allowed &= (1 << (near[-1] + 1)) - 1
        if spare > 0:
            return True
        earliest = nsmallest(left, (self._candidates[place].start for place in near))
        return tuple(sorted((*self._starts(node.picked), *earliest))) < self.best.starts


def _places(bits: int) -> list[int]:
    """The places of the bits that are set, in ascending order."""
    return [place for place, bit in enumerate(bin(bits)[:1:-1]) if bit == "1"]


def _transposed(sets: Sequence[int]) -> list[int]:
    """For each member the set of places in `sets` whose set holds them; members whom none holds may be missing."""
    width = max((one.bit_length() for one in sets), default=0)
    if not width:
        return []
    columns = zip(*(format(one, f"0{width}b") for one in reversed(sets)), strict=True)
    return [int("".join(column), 2) for column in columns][::-1]
