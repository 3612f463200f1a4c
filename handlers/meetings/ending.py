"""Calling a meeting off: the reason, the summary, and who is told."""

from __future__ import annotations

from handlers import forms, menu
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.locales import N_
from handlers.markup import bold
from handlers.meetings import draft, status, telling, undoing, words
from handlers.meetings.draft import has_begun
from handlers.turn import Choice, Reply, Turn, rows
from models.meetings import Meeting, MeetingState

_LONGEST = 200  # characters
_REASONS = {
    "few": N_("Too few can come"),
    "work": N_("Too much work at the plant"),
    "none": N_("No reason told"),
}


def begin(turn: Turn, meeting: Meeting) -> Reply:
    """Ask for the reason, unless the meeting has begun or something else stands unfinished."""
    if has_begun(turn, meeting):
        return Reply(turn.t("That meeting has begun already; it cannot be called off."), menu.show(turn).choices)
    if (busy := menu.busy(turn, FORM.name)) is not None:
        return busy
    return forms.start(turn, FORM, {"meeting": meeting.id, "round": meeting.round})


def _next(_turn: Turn, answers: Answers) -> Question | None:
    return None if "reason" in answers else QUESTIONS["reason"]


def _ask_reason(turn: Turn, answers: Answers) -> Asked:
    meeting = draft.led_meeting(turn, str(answers["meeting"]))
    told = turn.t("Why is it called off? The members are told this; type it or choose:")
    options = tuple((turn.t(label), value) for value, label in _REASONS.items())
    return Asked(f"{_named(turn, meeting)}\n{told}" if meeting else told, options)


def _take_reason(turn: Turn, answers: Answers, said: str) -> Problem | None:
    if len(said) > _LONGEST:
        return Problem(turn.t("Please at most {most} characters.", most=_LONGEST))
    answers["reason"] = said if said not in _REASONS else ("" if said == "none" else turn.t(_REASONS[said]))
    return None


def _summary(turn: Turn, answers: Answers) -> Asked:
    meeting = draft.led_meeting(turn, str(answers["meeting"]))
    if meeting is None:
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    lines = [turn.t("To be called off: {meeting}", meeting=_named(turn, meeting))]
    if answers["reason"]:
        lines.append(turn.t("Reason: {reason}", reason=answers["reason"]))
    told = len(telling.heard(turn.session, meeting) - {turn.writer_id})
    lines.append(
        turn.t("{count} people have heard of it and are told.", count=told)
        if told
        else turn.t("Nobody has heard of it yet, so nobody is told.")
    )
    options = ((turn.t("Call it off"), "yes"), (turn.t("Keep it"), "discard"))
    return Asked("\n".join(lines), options, width=2)


def _save(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    meeting = draft.led_meeting(turn, str(answers["meeting"]), lock=True)
    if meeting is None or meeting.round != answers["round"] or has_begun(turn, meeting):
        sentence = turn.t("That meeting was changed meanwhile; nothing was saved.")
        return Reply(sentence, rows([status.back(turn)]))
    named = _named(turn, meeting)
    telling.drop(turn.session, meeting, turn.now)
    meeting.state, meeting.outcome = MeetingState.CANCELLED, answers["reason"] or None
    people = [call.person_id for call in meeting.calls if call.person_id != turn.writer_id]
    until = max(sitting.ends_at for sitting in meeting.sittings)
    told = telling.tell_called_off(turn.session, meeting, people, turn.now, until)
    undoing.remember(turn, meeting, undoing.CANCELLED)
    lines = [turn.t("✅ Called off: {meeting}", meeting=named)]
    if told:
        lines.append(turn.t("{count} people who had heard of it are told.", count=told))
    lines.append(turn.t("Wrong? “hoàn tác” before anybody is told."))
    choices = [Choice(turn.t("Undo"), "go:undo"), status.back(turn)]
    return Reply("\n".join(lines), rows(choices, 2))


def _discard(turn: Turn, _answers: Answers) -> Reply:
    forms.finish(turn)
    return Reply(turn.t("It stays as it is."), rows([status.back(turn)]))


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take another reason typed at the summary."""
    return _take_reason(turn, answers, said)


def _named(turn: Turn, meeting: Meeting) -> str:
    title = words.title(turn.translator, meeting.kind, meeting.period, turn.today)
    return bold(f"{title}: {words.spans(turn.translator, draft.times_of(turn, meeting))}")


QUESTIONS = {"reason": Question("reason", _ask_reason, _take_reason, is_free=True)}
FORM = Form(
    name="meeting_end",
    next_question=_next,
    summary=_summary,
    actions={"yes": _save, "discard": _discard},
    mend=_mend,
    questions=QUESTIONS,
)
