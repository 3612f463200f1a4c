"""Which sittings of a class somebody can come to: by their shifts, by the order of the half-days, by the places left.

The way to and from work and the rest after a night count as in meetings (:mod:`models.cell_planning`). Somebody whose
shifts are not known is taken as free.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models import cell_planning
from models.cell_planning import Keep
from models.classes import ClassSitting, Seat, SeatState, SittingState
from models.meetings import Attendance
from models.people import Person
from models.rest import Habits

_LOST = (SeatState.EXCUSED, SeatState.MISSED)


@dataclass(frozen=True, slots=True)
class Option:
    """A sitting of a half-day, for one person.

    `places` is how many are left, None without a limit. `keep` is what their shifts say against it, `clash` the sitting
    of theirs with which it does not go together.
    """

    sitting: ClassSitting
    places: int | None
    keep: Keep | None = None
    clash: ClassSitting | None = None

    @property
    def is_full(self) -> bool:
        """Whether there is no place left."""
        return self.places is not None and self.places <= 0

    @property
    def fits(self) -> bool:
        """Whether the person can come to it, places aside."""
        return self.keep is None and self.clash is None


def keeps(
    session: Session, people: Iterable[Person], sittings: Collection[ClassSitting], habits: Habits
) -> Mapping[int, Mapping[int, Keep]]:
    """Return for each sitting (by id) what keeps those of `people` (by id) from it who cannot come.

    A few statements, however many there are.
    """
    if not sittings:
        return {}
    zone = ZoneInfo(habits.timezone)
    days = [moment.astimezone(zone).date() for one in sittings for moment in (one.starts_at, one.ends_at)]
    cell = cell_planning.of_people(session, people, min(days), max(days), habits)
    return {one.id: cell.keeps((one.starts_at, one.ends_at)) for one in sittings}


def options(
    session: Session, person: Person, course_id: int, half_day: int, *, now: datetime, habits: Habits
) -> list[Option]:
    """Return the sittings of a half-day that are still to come and in which the person does not sit, by fit."""
    return sorted(by_half_day(session, person, course_id, [half_day], now=now, habits=habits)[half_day], key=by_fit)


def by_fit(option: Option) -> tuple[bool, bool, datetime, int]:
    """Return the key that sorts options: those that fit first, of these the ones with places left, then the earlier."""
    return not option.fits, option.is_full, option.sitting.starts_at, option.sitting.id


def by_half_day(
    session: Session, person: Person, course_id: int, half_days: Collection[int], *, now: datetime, habits: Habits
) -> dict[int, list[Option]]:
    """Return the sittings of each of these half-days as :func:`options` does, the earliest first."""
    own = seats(session, person.id)
    sitting_in = {seat.sitting_id for seat in own if seat.state is SeatState.BOOKED}
    query = select(ClassSitting).where(
        ClassSitting.course_id == course_id,
        ClassSitting.half_day.in_(half_days),
        ClassSitting.state == SittingState.PLANNED,
        ClassSitting.starts_at > now,
    )
    ahead = session.scalars(query.order_by(ClassSitting.starts_at, ClassSitting.id)).all()
    open_ = [one for one in ahead if one.id not in sitting_in]
    kept, left = keeps(session, [person], open_, habits), places_left(session, open_)
    found: dict[int, list[Option]] = {half_day: [] for half_day in half_days}
    for one in open_:
        found[one.half_day].append(Option(one, left[one.id], kept[one.id].get(person.id), clash(one, own)))
    return found


def seats(session: Session, person_id: int) -> Sequence[Seat]:
    """Return somebody's seats of every course, with their sittings, the earliest first."""
    session.flush()  # what is read afresh below must not take back what was written
    query = select(Seat).where(Seat.person_id == person_id).join(Seat.sitting).options(joinedload(Seat.sitting))
    fresh = query.order_by(ClassSitting.starts_at, Seat.id).execution_options(populate_existing=True)
    return session.scalars(fresh).all()


def places_left(session: Session, sittings: Collection[ClassSitting]) -> dict[int, int | None]:
    """Return how many places each sitting (by id) has left, None where there is no limit; never below nothing."""
    counted = (
        select(Seat.sitting_id, func.count())
        .where(Seat.sitting_id.in_([one.id for one in sittings]), Seat.state == SeatState.BOOKED)
        .group_by(Seat.sitting_id)
    )
    taken = {row[0]: row[1] for row in session.execute(counted)}
    return {one.id: None if one.capacity is None else max(0, one.capacity - taken.get(one.id, 0)) for one in sittings}


def is_make_up(sitting: ClassSitting, own: Iterable[Seat]) -> bool:
    """Whether a place in `sitting` would make up for a half-day that was missed, with leave or without."""
    return any(
        seat.course_id == sitting.course_id
        and seat.half_day == sitting.half_day
        and seat.sitting_id != sitting.id
        and seat.state in _LOST
        for seat in own
    )


def clash(sitting: ClassSitting, own: Iterable[Seat]) -> ClassSitting | None:
    """Return which of the person's sittings does not go together with `sitting`, None when all do.

    Nobody sits in two at a time, and a half-day ends before a later one of the course begins. A make-up is bound by
    the earlier half-days only: whoever missed one goes on with the next meanwhile.
    """
    mine = [seat for seat in own if seat.state is SeatState.BOOKED and seat.sitting_id != sitting.id]
    others = [seat for seat in mine if (seat.course_id, seat.half_day) != (sitting.course_id, sitting.half_day)]
    as_make_up = is_make_up(sitting, own)
    for seat in others:
        if _meet(seat.sitting, sitting) or _out_of_order(sitting, seat, as_make_up=as_make_up):
            return seat.sitting
    return None


def is_over(seat: Seat, now: datetime) -> bool:
    """Whether a seat can no longer be changed: its sitting has begun, or the person was marked present."""
    held = seat.sitting.state is SittingState.HELD or seat.attendance is Attendance.PRESENT
    return held or seat.sitting.starts_at <= now


def _meet(one: ClassSitting, other: ClassSitting) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _out_of_order(sitting: ClassSitting, seat: Seat, *, as_make_up: bool) -> bool:
    if seat.course_id != sitting.course_id:
        return False
    if sitting.half_day < seat.half_day:
        return not as_make_up and sitting.ends_at > seat.sitting.starts_at
    return not seat.is_make_up and seat.sitting.ends_at > sitting.starts_at
