"""Naming a helper as a form: how it begins, its summary, and what the choices of the summary do."""

from __future__ import annotations

from dataclasses import replace

from handlers import forms, menu
from handlers.forms import Answers, Asked, Form, Problem
from handlers.hearing import Heard
from handlers.helpers import saving
from handlers.helpers.overview import overview
from handlers.helpers.people import called, candidates_named, member_of_code, recorded, visible
from handlers.helpers.plan import Plan, Wish, wishes
from handlers.helpers.questions import QUESTIONS, open_question, settled, take_day, take_helper
from handlers.helpers.rule import basis, is_missing, months
from handlers.locales import N_
from handlers.markup import bold
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding import StageUpdate, find_dates
from models import helpers
from models.candidates import Candidate, Stage
from models.people import Person

_MENTORED = Stage.MENTORED.value
_NOT_NOW = {
    Stage.OFFICIAL: N_("{code} is an official member and needs no helper any more."),
    Stage.WITHDRAWN: N_("{code} has left the path; nobody can be named as helper."),
    Stage.REJECTED: N_("{code} has left the path; nobody can be named as helper."),
    Stage.TRANSFERRED: N_("{code} has moved elsewhere; the new unit names the helper."),
}


def takes(heard: Heard) -> bool:
    """Whether a sentence only names helpers: “phân công chị Lan giúp đỡ Hạnh”."""
    updates = heard.understanding.stage_updates
    return bool(updates) and all(update.stage == _MENTORED and not update.going_back for update in updates)


def assign(turn: Turn, heard: Heard) -> Reply:
    """Begin what a sentence says; what it leaves open is asked, what is only planned is not kept."""
    updates = heard.understanding.stage_updates
    if any(update.is_plan or _is_later(turn, update) for update in updates):
        sentence = turn.t("That is a plan; nothing was saved. Tell me again when the helper has been named.")
        return Reply(sentence, menu.show(turn).choices)
    wanted = wishes(updates, turn.today)
    if not wanted:
        return overview(turn)
    impossible = next((update.on.words for update in updates if update.on and update.on.is_impossible), None)
    return _start(turn, wanted, turn.t("“{words}” is no day of the calendar.", words=impossible) if impossible else "")


def pick(turn: Turn, code: str) -> Reply:
    """Begin naming a helper for the candidate of `code`."""
    if recorded(turn, code) is None:
        return menu.outdated(turn)
    return _start(turn, [Wish(code, on=turn.today.isoformat())])


def _is_later(turn: Turn, update: StageUpdate) -> bool:
    return update.on is not None and update.on.day is not None and update.on.day > turn.today


def _start(turn: Turn, wanted: list[Wish], before: str = "") -> Reply:
    """Begin, unless something else stands unfinished: nothing is put aside for it."""
    if (busy := menu.busy(turn, FORM.name)) is not None:
        return busy
    return _begin(turn, wanted, before)


def _begin(turn: Turn, wanted: list[Wish], before: str = "") -> Reply:
    """Begin the first of `wanted`; about whom nothing can be done is said so, and the next one begins."""
    wish, *waiting = wanted
    plan = Plan(said=wish.whom, helper_said=wish.helper, on=wish.on, waiting=tuple(waiting))
    found = candidates_named(turn, wish.whom)
    if len(found) > 1:
        return forms.start(turn, FORM, plan.to_answers(), before)
    refused = _refusal(turn, found[0]) if found else _not_found(turn, wish.whom)
    if refused is None:
        answers, problem = settled(turn, plan, found[0])
        return forms.start(turn, FORM, answers, _lines(before, problem))
    if waiting:
        return _begin(turn, waiting, _lines(before, refused))
    forms.finish(turn)
    choices = rows([Choice(turn.t("Open {code}", code=found[0].code), f"cand:{found[0].code}")]) if found else None
    return Reply(_lines(before, refused), choices or menu.show(turn).choices)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _not_found(turn: Turn, said: str) -> str:
    seen = visible(turn, said)
    if seen is not None:
        return turn.t("The secretary of {unit} or the member in charge names its helpers.", unit=seen.unit.name)
    if said.upper().startswith("QC") and said[2:].isdecimal():
        return turn.t("I know no {code}. Please check the code.", code=said[:12])
    return turn.t("I find nobody named “{wanted}” among {your} candidates.", wanted=said[:40])


def _refusal(turn: Turn, candidate: Candidate) -> str | None:
    """Return why nobody can be named as this candidate's helper now; None when somebody can."""
    if candidate.is_draft:
        return turn.t("{code}: first the person's consent, then a helper.", code=candidate.code)
    words = _NOT_NOW.get(candidate.stage)
    return turn.t(words, code=candidate.code) if words else None


def _summary(turn: Turn, answers: Answers) -> Asked:
    plan = Plan.of(answers)
    candidate = recorded(turn, plan.code)
    helper = member_of_code(turn, candidate.unit, plan.helper) if candidate else None
    if candidate is None or helper is None:
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    missing = is_missing(turn, plan)
    options = (
        (turn.t("Save all the same") if missing else turn.t("Save"), "yes"),
        (turn.t("Another helper"), "helper"),
        (turn.t("Another day"), "on"),
        (turn.t("Discard"), "discard"),
    )
    lines = [bold(turn.t("{You} name a helper:")), *_facts(turn, plan, candidate, helper)]
    if missing:
        lines.append(turn.t("⚠️ Missing: {rule}. Basis: {basis}", rule=_missing_words(turn), basis=basis(turn)))
    if plan.reason:
        lines.append(turn.t("Reason: {reason}", reason=plan.reason))
    return Asked("\n".join(lines), options, width=2)


def _facts(turn: Turn, plan: Plan, candidate: Candidate, helper: Person) -> list[str]:
    load = helpers.loads(turn.session, [helper.id]).get(helper.id, 0)
    lines = [
        called(candidate),
        turn.t(
            "Helper: {name} (helps {load} of at most {most} now)",
            name=helper.full_name,
            load=load,
            most=turn.settings.candidates_per_helper,
        ),
        turn.t("From {day}", day=f"{plan.day:%d/%m/%Y}" if plan.day else "?"),
    ]
    if candidate.helper is not None and candidate.helper is not helper:
        lines.append(turn.t("Instead of {name}, whose help ends on that day.", name=candidate.helper.full_name))
    return lines


def _missing_words(turn: Turn) -> str:
    count = months(turn)
    if count is None:
        return turn.t("the time of working together that the rule asks for")
    return turn.t("{count} months of working together", count=count)


def _save(turn: Turn, answers: Answers) -> Reply:
    plan = Plan.of(answers)
    outcome = saving.save(turn, plan)
    if isinstance(outcome, Problem):
        # The other secretary's change has been seen now, and may be gone past.
        candidate = recorded(turn, plan.code)
        seen = replace(plan, found=candidate.helper_id if candidate else None)
        return forms.proceed(turn, FORM, seen.to_answers(), outcome.sentence)
    forms.finish(turn)
    if outcome is None:
        return menu.outdated(turn)
    if not plan.waiting:
        return outcome
    following = _begin(turn, list(plan.waiting))
    return replace(following, text=f"{outcome.text}\n\n{following.text}")


def _another_helper(turn: Turn, answers: Answers) -> Reply:
    return forms.proceed(turn, FORM, {**answers, "asking": "helper"})


def _another_day(turn: Turn, answers: Answers) -> Reply:
    return forms.proceed(turn, FORM, {**answers, "asking": "on"})


def _discard(turn: Turn, answers: Answers) -> Reply:
    plan = Plan.of(answers)
    forms.finish(turn)
    if plan.waiting:
        return _begin(turn, list(plan.waiting), turn.t("Not saved."))
    return Reply(turn.t("Ended; nothing was saved."), menu.show(turn).choices)


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take another day or another helper typed at the summary."""
    return take_day(turn, answers, said) if find_dates(said, turn.today) else take_helper(turn, answers, said)


FORM = Form(
    "helper",
    open_question,
    _summary,
    {"yes": _save, "helper": _another_helper, "on": _another_day, "discard": _discard},
    _mend,
    QUESTIONS,
)
