"""What was said of shifts, as a value: the answer of :func:`handlers.understanding.shift_news.read_shift_news`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class ShiftTopic(StrEnum):
    """What somebody says of shifts."""

    SHOW = "show"  # asks for their own
    SHOW_CELL = "show_cell"  # asks for those of the cell
    SHIFT = "shift"  # "tuần này tôi ca 2"
    CREW = "crew"  # "tôi kíp B", "tôi làm hành chính"
    CREW_OF = "crew_of"  # "kíp B: Hạnh, Dũng"
    SWAP = "swap"
    LEAVE = "leave"
    OVERTIME = "overtime"
    CLOSING = "closing"  # of an enterprise


@dataclass(frozen=True, slots=True)
class SaidDays:
    """The days `first` to `last`, both included; `is_week`: they were said as a week; `is_open`: "from then on"."""

    first: date
    last: date
    is_week: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class SaidShift:
    """A shift that is worked on some days; without days it was not said when.

    `shift` is a figure ("2"), or "day", "night", "off".
    """

    shift: str
    days: SaidDays | None = None


@dataclass(frozen=True, slots=True)
class SaidHours:
    """Hours of overtime: from `starts` to `ends`, or `minutes` long; what was not said is None."""

    starts: time | None = None
    ends: time | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ShiftNews:
    """What was said: `days` from left to right, `shifts` each with its own days.

    `system` is one of "3CA", "4K", "12H", "4-2", "HC", `crew` a capital letter or a figure. `whom` holds names as
    said, `numbers` numbers of a list. `enterprises` are codes of those that fit what was said of a closing;
    `is_stopped` tells work that stopped from a holiday. `is_denied`: it is not, or no longer, so. `no_such_day` are the
    words of a day that no calendar has, or, with `is_backwards`, of days whose last comes before the first. Leave with
    `shifts` says of other days, or of days within it, what is worked. `part` is the part of the day that was said:
    "sang", "chieu", "toi" or "dem".
    """

    topic: ShiftTopic
    days: tuple[SaidDays, ...] = ()
    shifts: tuple[SaidShift, ...] = ()
    system: str | None = None
    crew: str | None = None
    whom: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    hours: SaidHours | None = None
    enterprises: tuple[str, ...] = ()
    is_stopped: bool = False
    is_denied: bool = False
    no_such_day: str | None = None
    is_backwards: bool = False
    part: str | None = None
