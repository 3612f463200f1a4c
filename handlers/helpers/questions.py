"""The questions about a helper, each with its choices and with what it takes as an answer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from handlers.forms import Answers, Asked, Problem, Question
from handlers.helpers import people
from handlers.helpers.plan import LONG, SHORT, UNKNOWN, Plan, single_day
from handlers.helpers.rule import basis, is_missing, months
from handlers.turn import Turn
from handlers.understanding import find_date
from models import helpers
from models.candidates import Candidate, Stage
from models.names import fold
from models.people import Membership, Person

MOST_OPTIONS = 8
LONGEST_REASON = 200  # characters
_YEAR = re.compile(r"(?:tu |from |since )?(?:nam )?((?:19|20)[0-9]{2})")
_TOGETHER_WORDS = {"khong ro": UNKNOWN, "khong biet": UNKNOWN, "chua ro": UNKNOWN, "not known": UNKNOWN}


def open_question(turn: Turn, answers: Answers) -> Question | None:
    """Return what is still to be asked."""
    plan = Plan.of(answers)
    candidate = people.recorded(turn, plan.code)
    if plan.code is None:
        return QUESTIONS["candidate"]
    if plan.asking is not None:
        return QUESTIONS[plan.asking]
    if candidate is None:
        return None
    for name, is_open in (("helper", plan.helper is None), ("on", plan.on is None), ("together", not plan.together)):
        if is_open:
            return QUESTIONS[name]
    needs_reason = plan.reason is None and is_missing(turn, plan) and is_first(candidate)
    return QUESTIONS["reason"] if needs_reason else None


def is_first(candidate: Candidate) -> bool:
    """Whether naming the helper is a step of the path, which keeps the reason; later ones only change the person."""
    return not any(step.stage is Stage.MENTORED and step.undone_at is None for step in candidate.steps)


def settled(turn: Turn, plan: Plan, candidate: Candidate) -> tuple[Answers, str]:
    """Return the answers once it is clear whom the plan is about, and what of it cannot be: the helper or the day."""
    plan = replace(plan, code=candidate.code, said=None, found=candidate.helper_id)
    found, problem = _helper(turn, candidate, plan.helper_said) if plan.helper_said else (None, "")
    answers = (plan.with_helper(found.code) if found else plan).to_answers()
    untimely = take_day(turn, answers, plan.on) if plan.on else None
    if untimely is not None:
        answers["on"] = None
    return answers, "\n".join(part for part in (problem, untimely.sentence if untimely else "") if part)


def _helper(turn: Turn, candidate: Candidate, said: str) -> tuple[Person | None, str]:
    """Return the one member whom `said` means and who may help; else None and why."""
    members = people.members(turn, candidate.unit)
    fitting = [member for member in members if member.code.casefold() == said.casefold()]
    fitting = fitting or people.matching(members, said, lambda member: member.full_name)
    if not fitting:
        return None, _why_nobody(turn, candidate, said)
    if len(fitting) > 1:
        return None, turn.t("Several people fit. Whom do {you} mean?")
    member = fitting[0]
    if member.id == candidate.helper_id:
        return None, turn.t("{name} helps {code} already.", name=member.full_name, code=candidate.code)
    if _load(turn, member) >= turn.settings.candidates_per_helper:
        return None, turn.t(
            "{name} helps {most} already, the most at a time.",
            name=member.full_name,
            most=turn.settings.candidates_per_helper,
        )
    return member, ""


def _why_nobody(turn: Turn, candidate: Candidate, said: str) -> str:
    others = people.others_named(turn, said)
    if len(others) == 1 and others[0].membership is not Membership.OFFICIAL:
        return turn.t("{name} is no official member: only an official member can help.", name=others[0].full_name)
    return turn.t(
        "I find no official member “{wanted}” in {unit} or above it.", wanted=said[:40], unit=candidate.unit.name
    )


def _load(turn: Turn, member: Person) -> int:
    return helpers.loads(turn.session, [member.id]).get(member.id, 0)


def _ask_candidate(turn: Turn, answers: Answers) -> Asked:
    said = Plan.of(answers).said or ""
    found = people.candidates_named(turn, said)[:MOST_OPTIONS]
    options = tuple((f"{people.called(one)} · {one.birth_year or one.unit.name}", one.code) for one in found)
    return Asked(turn.t("{count} candidates are called “{said}”. Who is meant?", count=len(found), said=said), options)


def _take_candidate(turn: Turn, answers: Answers, said: str) -> Problem | None:
    found = people.candidates_named(turn, said)
    if len(found) != 1:
        return Problem(turn.t("Please choose one of these, or type the code."))
    candidate = found[0]
    if candidate.is_draft or candidate.stage not in helpers.HELPED:
        return Problem(turn.t("Nobody can be named as helper of {code} now.", code=candidate.code))
    known, problem = settled(turn, Plan.of(answers), candidate)
    answers.update(known)
    return Problem(problem) if problem else None


def _ask_helper(turn: Turn, answers: Answers) -> Asked:
    plan = Plan.of(answers)
    candidate = people.recorded(turn, plan.code)
    if candidate is None:
        return Asked(turn.t("This can no longer be saved."))
    members = [member for member in people.members(turn, candidate.unit) if member.id != candidate.helper_id]
    load, most = helpers.loads(turn.session, [member.id for member in members]), turn.settings.candidates_per_helper
    free = helpers.with_room(members, load, most, candidate.unit_id)
    meant = people.matching(free, plan.helper_said, lambda member: member.full_name) if plan.helper_said else []
    shown = (meant if len(meant) > 1 else free)[:MOST_OPTIONS]
    options = tuple((f"{member.full_name} ({load.get(member.id, 0)}/{most})", member.code) for member in shown)
    lines = [turn.t("Who is to help {who}?", who=people.called(candidate))]
    if not shown:
        lines.append(turn.t("No official member of {unit} has room now.", unit=candidate.unit.name))
    elif len(free) > len(shown):
        lines.append(turn.t("Another one: type the name."))
    return Asked("\n".join(lines), options)


def take_helper(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take a member's code or name as the helper."""
    plan = Plan.of(answers)
    candidate = people.recorded(turn, plan.code)
    if candidate is None:
        return Problem(turn.t("This can no longer be saved."))
    found, problem = _helper(turn, candidate, said)
    answers.update((plan.with_helper(found.code) if found else replace(plan, helper_said=said)).to_answers())
    return None if found else Problem(problem)


def _ask_day(turn: Turn, _answers: Answers) -> Asked:
    yesterday = turn.today - timedelta(days=1)
    options = ((turn.t("Today"), turn.today.isoformat()), (turn.t("Yesterday"), yesterday.isoformat()))
    return Asked(turn.t("On which day was the helper named? For example “12/11”."), options, width=2)


def take_day(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take the day on which the helper was named: not in the future, not before the introduction."""
    plan = Plan.of(answers)
    day = _day(turn, said)
    if day is None:
        return Problem(turn.t("I did not understand the day. For example “hôm qua” or “12/11”."))
    candidate = people.recorded(turn, plan.code)
    if day > turn.today:
        return Problem(turn.t("{day} is still to come: only what has been done is saved.", day=f"{day:%d/%m/%Y}"))
    if candidate is not None and day < candidate.introduced_on:
        return Problem(
            turn.t(
                "{code} was introduced on {day}; a helper cannot be named before.",
                code=candidate.code,
                day=f"{candidate.introduced_on:%d/%m/%Y}",
            )
        )
    answers.update(replace(plan, on=day.isoformat(), asking=None).to_answers())
    return None


def _day(turn: Turn, said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        found = find_date(said, turn.today)
        return single_day(found) if found else None


def _ask_together(turn: Turn, answers: Answers) -> Asked:
    plan = Plan.of(answers)
    candidate = people.recorded(turn, plan.code)
    helper = people.member_of_code(turn, candidate.unit, plan.helper) if candidate else None
    if candidate is None or helper is None:
        return Asked(turn.t("This can no longer be saved."))
    text = turn.t(
        "Since when have {helper} and {who} worked in the same unit? Choose, or type the month, for example “3/2025”.",
        helper=helper.full_name,
        who=people.called(candidate),
    )
    count = months(turn)
    lengths = (
        ()
        if count is None
        else (
            (turn.t("{count} months or longer", count=count), LONG),
            (turn.t("Less than {count} months", count=count), SHORT),
        )
    )
    return Asked(text, (*lengths, (turn.t("Not known"), UNKNOWN)))


def _take_together(turn: Turn, answers: Answers, said: str) -> Problem | None:
    together = said if said in (LONG, SHORT, UNKNOWN) else _TOGETHER_WORDS.get(fold(said)) or _since(turn, said)
    if together is None:
        return Problem(turn.t("I did not understand since when. For example “3/2025” or “2024”."))
    answers.update(replace(Plan.of(answers), together=together, reason=None, asking=None).to_answers())
    return None


def _since(turn: Turn, said: str) -> str | None:
    """Return the last day of the month or year that was said: they have worked together since then at the latest."""
    year = _YEAR.fullmatch(fold(said).strip(" ."))
    found = find_date(said, turn.today)
    last = date(int(year[1]), 12, 31) if year else found.last if found else None
    return min(last, turn.today).isoformat() if last else None


def _ask_reason(turn: Turn, _answers: Answers) -> Asked:
    count = months(turn)
    missing = (
        turn.t("⚠️ {count} months of working together are missing.", count=count)
        if count is not None
        else turn.t("⚠️ The time of working together is missing.")
    )
    lines = (
        missing,
        turn.t("Basis: {document}", document=basis(turn)),
        turn.t("Why is this member named all the same? A few words, or choose:"),
    )
    options = (
        (turn.t("No other member has room"), "full"),
        (turn.t("No other member works there"), "alone"),
        (turn.t("Another helper"), "helper"),
    )
    return Asked("\n".join(lines), options)


def _take_reason(turn: Turn, answers: Answers, said: str) -> Problem | None:
    plan = Plan.of(answers)
    ready = {"full": turn.t("No other member has room"), "alone": turn.t("No other member works there")}
    if said == "helper":
        answers.update(replace(plan, asking="helper").to_answers())
        return None
    reason = ready.get(said, said)
    if len(reason) > LONGEST_REASON:
        return Problem(turn.t("Please say it in at most {limit} characters.", limit=LONGEST_REASON))
    answers.update(replace(plan, reason=reason).to_answers())
    return None


QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in (
        Question("candidate", _ask_candidate, _take_candidate),
        Question("helper", _ask_helper, take_helper),
        Question("on", _ask_day, take_day),
        Question("together", _ask_together, _take_together),
        Question("reason", _ask_reason, _take_reason, is_free=True),
    )
}
