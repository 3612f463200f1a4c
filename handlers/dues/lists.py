"""“Việc quá hạn”: counts, then page by page what is overdue and what comes next.

The data of the choices names a place: ``due:cells:0``, ``due:list:CB06:near:0``, ``due:list:*:overdue:1``,
``due:still:CB06:0``; ``*`` is every cell that the reader may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from handlers import menu
from handlers.dues.scope import EVERYWHERE, Sight
from handlers.dues.words import STATE_WORDS, line, short_date, what
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.paging import Page
from handlers.turn import Choice, Reply, Turn, rows
from models.dues import OpenDue, State, states
from models.units import Unit

PAGE = 6
CELLS_PAGE = 8
NEAR = "near"  # in place of a state: whatever is not still far away
T = TypeVar("T")


def overview(turn: Turn, _heard: Heard | None = None) -> Reply:
    """Show what is due: by cell where several have something, else the list itself."""
    sight = Sight.of(turn)
    if turn.access.sees_several and len({due.walk.unit_id for due in sight.near}) > 1:
        return _cells(turn, sight, 0)
    return _list(turn, sight, NEAR, 0)


def cells(turn: Turn, page: int) -> Reply:
    """Show a page of the cells that have something due."""
    sight = Sight.of(turn)
    return _cells(turn, sight, page) if sight.near else _nothing(turn, sight)


def listed(turn: Turn, cell: str, states_shown: str, page: int) -> Reply:
    """Show a page of what is due in a cell, or everywhere: of one state, or of all that are near."""
    return _list(turn, Sight.of(turn, cell), states_shown, page)


def standing_still(turn: Turn, cell: str, page: int) -> Reply:
    """Show a page of the candidates for whom nothing has happened for long."""
    days = turn.settings.no_movement_days
    walks = Sight.of(turn, cell).standing_still(turn)
    if not walks:
        return Reply(turn.t("Nobody has stood still for more than {days} days.", days=days), menu.show(turn).choices)
    at = Page.of(len(walks), PAGE, page)
    shown = at.cut(walks)
    title = turn.t("No step for more than {days} days: {count}", days=days, count=len(walks))
    lines = [bold(title + at.words(turn))]
    for walk in shown:
        since = turn.t("since {date}", date=short_date(turn, walk.moved_on))
        lines.append(f"{walk.code} · {walk.initials}: {since}")
    choices = [Choice(walk.code, f"cand:{walk.code}") for walk in shown]
    back = [Choice(turn.t("What is due"), "due:all")]
    turning = rows(at.turning(turn, f"due:still:{cell}"), 2)
    return Reply("\n".join(lines), (*rows(choices, 3), *turning, *rows(back)), replaces=at.last > 0)


def _cells(turn: Turn, sight: Sight, page: int) -> Reply:
    by_unit: dict[int, list[OpenDue]] = defaultdict(list)
    for due in sight.near:
        by_unit[due.walk.unit_id].append(due)
    units = [unit for unit in turn.session.scalars(turn.access.units()) if unit.id in by_unit]
    units.sort(key=lambda unit: -sum(due.state is State.OVERDUE for due in by_unit[unit.id]))
    at = Page.of(len(units), CELLS_PAGE, page)
    shown = at.cut(units)
    title = turn.t("Due: {count} in {cells} cells", count=len(sight.near), cells=len(units))
    lines = [bold(title + at.words(turn)), _counts(turn, sight.near, mark=True)]
    lines += [f"{unit.code} · {unit.name}: {_counts(turn, by_unit[unit.id])}" for unit in shown]
    choices = [Choice(unit.code, f"due:list:{unit.code}:{NEAR}:0") for unit in shown]
    more = [Choice(turn.t("All cells together"), f"due:list:{EVERYWHERE}:{NEAR}:0"), *_still_choice(turn, sight)]
    below = (*rows(choices, 4), *rows(at.turning(turn, "due:cells"), 2), *rows(more, 2))
    return Reply("\n".join(lines), below, replaces=at.last > 0)


def _list(turn: Turn, sight: Sight, states_shown: str, page: int) -> Reply:
    dues = sight.near if states_shown == NEAR else [due for due in sight.dues if due.state == states_shown]
    if not dues:
        return _nothing(turn, sight)
    at = Page.of(len(dues), PAGE, page)
    shown = at.cut(dues)
    unit = _unit(turn, sight.cell)
    title = turn.t("Due: {count}", count=len(dues)) + (f" · {unit.name}" if unit else "")
    lines = [bold(title + at.words(turn)), _counts(turn, dues, mark=True)]
    lines += [line(turn, due) for due in shown]
    more = [*_state_choices(turn, sight, states_shown), *_still_choice(turn, sight)]
    if turn.access.sees_several and sight.cell != EVERYWHERE:
        more.append(Choice(turn.t("By cell"), "due:cells:0"))
    turning = rows(at.turning(turn, f"due:list:{sight.cell}:{states_shown}"), 2)
    return Reply("\n".join(lines), (*rows(_openers(turn, shown), 3), *turning, *rows(more, 2)), replaces=at.last > 0)


def _nothing(turn: Turn, sight: Sight) -> Reply:
    """Say that nothing is due now, and what comes next."""
    lines = [turn.t("✅ Nothing is overdue, and nothing falls due this month.")]
    coming = sight.dues[:1]
    if coming:
        lines.append(turn.t("Next: {due}", due=line(turn, coming[0])))
    else:
        lines.append(
            turn.t("No time limit runs: the first begins with a certificate, an application or the cell's resolution.")
        )
    more = [*_state_choices(turn, sight, NEAR), *_still_choice(turn, sight)]
    choices = (*rows(_openers(turn, coming)), *rows(more, 2))
    return Reply("\n".join(lines), choices or menu.show(turn).choices)


def _counts(turn: Turn, dues: Sequence[OpenDue], *, mark: bool = False) -> str:
    counted = list(states(dues))
    words = " · ".join(f"{turn.t(STATE_WORDS[state])} {count}" for state, count in counted)
    return f"⚠️ {words}" if mark and counted[0][0] is State.OVERDUE else words


def _openers(turn: Turn, dues: Sequence[OpenDue]) -> list[Choice]:
    """A choice for each; a code that stands there twice is told apart."""
    codes = [due.walk.code for due in dues]
    return [
        Choice(
            due.walk.code if codes.count(due.walk.code) == 1 else f"{due.walk.code}: {what(turn, due)}",
            f"due:one:{due.walk.code}:{due.rule.code}",
        )
        for due in dues
    ]


def _state_choices(turn: Turn, sight: Sight, states_shown: str) -> list[Choice]:
    """The other lists that are not empty: what is overdue, and what comes later."""
    near, counts = len(sight.near), dict(states(sight.dues))
    others = [(state, counts.get(state, 0)) for state in (State.OVERDUE, State.LATER) if state != states_shown]
    choices = [
        Choice(f"{_capital(turn.t(STATE_WORDS[state]))} ({count})", f"due:list:{sight.cell}:{state}:0")
        for state, count in others
        if count and (state is State.LATER or count < near)
    ]
    if states_shown != NEAR and near:
        choices.insert(0, Choice(turn.t("What is due ({count})", count=near), f"due:list:{sight.cell}:{NEAR}:0"))
    return choices


def _still_choice(turn: Turn, sight: Sight) -> list[Choice]:
    count = len(sight.standing_still(turn))
    return [Choice(turn.t("No movement ({count})", count=count), f"due:still:{sight.cell}:0")] if count else []


def _unit(turn: Turn, cell: str) -> Unit | None:
    if cell == EVERYWHERE:
        return None
    return turn.session.scalar(turn.access.units().where(Unit.code == cell))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
