"""Who has missed several half-days in a row: told early, so that somebody asks how they are and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.readers import in_charge_of, leaders_of, organisers
from handlers.turn import Turn
from models import class_rolls, notices
from models.classes import Seat
from models.notices import Notice, NoticeState
from models.people import Person
from models.units import Unit, UnitKind

KIND = "class_absences"
LEADERS_AT, COMMITTEE_AT = 2, 3  # absences in a row
_WORTH_SAYING = timedelta(days=14)


def look(turn: Turn, course_id: int, away: Sequence[int]) -> None:
    """Raise a notice about those of `away` (ids) who have missed so much that it should be noticed.

    It waits until the roll can no longer be taken back, and is told once for each number in one row of absences: also
    when the roll of an earlier sitting is saved later, so that the row begins earlier.
    """
    session = turn.session
    for person_id, run in class_rolls.missed_in_a_row(session, course_id, away).items():
        for count in (LEADERS_AT, COMMITTEE_AT):
            if len(run) < count:
                continue
            found = [reader.id for reader in readers(session, session.get_one(Person, person_id), count)]
            told = _told(session, run, count)
            notices.raise_for(
                session,
                [reader for reader in found if reader not in told],
                kind=KIND,
                key=_key(run, count, run[0].id),
                about={"person": person_id, "course": course_id, "count": count, "row": [seat.id for seat in run]},
                now=turn.now,
                not_before=turn.now + timedelta(minutes=turn.settings.undo_minutes),
                until=turn.now + _WORTH_SAYING,
            )


def is_about(notice: Notice, run: Sequence[Seat]) -> bool:
    """Whether a notice was raised about this row of absences: they have a sitting in common."""
    return not {seat.id for seat in run}.isdisjoint(notice.about["row"])


def _told(session: Session, run: Sequence[Seat], count: int) -> set[int]:
    """Return who (ids) was told of so many absences in this row, or is about to be."""
    raised = session.scalars(
        select(Notice).where(
            Notice.kind == KIND,
            Notice.key.like(_key(run, count, "%")),
            Notice.state != NoticeState.DROPPED,
        )
    )
    return {notice.person_id for notice in raised if is_about(notice, run)}


def _key(run: Sequence[Seat], count: int, first: int | str) -> str:
    return f"{run[0].course_id}:{run[0].person_id}:{count}:{first}"


def readers(session: Session, person: Person, count: int) -> list[Person]:
    """Return who is told of `count` absences: who leads the person's cell, or from three on is in charge of it.

    Of an enterprise without a cell, and of a cell that nobody leads, the organisers of classes are told.
    """
    units = cells_of(session, person)
    find = leaders_of if count < COMMITTEE_AT else in_charge_of
    found = {reader.id: reader for unit in units for reader in find(session, unit)}
    found.pop(person.id, None)
    return list(found.values()) or organisers(session)


def cells_of(session: Session, person: Person) -> list[Unit]:
    """Return the person's own cell, or for somebody without one the cells of their enterprise."""
    if person.unit is not None:
        return [person.unit]
    if person.enterprise_id is None:
        return []
    cells = select(Unit).where(Unit.enterprise_id == person.enterprise_id, Unit.kind != UnitKind.COMMITTEE)
    return list(session.scalars(cells.order_by(Unit.code)))
