"""Writes what a roster would change, all or nothing with the caller's transaction, and takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.workbook.rosters.planning import RosterPlan
from models import roster_records
from models.people import Person

_CHUNK = 1_000
_FACTS = ("shift_system_code", "crew", "shifts_said_on")


def apply(session: Session, plan: RosterPlan, *, by: int | None, now: datetime, today: date) -> dict[str, Any]:
    """Write `plan`; return how to take it back, as an undo step keeps it. The caller has said who acts."""
    written = roster_records.write(session, plan.rewrites, by=by, now=now)
    places = {placed.person.id: placed.place for placed in plan.placed}
    people = {}
    # The plan may have been made in another session, before this transaction.
    for person in _people(session, [person.id for person in plan.people]):
        before = _facts(person)
        if person.id in places:
            person.shift_system_code, person.crew = places[person.id]
        person.shifts_said_on = today
        people[str(person.id)] = {"before": before, "after": _facts(person)}
    session.flush()
    return {"people": people, "records": {str(person_id): how for person_id, how in written.items()}}


def take_back(session: Session, details: dict[str, Any]) -> tuple[list[Person], list[Person]]:
    """Take back what :func:`apply` wrote; return whose days are as before, and whose have changed again since."""
    ids = [int(number) for number in details["people"]]
    people = _people(session, ids)
    codes = {person.id: person.code for person in people}  # of those who have not been deleted since
    kept = {int(number): how for number, how in details["records"].items() if int(number) in codes}
    moved = roster_records.take_back(session, kept, codes)
    for person in people:
        facts = details["people"][str(person.id)]
        if person.id not in moved and _facts(person) == facts["after"]:
            _restore(person, facts["before"])
    session.flush()
    return [one for one in people if one.id not in moved], [one for one in people if one.id in moved]


def _people(session: Session, ids: Sequence[int]) -> list[Person]:
    chunks = (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))
    return [person for chunk in chunks for person in session.scalars(select(Person).where(Person.id.in_(chunk)))]


def _facts(person: Person) -> list[str | None]:
    return [str(value) if (value := getattr(person, name)) is not None else None for name in _FACTS]


def _restore(person: Person, facts: Sequence[str | None]) -> None:
    person.shift_system_code, person.crew = facts[0], facts[1]
    person.shifts_said_on = date.fromisoformat(facts[2]) if facts[2] else None
