"""Meetings and their members, written straight into the database, for tests of what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.audit import Actor, Via, act_as
from models.database import Database, cipher_of
from models.meetings import Answer, Attendance, Call, Meeting, MeetingKind, MeetingState, Sitting
from models.names import name_key
from models.people import Membership, Person
from models.units import Unit

PLACE = ZoneInfo("Asia/Ho_Chi_Minh")
RECORDED_AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LASTS = timedelta(minutes=90)


def local(day: str, time: str) -> datetime:
    """Return the moment of a day and a time at the organisation's place: ``local("2026-11-22", "08:00")``."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=PLACE)


def add_members(database: Database, names: Mapping[str, str], unit: str = "CB06", *, official: bool = True) -> None:
    """Write members of `unit`: names by code."""
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, RECORDED_AT))
        cell = session.scalars(select(Unit).where(Unit.code == unit)).one()
        cipher = cipher_of(session.get_bind().dialect)
        membership = Membership.OFFICIAL if official else Membership.PROBATIONARY
        for code, name in names.items():
            hashed = cipher.digest("name", name_key(name))
            session.add(Person(code=code, full_name=name, name_hash=hashed, unit=cell, membership=membership))


def call(
    database: Database,
    *starts: datetime,
    unit: str = "CB06",
    kind: MeetingKind = MeetingKind.MONTHLY,
    period: date | None = None,
    second: Sequence[str] = (),
    answers: Mapping[str, Answer] | None = None,
    roll: Mapping[str, Attendance] | None = None,
    papers: str | None = None,
) -> int:
    """Write a meeting that every member of `unit` is called to; return its id.

    Those whose codes are in `second` are called to the second sitting. With a `roll` it has been held: who is not in
    it was present.
    """
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, RECORDED_AT))
        cell = session.scalars(select(Unit).where(Unit.code == unit)).one()
        people = session.scalars(
            select(Person).where(Person.unit_id == cell.id, Person.membership.is_not(None)).order_by(Person.code)
        ).all()
        first = min(starts)
        sittings = [Sitting(starts_at=start, ends_at=start + LASTS) for start in sorted(starts)]
        meeting = Meeting(
            unit=cell,
            kind=kind,
            period=period or first.astimezone(PLACE).date().replace(day=1),
            state=MeetingState.CALLED if roll is None else MeetingState.HELD,
            called_at=first - timedelta(days=5),
            held_at=None if roll is None else max(starts) + LASTS,
            papers=papers,
            papers_at=first - timedelta(days=4) if papers else None,
            papers_round=1 if papers else 0,
            sittings=sittings,
        )
        session.add(meeting)
        for person in people:
            mark = None if roll is None else roll.get(person.code, Attendance.PRESENT)
            sitting = sittings[1 if person.code in second else 0]
            answer = (answers or {}).get(person.code)
            meeting.calls.append(Call(person=person, sitting=sitting, answer=answer, attendance=mark))
        session.flush()
        return meeting.id


def marks(database: Database, meeting_id: int) -> dict[str, str | None]:
    """Return what the roll of a meeting says, by the codes of the people."""
    with database.read() as session:
        found = session.execute(
            select(Person.code, Call.attendance).join(Call.person).where(Call.meeting_id == meeting_id)
        )
        return {code: mark.value if mark else None for code, mark in found}


def state(database: Database, meeting_id: int) -> str:
    """Return where a meeting stands."""
    with database.read() as session:
        return session.get_one(Meeting, meeting_id).state.value
