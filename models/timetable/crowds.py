"""Cohorts as bits of a machine word, the similar ones of many taken together.

To be imported only while a timetable is made, as numpy is heavy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.timetable.cohorts import Cohort, bits

MOST_CROWDS = 32
"""So many are told apart: each further one makes the search longer, and a word has 64 bits."""

_CHUNK = 12  # bits whose sums are looked up at once


@dataclass(frozen=True, slots=True)
class Crowd:
    """Cohorts that are treated as if all were free when the first and largest of them is."""

    cohorts: tuple[Cohort, ...]

    @property
    def size(self) -> int:
        """How many workers they are."""
        return sum(cohort.size for cohort in self.cohorts)

    @property
    def choices(self) -> tuple[int, ...]:
        """The slots of use for each half-day to the largest of them."""
        return self.cohorts[0].choices


def crowds_of(cohorts: Sequence[Cohort], most: int = MOST_CROWDS) -> list[Crowd]:
    """Return at most so many crowds; the largest cohorts are told apart, each other joins the one most like it."""
    by_size = sorted(cohorts, key=lambda cohort: -cohort.size)
    merged = [[cohort] for cohort in by_size[:most]]
    for cohort in by_size[most:]:
        min(merged, key=lambda crowd: _differing(crowd[0], cohort)).append(cohort)
    return [Crowd(tuple(crowd)) for crowd in merged]


def _differing(one: Cohort, other: Cohort) -> int:
    return sum((mine ^ theirs).bit_count() for mine, theirs in zip(one.choices, other.choices, strict=True))


class CrowdMasks:
    """Sets of crowds as bits: who can come to which sitting, and for whom it is too late."""

    def __init__(self, crowds: Sequence[Crowd], half_days: int, slots: int) -> None:
        self.everybody = (1 << len(crowds)) - 1
        self.can = [[0] * slots for _ in range(half_days)]
        """``can[half_day][slot]``: those to whom this sitting is of use."""
        self.late = [[0] * slots for _ in range(half_days)]
        """``late[half_day][slot]``: those who can have the half-day in no slot after this one."""
        for place, crowd in enumerate(crowds):
            for half_day, ways in enumerate(crowd.choices):
                for slot in bits(ways):
                    self.can[half_day][slot] |= 1 << place
                for slot in range(ways.bit_length() - 1, slots):
                    self.late[half_day][slot] |= 1 << place


class Sizes:
    """How many workers sets of crowds have, for arrays of sets."""

    def __init__(self, crowds: Sequence[Crowd]) -> None:
        self._tables: list[NDArray[np.int32]] = []
        for first in range(0, max(len(crowds), 1), _CHUNK):
            table = np.zeros(1 << _CHUNK, np.int32)
            for bit, crowd in enumerate(crowds[first : first + _CHUNK]):
                table[1 << bit : 2 << bit] = table[: 1 << bit] + crowd.size
            self._tables.append(table)

    def of(self, sets: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Return the number of workers in each of the sets."""
        rest = sets.astype("int64")
        total: NDArray[np.int32] = self._tables[0][rest & (1 << _CHUNK) - 1]
        for table in self._tables[1:]:
            rest = rest >> _CHUNK
            total = total + table[rest & (1 << _CHUNK) - 1]
        return total
