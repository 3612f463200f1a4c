"""Checking in to a sitting of a class by the code that the room's screen shows: who, when, and how often in vain.

The code follows from the sitting's key and the half minute, as a one-time password does (RFC 6238 with SHA-256), so
nothing of it is kept. Nobody's place is asked for or kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import class_fits, class_seats
from models.classes import ClassSitting, Enrolment, Seat, SeatState, SittingState
from models.database import Base, UTCDateTime
from models.meetings import Attendance
from models.people import Person
from models.rest import Habits

STEP = timedelta(seconds=30)
DIGITS = 6
OPENS_BEFORE = timedelta(minutes=30)  # the sitting starts
MOST_WRONG = 5  # within TRIES_COUNT_FOR; one more closes the door for as long
TRIES_COUNT_FOR = timedelta(minutes=10)
LATE = timedelta(minutes=10)  # before the end: who checks in then may not have been there
_KNOWN_FOR = 20  # steps: so long an outdated code is known as one
_KEY_BYTES = 32


class CheckInTry(Base):
    """A wrong code that somebody typed; kept for a day, to count."""

    __tablename__ = "check_in_tries"
    __table_args__ = (Index("ix_check_in_tries_person", "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class Outcome(StrEnum):
    """What became of a code."""

    DONE = "done"
    WALKED_IN = "walked_in"  # on the course, and not booked for this sitting
    ALREADY = "already"
    ATTENDED = "attended"  # the half-day counts already, in another sitting
    NOT_OPEN = "not_open"  # no sitting of theirs takes codes now
    OUTDATED = "outdated"  # it was the right one a few minutes ago
    WRONG = "wrong"
    CLOSED = "closed"  # too many wrong ones


class CheckedIn(NamedTuple):
    """The answer to a code: of which sitting; since when it counts, or until when no more are taken.

    Of a place that became free by it, `moved_up` are the seats of those who waited for that.
    """

    outcome: Outcome
    sitting: ClassSitting | None = None
    at: datetime | None = None
    moved_up: tuple[Seat, ...] = ()


class Board(NamedTuple):
    """What the screen and the organiser see of a sitting: how many of the seats are taken, and what looks odd."""

    present: int
    seats: int
    walked_in: int
    late: int  # in the last minutes
    shut_out: int  # of those who have a seat, by too many wrong codes


def new_key() -> str:
    """Return a fresh key for a sitting."""
    return secrets.token_hex(_KEY_BYTES)


def code_at(key: str, moment: datetime) -> str:
    """Return the six digits of the half minute in which `moment` lies."""
    return _code(key, int(moment.timestamp() // STEP.total_seconds()))


def seconds_left(moment: datetime) -> int:
    """Return how long the code of `moment` is still shown, 1 to 30."""
    return int(STEP.total_seconds() - moment.timestamp() % STEP.total_seconds()) or int(STEP.total_seconds())


def fits(key: str, code: str, moment: datetime) -> bool:
    """Whether `code` is that of the half minute, of the one before or of the one after: clocks and thumbs differ."""
    step = int(moment.timestamp() // STEP.total_seconds())
    near = [hmac.compare_digest(code.encode(), _code(key, step + by).encode()) for by in (-1, 0, 1)]
    return any(near)


def is_open(sitting: ClassSitting, now: datetime) -> bool:
    """Whether codes are taken: from half an hour before the start to the end, until the roll is saved."""
    is_time = sitting.starts_at - OPENS_BEFORE <= now <= sitting.ends_at
    return is_time and sitting.state is SittingState.PLANNED


def address_of(sitting: ClassSitting) -> str | None:
    """Return the last part of the address of the screen's page, which nobody guesses; None before it was opened."""
    if sitting.check_in_key is None:
        return None
    secret = hmac.digest(bytes.fromhex(sitting.check_in_key), b"screen", hashlib.sha256)
    return f"{sitting.id}.{base64.urlsafe_b64encode(secret).decode().rstrip('=')}"


def sitting_at(session: Session, address: str, now: datetime) -> ClassSitting | None:
    """Return the sitting whose screen's page has this address, until its end."""
    number, _, _ = address.partition(".")
    sitting = session.get(ClassSitting, int(number)) if number.isascii() and number.isdecimal() else None
    own = address_of(sitting) if sitting else None
    if sitting is None or own is None or not hmac.compare_digest(own.encode(), address.encode()):
        return None
    return sitting if now <= sitting.ends_at and sitting.state is SittingState.PLANNED else None


def open_sittings(session: Session, person_id: int, now: datetime) -> Sequence[ClassSitting]:
    """Return the sittings of the person's courses that take codes now."""
    return session.scalars(
        select(ClassSitting)
        .join(Enrolment, Enrolment.course_id == ClassSitting.course_id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.left_at.is_(None),
            ClassSitting.state == SittingState.PLANNED,
            ClassSitting.check_in_key.is_not(None),
            ClassSitting.starts_at <= now + OPENS_BEFORE,
            ClassSitting.ends_at >= now,
        )
        .order_by(ClassSitting.starts_at, ClassSitting.id)
    ).all()


def check_in(session: Session, person: Person, code: str, now: datetime, habits: Habits) -> CheckedIn:
    """Take a code that somebody typed. Each person counts once, whatever is typed again."""
    closed_until = _closed_until(session, person.id, now)
    if closed_until is not None:
        return CheckedIn(Outcome.CLOSED, at=closed_until)
    sittings = open_sittings(session, person.id, now)
    if not sittings:
        return CheckedIn(Outcome.NOT_OPEN)
    meant = next((one for one in sittings if one.check_in_key and fits(one.check_in_key, code, now)), None)
    if meant is None:
        return _in_vain(session, person.id, sittings, code, now)
    class_seats.lock(session, meant.course_id)
    if not is_open(meant, now):  # the roll was saved meanwhile
        return CheckedIn(Outcome.NOT_OPEN)
    return _sat_down(session, meant, person, now, habits)


def board(session: Session, sitting: ClassSitting) -> Board:
    """Return what is to be seen of a sitting's check-in."""
    seats = session.execute(
        select(Seat.person_id, Seat.checked_in_at, Seat.is_walk_in).where(
            Seat.sitting_id == sitting.id, Seat.state == SeatState.BOOKED
        )
    ).all()
    came = [(at, is_walk_in) for _, at, is_walk_in in seats if at is not None]
    wrong = (
        select(CheckInTry.person_id)
        .where(
            CheckInTry.person_id.in_([person for person, *_ in seats]),
            CheckInTry.at.between(sitting.starts_at - OPENS_BEFORE, sitting.ends_at),
        )
        .group_by(CheckInTry.person_id)
        .having(func.count() > MOST_WRONG)
    )
    return Board(
        present=len(came),
        seats=len(seats),
        walked_in=sum(is_walk_in for _, is_walk_in in came),
        late=sum(at >= sitting.ends_at - LATE for at, _ in came),
        shut_out=len(session.scalars(wrong).all()),
    )


def _code(key: str, step: int) -> str:
    digest = hmac.digest(bytes.fromhex(key), step.to_bytes(8, "big"), hashlib.sha256)
    start = digest[-1] & 0xF  # RFC 4226, 5.3: dynamic truncation
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def _tries(session: Session, person_id: int, now: datetime) -> list[datetime]:
    since = now - TRIES_COUNT_FOR
    query = select(CheckInTry.at).where(CheckInTry.person_id == person_id, CheckInTry.at > since)
    return list(session.scalars(query.order_by(CheckInTry.at)))


def _closed_until(session: Session, person_id: int, now: datetime) -> datetime | None:
    tries = _tries(session, person_id, now)
    return tries[-1] + TRIES_COUNT_FOR if len(tries) > MOST_WRONG else None


def _in_vain(session: Session, person_id: int, sittings: Sequence[ClassSitting], code: str, now: datetime) -> CheckedIn:
    session.add(CheckInTry(person_id=person_id, at=now))
    session.flush()
    closed_until = _closed_until(session, person_id, now)
    if closed_until is not None:
        return CheckedIn(Outcome.CLOSED, at=closed_until)
    keys = [one.check_in_key for one in sittings if one.check_in_key]
    is_old = any(code == code_at(key, now - STEP * back) for key in keys for back in range(_KNOWN_FOR))
    return CheckedIn(Outcome.OUTDATED if is_old else Outcome.WRONG)


def _sat_down(session: Session, sitting: ClassSitting, person: Person, now: datetime, habits: Habits) -> CheckedIn:
    """Take somebody's arrival; who was marked as absent is present by it, and needs no make-up any more."""
    own = class_fits.seats(session, person.id)
    seat = next((one for one in own if one.sitting_id == sitting.id), None)
    if seat is not None and seat.checked_in_at is not None:
        return CheckedIn(Outcome.ALREADY, sitting, seat.checked_in_at)
    if seat is not None and seat.state is SeatState.BOOKED:
        return CheckedIn(Outcome.DONE, sitting, _came(seat, now))
    elsewhere = [
        one
        for one in own
        if (one.course_id, one.half_day, one.state) == (sitting.course_id, sitting.half_day, SeatState.BOOKED)
    ]
    if any(one.attendance is Attendance.PRESENT or one.checked_in_at is not None for one in elsewhere):
        return CheckedIn(Outcome.ATTENDED, sitting)
    is_make_up = class_fits.is_make_up(sitting, own)
    moved_up: tuple[Seat, ...] = ()
    for one in elsewhere:
        moved_up += class_seats.give_up(session, one, now, habits)
        if one.state is SeatState.BOOKED:
            one.state = SeatState.MISSED  # it has begun without them
    session.flush()  # before the new seat: the database allows one booked seat of a half-day
    if seat is not None and seat.state in (SeatState.EXCUSED, SeatState.MISSED):
        seat.state = SeatState.BOOKED
        at = _came(seat, now)
        session.flush()
        return CheckedIn(Outcome.DONE, sitting, at, moved_up)
    if seat is None:
        seat = Seat(sitting=sitting, course_id=sitting.course_id, person=person, half_day=sitting.half_day)
        session.add(seat)
    seat.state, seat.asked_at, seat.checked_in_at = SeatState.BOOKED, now, now
    seat.is_walk_in, seat.is_make_up = True, is_make_up
    session.flush()
    return CheckedIn(Outcome.WALKED_IN, sitting, now, moved_up)


def _came(seat: Seat, now: datetime) -> datetime:
    """Note the arrival; in a part of the roll that was saved before, they are present by it."""
    seat.checked_in_at = now
    if seat.attendance is not None:
        seat.attendance = Attendance.PRESENT
    return now
