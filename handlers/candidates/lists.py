"""Counts by cell and stage, and lists page by page. Everything starts from ``turn.access``.

The data of the choices names a place: ``list:cell:CB06``, ``list:stage:introduced:CB06:0``, ``list:lacking:*:1``;
``*`` is every unit that the reader may see.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func, true

from handlers import menu
from handlers.candidates.words import STAGE_WORDS, gaps, lacking
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.paging import Page
from handlers.turn import Choice, Reply, Turn, rows
from models.candidates import Candidate, Stage
from models.units import Unit

PAGE = 8
EVERYWHERE = "*"


def overview(turn: Turn, _heard: Heard | None = None) -> Reply:
    """Show the counts: by cell for those who oversee several, by stage for a secretary."""
    cells = list(turn.session.scalars(turn.access.cells())) if turn.access.sees_several else []
    return _by_cell(turn, cells) if len(cells) > 1 else _by_stage(turn, EVERYWHERE)


def pressed(turn: Turn, args: str) -> Reply:
    """Go to the place that a choice of a list names."""
    if not turn.access.sees_candidates:
        return menu.outdated(turn)
    match args.split(":"):
        case ["all"]:
            return overview(turn)
        case ["cell", code]:
            return _by_stage(turn, code)
        case ["stage", stage, code, page] if stage in tuple(Stage) and page.isdecimal():
            title = turn.t(STAGE_WORDS[Stage(stage)])
            return _page(
                turn, title, Candidate.stage == Stage(stage), place=f"stage:{stage}", code=code, page=int(page)
            )
        case ["lacking", code, page] if page.isdecimal():
            return _page(turn, turn.t("something is missing"), lacking(), place="lacking", code=code, page=int(page))
        case _:
            return menu.outdated(turn)


def _by_cell(turn: Turn, cells: Sequence[Unit]) -> Reply:
    counts = dict(turn.session.execute(turn.access.candidate_counts(Candidate.unit_id)).all())
    needing = _count(turn, EVERYWHERE, lacking())
    lines = [bold(turn.t("Candidates: {count} in {cells} cells", count=sum(counts.values()), cells=len(cells)))]
    lines += [f"{cell.code} · {cell.name}: {counts[cell.id]}" for cell in cells if cell.id in counts]
    without = [cell.code for cell in cells if cell.id not in counts]
    if without:
        lines.append(turn.t("None yet: {cells}", cells=", ".join(without)))
    choices = [Choice(cell.code, f"list:cell:{cell.code}") for cell in cells if cell.id in counts]
    extra = [Choice(turn.t("By stage"), "list:cell:*")]
    if needing:
        extra.append(Choice(turn.t("Something missing ({count})", count=needing), "list:lacking:*:0"))
    return Reply("\n".join(lines), (*rows(choices, 3), *rows(extra, 2)))


def _by_stage(turn: Turn, code: str) -> Reply:
    unit = None if code == EVERYWHERE else _unit(turn, code)
    if unit is None and code != EVERYWHERE:
        return menu.outdated(turn)
    needing_too = func.sum(case((lacking(), 1), else_=0))
    found = turn.access.candidate_counts(Candidate.stage).where(_in_unit(code)).add_columns(needing_too)
    by_stage = turn.session.execute(found).all()
    counts = {stage: count for stage, count, _ in by_stage}
    if not counts:
        return Reply(turn.t("No candidates yet. To report the first: “báo nguồn” and a name."), menu.show(turn).choices)
    stages = [stage for stage in Stage if stage in counts]
    title = turn.t("Candidates: {count}", count=sum(counts.values())) + (f" · {unit.name}" if unit else "")
    lines = [bold(title), *(f"{turn.t(STAGE_WORDS[stage])}: {counts[stage]}" for stage in stages)]
    choices = [
        Choice(f"{turn.t(STAGE_WORDS[stage])} ({counts[stage]})", f"list:stage:{stage}:{code}:0") for stage in stages
    ]
    needing = sum(lacks for *_, lacks in by_stage)
    if needing:
        choices.append(Choice(turn.t("Something missing ({count})", count=needing), f"list:lacking:{code}:0"))
    if turn.access.oversees and unit is not None:
        choices.append(Choice(turn.t("All cells"), "list:all"))
    return Reply("\n".join(lines), rows(choices, 2))


def _page(turn: Turn, title: str, condition: ColumnElement[bool], *, place: str, code: str, page: int) -> Reply:
    total = _count(turn, code, condition)
    at = Page.of(total, PAGE, page)
    found = turn.session.scalars(
        turn.access.candidates().where(_in_unit(code), condition).order_by(Candidate.code).offset(at.first).limit(PAGE)
    ).all()
    if not found:
        return Reply(turn.t("Nobody is on this list any more."), menu.show(turn).choices)
    head = f"{title} ({total})" + at.words(turn)
    lines = [bold(head), *(_line(turn, candidate, place == "lacking") for candidate in found)]
    choices = [Choice(candidate.code, f"cand:{candidate.code}") for candidate in found]
    turns = at.turning(turn, f"list:{place}:{code}")
    back = [Choice(turn.t("All candidates"), "list:all")]
    return Reply("\n".join(lines), (*rows(choices, 4), *rows(turns, 2), *rows(back)), replaces=at.last > 0)


def _line(turn: Turn, candidate: Candidate, with_gaps: bool) -> str:
    who = candidate.full_name or candidate.initials
    born = f" · {candidate.birth_year}" if candidate.birth_year else ""
    return f"{candidate.code} · {who}{born}" + (f": {gaps(turn, candidate)}" if with_gaps else "")


def _unit(turn: Turn, code: str) -> Unit | None:
    return turn.session.scalar(turn.access.units().where(Unit.code == code))


def _in_unit(code: str) -> ColumnElement[bool]:
    return true() if code == EVERYWHERE else Unit.code == code


def _count(turn: Turn, code: str, condition: ColumnElement[bool]) -> int:
    counted = turn.access.candidate_counts(Candidate.unit_id).where(_in_unit(code), condition)
    return sum(count for _, count in turn.session.execute(counted))
