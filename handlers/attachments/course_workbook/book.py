"""What the workbook of a course tells, read in a few statements however many people are on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.attachments import wording
from models.classes import ClassSitting, Course, CourseTopic, Enrolment, Seat, SeatState, SittingState
from models.meetings import Attendance
from models.names import initials
from models.people import Person
from models.units import Enterprise, Unit


class Learner(NamedTuple):
    """Somebody on the course; `name` is the full name or, for readers who need none, the initials."""

    id: int
    code: str
    name: str
    enterprise: str
    completed_on: date | None


class Sat(NamedTuple):
    """A seat that is not given up."""

    sitting: int
    state: SeatState
    attendance: Attendance | None
    is_make_up: bool
    reason: str  # of leave; empty for readers who see no names


class Held(NamedTuple):
    """A sitting that is not cancelled; `starts_at` has no zone, as workbooks have none."""

    id: int
    half_day: int
    topic: str
    starts_at: datetime
    room: str


@dataclass(frozen=True, slots=True)
class Book:
    """A course with its sittings in their order, its people by code, and the seats of each person by id."""

    code: str
    name: str
    half_days: int
    share: Fraction  # of the half-days, that the certificate asks for
    sittings: tuple[Held, ...]
    learners: tuple[Learner, ...]
    seats: Mapping[int, tuple[Sat, ...]] = field(repr=False)

    def half_day_of(self) -> dict[int, int]:
        """Return the half-day of each sitting by its id."""
        return {sitting.id: sitting.half_day for sitting in self.sittings}


def attended(book: Book) -> dict[int, set[int]]:
    """Return the half-days that each person has attended; a make-up counts for its half-day, once."""
    half_day = book.half_day_of()
    return {
        person: {half_day[seat.sitting] for seat in seats if seat.attendance is Attendance.PRESENT}
        for person, seats in book.seats.items()
    }


def read(session: Session, params: dict[str, Any]) -> Book:
    """Return the course ``params["course_id"]``. Raises ``NoResultFound`` when it is gone."""
    course = session.get_one(Course, params["course_id"])
    sittings = _sittings(session, course.id, params)
    return Book(
        code=course.code,
        name=course.name,
        half_days=sum(topic.half_days for topic in course.topics),
        share=Fraction(params["share"]),
        sittings=sittings,
        learners=_learners(session, course.id, has_names=bool(params["has_names"])),
        seats=_seats(session, course.id, {sitting.id for sitting in sittings}, has_reasons=bool(params["has_names"])),
    )


def _sittings(session: Session, course_id: int, params: dict[str, Any]) -> tuple[Held, ...]:
    rows = session.execute(
        select(ClassSitting.id, ClassSitting.half_day, CourseTopic.title, ClassSitting.starts_at, ClassSitting.room)
        .join(CourseTopic, CourseTopic.id == ClassSitting.topic_id)
        .where(ClassSitting.course_id == course_id, ClassSitting.state != SittingState.CANCELLED)
        .order_by(ClassSitting.half_day, ClassSitting.starts_at, ClassSitting.id)
    )
    return tuple(
        Held(number, half_day, title, wording.local(starts, params).replace(tzinfo=None), room or "")
        for number, half_day, title, starts, room in rows
    )


def _learners(session: Session, course_id: int, *, has_names: bool) -> tuple[Learner, ...]:
    of_cell = select(Enterprise.name).where(Enterprise.id == Unit.enterprise_id).correlate(Unit).scalar_subquery()
    rows = session.execute(
        select(Person.id, Person.code, Person.full_name, Enterprise.name, of_cell, Enrolment.completed_on)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .outerjoin(Enterprise, Enterprise.id == Person.enterprise_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Enrolment.course_id == course_id, Enrolment.left_at.is_(None))
        .order_by(Person.code)
    )
    return tuple(
        Learner(number, code, name if has_names else initials(name), own or cell or "", completed)
        for number, code, name, own, cell, completed in rows
    )


def _seats(session: Session, course_id: int, sittings: set[int], *, has_reasons: bool) -> Mapping[int, tuple[Sat, ...]]:
    rows = session.execute(
        select(Seat.person_id, Seat.sitting_id, Seat.state, Seat.attendance, Seat.is_make_up, Seat.reason)
        .where(Seat.course_id == course_id, Seat.state != SeatState.GIVEN_UP)
        .order_by(Seat.person_id, Seat.half_day, Seat.id)
    )
    found: dict[int, list[Sat]] = defaultdict(list)
    for person, sitting, state, attendance, is_make_up, reason in rows:
        if sitting in sittings:
            told = (reason or "") if has_reasons else ""
            found[person].append(Sat(sitting, state, attendance, is_make_up, told))
    return {person: tuple(seats) for person, seats in found.items()}
