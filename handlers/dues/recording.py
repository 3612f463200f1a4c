"""Recording that something due is done which is no stage of the path: the member's record, the papers of a transfer."""

from __future__ import annotations

from datetime import date, timedelta

from handlers import forms, menu
from handlers.dues.scope import dues_of
from handlers.dues.words import what
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.markup import bold
from handlers.path.reading import problem_of
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding.dates import find_date
from models.audit import UndoStep
from models.candidates import Candidate, CandidateEvent, Stage
from models.dues import PROBATION_ENDED, OpenDue

UNDO_KIND = "event"
_DERIVED = frozenset({PROBATION_ENDED, *Stage})  # the calendar tells it, or the path


def choices(turn: Turn, candidate: Candidate, due: OpenDue) -> list[Choice]:
    """Return the choice that records `due` as done, for those who record the path, where it is no stage."""
    if due.rule.to in _DERIVED or not turn.access.records(candidate.unit):
        return []
    return [Choice(turn.t("Done"), f"due:done:{candidate.code}:{due.rule.code}")]


def begin(turn: Turn, code: str, rule_code: str) -> Reply:
    """Ask on which day it was done."""
    found = _open(turn, code, rule_code)
    if found is None or not choices(turn, *found):
        return menu.outdated(turn)
    return forms.start(turn, FORM, {"code": code, "rule": rule_code})


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take back what was recorded; the history keeps it, marked as no longer counting."""
    event = turn.session.get(CandidateEvent, step.details["event"])
    if event is not None:
        event.undone_at = turn.now
    return turn.t("Taken back: {codes}.", codes=step.details["code"])


def _open(turn: Turn, code: str, rule_code: str) -> tuple[Candidate, OpenDue] | None:
    candidate = turn.session.scalar(turn.access.candidates().where(Candidate.code == code))
    due = next((due for due in dues_of(turn, code) if due.rule.code == rule_code), None)
    return (candidate, due) if candidate is not None and due is not None else None


def _ask_day(turn: Turn, answers: Answers) -> Asked:
    found = _open(turn, answers["code"], answers["rule"])
    told = f"{answers['code']}: {what(turn, found[1])}" if found else answers["code"]
    today, yesterday = turn.today, turn.today - timedelta(days=1)
    options = (
        (turn.t("Today ({day})", day=f"{today:%d/%m}"), today.isoformat()),
        (turn.t("Yesterday ({day})", day=f"{yesterday:%d/%m}"), yesterday.isoformat()),
    )
    asked = turn.t("On which day? Another day is typed, for example “12/11”.")
    return Asked(f"{bold(told)}\n{asked}", options, width=2)


def _take_day(turn: Turn, answers: Answers, said: str) -> Problem | None:
    on = find_date(said, turn.today)
    if on is None:
        return Problem(turn.t("I did not understand the day. For example: “hôm qua”, “12/11”."))
    sentence = problem_of(turn, on)
    if sentence is not None or on.day is None:
        return Problem(sentence or turn.t("I did not understand the day. For example: “hôm qua”, “12/11”."))
    found = _open(turn, answers["code"], answers["rule"])
    if found is not None and on.day < found[1].since:
        event = turn.settings.rules.events[found[1].rule.counts_from].in_language(turn.translator.language)
        return Problem(
            turn.t("The day may not be before {event}, {date}.", event=event, date=f"{found[1].since:%d/%m/%Y}")
        )
    answers["day"] = on.day.isoformat()
    return None


def _summary(turn: Turn, answers: Answers) -> Asked:
    found = _open(turn, answers["code"], answers["rule"])
    told = f"{answers['code']}: {what(turn, found[1])}" if found else answers["code"]
    day = f"{date.fromisoformat(answers['day']):%d/%m/%Y}"
    asked = turn.t("Done on {date}. Save?", date=day)
    return Asked(f"{bold(told)}\n{asked}", ((turn.t("Save"), "yes"), (turn.t("Discard"), "discard")), width=2)


def _save(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    found = _open(turn, answers["code"], answers["rule"])
    if found is None or not choices(turn, *found):
        return menu.outdated(turn)
    candidate, due = found
    event = CandidateEvent(
        candidate_id=candidate.id,
        event=due.rule.to,
        happened_on=date.fromisoformat(answers["day"]),
        recorded_at=turn.now,
        recorded_by_id=turn.writer_id,
    )
    turn.session.add(event)
    turn.session.flush()
    details = {"event": event.id, "code": candidate.code}
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))
    lines = [
        turn.t("✅ Saved: {what}", what=bold(f"{candidate.code} · {what(turn, due)}")),
        menu.undo_hint(turn),
    ]
    next_ones = [
        Choice(turn.t("Open {code}", code=candidate.code), f"cand:{candidate.code}"),
        Choice(turn.t("What is due"), "due:all"),
    ]
    return Reply("\n".join(lines), rows(next_ones, 2))


def _next_question(_turn: Turn, answers: Answers) -> Question | None:
    return None if "day" in answers else _DAY


_DAY = Question("day", _ask_day, _take_day)
FORM = Form(
    name="event",
    next_question=_next_question,
    summary=_summary,
    actions={"yes": _save, "discard": menu.discard},
    mend=_take_day,
    questions={"day": _DAY},
)
