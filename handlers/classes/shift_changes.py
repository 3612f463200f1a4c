"""After a change of shifts: whose seats in a class no longer fit, and what they are offered."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from handlers.classes import seat_telling
from handlers.turn import Turn
from models import class_fits, class_seats
from models.classes import ClassSitting, Enrolment, Seat, SeatState, SittingState
from models.people import Person


def look(turn: Turn, people: Iterable[Person]) -> None:
    """Look at the seats of these people in classes, now that their shifts have changed.

    Who can no longer come to a sitting is told, with the next ones that fit; the seat stays until they choose. Who
    waits for a place that fits now moves up when there is one.
    """
    wanted = {person.id: person for person in people}
    seats = _ahead(turn, set(wanted))
    sittings = {seat.sitting_id: seat.sitting for seat in seats}
    kept = class_fits.keeps(turn.session, wanted.values(), list(sittings.values()), turn.settings.habits)
    for seat in seats:
        keep = kept[seat.sitting_id].get(seat.person_id)
        if seat.state is SeatState.BOOKED and keep is not None:
            seat_telling.tell_shift(turn.session, seat, keep, turn.now)
    waited_for = {seat.sitting_id for seat in seats if seat.state is SeatState.WAITING}
    for sitting in (sittings[one] for one in sorted(waited_for)):
        moved = class_seats.promote_waiting(turn.session, sitting, turn.now, turn.settings.habits)
        seat_telling.tell_moved_up(turn.session, moved, turn.now)


def _ahead(turn: Turn, people: set[int]) -> list[Seat]:
    """Their booked seats, and those for which they wait, in sittings to come."""
    turn.session.flush()
    query = (
        select(Seat)
        .join(Seat.sitting)
        .join(Enrolment, (Enrolment.course_id == Seat.course_id) & (Enrolment.person_id == Seat.person_id))
        .where(
            Seat.person_id.in_(people),
            Seat.state.in_((SeatState.BOOKED, SeatState.WAITING)),
            Enrolment.left_at.is_(None),
            ClassSitting.state == SittingState.PLANNED,
            ClassSitting.starts_at > turn.now,
        )
        .options(contains_eager(Seat.sitting), joinedload(Seat.person))
        .order_by(Seat.id)
    )
    return list(turn.session.scalars(query))
