"""What naming a helper writes, whom it tells, and how it is taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers import menu
from handlers.forms import Problem
from handlers.helpers import people
from handlers.helpers.plan import Plan
from handlers.helpers.rule import months
from handlers.locales import N_, Translator
from handlers.markup import bold
from handlers.turn import Choice, Reply, Turn, rows
from models import helpers
from models.audit import UndoStep
from models.candidates import Candidate
from models.people import Person
from models.reach import chats_of

UNDO_KIND = "helper"
_NAMED = N_("{You} are now the helper of {who}.")
_ENDED = N_("Somebody else helps {who} from now on. Thank {you} for {your} help.")
_TAKEN_BACK = N_("The helper of {who} has been taken back; please go by what was before.")


def save(turn: Turn, plan: Plan) -> Reply | Problem | None:
    """Write the assignment and return what was saved; a problem when somebody else was quicker or the helper is full.

    None when the writer may no longer name a helper, or nobody can be named any more.
    """
    candidate = _locked(turn, plan)
    helper = people.member_of_code(turn, candidate.unit, plan.helper) if candidate else None
    if candidate is None or helper is None or plan.day is None or not _is_open(candidate):
        return None
    # Two secretaries may give one member the last place at the same moment.
    turn.session.scalar(select(Person.id).where(Person.id == helper.id).with_for_update())
    problem = _problem(turn, plan, candidate, helper)
    if problem is not None:
        return problem
    before = candidate.helper
    naming = helpers.Naming(plan.day, plan.together_since(months(turn) or 0), plan.reason)
    details = helpers.assign(turn.session, candidate, helper, naming, by=turn.writer_id, now=turn.now)
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))
    _tell(turn, helper, candidate, _NAMED)
    if before is not None:
        _tell(turn, before, candidate, _ENDED)
    return _told(turn, candidate, helper, plan)


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a saved assignment back and say so."""
    details: dict[str, Any] = step.details
    candidate = turn.session.scalar(select(Candidate).where(Candidate.code == details["code"]))
    if candidate is None or not helpers.take_back(turn.session, candidate, details, turn.now):
        return turn.t("{code} has another helper by now; nothing was taken back.", code=details["code"])
    for person_id in (details["helper"], details["helper_before"]):
        person = turn.session.get(Person, person_id) if person_id else None
        if person is not None:
            _tell(turn, person, candidate, _TAKEN_BACK)
    return turn.t("{code} is again as it was before.", code=candidate.code)


def _locked(turn: Turn, plan: Plan) -> Candidate | None:
    """Return the candidate as it is now, locked until the commit, when the writer may name its helper."""
    query = turn.access.recordable().where(Candidate.code == (plan.code or ""))
    return turn.session.scalar(query.with_for_update(of=Candidate).execution_options(populate_existing=True))


def _is_open(candidate: Candidate) -> bool:
    return not candidate.is_draft and candidate.stage in helpers.HELPED


def _problem(turn: Turn, plan: Plan, candidate: Candidate, helper: Person) -> Problem | None:
    if candidate.helper_id == helper.id:
        return Problem(turn.t("{name} helps {code} already.", name=helper.full_name, code=candidate.code))
    if candidate.helper_id != plan.found:
        return Problem(_changed_meanwhile(turn, candidate))
    if helpers.loads(turn.session, [helper.id]).get(helper.id, 0) >= turn.settings.candidates_per_helper:
        most = turn.settings.candidates_per_helper
        return Problem(turn.t("{name} helps {most} already, the most at a time.", name=helper.full_name, most=most))
    return None


def _changed_meanwhile(turn: Turn, candidate: Candidate) -> str:
    if candidate.helper is None:
        return turn.t("Meanwhile somebody has taken back the helper of {code}.", code=candidate.code)
    return turn.t(
        "Meanwhile {name} was named as helper of {code} by somebody else.",
        name=candidate.helper.full_name,
        code=candidate.code,
    )


def _told(turn: Turn, candidate: Candidate, helper: Person, plan: Plan) -> Reply:
    day = f"{plan.day:%d/%m/%Y}" if plan.day else ""
    what = turn.t("{who}: {name} helps from {day}", who=people.called(candidate), name=helper.full_name, day=day)
    has_chat = bool(chats_of(turn.session, [helper.id]))
    told = (
        turn.t("{name} is told by message.", name=helper.full_name)
        if has_chat
        else turn.t("{name} has not joined yet: “mời” gives a code.", name=helper.full_name)
    )
    wrong = menu.undo_hint(turn)
    choices = [
        Choice(turn.t("Open {code}", code=candidate.code), f"cand:{candidate.code}"),
        Choice(turn.t("Undo"), "go:undo"),
        Choice(turn.t("Helpers"), "go:helpers"),
    ]
    if helper.id == turn.writer_id:
        return Reply("\n".join((turn.t("✅ Saved: {what}", what=bold(what)), wrong)), rows(choices, 2))
    return Reply("\n".join((turn.t("✅ Saved: {what}", what=bold(what)), told, wrong)), rows(choices, 2))


def _tell(turn: Turn, person: Person, candidate: Candidate, words: str) -> None:
    """Tell a helper what has changed: code and initials only, as nobody asked."""
    if person.id == turn.writer_id:
        return
    who, helps = f"{candidate.code} · {candidate.initials}", words == _NAMED

    def compose(t: Translator) -> Reply:
        hint = t("“Người giúp đỡ” shows whom {you} help, and takes {your} line of each quarter.")
        text = "\n".join([t(words, who=bold(who)), *([hint] if helps else [])])
        return Reply(text, rows([Choice(t("Those {you} help"), "helper:mine")] if helps else []))

    turn.send(person, compose)
