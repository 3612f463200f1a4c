"""The card that a helper sees, with nothing that helping does not need; and the other card's line about the helper."""

from __future__ import annotations

from handlers import menu
from handlers.markup import bold
from handlers.report.words import shift
from handlers.stage_words import STAGE_WORDS
from handlers.turn import Choice, Reply, Turn, rows
from models import helpers
from models.candidates import PATH, Candidate


def card(turn: Turn, code: str) -> Reply:
    """Show the candidate of `code` to their helper; to everybody else there is none."""
    candidate = turn.session.scalar(turn.access.helped().where(Candidate.code == code))
    if candidate is None:
        return Reply(turn.t("I know no {code}. Please check the code.", code=code[:12]), menu.show(turn).choices)
    place = candidate.enterprise.name if candidate.enterprise else None
    hours = shift(turn, candidate.shift or candidate.shift_system_code, candidate.crew)
    lines = [
        bold(f"{candidate.code} · {candidate.full_name or candidate.initials}"),
        " · ".join(fact for fact in (place, hours) if fact) or None,
        turn.t("Stage: {stage}", stage=turn.t(STAGE_WORDS[candidate.stage])),
        _next(turn, candidate),
    ]
    choices = [
        Choice(turn.t("Remark of the quarter"), "helper:note"),
        Choice(turn.t("Those {you} help"), "helper:mine"),
    ]
    return Reply("\n".join(line for line in lines if line), rows(choices, 2))


def helper_line(turn: Turn, candidate: Candidate) -> str | None:
    """Return the line of the secretary's card about the helper; None when there is none."""
    helper = candidate.helper
    if helper is None:
        return None
    if not helpers.fits(helper, candidate.unit):
        return turn.t("⚠️ Helper: {name} has left the unit; a new one is needed", name=helper.full_name)
    return turn.t("Helper: {name}", name=helper.full_name)


def _next(turn: Turn, candidate: Candidate) -> str | None:
    if candidate.stage not in PATH[:-1]:
        return None
    following = PATH[PATH.index(candidate.stage) + 1]
    return turn.t("Next: {step}", step=turn.t(STAGE_WORDS[following]))
