"""Tells what a roster would change: ten lines for a chat, every detail for a file, one document for programs.

Lines name people and quote cells: show them only to the person who sent the roster, never write them to a log.
"""

from __future__ import annotations

from collections.abc import Sequence, Sized
from typing import Any

from handlers import day_words
from handlers.locales import N_
from handlers.understanding.private_numbers import redact
from handlers.workbook.findings import Translate
from handlers.workbook.rosters.marks import Why
from handlers.workbook.rosters.people import Missing, Unmatched
from handlers.workbook.rosters.planning import Contradicted, Misread, Placed, RosterPlan, Spot
from handlers.workbook.rosters.reading import Roster
from models.rosters import CrewPlace, Usual
from models.shift_patterns import Shift

_MISREAD = {
    Why.UNKNOWN_SHIFT: N_("{cell}: “{mark}” is not in the shift system “{system}”"),
    Why.NO_SYSTEM: N_("{cell}: “{mark}”: it is not known in which shift system {who} works"),
    Why.OVERTIME_HOURS: N_("{cell}: “{mark}”: write the hours of the overtime, like “TC 17:00-20:00” or “1+TC3”"),
}
_UNMATCHED = {
    Missing.NOT_FOUND: N_("row {row}: nobody found who is “{who}”"),
    Missing.AMBIGUOUS: N_("row {row}: several people are called “{who}”; write the code, too"),
    Missing.OTHER_NAME: N_("row {row}: the code and the name “{who}” do not belong together"),
    Missing.DOUBLED: N_("row {row}: “{who}” stands in several rows"),
}
_EXAMPLES = 2  # of each kind, in a chat


def short_lines(plan: RosterPlan, unmatched: Sequence[Unmatched], roster: Roster | None, t: Translate) -> list[str]:
    """Return the preview, a line for each kind of thing. `roster` is `None` where only the plan was kept."""
    headings = _heading_lines(roster, t)
    groups: list[tuple[str, Sized, list[str]]] = [
        (
            N_("Crew set where it was not known ({count}): {what}"),
            plan.placed,
            [_placed(one, plan, t) for one in plan.placed],
        ),
        (
            N_("What people said themselves is kept ({count}): {what}"),
            plan.contradicted,
            [_contradicted(one, t) for one in plan.contradicted],
        ),
        (N_("⚠️ Not understood ({count}): {what}"), plan.misread, _misread_lines(plan, t)),
        (N_("⚠️ Rows left out ({count}): {what}"), unmatched, [_unmatched(one, t) for one in unmatched]),
        (N_("⚠️ Headings to look at ({count}): {what}"), headings, headings),
        (
            N_("Days of another crew than known ({count}): {what}"),
            plan.elsewhere,
            [_elsewhere(one, plan, t) for one in plan.elsewhere],
        ),
        (
            N_("Less than 12 hours between two shifts ({count}): {what}"),
            plan.short_rests,
            [_rest(*one, t) for one in plan.short_rests],
        ),
    ]
    lines = [_head(plan, t), _differences(plan, t)]
    lines += [t(words, count=len(found), what=_examples(told)) for words, found, told in groups if found]
    return lines


def detail_lines(plan: RosterPlan, unmatched: Sequence[Unmatched], roster: Roster, t: Translate) -> list[str]:
    """Return everything that is to be looked at, a line for each cell or row."""
    return [
        *_misread_lines(plan, t),
        *(_unmatched(one, t) for one in unmatched),
        *_heading_lines(roster, t),
        *(t("kept as said: {what}", what=_contradicted(one, t)) for one in plan.contradicted),
        *(t("crew set: {what}", what=_placed(one, plan, t)) for one in plan.placed),
        *(t("another crew: {what}", what=_elsewhere(one, plan, t)) for one in plan.elsewhere),
        *(t("short rest: {what}", what=_rest(*one, t)) for one in plan.short_rests),
        *(t("sheet left aside: “{title}”", title=title) for title in roster.left_aside),
    ]


def has_more(plan: RosterPlan, unmatched: Sequence[Unmatched]) -> bool:
    """Return whether the short lines leave out anything."""
    groups: tuple[Sequence[object], ...] = (plan.misread, unmatched, plan.contradicted, plan.placed, plan.elsewhere)
    return any(len(group) > _EXAMPLES for group in (*groups, plan.short_rests))


def saved_lines(plan: RosterPlan, t: Translate) -> list[str]:
    """Return what was saved."""
    lines = [t("✅ Roster saved: {head}", head=_head(plan, t))]
    lines.append(t("Days kept beside the usual cycle: {count}.", count=sum(len(one.added) for one in plan.rewrites)))
    if plan.placed:
        lines.append(t("Crews set: {count}.", count=len(plan.placed)))
    return lines


def to_json(plan: RosterPlan, unmatched: Sequence[Unmatched], roster: Roster, t: Translate) -> dict[str, Any]:
    """Return everything as one JSON document (``taonguon import --json``)."""
    return {
        "ok": True,
        "roster": {
            "from": plan.days[0].isoformat(),
            "to": plan.days[-1].isoformat(),
            "days": len(plan.days),
            "people": len(plan.people),
            "cells": plan.told,
            "differing": plan.differing,
            "new": plan.fresh,
            "records": {
                "added": sum(len(one.added) for one in plan.rewrites),
                "removed": sum(len(one.gone) for one in plan.rewrites),
            },
            "crews": [{"code": p.person.code, "system": p.place[0], "crew": p.place[1]} for p in plan.placed],
            "kept_as_said": [_spot_as_json(one.spot) for one in plan.contradicted],
            "not_understood": [{**_spot_as_json(m.spot), "why": m.unread.why.value} for m in plan.misread],
            "rows_left_out": [
                {"sheet": one.sheet, "row": one.row.number, "why": one.why.value, "found": _who(one)}
                for one in unmatched
            ],
            "remarks": _heading_lines(roster, t),
        },
    }


def _head(plan: RosterPlan, t: Translate) -> str:
    first, last = plan.days[0], plan.days[-1]
    begins = day_words.day(first) if first.year == last.year else f"{day_words.day(first)}/{first.year}"
    period = f"{begins}–{day_words.day(last)}/{last.year}"
    return t("{period}: {people} people, {days} days", period=period, people=len(plan.people), days=len(plan.days))


def _differences(plan: RosterPlan, t: Translate) -> str:
    if not plan.fresh and not plan.differing:
        return t("Nothing differs from what is known.")
    return t(
        "Differs from what is known: {differing} cells; nothing known so far: {fresh} cells.",
        differing=plan.differing,
        fresh=plan.fresh,
    )


def _examples(items: Sequence[str]) -> str:
    return "; ".join(items[:_EXAMPLES]) + ("; …" if len(items) > _EXAMPLES else "")


def _misread_lines(plan: RosterPlan, t: Translate) -> list[str]:
    """A line for each kind of cell in a row: who works in another system than is known has a whole row of them."""
    alike: dict[tuple[object, ...], list[Misread]] = {}
    for one in plan.misread:
        alike.setdefault((one.spot.sheet, one.spot.row, one.spot.mark, one.unread), []).append(one)
    return [_misread(cells[0], len(cells) - 1, plan, t) for cells in alike.values()]


def _misread(one: Misread, more: int, plan: RosterPlan, t: Translate) -> str:
    cell = _cell(one.spot, t)
    system = one.unread.system or ""
    return t(
        _MISREAD[one.unread.why],
        cell=t("{cell} and {count} more", cell=cell, count=more) if more else cell,
        mark=_masked(one.spot.mark),
        system=plan.systems.get(system, system),
        who=one.spot.person.code,
    )


def _unmatched(one: Unmatched, t: Translate) -> str:
    return t(_UNMATCHED[one.why], row=one.row.number, who=_who(one))


def _who(one: Unmatched) -> str:
    return _masked(" · ".join(word for word in dict.fromkeys((one.row.code, one.row.name)) if word))


def _masked(text: str) -> str:
    """Words of a roster without numbers of identity cards or telephones, which some plants write there."""
    return redact(text).text


def _contradicted(one: Contradicted, t: Translate) -> str:
    return t(
        "{cell}: {who} said {said}, the roster “{mark}”",
        cell=_cell(one.spot, t),
        who=one.spot.person.code,
        said=shift_words(one.said, t),
        mark=_masked(one.spot.mark),
    )


def _placed(one: Placed, plan: RosterPlan, t: Translate) -> str:
    return f"{one.person.code} {_place(one.place, plan, t)}"


def _elsewhere(one: Placed, plan: RosterPlan, t: Translate) -> str:
    assert one.before is not None
    return t(
        "{who}: days of {place}, known as {before}",
        who=one.person.code,
        place=_place(one.place, plan, t),
        before=_place(one.before, plan, t),
    )


def _place(place: CrewPlace, plan: RosterPlan, t: Translate) -> str:
    code, crew = place
    system = plan.systems.get(code, code)
    return system if crew is None else t("crew {crew} ({system})", crew=crew, system=system)


def _rest(spot: Spot, minutes: int, t: Translate) -> str:
    return t(
        "{cell}: {who} {hours} hours", cell=_cell(spot, t), who=spot.person.code, hours=f"{max(minutes, 0) / 60:.3g}"
    )


def _heading_lines(roster: Roster | None, t: Translate) -> list[str]:
    lines = []
    for sheet in roster.sheets if roster else []:
        lines += [
            t(
                "column {column}: {day} is a {weekday}",
                column=letter,
                day=day_words.day(day),
                weekday=day_words.weekday(t, day.weekday()),
            )
            for letter, day in sheet.other_weekdays
        ]
        lines += [t("column {column}: the month has no such day", column=letter) for letter in sheet.impossible]
    return lines


def _cell(spot: Spot, t: Translate) -> str:
    return t("row {row}, column {column} ({day})", row=spot.row, column=spot.column, day=day_words.day(spot.day))


def _spot_as_json(spot: Spot) -> dict[str, Any]:
    return {
        "sheet": spot.sheet,
        "cell": f"{spot.column}{spot.row}",
        "code": spot.person.code,
        "day": spot.day.isoformat(),
        "found": _masked(spot.mark),
    }


def shift_words(shift: Usual, t: Translate) -> str:
    """Return a shift of a day in words."""
    if isinstance(shift, Shift):
        return t("shift {code}", code=shift.code)
    return t("a day off") if shift is None else t("something else")
