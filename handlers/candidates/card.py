"""One candidate: what is known, how far the path has been walked, what is missing."""

from __future__ import annotations

from handlers import dues, path, privacy
from handlers.candidates import helped
from handlers.candidates.words import gaps
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.report.drafts import Draft
from handlers.report.saving import draft_of
from handlers.report.words import INTRODUCER_WORDS, born, shift
from handlers.turn import Choice, Reply, Turn, rows
from models.candidates import Candidate
from models.helpers import HELPED


def by_code(turn: Turn, heard: Heard) -> Reply:
    """Show the candidate whose code was typed; with “tiếp tục theo dõi” beside it, begin the end of a pause."""
    code = heard.understanding.code or ""
    resumed = path.resume(turn, code) if path.resumes(heard) else None
    return resumed or card_pressed(turn, code)


def card_pressed(turn: Turn, code: str) -> Reply:
    """Show the candidate of `code`, when the person may see it."""
    candidate = turn.session.scalar(turn.access.candidates().where(Candidate.code == code))
    if candidate is None:
        return helped.card(turn, code)
    lines = [
        bold(f"{candidate.code} · {candidate.full_name or candidate.initials}"),
        candidate.unit.name,
        _facts(turn, candidate),
        turn.t(INTRODUCER_WORDS[candidate.introduced_by]) if candidate.introduced_by else None,
        helped.helper_line(turn, candidate),
        *path.lines(turn, candidate),
        *dues.lines(turn, candidate),
        privacy.restriction(turn, candidate),
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


def _choices(turn: Turn, candidate: Candidate) -> list[Choice]:
    choices = []
    if turn.access.leads(candidate.unit_id) and (candidate.is_draft or draft_of(candidate).missing):
        label = turn.t("Has agreed: fill in") if candidate.is_draft else turn.t("Fill in")
        choices.append(Choice(label, f"complete:{candidate.code}"))
    if turn.access.records(candidate.unit) and candidate.stage in HELPED and not candidate.is_draft:
        label = turn.t("Another helper") if candidate.helper else turn.t("Name a helper")
        choices.append(Choice(label, f"helper:pick:{candidate.code}"))
    choices += [*path.choices(turn, candidate), *dues.choices(turn, candidate), *privacy.choices(turn, candidate)]
    choices.append(Choice(turn.t("Same stage"), f"list:stage:{candidate.stage}:{candidate.unit.code}:0"))
    choices.append(Choice(turn.t("All candidates"), "list:all"))
    return choices
