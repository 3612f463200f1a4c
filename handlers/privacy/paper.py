"""“QC012 có phiếu đồng ý ngày 12/11”: a signed form, whose date the secretary records."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from handlers import forms, menu
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.privacy import following
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding import find_dates
from models.audit import UndoStep
from models.candidates import Candidate
from models.consent import Consent, ConsentMeans, Purpose

UNDO_KIND = "paper_consent"


def said(turn: Turn, heard: Heard) -> Reply:
    """Record the form of the candidate whose code was typed, once the date is known and confirmed."""
    return begin(turn, heard.understanding.code or "", heard.text)


def begin(turn: Turn, code: str, words: str = "") -> Reply:
    """Ask for what is missing, then for the confirmation."""
    candidate = _candidate(turn, code)
    if candidate is None:
        return Reply(turn.t("I know no {code}. Please check the code.", code=code[:12]), menu.show(turn).choices)
    answers: Answers = {"code": candidate.code}
    problem = _take_date(turn, answers, words) if find_dates(words, turn.today) else None
    return forms.start(turn, FORM, answers, problem.sentence if problem else "")


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a recorded form back."""
    code, before = step.details["code"], step.details["before"]
    consent = turn.session.get(Consent, step.details["consent"])
    candidate = _candidate(turn, code)
    if consent is None or candidate is None:
        return turn.t("{code} is again as it was before.", code=code)
    turn.session.delete(consent)
    candidate.consented_on = date.fromisoformat(before) if before else None
    if before is None:
        following.forget_facts(candidate)
    return turn.t("{code} is again as it was before.", code=code)


def _candidate(turn: Turn, code: str) -> Candidate | None:
    """Return a candidate of a cell that the person leads."""
    candidate = turn.session.scalar(turn.access.candidates().where(Candidate.code == code))
    return candidate if candidate is not None and turn.access.leads(candidate.unit_id) else None


def _take_date(turn: Turn, answers: Answers, said: str) -> Problem | None:
    found = find_dates(said, turn.today)
    if not found:
        return Problem(turn.t("Please give the date on the form, for example “12/11” or “hôm qua”."))
    day = found[0].day
    if day is None:
        return Problem(turn.t("There is no such day: {words}.", words=found[0].words))
    if day > turn.today:
        return Problem(turn.t("{day} is still to come; a form has been signed already.", day=f"{day:%d/%m/%Y}"))
    answers["on"] = day.isoformat()
    return None


def _ask_date(turn: Turn, answers: Answers) -> Asked:
    return Asked(turn.t("{code}: which date stands on the signed form?", code=answers["code"]))


def _summary(turn: Turn, answers: Answers) -> Asked:
    day = date.fromisoformat(answers["on"])
    sentence = turn.t(
        "{code} has signed a consent form on {day}. The log says that {you} recorded it. Save?",
        code=bold(answers["code"]),
        day=f"{day:%d/%m/%Y}",
    )
    return Asked(sentence, ((turn.t("Save"), "yes"), (turn.t("Discard"), "no")), 2)


def _save(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    candidate = _candidate(turn, answers["code"])
    if candidate is None:
        return menu.outdated(turn)
    day = date.fromisoformat(answers["on"])
    consent = Consent(
        candidate_id=candidate.id,
        purpose=Purpose.FOLLOW_CANDIDATE,
        means=ConsentMeans.PAPER,
        given_at=datetime.combine(day, time(), ZoneInfo(turn.settings.timezone)),
        recorded_by_id=turn.writer_id,
    )
    turn.session.add(consent)
    turn.session.flush()
    before = candidate.consented_on
    details = {"code": candidate.code, "consent": consent.id, "before": before.isoformat() if before else None}
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))
    candidate.consented_on = before or day
    what = turn.t("{code} · consent form of {day}", code=candidate.code, day=f"{day:%d/%m/%Y}")
    lines = (
        turn.t("✅ Saved: {what}", what=bold(what)),
        menu.undo_hint(turn),
    )
    choices = [Choice(turn.t("Open {code}", code=candidate.code), f"cand:{candidate.code}")]
    if candidate.full_name is None:
        choices.insert(0, Choice(turn.t("Fill in"), f"complete:{candidate.code}"))
    return Reply("\n".join(lines), rows([*choices, Choice(turn.t("Undo"), "go:undo")], 2))


_DATE = Question("on", _ask_date, _take_date)
FORM = Form(
    name="paper_consent",
    next_question=lambda _turn, answers: None if answers.get("on") else _DATE,
    summary=_summary,
    actions={"yes": _save, "no": menu.discard},
    mend=_take_date,
    questions={"on": _DATE},
)
