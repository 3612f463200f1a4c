"""What calling and moving a meeting write, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from handlers import menu
from handlers.locales import N_
from handlers.markup import bold
from handlers.meetings import status, telling, undoing, words
from handlers.meetings.draft import Draft, has_begun, led_meeting, led_unit, times_of
from handlers.turn import Choice, Reply, Turn, rows
from models import cell_planning, meetings
from models.cell_planning import Times
from models.meetings import Answer, Meeting, MeetingState
from models.reach import chats_of
from models.units import Unit

_FARTHEST = timedelta(days=366)
_SAVED = {
    undoing.CALLED: N_("✅ Called: {meeting}, {when}{place}."),
    undoing.MOVED: N_("✅ Moved: {meeting}, {when}{place}."),
}


def impossible(turn: Turn, times: Sequence[Times]) -> str | None:
    """Return why a meeting cannot be called for these times, None when it can."""
    for start, _ in times:
        if start <= turn.now:
            return turn.t("{when} is over already.", when=words.when(turn.translator, start))
        if start > turn.now + _FARTHEST:
            return turn.t(
                "{when} is more than a year away.", when=f"{words.when(turn.translator, start)} ({start.year})"
            )
    return None


def save(turn: Turn, draft: Draft) -> Reply:
    """Write the draft and have everybody told; what has changed meanwhile is said instead."""
    unit = led_unit(turn, str(draft.unit))
    times = draft.times(turn)
    if unit is None:
        return menu.outdated(turn)
    problem = impossible(turn, times)
    if problem:
        nothing = turn.t("Nothing was saved.")
        return Reply(f"{problem} {nothing}", rows([status.back(turn)]))
    # Two who lead the cell may do the same at the same moment.
    turn.session.scalar(select(Unit.id).where(Unit.id == unit.id).with_for_update())
    return _move(turn, draft, times) if draft.meeting else _call(turn, draft, unit, times)


def _call(turn: Turn, draft: Draft, unit: Unit, times: list[Times]) -> Reply:
    period = meetings.period_of(draft.meeting_kind, times[0][0].date())
    known = meetings.in_period(turn.session, unit.id, draft.meeting_kind, period)
    if known is not None and known.id != draft.beside:  # one that the summary had not shown
        name = words.title(turn.translator, known.kind, known.period, turn.today)
        return Reply(turn.t("{meeting} has been called already.", meeting=bold(name)), rows([status.back(turn)]))
    meeting = Meeting(
        unit=unit, kind=draft.meeting_kind, period=period, state=MeetingState.CALLED, round=1, called_at=turn.now
    )
    turn.session.add(meeting)
    return _choose(turn, draft, meeting, undoing.CALLED)


def _move(turn: Turn, draft: Draft, times: list[Times]) -> Reply:
    meeting = led_meeting(turn, str(draft.meeting), lock=True)
    if meeting is None or meeting.round != draft.round or has_begun(turn, meeting):
        return Reply(turn.t("That meeting was changed meanwhile; nothing was saved."), rows([status.back(turn)]))
    if times == times_of(turn, meeting) and draft.place == (meeting.place or ""):
        return Reply(turn.t("That is when and where it is already; nothing was changed."), rows([status.back(turn)]))
    before = undoing.snapshot(meeting)
    telling.drop(turn.session, meeting, turn.now)
    gone = {call.person_id for call in meeting.calls}
    meeting.round += 1
    reply = _choose(turn, draft, meeting, undoing.MOVED, before)
    gone -= {call.person_id for call in meeting.calls}
    telling.tell_called_off(turn.session, meeting, gone, turn.now, times[-1][1])
    return reply


def _choose(turn: Turn, draft: Draft, meeting: Meeting, what: str, before: undoing.Before | None = None) -> Reply:
    cell, times = draft.cell(turn), draft.times(turn)
    meetings.set_sittings(meeting, times, cell_planning.assigned(cell, times, turn.settings.meetings))
    meeting.place, meeting.topic = draft.place or None, draft.topic or None
    meeting.called_by_id = turn.writer_id
    for call in meeting.calls:
        if call.person_id == turn.writer_id:  # who chooses the time comes; “không đi được” says otherwise
            meetings.give_answer(call, Answer.COMING, turn.now)
    turn.session.flush()
    telling.tell_times(turn.session, meeting, turn.now, but=[turn.writer_id])
    undoing.remember(turn, meeting, what, before)
    return _told(turn, meeting, times, what)


def _told(turn: Turn, meeting: Meeting, times: list[Times], what: str) -> Reply:
    name = bold(words.title(turn.translator, meeting.kind, meeting.period, turn.today))
    place = f", {meeting.place}" if meeting.place else ""
    lines = [turn.t(_SAVED[what], meeting=name, when=words.spans(turn.translator, times), place=place)]
    others = [call.person_id for call in meeting.calls if call.person_id != turn.writer_id]
    reached = len(chats_of(turn.session, others))
    if reached == len(others):
        lines.append(turn.t("{count} members are told, each when awake and off work.", count=reached))
    else:
        unreached = len(others) - reached
        sentence = N_("{count} are to be told, {without} have not joined yet (“mời” gives a code).")
        lines.append(turn.t(sentence, count=reached, without=unreached))
    if len(others) < len(meeting.calls):
        lines.append(turn.t("{You} are noted as coming."))
    lines.append(turn.t("Wrong? “hoàn tác” before anybody is told; after that “hủy lịch sinh hoạt”."))
    choices = [Choice(turn.t("Who comes?"), f"meet:who:{meeting.id}"), Choice(turn.t("Undo"), "go:undo")]
    return Reply("\n".join(lines), rows(choices, 2))
