"""Taking back that people were put on a course, as long as none of them has a seat in it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import exists, select

from handlers.markup import bold
from handlers.turn import Turn
from models.audit import UndoStep
from models.classes import Course, Enrolment, Seat

UNDO_KIND = "enrolled"


def remember(turn: Turn, course: Course, added: Iterable[Enrolment]) -> None:
    """Note how to take it back."""
    details = {"course": course.id, "enrolments": sorted(one.id for one in added)}
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take them off the course again, and say so."""
    course = turn.session.scalar(turn.access.courses().where(Course.id == step.details["course"]))
    enrolments = turn.session.scalars(select(Enrolment).where(Enrolment.id.in_(step.details["enrolments"]))).all()
    if course is None or not enrolments:
        return turn.t("The class was changed since; it stays as it is.")
    people = [one.person_id for one in enrolments]
    seated = exists().where(Seat.course_id == course.id, Seat.person_id.in_(people))
    if turn.session.scalar(select(seated)):
        return turn.t("Somebody of them has a seat already; it stays as it is.")
    for enrolment in enrolments:
        turn.session.delete(enrolment)
    turn.session.flush()
    return turn.t("{count} people are off class {code} again.", count=len(people), code=bold(course.code))
