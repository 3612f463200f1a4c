"""Names and births, which people and candidates keep in the same columns."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from handlers.workbook.dates import Birth
from handlers.workbook.organisation import Row
from models import names
from models.candidates import Candidate
from models.database import cipher_of
from models.people import Person

Somebody = Person | Candidate


def put_name(session: Session, somebody: Somebody, name: str) -> None:
    """Set the name and the keyed hash under which it is found."""
    somebody.full_name = name
    somebody.name_hash = cipher_of(session.get_bind().dialect).digest("name", names.name_key(name))


def put_birth(somebody: Somebody, birth: Birth) -> None:
    """Set the date and the year of birth."""
    somebody.birth_date = birth.day.isoformat() if birth.day else None
    somebody.birth_year = birth.year


def birth_held(somebody: Somebody) -> Birth | None:
    """Return what is held of somebody's birth."""
    if somebody.birth_date is not None:
        day = date.fromisoformat(somebody.birth_date)
        return Birth(day.year, day)
    return None if somebody.birth_year is None else Birth(somebody.birth_year)


def keep_fuller_birth(somebody: Somebody | None, fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out a year of birth from the file where its date is held already."""
    birth: Birth | None = fields.get("birth")
    held = birth_held(somebody) if somebody is not None else None
    if birth and held and birth.day is None and held.year == birth.year:
        return {name: value for name, value in fields.items() if name != "birth"}
    return fields


def shift_of(row: Row) -> dict[str, Any]:
    """Return the shift system and the crew of a row; a crew belongs to its system and goes with it."""
    if row.get("shift_system") is None:
        return {}
    crew = {"crew": row.get("crew")} if "crew" in row.values else {}
    return {"shift_system_code": row.get("shift_system"), **crew}
