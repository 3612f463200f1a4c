"""What the database holds already, as far as a workbook may refer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.classes import Course
from models.people import Membership, Person
from models.units import Enterprise, ShiftSystem, Unit


@dataclass(frozen=True, slots=True)
class Known:
    """Codes with what the checks need to know of each."""

    shift_systems: Mapping[str, frozenset[str]] = field(default_factory=dict)  # code → its crews
    enterprises: Mapping[str, str] = field(default_factory=dict)  # code → name
    units: Mapping[str, str] = field(default_factory=dict)  # code → name
    parents: Mapping[str, str | None] = field(default_factory=dict)  # unit's code → the code above it
    courses: frozenset[str] = frozenset()
    people: Mapping[str, Membership | None] = field(default_factory=dict)  # code → membership


NOTHING_KNOWN = Known()


def known_to(session: Session) -> Known:
    """Return what the database of `session` holds."""
    above = aliased(Unit)
    units = session.execute(select(Unit.code, Unit.name, above.code).outerjoin(above, Unit.parent_id == above.id))
    tree = {code: (name, parent) for code, name, parent in units}
    systems = session.execute(select(ShiftSystem.code, ShiftSystem.crew_offsets))
    return Known(
        shift_systems={code: frozenset(offsets) for code, offsets in systems},
        enterprises=dict(session.execute(select(Enterprise.code, Enterprise.name)).all()),
        units={code: name for code, (name, _) in tree.items()},
        parents={code: parent for code, (_, parent) in tree.items()},
        courses=frozenset(session.scalars(select(Course.code))),
        people=dict(session.execute(select(Person.code, Person.membership)).all()),
    )
