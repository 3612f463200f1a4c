"""A meeting as an entry for a phone's calendar (RFC 5545): the same entry, whatever has changed since."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from handlers.attachments.wording import translator
from handlers.locales import Translator
from handlers.meetings import words
from models.meetings import Call, Meeting, MeetingState

_NAME = "sinh-hoat.ics"
_MEDIA_TYPE = "text/calendar; charset=utf-8"


def draw(session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and content of the entry for the call with ``params["call_id"]``.

    The identifier stays the same and the sequence number follows the meeting's round, so that a calendar replaces what
    it has; of a cancelled meeting the file takes the entry out. Raises ``NoResultFound`` when the call is gone.
    """
    call = session.get_one(Call, params["call_id"])
    is_cancelled = call.meeting.state is MeetingState.CANCELLED
    calendar = Calendar()
    calendar.add("prodid", "-//taonguon//meetings//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    calendar.add_component(_event(call, translator(params), is_cancelled))
    return _NAME, _MEDIA_TYPE, calendar.to_ical()


def _event(call: Call, t: Translator, is_cancelled: bool) -> Event:
    meeting, sitting = call.meeting, call.sitting
    event = Event()
    event.add("uid", f"meeting-{meeting.id}-{meeting.period:%Y%m%d}@taonguon")
    event.add("sequence", meeting.round + is_cancelled)  # RFC 5546, 3.2.5: a cancellation counts one more
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("summary", _title(meeting, t))
    event.add("dtstamp", meeting.called_at.astimezone(UTC))
    if sitting is not None:
        event.add("dtstart", sitting.starts_at.astimezone(UTC))
        event.add("dtend", sitting.ends_at.astimezone(UTC))
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.topic:
        event.add("description", meeting.topic)
    return event


def _title(meeting: Meeting, t: Translator) -> str:
    return f"{words.title(t, meeting.kind, meeting.period, meeting.period)} · {meeting.unit.name}"
