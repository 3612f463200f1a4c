"""Finding candidates and members by what was said of them, within what the writer may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import func

from handlers.turn import Turn
from models import helpers
from models.candidates import Candidate
from models.names import fold, name_key
from models.people import Person
from models.units import Unit

T = TypeVar("T")


def visible(turn: Turn, code: str | None) -> Candidate | None:
    """Return the candidate of `code` when the writer may see it."""
    return turn.session.scalar(turn.access.candidates().where(Candidate.code == (code or "")))


def recorded(turn: Turn, code: str | None) -> Candidate | None:
    """Return the candidate of `code` when the writer may name a helper for it."""
    return turn.session.scalar(turn.access.recordable().where(Candidate.code == (code or "")))


def candidates_named(turn: Turn, said: str) -> list[Candidate]:
    """Return the candidates that `said`, a code or a name, means among those whose path the writer records."""
    mine = turn.access.recordable().order_by(Candidate.code)
    found = list(turn.session.scalars(mine.where(func.upper(Candidate.code) == said.upper())))
    # Names are encrypted, so they are compared here; a cell has few candidates.
    return found or matching(turn.session.scalars(mine.where(Candidate.stage.in_(helpers.HELPED))).all(), said, _name)


def members(turn: Turn, unit: Unit) -> list[Person]:
    """Return the official members who may help a candidate of `unit`."""
    return list(turn.session.scalars(turn.access.helpers_of(unit)))


def member_of_code(turn: Turn, unit: Unit, code: str | None) -> Person | None:
    """Return the official member of `code` who may help a candidate of `unit`."""
    return turn.session.scalar(turn.access.helpers_of(unit).where(Person.code == (code or "")))


def others_named(turn: Turn, said: str) -> list[Person]:
    """Return the people of the writer's own units whom `said` means, to say why somebody cannot help."""
    return matching(turn.session.scalars(turn.access.people()).all(), said, lambda person: person.full_name)


def people_meant(people: Sequence[Person], said: str) -> list[Person]:
    """Return those whom `said`, a code or a name, means."""
    by_code = [person for person in people if person.code.casefold() == said.casefold().strip()]
    return by_code or matching(people, said, lambda person: person.full_name)


def matching(people: Sequence[T], said: str, name: Callable[[T], str]) -> list[T]:
    """Return those whose name `said` may be: a whole name, else its end, else a part; accents count once typed."""
    plain = fold(said).strip()
    fitting = [one for one in people if plain and f" {plain} " in f" {fold(name(one))} "]
    exact = [one for one in fitting if f" {name_key(said)} " in f" {name_key(name(one))} "]
    found = exact or (fitting if plain == said.casefold().strip() else [])
    whole = [one for one in found if fold(name(one)) == plain]
    return whole or [one for one in found if fold(name(one)).endswith(f" {plain}")] or found


def called(candidate: Candidate) -> str:
    """Return code and name as they are said to whoever may see the candidate."""
    return f"{candidate.code} · {_name(candidate)}"


def _name(candidate: Candidate) -> str:
    return candidate.full_name or candidate.initials
