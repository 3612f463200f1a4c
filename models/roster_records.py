"""Writes what a roster said: its records take the place of what an earlier roster said of the same people and days.

A roster of a large plant changes tens of thousands of days, so they are written by a few statements, past the unit of
work; the audit gets one record a person, with every day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from models.audit import note
from models.people import Person
from models.rosters import first_day, ranges
from models.shift_clashes import days_of
from models.shift_exceptions import Leave, Overtime, OwnException
from models.shift_patterns import DAY_OFF
from models.shift_records import RecordKind, RecordSource, ShiftRecord, document_of, revived, values_of

_RECORDS = cast("Table", ShiftRecord.__table__)
# Not through the mapper: that would make a statement of its own for each run of rows with the same columns filled.
_INSERT = insert(_RECORDS).returning(_RECORDS.c.id, _RECORDS.c.person_id)
_CHUNK = 5_000  # ids in one statement; SQLite takes 32,766 values
_LEAVE = "P"  # nghỉ phép, in the audit


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What changes for one person: earlier records of rosters that go, and exceptions that come."""

    person_id: int
    code: str
    gone: tuple[ShiftRecord, ...]
    added: tuple[OwnException, ...]


def rewrite(
    person_id: int, code: str, told: Collection[date], wanted: Sequence[OwnException], earlier: Sequence[ShiftRecord]
) -> Rewrite:
    """Return how the `earlier` records of rosters have to change so that the days `told` hold `wanted` and no more.

    What an earlier record says of other days stays; what stays exactly as it is is not written again.
    """
    days = frozenset(told)
    # Overtime after a night may stand on a day that this roster does not tell, on which an earlier one tells of leave.
    wanted = [one for one in wanted if not (isinstance(one, Overtime) and _is_leave(one.day, days, earlier))]
    same = {_key(values_of(one)) for one in wanted} if earlier else set()
    touched = [record for record in earlier if not days.isdisjoint(record.days) or _key(_columns(record)) in same]
    if not touched:
        return Rewrite(person_id, code, (), tuple(wanted))
    leave = [day for one in wanted if isinstance(one, Leave) for day in days_of(one)]
    leave += [day for record in touched if record.kind is RecordKind.LEAVE for day in record.days if day not in days]
    new: list[OwnException] = [one for one in wanted if not isinstance(one, Leave)]
    new += [Leave(first, last) for first, last in ranges(leave)]
    open_ = Counter(_key(values_of(one)) for one in new)
    gone = []
    for record in touched:
        key = _key(_columns(record))
        if open_[key]:
            open_[key] -= 1
        else:
            gone.append(record)
    added = []
    for one in sorted(new, key=first_day):
        key = _key(values_of(one))
        if open_[key]:
            open_[key] -= 1
            added.append(one)
    return Rewrite(person_id, code, tuple(gone), tuple(added))


def _is_leave(day: date, told: Collection[date], earlier: Sequence[ShiftRecord]) -> bool:
    leave = (record for record in earlier if record.kind is RecordKind.LEAVE)
    return day not in told and any(record.first_on <= day <= record.last_on for record in leave)


def write(session: Session, rewrites: Sequence[Rewrite], *, by: int | None, now: datetime) -> dict[int, dict[str, Any]]:
    """Write `rewrites`; return for each person how to take it back: the ids that came, the rows that went."""
    rows = [
        {
            "person_id": one.person_id,
            "source": RecordSource.ROSTER,
            "recorded_at": now,
            "recorded_by_id": by,
            **values_of(exception),
        }
        for one in rewrites
        for exception in one.added
    ]
    # The new ones first, so that no number of a record that goes is given out again.
    ids = _inserted(session, rows)
    _delete(session, [record.id for one in rewrites for record in one.gone])
    _note(session, rewrites)
    return {
        one.person_id: {"added": ids.get(one.person_id, []), "gone": [document_of(record) for record in one.gone]}
        for one in rewrites
    }


def take_back(session: Session, kept: dict[int, dict[str, Any]], codes: dict[int, str]) -> set[int]:
    """Take back what :func:`write` returned; return the ids of the people whose records have moved on since, untouched.

    `codes` are the codes of the people, for the audit.
    """
    moved = _moved_on(session, kept)
    back = {person: how for person, how in kept.items() if person not in moved}
    _delete(session, [number for how in back.values() for number in how["added"]])
    gone = [revived(document) for how in back.values() for document in how["gone"]]
    writers = set(session.scalars(select(Person.id).where(Person.id.in_({row["recorded_by_id"] for row in gone}))))
    for row in gone:
        row["recorded_by_id"] = row["recorded_by_id"] if row["recorded_by_id"] in writers else None
    taken = set[int]()
    for chunk in _chunks([row["id"] for row in gone]):
        taken.update(session.scalars(select(ShiftRecord.id).where(ShiftRecord.id.in_(chunk))))
    _inserted(session, [row for row in gone if row["id"] not in taken])
    _inserted(
        session, [{name: value for name, value in row.items() if name != "id"} for row in gone if row["id"] in taken]
    )
    told = {codes[person]: {"roster": ["saved", "taken back"]} for person in back if person in codes}
    note(session, ShiftRecord, "delete", told)
    return moved


def _moved_on(session: Session, kept: dict[int, dict[str, Any]]) -> set[int]:
    """The people of whom another roster has been read since."""
    added = {number: person for person, how in kept.items() for number in how["added"]}
    there = set[int]()
    others: dict[int, list[tuple[date, date]]] = {}
    for chunk in _chunks(list(kept)):
        found = session.execute(
            select(ShiftRecord.id, ShiftRecord.person_id, ShiftRecord.first_on, ShiftRecord.last_on).where(
                ShiftRecord.person_id.in_(chunk), ShiftRecord.source == RecordSource.ROSTER
            )
        )
        for number, person, first, last in found:
            if number in added:
                there.add(number)
            elif person is not None:
                others.setdefault(person, []).append((first, last))
    moved = {person for number, person in added.items() if number not in there}
    for person, how in kept.items():
        gone = [(date.fromisoformat(row["first_on"]), date.fromisoformat(row["last_on"])) for row in how["gone"]]
        if any(first <= until and since <= last for first, last in gone for since, until in others.get(person, ())):
            moved.add(person)
    return moved


def _inserted(session: Session, rows: list[dict[str, Any]]) -> dict[int, list[int]]:
    """Insert `rows`; return their numbers by person."""
    ids: dict[int, list[int]] = {}
    if rows:
        for number, person in session.execute(_INSERT, rows):
            ids.setdefault(person, []).append(number)
    return ids


def _delete(session: Session, ids: Sequence[int]) -> None:
    for chunk in _chunks(ids):
        session.execute(
            delete(ShiftRecord).where(ShiftRecord.id.in_(chunk)), execution_options={"synchronize_session": False}
        )


def _note(session: Session, rewrites: Sequence[Rewrite]) -> None:
    changes: dict[str, dict[str, list[Any]]] = {}
    for one in rewrites:
        told: dict[str, list[Any]] = {}
        for record in one.gone:
            told.setdefault(_period(record.first_on, record.last_on), [None, None])[0] = _word(_columns(record))
        for exception in one.added:
            values = values_of(exception)
            told.setdefault(_period(values["first_on"], values["last_on"]), [None, None])[1] = _word(values)
        changes[one.code] = told
    note(session, ShiftRecord, "update", changes)


def _period(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _word(values: dict[str, Any]) -> str:
    if values["kind"] is RecordKind.LEAVE:
        return _LEAVE
    return f"{values['shift']} {values['starts']}-{values['ends']}" if values["starts"] else DAY_OFF


def _columns(record: ShiftRecord) -> dict[str, Any]:
    return {
        name: getattr(record, name) for name in ("kind", "first_on", "last_on", "shift", "starts", "ends", "reason")
    }


def _key(values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(values.values())


def _chunks(items: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(items), _CHUNK):
        yield items[at : at + _CHUNK]
