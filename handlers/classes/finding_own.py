"""The person's own courses, seats and sittings, by the ids of a press: what is not theirs is not found."""

from __future__ import annotations

from handlers.turn import Turn
from models.classes import ClassSitting, Enrolment, Seat

_LONGEST_ID = 9  # digits: a longer one is no id, and more than a database takes


def enrolment_of(turn: Turn, course_id: str) -> Enrolment | None:
    """Return the person's own place on a course, None when they are not on it."""
    if not _is_id(course_id):
        return None
    query = turn.access.own_courses().where(Enrolment.course_id == int(course_id))
    return turn.session.scalars(query).first()


def seat_of(turn: Turn, seat_id: str) -> Seat | None:
    """Return one of the person's own seats by its id."""
    if not _is_id(seat_id):
        return None
    return turn.session.scalars(turn.access.own_seats().where(Seat.id == int(seat_id))).first()


def sitting_of(turn: Turn, sitting_id: str) -> ClassSitting | None:
    """Return a sitting of one of the person's own courses by its id."""
    sitting = turn.session.get(ClassSitting, int(sitting_id)) if _is_id(sitting_id) else None
    if sitting is None or enrolment_of(turn, str(sitting.course_id)) is None:
        return None
    return sitting


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) <= _LONGEST_ID
