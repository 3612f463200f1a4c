"""The sample organisation is read as it is, and lands in the tables whole."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from handlers.workbook import (
    FaultKind,
    MendingKind,
    Organisation,
    SheetKind,
    apply,
    compare,
    known_to,
    read_workbook,
)
from models.candidates import Candidate, Stage, StageStep
from models.classes import Course, CourseTopic, Enrolment
from models.consent import Consent, ConsentMeans
from models.database import Database
from models.people import Membership, Person, Role, RoleName
from models.targets import Target
from models.units import Enterprise, ShiftSystem, Unit, UnitKind
from tests.workbook.steps import FAULTY, NOW, SAMPLE, TODAY, audit_count


@pytest.fixture(scope="module")
def sample() -> Organisation:
    return read_workbook(SAMPLE, today=TODAY)


def test_the_sample_has_no_faults(sample: Organisation) -> None:
    assert sample.faults == []
    assert sample.ignored == []


def test_every_row_of_the_sample_is_read(sample: Organisation) -> None:
    assert sample.counts() == {
        SheetKind.SHIFT_SYSTEMS: 5,
        SheetKind.ENTERPRISES: 273,
        SheetKind.UNITS: 11,
        SheetKind.COURSES: 5,
        SheetKind.MEMBERS: 150,
        SheetKind.WORKERS: 120,
        SheetKind.CANDIDATES: 64,
        SheetKind.TARGETS: 18,
    }
    assert sum(row.get("workers") for row in sample.rows(SheetKind.ENTERPRISES)) == 96_240


def test_what_was_mended_is_counted_by_kind(sample: Organisation) -> None:
    assert sample.mended() == {
        MendingKind.YES_NO: 183,
        MendingKind.DATE_FORMAT: 142,
        MendingKind.SPACES: 72,
        MendingKind.UNICODE: 36,
        MendingKind.WORDING: 33,
        MendingKind.CAPITALS: 20,
        MendingKind.PHONE_ZERO: 8,
    }


def test_every_fault_of_the_faulty_file_is_found_in_one_pass() -> None:
    found = [(fault.sheet, fault.cell, fault.found, fault.kind) for fault in read_workbook(FAULTY, today=TODAY).faults]
    assert found == [
        ("Đảng viên", "C154", "", FaultKind.MISSING),
        ("Đảng viên", "D155", "31/02/1991", FaultKind.NOT_A_DATE),
        ("Đảng viên", "B156", "DV001", FaultKind.DOUBLED),
        ("Đảng viên", "F157", "CB99", FaultKind.UNKNOWN_CODE),
        ("Đảng viên", "D158", "02/02/2012", FaultKind.TOO_YOUNG),
        ("Đảng viên", "C159", '=HYPERLINK("http://x")', FaultKind.FORMULA),
        ("Đảng viên", "H159", "05/05/2035", FaultKind.IN_THE_FUTURE),
        ("Đảng viên", "J159", "9CA", FaultKind.UNKNOWN_CODE),
        ("Đảng viên", "K159", "Z", FaultKind.UNKNOWN_CREW),
        ("Nguồn phát triển", "M68", "01/03/2025", FaultKind.BACKWARDS),
        ("Nguồn phát triển", "O68", "01/08/2026", FaultKind.BACKWARDS),
    ]


def test_the_sample_fills_the_tables(database: Database, sample: Organisation) -> None:
    with database.write() as session:
        apply(session, sample, now=NOW)
    with database.read() as session:
        counts = {
            table: session.scalar(select(func.count()).select_from(table))
            for table in (ShiftSystem, Enterprise, Unit, Course, CourseTopic, Enrolment, Candidate, Target, Consent)
        }
        members = session.scalar(select(func.count()).where(Person.membership.is_not(None)))
        workers = session.scalar(select(func.count()).where(Role.name == RoleName.WORKER))
        committees = session.scalar(select(func.count()).where(Unit.kind == UnitKind.COMMITTEE))
    assert counts == {
        ShiftSystem: 5,
        Enterprise: 273,
        Unit: 11,
        Course: 1,
        CourseTopic: 5,
        Enrolment: 120,
        Candidate: 64,
        Target: 18,
        Consent: 54,
    }
    assert (members, workers, committees) == (150, 120, 1)


def test_a_member_arrives_mended(database: Database, sample: Organisation) -> None:
    with database.write() as session:
        apply(session, sample, now=NOW)
    with database.read() as session:
        member = session.scalars(select(Person).where(Person.code == "DV011")).one()
        assert (member.full_name, member.birth_date) == ("Ma Văn Lâm", "1982-08-08")
        assert member.name_hash == database.cipher.digest("name", "ma văn lâm")
        assert member.membership is Membership.OFFICIAL
        assert session.scalars(select(Person).where(Person.code == "DV004")).one().phone == "0929571557"


def test_every_candidate_has_the_stage_of_the_last_day_given(database: Database, sample: Organisation) -> None:
    with database.write() as session:
        apply(session, sample, now=NOW)
    with database.read() as session:
        by_stage = dict(session.execute(select(Candidate.stage, func.count()).group_by(Candidate.stage)).all())
        steps = session.scalar(select(func.count()).select_from(StageStep))
    assert by_stage == {
        Stage.INTRODUCED: 13,
        Stage.MENTORED: 12,
        Stage.CLASS_COMPLETED: 18,
        Stage.CELL_RESOLVED: 8,
        Stage.DECIDED: 7,
        Stage.ADMITTED: 6,
    }
    assert steps == 64 + 51 + 39 + 21 + 13 + 6


def test_consents_of_the_list_say_that_they_come_from_it(database: Database, sample: Organisation) -> None:
    with database.write() as session:
        apply(session, sample, now=NOW, means=ConsentMeans.SAMPLE)
    with database.read() as session:
        assert set(session.scalars(select(Consent.means))) == {ConsentMeans.SAMPLE}


def test_a_second_import_changes_nothing_and_records_nothing(database: Database, sample: Organisation) -> None:
    with database.write() as session:
        first = apply(session, sample, now=NOW)
    recorded = audit_count(database)
    with database.write() as session:
        again = read_workbook(SAMPLE, today=TODAY, known=known_to(session))
        assert again.faults == []
        second = apply(session, again, now=NOW)
    assert not first.is_empty
    assert second.is_empty
    assert audit_count(database) == recorded > 0


def test_the_preview_says_what_the_import_then_does(database: Database, sample: Organisation) -> None:
    with database.read() as session:
        preview = compare(session, sample)
        assert session.scalar(select(func.count()).select_from(Person)) == 0
    with database.write() as session:
        assert apply(session, sample, now=NOW) == preview
