"""The workbook of a course: what each sheet tells, and that nothing in it is ever a formula."""

from __future__ import annotations

import io
import time
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from handlers.attachments import draw
from handlers.attachments.course_workbook import cells
from handlers.turn import Attachment
from models.audit import Actor, Via, act_as
from models.classes import Enrolment, Seat, SeatState
from models.database import Database
from models.meetings import Attendance
from models.people import Person
from tests.conftest import NOW
from tests.support.classes import LAM, add_course, add_workers, hold, seat
from tests.support.meetings import local

BUDGET_SECONDS = 3.0


def _params(course_id: int, **more: object) -> dict[str, Any]:
    given = {"course_id": course_id, "has_names": True, "share": "4/5", "timezone": "Asia/Ho_Chi_Minh"}
    return {**given, **more}


def _sheets(database: Database, params: dict[str, Any]) -> dict[str, Worksheet]:
    with database.read() as session:
        drawn = draw(session, Attachment("course_workbook", params))
    assert drawn.name == "lop-L2026-4.xlsx"
    workbook = load_workbook(io.BytesIO(drawn.content))
    return {sheet.title: sheet for sheet in workbook.worksheets}


def _clock(day: str, hour: str) -> datetime:
    return local(day, hour).replace(tzinfo=None)


def _rows(sheet: Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture
def course_id(organisation: Database) -> int:
    """Return a course of three people: one was there, one made it up, one was absent and has nothing planned."""
    add_workers(
        organisation,
        {"CN011": ("HC", "A"), "CN012": ("HC", "A")},
        names={"CN011": '=HYPERLINK("http://x")', "CN012": "+84 An"},
    )
    starts = {
        1: [local("2026-11-20", "08:00")],
        2: [local("2026-11-21", "08:00"), local("2026-11-22", "08:00")],
        3: [local("2026-12-12", "14:30")],
    }
    people = (LAM, "CN011", "CN012")
    course = add_course(organisation, starts, people=people, booked={code: [0, 0, 0] for code in people}, capacity=9)
    hold(organisation, course.sittings[1][0])
    hold(organisation, course.sittings[2][0], {"CN011": Attendance.EXCUSED, "CN012": Attendance.ABSENT})
    made_up = course.sittings[2][1]
    seat(organisation, made_up, "CN011", SeatState.BOOKED, attendance=Attendance.PRESENT, is_make_up=True)
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        of_lam = select(Enrolment).join(Person).where(Person.code == LAM)
        session.scalars(of_lam).one().completed_on = date(2026, 12, 20)
    return course.course_id


def test_the_roll_has_a_row_for_each_person_and_a_column_for_each_sitting(
    organisation: Database, course_id: int
) -> None:
    sheet = _sheets(organisation, _params(course_id))["Điểm danh"]
    rows = _rows(sheet)
    starts = [
        _clock("2026-11-20", "08:00"),
        _clock("2026-11-21", "08:00"),
        _clock("2026-11-22", "08:00"),
        _clock("2026-12-12", "14:30"),
    ]
    assert rows[3] == ["Mã", "Họ tên", "Doanh nghiệp", *starts, "Đã học", "Tỷ lệ"]
    assert rows[4][:2] == [LAM, "Nguyễn Mạnh Lâm"]
    assert [row[3:] for row in rows[4:]] == [
        ["x", "x", None, "·", 2, 0.5],
        ["x", "P", "B", "·", 2, 0.5],
        ["x", "K", None, "·", 1, 0.25],
    ]
    assert sheet.freeze_panes == "C5"
    assert sheet.auto_filter.ref == "A4:I7"
    assert sheet["D4"].is_date


def test_absences_tell_of_their_make_ups(organisation: Database, course_id: int) -> None:
    sheet = _sheets(organisation, _params(course_id))["Vắng mặt"]
    rows = _rows(sheet)[2:]
    assert [(row[0], row[3], row[5], row[6], row[7], row[8]) for row in rows] == [
        ("CN011", 2, _clock("2026-11-21", "08:00"), "có phép", _clock("2026-11-22", "08:00"), "có"),
        ("CN012", 2, _clock("2026-11-21", "08:00"), "không phép", None, "chưa"),
    ]
    assert sheet.freeze_panes == "C3"


def test_who_sees_names_sees_the_reasons_of_leave_and_nobody_else(organisation: Database, course_id: int) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        excused = session.scalars(select(Seat).where(Seat.attendance == Attendance.EXCUSED)).one()
        excused.reason = "con ốm"
    sheet = _sheets(organisation, _params(course_id))["Vắng mặt"]
    assert [row[9] for row in _rows(sheet)[1:]] == ["Lý do xin vắng", "con ốm", None]
    without = _sheets(organisation, _params(course_id, has_names=False))["Vắng mặt"]
    assert "con ốm" not in str(_rows(without))


def test_certificates_tell_what_is_missing_and_the_day(organisation: Database, course_id: int) -> None:
    rows = _rows(_sheets(organisation, _params(course_id))["Chứng nhận"])
    assert rows[1][6] == "Đủ điều kiện (80%)"
    assert rows[2][3:] == [2, 4, 0.5, "chưa", "3, 4", _clock("2026-12-20", "00:00")]
    enough = _rows(_sheets(organisation, _params(course_id, share="1/2"))["Chứng nhận"])
    assert [row[6] for row in enough[2:]] == ["có", "có", "chưa"]


def test_no_text_becomes_a_formula(organisation: Database, course_id: int) -> None:
    for sheet in _sheets(organisation, _params(course_id)).values():
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    sheet = _sheets(organisation, _params(course_id))["Điểm danh"]
    assert sheet["B6"].value == '=HYPERLINK("http://x")'
    assert sheet["B6"].quotePrefix
    assert sheet["B7"].value == "+84 An"


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from("=+-@\t\r\n").map(lambda one: f"{one}1+1"))
def test_whatever_a_text_begins_with_it_stays_a_text(text: str) -> None:
    made = cells.cell(Workbook().worksheets[0], text)
    assert made.data_type == "s"
    assert made.quotePrefix == str(made.value).startswith(tuple("=+-@\t\r\n"))


def test_who_needs_no_names_gets_initials(organisation: Database, course_id: int) -> None:
    for sheet in _sheets(organisation, _params(course_id, has_names=False)).values():
        for row in _rows(sheet):
            assert not any("Lâm" in str(value) for value in row)
    assert _sheets(organisation, _params(course_id, has_names=False))["Điểm danh"]["B5"].value == "N.M.L."


def test_a_course_without_sittings_or_people_is_a_workbook_too(organisation: Database) -> None:
    course = add_course(organisation, people=())
    sheets = _sheets(organisation, _params(course.course_id, language="en"))
    assert list(sheets) == ["Roll", "Absences", "Certificates"]
    assert sheets["Roll"].max_row == 4


def test_a_course_of_a_thousand_workers_takes_less_than_three_seconds(organisation: Database) -> None:
    codes = [f"CX{number:04}" for number in range(1000)]
    add_workers(organisation, dict.fromkeys(codes, ("HC", "A")))
    starts = {
        number: [local(f"2026-11-{number * 2:02}", "08:00"), local(f"2026-11-{number * 2:02}", "14:00")]
        for number in range(1, 7)
    }
    topics = [(f"Bài {number}", 1) for number in range(1, 7)]
    booked = {code: [place % 2] * 6 for place, code in enumerate(codes)}
    course = add_course(organisation, starts, people=codes, booked=booked, topics=topics, capacity=None)
    with organisation.read() as session:
        before = time.thread_time()
        drawn = draw(session, Attachment("course_workbook", _params(course.course_id)))
        assert time.thread_time() - before <= BUDGET_SECONDS
    assert len(drawn.content) < 500_000
