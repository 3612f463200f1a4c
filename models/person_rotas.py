"""The rotas of people: the cycle of their crew with everything that was said beside it.

Meetings, classes, notices and pictures all ask here, so that there is one answer to when somebody works.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from models.people import Person
from models.rest import Habits
from models.rotas import Rota, Rotas
from models.shift_exceptions import ContradictionError, ShiftException
from models.shift_records import ShiftRecord
from models.units import ShiftSystem, Unit


def rota_of(session: Session, person: Person, first: date, last: date, habits: Habits | None = None) -> Rota:
    """Return the rota of one person; see :func:`rotas_of`."""
    return rotas_of(session, [person], first, last, habits)[person.id]


def rotas_of(
    session: Session, people: Iterable[Person], first: date, last: date, habits: Habits | None = None
) -> Mapping[int, Rota]:
    """Return the rota of each person by id, with the exceptions that touch the days `first` to `last`.

    Three statements, however many people there are. Of two of a person's own exceptions that contradict each other the
    later one counts: a conversation refuses the second, so only two chats at the same moment can bring it about.
    """
    wanted = list(people)
    systems = Rotas(session.scalars(select(ShiftSystem)), habits)
    places = plants_of(session, wanted)
    own, plants = _exceptions(session, wanted, set(places.values()), first, last)
    return {
        person.id: _with_latest(
            systems,
            person,
            [*own.get(person.id, ()), *(plants.get(places[person.id], ()) if person.id in places else ())],
        )
        for person in wanted
    }


def plants_of(session: Session, people: Iterable[Person]) -> Mapping[int, int]:
    """Return the id of the enterprise in which each of `people` works, by their ids; those without any are left out.

    A member of whom no enterprise is entered works in that of the cell.
    """
    wanted = list(people)
    cells = {person.unit_id for person in wanted if person.enterprise_id is None and person.unit_id is not None}
    query = select(Unit.id, Unit.enterprise_id).where(Unit.id.in_(cells), Unit.enterprise_id.is_not(None))
    of_cells = {row.id: row.enterprise_id for row in session.execute(query)} if cells else {}
    places = {person.id: person.enterprise_id or of_cells.get(person.unit_id or 0) for person in wanted}
    return {person: plant for person, plant in places.items() if plant is not None}


def people_of_plant(enterprise_id: int) -> Select[Person]:
    """Return a query of those who work in an enterprise, as :func:`plants_of` tells it."""
    cells = select(Unit.id).where(Unit.enterprise_id == enterprise_id)
    by_cell = and_(Person.enterprise_id.is_(None), Person.unit_id.in_(cells))
    return select(Person).where(or_(Person.enterprise_id == enterprise_id, by_cell))


def _with_latest(systems: Rotas, person: Person, exceptions: Sequence[ShiftException]) -> Rota:
    system, crew, kept = person.shift_system_code, person.crew, list(exceptions)
    while True:
        try:
            return systems.of(system, crew, kept)
        except ContradictionError as error:
            kept.remove(error.one)


_Found = dict[int, list[ShiftException]]


def _exceptions(
    session: Session, people: Sequence[Person], enterprises: Iterable[int], first: date, last: date
) -> tuple[_Found, _Found]:
    """The exceptions of people and of plants, each in the order in which they were recorded."""
    own: _Found = defaultdict(list)
    plants: _Found = defaultdict(list)
    whose = _whose([person.id for person in people], enterprises)
    records = session.scalars(
        select(ShiftRecord)
        .where(whose, ShiftRecord.first_on <= last, ShiftRecord.last_on >= first)
        .order_by(ShiftRecord.id)
    )
    for record in records:
        if record.person_id is not None:
            own[record.person_id].append(record.exception)
        elif record.enterprise_id is not None:
            plants[record.enterprise_id].append(record.exception)
    return own, plants


def _whose(people: Sequence[int], enterprises: Iterable[int]) -> ColumnElement[bool]:
    return or_(ShiftRecord.person_id.in_(people), ShiftRecord.enterprise_id.in_(list(enterprises)))
