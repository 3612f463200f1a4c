"""The rule that helper and candidate have worked together, as it stands in the rules in force."""

from __future__ import annotations

from handlers.helpers.plan import Plan
from handlers.turn import Turn
from models import helpers
from models.deadlines import Rule, Unit


def rule(turn: Turn) -> Rule:
    """Return the rule (DOMAIN.md §3, ``helper_worked_together``)."""
    return turn.settings.rules.rules[helpers.TOGETHER_RULE]


def months(turn: Turn) -> int | None:
    """Return how many months the rule asks for, None where an organisation counts it otherwise."""
    return rule(turn).value if rule(turn).unit is Unit.MONTHS else None


def is_missing(turn: Turn, plan: Plan) -> bool:
    """Whether the two have not worked together for as long as the rule asks, as far as anybody has said."""
    since = plan.together_since(months(turn) or 0)
    return plan.day is not None and not helpers.worked_together(rule(turn), turn.settings.calendar, since, plan.day)


def basis(turn: Turn) -> str:
    """Return the document that the rule rests on; what was not seen itself is said to be unchecked."""
    words = rule(turn).basis
    unchecked = turn.t("not yet compared with the original document")
    return words if rule(turn).verified else f"{words} ({unchecked})"
