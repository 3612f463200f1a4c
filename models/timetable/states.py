"""How far a class has come after some sittings, for many timetables at once: one column of numbers for each of them.

To be imported only while a timetable is made, as numpy is heavy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Sets = NDArray[np.uint64]
Bools = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class States:
    """After the sittings of n timetables so far; sets of crowds are bits of a word.

    `alive` (n) are those who can still attend the whole course; `done` (half-days × n) are those who have attended each
    half-day; `held` (half-days × n) is how many sittings each half-day has had; `last` (n) is the latest slot used.
    `before` (n) and `by` (n) tell from which state of the layer before, and by which sitting, each has come.
    """

    alive: Sets
    done: Sets
    held: NDArray[np.uint8]
    last: Places
    before: Places
    by: Places

    @classmethod
    def initial(cls, everybody: int, half_days: int) -> States:
        """The one state before any sitting."""
        return cls(
            alive=np.array([everybody], np.uint64),
            done=np.zeros((half_days, 1), np.uint64),
            held=np.zeros((half_days, 1), np.uint8),
            last=np.array([-1]),
            before=np.array([-1]),
            by=np.array([-1]),
        )

    def __len__(self) -> int:
        """How many states they are."""
        return len(self.alive)

    def waiting(self, half_day: int) -> Sets:
        """Those whose next half-day is this one."""
        ready = self.done[half_day - 1] & self.alive if half_day else self.alive
        waiting: Sets = ready & ~self.done[half_day]
        return waiting

    def taken(self, which: Places | Bools) -> States:
        """Some of them."""
        return States(
            self.alive[which],
            self.done[:, which],
            self.held[:, which],
            self.last[which],
            self.before[which],
            self.by[which],
        )

    def without_repetitions(self) -> States:
        """Each of those that differ in no more than their latest slot once, with the earliest of these.

        They are found by a hash; only real equals are dropped, so one that is missed does no harm.
        """
        order = np.lexsort((self.last, self._hashes()))
        sorted_ = self.taken(order)
        same = np.ones(len(self), np.bool_)
        same[:1] = False
        same[1:] &= sorted_.alive[1:] == sorted_.alive[:-1]
        for rows in (sorted_.done, sorted_.held):
            for row in rows:
                same[1:] &= row[1:] == row[:-1]
        return sorted_.taken(~same)

    def _hashes(self) -> Sets:
        found = self.alive.copy()
        for row in (*self.done, *self.held):
            found = (found ^ (found >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) + row.astype(np.uint64)
        return found


def joined(parts: Sequence[States]) -> States:
    """All of them, in the order of the parts; there must be one."""
    return States(
        np.concatenate([part.alive for part in parts]),
        np.concatenate([part.done for part in parts], axis=1),
        np.concatenate([part.held for part in parts], axis=1),
        np.concatenate([part.last for part in parts]),
        np.concatenate([part.before for part in parts]),
        np.concatenate([part.by for part in parts]),
    )
