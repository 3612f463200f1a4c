"""One candidate: what is known, how far the path has been walked, what is missing."""

from __future__ import annotations

from handlers import menu
from handlers.candidates.words import STAGE_WORDS, gaps
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.report.drafts import Draft
from handlers.report.saving import draft_of
from handlers.report.words import INTRODUCER_WORDS, born, shift
from handlers.turn import Choice, Reply, Turn, rows
from models.candidates import PATH, Candidate


def by_code(turn: Turn, heard: Heard) -> Reply:
    """Show the candidate whose code was typed."""
    return card_pressed(turn, heard.understanding.code or "")


def card_pressed(turn: Turn, code: str) -> Reply:
    """Show the candidate of `code`, when the person may see it."""
    candidate = turn.session.scalar(turn.access.candidates().where(Candidate.code == code))
    if candidate is None:
        return Reply(turn.t("I know no {code}. Please check the code.", code=code[:12]), menu.show(turn).choices)
    lines = [
        bold(f"{candidate.code} · {candidate.full_name or candidate.initials}"),
        candidate.unit.name,
        _facts(turn, candidate),
        turn.t(INTRODUCER_WORDS[candidate.introduced_by]) if candidate.introduced_by else None,
        turn.t("Helper: {name}", name=candidate.helper.full_name) if candidate.helper else None,
        *_steps(turn, candidate),
        turn.t("Missing: {gaps}.", gaps=gaps(turn, candidate)) if gaps(turn, candidate) else None,
    ]
    return Reply("\n".join(line for line in lines if line), rows(_choices(turn, candidate), 2))


def _facts(turn: Turn, candidate: Candidate) -> str | None:
    facts = (
        born(Draft(birth_date=candidate.birth_date, birth_year=candidate.birth_year)),
        candidate.enterprise.name if candidate.enterprise else None,
        shift(turn, candidate.shift or candidate.shift_system_code, candidate.crew),
    )
    return " · ".join(fact for fact in facts if fact) or None


def _steps(turn: Turn, candidate: Candidate) -> list[str]:
    reached = {step.stage: step.reached_on for step in candidate.steps}
    done = [f"{turn.t(STAGE_WORDS[stage])} {reached[stage]:%d/%m/%Y}" for stage in PATH if stage in reached]
    return [turn.t("Path: {steps}", steps=" → ".join(done))] if done else []


def _choices(turn: Turn, candidate: Candidate) -> list[Choice]:
    choices = []
    if turn.access.leads(candidate.unit_id) and (candidate.is_draft or draft_of(candidate).missing):
        label = turn.t("Has agreed: fill in") if candidate.is_draft else turn.t("Fill in")
        choices.append(Choice(label, f"complete:{candidate.code}"))
    choices.append(Choice(turn.t("Same stage"), f"list:stage:{candidate.stage}:{candidate.unit.code}:0"))
    choices.append(Choice(turn.t("All candidates"), "list:all"))
    return choices
