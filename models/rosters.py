"""What a plant's roster says of somebody's days, and what of it is news beside the cycle of the crew.

A roster writes out every day; kept are only the days that differ from the cycle and from what closes the plant, as
exceptions of the person. What people said themselves prevails: a day on which a roster says otherwise is left as said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.rest import REST_BEFORE_ANOTHER_SHIFT
from models.rotas import Knowledge, Unknown
from models.shift_exceptions import Closing, Leave, Overtime, OwnException, ShiftException, Swap, overlaid
from models.shift_patterns import MINUTES_A_DAY, Cycle, Shift

FEWEST_DAYS = 7  # fewer days may fit a crew by chance
ONE_DAY = timedelta(days=1)

CrewPlace = tuple[str, str | None]  # codes of a shift system and of a crew of it
Usual = Shift | Unknown | None


@dataclass(frozen=True, slots=True)
class RosterDay:
    """What a roster says of one day.

    `shift` is `None` when none is worked, ``Knowledge.UNKNOWN`` when the roster says only that there is `overtime`.
    """

    shift: Usual
    is_leave: bool = False
    overtime: Shift | None = None


DayPlans = Mapping[date, RosterDay]
ByDay = Mapping[date, Sequence[ShiftException]]


@dataclass(frozen=True, slots=True)
class News:
    """What has to be kept of a roster for one person, and the days on which they have said otherwise; ascending."""

    exceptions: tuple[OwnException, ...]
    contradicted: tuple[date, ...]


def by_day(exceptions: Iterable[ShiftException], days: Iterable[date]) -> dict[date, list[ShiftException]]:
    """Return those of `exceptions` that touch each of `days`, in their order; days that none touches are left out."""
    wanted = set(days)
    found: dict[date, list[ShiftException]] = defaultdict(list)
    for one in exceptions:
        if isinstance(one, Leave | Closing):
            for day in wanted:
                if one.covers(day):
                    found[day].append(one)
        elif one.day in wanted:
            found[one.day].append(one)
    return found


def news(days: DayPlans, usual: Mapping[date, Usual], said: ByDay) -> News:
    """Return what `days` say beside `usual`, each day's shift by cycle and plant.

    `said` is what the person has said, of the days and of those after them.
    """
    kept: list[OwnException] = []
    leave: list[date] = []
    contradicted: list[date] = []
    for day, planned in sorted(days.items()):
        spoken = said.get(day, ())
        if contradicts(planned, day, spoken):
            contradicted.append(day)
            continue
        if planned.is_leave:
            leave.append(day)
        elif planned.shift is not Knowledge.UNKNOWN and not same_hours(usual[day], planned.shift):
            kept.append(Swap(day, planned.shift))
        if planned.overtime is not None and not any(isinstance(one, Overtime) for one in spoken):
            overtime = _overtime(day, planned.overtime)
            if not _is_away(overtime.day, days, said):
                kept.append(overtime)
    kept += [Leave(first, last) for first, last in ranges(leave)]
    return News(tuple(sorted(kept, key=first_day)), tuple(contradicted))


def contradicts(planned: RosterDay, day: date, spoken: Sequence[ShiftException]) -> bool:
    """Return whether what was `spoken` of `day` and what is `planned` for it cannot both be true."""
    unsaid: Usual = Knowledge.UNKNOWN
    shift = shift_on(day, unsaid, spoken)
    if Knowledge.UNKNOWN not in (shift, planned.shift) and not same_hours(shift, planned.shift):
        return True
    extra = [one.hours for one in spoken if isinstance(one, Overtime)]
    if planned.overtime is not None:
        leaves = any(isinstance(one, Leave) for one in spoken)
        return leaves or not all(same_hours(hours, planned.overtime) for hours in extra)
    return planned.is_leave and bool(extra)


def fitting(days: DayPlans, crews: Mapping[CrewPlace, Cycle]) -> list[CrewPlace]:
    """Return the crews whose cycle is what `days` say from the first to the last; leave and overtime do not count.

    Empty when fewer than ``FEWEST_DAYS`` days say a shift or a day off.
    """
    told = [
        (day, planned.shift)
        for day, planned in days.items()
        if not planned.is_leave and planned.shift is not Knowledge.UNKNOWN
    ]
    if len(told) < FEWEST_DAYS:
        return []
    return [place for place, cycle in crews.items() if all(same_hours(cycle.on(day), shift) for day, shift in told)]


def only_place(fits: Sequence[CrewPlace], crews: Mapping[CrewPlace, Cycle]) -> CrewPlace | None:
    """Return the one crew that is meant by `fits`; where every crew of one system works alike, that system alone."""
    systems = {system for system, _ in fits}
    if len(systems) != 1:
        return None
    if len(fits) == 1:
        return fits[0]
    (system,) = systems
    return (system, None) if len(fits) == sum(other == system for other, _ in crews) else None


def short_rests(days: DayPlans) -> list[tuple[date, int]]:
    """Return the days that begin another shift too soon after the day before, with the minutes of rest between them.

    As :func:`models.shifts.short_rests`, which see, for what a roster says alone.
    """
    found = []
    for day, planned in days.items():
        before = days.get(day - ONE_DAY)
        if before is None or not isinstance(before.shift, Shift) or not isinstance(planned.shift, Shift):
            continue
        rest = MINUTES_A_DAY + planned.shift.start - before.shift.end
        if not same_hours(before.shift, planned.shift) and rest < REST_BEFORE_ANOTHER_SHIFT.value:
            found.append((day, rest))
    return found


def ranges(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return `days` as ranges of days that follow each other, both ends included, ascending."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] <= ONE_DAY:
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def first_day(exception: OwnException) -> date:
    """Return the day on which an exception begins."""
    return exception.first if isinstance(exception, Leave) else exception.day


def _is_away(day: date, days: DayPlans, said: ByDay) -> bool:
    """Whether somebody is on leave on the day after a night shift: what they work longer has no day to stand on."""
    planned = days.get(day)
    return (planned is not None and planned.is_leave) or any(isinstance(one, Leave) for one in said.get(day, ()))


def _overtime(day: date, hours: Shift) -> Overtime:
    """Overtime after a night shift begins on the next day."""
    later, start = divmod(hours.start, MINUTES_A_DAY)
    return Overtime(day + later * ONE_DAY, Shift(hours.code, start, start + hours.end - hours.start))


def shift_on(day: date, usual: Usual, exceptions: Iterable[ShiftException]) -> Usual:
    """Return the shift of `day` with `exceptions` over the usual one; see :func:`models.shift_exceptions.overlaid`."""
    return overlaid(day, usual, exceptions)


def same_hours(one: Usual, other: Usual) -> bool:
    """Return whether two shifts are worked at the same hours, whatever they are called."""
    if isinstance(one, Shift) and isinstance(other, Shift):
        return (one.start, one.end) == (other.start, other.end)
    return one is other
