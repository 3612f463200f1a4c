"""Members with shifts, for meetings of a cell. All of these people are invented."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from models.audit import Actor, Via, act_as
from models.database import Database, cipher_of
from models.names import name_key
from models.people import Membership, Person
from models.units import ShiftSystem, Unit
from tests.support.organisation import join
from tests.support.shift_systems import systems

# A mixed cell: three shifts, four crews, twelve hours, four on and two off, office hours.
MIXED = (
    *[("3CA", crew) for crew in "ABCABC"],
    *[("4K", crew) for crew in "ABCDABCD"],
    *[("12H", crew) for crew in "ABAB"],
    *[("4-2", crew) for crew in "AB"],
    *[("HC", None)] * 2,
)
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga", "Oanh", "Phú")
_SURNAMES = ("Nguyễn Văn", "Trần Thị", "Lê Văn", "Phạm Thị", "Hoàng Văn")


def fill_cell(
    database: Database,
    clock: Clock,
    shifts: Sequence[tuple[str | None, str | None]],
    *,
    unit: str = "CB06",
    membership: Membership = Membership.OFFICIAL,
    chats: Sequence[str] = (),
) -> list[str]:
    """Give a cell a member for each pair of shift system and crew; the first of them have these chats. Their codes."""
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, clock.now()))
        known = set(session.scalars(select(ShiftSystem.code)))
        session.add_all(system for system in systems() if system.code not in known)
        session.flush()
        cell = session.scalars(select(Unit).where(Unit.code == unit)).one()
        people = [_member(session, cell, number, one, membership) for number, one in enumerate(shifts)]
        session.flush()
        for person, chat in zip(people, chats, strict=False):
            join(session, person, chat, clock.now())
        return [person.code for person in people]


def _member(
    session: Session, cell: Unit, number: int, shifts: tuple[str | None, str | None], membership: Membership
) -> Person:
    system, crew = shifts
    name = f"{_SURNAMES[number % len(_SURNAMES)]} {_GIVEN[number % len(_GIVEN)]}"
    person = Person(
        code=f"DV{300 + number}",
        full_name=name,
        name_hash=cipher_of(session.get_bind().dialect).digest("name", name_key(name)),
        unit=cell,
        membership=membership,
        shift_system_code=system,
        crew=crew,
    )
    session.add(person)
    return person


def set_shifts(database: Database, clock: Clock, code: str, system: str | None, crew: str | None) -> None:
    """Give a person other shifts."""
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, clock.now()))
        person = session.scalars(select(Person).where(Person.code == code)).one()
        person.shift_system_code, person.crew = system, crew
