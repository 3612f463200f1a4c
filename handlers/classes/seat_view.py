"""What one person sees of their course: of each half-day where they stand, and what they could choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handlers.settings import Settings
from models import class_fits
from models.cell_planning import Keep
from models.class_fits import Option
from models.classes import ClassSitting, Course, Enrolment, Seat, SeatState, SittingState
from models.courses import HalfDay, half_days
from models.meetings import Attendance
from models.people import Person
from models.person_rotas import rota_of
from models.rotas import Rota

_LOST = (SeatState.EXCUSED, SeatState.MISSED)
_AROUND = timedelta(days=3)  # a shift that reaches into a day began two days before at most


@dataclass(frozen=True, slots=True)
class Row:
    """One half-day of a course for one person. `options` are the other sittings of it, those that fit first."""

    half_day: HalfDay
    seats: tuple[Seat, ...]
    options: tuple[Option, ...]
    now: datetime

    @property
    def is_attended(self) -> bool:
        """Whether a saved roll says that the person was there."""
        return any(seat.attendance is Attendance.PRESENT for seat in self.seats)

    @property
    def booked(self) -> Seat | None:
        """Return the seat that they have and that no roll has marked yet."""
        return next((one for one in self.seats if _is_held(one)), None)

    @property
    def is_ahead(self) -> bool:
        """Whether they have a seat in a sitting that has not begun."""
        return self.booked is not None and not class_fits.is_over(self.booked, self.now)

    @property
    def waiting(self) -> Seat | None:
        """Return the seat for which they wait, as long as its sitting has not begun."""
        return next((one for one in self.seats if one.state is SeatState.WAITING and self._is_ahead(one)), None)

    @property
    def lost(self) -> Seat | None:
        """Return the seat of the last sitting that they missed, or that they asked leave for."""
        return next((one for one in reversed(self.seats) if one.state in _LOST), None)

    @property
    def is_open(self) -> bool:
        """Whether they have been in no sitting of it, and have no seat in one."""
        return not self.is_attended and self.booked is None

    @property
    def fitting(self) -> tuple[Option, ...]:
        """Return the sittings that fit and from which they asked no leave, those with places left first."""
        left = {one.sitting_id for one in self.seats if one.state is SeatState.EXCUSED}
        return tuple(one for one in self.options if one.fits and one.sitting.id not in left)

    def _is_ahead(self, seat: Seat) -> bool:
        return not class_fits.is_over(seat, self.now)


@dataclass(frozen=True, slots=True)
class View:
    """A course as one person sees it. `keeps` is what their shifts say against each sitting, by its id."""

    course: Course
    enrolment: Enrolment
    rows: tuple[Row, ...]
    rota: Rota
    keeps: Mapping[int, Keep]
    zone: ZoneInfo

    @property
    def ahead(self) -> list[tuple[Row, Seat]]:
        """Return the seats that they have in sittings to come, the next one first."""
        found = [(row, row.booked) for row in self.rows if row.is_ahead and row.booked is not None]
        return sorted(found, key=lambda pair: pair[1].sitting.starts_at)

    @property
    def attended(self) -> int:
        """Return how many half-days they have been in, each counted once."""
        return sum(row.is_attended for row in self.rows)

    def row(self, half_day: int) -> Row | None:
        """Return a half-day by its number."""
        return next((row for row in self.rows if row.half_day.number == half_day), None)

    def local(self, moment: datetime) -> datetime:
        """Return `moment` in the organisation's time zone."""
        return moment.astimezone(self.zone)


def load(session: Session, person: Person, enrolment: Enrolment, now: datetime, settings: Settings) -> View:
    """Return a person's course as it stands now."""
    course, habits = enrolment.course, settings.habits
    days = half_days(course)
    own = [seat for seat in class_fits.seats(session, person.id) if seat.course_id == course.id]
    found = class_fits.by_half_day(session, person, course.id, [day.number for day in days], now=now, habits=habits)
    sittings = [seat.sitting for seat in own] + [one.sitting for options in found.values() for one in options]
    kept = class_fits.keeps(session, [person], sittings, habits)
    zone = ZoneInfo(settings.timezone)
    first, last = _span(sittings, now, zone)
    return View(
        course=course,
        enrolment=enrolment,
        rows=tuple(_row(day, own, found[day.number], now) for day in days),
        rota=rota_of(session, person, (first - _AROUND).date(), (last + _AROUND).date(), habits),
        keeps={sitting: keeps[person.id] for sitting, keeps in kept.items() if person.id in keeps},
        zone=zone,
    )


def _is_held(seat: Seat) -> bool:
    is_booked = seat.state is SeatState.BOOKED and seat.attendance is None
    return is_booked and seat.sitting.state is not SittingState.CANCELLED


def _row(day: HalfDay, own: Sequence[Seat], options: Sequence[Option], now: datetime) -> Row:
    seats = tuple(seat for seat in own if seat.half_day == day.number)
    return Row(day, seats, tuple(sorted(options, key=class_fits.by_fit)), now)


def _span(sittings: Sequence[ClassSitting], now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    starts = [one.starts_at for one in sittings] or [now]
    return min(starts).astimezone(zone), max(starts).astimezone(zone)
