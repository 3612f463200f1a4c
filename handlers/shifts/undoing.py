"""Taking back what was saved of shifts: crews as they were, records away or back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from handlers.shifts.changed import shifts_changed
from handlers.turn import Turn
from models.audit import UndoStep
from models.people import Person
from models.person_rotas import people_of_plant
from models.shift_records import ShiftRecord, revived

UNDO_KIND = "shifts"


@dataclass(frozen=True, slots=True)
class Before:
    """How a person's shifts stood before a change."""

    person: Person
    system: str | None
    crew: str | None
    said_on: date | None

    @classmethod
    def of(cls, person: Person) -> Before:
        """Return how they stand now."""
        return cls(person, person.shift_system_code, person.crew, person.shifts_said_on)


@dataclass(frozen=True, slots=True)
class Done:
    """What one confirmation has written."""

    crews: Sequence[Before] = ()
    added: Sequence[ShiftRecord] = ()
    removed: Sequence[dict[str, Any]] = field(default_factory=tuple)


def remember(turn: Turn, done: Done) -> None:
    """Note how to take back what has just been written."""
    turn.session.flush()
    details = {
        "crews": [
            {
                "person": before.person.id,
                "before": [before.system, before.crew, before.said_on.isoformat() if before.said_on else None],
                "after": [before.person.shift_system_code, before.person.crew],
            }
            for before in done.crews
        ],
        "added": [record.id for record in done.added],
        "removed": list(done.removed),
    }
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take back what was saved together, and say so; a crew that was set again since stays as it is."""
    people: dict[int, Person] = {}
    left = 0
    for crew in step.details["crews"]:
        person = turn.session.get(Person, crew["person"])
        if person is None or [person.shift_system_code, person.crew] != crew["after"]:
            left += 1
            continue
        system, letter, said_on = crew["before"]
        person.shift_system_code, person.crew = system, letter
        person.shifts_said_on = date.fromisoformat(said_on) if said_on else None
        people[person.id] = person
    for record in _gone(turn, step.details["added"]):
        people |= _of(turn, record)
        turn.session.delete(record)
    for removed in step.details["removed"]:
        record = ShiftRecord(**{name: value for name, value in revived(removed).items() if name != "id"})
        turn.session.add(record)
        people |= _of(turn, record)
    shifts_changed(turn, list(people.values()))
    if left:
        return turn.t("Taken back, but for {count} people whose crew was set again since.", count=left)
    return turn.t("Taken back: the shifts are as they were before.")


def _gone(turn: Turn, numbers: Sequence[int]) -> list[ShiftRecord]:
    return list(turn.session.scalars(select(ShiftRecord).where(ShiftRecord.id.in_(numbers))))


def _of(turn: Turn, record: ShiftRecord) -> dict[int, Person]:
    """The people whose shifts a record is about."""
    query = select(Person).where(Person.id == record.person_id)
    if record.enterprise_id is not None:
        query = people_of_plant(record.enterprise_id)
    return {person.id: person for person in turn.session.scalars(query)}
