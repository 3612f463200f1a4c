"""The answer of ``taonguon plan``: the document of CONTRACTS.md §4, and a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from babel.dates import format_datetime
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from handlers.locales import N_, Translator
from models.planning import Plan, Plans, Reason, Sitting
from models.planning.planner import Absent

_MOST_NAMED = 12  # absent members that are named in the table
_REASONS = {
    Reason.ON_SHIFT: N_("on shift"),
    Reason.REST_AFTER_NIGHT: N_("resting after a night shift"),
    Reason.BUSY: N_("busy"),
}


def to_json(plans: Plans, members: int, elapsed_ms: int) -> dict[str, Any]:
    """Return the document. Times are in Asia/Ho_Chi_Minh, written without an offset."""
    return {
        "plans": [
            {**_plan(plan), "alternatives": [_alternative(other) for other in plan.alternatives]}
            for plan in plans.plans
        ],
        "members": members,
        "optimal": plans.is_optimal,
        "elapsed_ms": elapsed_ms,
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "sittings": [
            {"start": _iso(one.start), "end": _iso(one.end), "attending": list(one.attending)} for one in plan.sittings
        ],
        "attending": plan.attending,
        "absent": [{"id": absent.id, "reason": absent.reason.value} for absent in plan.absent],
        "meets_quorum": plan.meets_quorum,
    }


def _alternative(plan: Plan) -> dict[str, Any]:
    """A plan, with the start and end of its first sitting besides."""
    first = plan.sittings[0]
    return {"start": _iso(first.start), "end": _iso(first.end), **_plan(plan)}


def _iso(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")


def to_people(plans: Plans, members: int, t: Translator) -> Iterator[RenderableType]:
    """Yield a table for each number of sittings, and what is to be said besides."""
    for plan in plans.plans:
        yield Group(Text(_headline(plan, members, t), style="bold"), _table(plan, members, t), *_absent(plan, t))
    if not plans.is_optimal:
        yield Text(t("The search was stopped before it was proven that nothing is better."), style="yellow")


def _headline(plan: Plan, members: int, t: Translator) -> str:
    sentence = (
        N_("{sittings} sitting(s): {attending} of {members} can come, enough to hold the meeting.")
        if plan.meets_quorum
        else N_("{sittings} sitting(s): {attending} of {members} can come, too few to hold the meeting.")
    )
    return t(sentence, sittings=len(plan.sittings), attending=plan.attending, members=members)


def _table(plan: Plan, members: int, t: Translator) -> Table:
    table = Table(t("Choice"), t("Time"), t("Can come"), title_justify="left")
    rows: Sequence[tuple[str, Plan]] = [
        (t("best"), plan),
        *((str(number), other) for number, other in enumerate(plan.alternatives, 2)),
    ]
    for name, choice in rows:
        times = "\n".join(_time(sitting, t) for sitting in choice.sittings)
        each = "\n".join(str(len(sitting.attending)) for sitting in choice.sittings)
        together = f"{choice.attending}/{members}"
        table.add_row(name, times, together if len(choice.sittings) == 1 else f"{each}\n→ {together}")
    return table


def _time(sitting: Sitting, t: Translator) -> str:
    day = format_datetime(sitting.start, "EEEE d/M/yyyy, HH:mm", locale=t.language.value)
    return f"{day}–{sitting.end:%H:%M}"


def _absent(plan: Plan, t: Translator) -> Iterator[Text]:
    """Who cannot come to the best choice, and what keeps them from its first sitting."""
    named = ", ".join(_named(absent, t) for absent in plan.absent[:_MOST_NAMED])
    more = len(plan.absent) - _MOST_NAMED
    if more > 0:
        yield Text(t("Cannot come: {named} and {more} more", named=named, more=more))
    elif plan.absent:
        yield Text(t("Cannot come: {named}", named=named))


def _named(absent: Absent, t: Translator) -> str:
    return f"{absent.id} ({t(_REASONS[absent.reason])})"
