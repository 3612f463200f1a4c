"""A member's own meetings: when they are, what the member has answered, and the entry for the phone's calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers import day_words, menu
from handlers.hearing import id_in
from handlers.locales import N_, Translator
from handlers.markup import bold
from handlers.meetings import words
from handlers.settings import Settings
from handlers.turn import Attachment, Choice, Reply, Turn, rows
from models.meetings import Answer, Call, Meeting, MeetingState, Sitting

_MOST = 3
_ANSWERED = {
    Answer.COMING: N_("{You} have answered: coming."),
    Answer.NOT_COMING: N_("{You} have answered: not coming."),
    None: N_("{You} have not answered yet."),
}


def show(turn: Turn) -> Reply:
    """Show the meetings to which the person is called and that are still to come."""
    calls = open_calls(turn)[:_MOST]
    if not calls:
        told = turn.t("No meeting is called for {you} at present; {you} will be told when one is.")
        return Reply(told, menu.show(turn).choices)
    lines, choices = [], list[Choice]()
    for call in calls:
        lines += [bold(described(turn, call)), turn.t(_ANSWERED[call.answer])]
        if call.meeting.topic:
            lines.append(turn.t("Topic: {topic}", topic=call.meeting.topic))
        choices += answers(turn, call, is_alone=len(calls) == 1)
        choices.append(calendar_choice(turn, call, is_alone=len(calls) == 1))
    return Reply("\n".join(lines), rows(choices, 2))


def not_for(turn: Turn) -> Reply:
    """Tell somebody who is no member, kindly, that there is nothing to see."""
    told = turn.t("Meetings of a cell are for Party members; there is none for {you} to see here.")
    return Reply(told, menu.show(turn).choices)


def open_calls(turn: Turn) -> list[Call]:
    """Return the person's calls to sittings that have not begun, the next one first."""
    query = turn.access.own_calls().where(Meeting.state == MeetingState.CALLED).join(Call.sitting)
    found = turn.session.scalars(query.where(Sitting.starts_at > turn.now).order_by(Sitting.starts_at, Call.id))
    return list(found)


def described(turn: Turn, call: Call) -> str:
    """Return the meeting of a call in words: what, when and where."""
    return told_of(turn.translator, turn.settings, call, turn.today)


def told_of(t: Translator, settings: Settings, call: Call, today: date) -> str:
    """Return the meeting of a call in a reader's words."""
    meeting, sitting = call.meeting, call.sitting
    title = words.title(t, meeting.kind, meeting.period, today)
    place = f", {meeting.place}" if meeting.place else ""
    return f"{title}: {words.span(t, words.local_times(sitting, settings))}{place}" if sitting else title


def answers(turn: Turn, call: Call, *, is_alone: bool = True) -> list[Choice]:
    """Return what can be answered to a call, without what was answered already."""
    return answers_to(turn.translator, turn.settings, call, is_alone=is_alone)


def answers_to(t: Translator, settings: Settings, call: Call, *, is_alone: bool = True) -> list[Choice]:
    """Return the choices of a call in a reader's words; of several calls each label says which day is meant."""
    round_ = call.meeting.round
    start = words.local_times(call.sitting, settings)[0] if call.sitting else None
    day = "" if is_alone or start is None else f" {day_words.day(start)}"
    # “Ok” and “không” answer what is asked; an answer already given is changed by its own words only.
    can, cannot = ("yes", "no") if call.answer is None else (Answer.COMING.value, Answer.NOT_COMING.value)
    found = []
    if call.answer is not Answer.COMING:
        found.append(Choice(t("I can come") + day, f"meet:say:{call.id}:{round_}:{can}"))
    if call.answer is not Answer.NOT_COMING:
        found.append(Choice(t("I cannot come") + day, f"meet:say:{call.id}:{round_}:{cannot}"))
    for sitting in _others(call):
        when = words.lowered(words.when(t, words.local_times(sitting, settings)[0]))
        found.append(Choice(t("Rather {when}", when=when), f"meet:sit:{call.id}:{round_}:{sitting.id}"))
    return found


def calendar_choice(turn: Turn, call: Call, *, is_alone: bool = True) -> Choice:
    """Return the choice that gives the entry for the phone's calendar."""
    start = turn.local(call.sitting.starts_at) if call.sitting and not is_alone else None
    day = f" {day_words.day(start)}" if start else ""
    return Choice(turn.t("Add to the phone's calendar") + day, f"meet:ics:{call.id}")


def calendar(turn: Turn, call_id: str) -> Reply:
    """Give the entry for the phone's calendar; of a cancelled meeting the one that takes it out again."""
    call = turn.session.scalar(turn.access.own_calls().where(Call.id == id_in(call_id)))
    if call is None or call.sitting is None:
        return menu.outdated(turn)
    if call.meeting.state is MeetingState.CANCELLED:
        told = turn.t("This meeting is cancelled. Open the file to take it out of the calendar.")
    else:
        told = turn.t("{meeting}. Open the file to add it to the calendar.", meeting=described(turn, call))
    return Reply(told, attachment=Attachment("meeting_calendar", {"call_id": call.id, "language": turn.chat.language}))


def _others(call: Call) -> Sequence[Sitting]:
    return [sitting for sitting in call.meeting.sittings if sitting.id != call.sitting_id]
