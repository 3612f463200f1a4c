"""Is somebody reported who is known already? Found by the keyed hash of the name, and by likeness within the cell."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.fuzz import ratio
from sqlalchemy import Select, bindparam, or_, select

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


_KNOWN = (
    select(Candidate.code, Candidate.full_name, Candidate.birth_year, Candidate.unit_id)
    .where(Candidate.name_hash.is_not(None), Candidate.code != bindparam("but"))
    .order_by(Candidate.code)
)
_SAME_NAME = Candidate.name_hash == bindparam("name")
_HERE_OR_SAME_NAME = _KNOWN.where(or_(Candidate.unit_id == bindparam("cell"), _SAME_NAME))
_SAME_NAME_ELSEWHERE = _KNOWN.where(_SAME_NAME, Candidate.unit_id != bindparam("cell"))


def find(turn: Turn, draft: Draft, cell: int, but: str | None = None) -> Duplicates:
    """Return the likely doubles of `draft` in the whole organisation; `but` is the code of the person meant."""
    found = _alike(turn, draft, _HERE_OR_SAME_NAME, cell, but or "")
    return Duplicates(
        own=tuple(double for double in found if double.unit_id == cell),
        others=tuple(double for double in found if double.unit_id != cell),
    )


def known_elsewhere(turn: Turn, draft: Draft, cell: int) -> bool:
    """Whether another cell follows somebody of the same name and about the same age."""
    return bool(_alike(turn, draft, _SAME_NAME_ELSEWHERE, cell, ""))


def _alike(
    turn: Turn, draft: Draft, query: Select[str, str | None, int | None, int], cell: int, but: str
) -> list[Double]:
    if draft.name is None:
        return []
    same = turn.cipher.digest("name", name_key(draft.name))
    rows = turn.session.connection().execute(query, {"name": same, "cell": cell, "but": but})
    known = (Double(code, name or "", year, unit) for code, name, year, unit in rows)
    plain = fold(draft.name)
    return [
        double for double in known if _may_be_as_old(double, draft) and ratio(fold(double.full_name), plain) >= _ALIKE
    ]


def _may_be_as_old(double: Double, draft: Draft) -> bool:
    return not draft.birth_year or not double.birth_year or abs(draft.birth_year - double.birth_year) <= 1
