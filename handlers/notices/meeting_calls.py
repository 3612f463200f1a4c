"""What members are told of a meeting unasked: the call, a change, another sitting, and one reminder to answer.

Whoever leads the cell is told who can no longer come after a change of shifts, with the next best time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, exists, select
from sqlalchemy.orm import Session, aliased

from handlers.locales import N_
from handlers.markup import bold
from handlers.meetings import draft, own, telling, words
from handlers.notices.kinds import Kind, Telling
from handlers.settings import Settings
from handlers.turn import Choice, Reply, rows
from models import cell_planning, meeting_windows, notices
from models.cell_planning import Cause
from models.meetings import Answer, Call, Meeting, MeetingState, Sitting
from models.names import initials
from models.notices import Notice, NoticeState
from models.planning import NoPossibleStartError, plan

_MOST_LOST = 4
_WHY = {
    Cause.SHIFT: N_("other shifts"),
    Cause.OVERTIME: N_("overtime"),
    Cause.LEAVE: N_("on leave"),
}
_PATIENCE = timedelta(hours=12)  # between the call and the reminder to answer


def _call_of(telling_now: Telling, notice: Notice) -> Call | None:
    """The call that a notice is about, as long as it speaks of the present sittings, which have not begun."""
    call = telling_now.session.scalar(
        select(Call).where(Call.meeting_id == notice.about["meeting"], Call.person_id == telling_now.person.id)
    )
    if call is None or call.sitting is None or call.meeting.state is not MeetingState.CALLED:
        return None
    is_present = call.meeting.round == notice.about["round"] and call.sitting.starts_at > telling_now.now
    return call if is_present else None


def _meeting_of(telling_now: Telling, call: Call) -> str:
    """What, where and when, with the cell's name."""
    title = words.title(telling_now.t, call.meeting.kind, call.meeting.period, telling_now.today)
    assert call.sitting is not None
    when = words.span(telling_now.t, words.local_times(call.sitting, telling_now.settings))
    place = f", {call.meeting.place}" if call.meeting.place else ""
    return f"{bold(f'{title} · {call.meeting.unit.name}')}: {when}{place}."


def _asked(telling_now: Telling, call: Call, *sentences: str) -> Reply:
    t = telling_now.t
    lines = [*sentences]
    if call.meeting.topic:
        lines.append(t("Topic: {topic}", topic=call.meeting.topic))
    lines.append(t("Can {you} come?"))
    return Reply("\n".join(lines), rows(own.answers_to(t, telling_now.settings, call), 2))


def _compose_call(telling_now: Telling, notice: Notice) -> Reply | None:
    call = _call_of(telling_now, notice)
    return _asked(telling_now, call, f"📅 {_meeting_of(telling_now, call)}") if call else None


def _compose_change(telling_now: Telling, notice: Notice) -> Reply | None:
    if notice.about.get("end"):
        return _compose_end(telling_now, notice)
    call = _call_of(telling_now, notice)
    if call is None:
        return None
    moved = telling_now.t("⚠️ The meeting has been moved; earlier answers no longer count.")
    return _asked(telling_now, call, moved, f"📅 {_meeting_of(telling_now, call)}")


def _compose_end(telling_now: Telling, notice: Notice) -> Reply | None:
    """A meeting is cancelled, or the person has left the cell before it."""
    t, meeting = telling_now.t, telling_now.session.get(Meeting, notice.about["meeting"])
    if meeting is None or meeting.round != notice.about["round"]:
        return None
    call = next((call for call in meeting.calls if call.person_id == telling_now.person.id), None)
    if meeting.state is not MeetingState.CANCELLED and call is not None:
        return None
    times = [words.local_times(sitting, telling_now.settings) for sitting in meeting.sittings]
    title = words.title(t, meeting.kind, meeting.period, telling_now.today)
    if call is None:
        told = t("{you} are no longer called to {meeting}.", meeting=words.lowered(title))
        return Reply(f"{told[:1].upper()}{told[1:]}")
    lines = ["⚠️ " + t("Cancelled: {meeting}, {when}.", meeting=bold(title), when=words.spans(t, times))]
    if meeting.outcome:
        lines.append(t("Reason: {reason}", reason=meeting.outcome))
    choice = Choice(t("Take it out of the phone's calendar"), f"meet:ics:{call.id}")
    return Reply("\n".join(lines), rows([choice]))


def _compose_sitting(telling_now: Telling, notice: Notice) -> Reply | None:
    call = _call_of(telling_now, notice)
    if call is None or call.sitting_id != notice.about["sitting"] or call.answer is not None:
        return None
    told = telling_now.t("By {your} new shifts another sitting fits; {you} are called to that one now.")
    return _asked(telling_now, call, told, f"📅 {_meeting_of(telling_now, call)}")


def _compose_chase(telling_now: Telling, notice: Notice) -> Reply | None:
    call = _call_of(telling_now, notice)
    if call is None or call.answer is not None:
        return None
    told = telling_now.t("{You} have not answered yet; this is asked only once more.")
    return _asked(telling_now, call, f"📅 {_meeting_of(telling_now, call)}", told)


def _raise_chases(session: Session, now: datetime, settings: Settings) -> int:
    """Ask those once more who have heard of a meeting that is near, some time ago, and have not answered."""
    heard = aliased(Notice)
    near = now + timedelta(hours=settings.meetings.chase_hours)
    key = _key()
    query = (
        select(Call)
        .join(Meeting, Meeting.id == Call.meeting_id)
        .join(Sitting, Sitting.id == Call.sitting_id)
        .where(Meeting.state == MeetingState.CALLED, Sitting.starts_at > now, Sitting.starts_at <= near)
        .where(Call.answer.is_(None))
        .where(
            exists().where(
                heard.person_id == Call.person_id,
                heard.kind.in_((telling.CALL, telling.CHANGE)),
                heard.key == key,
                heard.state == NoticeState.SENT,
                heard.done_at <= now - _PATIENCE,
            ),
            notices.untold(telling.CHASE, Call.person_id, key),
        )
    )
    raised = 0
    for call in session.scalars(query):
        assert call.sitting is not None
        about = {"meeting": call.meeting_id, "round": call.meeting.round}
        until, own_key = call.sitting.starts_at, telling.key_of(call.meeting)
        raised += notices.raise_for(
            session, [call.person_id], kind=telling.CHASE, key=own_key, about=about, now=now, until=until
        )
    return raised


def _key() -> ColumnElement[str]:
    """The key of a meeting's present round, as :func:`telling.key_of` writes it."""
    return cast(Meeting.id, String).concat(":").concat(cast(Meeting.round, String))


def _compose_lost(telling_now: Telling, notice: Notice) -> Reply | None:
    """Who leads the cell hears once of all who can no longer come to a meeting, as long as that is so."""
    t, lost = telling_now.t, _lost(telling_now, notice)
    if not lost:
        return None
    meeting = lost[0].meeting
    title = words.lowered(words.title(t, meeting.kind, meeting.period, telling_now.today))
    when = words.spans(t, (words.local_times(one, telling_now.settings) for one in meeting.sittings))
    who = ", ".join(_who_and_why(telling_now, call) for call in lost[:_MOST_LOST])
    if len(lost) > _MOST_LOST:
        who = t("{who} and {count} more", who=who, count=len(lost) - _MOST_LOST)
    told = t("{who} can no longer come to {meeting}, {when}.", who=who, meeting=title, when=when)
    lines, choices = _next_best(telling_now, meeting)
    choices.append(Choice(t("Keep it as it is"), "go:meetings"))
    return Reply("\n".join([f"⚠️ {told}", *lines]), rows(choices))


def _lost(telling_now: Telling, notice: Notice) -> list[Call]:
    """The calls of this notice and of those that wait with it about the same meeting; none when told just now."""
    session, about = telling_now.session, notice.about
    others = session.scalars(
        select(Notice)
        .where(Notice.person_id == telling_now.person.id, Notice.kind == telling.LOST)
        .where((Notice.state == NoticeState.WAITING) | (Notice.done_at == telling_now.now))
        .order_by(Notice.id)
    )
    same = [one for one in others if (one.about["meeting"], one.about["round"]) == (about["meeting"], about["round"])]
    if any(one.state is NoticeState.SENT for one in same):
        return []
    people = [one.about["person"] for one in same if one.state is NoticeState.WAITING]
    meeting = session.get(Meeting, about["meeting"])
    if meeting is None or meeting.state is not MeetingState.CALLED or meeting.round != about["round"]:
        return []
    calls = {call.person_id: call for call in meeting.calls if call.sitting is not None and not call.fits}
    found = [calls[person] for person in people if person in calls]
    return [call for call in found if call.answer is not Answer.NOT_COMING]


def _who_and_why(telling_now: Telling, call: Call) -> str:
    """A member by code and initials, with what keeps them."""
    assert call.sitting is not None
    times = words.local_times(call.sitting, telling_now.settings)
    habits = telling_now.settings.habits
    cell = cell_planning.of_people(telling_now.session, [call.person], times[0].date(), times[1].date(), habits)
    keep = cell.keeps(times).get(call.person_id)
    why = telling_now.t(_WHY.get(keep.cause if keep else Cause.SHIFT, _WHY[Cause.SHIFT]))
    return f"{call.person.code} · {initials(call.person.full_name)} ({why})"


def _next_best(telling_now: Telling, meeting: Meeting) -> tuple[list[str], list[Choice]]:
    """How many can still come, and the best time instead of it."""
    t, rules, session = telling_now.t, telling_now.settings.meetings, telling_now.session
    times = [words.local_times(sitting, telling_now.settings) for sitting in meeting.sittings]
    days = meeting_windows.Window(meeting.period, meeting_windows.end_of(meeting.kind, meeting.period))
    window = meeting_windows.clipped(rules, days, telling_now.today)
    first, last = min(start.date() for start, _ in times), max(end.date() for _, end in times)
    now = cell_planning.load(session, meeting.unit_id, first, last, telling_now.settings.habits)
    able, all_ = len(now.able(*times)), len(now.members)
    lines = [t("Still able to come: {able}/{all}.", able=able, all=all_)]
    if window is None:
        return lines, []
    cell = cell_planning.load(session, meeting.unit_id, window.first, window.last, telling_now.settings.habits)
    minutes = meeting_windows.minutes_of(rules, meeting.kind)
    try:
        best = plan(cell_planning.request_for(cell, rules, minutes)).plans[0]
    except NoPossibleStartError:
        return lines, []
    start = best.sittings[0].start
    if best.attending <= able or [start] == [one for one, _ in times]:
        return [*lines, t("No single time in its month reaches more.")], []
    when = words.when(t, start)
    lines.append(t("The next best: {when}, {able}/{all}.", when=words.lowered(when), able=best.attending, all=all_))
    label = t("Move to {when}", when=words.lowered(when))
    return lines, [Choice(label, f"meet:to:{meeting.id}:{draft.written(start)}")]


KINDS = (
    Kind(telling.CALL, _compose_call),
    Kind(telling.CHANGE, _compose_change),
    Kind(telling.SITTING, _compose_sitting),
    Kind(telling.CHASE, _compose_chase, _raise_chases),
    Kind(telling.LOST, _compose_lost),
)
