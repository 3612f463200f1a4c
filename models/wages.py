"""What classes cost in wages: which sittings lie within working hours, and the hours that enterprises have not paid.

Figures about enterprises are sums over people. One of fewer than ``FEWEST_PEOPLE`` would tell of somebody, so it is
shown only summed with others, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from models.classes import ClassSitting, Seat, SeatState, SittingState, Wage
from models.meetings import Attendance
from models.people import Person
from models.person_rotas import rotas_of
from models.rest import Habits
from models.rotas import Knowledge, Rota
from models.shift_patterns import MINUTES_A_DAY
from models.units import Enterprise, Unit

FEWEST_PEOPLE = 3
ASKED_FOR = timedelta(days=14)  # a question about an older sitting is no longer answered from memory
_LONGEST_SITTING = timedelta(days=1)
_PLANT = func.coalesce(Person.enterprise_id, Unit.enterprise_id)  # as models.person_rotas.plants_of tells it

Times = tuple[datetime, datetime]  # [start, end)


@dataclass(frozen=True, slots=True)
class WorkedSeat:
    """A booked seat whose sitting meets working hours: which parts of it, in the zone of the person's rota."""

    seat: Seat
    parts: tuple[Times, ...]

    @property
    def minutes(self) -> int:
        """Return how much working time it takes."""
        return _minutes(self.parts)


@dataclass(frozen=True, slots=True)
class Share:
    """The hours that one enterprise has not paid, of at least ``FEWEST_PEOPLE`` people."""

    enterprise: Enterprise
    people: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Rest:
    """The hours of several enterprises that are too few people to be named each."""

    enterprises: int
    people: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Unpaid:
    """The unpaid hours of a period: the most first, then the rest. `is_withheld` when all together are too few people.

    When they are withheld there are neither shares nor a rest.
    """

    shares: tuple[Share, ...] = ()
    rest: Rest | None = None
    is_withheld: bool = False


def working_time(rota: Rota, start: datetime, end: datetime) -> tuple[Times, ...]:
    """Return the parts of ``[start, end)`` in which the person is known to work, ascending; the way is no work."""
    zone = ZoneInfo(rota.habits.timezone)
    first, last = start.astimezone(zone), end.astimezone(zone)
    days = range(first.toordinal() - 1, last.toordinal() + 1)  # a shift lasts a day at most
    parts: list[Times] = []
    for begins, ends in sorted(piece for day in days for piece in rota.work_on(date.fromordinal(day))):
        since = max(first, _moment(begins, zone), parts[-1][1] if parts else first)
        until = min(last, _moment(ends, zone))
        if since < until:
            goes_on = bool(parts) and parts[-1][1] == since
            parts.append((parts.pop()[0] if goes_on else since, until))
    return tuple(parts)


def booked_within_work(
    session: Session, person: Person, course_id: int, now: datetime, habits: Habits
) -> tuple[list[WorkedSeat], bool]:
    """Return the person's booked seats of sittings still to come that meet working hours, the earliest first.

    The second says whether shifts are not known on the day of one of the other sittings.
    """
    found = session.scalars(
        select(Seat)
        .join(Seat.sitting)
        .where(
            Seat.person_id == person.id,
            Seat.course_id == course_id,
            Seat.state == SeatState.BOOKED,
            Seat.attendance.is_(None),
            ClassSitting.state == SittingState.PLANNED,
            ClassSitting.starts_at > now,
        )
        .options(contains_eager(Seat.sitting))
        .order_by(ClassSitting.starts_at)
    )
    seats = list(found)
    if not seats:
        return [], False
    rota = rotas_of(session, [person], *_days(seats), habits)[person.id]
    parts = {seat.id: working_time(rota, seat.sitting.starts_at, seat.sitting.ends_at) for seat in seats}
    unknown = any(not parts[seat.id] and _is_unknown(rota, seat.sitting) for seat in seats)
    return [WorkedSeat(seat, parts[seat.id]) for seat in seats if parts[seat.id]], unknown


def reckon(session: Session, now: datetime, settled: timedelta, habits: Habits) -> list[Seat]:
    """Reckon, once, the working time of each seat attended of late; return the seats that took some.

    A roll is looked at when it is so long `settled` that it can no longer be taken back. What is reckoned is kept with
    the seat, so that a later change of shifts does not change what was lost. Of unknown shifts nothing is assumed.
    """
    seats = list(session.scalars(_to_reckon(now, now - settled)))
    if not seats:
        return []
    people = {seat.person_id: seat.person for seat in seats}
    rotas = rotas_of(session, people.values(), *_days(seats), habits)
    for seat in seats:
        seat.lost_minutes = _minutes(working_time(rotas[seat.person_id], seat.sitting.starts_at, seat.sitting.ends_at))
    return [seat for seat in seats if seat.lost_minutes]


def unpaid(session: Session, since: datetime, until: datetime, plants: Select[Enterprise] | None = None) -> Unpaid:
    """Return the hours of sittings that began in ``[since, until)`` and were not paid; of `plants` only, when given."""
    where = [
        Seat.wage == Wage.UNPAID,
        Seat.attendance == Attendance.PRESENT,
        ClassSitting.starts_at >= since,
        ClassSitting.starts_at < until,
    ]
    if plants is not None:
        where.append(_PLANT.in_(plants.with_only_columns(Enterprise.id).order_by(None)))
    return grouped(_summed(session, where))


def _summed(session: Session, where: Sequence[ColumnElement[bool]]) -> list[tuple[Enterprise, int, int]]:
    """Enterprises with how many people lost how many minutes."""
    rows = session.execute(
        select(Enterprise, func.count(Seat.person_id.distinct()), func.sum(Seat.lost_minutes))
        .select_from(Seat)
        .join(Seat.sitting)
        .join(Seat.person)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .join(Enterprise, Enterprise.id == _PLANT)
        .where(Seat.lost_minutes > 0, *where)
        .group_by(Enterprise.id)
    )
    return [(enterprise, people, minutes or 0) for enterprise, people, minutes in rows]


def grouped(rows: Iterable[tuple[Enterprise, int, int]]) -> Unpaid:
    """Sum those of too few people; one that is large enough goes along when even together they are too few."""
    shares = sorted((Share(*row) for row in rows), key=lambda one: (-one.people, one.enterprise.code))
    few: list[Share] = []
    while shares and (shares[-1].people < FEWEST_PEOPLE or 0 < sum(one.people for one in few) < FEWEST_PEOPLE):
        few.append(shares.pop())
    people = sum(one.people for one in few)
    if few and people < FEWEST_PEOPLE:
        return Unpaid(is_withheld=True)
    rest = Rest(len(few), people, sum(one.minutes for one in few)) if few else None
    return Unpaid(tuple(sorted(shares, key=lambda one: (-one.minutes, one.enterprise.code))), rest)


def _to_reckon(now: datetime, saved_by: datetime) -> Select[Seat]:
    return (
        select(Seat)
        .join(Seat.sitting)
        .where(
            ClassSitting.starts_at > now - ASKED_FOR - _LONGEST_SITTING,
            ClassSitting.starts_at <= now,
            ClassSitting.ends_at <= now,
            ClassSitting.ends_at > now - ASKED_FOR,
            ClassSitting.state == SittingState.HELD,
            ClassSitting.held_at <= saved_by,
            Seat.attendance == Attendance.PRESENT,
            Seat.lost_minutes.is_(None),
        )
        .options(contains_eager(Seat.sitting), joinedload(Seat.person))
        .order_by(Seat.id)
    )


def _days(seats: Sequence[Seat]) -> tuple[date, date]:
    """The days on which a shift may begin that meets one of the sittings, in any time zone."""
    first = min(seat.sitting.starts_at for seat in seats).date() - timedelta(days=2)
    return first, max(seat.sitting.ends_at for seat in seats).date() + timedelta(days=1)


def _is_unknown(rota: Rota, sitting: ClassSitting) -> bool:
    zone = ZoneInfo(rota.habits.timezone)
    days = {sitting.starts_at.astimezone(zone).date(), sitting.ends_at.astimezone(zone).date()}
    return any(rota.shift_on(day) is Knowledge.UNKNOWN for day in days)


def _minutes(parts: Sequence[Times]) -> int:
    return sum(int((end - start).total_seconds()) // 60 for start, end in parts)


def _moment(minute: int, zone: ZoneInfo) -> datetime:
    day, minutes = divmod(minute, MINUTES_A_DAY)
    return datetime.combine(date.fromordinal(day), time(*divmod(minutes, 60)), zone)
