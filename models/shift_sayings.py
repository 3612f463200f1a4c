"""What follows from what somebody says of their shifts: which crew it is, and what to ask when it may be several.

A crew is known by its cycle alone, so crews that work alike count as one. A week is one from Monday to Sunday; a shift
said of a week is that of the days on which the crew works in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from models.shift_patterns import DAY_OFF, Cycle, Shift
from models.units import ShiftSystem

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_WEEKS_ASKED = 8  # after so many weeks alike they are told apart by their days


class Mixed(Enum):
    """A week in which a crew works more than one shift."""

    MIXED = auto()


@dataclass(frozen=True, slots=True)
class Period:
    """The days `first` to `last`, both included; `is_week`: a whole week, Monday to Sunday."""

    first: date
    last: date
    is_week: bool = False

    @classmethod
    def week_of(cls, day: date) -> Period:
        """Return the week that holds `day`."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + 6 * _DAY, is_week=True)

    @property
    def days(self) -> Iterator[date]:
        """Yield its days in order."""
        return (self.first + step * _DAY for step in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody works the shift of this code in a period; `None`: is off."""

    period: Period
    shift: str | None


def crews(system: ShiftSystem) -> dict[str | None, Cycle]:
    """Return the cycle of each crew, in the order of their names; a system without crews is one for everybody."""
    usual = Cycle.of(system.hours, system.cycle, system.anchor)
    return {crew: usual.of_crew(offset) for crew, offset in sorted(system.crew_offsets.items())} or {None: usual}


def works_alike(system: ShiftSystem) -> bool:
    """Whether every crew works alike, as in office hours: then nobody need say which theirs is."""
    return len(set(crews(system).values())) == 1


def shift_meant(system: ShiftSystem, said: str) -> str | None:
    """Return the code of the shift that `said` means in a system; None when it has none, or several that may be.

    `said` is a code, a figure that counts the shifts by their start, or "day", "night", "off" (returned as ``-``).
    """
    shifts = sorted((Shift.of(code, *times) for code, times in system.hours.items()), key=lambda shift: shift.start)
    if said in ("off", DAY_OFF):
        return DAY_OFF
    if said in system.hours:
        return said
    if said in ("day", "night"):
        found = [shift.code for shift in shifts if shift.is_night == (said == "night")]
        return found[0] if len(found) == 1 else None
    is_place = said.isdecimal() and not any(code.isdecimal() for code in system.hours)
    return shifts[int(said) - 1].code if is_place and 1 <= int(said) <= len(shifts) else None


def shift_in(cycle: Cycle, period: Period) -> str | Mixed | None:
    """Return the code of the only shift that a crew works in a period, `None` when it is off all of it."""
    codes = {shift.code for day in period.days if (shift := cycle.on(day)) is not None}
    if len(codes) > 1:
        return Mixed.MIXED
    return codes.pop() if codes else None


def fits(cycle: Cycle, statement: Statement) -> bool:
    """Return whether a crew works as was said: on each day, in a week on those of its days on which it works at all."""
    if statement.period.is_week:
        return shift_in(cycle, statement.period) == statement.shift
    return all((shift.code if (shift := cycle.on(day)) else None) == statement.shift for day in statement.period.days)


def crews_fitting(
    system: ShiftSystem, statements: Iterable[Statement], preferred: str | None = None
) -> tuple[str | None, ...]:
    """Return the crews that work as was said, one of those that work alike: `preferred` if it is among them."""
    said = list(statements)
    names = sorted(crews(system).items(), key=lambda named: named[0] != preferred)
    found: dict[Cycle, str | None] = {}
    for crew, cycle in names:
        if all(fits(cycle, statement) for statement in said):
            found.setdefault(cycle, crew)
    return tuple(sorted(found.values(), key=lambda crew: crew or ""))


def is_weekly(system: ShiftSystem, day: date) -> bool:
    """Return whether each crew works one shift at most in the week of `day`, so that a week can be asked about."""
    week = Period.week_of(day)
    worked = [shift_in(cycle, week) for cycle in crews(system).values()]
    return Mixed.MIXED not in worked and any(worked)


def period_to_ask(system: ShiftSystem, among: Sequence[str | None], today: date) -> Period:
    """Return the first week or day from today on that tells the crews `among` apart; today itself when none does."""
    cycles = [cycle for crew, cycle in crews(system).items() if crew in among]
    weeks = [Period.week_of(today + step * _WEEK) for step in range(_WEEKS_ASKED)]
    days = [Period(day, day) for day in (today + step * _DAY for step in range(2 * len(system.cycle)))]
    for period in [*(week for week in weeks if is_weekly(system, week.first)), *days]:
        if len({shift_in(cycle, period) for cycle in cycles}) > 1:
            return period
    return days[0]


def worked_in(system: ShiftSystem, period: Period) -> dict[str | None, str | Mixed | None]:
    """Return which shift each crew works in a period."""
    return {crew: shift_in(cycle, period) for crew, cycle in crews(system).items()}


def days_worked(system: ShiftSystem, crew: str | None, period: Period) -> list[date]:
    """Return the days of a period on which the crew works; without a crew, on which anybody of the system does."""
    cycles = crews(system)
    mine = [cycles[crew]] if crew in cycles else list(cycles.values())
    return [day for day in period.days if any(cycle.on(day) for cycle in mine)]
