"""What is known of somebody's shifts: system, rota, and what they or a roster have said beside it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from handlers.turn import Turn
from models import shift_sayings
from models.names import fold
from models.people import Person
from models.person_rotas import rota_of
from models.rotas import Rota
from models.shift_exceptions import Closing, OwnException, Swap
from models.shift_patterns import DAY_OFF, Cycle, Shift
from models.shift_records import RecordKind, ShiftRecord
from models.units import Enterprise, ShiftSystem

# A shift of the day before may reach into the first day, and a rest is looked at until the day after the last.
_AROUND = timedelta(days=2)
# What the names of the usual systems hold (DOMAIN.md §5).
_NAMED = {"HC": "hanh chinh", "3CA": "doi tuan", "4K": "4 kip", "12H": "12", "4-2": "4 nghi 2"}


def systems(turn: Turn) -> list[ShiftSystem]:
    """Return every system of the organisation."""
    return list(turn.session.scalars(select(ShiftSystem).order_by(ShiftSystem.code)))


def system(turn: Turn, code: str | None) -> ShiftSystem | None:
    """Return the system of this code."""
    return turn.session.get(ShiftSystem, code) if code else None


def system_said(turn: Turn, said: str) -> ShiftSystem | None:
    """Return the system that words such as “hành chính” mean ("HC"), by its code or by its name."""
    offered = systems(turn)
    by_code = [one for one in offered if one.code == said]
    found = by_code or [one for one in offered if _NAMED.get(said, said) in fold(one.name)]
    return found[0] if len(found) == 1 else None


def own_system(turn: Turn, person: Person) -> ShiftSystem | None:
    """Return the system in which the person works, else that of the enterprise."""
    return system(turn, person.usual_system_code)


def of_enterprise(turn: Turn, person: Person) -> ShiftSystem | None:
    """Return the system of the person's enterprise."""
    enterprise = person.workplace
    return system(turn, enterprise.shift_system_code) if enterprise else None


def rota(turn: Turn, person: Person, first: date, last: date) -> Rota:
    """Return when the person works from `first` to `last`, and around these days."""
    return rota_of(turn.session, person, first - _AROUND, last + _AROUND, turn.settings.habits)


def records(turn: Turn, person_id: int, first: date, last: date) -> list[ShiftRecord]:
    """Return what was said of the person's own days from `first` to `last`, in the order in which it was said."""
    return list(
        turn.session.scalars(
            select(ShiftRecord)
            .where(ShiftRecord.person_id == person_id, ShiftRecord.first_on <= last, ShiftRecord.last_on >= first)
            .order_by(ShiftRecord.id)
        )
    )


def plant_records(turn: Turn, enterprise_id: int, first: date, last: date) -> list[ShiftRecord]:
    """Return the closings of an enterprise from `first` to `last`."""
    return list(
        turn.session.scalars(
            select(ShiftRecord)
            .where(
                ShiftRecord.enterprise_id == enterprise_id,
                ShiftRecord.kind == RecordKind.CLOSING,
                ShiftRecord.first_on <= last,
                ShiftRecord.last_on >= first,
            )
            .order_by(ShiftRecord.id)
        )
    )


def own(record: ShiftRecord) -> OwnException:
    """Return what a person's own record says."""
    exception = record.exception
    if isinstance(exception, Closing):
        raise TypeError("a closing is nobody's own")
    return exception


def shift_of(found: ShiftSystem, code: str) -> Shift | None:
    """Return the shift of a code; `None` for a day off. Raises ``KeyError`` for a code that the system has not."""
    return None if code == DAY_OFF else Shift.of(code, *found.hours[code])


def swap(found: ShiftSystem, day: date, code: str) -> Swap:
    """Return that on `day` the shift of this code is worked."""
    return Swap(day, shift_of(found, code))


def cycle(found: ShiftSystem, crew: str | None) -> Cycle | None:
    """Return the cycle of a crew; without a crew that of a system in which all work alike."""
    cycles = shift_sayings.crews(found)
    if crew in cycles:
        return cycles[crew]
    return next(iter(cycles.values())) if len(set(cycles.values())) == 1 else None


def plant(turn: Turn, code: str | None) -> Enterprise | None:
    """Return the enterprise of this code whose closing the writer may report."""
    return turn.session.scalar(turn.access.plants().where(Enterprise.code == (code or "")))
