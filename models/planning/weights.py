"""How much a set of members is worth: first their number, then how often they have missed."""

from __future__ import annotations

from collections.abc import Sequence


class Weights:
    """Worth of sets of members: one more member outweighs everything that the others have missed."""

    def __init__(self, missed: Sequence[int]) -> None:
        """`missed` is how often each member has missed in a row; no number is negative."""
        self._each = sum(missed) + 1
        # By bits: the set of members whose number has this bit, so that a sum is a few population counts.
        width = max((number.bit_length() for number in missed), default=0)
        self._planes = [
            (bit, sum(1 << place for place, number in enumerate(missed) if number >> bit & 1)) for bit in range(width)
        ]

    def of(self, members: int) -> int:
        """Return the worth of a set."""
        worth = members.bit_count() * self._each
        for bit, plane in self._planes:
            worth += (members & plane).bit_count() << bit
        return worth

    def of_each(self, sets: Sequence[int]) -> list[int]:
        """Return the worth of each of the sets."""
        worths = [members.bit_count() * self._each for members in sets]
        for bit, plane in self._planes:
            worths = [
                worth + ((members & plane).bit_count() << bit) for worth, members in zip(worths, sets, strict=True)
            ]
        return worths
