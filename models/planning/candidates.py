"""The possible sittings that an optimum can need, out of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Candidate(NamedTuple):
    """A possible sitting. In ascending order the nearer to the usual time comes first, then the earlier."""

    distance: int  # minutes from the usual time of day
    start: int  # minutes from 00:00 of the window's first day
    members: int  # the set of those who can attend


def worth_trying(candidates: Iterable[Candidate], sittings: int) -> list[Candidate]:
    """Return the candidates, in ascending order, of which an optimum of so many sittings consists.

    A candidate is left out when `sittings` others come before it in that order and can be attended by everybody who
    can attend it. At least one of those is not in a plan with it and could take its place: no fewer members would come,
    and the distance would be smaller, or equal with an earlier start. So a plan with it is never the best one. Those
    that were left out need not be compared with: whatever comes before them comes before what they would displace.
    """
    same: Counter[int] = Counter()
    kept: list[Candidate] = []
    for candidate in sorted(candidates):
        members = candidate.members
        if same[members] == sittings:
            continue
        same[members] += 1
        if _supersets(members, kept, sittings) < sittings:
            kept.append(candidate)
    return kept


def _supersets(members: int, kept: list[Candidate], enough: int) -> int:
    """How many of `kept` hold all `members`; stops at `enough`."""
    found = 0
    for candidate in kept:
        if members & ~candidate.members == 0:
            found += 1
            if found == enough:
                break
    return found
