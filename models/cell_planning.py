"""From a cell to the question that the planner answers, and back: who can come when, and what keeps the others.

Everybody of the unit who is a member is called. Somebody whose shifts are not known is taken as free, and is to be
named apart (:meth:`Cell.unknown`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meeting_rules import MeetingRules
from models.meetings import Attendance, Call, Meeting, MeetingState
from models.people import Membership, Person
from models.person_rotas import rotas_of
from models.planning import Member, PlanRequest
from models.rest import Habits
from models.rotas import Knowledge, Rota
from models.shift_exceptions import Leave, Overtime
from models.shift_patterns import MINUTES_A_DAY, Cycle, Shift, covers_night
from models.shifts import slept_nights

Times = tuple[datetime, datetime]  # of a sitting, [start, end)
# A shift ends at most two days after its own, the rest after it and the way are together less than a day.
_DAYS_BEFORE, _DAYS_AFTER = 3, 2
_MEETINGS_LOOKED_AT = 12  # for how often somebody has missed in a row


class Cause(StrEnum):
    """What keeps a member from a sitting; of several the first in this order is told."""

    SHIFT = "shift"
    OVERTIME = "overtime"
    REST = "rest"
    LEAVE = "leave"
    SLEEP = "sleep"


class Keep(NamedTuple):
    """What keeps a member away; `shift` is the code of the shift that does."""

    cause: Cause
    shift: str = ""


class _Piece(NamedTuple):
    """Work without a break, in minutes from the beginning of the calendar."""

    start: int
    end: int
    code: str
    is_overtime: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """The members of a unit with their rotas, known from `first` to `last`, both included."""

    members: tuple[Person, ...]
    rotas: Mapping[int, Rota]
    missed: Mapping[int, int]
    habits: Habits
    first: date
    last: date
    _kept: dict[Times, Mapping[int, Keep]] = field(default_factory=dict, repr=False, init=False)

    @property
    def official(self) -> frozenset[int]:
        """Return the ids of those who vote."""
        return frozenset(one.id for one in self.members if one.membership is Membership.OFFICIAL)

    def unknown(self) -> list[Person]:
        """Return those whose shifts are not known on some day of the cell's days."""
        return [one for one in self.members if _is_unknown(self.rotas[one.id], self.first, self.last)]

    def keeps(self, times: Times) -> Mapping[int, Keep]:
        """Return what keeps each member who cannot come from a sitting at these `times`, by the person's id."""
        if times not in self._kept:
            found = ((one.id, _kept_by(self.rotas[one.id], self.habits, times)) for one in self.members)
            self._kept[times] = {person: keep for person, keep in found if keep is not None}
        return self._kept[times]

    def able(self, *sittings: Times) -> frozenset[int]:
        """Return the ids of those who can come to one of the sittings at least."""
        return frozenset(one.id for one in self.members if any(one.id not in self.keeps(at) for at in sittings))


def load(session: Session, unit_id: int, first: date, last: date, habits: Habits) -> Cell:
    """Return the members of a unit, with all that decides when they can come on the days `first` to `last`."""
    cell = of_people(session, members_of(session, unit_id), first, last, habits)
    return replace(cell, missed=missed_in_a_row(session, unit_id))


def of_people(session: Session, people: Iterable[Person], first: date, last: date, habits: Habits) -> Cell:
    """Return these people as a cell whose missed meetings are not known."""
    members = tuple(people)
    begin, end = first - timedelta(days=_DAYS_BEFORE), last + timedelta(days=_DAYS_AFTER)
    return Cell(members, rotas_of(session, members, begin, end, habits), {}, habits, first, last)


def members_of(session: Session, unit_id: int) -> Sequence[Person]:
    """Return everybody who is called to the meetings of a unit, in the order of their codes."""
    query = select(Person).where(Person.unit_id == unit_id, Person.membership.is_not(None)).order_by(Person.code)
    return session.scalars(query).all()


def missed_in_a_row(session: Session, unit_id: int) -> dict[int, int]:
    """Return how many of the unit's last meetings each member has missed without coming to one; at most twelve."""
    held = select(Meeting.id).where(Meeting.unit_id == unit_id, Meeting.state == MeetingState.HELD)
    last = session.scalars(held.order_by(Meeting.held_at.desc(), Meeting.id.desc()).limit(_MEETINGS_LOOKED_AT)).all()
    calls = session.execute(
        select(Call.meeting_id, Call.person_id, Call.attendance).where(Call.meeting_id.in_(last))
    ).all()
    missed: dict[int, int] = defaultdict(int)
    came: set[int] = set()
    for _, person, attendance in sorted(calls, key=lambda call: last.index(call[0])):
        if attendance is Attendance.PRESENT:
            came.add(person)
        elif person not in came:
            missed[person] += 1
    return missed


def request_for(cell: Cell, rules: MeetingRules, minutes: int, *, sittings: int = 1) -> PlanRequest:
    """Return what the planner is asked: a meeting of `minutes` within the cell's days, in at most `sittings`."""
    into_night = _reaches_into_night(rules, cell.habits)
    return PlanRequest(
        first=cell.first,
        last=cell.last,
        duration=minutes,
        earliest=minute_of(rules.earliest),
        latest_end=minute_of(rules.latest_end),
        step=rules.step_minutes,
        usual_start=minute_of(rules.usual_start),
        members=tuple(_member(cell, one, into_night=into_night) for one in cell.members),
        sittings=sittings,
        quorum=rules.quorum,
        travel=cell.habits.travel_minutes,
        rest=cell.habits.rest_after_night_minutes,
    )


def usual_times(cell: Cell, rules: MeetingRules, minutes: int) -> list[Times]:
    """Return the sittings at the usual day and hour within the cell's days."""
    zone = ZoneInfo(cell.habits.timezone)
    days = (cell.first + timedelta(days=number) for number in range((cell.last - cell.first).days + 1))
    starts = (datetime.combine(day, rules.usual_start, zone) for day in days if day.weekday() == rules.usual_weekday)
    return [(start, start + timedelta(minutes=minutes)) for start in starts]


def assigned(cell: Cell, sittings: Sequence[Times], rules: MeetingRules) -> dict[int, tuple[int, bool]]:
    """Return for each member the place of the sitting that they are called to, and whether they can come to it.

    Of several that fit it is the one nearest to the usual time of day; who can come to none is called to the first.
    """
    zone, usual = ZoneInfo(cell.habits.timezone), minute_of(rules.usual_start)
    distances = [abs(minute_of(start.astimezone(zone).time()) - usual) for start, _ in sittings]
    nearest = sorted(range(len(sittings)), key=lambda place: (distances[place], sittings[place]))
    found = {}
    for one in cell.members:
        fitting = [place for place in nearest if one.id not in cell.keeps(sittings[place])]
        found[one.id] = (fitting[0], True) if fitting else (0, False)
    return found


def voters_needed(voters: int, rules: MeetingRules) -> int:
    """Return how many of so many official members make a quorum."""
    return -(-voters * rules.quorum.numerator // rules.quorum.denominator)


def minute_of(clock: time) -> int:
    """Return the minute of the day of a time."""
    return clock.hour * 60 + clock.minute


def _member(cell: Cell, person: Person, *, into_night: bool) -> Member:
    rota = cell.rotas[person.id]
    cycle, busy = _asked(rota, cell.first, cell.last, cell.habits, into_night)
    return Member(str(person.id), cycle, cell.missed.get(person.id, 0), busy)


def _reaches_into_night(rules: MeetingRules, habits: Habits) -> bool:
    """Whether meetings may be held when people sleep."""
    earliest, latest, night = minute_of(rules.earliest), minute_of(rules.latest_end), habits.night
    return bool(night.left(earliest)) or (night.first - earliest) % MINUTES_A_DAY < latest - earliest


@lru_cache(maxsize=64)
def _asked(
    rota: Rota, first: date, last: date, habits: Habits, into_night: bool
) -> tuple[Cycle, tuple[tuple[int, int], ...]]:
    """The shift of each day, and what else keeps away, in minutes from 00:00 of the first day.

    A planner's cycle has one shift a day: a second piece of work on a day becomes busy time with the way and the rest.
    """
    begin, end = first - timedelta(days=_DAYS_BEFORE), last + timedelta(days=_DAYS_AFTER)
    days: list[Shift | None] = [None] * ((end - begin).days + 1)
    busy: list[tuple[int, int]] = []
    zero = first.toordinal() * MINUTES_A_DAY
    for piece in _work(rota, begin, end):
        day, start = divmod(piece.start, MINUTES_A_DAY)
        place = day - begin.toordinal()
        if days[place] is None:
            days[place] = Shift(piece.code, start, start + piece.end - piece.start)
        else:
            busy.append((piece.start - habits.travel_minutes - zero, _over(piece, habits) - zero))
    busy += [(start - zero, end - zero) for start, end in _leave(rota)]
    if into_night:
        busy += [(start - zero, end - zero) for start, end in _nights(rota, first, last, habits)]
    return Cycle(tuple(days), begin), tuple(busy)


def _kept_by(rota: Rota, habits: Habits, times: Times) -> Keep | None:
    """What keeps somebody with this rota from a sitting."""
    zone = ZoneInfo(habits.timezone)
    start, end = (_minute(moment.astimezone(zone)) for moment in times)
    day = times[0].astimezone(zone).date()
    days = day - timedelta(days=_DAYS_BEFORE), day + timedelta(days=_DAYS_AFTER)
    found = [
        Keep(Cause.OVERTIME if piece.is_overtime else Cause.SHIFT, piece.code)
        for piece in _pieces(rota, *days)
        if start < piece.end + habits.travel_minutes and piece.start - habits.travel_minutes < end
    ]
    found += [Keep(Cause.REST, work.code) for work in _work(rota, *days) if work.end <= start < _over(work, habits)]
    if any(start < until and since < end for since, until in _leave(rota)):
        found.append(Keep(Cause.LEAVE))
    if any(start < until and since < end for since, until in _nights(rota, day, day, habits)):
        found.append(Keep(Cause.SLEEP))
    return min(found, key=lambda keep: list(Cause).index(keep.cause), default=None)


@lru_cache(maxsize=256)
def _work(rota: Rota, first: date, last: date) -> tuple[_Piece, ...]:
    """The known work that starts on these days; overtime that touches other work makes one piece with it."""
    return tuple(_joined(_pieces(rota, first, last)))


@lru_cache(maxsize=256)
def _pieces(rota: Rota, first: date, last: date) -> tuple[_Piece, ...]:
    """Each shift and each overtime that starts on these days, the earliest first."""
    pieces = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day, midnight = date.fromordinal(ordinal), ordinal * MINUTES_A_DAY
        shift = rota.shift_on(day)
        if isinstance(shift, Shift):
            pieces.append(_Piece(midnight + shift.start, midnight + shift.end, shift.code, is_overtime=False))
        for one in rota.exceptions:
            if isinstance(one, Overtime) and one.day == day:
                hours = one.hours
                pieces.append(_Piece(midnight + hours.start, midnight + hours.end, hours.code, is_overtime=True))
    return tuple(sorted(pieces))


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before is not None and piece.start <= before.end and (piece.is_overtime or before.is_overtime):
            named = before if piece.is_overtime else piece
            joined[-1] = _Piece(before.start, max(before.end, piece.end), named.code, named.is_overtime)
        else:
            joined.append(piece)
    return joined


def _over(piece: _Piece, habits: Habits) -> int:
    """When somebody is there again after a piece of work: home, and rested when it was a night."""
    return (
        piece.end
        + habits.travel_minutes
        + (habits.rest_after_night_minutes if covers_night(piece.start, piece.end) else 0)
    )


def _nights(rota: Rota, first: date, last: date, habits: Habits) -> list[tuple[int, int]]:
    """The nights that may reach into these days and are slept: those without work at night (``models.shifts``)."""
    days = first - timedelta(days=_DAYS_BEFORE), last + timedelta(days=_DAYS_AFTER)
    worked = [(one.start, one.end) for one in _work(rota, *days) if covers_night(one.start, one.end)]
    return slept_nights(habits, first.toordinal() - 1, last.toordinal() + 1, worked)


def _leave(rota: Rota) -> Collection[tuple[int, int]]:
    return [
        (one.first.toordinal() * MINUTES_A_DAY, (one.last.toordinal() + 1) * MINUTES_A_DAY)
        for one in rota.exceptions
        if isinstance(one, Leave)
    ]


def _is_unknown(rota: Rota, first: date, last: date) -> bool:
    days = range(first.toordinal(), last.toordinal() + 1)
    return rota.cycle is None and any(rota.shift_on(date.fromordinal(day)) is Knowledge.UNKNOWN for day in days)


def _minute(local: datetime) -> int:
    return local.toordinal() * MINUTES_A_DAY + minute_of(local.time())
