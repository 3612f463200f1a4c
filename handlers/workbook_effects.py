"""What follows from an imported workbook for others: changed shifts, and people on a class that has its timetable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from handlers.classes import shift_changes as class_changes
from handlers.classes import telling
from handlers.meetings import shift_changes as meeting_changes
from handlers.shifts.changed import shifts_changed
from handlers.turn import Turn
from handlers.workbook import Changes, SheetKind
from models.audit import Actor, Via, act_as
from models.classes import ClassSitting, Enrolment, Seat, SeatState, SittingState
from models.meetings import Call, Meeting, MeetingState
from models.people import Person
from models.rest import Habits

_AT_ONCE = 1_000  # people in one statement
_SHIFTS = {"shift_system_code", "crew"}


def follow(turn: Turn, changes: Changes) -> list[str]:
    """Tell whom an import by chat concerns; return what is to be said at once to the writer, of their own meetings."""
    enrolled(turn.session, changes, turn.now)
    chunks = _with_other_shifts(turn.session, changes, turn.now)
    return [line for people in chunks for line in shifts_changed(turn, people)]


def follow_silently(session: Session, changes: Changes, now: datetime, habits: Habits) -> None:
    """Tell whom an import from the command line concerns; what changes by it belongs to the import."""
    act_as(session, Actor(via=Via.IMPORT, now=now))
    enrolled(session, changes, now)
    for people in _with_other_shifts(session, changes, now):
        meeting_changes.look_silently(session, people, now, habits)
        class_changes.look(session, people, now, habits)


def enrolled(session: Session, changes: Changes, now: datetime) -> None:
    """Tell those who were put on a class the timetable that it has already, with the sittings that fit them."""
    workers = changes.kinds.get(SheetKind.WORKERS)
    if workers is None:
        return
    codes = [*workers.new, *(code for code, fields in workers.changed.items() if "courses" in fields)]
    ahead = select(ClassSitting.course_id).where(
        ClassSitting.state == SittingState.PLANNED, ClassSitting.starts_at > now
    )
    for course_id in session.scalars(ahead.distinct().order_by(ClassSitting.course_id)).all():
        sittings = session.scalars(select(ClassSitting).where(ClassSitting.course_id == course_id)).all()
        seated = exists().where(Seat.course_id == course_id, Seat.person_id == Person.id)
        for chunk in _chunks(codes):
            query = select(Person.id).join(Enrolment, Enrolment.person_id == Person.id)
            query = query.where(Enrolment.course_id == course_id, Enrolment.left_at.is_(None), ~seated)
            people = session.scalars(query.where(Person.code.in_(chunk))).all()
            telling.tell_timetable(session, course_id, sittings, people, now)


def _with_other_shifts(session: Session, changes: Changes, now: datetime) -> Iterator[Sequence[Person]]:
    """Yield those whose shifts the import has changed and who sit in a class, or are called to a meeting, to come."""
    people = [changes.kinds[kind] for kind in (SheetKind.MEMBERS, SheetKind.WORKERS) if kind in changes.kinds]
    codes = [code for kind in people for code, fields in kind.changed.items() if not _SHIFTS.isdisjoint(fields)]
    for chunk in _chunks(codes):
        yield _concerned(session, Person.code.in_(chunk), now)
    systems = changes.kinds.get(SheetKind.SHIFT_SYSTEMS)
    if systems is not None and systems.changed:
        yield _concerned(session, Person.shift_system_code.in_(list(systems.changed)), now)


def _concerned(session: Session, who: ColumnElement[bool], now: datetime) -> Sequence[Person]:
    seats = select(Seat.person_id).join(Seat.sitting)
    seats = seats.where(Seat.state.in_((SeatState.BOOKED, SeatState.WAITING)), ClassSitting.starts_at > now)
    calls = select(Call.person_id).join(Meeting, Meeting.id == Call.meeting_id)
    calls = calls.where(Meeting.state == MeetingState.CALLED)
    query = select(Person).where(who, or_(Person.id.in_(seats), Person.id.in_(calls)))
    return session.scalars(query.order_by(Person.id)).all()


def _chunks(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (codes[first : first + _AT_ONCE] for first in range(0, len(codes), _AT_ONCE))
