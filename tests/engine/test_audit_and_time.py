"""Every change of a fact leaves who, when, what and from which chat; every moment is aware and kept in UTC (12)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.clock import FrozenClock
from models.audit import Actor, AuditRecord, Via, act_as
from models.candidates import Candidate
from models.chats import Chat
from models.database import Database
from models.messages import Heartbeat, IncomingMessage, OutgoingMessage
from models.people import Person
from tests.support.organisation import CHATS, CODES
from tests.support.phones import Phone, through_engine

REPORT = "báo nguồn Nguyễn Thị Hạnh 1998 cty Hoa Sen thực phẩm ca 2 công đoàn giới thiệu"
NAMES = ("Hạnh", "Tùng", "Trinh", "1998", "1989", "N.T.H", "H.M.T")


def test_a_change_by_nobody_is_refused_and_changes_nothing(organisation: Database) -> None:
    with pytest.raises(RuntimeError, match="act_as"), organisation.write() as session:
        candidate = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
        candidate.birth_year = 1999
    with organisation.read() as session:
        assert session.scalars(select(Candidate.birth_year).where(Candidate.code == "QC012")).one() == 1989


def test_a_deletion_by_nobody_is_refused_too(organisation: Database) -> None:
    with pytest.raises(RuntimeError, match="act_as"), organisation.write() as session:
        session.delete(session.scalars(select(Candidate).where(Candidate.code == "QC012")).one())


async def test_every_step_of_a_report_leaves_who_when_what_and_from_where(
    organisation: Database, clock: FrozenClock
) -> None:
    async with through_engine(organisation, clock) as exchange:
        trinh = Phone(CHATS["trinh"], exchange)
        for words in (REPORT, "1", "hoàn tác"):
            clock.moment += timedelta(minutes=1)
            await trinh.says(words)
    with organisation.read() as session:
        person = session.scalars(select(Person.id).where(Person.code == CODES["trinh"])).one()
        chat = session.scalars(select(Chat.id).where(Chat.external_id == CHATS["trinh"])).one()
        records = session.scalars(select(AuditRecord).where(AuditRecord.key == "QC013").order_by(AuditRecord.id)).all()
    assert [record.action for record in records if record.entity == "candidates"] == ["insert", "delete"]
    first, last = records[0], records[-1]
    assert (last.at - first.at, last.at) == (timedelta(minutes=1), clock.moment)
    for record in records:
        assert (record.via, record.person_id, record.chat_id) == (Via.CHAT, person, chat)


async def test_no_record_of_a_change_holds_a_name_or_a_birth_year(organisation: Database, clock: FrozenClock) -> None:
    async with through_engine(organisation, clock) as exchange:
        trinh = Phone(CHATS["trinh"], exchange)
        for words in (REPORT, "1", "hoàn tác"):
            await trinh.says(words)
    with organisation.read() as session:
        records = session.scalars(select(AuditRecord)).all()
    assert len(records) > 20
    told = " ".join(f"{record.key} {record.changes}" for record in records)
    assert [name for name in NAMES if name in told] == []


def test_every_column_that_holds_a_moment_refuses_naive_ones(database: Database) -> None:
    """No table may use SQLAlchemy's own DateTime, which takes anything."""
    plain = [
        f"{table.name}.{column.name}"
        for table in Heartbeat.metadata.tables.values()
        for column in table.columns
        if type(column.type).__name__ in ("DateTime", "TIMESTAMP")
    ]
    assert plain == []


offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moment=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=offsets))  # noqa: DTZ001 - bounds
def test_a_moment_comes_back_as_the_same_moment_in_utc(database: Database, moment: datetime) -> None:
    with database.write() as session:
        session.merge(Heartbeat(part="test", at=moment))
    with database.read() as session:
        kept = session.scalars(select(Heartbeat.at)).one()
    assert kept == moment
    assert kept.utcoffset() == timedelta(0)


async def test_every_moment_of_a_turn_comes_from_the_clock_that_was_handed_in(
    organisation: Database, clock: FrozenClock
) -> None:
    clock.moment = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
    async with through_engine(organisation, clock) as exchange:
        trinh = Phone(CHATS["trinh"], exchange)
        await trinh.says(REPORT)
        await trinh.says("1")
    with organisation.read() as session:
        moments = {
            *session.scalars(select(IncomingMessage.received_at)),
            *session.scalars(select(OutgoingMessage.created_at)),
            *session.scalars(select(OutgoingMessage.done_at)),
            *session.scalars(select(Heartbeat.at)),
            *session.scalars(select(AuditRecord.at).where(AuditRecord.key == "QC013")),
            *session.scalars(select(Candidate.created_at).where(Candidate.code == "QC013")),
        }
    assert moments == {clock.moment}


def test_a_deleted_person_leaves_the_record_of_the_change(organisation: Database, clock: FrozenClock) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, clock.now()))
        session.delete(session.scalars(select(Candidate).where(Candidate.code == "QC012")).one())
    with organisation.read() as session:
        record = session.scalars(
            select(AuditRecord).where(AuditRecord.key == "QC012", AuditRecord.action == "delete")
        ).one()
    assert record.at == clock.now()
    assert "Tùng" not in str(record.changes)
