"""The person's own courses, seats and sittings, by the ids of a press: what is not theirs is not found."""

from __future__ import annotations

from handlers.hearing import id_in
from handlers.turn import Turn
from models.classes import ClassSitting, Enrolment, Seat


def enrolment_of(turn: Turn, course_id: str) -> Enrolment | None:
    """Return the person's own place on a course, None when they are not on it."""
    query = turn.access.own_courses().where(Enrolment.course_id == id_in(course_id))
    return turn.session.scalars(query).first()


def seat_of(turn: Turn, seat_id: str) -> Seat | None:
    """Return one of the person's own seats by its id."""
    return turn.session.scalars(turn.access.own_seats().where(Seat.id == id_in(seat_id))).first()


def sitting_of(turn: Turn, sitting_id: str) -> ClassSitting | None:
    """Return a sitting of one of the person's own courses by its id."""
    sitting = turn.session.get(ClassSitting, id_in(sitting_id) or 0)
    if sitting is None or enrolment_of(turn, str(sitting.course_id)) is None:
        return None
    return sitting
