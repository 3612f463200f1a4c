"""A member's answer to an invitation: by press, by number or in words, changed until the sitting begins."""

from __future__ import annotations

from handlers import menu
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.meetings import own
from handlers.turn import Reply, Turn, rows
from handlers.understanding.tokens import tokenize
from handlers.understanding.words import word_set
from models import meetings
from models.meetings import Answer, Call, MeetingState

_REFUSES = word_set("khong ko k kg hong ban cannot not cant")
_LONGEST_PLAIN = 5  # words: a longer answer gives a reason


def said(turn: Turn, heard: Heard) -> Reply:
    """Answer “đi được” and “không đi được, bận con ốm”; of a reason nothing is kept."""
    spoken = [token.folded for token in tokenize(heard.text)]
    answer = Answer.NOT_COMING if any(word in _REFUSES for word in spoken) else Answer.COMING
    calls = own.open_calls(turn)
    if not calls:
        return Reply(turn.t("No invitation waits for {your} answer."), menu.show(turn).choices)
    if len(calls) > 1:
        choices = [choice for call in calls for choice in own.answers(turn, call, is_alone=False)]
        return Reply(turn.t("Which meeting is meant?"), rows(choices, 2))
    gives_reason = answer is Answer.NOT_COMING and len(spoken) > _LONGEST_PLAIN
    return _keep(turn, calls[0], answer, gives_reason=gives_reason)


def pressed(turn: Turn, place: str, args: str) -> Reply:
    """Take ``yes:CALL:ROUND``, ``no:CALL:ROUND`` or ``sit:CALL:ROUND:SITTING``; what is out of date says so."""
    call_id, _, rest = args.partition(":")
    round_, _, sitting = rest.partition(":")
    call = _call(turn, call_id)
    if call is None or not round_.isdecimal():
        return menu.outdated(turn)
    if call.meeting.state is MeetingState.CANCELLED:
        return Reply(turn.t("This meeting is cancelled."), menu.show(turn).choices)
    if int(round_) != call.meeting.round:
        return _moved(turn, call)
    if call.sitting is None or call.sitting.starts_at <= turn.now or call.meeting.state is not MeetingState.CALLED:
        return Reply(turn.t("That meeting has begun already; the secretary takes the attendance."))
    if place == "sit":
        return _change_sitting(turn, call, sitting)
    return _keep(turn, call, Answer.COMING if place == "yes" else Answer.NOT_COMING)


def _call(turn: Turn, call_id: str) -> Call | None:
    if not call_id.isdecimal():
        return None
    return turn.session.scalar(turn.access.own_calls().where(Call.id == int(call_id)))


def _change_sitting(turn: Turn, call: Call, sitting: str) -> Reply:
    found = next((one for one in call.meeting.sittings if str(one.id) == sitting), None)
    if found is None or found.starts_at <= turn.now:
        return menu.outdated(turn)
    call.sitting, call.fits = found, True
    return _keep(turn, call, Answer.COMING)


def _moved(turn: Turn, call: Call) -> Reply:
    told = turn.t("The meeting has been moved since: {meeting}", meeting=bold(own.described(turn, call)))
    return Reply(told, rows(own.answers(turn, call), 2))


def _keep(turn: Turn, call: Call, answer: Answer, *, gives_reason: bool = False) -> Reply:
    meetings.give_answer(call, answer, turn.now)
    turn.session.flush()
    if answer is Answer.COMING:
        lines = [turn.t("✅ Noted: {you} can come."), own.described(turn, call)]
    else:
        lines = [turn.t("Noted: {you} cannot come to {meeting}.", meeting=own.described(turn, call))]
    if gives_reason:
        lines.append(turn.t("I keep only the yes or no, not the reason; the secretary is best told it in person."))
    lines.append(turn.t("{You} can change it until the meeting begins."))
    choices = own.answers(turn, call)
    if answer is Answer.COMING:
        choices.append(own.calendar_choice(turn, call))
    return Reply("\n".join(lines), rows(choices, 2))
