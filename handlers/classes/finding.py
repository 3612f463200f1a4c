"""Which course and which sitting is meant, of those that the writer organises."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select

from handlers.hearing import id_in
from handlers.turn import Turn
from models.class_slots import Times
from models.classes import ClassSitting, Course, Enrolment, Seat, SeatState, SittingState
from models.courses import sittings_of


def course(turn: Turn, course_id: str, *, lock: bool = False) -> Course | None:
    """Return the course of this id when the writer organises it; locked until the commit."""
    number = id_in(course_id)
    if number is None:
        return None
    query = turn.access.courses().where(Course.id == number)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return turn.session.scalar(query)


def by_code(turn: Turn, code: str) -> Course | None:
    """Return the course with this code when the writer organises it."""
    return turn.session.scalar(turn.access.courses().where(func.upper(Course.code) == code))


def courses(turn: Turn) -> Sequence[Course]:
    """Return every course that the writer organises, the newest first."""
    return turn.session.scalars(turn.access.courses()).all()


def sitting(turn: Turn, sitting_id: str) -> ClassSitting | None:
    """Return the sitting of this id when it is still to be held and the writer organises its course."""
    number = id_in(sitting_id)
    if number is None or not turn.access.organises:
        return None
    query = select(ClassSitting).where(ClassSitting.id == number, ClassSitting.state == SittingState.PLANNED)
    return turn.session.scalar(query.where(ClassSitting.starts_at > turn.now))


def with_changeable(turn: Turn) -> list[Course]:
    """Return the courses that have a sitting which can still be moved."""
    ahead = select(ClassSitting.course_id).where(
        ClassSitting.state == SittingState.PLANNED, ClassSitting.starts_at > turn.now
    )
    return list(turn.session.scalars(turn.access.courses().where(Course.id.in_(ahead))))


def numbered(turn: Turn, course_id: int) -> dict[int, ClassSitting]:
    """Return the sittings of a course by the numbers under which they are shown."""
    return dict(enumerate(sittings_of(turn.session, course_id), 1))


def number_of(turn: Turn, one: ClassSitting) -> int:
    """Return the number under which a sitting is shown."""
    return next(number for number, other in numbered(turn, one.course_id).items() if other.id == one.id)


def taken(turn: Turn, sittings: Collection[ClassSitting]) -> Mapping[int, int]:
    """Return how many sit in each sitting, by its id; those in which nobody does are left out."""
    query = (
        select(Seat.sitting_id, func.count())
        .where(Seat.sitting_id.in_([one.id for one in sittings]), Seat.state == SeatState.BOOKED)
        .group_by(Seat.sitting_id)
    )
    return {row[0]: row[1] for row in turn.session.execute(query)}


def enrolled(turn: Turn, course_id: int) -> int:
    """Return how many are on a course."""
    query = select(func.count()).where(Enrolment.course_id == course_id, Enrolment.left_at.is_(None))
    return turn.session.scalar(query) or 0


def times(turn: Turn, one: ClassSitting) -> Times:
    """Return when a sitting is, local."""
    return turn.local(one.starts_at), turn.local(one.ends_at)
