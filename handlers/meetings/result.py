"""The result of a meeting: three numbers and one line, which go to the committee members in charge. No names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from handlers import forms, menu
from handlers.forms import Answers, Asked, Form, Problem
from handlers.hearing import Heard, bare
from handlers.markup import bold
from handlers.meetings.finding import MOST, named
from handlers.meetings.reported import KIND, told
from handlers.readers import in_charge_of
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding.private_numbers import redact
from models import notices
from models.audit import UndoStep
from models.candidates import Candidate
from models.meetings import Call, Meeting, MeetingState
from models.names import fold, name_key
from models.people import Person

UNDO_KIND = "meeting_result"
RULE = "meeting_report"
LONGEST_LINE = 300  # characters
WHOLE_NAME = 3  # syllables: "Lan Anh" may be other words, "Nguyễn Lan Anh" is somebody
_SEEMS = "seems"  # the key of the names that a line seems to hold, "" for none
_WORD = re.compile(r"[^\W\d_]+")
_AS_IT_IS = re.compile(
    r"(cu |van )?gui (nhu vay|nhu the|luon|di)|(cu )?(nhu vay|de nguyen|giu nguyen)|send it( all the same)?"
)
_WORTH_SAYING = timedelta(days=14)


def after_roll(turn: Turn, meeting: Meeting, before: str) -> Reply:
    """Go on to the result once the roll is saved; one that was reported already may be sent again."""
    if meeting.reported_at is None:
        return forms.start(turn, FORM, {"meeting": meeting.id, "line": None}, before)
    again = Choice(turn.t("Send the result again"), f"roll:result:{meeting.id}")
    hint = turn.t("The committee has the numbers of before.")
    return Reply(f"{before}\n{hint}", rows([again, Choice(turn.t("Undo"), "go:undo")], 2))


def begin(turn: Turn, heard: Heard) -> Reply:
    """Answer “kết quả sinh hoạt”: report what has not been reported, the newest first; a line may follow a colon."""
    held = turn.access.meetings().where(Meeting.state == MeetingState.HELD).order_by(None)
    newest = turn.session.scalars(held.order_by(Meeting.held_at.desc()).limit(MOST)).all()
    if not newest:
        sentence = turn.t("No roll has been saved yet: the result follows it. “Điểm danh” takes the roll.")
        return Reply(sentence, rows([Choice(turn.t("Take the roll"), "go:attendance")]))
    since = turn.now - _WORTH_SAYING
    missing = [one for one in newest if one.reported_at is None and one.held_at is not None and one.held_at >= since]
    return _started(turn, (missing or newest)[0], heard.text.partition(":")[2])


def of(turn: Turn, meeting_id: int) -> Reply:
    """Report the result of the meeting of this id."""
    meeting = turn.session.scalar(turn.access.meetings().where(Meeting.id == meeting_id))
    if meeting is None or meeting.state is not MeetingState.HELD:
        return menu.outdated(turn)
    return _started(turn, meeting, "")


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a report back; who has not been told of it yet never hears of it."""
    query = turn.access.meetings().where(Meeting.id == step.details["meeting"])
    meeting = turn.session.scalar(query.with_for_update(of=Meeting).execution_options(populate_existing=True))
    if meeting is None or meeting.reported_at != datetime.fromisoformat(step.details["at"]):
        return turn.t("The result was reported again since; nothing was taken back.")
    before = step.details["before"]
    meeting.outcome, meeting.reported_at = before["line"], before["at"] and datetime.fromisoformat(before["at"])
    return turn.t("The result of “{meeting}” is again as it was before.", meeting=named(turn, meeting))


def _started(turn: Turn, meeting: Meeting, line: str) -> Reply:
    answers: Answers = {"meeting": meeting.id, "line": meeting.outcome}
    problem = _take_line(turn, answers, line) if line.strip() else None
    return forms.start(turn, FORM, answers, problem.sentence if problem else "")


def _meeting(turn: Turn, answers: Answers) -> Meeting | None:
    held = turn.access.meetings().where(Meeting.id == answers["meeting"], Meeting.state == MeetingState.HELD)
    return turn.session.scalar(held)


def _summary(turn: Turn, answers: Answers) -> Asked:
    meeting = _meeting(turn, answers)
    if meeting is None:
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "later"),))
    if not answers["line"]:
        asked = turn.t(
            "{meeting}: what was it about, in one line? For example: “{example}”. It goes to the committee with the "
            "numbers, without any name.",
            meeting=named(turn, meeting),
            example=turn.t("Plan of the quarter; one candidate proposed"),
        )
        return Asked(asked, ((turn.t("Later"), "later"),))
    lines = [
        bold(turn.t("To the committee in charge: {meeting}", meeting=named(turn, meeting))),
        *told(turn.translator, meeting, answers["line"]),
    ]
    if answers.get(_SEEMS):
        lines.append(
            "⚠️ "
            + turn.t("This line seems to name {names}: send it all the same, or rewrite it?", names=answers[_SEEMS])
        )
        options = ((turn.t("Send"), "yes"), (turn.t("Rewrite"), "rewrite"), (turn.t("Later"), "later"))
        return Asked("\n".join(lines), options, width=3)
    lines.append(turn.t("Another line is simply typed."))
    return Asked("\n".join(lines), ((turn.t("Send"), "yes"), (turn.t("Later"), "later")), width=2)


def _take_line(turn: Turn, answers: Answers, said: str) -> Problem | None:
    line = " ".join(said.split())
    if len(line) > LONGEST_LINE:
        most = LONGEST_LINE
        return Problem(
            turn.t("One line is enough: {most} characters at most, this has {count}.", most=most, count=len(line))
        )
    if redact(line).hidden:
        return Problem(turn.t("That line holds a private number. Please send it without."))
    people = _people(turn, answers["meeting"])
    if _holds_name(people, line):
        return Problem(turn.t("That line holds somebody's name. Please send it without: a code such as QC012 will do."))
    answers["line"], answers[_SEEMS] = line, ", ".join(_given_names(people, _without_cell(turn, answers, line)))
    return None


def _people(turn: Turn, meeting_id: int) -> list[str]:
    """Return the names of those who were called, and of the candidates of the cell."""
    called = select(Person.full_name).join(Call, Call.person_id == Person.id).where(Call.meeting_id == meeting_id)
    unit = select(Meeting.unit_id).where(Meeting.id == meeting_id).scalar_subquery()
    path = select(Candidate.full_name).where(Candidate.unit_id == unit, Candidate.full_name.is_not(None))
    return [*turn.session.scalars(called), *(name for name in turn.session.scalars(path) if name)]


def _holds_name(names: Sequence[str], line: str) -> bool:
    """Whether a line holds one of the names whole."""
    words = f" {' '.join(fold(line).replace(',', ' ').replace('.', ' ').split())} "
    return any(len(name.split()) >= WHOLE_NAME and f" {fold(name)} " in words for name in names)


def _given_names(names: Sequence[str], line: str) -> list[str]:
    """Return the words of a line that may be given names of these people: they begin with a capital.

    A line without any accent is compared without them.
    """
    key = fold if line.isascii() else name_key
    given = {key(name).split()[-1] for name in names}
    words = dict.fromkeys(_WORD.findall(line))
    return [word for word in words if word[0].isupper() and key(word) in given]


def _without_cell(turn: Turn, answers: Answers, line: str) -> str:
    """Return a line without the name of the cell, which often ends like somebody's: “Chi bộ Minh Quang”."""
    meeting = _meeting(turn, answers)
    return re.sub(re.escape(meeting.unit.name), " ", line, flags=re.IGNORECASE) if meeting else line


def _send(turn: Turn, answers: Answers) -> Reply:
    query = turn.access.meetings().where(Meeting.id == answers["meeting"], Meeting.state == MeetingState.HELD)
    meeting = turn.session.scalar(query.with_for_update(of=Meeting).execution_options(populate_existing=True))
    if meeting is None or not answers["line"]:
        return forms.proceed(turn, FORM, answers)
    forms.finish(turn)
    before = {"line": meeting.outcome, "at": meeting.reported_at and meeting.reported_at.isoformat()}
    meeting.outcome, meeting.reported_at = answers["line"], turn.now
    details = {"meeting": meeting.id, "at": turn.now.isoformat(), "before": before}
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))
    lines = [
        turn.t("✅ The result is reported: {meeting}", meeting=named(turn, meeting)),
        _goes_up(turn, meeting, _tell(turn, meeting)),
    ]
    return Reply("\n".join(lines), rows([Choice(turn.t("Undo"), "go:undo")]))


def _tell(turn: Turn, meeting: Meeting) -> int:
    """Raise the result for the committee members in charge; return how many there are.

    It waits until it can no longer be taken back, so that nobody reads what was not meant.
    """
    readers = [person.id for person in in_charge_of(turn.session, meeting.unit) if person.id != turn.writer_id]
    notices.raise_for(
        turn.session,
        readers,
        kind=KIND,
        key=f"{meeting.id}:{int(turn.now.timestamp())}",
        about={"meeting": meeting.id, "at": turn.now.isoformat()},
        now=turn.now,
        not_before=turn.now + timedelta(minutes=turn.settings.undo_minutes),
        until=turn.now + _WORTH_SAYING,
    )
    return len(readers)


def _goes_up(turn: Turn, meeting: Meeting, readers: int) -> str:
    if readers:
        minutes = turn.settings.undo_minutes
        return turn.t(
            "It goes to the committee in {minutes} minutes; until then “hoàn tác” takes it back.", minutes=minutes
        )
    if in_charge_of(turn.session, meeting.unit):
        return turn.t("{You} are in charge of the cell yourself, so nobody else is told.")
    return turn.t("Nobody of the committee is in charge of the cell yet; the result is kept.")


def _later(turn: Turn, _answers: Answers) -> Reply:
    forms.finish(turn)
    days = turn.settings.rules.rules[RULE].value
    hint = turn.t("It can wait, but not longer than {days} days: “kết quả sinh hoạt” takes it.", days=days)
    return Reply(hint, menu.show(turn).choices)


def _rewrite(turn: Turn, answers: Answers) -> Reply:
    return forms.proceed(turn, FORM, {**answers, "line": None, _SEEMS: ""})


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take a line; after the question whether it names somebody, “gửi như vậy” is an answer and no line."""
    if answers.get(_SEEMS) and _AS_IT_IS.fullmatch(bare(said)):
        answers[_SEEMS] = ""
        return None
    return _take_line(turn, answers, said)


FORM = Form(
    "meeting_result",
    lambda _turn, _answers: None,
    _summary,
    {"yes": _send, "rewrite": _rewrite, "later": _later},
    _mend,
    is_free=True,
)
