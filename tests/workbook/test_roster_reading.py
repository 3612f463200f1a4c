"""A roster is recognised by its shape, and its days are told from every way in which plants write them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest

from handlers.workbook import UnreadableWorkbook
from handlers.workbook.rosters import Roster, read_roster
from tests.workbook.builder import large_workbook, tidy_sheets, workbook
from tests.workbook.roster_builder import HEADINGS, MONDAY, book, days_from, roster
from tests.workbook.steps import FAULTY, SAMPLE, TODAY
from tests.workbook.test_hostile import REFUSED

AN = ("DV001", "Nguyễn Văn An")
WEEK = days_from(MONDAY, 7)
WEEKDAYS = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]


def read(content: bytes, name: str = "") -> Roster:
    found = read_roster(content, today=TODAY, name=name)
    assert found is not None
    return found


def days_of(headings: Sequence[object], *above: object, name: str = "") -> list[date]:
    """Return the days of a roster with these headings, below a title."""
    marks = ["1"] * len(headings)
    return read(roster([(AN, marks)], headings, above=[[title] for title in above]), name).days


@pytest.mark.parametrize(
    "headings",
    [
        WEEK,
        [datetime(day.year, day.month, day.day) for day in WEEK],  # noqa: DTZ001 - as a spreadsheet keeps days
        [f"{day:%d/%m/%Y}" for day in WEEK],
        [f"{day.day}/{day.month}" for day in WEEK],
        [f"{day:%d-%m-%y}" for day in WEEK],
        [f"{day:%d.%m}" for day in WEEK],
        [f"{day:%Y-%m-%d}" for day in WEEK],
        [f"{weekday} {day:%d/%m}" for weekday, day in zip(WEEKDAYS, WEEK, strict=True)],
        [f"{day:%d/%m}\n({weekday})" for weekday, day in zip(WEEKDAYS, WEEK, strict=True)],
        [f"Thứ {n}\n{day:%d/%m}" for n, day in zip("2345678", WEEK, strict=True)],
        [f"Ngày {day:%d/%m}" for day in WEEK],
        [day.toordinal() - date(1899, 12, 30).toordinal() for day in WEEK],  # days that lost their format
        ["23/11", 24, 25, 26, 27, 28, 29],
    ],
    ids=str,
)
def test_days_are_read_in_every_way_of_writing_them(headings: Sequence[object]) -> None:
    assert days_of(headings) == WEEK


@pytest.mark.parametrize(
    "title",
    [
        "BẢNG PHÂN CA THÁNG 12/2026",
        "Bảng phân ca tháng 12 năm 2026",
        "Tháng 12",
        "T12.2026",
        "12/2026",
        date(2026, 12, 1),
    ],
    ids=str,
)
def test_bare_numbers_are_days_of_the_month_that_the_title_names(title: object) -> None:
    assert days_of(list(range(1, 32)), title) == days_from(date(2026, 12, 1), 31)
    assert days_of([str(n) for n in range(1, 32)], title) == days_from(date(2026, 12, 1), 31)


def test_the_names_of_sheet_and_file_tell_the_month_too() -> None:
    numbers = list(range(1, 32))
    content = roster([(AN, ["1"] * 31)], numbers, title="Tháng 12-2026")
    assert read(content).days[0] == date(2026, 12, 1)
    assert days_of(numbers, name="phan ca T12_2026.xlsx")[0] == date(2026, 12, 1)


def test_the_day_of_signing_is_not_the_month_of_the_roster() -> None:
    title = ("Thái Nguyên, ngày 25 tháng 11 năm 2026", "Bảng phân ca tháng 12/2026")
    assert days_of(list(range(1, 32)), *title)[0] == date(2026, 12, 1)


def test_a_payroll_month_is_named_by_its_end() -> None:
    numbers = [*range(26, 31), *range(1, 26)]
    assert days_of(numbers, "Tháng 12/2026") == days_from(date(2026, 11, 26), 30)
    assert days_of(numbers, "Từ ngày 26/11/2026 đến ngày 25/12/2026") == days_from(date(2026, 11, 26), 30)


def test_weekdays_alone_count_from_the_first_day_of_the_title() -> None:
    assert days_of(WEEKDAYS, "Tuần 48 (23/11 – 29/11/2026)") == WEEK


def test_a_year_turns_within_a_roster() -> None:
    days = days_from(date(2026, 12, 28), 7)
    assert days_of([f"{day:%d/%m}" for day in days]) == days


def test_dates_with_month_and_day_exchanged_by_an_american_spreadsheet_are_put_right() -> None:
    days = days_from(date(2026, 12, 1), 31)
    headings = [date(2026, day.day, 12) if day.day <= 12 else f"{day:%d/%m/%Y}" for day in days]
    assert days_of(headings[:12]) == days[:12]
    assert days_of(headings) == days


def test_a_month_that_nobody_names_is_asked_for() -> None:
    with pytest.raises(UnreadableWorkbook, match="the month"):
        days_of(list(range(1, 32)), "Bảng phân ca")


@pytest.mark.parametrize("first", [date(2024, 12, 1), date(2028, 3, 1)])
def test_days_long_ago_or_far_ahead_are_taken_for_a_wrong_year(first: date) -> None:
    with pytest.raises(UnreadableWorkbook, match="the year"):
        days_of(days_from(first, 28))


def test_headings_in_two_rows_are_found_and_wrong_weekdays_seen() -> None:
    rows = [
        ["BẢNG PHÂN CA THÁNG 12/2026"],
        ["STT", "Mã NV", "Họ đệm", "Tên", "Ngày trong tháng"],
        [None, None, None, None, *range(1, 32)],
        [None, None, None, None, *(WEEKDAYS[(day.weekday() + 1) % 7] for day in days_from(date(2026, 12, 1), 31))],
        [1, "DV001", "Nguyễn Văn", "An", *["1"] * 31],
    ]
    (sheet,) = read(book({"T12": rows})).sheets
    assert [(row.number, row.code, row.name) for row in sheet.rows] == [(5, "DV001", "Nguyễn Văn An")]
    assert len(sheet.other_weekdays) == 31
    assert sheet.other_weekdays[0] == ("E", date(2026, 12, 1))


def test_right_weekdays_are_not_worth_a_word() -> None:
    content = roster([(AN, ["1"] * 7)], WEEK, above=[[*[None] * 3, *WEEKDAYS]])
    assert read(content).sheets[0].other_weekdays == []


def test_a_day_that_the_month_does_not_have_is_seen_only_when_something_stands_there() -> None:
    for last, seen in ((None, []), ("1", ["AH"])):
        content = roster([(AN, [*["1"] * 30, last])], list(range(1, 32)), above=[["Tháng 11/2026"]])
        (sheet,) = read(content).sheets
        assert len(sheet.columns) == 30
        assert sheet.impossible == seen


def test_totals_groups_signatures_and_legends_are_no_people() -> None:
    below: list[list[object]] = [
        ["Tổ 2"],
        [None, None, "Tổng cộng", 3, 3],
        [],
        ["Ghi chú: 1 = ca 1"],
        [None, None, "Người lập biểu"],
    ]
    content = roster([(AN, ["1"] * 7)], WEEK, below=below)
    assert [row.name for row in read(content).sheets[0].rows] == ["Nguyễn Văn An"]


def test_one_column_before_the_days_needs_no_heading() -> None:
    (sheet,) = read(book({"x": [[None, *WEEK], ["Nguyễn Văn An", *["1"] * 7]]})).sheets
    assert sheet.rows[0].name == "Nguyễn Văn An"


def test_formulas_count_as_the_values_kept_beside_them() -> None:
    """Most plants write the first day, and =D2+1 in the columns after it."""
    content = roster([(AN, ["1"] * 7)], WEEK)
    with_formula = _with_formulas(content)
    assert read(with_formula).days == WEEK
    assert read(with_formula).sheets[0].rows[0].marks[MONDAY] == "1"


def test_sheets_without_days_are_named_and_left_aside() -> None:
    rows = [[*HEADINGS, *WEEK], [1, *AN, *["1"] * 7]]
    found = read(book({"Hướng dẫn": [["Cách ghi"]], "Ca": rows}))
    assert (found.left_aside, [sheet.title for sheet in found.sheets]) == (["Hướng dẫn"], ["Ca"])


@pytest.mark.parametrize(
    "content",
    [
        Path(SAMPLE).read_bytes(),
        Path(FAULTY).read_bytes(),
        workbook(tidy_sheets()),
        large_workbook(60),
        book({"Danh sách": [["Mã", "Họ và tên", "Ngày sinh"], ["DV001", "An", date(1990, 1, 2)]]}),
        book({"Trống": []}),
        book(
            {
                "Mẫu": [
                    ["DANH SÁCH NGUỒN THÁNG 12/2026"],
                    ["STT", "Họ và tên", "Năm sinh", "Giới tính", "Công ty", "Chi bộ", "Ghi chú"],
                    ["A", "B", 1, 2, 3, 4, 5],
                    [1, "Nguyễn Văn An", 1990, "Nam", "x", "y", "z"],
                ]
            }
        ),
        book({"Số": [["Mã", "Họ và tên"], ["DV001", "An", 1, 2, 3, 1, 1, 2, 2, 3]]}),
    ],
    ids=["sample", "faulty", "tidy", "large", "list", "empty", "form", "numbers"],
)
def test_other_workbooks_are_no_rosters(content: bytes) -> None:
    assert read_roster(content, today=TODAY, name="tháng 12-2026.xlsx") is None


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_or_no_roster(name: str) -> None:
    with suppress(UnreadableWorkbook):
        assert read_roster(REFUSED[name](), today=TODAY) is None


def _with_formulas(content: bytes) -> bytes:
    """Make formulas of the days and the marks of a roster, each beside its value, as a spreadsheet saves them."""

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part.endswith("sheet1.xml"):
                data, days = re.subn(rb"<v>(463\d\d)</v>", rb"<f>D1+1</f><v>\1</v>", data)
                data, marks = re.subn(
                    rb't="inlineStr"><is><t>1</t></is>', rb't="str"><f>VLOOKUP(A1,B:B,1)</f><v>1</v>', data
                )
                assert (days, marks) == (7, 7), data
            new.writestr(part, data)
    return stream.getvalue()
