"""Who has met the attendance that a class asks for its certificate (a setting: DOMAIN.md §3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session, joinedload

from models import courses
from models.candidates import Stage
from models.classes import ClassSitting, Course, Enrolment, Seat, SittingState
from models.meetings import Attendance
from models.names import fold

_OF_NEW_MEMBERS = "dang vien moi"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many half-days of a course somebody was at, each counted once, whether in its sitting or in a make-up."""

    enrolment: Enrolment
    attended: int
    half_days: int

    @property
    def share(self) -> Fraction:
        """Return which part of the course that is, 0 to 1."""
        return Fraction(self.attended, self.half_days) if self.half_days else Fraction(0)

    def has_met(self, share: Fraction) -> bool:
        """Whether it is enough for the certificate."""
        return bool(self.half_days) and self.share >= share


def standings(session: Session, course: Course, people: Collection[int] | None = None) -> list[Standing]:
    """Return the standing of everybody on a course, or of those of `people` (ids), in the order of their codes.

    Only what stands on a saved roll counts.
    """
    enrolments = (
        select(Enrolment)
        .where(Enrolment.course_id == course.id, Enrolment.left_at.is_(None))
        .options(joinedload(Enrolment.person))
    )
    attended = select(Seat.person_id, func.count(distinct(Seat.half_day))).where(
        Seat.course_id == course.id, Seat.attendance == Attendance.PRESENT
    )
    if people is not None:
        enrolments = enrolments.where(Enrolment.person_id.in_(people))
        attended = attended.where(Seat.person_id.in_(people))
    counts = dict(session.execute(attended.group_by(Seat.person_id)).all())
    total = len(courses.half_days(course))
    found = [Standing(row, counts.get(row.person_id, 0), total) for row in session.scalars(enrolments)]
    return sorted(found, key=lambda one: (len(one.enrolment.person.code), one.enrolment.person.code))


def to_certify(session: Session, course: Course, share: Fraction) -> list[Standing]:
    """Return who has met the attendance and has no certificate yet."""
    return [one for one in standings(session, course) if one.enrolment.completed_on is None and one.has_met(share)]


def sittings_ahead(session: Session, course_id: int, now: datetime) -> int:
    """Return how many sittings of a course are yet to be held."""
    ahead = select(func.count()).where(
        ClassSitting.course_id == course_id, ClassSitting.state == SittingState.PLANNED, ClassSitting.ends_at > now
    )
    return session.scalar(ahead) or 0


def stage_of(course: Course) -> Stage:
    """Return the stage of the path that the certificate of a course stands for."""
    is_for_members = _OF_NEW_MEMBERS in fold(f"{course.kind} {course.name}")
    return Stage.NEW_MEMBER_CLASS_COMPLETED if is_for_members else Stage.CLASS_COMPLETED
