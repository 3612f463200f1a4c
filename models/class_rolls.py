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
Before = Mapping[str, Sequence[str | None]]  # by the id of the seat: its attendance, its state and when they came


def is_on_roll(sitting_id: int) -> ColumnElement[bool]:
    """Return the condition of the seats that are on the roll of a sitting."""
    return (Seat.sitting_id == sitting_id) & or_(Seat.state.in_(ON_ROLL), Seat.attendance.is_not(None))


def is_complete(session: Session, sitting_id: int) -> bool:
    """Whether everybody on the roll of a sitting is marked."""
    missing = select(Seat.id).where(is_on_roll(sitting_id), Seat.attendance.is_(None))
    return session.scalar(missing.limit(1)) is None


def is_begun(session: Session, sitting_id: int) -> bool:
    """Whether anybody on the roll of a sitting is marked."""
    marked = select(Seat.id).where(Seat.sitting_id == sitting_id, Seat.attendance.is_not(None))
    return session.scalar(marked.limit(1)) is not None


def settle(session: Session, seats: Sequence[Seat], now: datetime, habits: Habits) -> tuple[Seat, ...]:
    """Bring the seats of a locked course in line with the marks that were written into them.

    Return the seats of those who moved up into make-ups that are not needed any more.
    """
    moved_up: tuple[Seat, ...] = ()
    for seat in seats:
        if seat.attendance in AWAY and seat.state is SeatState.BOOKED:
            seat.state = SeatState.MISSED
    session.flush()
    for seat in seats:
        if seat.attendance is Attendance.PRESENT and seat.state in (SeatState.MISSED, SeatState.EXCUSED):
            moved_up += _sit_again(session, seat, now, habits)
    return moved_up


def snapshot(seats: Iterable[Seat]) -> Before:
    """Return as JSON what :func:`restore` needs."""
    return {
        str(seat.id): [seat.attendance, seat.state, seat.checked_in_at.isoformat() if seat.checked_in_at else None]
        for seat in seats
    }


def placed_since(session: Session, seats: Sequence[Seat], before: Before) -> list[Seat]:
    """Return those of the seats of a locked course that cannot be what they were: the person sits elsewhere by now."""
    freed = [seat for seat in seats if seat.state is not SeatState.BOOKED and _was_booked(seat, before)]
    if not freed:
        return []
    course, half_day = freed[0].course_id, freed[0].half_day
    elsewhere = set(
        session.scalars(
            select(Seat.person_id).where(
                Seat.course_id == course,
                Seat.half_day == half_day,
                Seat.sitting_id != freed[0].sitting_id,
                Seat.state == SeatState.BOOKED,
            )
        )
    )
    return [seat for seat in freed if seat.person_id in elsewhere]


def restore(session: Session, seats: Sequence[Seat], before: Before) -> None:
    """Make the seats of one sitting of a locked course again what they were; :func:`placed_since` finds none.

    Whoever came since stays where they are, and present where a mark was saved.
    """
    for seat in seats:
        if str(seat.id) not in before:
            continue
        mark, state, came = before[str(seat.id)]
        has_come_since = came is None and seat.checked_in_at is not None
        if has_come_since and mark is not None:
            continue
        seat.attendance = Attendance(mark) if mark else None
        if state is not None and not has_come_since:
            seat.state = SeatState(state)
    session.flush()


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


def _was_booked(seat: Seat, before: Before) -> bool:
    return str(seat.id) in before and before[str(seat.id)][1] == SeatState.BOOKED


def _sit_again(session: Session, seat: Seat, now: datetime, habits: Habits) -> tuple[Seat, ...]:
    """Give somebody who was there the seat back; return who moved up into the make-up that they had."""
    other = session.scalar(
        select(Seat).where(
            Seat.course_id == seat.course_id,
            Seat.person_id == seat.person_id,
            Seat.half_day == seat.half_day,
            Seat.id != seat.id,
            Seat.state == SeatState.BOOKED,
        )
    )
    moved_up: tuple[Seat, ...] = ()
    if other is not None:
        if class_fits.is_over(other, now):
            return ()  # they were there, too: it counts once
        moved_up = class_seats.give_up(session, other, now, habits)
    seat.state = SeatState.BOOKED
    session.flush()
    return moved_up
