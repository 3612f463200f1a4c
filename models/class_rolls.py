"""What the roll of a sitting does to the seats in it, and who has been away several times in a row.

Whoever was not there has missed the half-day, so that a make-up can be booked; whoever is corrected to have been there
sits there again, and gives up the make-up that is not needed any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from models import class_fits, class_seats
from models.classes import ClassSitting, Seat, SeatState
from models.meetings import Attendance
from models.rest import Habits

ON_ROLL = (SeatState.BOOKED, SeatState.EXCUSED, SeatState.MISSED)
AWAY = (Attendance.EXCUSED, Attendance.ABSENT)
Before = Mapping[str, Sequence[str | None]]  # by the id of the seat: its attendance and its state


def is_on_roll(sitting_id: int) -> ColumnElement[bool]:
    """Return the condition of the seats that are on the roll of a sitting."""
    return (Seat.sitting_id == sitting_id) & or_(Seat.state.in_(ON_ROLL), Seat.attendance.is_not(None))


def is_complete(session: Session, sitting_id: int) -> bool:
    """Whether everybody on the roll of a sitting is marked."""
    missing = select(Seat.id).where(is_on_roll(sitting_id), Seat.attendance.is_(None))
    return session.scalar(missing.limit(1)) is None


def settle(session: Session, seats: Sequence[Seat], now: datetime, habits: Habits) -> None:
    """Bring the seats of a locked course in line with the marks that were written into them."""
    for seat in seats:
        if seat.attendance in AWAY and seat.state is SeatState.BOOKED:
            seat.state = SeatState.MISSED
    session.flush()
    for seat in seats:
        if seat.attendance is Attendance.PRESENT and seat.state in (SeatState.MISSED, SeatState.EXCUSED):
            _sit_again(session, seat, now, habits)


def snapshot(seats: Iterable[Seat]) -> Before:
    """Return as JSON what :func:`restore` needs."""
    return {str(seat.id): [seat.attendance, seat.state] for seat in seats}


def restore(session: Session, seats: Sequence[Seat], before: Before, now: datetime, habits: Habits) -> None:
    """Make the seats of a locked course again what they were, as far as no other place stands against it."""
    for seat in seats:
        mark, state = before.get(str(seat.id), (None, seat.state))
        seat.attendance = Attendance(mark) if mark else None
        if state != SeatState.BOOKED and state is not None:
            seat.state = SeatState(state)
    session.flush()
    for seat in seats:
        _, state = before.get(str(seat.id), (None, seat.state))
        if state == SeatState.BOOKED and seat.state is not SeatState.BOOKED:
            _sit_again(session, seat, now, habits)


def missed_in_a_row(session: Session, course_id: int, people: Iterable[int]) -> dict[int, list[Seat]]:
    """Return for each of `people` (ids) the sittings that they have missed up to the newest roll, the earliest first.

    Being there once, in a make-up too, ends the row. Leave counts like any absence: it is the half-days that are lost.
    """
    query = (
        select(Seat)
        .join(Seat.sitting)
        .where(Seat.course_id == course_id, Seat.person_id.in_(set(people)), Seat.attendance.is_not(None))
        .options(joinedload(Seat.sitting))
        .order_by(ClassSitting.starts_at, Seat.id)
    )
    runs: dict[int, list[Seat]] = defaultdict(list)
    for seat in session.scalars(query):
        if seat.attendance is Attendance.PRESENT:
            runs[seat.person_id] = []
        else:
            runs[seat.person_id].append(seat)
    return dict(runs)


def _sit_again(session: Session, seat: Seat, now: datetime, habits: Habits) -> None:
    other = session.scalar(
        select(Seat).where(
            Seat.course_id == seat.course_id,
            Seat.person_id == seat.person_id,
            Seat.half_day == seat.half_day,
            Seat.id != seat.id,
            Seat.state == SeatState.BOOKED,
        )
    )
    if other is not None:
        if class_fits.is_over(other, now):
            return  # they were there, too: it counts once
        class_seats.give_up(session, other, now, habits)
    seat.state = SeatState.BOOKED
    session.flush()
