"""Who is told of a matter: who leads a unit or is in charge of it, who runs the service, who runs classes."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from models.people import CELL_LEADERS, Person, Role, RoleName
from models.units import Unit

_IN_CHARGE = (
    select(Person)
    .where(
        Person.roles.any(and_(Role.name == RoleName.COMMITTEE, Role.unit_id.in_(bindparam("above", expanding=True))))
    )
    .order_by(Person.code)
)
_LEADERS = (
    select(Person)
    .where(Person.roles.any(and_(Role.name.in_(CELL_LEADERS), Role.unit_id == bindparam("unit"))))
    .order_by(Person.code)
)


def in_charge_of(session: Session, unit: Unit) -> list[Person]:
    """Return the committee members in charge of `unit` or of a unit above it."""
    above = [int(part) for part in unit.path.strip("/").split("/") if part]
    return list(session.scalars(_IN_CHARGE, {"above": above}))


def leaders_of(session: Session, unit: Unit) -> list[Person]:
    """Return the secretary and the deputies of `unit`."""
    return list(session.scalars(_LEADERS, {"unit": unit.id}))


def administrators(session: Session) -> list[Person]:
    """Return the administrators of the service."""
    return list(session.scalars(select(Person).join(Role).where(Role.name == RoleName.ADMINISTRATOR)))


def organisers(session: Session) -> list[Person]:
    """Return those who run classes."""
    query = select(Person).where(Person.roles.any(Role.name == RoleName.ORGANISER))
    return list(session.scalars(query.order_by(Person.code)))
