"""The nightly run: what it lets go, what it leaves, and the note that it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import FrozenClock
from bot.scheduler import Sweeps
from bot.writer import writer_of
from models import retention, rights
from models.audit import Actor, AuditRecord, Via, act_as
from models.candidates import Candidate, Stage, StageStep
from models.consent import Consent, ConsentMeans, Purpose
from models.database import Database
from models.meetings import Call, Meeting, MeetingKind, MeetingState, Sitting
from models.people import Person
from models.retention import Retention
from models.rights import DataRequest, Forgotten, RequestKind, RequestOutcome, RetentionRun, Wish
from models.units import Unit
from tests.conftest import NOW
from tests.models.test_rights import office

TODAY = NOW.date()


@pytest.fixture
def session(organisation: Database) -> Iterator[Session]:
    """Give a writing session in which the service acts."""
    with organisation.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        yield session


def _tung(session: Session) -> Candidate:
    return session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()


def _codes(session: Session) -> set[str]:
    return set(session.scalars(select(Candidate.code)))


def _end_on(session: Session, stage: Stage, day: date) -> None:
    tung = _tung(session)
    tung.steps.append(StageStep(stage=stage, reached_on=day, recorded_at=NOW))
    tung.stage = stage
    session.flush()


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.REJECTED, Stage.TRANSFERRED])
@pytest.mark.parametrize(("day", "is_kept"), [(date(2024, 11, 24), False), (date(2024, 11, 25), True)])
def test_ended_candidates_go_after_two_years_to_the_day(
    session: Session, stage: Stage, day: date, is_kept: bool
) -> None:
    _end_on(session, stage, day)
    assert retention.run(session, Retention(), NOW, TODAY)["ended_candidates"] == (0 if is_kept else 1)
    assert ("QC012" in _codes(session)) is is_kept


def test_a_pause_is_no_end(session: Session) -> None:
    _end_on(session, Stage.PAUSED, date(2000, 1, 1))
    assert set(retention.run(session, Retention(), NOW, TODAY).values()) == {0}


def test_an_end_that_was_taken_back_is_none(session: Session) -> None:
    _end_on(session, Stage.REJECTED, date(2000, 1, 1))
    _tung(session).steps[-1].undone_at = NOW
    session.flush()
    retention.run(session, Retention(), NOW, TODAY)
    assert "QC012" in _codes(session)


def test_members_go_after_five_years(session: Session) -> None:
    _end_on(session, Stage.OFFICIAL, date(2021, 11, 24))
    assert retention.run(session, Retention(), NOW, TODAY)["members"] == 1
    assert "QC012" not in _codes(session)


@pytest.mark.parametrize(("days", "gone"), [(184, 1), (183, 0)])
def test_drafts_go_after_six_months(session: Session, days: int, gone: int) -> None:
    tung = _tung(session)
    tung.consented_on, tung.created_at = None, NOW - timedelta(days=days)
    session.flush()
    assert retention.run(session, Retention(), NOW, TODAY)["drafts"] == gone


def test_a_consent_withdrawn_lately_gives_the_draft_its_six_months_anew(session: Session) -> None:
    tung = _tung(session)
    tung.consented_on, tung.created_at = None, NOW - timedelta(days=900)
    session.add(
        Consent(
            candidate_id=tung.id,
            purpose=Purpose.FOLLOW_CANDIDATE,
            means=ConsentMeans.PAPER,
            given_at=tung.created_at,
            withdrawn_at=NOW - timedelta(days=1),
        )
    )
    session.flush()
    assert retention.run(session, Retention(), NOW, TODAY)["drafts"] == 0


def test_an_old_list_may_bring_back_whom_only_time_took_away(session: Session) -> None:
    _end_on(session, Stage.REJECTED, date(2020, 1, 1))
    retention.run(session, Retention(), NOW, TODAY)
    assert session.scalars(select(Forgotten)).all() == []


def test_old_requests_and_old_audit_go_and_open_requests_stay(session: Session) -> None:
    lam = session.scalars(select(Person.id).where(Person.code == "CN010")).one()
    done, _ = rights.file(session, Wish(RequestKind.SEE, lam), office())
    rights.end(done, RequestOutcome.DONE, datetime(2021, 11, 23, tzinfo=UTC))
    standing, _ = rights.file(session, Wish(RequestKind.DELETE, lam), office())
    standing.asked_at = datetime(2000, 1, 1, tzinfo=UTC)
    session.flush()
    old = session.scalars(select(AuditRecord).order_by(AuditRecord.id)).first()
    assert old is not None
    old.at = datetime(2016, 11, 23, tzinfo=UTC)
    session.flush()
    gone = retention.run(session, Retention(), NOW, TODAY)
    assert (gone["requests"], gone["audit"]) == (1, 1)
    assert [request.id for request in session.scalars(select(DataRequest))] == [standing.id]


def test_each_run_notes_each_rule_also_when_there_was_nothing(session: Session) -> None:
    assert retention.last_run(session) is None
    gone = retention.run(session, Retention(), NOW, TODAY)
    session.flush()
    assert {run.rule: run.rows for run in session.scalars(select(RetentionRun))} == gone
    assert retention.last_run(session) == (NOW, gone)


def test_twice_in_a_night_is_as_good_as_once(session: Session) -> None:
    _end_on(session, Stage.WITHDRAWN, date(2020, 1, 1))
    retention.run(session, Retention(), NOW, TODAY)
    assert set(retention.run(session, Retention(), NOW, TODAY).values()) == {0}


async def test_the_nightly_sweep_deletes_and_writes_the_files_anew(organisation: Database, clock: FrozenClock) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        _end_on(session, Stage.REJECTED, date(2020, 1, 1))
    writer = writer_of(organisation)
    sweeps = Sweeps(organisation, writer, clock, Retention(), "Asia/Ho_Chi_Minh")
    try:
        assert await sweeps.keep_to_retention() == 1
        await sweeps.tidy_up()
    finally:
        writer.close()
    with organisation.read() as session:
        rules = [run.rule for run in session.scalars(select(RetentionRun).order_by(RetentionRun.id))]
    assert rules.count("files_overwritten") == 1, "once is enough"
    assert rules[-1] == "files_overwritten"


@pytest.mark.parametrize(("period", "is_kept"), [(date(2024, 11, 1), False), (date(2024, 12, 1), True)])
def test_meetings_go_after_two_years_with_everybody_called(session: Session, period: date, is_kept: bool) -> None:
    unit = session.scalars(select(Unit).where(Unit.code == "CB06")).one()
    person = session.scalars(select(Person).where(Person.code == "DV075")).one()
    meeting = Meeting(
        unit_id=unit.id, kind=MeetingKind.MONTHLY, period=period, state=MeetingState.HELD, called_at=NOW, round=1
    )
    meeting.sittings.append(Sitting(starts_at=NOW, ends_at=NOW + timedelta(minutes=90)))
    meeting.calls.append(Call(person_id=person.id, sitting=meeting.sittings[0]))
    session.add(meeting)
    session.flush()
    assert retention.run(session, Retention(), NOW, TODAY)["meetings"] == (0 if is_kept else 1)
    assert [len(list(session.scalars(select(table)))) for table in (Meeting, Sitting, Call)] == [int(is_kept)] * 3
