"""A member's answer to an invitation: by press, by number or in words, changed until the sitting begins."""

from __future__ import annotations

from sqlalchemy import select

from handlers import menu
from handlers.hearing import Heard, id_in, is_number
from handlers.markup import bold
from handlers.meetings import own, telling
from handlers.turn import Reply, Turn, rows
from handlers.understanding import Coming, Expect, find_dates, read_coming
from models import meetings
from models.meetings import Answer, Call, MeetingState
from models.notices import Notice, NoticeState

_LONGEST_PLAIN = 5  # words: a longer answer gives a reason
_PRESSED = {
    "yes": Answer.COMING,
    "no": Answer.NOT_COMING,
    Answer.COMING.value: Answer.COMING,
    Answer.NOT_COMING.value: Answer.NOT_COMING,
}
_SAID = {Coming.YES: Answer.COMING, Coming.NO: Answer.NOT_COMING}


def said(turn: Turn, heard: Heard) -> Reply:
    """Answer “đi được” and “không đi được, bận con ốm” to the newest invitation; of a reason nothing is kept."""
    return _answered(turn, heard.text, _SAID.get(read_coming(heard.text) or Coming.UNSURE))


def pressed(turn: Turn, place: str, args: str) -> Reply:
    """Take ``say:CALL:ROUND:ANSWER`` or ``sit:CALL:ROUND:SITTING``; what is out of date says so."""
    call_id, _, rest = args.partition(":")
    round_, _, value = rest.partition(":")
    call = _call(turn, call_id)
    answer = _PRESSED.get(value) if place == "say" else None
    if call is None or not round_.isdecimal() or (place == "say" and answer is None):
        return menu.outdated(turn)
    if answer is not None and turn.said.text and not is_number(turn.said.text) and own.open_calls(turn):
        # Words mean the newest invitation, whatever stood beside the buttons that they name.
        return _answered(turn, turn.said.text, answer, call if int(round_) == call.meeting.round else None)
    if call.meeting.state is MeetingState.CANCELLED:
        return Reply(turn.t("This meeting is cancelled."), menu.show(turn).choices)
    if int(round_) != call.meeting.round:
        return _moved(turn, call)
    if not _is_open(turn, call):
        return Reply(turn.t("That meeting has begun already; the secretary takes the attendance."))
    return _keep(turn, call, answer) if answer is not None else _change_sitting(turn, call, value)


def _answered(turn: Turn, text: str, answer: Answer | None, offered: Call | None = None) -> Reply:
    """Keep what was said in words: of the invitation `offered`, else of the newest one; ask where either is unsure."""
    calls = own.open_calls(turn)
    if not calls:
        return Reply(turn.t("No invitation waits for {your} answer."), menu.show(turn).choices)
    call = offered if offered in calls else _meant(turn, text, calls)
    if call is None:
        choices = [choice for call in calls for choice in own.answers(turn, call, is_alone=False)]
        return Reply(turn.t("Which meeting is meant?"), rows(choices, 2))
    if answer is None:
        asked = turn.t("Can {you} come?")
        return Reply(f"{bold(own.described(turn, call))}\n{asked}", rows(own.answers(turn, call), 2))
    gives_reason = answer is Answer.NOT_COMING and len(text.split()) > _LONGEST_PLAIN
    return _keep(turn, call, answer, gives_reason=gives_reason)


def _meant(turn: Turn, text: str, calls: list[Call]) -> Call | None:
    """The one invitation of the day that was said; without a day the one that the person was told of last."""
    days = {said.day for said in find_dates(text, turn.today, Expect.FUTURE)}
    of_day = [call for call in calls if call.sitting and turn.local(call.sitting.starts_at).date() in days]
    if len(calls) == 1 or len(of_day) == 1:
        return (of_day or calls)[0]
    newest = select(Notice).where(
        Notice.person_id == turn.writer_id, Notice.kind.in_(telling.INVITES), Notice.state == NoticeState.SENT
    )
    for notice in turn.session.scalars(newest.order_by(Notice.done_at.desc(), Notice.id.desc())):
        told = next((call for call in calls if call.meeting_id == notice.about["meeting"]), None)
        if told is not None:
            return told
    return None


def _call(turn: Turn, call_id: str) -> Call | None:
    return turn.session.scalar(turn.access.own_calls().where(Call.id == id_in(call_id)))


def _is_open(turn: Turn, call: Call) -> bool:
    has_begun = call.sitting is None or call.sitting.starts_at <= turn.now
    return call.meeting.state is MeetingState.CALLED and not has_begun


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
