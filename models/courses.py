"""Courses as the laws about them need them: their half-days and days, who is on them, and who uses a room when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.class_rules import ClassRules
from models.class_slots import Times
from models.classes import ClassSitting, Course, CourseTopic, Enrolment, SittingState
from models.people import Person


class HalfDay(NamedTuple):
    """A half-day of a course: its number over the whole course, from 1, and which of its topic's `parts` it is."""

    number: int
    topic: CourseTopic
    part: int
    parts: int


def half_days(course: Course) -> list[HalfDay]:
    """Return the half-days of a course in order."""
    pairs = [(topic, part) for topic in course.topics for part in range(1, topic.half_days + 1)]
    return [HalfDay(number, topic, part, topic.half_days) for number, (topic, part) in enumerate(pairs, 1)]


def days_of(course: Course) -> tuple[date, date] | None:
    """Return the first and the last day of a course; None when a topic has none, and without topics."""
    firsts = [topic.starts_on for topic in course.topics if topic.starts_on]
    lasts = [topic.ends_on for topic in course.topics if topic.ends_on]
    if not course.topics or len(firsts) < len(course.topics) or len(lasts) < len(course.topics):
        return None
    return min(firsts), max(lasts)


def people_of(session: Session, course_id: int) -> Sequence[Person]:
    """Return who is on a course and has not left it, in the order in which they came on it."""
    query = select(Enrolment).where(Enrolment.course_id == course_id, Enrolment.left_at.is_(None))
    enrolments = session.scalars(query.options(joinedload(Enrolment.person)).order_by(Enrolment.id))
    return [enrolment.person for enrolment in enrolments]


def most_sittings(course: Course, rules: ClassRules) -> int:
    """Return how many sittings are usual for a course."""
    return max(1, len(half_days(course)) * rules.sittings_per_half_day)


def sittings_of(session: Session, course_id: int) -> Sequence[ClassSitting]:
    """Return the sittings of a course that are not cancelled, by half-days and starts: so they are numbered."""
    query = select(ClassSitting).where(
        ClassSitting.course_id == course_id, ClassSitting.state != SittingState.CANCELLED
    )
    return session.scalars(query.order_by(ClassSitting.half_day, ClassSitting.starts_at, ClassSitting.id)).all()


def planned_at(session: Session, times: Sequence[Times]) -> Sequence[ClassSitting]:
    """Return the sittings of every course that are still to be held between the first and the last of these times."""
    if not times:
        return ()
    query = select(ClassSitting).where(
        ClassSitting.state == SittingState.PLANNED,
        ClassSitting.starts_at < max(end for _, end in times),
        ClassSitting.ends_at > min(start for start, _ in times),
    )
    return session.scalars(query.order_by(ClassSitting.starts_at, ClassSitting.id)).all()


def in_the_way(session: Session, sitting: ClassSitting, times: Times) -> ClassSitting | None:
    """Return another sitting that uses the room of `sitting` at these times; None when it is free.

    Of a course whose room is not known all sittings are held in one room.
    """
    for one in planned_at(session, [times]):
        is_same_room = one.room == sitting.room and (sitting.room is not None or one.course_id == sitting.course_id)
        if is_same_room and one.id != sitting.id:
            return one
    return None
