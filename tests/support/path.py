"""Candidates at a stage of the path, for tests of what follows from it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from models.audit import Actor, Via, act_as
from models.candidates import Candidate, Stage, StageStep
from models.database import Database
from models.people import Person
from models.units import Enterprise, Unit
from tests.support.organisation import candidate

RECORDED_AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def reach(database: Database, code: str, **days: date) -> None:
    """Let a candidate reach stages on their days; the last one is where they stand."""
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, RECORDED_AT))
        row = session.scalars(select(Candidate).where(Candidate.code == code)).one()
        for name, day in days.items():
            row.stage = Stage(name)
            row.steps.append(StageStep(stage=row.stage, reached_on=day, recorded_at=RECORDED_AT))


def add(database: Database, code: str, unit: str, **days: date) -> None:
    """Write one more candidate of `unit`, with a helper."""
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, RECORDED_AT))
        cell = session.scalars(select(Unit).where(Unit.code == unit)).one()
        enterprise = session.scalars(select(Enterprise).where(Enterprise.code == "DN001")).one()
        row = candidate(session, code, "Trần Văn Nam", 1990, cell, enterprise, RECORDED_AT)
        row.helper_id = session.scalars(select(Person.id).where(Person.code == "DV076")).one()
    reach(database, code, **days)
