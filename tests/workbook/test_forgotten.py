"""An old list does not bring back whom the database deleted on request."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from handlers.workbook import report
from handlers.workbook.findings import in_english
from models import deletion
from models.candidates import Candidate
from models.database import Database
from models.people import Person
from models.rights import Forgotten
from tests.workbook.builder import put, tidy_sheets
from tests.workbook.steps import NOW, bring_in, by_hand, read

CODES = ("DV002", "DV003", "CN001", "QC001", "QC002")


def _delete(database: Database, *codes: str) -> None:
    with database.write() as session:
        by_hand(session)
        for code in codes:
            person = session.scalar(select(Person).where(Person.code == code))
            candidate = session.scalar(select(Candidate).where(Candidate.code == code))
            subject = deletion.subject_of(
                session, person_id=person.id if person else None, candidate_id=candidate.id if candidate else None
            )
            deletion.delete_on_request(session, subject, NOW)


def _codes(database: Database) -> set[str]:
    with database.read() as session:
        return {*session.scalars(select(Person.code)), *session.scalars(select(Candidate.code))}


@pytest.mark.parametrize("code", CODES)
def test_the_same_list_again_leaves_the_person_out_and_says_so(database: Database, code: str) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    before = _codes(database)
    _delete(database, code)
    changes = bring_in(database, sheets)
    assert changes.forgotten == [code]
    assert _codes(database) == before - {code}, "everybody else is there, whoever names the person"
    assert any(code in line and "deleted" in line for line in report.change_lines(changes, in_english))
    assert report.to_json(read(sheets), changes)["changes"]["forgotten"] == [code]


def test_all_at_once_and_a_second_time(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    _delete(database, *CODES)
    assert set(bring_in(database, sheets).forgotten) == set(CODES)
    assert bring_in(database, sheets).is_empty


@pytest.mark.parametrize(("day", "is_out"), [(date(2026, 11, 23), True), (date(2026, 11, 24), False)])
def test_who_agreed_after_the_deletion_is_taken_in(database: Database, day: date, is_out: bool) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    _delete(database, "QC001")
    with database.write() as session:
        session.execute(update(Forgotten).values(since=date(2026, 11, 23)))
    put(sheets, "Nguồn phát triển", "QC001", "Đồng ý xử lý dữ liệu (ngày)", day)
    assert bring_in(database, sheets).forgotten == (["QC001"] if is_out else [])


def test_another_person_under_the_code_of_a_deleted_member_is_taken_in(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    _delete(database, "DV004")
    put(sheets, "Đảng viên", "DV004", "Họ và tên", "Vũ Thị Hằng")
    assert bring_in(database, sheets).forgotten == []
    assert "DV004" in _codes(database)
