"""Is somebody reported who is known already? Found by the keyed hash of the name, and by likeness within the cell."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.fuzz import ratio
from sqlalchemy import ColumnElement, and_, or_, select

from handlers.report.drafts import Draft
from handlers.turn import Turn
from models.candidates import Candidate
from models.names import fold, name_key

_ALIKE = 92  # of 100: one letter in a name of three syllables


@dataclass(frozen=True, slots=True)
class Double:
    """Somebody who may be the same person."""

    code: str
    full_name: str
    birth_year: int | None
    unit_id: int


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Likely doubles: those of the own cell may be shown, those of others only counted."""

    own: tuple[Double, ...] = ()
    others: tuple[Double, ...] = ()


def find(turn: Turn, draft: Draft, cell: int, but: str | None = None) -> Duplicates:
    """Return the likely doubles of `draft` in the whole organisation; `but` is the code of the person meant."""
    found = _alike(turn, draft, or_(Candidate.unit_id == cell, _same_name(turn, draft)), but or "")
    return Duplicates(
        own=tuple(double for double in found if double.unit_id == cell),
        others=tuple(double for double in found if double.unit_id != cell),
    )


def known_elsewhere(turn: Turn, draft: Draft, cell: int) -> bool:
    """Whether another cell follows somebody of the same name and about the same age."""
    return bool(_alike(turn, draft, and_(_same_name(turn, draft), Candidate.unit_id != cell), ""))


def _same_name(turn: Turn, draft: Draft) -> ColumnElement[bool]:
    return Candidate.name_hash == turn.cipher.digest("name", name_key(draft.name or ""))


def _alike(turn: Turn, draft: Draft, where: ColumnElement[bool], but: str) -> list[Double]:
    if draft.name is None:
        return []
    rows = turn.session.execute(
        select(Candidate.code, Candidate.full_name, Candidate.birth_year, Candidate.unit_id)
        .where(where, Candidate.name_hash.is_not(None), Candidate.code != but)
        .order_by(Candidate.code)
    )
    known = (Double(code, name or "", year, unit) for code, name, year, unit in rows)
    plain = fold(draft.name)
    return [
        double for double in known if _may_be_as_old(double, draft) and ratio(fold(double.full_name), plain) >= _ALIKE
    ]


def _may_be_as_old(double: Double, draft: Draft) -> bool:
    return not draft.birth_year or not double.birth_year or abs(draft.birth_year - double.birth_year) <= 1
