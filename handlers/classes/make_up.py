"""Make-ups: who missed a half-day, or asked leave for it, is offered the other sittings that fit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from handlers.classes import seat_telling
from models import class_fits
from models.class_fits import Option
from models.classes import ClassSitting, Enrolment, Seat, SeatState, SittingState
from models.meetings import Attendance
from models.people import Person
from models.rest import Habits

_PATIENCE = timedelta(minutes=15)  # a roll that is taken back within it tells nobody
_WORTH_SAYING = timedelta(days=14)  # that no sitting fits yet
_FIRST_PLACE = 1  # left in a sitting that was full before


def fitting(session: Session, seat: Seat, now: datetime, habits: Habits | None = None) -> list[Option]:
    """Return the other sittings of the half-day of a seat that fit and have places left, the earliest first.

    Empty when the person has a place in one of them already, or was in one.
    """
    own = class_fits.seats(session, seat.person_id)
    same = [one for one in own if (one.course_id, one.half_day) == (seat.course_id, seat.half_day)]
    if any(one.state is SeatState.BOOKED for one in same):
        return []
    found = class_fits.options(session, seat.person, seat.course_id, seat.half_day, now=now, habits=habits or Habits())
    return [one for one in found if one.fits and not one.is_full and one.sitting.id != seat.sitting_id]


def offer(
    session: Session,
    seat: Seat,
    now: datetime,
    habits: Habits | None = None,
    *,
    after: timedelta = _PATIENCE,
) -> ClassSitting | None:
    """Offer a make-up for a missed or excused seat by notice; return the first sitting that fits, None without any.

    The notice waits for a while, in which the absence may be taken back, or a make-up chosen. Without any sitting that
    fits it says that one will be offered.
    """
    found = fitting(session, seat, now, habits)
    until = max((one.sitting.starts_at for one in found), default=now + _WORTH_SAYING)
    seat_telling.tell_make_up(session, seat, now, not_before=now + after, until=until)
    return found[0].sitting if found else None


def offer_new(
    session: Session,
    sitting: ClassSitting,
    now: datetime,
    habits: Habits | None = None,
    *,
    is_added: bool = True,
    but: Iterable[int] = (),
) -> int:
    """Offer a sitting by notice to everybody whom it helps (:func:`helped`), `but` these; return how many are told.

    It is a new one, or one that was moved or has a place again.
    """
    out = set(but)
    wanted = [one for one in helped(session, sitting, habits) if one not in out]
    return seat_telling.tell_new_sitting(session, sitting, wanted, now, is_added=is_added)


def offer_freed(
    session: Session,
    sittings: Iterable[ClassSitting],
    now: datetime,
    habits: Habits | None = None,
    *,
    but: Iterable[int] = (),
) -> int:
    """Offer the sittings that have their first place again now: somebody gave it up and nobody waited for it."""
    session.flush()
    open_ = [one for one in sittings if one.state is SittingState.PLANNED and one.starts_at > now]
    left, out = class_fits.places_left(session, open_), set(but)
    return sum(
        offer_new(session, one, now, habits, is_added=False, but=out) for one in open_ if left[one.id] == _FIRST_PLACE
    )


def helped(session: Session, sitting: ClassSitting, habits: Habits | None = None) -> list[int]:
    """Return who on the course (ids) has no place in the half-day of a sitting, was in none, and can come to this one.

    Whoever asked leave from this very sitting is not among them.
    """
    session.flush()
    placed = exists().where(
        Seat.person_id == Person.id,
        Seat.course_id == sitting.course_id,
        Seat.half_day == sitting.half_day,
        (Seat.state == SeatState.BOOKED) | (Seat.attendance == Attendance.PRESENT),
    )
    on_leave = exists().where(
        Seat.person_id == Person.id, Seat.sitting_id == sitting.id, Seat.state == SeatState.EXCUSED
    )
    query = select(Person).join(Enrolment, Enrolment.person_id == Person.id)
    query = query.where(Enrolment.course_id == sitting.course_id, Enrolment.left_at.is_(None), ~placed, ~on_leave)
    people = session.scalars(query.where(Enrolment.completed_on.is_(None)).order_by(Person.id)).all()
    kept = class_fits.keeps(session, people, [sitting], habits or Habits())[sitting.id]
    free = [one.id for one in people if one.id not in kept]
    return [one for one in free if class_fits.clash(sitting, class_fits.seats(session, one)) is None]
