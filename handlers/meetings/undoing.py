"""Taking back what was called, moved or cancelled: silently, as long as nobody has heard of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers.markup import bold
from handlers.meetings import telling, words
from handlers.turn import Turn
from models import meetings
from models.audit import UndoStep
from models.meetings import Answer, Meeting, MeetingState

UNDO_KIND = "meeting"
CALLED, MOVED, CANCELLED = "called", "moved", "cancelled"
Before = dict[str, Any]


def snapshot(meeting: Meeting) -> Before:
    """Return what is needed to make a meeting again what it is now."""
    order = {sitting.id: place for place, sitting in enumerate(meeting.sittings)}
    return {
        "sittings": [[one.starts_at.isoformat(), one.ends_at.isoformat()] for one in meeting.sittings],
        "calls": [
            [
                call.person_id,
                order.get(call.sitting_id or 0, 0),
                call.fits,
                call.answer,
                call.answered_at.isoformat() if call.answered_at else None,
            ]
            for call in meeting.calls
        ],
        "place": meeting.place,
        "topic": meeting.topic,
        "round": meeting.round,
    }


def remember(turn: Turn, meeting: Meeting, what: str, before: Before | None = None) -> None:
    """Note how to take back what has been written and flushed."""
    details = {"meeting": meeting.id, "round": meeting.round, "what": what, "before": before}
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a step back and say so; what somebody has heard of stays as it is."""
    details = step.details
    meeting = turn.session.scalar(select(Meeting).where(Meeting.id == details["meeting"]).with_for_update())
    expected = MeetingState.CANCELLED if details["what"] == CANCELLED else MeetingState.CALLED
    if meeting is None or meeting.round != details["round"] or meeting.state is not expected:
        return turn.t("The meeting was changed since; it stays as it is.")
    told = _told(turn, meeting, details["what"])
    if told:
        hint = turn.t("To call it off: “hủy lịch sinh hoạt”; to move it: “dời sinh hoạt”.")
        stays = turn.t("{count} people have been told already, so it stays as it is.", count=len(told))
        return f"{stays} {hint}"
    name = bold(words.title(turn.translator, meeting.kind, meeting.period, turn.today))
    if details["what"] == CALLED:
        name = bold(words.lowered(words.title(turn.translator, meeting.kind, meeting.period, turn.today)))
        telling.take_back(turn.session, [telling.key_of(meeting)])
        turn.session.delete(meeting)
        return turn.t("{meeting} is no longer called; nobody was told.", meeting=name)
    _restore(turn, meeting, details, step.saved_at)
    return turn.t("{meeting} is again as it was before; nobody was told.", meeting=name)


def _told(turn: Turn, meeting: Meeting, what: str) -> set[int]:
    if what == CANCELLED:
        return telling.heard_of_end(turn.session, meeting)
    return telling.heard_now(turn.session, meeting)


def _restore(turn: Turn, meeting: Meeting, details: dict[str, Any], saved_at: datetime) -> None:
    telling.take_back(turn.session, [telling.key_of_end(meeting)])
    before = details["before"]
    if details["what"] == CANCELLED:
        meeting.state, meeting.outcome = MeetingState.CALLED, None
    else:
        telling.take_back(turn.session, [telling.key_of(meeting)])
        meeting.round, meeting.place, meeting.topic = before["round"], before["place"], before["topic"]
        times = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in before["sittings"]]
        calls = {person: (place, fits) for person, place, fits, *_ in before["calls"]}
        meetings.set_sittings(meeting, times, calls)
        said = {person: (answer, at) for person, _, _, answer, at in before["calls"] if answer}
        for call in meeting.calls:
            answer, at = said.get(call.person_id, (None, None))
            if answer and at:
                meetings.give_answer(call, Answer(answer), datetime.fromisoformat(at))
    turn.session.flush()
    telling.revive(turn.session, meeting, saved_at)
