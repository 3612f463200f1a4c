"""Somebody's sittings of a class as entries for a phone's calendar (RFC 5545): the same entries, whatever was changed.

A half-day is one entry, so another sitting of it takes the place of the earlier one; without a seat the entry is taken
out. The title does not tell what the class is about: a phone shows it on its locked screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from handlers.attachments.wording import translator
from handlers.classes.seat_words import name
from handlers.locales import Translator
from models import class_fits
from models.classes import Course, Seat, SeatState
from models.courses import HalfDay, half_days

_NAME = "lich-hoc.ics"
_MEDIA_TYPE = "text/calendar; charset=utf-8"


def draw(session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and content of the sittings of ``params["person_id"]`` in ``params["course_id"]``.

    Raises ``NoResultFound`` when the course is gone.
    """
    course = session.get_one(Course, params["course_id"])
    own = [seat for seat in class_fits.seats(session, params["person_id"]) if seat.course_id == course.id]
    calendar = Calendar()
    calendar.add("prodid", "-//taonguon//classes//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    t = translator(params, is_member=False)
    for half_day in half_days(course):
        seat = _shown(seat for seat in own if seat.half_day == half_day.number)
        if seat is not None:
            calendar.add_component(_event(course, half_day, seat, t))
    return _NAME, _MEDIA_TYPE, calendar.to_ical()


def _shown(seats: Iterable[Seat]) -> Seat | None:
    """The booked seat of a half-day, else the last one that they had."""
    had = [seat for seat in seats if seat.state is not SeatState.WAITING]
    booked = [seat for seat in had if seat.state is SeatState.BOOKED]
    return (booked or sorted(had, key=lambda seat: seat.asked_at))[-1] if had else None


def _event(course: Course, half_day: HalfDay, seat: Seat, t: Translator) -> Event:
    sitting, event = seat.sitting, Event()
    event.add("uid", f"class-{course.id}-{half_day.number}@taonguon")
    event.add("sequence", _sequence(seat))
    event.add("status", "CONFIRMED" if seat.state is SeatState.BOOKED else "CANCELLED")
    event.add("summary", t("Class, {half_day}", half_day=name(t, half_day)))
    event.add("dtstamp", seat.asked_at.astimezone(UTC))
    event.add("dtstart", sitting.starts_at.astimezone(UTC))
    event.add("dtend", sitting.ends_at.astimezone(UTC))
    if sitting.room:
        event.add("location", sitting.room)
    return event


def _sequence(seat: Seat) -> int:
    """A number that grows with each change: the minute of asking for the seat, and how often its sitting was moved.

    The seat of a half-day is asked for again whenever it is changed; that it ended counts one more (RFC 5546, 3.2.5).
    """
    asked = int(seat.asked_at.timestamp()) // 60
    return asked + seat.sitting.round + (seat.state is not SeatState.BOOKED)
