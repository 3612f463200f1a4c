"""What the strip of two weeks tells of each day, taken from somebody's rota."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.rotas import Knowledge, Rota
from models.shift_exceptions import Closing, Leave, Overtime, Swap
from models.shift_patterns import Shift

DAYS = 14
_NOON = 12 * 60
_LATE_END = 15 * 60  # who starts in the morning and works on after this has a day shift, not a morning shift


class Look(StrEnum):
    """How a day looks; the order is that of the legend."""

    MORNING = "morning"
    DAY = "day"
    AFTERNOON = "afternoon"
    NIGHT = "night"
    OFF = "off"
    LEAVE = "leave"
    CLOSED = "closed"  # the plant does not work
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the strip; a shift belongs to the day on which it starts."""

    day: date
    look: Look
    shift: Shift | None = None
    overtime: Shift | None = None
    is_swapped: bool = False


def monday(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def days_of(rota: Rota, first: date) -> tuple[Day, ...]:
    """Return the fourteen days from `first` on."""
    return tuple(_day(rota, first + timedelta(days=number)) for number in range(DAYS))


def look_of(shift: Shift) -> Look:
    """Return how a shift looks, by its hours."""
    if shift.is_night:
        return Look.NIGHT
    if shift.start >= _NOON:
        return Look.AFTERNOON
    return Look.DAY if shift.end > _LATE_END else Look.MORNING


def _day(rota: Rota, day: date) -> Day:
    shift = rota.shift_on(day)
    overtime = sorted(
        (one.hours for one in rota.exceptions if isinstance(one, Overtime) and one.day == day),
        key=lambda hours: hours.start,
    )
    return Day(
        day=day,
        look=_look(rota, day, shift),
        shift=shift if isinstance(shift, Shift) else None,
        overtime=Shift(overtime[0].code, overtime[0].start, overtime[-1].end) if overtime else None,
        is_swapped=any(isinstance(one, Swap) and one.day == day for one in rota.exceptions),
    )


def _look(rota: Rota, day: date, shift: Shift | Knowledge | None) -> Look:
    if isinstance(shift, Shift):
        return look_of(shift)
    if shift is not None:
        return Look.UNKNOWN
    for kind, look in ((Leave, Look.LEAVE), (Closing, Look.CLOSED)):
        if any(isinstance(one, kind) and one.covers(day) for one in rota.exceptions):
            return look
    return Look.OFF
