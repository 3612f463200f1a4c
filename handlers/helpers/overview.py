"""“Người giúp đỡ”: who helps whom, and who needs a helper; a helper sees those whom they help."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_
from sqlalchemy.orm import contains_eager

from handlers import menu
from handlers.helpers.people import called
from handlers.markup import bold
from handlers.paging import Page
from handlers.stage_words import STAGE_WORDS
from handlers.turn import Choice, Reply, Turn, rows
from models import helpers
from models.candidates import Candidate
from models.helpers import HelperUnit
from models.people import Person

PAGE = 6


def overview(turn: Turn, page: int = 0) -> Reply:
    """Show who helps whom among the candidates in sight, those who need a helper first; else whom the person helps."""
    if not turn.access.sees_candidates:
        return mine(turn)
    seen = _helped(turn)
    counted = seen.with_only_columns(func.count(), func.sum(case((_needs(), 1), else_=0))).order_by(None)
    total, needing = turn.session.execute(counted).one()
    if not total:
        return Reply(turn.t("Nobody on the path needs a helper now."), menu.show(turn).choices)
    at = Page.of(total, PAGE, page)
    found = turn.session.scalars(seen.offset(at.first).limit(PAGE)).all()
    head = turn.t("Helpers: {count} candidates, {needing} need one", count=total, needing=needing or 0)
    lines = [bold(head + at.words(turn)), *(_line(turn, candidate) for candidate in found)]
    choices = [_choice(turn, candidate) for candidate in found]
    extra = [Choice(turn.t("This quarter's remarks"), "helper:quarter:0")]
    if turn.access.helps:
        extra.append(Choice(turn.t("Those {you} help"), "helper:mine"))
    return Reply("\n".join(lines), (*rows(choices, 3), *rows(at.turning(turn, "helper:list"), 2), *rows(extra, 2)))


def mine(turn: Turn, page: int = 0) -> Reply:
    """Show those whom the person helps."""
    found = turn.session.scalars(turn.access.helped().order_by(Candidate.code)).all()
    if not found:
        return Reply(turn.t("{You} help nobody at present."), menu.show(turn).choices)
    at = Page.of(len(found), PAGE, page)
    shown = at.cut(found)
    lines = [bold(turn.t("{You} help {count}:", count=len(found)))]
    lines += [f"{called(candidate)}: {turn.t(STAGE_WORDS[candidate.stage])}" for candidate in shown]
    choices = [Choice(candidate.code, f"cand:{candidate.code}") for candidate in shown]
    note = [Choice(turn.t("Remark of the quarter"), "helper:note")]
    return Reply("\n".join(lines), (*rows(choices, 3), *rows(at.turning(turn, "helper:mine"), 2), *rows(note)))


def in_sight(turn: Turn) -> Select[Candidate]:
    """Return a query of the candidates on the path that the person sees, with helper and helper's unit joined."""
    return (
        turn.access.candidates()
        .outerjoin(Person, Person.id == Candidate.helper_id)
        .outerjoin(HelperUnit, HelperUnit.id == Person.unit_id)
        .where(Candidate.stage.in_(helpers.HELPED), Candidate.consented_on.is_not(None))
        .options(contains_eager(Candidate.helper).contains_eager(Person.unit.of_type(HelperUnit)))
    )


def _helped(turn: Turn) -> Select[Candidate]:
    return in_sight(turn).order_by(case((_needs(), 0), else_=1), Candidate.code)


def _needs() -> ColumnElement[bool]:
    """Return the condition that a helper is needed: there is none, or the one there is has left or moved."""
    fitting = and_(Person.membership.is_not(None), HelperUnit.id.is_not(None), helpers.is_fitting())
    return or_(Candidate.helper_id.is_(None), not_(fitting))


def _line(turn: Turn, candidate: Candidate) -> str:
    helper = candidate.helper
    if helper is None:
        return "⚠️ " + turn.t("{who}: no helper yet", who=_placed(turn, candidate))
    if not helpers.fits(helper, candidate.unit):
        return "⚠️ " + turn.t(
            "{who}: {name} has left the unit; a new helper is needed",
            who=_placed(turn, candidate),
            name=helper.full_name,
        )
    return f"{_placed(turn, candidate)}: {helper.full_name}"


def _placed(turn: Turn, candidate: Candidate) -> str:
    """Return who it is, with the cell where several are in sight."""
    return f"{candidate.unit.code} · {called(candidate)}" if turn.access.sees_several else called(candidate)


def _choice(turn: Turn, candidate: Candidate) -> Choice:
    """Return what leads to naming the helper who is needed, for those who may; else to the card."""
    needs = candidate.helper is None or not helpers.fits(candidate.helper, candidate.unit)
    if needs and turn.access.records(candidate.unit):
        return Choice(turn.t("Helper for {code}", code=candidate.code), f"helper:pick:{candidate.code}")
    return Choice(candidate.code, f"cand:{candidate.code}")
