"""Which notices people on a class get about their own seats, raised in the turn in which a seat is changed.

Of the timetable and its changes :mod:`handlers.classes.telling` tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from models import notices
from models.cell_planning import Keep
from models.classes import ClassSitting, Seat

PLACE, MAKE_UP, SHIFT = "class_place", "class_make_up", "class_shift"


def tell_moved_up(session: Session, seats: Iterable[Seat], now: datetime) -> int:
    """Raise what tells those who waited that they have a place now; return how many."""
    return sum(
        notices.raise_for(
            session,
            [seat.person_id],
            kind=PLACE,
            key=f"{seat.id}:{now:%y%m%d%H%M%S}",
            about={"seat": seat.id},
            now=now,
            until=seat.sitting.starts_at,
        )
        for seat in seats
    )


def tell_make_up(session: Session, seat: Seat, now: datetime, *, not_before: datetime, until: datetime) -> int:
    """Raise what offers somebody a make-up of the half-day of a seat that they missed or asked leave for."""
    return notices.raise_for(
        session,
        [seat.person_id],
        kind=MAKE_UP,
        key=f"{seat.id}:{seat.state}:{seat.asked_at:%y%m%d%H%M}",
        about={"course": seat.course_id, "half_day": seat.half_day, "seat": seat.id},
        now=now,
        not_before=not_before,
        until=until,
    )


def key_of_offer(sitting: ClassSitting) -> str:
    """Return the key of the notices that offer a sitting as it stands this round."""
    return f"new:{sitting.id}:{sitting.round}"


def tell_new_sitting(
    session: Session, sitting: ClassSitting, people: Iterable[int], now: datetime, *, is_added: bool = True
) -> int:
    """Raise what offers a sitting to `people` (ids) who have no seat in its half-day: a new one, or one that fits now.

    Everybody is told once of each sitting as it stands.
    """
    return notices.raise_for(
        session,
        people,
        kind=MAKE_UP,
        key=key_of_offer(sitting),
        about={
            "course": sitting.course_id,
            "half_day": sitting.half_day,
            "sitting": sitting.id,
            "round": sitting.round,
            "is_added": is_added,
        },
        now=now,
        until=sitting.starts_at,
    )


def tell_shift(session: Session, seat: Seat, keep: Keep, now: datetime) -> int:
    """Raise, at most once a day, that somebody's new shifts keep them from the sitting in which they have a seat."""
    return notices.raise_for(
        session,
        [seat.person_id],
        kind=SHIFT,
        key=f"{seat.id}:{seat.sitting.round}:{keep.cause}{keep.shift}:{now:%y%m%d}",
        about={"seat": seat.id},
        now=now,
        until=seat.sitting.starts_at,
    )
