"""With whom a shift is swapped: somebody of the own cell, whose shifts the person may see."""

from __future__ import annotations

from datetime import date

from handlers.helpers.people import people_meant
from handlers.shifts import known
from handlers.turn import Turn
from models.people import Person
from models.rotas import Knowledge
from models.shift_patterns import Shift
from models.units import ShiftSystem


def named(turn: Turn, said: str) -> list[Person]:
    """Return the colleagues whom `said`, a code or a name, means."""
    return people_meant(turn.session.scalars(turn.access.colleagues()).all(), said)


def of_code(turn: Turn, code: str | None) -> Person | None:
    """Return the colleague of this code."""
    return turn.session.scalar(turn.access.colleagues().where(Person.code == (code or "")))


def shifts_of(turn: Turn, colleague: Person, days: list[date]) -> list[Shift | None] | None:
    """Return what a colleague works on `days`; None when one of these days is not known."""
    rota = known.rota(turn, colleague, min(days), max(days))
    worked = [rota.shift_on(day) for day in days]
    found = [shift for shift in worked if shift is None or isinstance(shift, Shift)]
    return found if len(found) == len(worked) and Knowledge.UNKNOWN not in worked else None


def system_of(turn: Turn, colleague: Person | None) -> ShiftSystem | None:
    """Return the system in which a colleague works."""
    return known.own_system(turn, colleague) if colleague else None
