"""After a change of shifts: whose seats in a class no longer fit, and what they are offered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from handlers.classes import seat_telling
from models import class_fits, class_seats
from models.classes import ClassSitting, Enrolment, Seat, SeatState, SittingState
from models.people import Person
from models.rest import Habits


def look(session: Session, people: Iterable[Person], now: datetime, habits: Habits) -> None:
    """Look at the seats of these people in classes, now that their shifts have changed.

    Who can no longer come to a sitting is told, with the next ones that fit; the seat stays until they choose. Who
    waits for a place that fits now moves up when there is one.
    """
    wanted = {person.id: person for person in people}
    seats = _ahead(session, set(wanted), now)
    sittings = {seat.sitting_id: seat.sitting for seat in seats}
    sitting_in = {seat.person_id: wanted[seat.person_id] for seat in seats}
    kept = class_fits.keeps(session, sitting_in.values(), list(sittings.values()), habits)
    for seat in seats:
        keep = kept[seat.sitting_id].get(seat.person_id)
        if seat.state is SeatState.BOOKED and keep is not None:
            seat_telling.tell_shift(session, seat, keep, now)
    waited_for = {seat.sitting_id for seat in seats if seat.state is SeatState.WAITING}
    # Courses are locked in the order of their ids, so that two such looks do not wait for each other.
    for sitting in sorted((sittings[one] for one in waited_for), key=lambda one: (one.course_id, one.id)):
        moved = class_seats.promote_waiting(session, sitting, now, habits)
        seat_telling.tell_moved_up(session, moved, now)


def _ahead(session: Session, people: set[int], now: datetime) -> list[Seat]:
    """Their booked seats, and those for which they wait, in sittings to come."""
    session.flush()
    query = (
        select(Seat)
        .join(Seat.sitting)
        .join(Enrolment, (Enrolment.course_id == Seat.course_id) & (Enrolment.person_id == Seat.person_id))
        .where(
            Seat.person_id.in_(people),
            Seat.state.in_((SeatState.BOOKED, SeatState.WAITING)),
            Enrolment.left_at.is_(None),
            ClassSitting.state == SittingState.PLANNED,
            ClassSitting.starts_at > now,
        )
        .options(contains_eager(Seat.sitting), joinedload(Seat.person))
        .order_by(Seat.id)
    )
    return list(session.scalars(query))
