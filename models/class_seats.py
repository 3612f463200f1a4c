"""The laws of seats: booked within the capacity, one of each half-day, in order; and the waiting list that moves.

Every function that changes seats locks the sittings of the course first (:func:`lock`), so that two people who ask for
the last place at the same moment come one after the other. Whoever has locked nothing of a course before may call them
in any order; whoever locks a single sitting first may not, as two such would wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import class_fits
from models.classes import ClassSitting, Course, Enrolment, Seat, SeatState, SittingState
from models.people import Person
from models.rest import Habits

MOVES_UP_BEFORE = timedelta(hours=12)  # nobody is put into a sitting so near that they may not hear of it in time


class Outcome(StrEnum):
    """What became of a wish for a place."""

    BOOKED = "booked"
    WAITING = "waiting"  # the sitting is full: they stand on its waiting list
    ALREADY = "already"  # they have the seat, or wait for it, as before
    FULL = "full"
    BEGUN = "begun"  # it has begun, was held or is cancelled
    ATTENDED = "attended"  # they have been in a sitting of this half-day, or are in one
    CLASH = "clash"  # it breaks the order of the half-days, or meets another of their sittings
    NOT_ENROLLED = "not_enrolled"


class Asked(NamedTuple):
    """The answer to a wish: the seat that came of it, the sitting that stands against it, and who moved up by it."""

    outcome: Outcome
    seat: Seat | None = None
    against: ClassSitting | None = None
    moved_up: tuple[Seat, ...] = ()


def lock(session: Session, course_id: int) -> Sequence[ClassSitting]:
    """Lock the sittings of a course until the transaction ends; return them as they are now, by their ids."""
    session.flush()
    query = select(ClassSitting).where(ClassSitting.course_id == course_id).order_by(ClassSitting.id)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def lock_course(session: Session, course_id: int) -> Course | None:
    """Lock a course whose sittings will be added to or taken away, before :func:`lock`; None when it is gone.

    Its key stays free: a seat that is being booked refers to it, while the sittings are locked.
    """
    return session.scalar(select(Course).where(Course.id == course_id).with_for_update(key_share=True))


def book(session: Session, sitting: ClassSitting, person: Person, now: datetime, habits: Habits) -> Asked:
    """Give somebody a place, in exchange for the one that they had in this half-day; shifts are not looked at.

    It is a make-up when they missed the half-day or were given leave. When a place became free by it, the first who
    wait for that move up.
    """
    lock(session, sitting.course_id)
    own = class_fits.seats(session, person.id)
    refused = _refused(session, sitting, person, own, now)
    if refused is not None:
        return refused
    if _is_full(session, sitting):
        return Asked(Outcome.FULL)
    seat, left = _sit(session, sitting, person, own, now)
    return Asked(Outcome.BOOKED, seat, moved_up=_promote(session, left, now, habits))


def wait(session: Session, sitting: ClassSitting, person: Person, now: datetime) -> Asked:
    """Put somebody on the waiting list of a sitting; a place in another one of the half-day stays theirs until then.

    Of each half-day they wait for one sitting: the last that they asked for. A refusal comes back as from :func:`book`.
    """
    lock(session, sitting.course_id)
    own = class_fits.seats(session, person.id)
    refused = _refused(session, sitting, person, own, now)
    if refused is not None:
        return refused
    seat = _seat_in(sitting, own)
    if seat is not None and seat.state is SeatState.WAITING:
        return Asked(Outcome.ALREADY, seat)
    _end_waits(sitting, own)
    return Asked(Outcome.WAITING, _put(session, sitting, person, seat, state=SeatState.WAITING, now=now))


def ask(session: Session, sitting: ClassSitting, person: Person, now: datetime, habits: Habits) -> Asked:
    """Book a place, or when the sitting is full put the person on its waiting list."""
    asked = book(session, sitting, person, now, habits)
    return wait(session, sitting, person, now) if asked.outcome is Outcome.FULL else asked


def give_up(
    session: Session,
    seat: Seat,
    now: datetime,
    habits: Habits,
    *,
    state: SeatState = SeatState.GIVEN_UP,
    reason: str | None = None,
) -> tuple[Seat, ...]:
    """End a booked or waiting seat: given up, or with ``SeatState.EXCUSED`` on leave; return who moved up by it.

    Nothing happens to a seat that has ended otherwise, or whose sitting has begun.
    """
    lock(session, seat.course_id)
    session.refresh(seat)
    if seat.state not in (SeatState.BOOKED, SeatState.WAITING) or class_fits.is_over(seat, now):
        return ()
    was_booked = seat.state is SeatState.BOOKED
    seat.state, seat.reason, seat.is_make_up = state, reason, False
    session.flush()
    return _promote(session, [seat.sitting], now, habits) if was_booked else ()


def leave_course(session: Session, enrolment: Enrolment, now: datetime, habits: Habits) -> tuple[Seat, ...]:
    """Take somebody off a course from now on; return who moved up into the places that they had."""
    lock(session, enrolment.course_id)
    enrolment.left_at = now
    moved: list[Seat] = []
    for seat in class_fits.seats(session, enrolment.person_id):
        if seat.course_id == enrolment.course_id:
            moved += give_up(session, seat, now, habits)
    return tuple(moved)


def leave_every_course(session: Session, person_id: int, now: datetime, habits: Habits) -> tuple[Seat, ...]:
    """Take somebody off all their courses from now on; return who moved up into the places that they had."""
    query = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.left_at.is_(None))
    enrolments = session.scalars(query.order_by(Enrolment.course_id)).all()
    return tuple(seat for enrolment in enrolments for seat in leave_course(session, enrolment, now, habits))


def stop_waiting(session: Session, person_id: int, now: datetime, habits: Habits) -> None:
    """Take somebody off all waiting lists; the places that they have stay theirs."""
    query = select(Seat).where(Seat.person_id == person_id, Seat.state == SeatState.WAITING)
    for seat in session.scalars(query.order_by(Seat.course_id, Seat.id)).all():
        give_up(session, seat, now, habits)


def promote_waiting(session: Session, sitting: ClassSitting, now: datetime, habits: Habits) -> tuple[Seat, ...]:
    """Let those who wait move up while there are places, in the order of asking; return their seats.

    Whoever cannot come any more, by their shifts or their other half-days, is passed over and goes on waiting. The
    place that somebody leaves in another sitting is given on likewise.
    """
    lock(session, sitting.course_id)
    return _promote(session, [sitting], now, habits)


def waiting(session: Session, sitting_id: int) -> Sequence[Seat]:
    """Return the waiting list of a sitting, the first to move up first."""
    session.flush()
    query = select(Seat).where(Seat.sitting_id == sitting_id, Seat.state == SeatState.WAITING)
    fresh = query.options(joinedload(Seat.person)).execution_options(populate_existing=True)
    return session.scalars(fresh.order_by(Seat.asked_at, Seat.id)).all()


def _refused(
    session: Session, sitting: ClassSitting, person: Person, own: Sequence[Seat], now: datetime
) -> Asked | None:
    """Why a place cannot be asked for at all."""
    if not _is_enrolled(session, sitting.course_id, person.id):
        return Asked(Outcome.NOT_ENROLLED)
    seat = _seat_in(sitting, own)
    if seat is not None and seat.state is SeatState.BOOKED:
        return Asked(Outcome.ALREADY, seat)
    if sitting.state is not SittingState.PLANNED or sitting.starts_at <= now:
        return Asked(Outcome.BEGUN)
    held = next((one for one in _of_half_day(sitting, own) if one.state is SeatState.BOOKED), None)
    if held is not None and class_fits.is_over(held, now):
        return Asked(Outcome.ATTENDED, held)
    against = class_fits.clash(sitting, own)
    return Asked(Outcome.CLASH, against=against) if against is not None else None


def _sit(
    session: Session, sitting: ClassSitting, person: Person, own: Sequence[Seat], now: datetime
) -> tuple[Seat, list[ClassSitting]]:
    """Write a booked seat; return it with the sittings in which a place became free by it."""
    as_make_up = class_fits.is_make_up(sitting, own)
    left = []
    for other in _of_half_day(sitting, own):
        if other.state is SeatState.BOOKED and other.sitting_id != sitting.id:
            other.state = SeatState.GIVEN_UP
            left.append(other.sitting)
    _end_waits(sitting, own)
    session.flush()  # before the new seat: the database allows one booked seat of a half-day
    seat = _put(session, sitting, person, _seat_in(sitting, own), state=SeatState.BOOKED, now=now)
    seat.is_make_up = as_make_up
    session.flush()
    return seat, left


def _put(
    session: Session, sitting: ClassSitting, person: Person, seat: Seat | None, *, state: SeatState, now: datetime
) -> Seat:
    if seat is None:
        seat = Seat(sitting=sitting, course_id=sitting.course_id, person=person, half_day=sitting.half_day)
        session.add(seat)
    seat.state, seat.asked_at, seat.reason, seat.is_make_up = state, now, None, False
    session.flush()
    return seat


def _promote(session: Session, sittings: Iterable[ClassSitting], now: datetime, habits: Habits) -> tuple[Seat, ...]:
    """It ends: whoever moves up no longer waits, and of each half-day they wait for one sitting only."""
    queue, moved = list(sittings), list[Seat]()
    while queue:
        sitting = queue.pop(0)
        if sitting.state is not SittingState.PLANNED or sitting.starts_at < now + MOVES_UP_BEFORE:
            continue
        listed = waiting(session, sitting.id)
        kept = class_fits.keeps(session, [seat.person for seat in listed], [sitting], habits).get(sitting.id, {})
        for seat in listed:
            if _is_full(session, sitting):
                break
            own = class_fits.seats(session, seat.person_id)
            if seat.person_id in kept or _refused(session, sitting, seat.person, own, now) is not None:
                continue
            booked, left = _sit(session, sitting, seat.person, own, now)
            moved.append(booked)
            queue += left
    return tuple(moved)


def _is_full(session: Session, sitting: ClassSitting) -> bool:
    return class_fits.places_left(session, [sitting])[sitting.id] == 0


def _is_enrolled(session: Session, course_id: int, person_id: int) -> bool:
    query = select(Enrolment.id).where(Enrolment.course_id == course_id, Enrolment.person_id == person_id)
    return session.scalar(query.where(Enrolment.left_at.is_(None))) is not None


def _of_half_day(sitting: ClassSitting, own: Iterable[Seat]) -> list[Seat]:
    return [one for one in own if (one.course_id, one.half_day) == (sitting.course_id, sitting.half_day)]


def _seat_in(sitting: ClassSitting, own: Iterable[Seat]) -> Seat | None:
    return next((one for one in own if one.sitting_id == sitting.id), None)


def _end_waits(sitting: ClassSitting, own: Iterable[Seat]) -> None:
    for seat in _of_half_day(sitting, own):
        if seat.state is SeatState.WAITING and seat.sitting_id != sitting.id:
            seat.state = SeatState.GIVEN_UP
