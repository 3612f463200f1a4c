"""With whom a shift is swapped: somebody of the own cell, whose shifts the person may see."""

from __future__ import annotations

from datetime import date

from handlers.helpers.people import matching
from handlers.shifts import known
from handlers.turn import Turn
from models.people import Person
from models.rotas import Knowledge
from models.shift_patterns import Shift
from models.units import ShiftSystem


def named(turn: Turn, said: str) -> list[Person]:
    """Return the colleagues whom `said`, a code or a name, means."""
    everybody = list(turn.session.scalars(turn.access.colleagues()))
    by_code = [person for person in everybody if person.code.casefold() == said.casefold().strip()]
    return by_code or matching(everybody, said, lambda person: person.full_name)


def of_code(turn: Turn, code: str | None) -> Person | None:
    """Return the colleague of this code."""
    return turn.session.scalar(turn.access.colleagues().where(Person.code == (code or "")))


def shifts_of(turn: Turn, colleague: Person, days: list[date]) -> list[Shift | None] | None:
    """Return what a colleague works on `days`; None when one of these days is not known."""
    rota = known.rota(turn, colleague, min(days), max(days))
    worked = [rota.shift_on(day) for day in days]
    found = [shift for shift in worked if shift is None or isinstance(shift, Shift)]
    return found if len(found) == len(worked) and Knowledge.UNKNOWN not in worked else None


def may_tell(turn: Turn, change_whom: str | None) -> bool:
    """Return whether somebody named for a swap is one colleague whose shifts are looked up."""
    return change_whom is not None and len(named(turn, change_whom)) == 1


def system_of(turn: Turn, colleague: Person | None) -> ShiftSystem | None:
    """Return the system in which a colleague works."""
    return known.own_system(turn, colleague) if colleague else None
