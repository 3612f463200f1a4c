"""Writes a confirmed change of shifts, and tells what depends on it."""

from __future__ import annotations

from handlers import menu
from handlers.shifts import known, undoing, words
from handlers.shifts.change_plan import Change
from handlers.shifts.changed import shifts_changed
from handlers.shifts.effects import Effect
from handlers.shifts.undoing import Done
from handlers.turn import Choice, Reply, Turn, rows
from models.people import Person
from models.person_rotas import people_of_plant
from models.shift_exceptions import ShiftException
from models.shift_records import RecordKind, RecordSource, ShiftRecord, document_of, values_of

_MOST_LINES = 5


def save(turn: Turn, change: Change, effect: Effect) -> Reply:
    """Write what a change does and return what was saved."""
    plant = known.plant(turn, change.enterprise) if change.kind is RecordKind.CLOSING else None
    if change.kind is RecordKind.CLOSING and plant is None:
        return menu.outdated(turn)
    removed = [document_of(record) for record in effect.removes]
    rests = [_rest(record, one) for record, one in effect.rests]
    added = [new_record(turn, one, plant.id if plant else None) for one in effect.adds]
    for record in effect.removes:
        turn.session.delete(record)
    turn.session.add_all([*rests, *added])
    undoing.remember(turn, Done(added=[*rests, *added], removed=removed))
    meetings = shifts_changed(turn, _people(turn, plant.id if plant else None))
    return Reply("\n".join([*_told(turn, change, effect), *meetings]), rows(_choices(turn), 2))


def _told(turn: Turn, change: Change, effect: Effect) -> list[str]:
    lines = [turn.t("✅ Saved: {what}", what=line) for line in words.told(turn.t, effect.adds)]
    if not effect.adds:
        gone = words.told(turn.t, [record.exception for record in effect.removes])
        lines = [turn.t("✅ Taken off: {what}", what=line) for line in gone]
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES:] = [turn.t("… and {count} more.", count=len(lines) - _MOST_LINES)]
    if change.colleague:
        lines.append(turn.t("Only {your} own shifts have changed; a colleague says theirs themselves."))
    return [*lines, menu.undo_hint(turn)]


def _choices(turn: Turn) -> list[Choice]:
    return [Choice(turn.t("My shifts"), "shifts:show"), Choice(turn.t("Undo"), "go:undo")]


def _people(turn: Turn, enterprise: int | None) -> list[Person]:
    if enterprise is None:
        return [turn.known_person]
    return list(turn.session.scalars(people_of_plant(enterprise)))


def new_record(turn: Turn, one: ShiftException, enterprise: int | None = None) -> ShiftRecord:
    """Return the record of what the writer says of their own days, or of those of an enterprise."""
    return ShiftRecord(
        **values_of(one),
        person_id=None if enterprise else turn.writer_id,
        enterprise_id=enterprise,
        source=RecordSource.SAID,
        recorded_at=turn.now,
        recorded_by_id=turn.writer_id,
    )


def _rest(known_record: ShiftRecord, one: ShiftException) -> ShiftRecord:
    """What is left of a record, as from the same source."""
    return ShiftRecord(
        **values_of(one),
        person_id=known_record.person_id,
        enterprise_id=known_record.enterprise_id,
        source=known_record.source,
        recorded_at=known_record.recorded_at,
        recorded_by_id=known_record.recorded_by_id,
    )
