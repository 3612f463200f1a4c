"""To a worker, once after each sitting that took working time and that they attended: was it paid?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.classes import wage
from handlers.meetings.words import span
from handlers.notices.kinds import Kind, Telling
from handlers.settings import Settings
from handlers.turn import Reply
from models import notices, wages
from models.classes import Seat
from models.meetings import Attendance
from models.notices import Notice

NAME = "class_wage"


def raise_due(session: Session, now: datetime, settings: Settings) -> int:
    """Raise the question about the sittings whose rolls can no longer be taken back; each seat is looked at once."""
    seats = wages.reckon(session, now, timedelta(minutes=settings.undo_minutes), settings.habits)
    return sum(
        notices.raise_for(
            session,
            [seat.person_id],
            kind=NAME,
            key=str(seat.id),
            about={"seat": seat.id},
            now=now,
            until=seat.sitting.ends_at + wages.ASKED_FOR,
        )
        for seat in seats
    )


def compose(telling: Telling, notice: Notice) -> Reply | None:
    """Return the question; None when the roll was corrected or the answer is there."""
    seat = telling.session.get(Seat, notice.about["seat"])
    if seat is None or seat.attendance is not Attendance.PRESENT or seat.wage is not None or not seat.lost_minutes:
        return None
    t = telling.t
    times = telling.local(seat.sitting.starts_at), telling.local(seat.sitting.ends_at)
    told = t("The sitting of {sitting} fell within {your} working hours.", sitting=span(t, times))
    question = t("Does the company pay {your} wage for it?")
    return Reply(f"{told} {question}", wage.choices_for(t, seat))


KIND = Kind(NAME, compose, raise_due)
