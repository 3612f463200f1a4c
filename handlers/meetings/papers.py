"""The papers of a meeting: a text or a link, told to those who are called a full day before. No dossiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from handlers import day_words, forms, menu
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.hearing import Heard, id_in
from handlers.markup import bold
from handlers.meetings.finding import begins, named, started
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding.private_numbers import redact
from handlers.understanding.tokens import tokenize
from models.audit import UndoStep
from models.meetings import Call, Meeting, MeetingState, Sitting

UNDO_KIND = RULE = "meeting_papers"
LONGEST = 1_000  # characters; a longer text belongs behind a link
SHOWN = 300
_OPENINGS = (
    *(("gui", "tai", "lieu", "sinh", "hoat"), ("tai", "lieu", "sinh", "hoat", "chi", "bo")),
    *(("tai", "lieu", "hop", "chi", "bo"), ("tai", "lieu", "sinh", "hoat"), ("tai", "lieu", "hop")),
    *(("meeting", "papers"), ("tailieu",)),
)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


def begin(turn: Turn, heard: Heard) -> Reply:
    """Answer “tài liệu sinh hoạt”: take the papers from who leads the cell, show them to who is called."""
    text = _after_opening(heard.text)
    found = _coming(turn)
    if not found or not (turn.access.led or text):
        return own(turn)
    meeting = found[0].id if len(found) == 1 else None
    answers: Answers = {"meeting": meeting, "text": None}
    problem = _take_text(turn, answers, text) if text else None
    return forms.start(turn, FORM, answers, problem.sentence if problem else "")


def pressed(turn: Turn, args: str) -> Reply:
    """Take the papers of the meeting whose id a choice names."""
    meeting_id = id_in(args)
    if all(meeting.id != meeting_id for meeting in _coming(turn)):
        return menu.outdated(turn)
    return forms.start(turn, FORM, {"meeting": meeting_id, "text": None})


def own(turn: Turn) -> Reply:
    """Show the papers of the next meeting to which the person is called."""
    calls = turn.access.own_calls().join(Call.sitting).where(Sitting.ends_at > turn.now)
    call = turn.session.scalar(
        calls.where(Meeting.state == MeetingState.CALLED, Meeting.papers.is_not(None))
        .order_by(Sitting.starts_at)
        .limit(1)
    )
    if call is None:
        return Reply(turn.t("There are no papers of a coming meeting."), menu.show(turn).choices)
    lines = [bold(turn.t("Papers: {meeting}", meeting=named(turn, call.meeting))), call.meeting.papers or ""]
    return Reply("\n".join(lines))


def take_back(turn: Turn, step: UndoStep) -> str:
    """Put the papers back as they were."""
    meeting = _locked(turn, step.details["meeting"])
    if meeting is None or meeting.papers_round != step.details["round"]:
        return turn.t("The papers were changed again since; nothing was taken back.")
    before = step.details["before"]
    _write(meeting, before, turn.now)
    return turn.t("The papers of “{meeting}” are again as they were before.", meeting=named(turn, meeting))


def _coming(turn: Turn) -> Sequence[Meeting]:
    """Return the meetings of the cells that the person leads of which a sitting is yet to come, the next first."""
    first = select(func.min(Sitting.starts_at)).where(Sitting.meeting_id == Meeting.id).correlate(Meeting)
    open_ones = Meeting.sittings.any(Sitting.starts_at > turn.now)
    called = turn.access.meetings().where(Meeting.state == MeetingState.CALLED, open_ones)
    return turn.session.scalars(called.order_by(None).order_by(first.scalar_subquery()).limit(8)).all()


def _after_opening(text: str) -> str:
    """Return what follows the words that name the matter, as it was typed."""
    tokens = tokenize(text.lstrip("/"))
    for words in _OPENINGS:
        if tuple(token.folded for token in tokens[: len(words)]) == words:
            return text.lstrip("/")[tokens[len(words) - 1].end :].lstrip(" :-–—\n").strip()
    return ""


def _open_question(_turn: Turn, answers: Answers) -> Question | None:
    return None if answers["meeting"] else _WHICH


def _ask_meeting(turn: Turn, _answers: Answers) -> Asked:
    options = tuple((named(turn, meeting), f"m{meeting.id}") for meeting in _coming(turn))
    return Asked(bold(turn.t("Papers of which meeting?")), options)


def _take_meeting(turn: Turn, answers: Answers, said: str) -> Problem | None:
    chosen = next((meeting.id for meeting in _coming(turn) if said == f"m{meeting.id}"), None)
    answers["meeting"] = chosen
    return None if chosen else Problem(turn.t("Please choose one of these meetings first."))


def _meeting(turn: Turn, answers: Answers) -> Meeting | None:
    return next((meeting for meeting in _coming(turn) if meeting.id == answers["meeting"]), None)


def _summary(turn: Turn, answers: Answers) -> Asked:
    meeting = _meeting(turn, answers)
    if meeting is None:
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    title = bold(turn.t("Papers: {meeting}", meeting=named(turn, meeting)))
    if answers["text"] is None:
        return _asked_text(turn, meeting, title)
    told = _read_when(turn, meeting)
    replaced = [turn.t("It takes the place of what was there.")] if meeting.papers else []
    lines = [title, _shortened(answers["text"]), told, *replaced]
    return Asked("\n".join(lines), ((turn.t("Save"), "yes"), (turn.t("Discard"), "discard")), width=2)


def _read_when(turn: Turn, meeting: Meeting) -> str:
    """Say when the papers reach those who are called: a full day before, or soon when it is later than that."""
    days = turn.settings.rules.rules[RULE].value + 1
    day = turn.local(begins(meeting)).date() - timedelta(days=days)
    start = started(turn, meeting)
    if day <= turn.today:
        return turn.t("Everybody who is called reads it soon, when not at work or asleep ({start}).", start=start)
    return turn.t(
        "Everybody who is called reads it from {day} on, a full day before ({start}).",
        day=day_words.day(day),
        start=start,
    )


def _asked_text(turn: Turn, meeting: Meeting, title: str) -> Asked:
    held = [_shortened(meeting.papers)] if meeting.papers else []
    ask = turn.t("Type the text, or a link. No dossiers: they must not be sent through a messenger.")
    options = [(turn.t("Take the papers away"), "remove")] if meeting.papers else []
    return Asked("\n".join([title, *held, ask]), (*options, (turn.t("Discard"), "discard")), width=2)


def _take_text(turn: Turn, answers: Answers, said: str) -> Problem | None:
    if len(said) > LONGEST:
        most = LONGEST
        return Problem(turn.t("That is too long: {most} characters at most. A link will do.", most=most))
    if redact(_LINK.sub("", said)).hidden:
        return Problem(turn.t("That text holds a private number. Please send it without."))
    answers["text"] = said
    return None


def _save(turn: Turn, answers: Answers) -> Reply:
    if answers["text"] is None:
        return forms.proceed(turn, FORM, answers)
    return _written(turn, answers, answers["text"])


def _remove(turn: Turn, answers: Answers) -> Reply:
    return _written(turn, answers, None)


def _written(turn: Turn, answers: Answers, text: str | None) -> Reply:
    forms.finish(turn)
    meeting = _locked(turn, answers["meeting"])
    if meeting is None or _meeting(turn, answers) is None:
        return menu.outdated(turn)
    before = meeting.papers
    _write(meeting, text, turn.now)
    details = {"meeting": meeting.id, "before": before, "round": meeting.papers_round}
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))
    saved = turn.t("✅ Papers saved: {meeting}", meeting=named(turn, meeting))
    gone = turn.t("✅ The papers are taken away: {meeting}", meeting=named(turn, meeting))
    wrong = menu.undo_hint(turn)
    return Reply("\n".join([saved if text else gone, wrong]), rows([Choice(turn.t("Undo"), "go:undo")]))


def _write(meeting: Meeting, text: str | None, now: datetime) -> None:
    """Give a meeting its papers; a new round, so that whoever has read the earlier ones reads these, too."""
    meeting.papers, meeting.papers_at = text, now if text else None
    meeting.papers_round += 1


def _locked(turn: Turn, meeting_id: int) -> Meeting | None:
    query = turn.access.meetings().where(Meeting.id == meeting_id, Meeting.state == MeetingState.CALLED)
    return turn.session.scalar(query.with_for_update(of=Meeting).execution_options(populate_existing=True))


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


_WHICH = Question("meeting", _ask_meeting, _take_meeting)
FORM = Form(
    "meeting_papers",
    _open_question,
    _summary,
    {"yes": _save, "remove": _remove, "discard": menu.discard},
    _take_text,
    {"meeting": _WHICH},
    is_free=True,
)
