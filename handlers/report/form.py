"""The report as a form: how it begins, its summary, and what the choices of the summary do."""

from __future__ import annotations

from dataclasses import replace

from handlers import forms, menu
from handlers.forms import Answers, Asked, Form, Question
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.report import duplicates, saving, words
from handlers.report.drafts import Draft, Report
from handlers.report.mending import take_mend
from handlers.report.questions import QUESTIONS, open_place
from handlers.turn import Reply, Turn
from handlers.understanding import CandidateSaid
from models.candidates import Candidate
from models.names import fold

_ENTERPRISES_SHOWN = 4  # as choices of the summary; all of them are one press away


def begin(turn: Turn, heard: Heard) -> Reply:
    """Begin a report with what was said; with nothing said, ask question by question.

    An unsaved report is not lost when a second one comes: both go on together.
    """
    said, current = heard.understanding.candidates, _unfinished(turn)
    report = _continued(current, said) if current and said else None
    if report is not None:
        return forms.start(turn, FORM, report.to_answers())
    people = tuple(Draft.from_said(one) for one in said) or (Draft(),)
    report = Report(people=people, cell=_only_cell(turn), guided=not said)
    return forms.start(turn, FORM, report.to_answers(), _put_aside(turn, current))


def _unfinished(turn: Turn) -> Report | None:
    conversation = turn.conversation
    return Report.of(conversation.answers) if conversation and conversation.form == FORM.name else None


def _continued(current: Report, said: tuple[CandidateSaid, ...]) -> Report | None:
    """Return the unfinished report with what was said in it; None when it is about filling in somebody else."""
    if not current.completes:
        return current.with_more(tuple(Draft.from_said(one) for one in said))
    person, name = current.people[0], said[0].full_name
    is_same = not person.name or not name or fold(person.name) == fold(name)
    return current.with_person(0, person.with_said(said[0])) if is_same and len(said) == 1 else None


def _put_aside(turn: Turn, current: Report | None) -> str:
    if current is None or not current.names:
        return ""
    return turn.t("The unfinished report about {names} has been dropped; nothing of it was saved.", names=current.names)


def complete_pressed(turn: Turn, code: str) -> Reply:
    """Begin the report that fills in what is missing of a candidate, or a draft whose person has now agreed."""
    candidate = turn.session.scalar(turn.access.candidates().where(Candidate.code == code))
    if candidate is None or not turn.access.leads(candidate.unit_id):
        return menu.outdated(turn)
    person = saving.draft_of(candidate)
    report = Report(people=(person,), cell=candidate.unit_id, guided=True, completes=code)
    return forms.start(turn, FORM, report.to_answers())


def _only_cell(turn: Turn) -> int | None:
    return turn.access.led[0] if len(set(turn.access.led)) == 1 else None


def _next_question(_turn: Turn, answers: Answers) -> Question | None:
    place = open_place(Report.of(answers))
    return QUESTIONS[place[1]] if place else None


def _summary(turn: Turn, answers: Answers) -> Asked:
    report = Report.of(answers)
    lines = _one(turn, report) if len(report.people) == 1 else _several(turn, report)
    options = [*_agreement_options(turn, report), (turn.t("Mend"), "mend"), (turn.t("Discard"), "discard")]
    if len(report.people) == 1:
        options += _alternatives(turn, report.people[0])
    return Asked("\n".join(line for line in lines if line), tuple(options), width=2)


def _alternatives(turn: Turn, person: Draft) -> list[tuple[str, str]]:
    """Return other spellings of a name typed without accents, and the enterprises that were perhaps meant."""
    spellings = [
        (turn.t("Name: {name}", name=spelling), f"name={place}")
        for place, spelling in enumerate(person.name_choices)
        if spelling != person.name
    ]
    enterprises = [(name, f"at={code}") for code, name in person.enterprise_options[:_ENTERPRISES_SHOWN]]
    if len(person.enterprise_options) > _ENTERPRISES_SHOWN:
        enterprises.append((turn.t("Another enterprise…"), "enterprise"))
    return [*spellings, *enterprises]


def _one(turn: Turn, report: Report) -> list[str | None]:
    person = report.people[0]
    return [
        bold(_title(turn, report)),
        words.line(turn, person),
        words.unclear_enterprise(turn, person),
        words.missing(turn, person),
        *_doubles(turn, report, person),
        _agreement_question(turn, person),
    ]


def _title(turn: Turn, report: Report) -> str:
    if report.completes:
        return turn.t("{You} fill in {code}:", code=report.completes)
    return turn.t("{You} report a new candidate:")


def _several(turn: Turn, report: Report) -> list[str | None]:
    lines: list[str | None] = [bold(turn.t("{You} report {count} new candidates:", count=len(report.people)))]
    for number, person in enumerate(report.people, 1):
        refused = turn.t(" · has not agreed") if person.consent is False else ""
        lines.append(f"{number}. {words.line(turn, person)}{refused}")
        lines += _doubles(turn, report, person)
    lines.append(turn.t("To mend one, type its number: “2: ca 3”, “2: chưa đồng ý”; to drop one: “bỏ 2”."))
    if any(person.consent is None for person in report.people):
        lines.append(turn.t("Still needed: have they all agreed?"))
    return lines


def _doubles(turn: Turn, report: Report, person: Draft) -> list[str]:
    assert report.cell is not None
    found = duplicates.find(turn, person, report.cell, but=report.completes)
    shown = [
        turn.t(
            "⚠️ Perhaps known already: {code} · {name} · {born}",
            code=candidate.code,
            name=candidate.full_name,
            born=candidate.birth_year or "?",
        )
        for candidate in found.own
    ]
    if found.others:
        shown.append(turn.t("⚠️ The name is also known elsewhere; the committee will check."))
    return shown


def _agreement_question(turn: Turn, person: Draft) -> str | None:
    if person.consent is None:
        return turn.t("Still needed: has {name} agreed to be reported and kept here?", name=words.called(turn, person))
    return None


def _agreement_options(turn: Turn, report: Report) -> list[tuple[str, str]]:
    if all(person.consent is not None for person in report.people):
        return [(turn.t("Save"), "yes")]
    if len(report.people) == 1:
        return [(turn.t("Has agreed"), "yes"), (turn.t("Not yet"), "no")]
    return [(turn.t("All have agreed"), "yes"), (turn.t("Not yet"), "no")]


def _agreed(turn: Turn, answers: Answers) -> Reply:
    return _save(turn, Report.of(answers), agreed=True)


def _not_agreed(turn: Turn, answers: Answers) -> Reply:
    return _save(turn, Report.of(answers), agreed=False)


def _save(turn: Turn, report: Report, agreed: bool) -> Reply:
    people = tuple(
        person if person.consent is not None else replace(person, consent=agreed) for person in report.people
    )
    forms.finish(turn)
    if not _may_save(turn, report):
        return menu.outdated(turn)
    return saving.save(turn, replace(report, people=people))


def _may_save(turn: Turn, report: Report) -> bool:
    """Whether the cell is still the person's own and a candidate to be filled in still there: both may have changed."""
    if report.cell is None or not turn.access.leads(report.cell):
        return False
    if report.completes is None:
        return True
    known = turn.access.candidates().where(Candidate.code == report.completes, Candidate.unit_id == report.cell)
    return turn.session.scalar(known) is not None


def _mend_pressed(turn: Turn, answers: Answers) -> Reply:
    report = replace(Report.of(answers), editing="edit")
    return forms.proceed(turn, FORM, report.to_answers())


def _enterprise_pressed(turn: Turn, answers: Answers) -> Reply:
    report = replace(Report.of(answers), editing="enterprise")
    return forms.proceed(turn, FORM, report.to_answers())


FORM = Form(
    name="report",
    next_question=_next_question,
    summary=_summary,
    actions={
        "yes": _agreed,
        "no": _not_agreed,
        "mend": _mend_pressed,
        "enterprise": _enterprise_pressed,
        "discard": menu.discard,
    },
    mend=take_mend,
    questions=QUESTIONS,
)
