"""Shift cycles: which shift a crew works on which day.

A cycle is a row of days that repeats without end in both directions from its anchor, the day that is first in the row.
A shift belongs to the day on which it starts, and may end on the next (DOMAIN.md §5). Hours are minutes after midnight
of the shift's own day: 22:00 to 06:00 is 1320 to 1800.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

MINUTES_A_DAY = 24 * 60
DAY_OFF = "-"
_NIGHT_MARK = 3 * 60  # a night shift is one that covers 03:00 (CONTRACTS.md §4)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def minutes_of(clock: str) -> int:
    """Return the minutes after midnight of ``06:30``; ``24:00`` is the end of the day. Raises ``ValueError``."""
    if clock == "24:00":
        return MINUTES_A_DAY
    found = _CLOCK.fullmatch(clock)
    if found is None:
        raise ValueError(f"{clock!r} is not a time of day")
    return int(found[1]) * 60 + int(found[2])


def clock_of(minutes: int) -> str:
    """Return the time of day, ``06:30``, that lies so many minutes after midnight, of this or another day."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def covers_night(start: int, end: int) -> bool:
    """Whether ``[start, end)``, in minutes from any midnight, covers 03:00 of one of the days (CONTRACTS.md §4)."""
    return (start - _NIGHT_MARK - 1) // MINUTES_A_DAY != (end - _NIGHT_MARK - 1) // MINUTES_A_DAY


@dataclass(frozen=True, slots=True)
class Shift:
    """The hours ``[start, end)`` of a shift, in minutes after midnight of the day on which it starts."""

    code: str
    start: int
    end: int

    @classmethod
    def of(cls, code: str, start: str, end: str) -> Shift:
        """Return the shift with these times of day; one that does not end later than it starts ends on the next day.

        Equal times are a shift of 24 hours. Raises ``ValueError`` for what is no time of day.
        """
        begins, ends = minutes_of(start), minutes_of(end)
        if begins == MINUTES_A_DAY:
            raise ValueError("a shift cannot start at 24:00: it would belong to the next day")
        return cls(code, begins, ends if ends > begins else ends + MINUTES_A_DAY)

    @property
    def is_night(self) -> bool:
        """Whether it covers 03:00, of its own day or of the next."""
        return covers_night(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Cycle:
    """The shift of each day of a row that repeats, `None` on a day off; `anchor` is a first day of the row."""

    days: tuple[Shift | None, ...]
    anchor: date

    def __post_init__(self) -> None:
        if not self.days:
            raise ValueError("a cycle has at least one day")

    @classmethod
    def of(
        cls, hours: Mapping[str, tuple[str, str] | Sequence[str]], pattern: Sequence[str], anchor: date, offset: int = 0
    ) -> Cycle:
        """Return the cycle of a shift system's columns, for the crew with `offset`.

        `hours` gives start and end of each shift, `pattern` a shift or ``-`` for each day. Raises ``ValueError`` for an
        empty pattern or a wrong time, ``KeyError`` for a shift without hours.
        """
        shifts = {code: Shift.of(code, *times) for code, times in hours.items()}
        return cls(tuple(None if code == DAY_OFF else shifts[code] for code in pattern), anchor).of_crew(offset)

    def of_crew(self, offset: int) -> Cycle:
        """Return the same cycle for a crew that is `offset` days further on in it: it begins with ``days[offset]``."""
        turn = offset % len(self.days)
        return replace(self, days=self.days[turn:] + self.days[:turn])

    def on(self, day: date) -> Shift | None:
        """Return the shift that starts on `day`; `None` on a day off."""
        return self.days[(day.toordinal() - self.anchor.toordinal()) % len(self.days)]

    def starting(self, first: int, last: int) -> Iterator[tuple[int, Shift]]:
        """Yield the shifts that start on the days `first` to `last`, both included, with their days.

        Days are proleptic ordinals (``date.toordinal``), so that the search may look beyond the calendar's ends.
        """
        anchor, length = self.anchor.toordinal(), len(self.days)
        for day in range(first, last + 1):
            shift = self.days[(day - anchor) % length]
            if shift is not None:
                yield day, shift
