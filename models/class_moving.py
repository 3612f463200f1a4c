"""What a move or the end of a sitting does to those who sit in it, before and when it is done.

Whoever can still come stays. Whoever cannot is given a place in the first other sitting of the half-day that fits
them, as long as there are places; the others lose theirs, to choose again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import class_fits, class_seats
from models.class_seats import Outcome
from models.class_slots import Times
from models.classes import ClassSitting, Seat, SeatState, SittingState
from models.people import Person
from models.rest import Habits


@dataclass(frozen=True, slots=True)
class Effect:
    """Those with a seat in the sitting, in the order of their seats: who stays and who does not.

    `elsewhere` is the other sitting (by the person's id) in which there is a place for somebody who does not stay.
    """

    staying: tuple[Person, ...]
    losing: tuple[Person, ...]
    elsewhere: Mapping[int, ClassSitting]

    @property
    def without(self) -> list[Person]:
        """Return those who are left without a sitting of the half-day."""
        return [person for person in self.losing if person.id not in self.elsewhere]


@dataclass(frozen=True, slots=True)
class Moved:
    """What was done: the seats that ended, the new ones of the same people, and those of others who moved up.

    `waiters` are those who waited for the sitting and did not move up; `waits` the waits of the half-day that ended.
    """

    effect: Effect
    ended: tuple[Seat, ...]
    given: tuple[Seat, ...]
    moved_up: tuple[Seat, ...]
    waiters: tuple[Person, ...]
    waits: tuple[Seat, ...]


def effect(session: Session, sitting: ClassSitting, times: Times | None, now: datetime, habits: Habits) -> Effect:
    """Return what becomes of those who sit in `sitting` when it is moved to `times`, or cancelled (None)."""
    booked = _booked(session, sitting)
    people = [seat.person for seat in booked]
    own = _seats_of(session, people)
    staying = _able(session, people, own, _as_moved(sitting, times), habits) if times else set()
    losing = [person for person in people if person.id not in staying]
    others = _others(session, sitting, now)
    elsewhere = _elsewhere(session, others, losing, own, habits)
    return Effect(tuple(person for person in people if person.id in staying), tuple(losing), elsewhere)


def move(session: Session, sitting: ClassSitting, times: Times | None, now: datetime, habits: Habits) -> Moved:
    """Move a sitting to `times`, or cancel it (None), and seat anew whoever can no longer come; locks the course."""
    class_seats.lock(session, sitting.course_id)
    found = effect(session, sitting, times, now, habits)
    losing = {person.id for person in found.losing}
    ended = tuple(seat for seat in _booked(session, sitting) if seat.person_id in losing)
    waited, listed = _waits(session, sitting), class_seats.waiting(session, sitting.id)
    for seat in ended:
        seat.state = SeatState.GIVEN_UP
    sitting.round += 1
    if times is None:
        sitting.state = SittingState.CANCELLED
        _end_waits(session, sitting)
    else:
        sitting.starts_at, sitting.ends_at = times
    session.flush()
    given, moved_up = list[Seat](), list[Seat]()
    for person in found.losing:
        if person.id in found.elsewhere:
            asked = class_seats.book(session, found.elsewhere[person.id], person, now, habits)
            if asked.outcome is Outcome.BOOKED and asked.seat is not None:
                given.append(asked.seat)
                moved_up += asked.moved_up
    if times is not None:
        moved_up += class_seats.promote_waiting(session, sitting, now, habits)
    risen = {seat.person_id for seat in moved_up}
    waiters = tuple(seat.person for seat in listed if seat.person_id not in risen)
    waits = tuple(seat for seat in waited if seat.state is SeatState.GIVEN_UP and seat.person_id not in risen)
    return Moved(found, ended, tuple(given), tuple(moved_up), waiters, waits)


def _booked(session: Session, sitting: ClassSitting) -> Sequence[Seat]:
    query = select(Seat).where(Seat.sitting_id == sitting.id, Seat.state == SeatState.BOOKED).order_by(Seat.id)
    return session.scalars(query.options(joinedload(Seat.person))).all()


def _waits(session: Session, sitting: ClassSitting) -> Sequence[Seat]:
    """Who waits for any sitting of the half-day."""
    query = select(Seat).where(Seat.course_id == sitting.course_id, Seat.half_day == sitting.half_day)
    return session.scalars(query.where(Seat.state == SeatState.WAITING).order_by(Seat.id)).all()


def _end_waits(session: Session, sitting: ClassSitting) -> None:
    query = select(Seat).where(Seat.sitting_id == sitting.id, Seat.state == SeatState.WAITING)
    for seat in session.scalars(query):
        seat.state = SeatState.GIVEN_UP


def _seats_of(session: Session, people: Iterable[Person]) -> Mapping[int, Sequence[Seat]]:
    """Everybody's seats of every course, by the person's id."""
    query = select(Seat).where(Seat.person_id.in_([person.id for person in people])).options(joinedload(Seat.sitting))
    found: dict[int, list[Seat]] = defaultdict(list)
    for seat in session.scalars(query.order_by(Seat.id)):
        found[seat.person_id].append(seat)
    return found


def _as_moved(sitting: ClassSitting, times: Times) -> ClassSitting:
    """The sitting as it would be; it is not a row of the session."""
    return ClassSitting(
        id=sitting.id,
        course_id=sitting.course_id,
        half_day=sitting.half_day,
        starts_at=times[0],
        ends_at=times[1],
        state=sitting.state,
    )


def _able(
    session: Session,
    people: Sequence[Person],
    own: Mapping[int, Sequence[Seat]],
    sitting: ClassSitting,
    habits: Habits,
) -> set[int]:
    """Who can come to a sitting, by their shifts and by their other sittings."""
    kept = class_fits.keeps(session, people, [sitting], habits)[sitting.id]
    return {
        person.id
        for person in people
        if person.id not in kept and class_fits.clash(sitting, own.get(person.id, ())) is None
    }


def _others(session: Session, sitting: ClassSitting, now: datetime) -> Sequence[ClassSitting]:
    """The other sittings of the half-day that are still to come."""
    query = select(ClassSitting).where(
        ClassSitting.course_id == sitting.course_id,
        ClassSitting.half_day == sitting.half_day,
        ClassSitting.id != sitting.id,
        ClassSitting.state == SittingState.PLANNED,
        ClassSitting.starts_at > now,
    )
    return session.scalars(query.order_by(ClassSitting.starts_at, ClassSitting.id)).all()


def _elsewhere(
    session: Session,
    others: Sequence[ClassSitting],
    losing: Sequence[Person],
    own: Mapping[int, Sequence[Seat]],
    habits: Habits,
) -> dict[int, ClassSitting]:
    """The first of the `others`, by the id of each person for whom there is one that fits, with a place left."""
    left = class_fits.places_left(session, others)
    found: dict[int, ClassSitting] = {}
    for other in others:
        able = _able(session, losing, own, other, habits)
        for person in losing:
            places = left[other.id]
            if person.id in able and person.id not in found and (places is None or places > 0):
                found[person.id] = other
                left[other.id] = None if places is None else places - 1
    return found
