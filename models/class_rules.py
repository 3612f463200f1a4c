"""How a committee holds its classes. Each figure is a setting; the hours are those at which halls are usually lent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import IntEnum
from fractions import Fraction

Clock = tuple[time, time]  # [start, end) of a half-day, by the clock of the organisation's place


class Part(IntEnum):
    """A part of the day in which a half-day can be held, in the order of the clock."""

    MORNING = 0
    AFTERNOON = 1
    EVENING = 2


@dataclass(frozen=True, slots=True)
class ClassRules:
    """The hours of the parts of the day, how many sittings are usual, and how long the search may last."""

    morning: Clock = (time(8), time(11, 30))
    afternoon: Clock = (time(14), time(17, 30))
    evening: Clock = (time(18, 30), time(21, 30))
    sittings_per_half_day: int = 2
    search_seconds: float = 8  # outside the transaction
    hurried_seconds: float = 3  # within it, where everybody else waits
    certificate_share: Fraction = Fraction(4, 5)  # of the half-days; no document seen names one (DOMAIN.md §3)
    certificate_share_is_verified: bool = False

    def hours(self, part: Part) -> Clock:
        """Return the hours of a part of the day."""
        return (self.morning, self.afternoon, self.evening)[part]
