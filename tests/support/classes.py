"""Courses with their sittings and workers, written straight into the database, for tests of what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import Actor, Via, act_as
from models.classes import ClassSitting, Course, CourseTopic, Enrolment, Seat, SeatState, SittingState
from models.database import Database, cipher_of
from models.meetings import Attendance
from models.names import name_key
from models.people import Person, Role, RoleName
from models.units import Enterprise, ShiftSystem
from tests.support.meetings import PLACE
from tests.support.organisation import join
from tests.support.shift_systems import systems

RECORDED_AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HALF_DAY = timedelta(hours=3, minutes=30)
LAM = "CN010"  # the worker of the cast: shift system 3CA, crew B
COURSE = "L2026-4"
TOPICS = (("Bài 1: Khái quát lịch sử Đảng", 1), ("Bài 2: Cương lĩnh xây dựng đất nước", 2), ("Bài 3: Điều lệ Đảng", 1))
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga", "Oanh", "Phú")
_SURNAMES = ("Nguyễn Văn", "Trần Thị", "Lê Văn", "Phạm Thị", "Hoàng Văn")


@dataclass(frozen=True, slots=True)
class Klass:
    """A course that was written: its id, and the ids of its sittings by half-day, the earliest first."""

    course_id: int
    sittings: Mapping[int, tuple[int, ...]]


def add_workers(
    database: Database,
    shifts: Mapping[str, tuple[str | None, str | None]],
    *,
    enterprise: str = "DN001",
    chats: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> None:
    """Write workers of an enterprise: shift system and crew by code.

    Those in `chats` (chat by code) have joined. Names are invented where `names` has none.
    """
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, RECORDED_AT))
        known = set(session.scalars(select(ShiftSystem.code)))
        session.add_all(system for system in systems() if system.code not in known)
        session.flush()
        plant = session.scalars(select(Enterprise).where(Enterprise.code == enterprise)).one()
        for number, (code, (system, crew)) in enumerate(shifts.items()):
            name = (names or {}).get(code) or f"{_SURNAMES[number % 5]} {_GIVEN[number % 12]}"
            person = _person(session, code, name, Role(name=RoleName.WORKER))
            person.enterprise, person.shift_system_code, person.crew = plant, system, crew
            session.flush()
            if chats and code in chats:
                join(session, person, chats[code], RECORDED_AT)


def add_organiser(database: Database, code: str = "TC01", *, chat: str = "1010", name: str = "Đỗ Thu Hằng") -> None:
    """Write somebody who runs classes, with a joined chat."""
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, RECORDED_AT))
        person = _person(session, code, name, Role(name=RoleName.ORGANISER))
        session.flush()
        join(session, person, chat, RECORDED_AT)


def add_course(
    database: Database,
    sittings: Mapping[int, Sequence[datetime]] | None = None,
    *,
    people: Sequence[str] = (LAM,),
    booked: Mapping[str, Sequence[int | None]] | None = None,
    code: str = COURSE,
    name: str = "Lớp bồi dưỡng nhận thức về Đảng, khóa 4",
    topics: Sequence[tuple[str, int]] = TOPICS,
    capacity: int | None = 2,
    room: str | None = "Hội trường A",
    days: tuple[date, date] | None = (date(2026, 12, 1), date(2026, 12, 27)),
) -> Klass:
    """Write a course of the `topics` (title, half-days) with `people` (codes) on it; return what was written.

    `sittings` gives the local starts of each half-day, counted from 1; without it the course has no timetable yet.
    `booked` says of a person's code, for each half-day in order, in which of its sittings (from 0) they sit, None for
    not placed; it may be shorter than the course.
    """
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, RECORDED_AT))
        course = Course(code=code, name=name, kind="Nhận thức về Đảng", organiser="Ban Tuyên giáo")
        first, last = days or (None, None)
        course.topics = [
            CourseTopic(position=at, title=title, half_days=count, room=room, capacity=capacity)
            for at, (title, count) in enumerate(topics, 1)
        ]
        for topic in course.topics:
            topic.starts_on, topic.ends_on = first, last
        session.add(course)
        session.flush()
        of_half_day = [topic for topic in course.topics for _ in range(topic.half_days)]
        written: dict[int, list[ClassSitting]] = {}
        for half_day, starts in (sittings or {}).items():
            written[half_day] = [
                _sitting(course, of_half_day[half_day - 1], half_day, start, room, capacity) for start in sorted(starts)
            ]
            session.add_all(written[half_day])
            session.flush()
        _enrol(session, course.id, people)
        for person, places in (booked or {}).items():
            for half_day, place in enumerate(places, 1):
                if place is not None:
                    session.add(_seat(session, written[half_day][place], person, SeatState.BOOKED, RECORDED_AT))
        session.flush()
        return Klass(course.id, {number: tuple(one.id for one in ones) for number, ones in written.items()})


def enrol(database: Database, course_id: int, *codes: str) -> None:
    """Put people on a course."""
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, RECORDED_AT))
        _enrol(session, course_id, codes)


def seat(
    database: Database,
    sitting_id: int,
    code: str,
    state: SeatState = SeatState.BOOKED,
    *,
    asked_at: datetime = RECORDED_AT,
    attendance: Attendance | None = None,
    is_make_up: bool = False,
) -> int:
    """Write somebody's seat in a sitting as it is told; return its id."""
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, RECORDED_AT))
        sitting = session.get_one(ClassSitting, sitting_id)
        row = _seat(session, sitting, code, state, asked_at)
        row.attendance, row.is_make_up = attendance, is_make_up
        session.add(row)
        session.flush()
        return row.id


def hold(database: Database, sitting_id: int, roll: Mapping[str, Attendance] | None = None) -> None:
    """Write the roll of a sitting: who is not in it was present, who was not present has missed it."""
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, RECORDED_AT))
        sitting = session.get_one(ClassSitting, sitting_id)
        sitting.state, sitting.held_at = SittingState.HELD, sitting.ends_at
        for row in sitting.seats:
            if row.state is SeatState.BOOKED:
                row.attendance = (roll or {}).get(row.person.code, Attendance.PRESENT)
                row.state = SeatState.BOOKED if row.attendance is Attendance.PRESENT else SeatState.MISSED


def seats_of(database: Database, code: str) -> dict[tuple[int, str], str]:
    """Return somebody's seats as ``{(half-day, "12/12 14:30"): "booked"}``; a make-up is ``"booked, make-up"``."""
    with database.read() as session:
        found = session.scalars(select(Seat).join(Seat.person).where(Person.code == code).order_by(Seat.id))
        return {
            (row.half_day, f"{row.sitting.starts_at.astimezone(PLACE):%d/%m %H:%M}"): row.state.value
            + (", make-up" if row.is_make_up else "")
            for row in found
        }


def taken(database: Database, sitting_id: int, state: SeatState = SeatState.BOOKED) -> list[str]:
    """Return the codes of those whose seat in a sitting is in a state, in the order in which they asked."""
    with database.read() as session:
        query = select(Person.code).join(Seat, Seat.person_id == Person.id)
        query = query.where(Seat.sitting_id == sitting_id, Seat.state == state).order_by(Seat.asked_at, Seat.id)
        return list(session.scalars(query))


def _enrol(session: Session, course_id: int, codes: Sequence[str]) -> None:
    for person in session.scalars(select(Person).where(Person.code.in_(codes)).order_by(Person.code)):
        session.add(Enrolment(course_id=course_id, person_id=person.id))


def _sitting(
    course: Course, topic: CourseTopic, half_day: int, start: datetime, room: str | None, capacity: int | None
) -> ClassSitting:
    return ClassSitting(
        course=course,
        topic=topic,
        half_day=half_day,
        starts_at=start,
        ends_at=start + HALF_DAY,
        room=room,
        capacity=capacity,
        state=SittingState.PLANNED,
    )


def _seat(session: Session, sitting: ClassSitting, code: str, state: SeatState, asked_at: datetime) -> Seat:
    person = session.scalars(select(Person).where(Person.code == code)).one()
    return Seat(
        sitting_id=sitting.id,
        course_id=sitting.course_id,
        person_id=person.id,
        half_day=sitting.half_day,
        state=state,
        asked_at=asked_at,
    )


def _person(session: Session, code: str, name: str, role: Role) -> Person:
    hashed = cipher_of(session.get_bind().dialect).digest("name", name_key(name))
    person = Person(code=code, full_name=name, name_hash=hashed, roles=[role])
    session.add(person)
    return person
