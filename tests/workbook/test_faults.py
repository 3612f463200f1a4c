"""What is truly wrong is found, at its cell, all of it at once."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from handlers.workbook import FaultKind, Known, SheetKind, read_workbook
from handlers.workbook import sheets as sheets_module
from handlers.workbook.layout import LAYOUTS
from tests.workbook.builder import TARGET_HEADINGS, Sheets, cell, put, tidy_sheets, workbook
from tests.workbook.steps import TODAY, faults, read


@pytest.mark.parametrize(
    ("title", "code", "heading", "wrong", "kind"),
    [
        ("Đảng viên", "DV001", "Họ và tên", None, "missing"),
        ("Đảng viên", "DV001", "Họ và tên", "=1+1", "formula"),
        ("Đảng viên", "DV001", "Họ và tên", "+cmd", "formula"),
        ("Đảng viên", "DV001", "Họ và tên", "@SUM(A1)", "formula"),
        ("Đảng viên", "DV001", "Họ và tên", "#N/A", "error_value"),
        ("Đảng viên", "DV001", "Họ và tên", "N" * 1_001, "too_long"),
        ("Đảng viên", "DV001", "Họ và tên", "Trần <b>Tiến</b>", "unusual_value"),
        ("Đảng viên", "DV001", "Họ và tên", "0916442276", "unusual_value"),
        ("Đảng viên", "DV001", "Ngày sinh", "31/02/1991", "not_a_date"),
        ("Đảng viên", "DV001", "Ngày sinh", "4/28/1995", "not_a_date"),
        ("Đảng viên", "DV001", "Ngày sinh", "hôm qua", "not_a_date"),
        ("Đảng viên", "DV001", "Ngày sinh", 12, "not_a_date"),
        ("Đảng viên", "DV001", "Ngày sinh", 12.5e30, "not_a_date"),
        ("Đảng viên", "DV001", "Ngày sinh", date(2030, 1, 1), "in_the_future"),
        ("Đảng viên", "DV001", "Ngày sinh", date(2010, 12, 1), "too_young"),
        ("Đảng viên", "DV001", "Ngày vào Đảng", 1995, "not_a_date"),
        ("Đảng viên", "DV001", "Ngày vào Đảng", "1995", "not_a_date"),
        ("Đảng viên", "DV001", "Ngày vào Đảng", date(1980, 1, 1), "too_young"),
        ("Đảng viên", "DV001", "Giới tính", "khác", "unusual_value"),
        ("Đảng viên", "DV001", "Chi bộ", "CB99", "unknown_code"),
        ("Đảng viên", "DV001", "Chức vụ", "Trưởng phòng", "unusual_value"),
        ("Đảng viên", "DV004", "Chức vụ", "Bí thư", "second_secretary"),
        ("Đảng viên", "DV001", "Chế độ ca", "9CA", "unknown_code"),
        ("Đảng viên", "DV003", "Kíp", "Z", "unknown_crew"),
        ("Đảng viên", "DV003", "Kíp", "A/B", "unusual_value"),
        ("Đảng viên", "DV003", "Mã ĐV", True, "unusual_value"),
        ("Đảng viên", "DV003", "Họ và tên", 7, "unusual_value"),
        ("Đảng viên", "DV003", "Chi bộ", True, "unusual_value"),
        ("Đảng viên", "DV003", "Ngày sinh", timedelta(hours=30), "unusual_value"),
        ("Đảng viên", "DV003", "Ngày sinh", True, "not_a_date"),
        ("Đảng viên", "DV003", "Ngày sinh", 2035, "in_the_future"),
        ("Đảng viên", "DV003", "Ngày sinh", 1901, "not_a_date"),
        ("Đảng viên", "DV003", "Ngày sinh", "1/1/1850", "not_a_date"),
        ("Doanh nghiệp", "DN001", "Tên doanh nghiệp", True, "unusual_value"),
        ("Doanh nghiệp", "DN001", "Tên doanh nghiệp", "-2+3", "formula"),
        ("Doanh nghiệp", "DN001", "Tên doanh nghiệp", "N" * 201, "too_long"),
        ("Doanh nghiệp", "DN001", "Số lao động", "khoảng 200", "unusual_value"),
        ("Đảng viên", "DV001", "Điện thoại", "12", "unusual_value"),
        ("Doanh nghiệp", "DN001", "Số lao động", -5, "unusual_value"),
        ("Doanh nghiệp", "DN001", "Số lao động", 2.5, "unusual_value"),
        ("Doanh nghiệp", "DN001", "Mã DN", "công ty này đây", "unusual_value"),
        ("Tổ chức", "CB02", "Đảng ủy viên phụ trách", "DV999", "unknown_code"),
        ("Tổ chức", "DB", "Trực thuộc", "CB01", "above_itself"),
        ("Nguồn phát triển", "QC001", "Đảng viên giúp đỡ", "DV004", "not_official"),
        ("Nguồn phát triển", "QC001", "Đảng viên giúp đỡ", "DV777", "unknown_code"),
        ("Nguồn phát triển", "QC001", "Ngày NQ chi bộ", date(2026, 1, 1), "backwards"),
        ("Nguồn phát triển", "QC001", "Mã", "DV001", "doubled"),
        ("Công nhân đăng ký học", "CN001", "Mã", "DV001", "doubled"),
        ("Công nhân đăng ký học", "CN001", "Năm sinh", 2012, "too_young"),
        ("Công nhân đăng ký học", "CN001", "Lớp", "L9", "unknown_code"),
        ("Lớp học", "L1", "Đến ngày", date(2026, 11, 1), "backwards"),
        ("Lớp học", "L1", "Mã lớp", None, "missing"),
        ("Chỉ tiêu", "Tỷ lệ dự sinh hoạt chi bộ (%)", "Số lượng", 120, "unusual_value"),
        ("Chế độ ca", "HC", "Chu kỳ (theo ngày, bắt đầu từ ngày mốc)", "H X -", "unusual_value"),
        ("Chế độ ca", "HC", "Ca (giờ)", "H=25:00-17:00", "unusual_value"),
    ],
)
def test_a_wrong_cell_is_a_fault_at_its_place(title: str, code: str, heading: str, wrong: object, kind: str) -> None:
    sheets = tidy_sheets()
    cells, position = cell(sheets, title, code, heading)
    cells[position] = wrong
    found = faults(sheets)
    letter = chr(ord("A") + position)
    row = next(number for number, row in enumerate(sheets[title], start=1) if row is cells)
    assert (f"{title}!{letter}{row}", kind) in found
    # A code that is wrong leaves what refers to it in the air; nothing else does.
    others = [fault for fault in found if fault != (f"{title}!{letter}{row}", kind)]
    assert heading in ("Mã DN", "Mã ĐV", "Mã lớp", "Trực thuộc", "Ca (giờ)") or others == []


def test_all_faults_are_found_in_one_pass() -> None:
    sheets = tidy_sheets()
    put(sheets, "Chỉ tiêu", "DB", "Số lượng", "nhiều")
    put(sheets, "Đảng viên", "DV001", "Ngày sinh", "31/02/1991")
    put(sheets, "Đảng viên", "DV001", "Giới tính", "?")
    put(sheets, "Doanh nghiệp", "DN002", "KCN", "=A1")
    assert faults(sheets) == [
        ("Doanh nghiệp!C3", "formula"),
        ("Đảng viên!C2", "not_a_date"),
        ("Đảng viên!D2", "unusual_value"),
        ("Chỉ tiêu!C2", "unusual_value"),
    ]


def test_a_missing_column_is_named_once() -> None:
    sheets = tidy_sheets()
    for row in sheets["Đảng viên"]:
        del row[4]
    organisation = read(sheets)
    assert [(fault.kind, fault.row) for fault in organisation.faults] == [(FaultKind.MISSING_COLUMN, 1)]
    assert organisation.faults[0].expected.values == {"heading": "Chi bộ"}


def test_a_doubled_column_is_a_fault() -> None:
    sheets = tidy_sheets()
    for row in sheets["Đảng viên"]:
        row.append(row[1])
    assert faults(sheets) == [("Đảng viên!L1", "doubled_column")]


def test_a_sheet_without_headings_is_a_fault() -> None:
    sheets = tidy_sheets()
    sheets["Chỉ tiêu"] = [["a", "b"], ["c", "d"]]
    assert faults(sheets) == [("Chỉ tiêu!", "missing_headings")]


def test_two_sheets_of_one_list_are_a_fault() -> None:
    sheets = tidy_sheets()
    sheets["Danh sách đảng viên"] = sheets["Đảng viên"]
    assert faults(sheets) == [("Danh sách đảng viên!", "doubled_sheet")]


def test_a_workbook_of_other_things_is_a_fault() -> None:
    assert faults({"Lương": [["Tên", "Tiền"], ["An", 5]]}) == [("!", "no_sheet")]


def test_the_same_target_twice_is_a_fault() -> None:
    sheets = tidy_sheets()
    sheets["Chỉ tiêu"].append(list(sheets["Chỉ tiêu"][1]))
    assert faults(sheets) == [("Chỉ tiêu!B4", "doubled")]


def test_too_many_columns_are_a_fault() -> None:
    sheets = tidy_sheets()
    sheets["Chỉ tiêu"][1] += [None] * 60 + ["xa"]
    sheets["Chỉ tiêu"][2] += [None] * 54 + ["xa"]
    assert faults(sheets) == [("Chỉ tiêu!BI3", "too_many_columns")]


def test_too_many_faults_end_the_reading() -> None:
    sheets = tidy_sheets()
    sheets["Đảng viên"] += [[f"X{number}", "=1", "?", "?", "?", "?", "?"] for number in range(1_100)]
    found = read(sheets).faults
    assert len(found) == 5_001
    assert any(fault.kind is FaultKind.TOO_MANY_FAULTS for fault in found)


def test_the_age_of_admission_is_counted_by_month() -> None:
    sheets = tidy_sheets()
    put(sheets, "Đảng viên", "DV001", "Ngày sinh", date(1997, 11, 30))
    assert faults(sheets) == []  # admitted on 17/11/2015: eighteen by month, thirteen days short by day
    put(sheets, "Đảng viên", "DV001", "Ngày sinh", date(1997, 12, 1))
    assert faults(sheets) == [("Đảng viên!G2", "too_young")]


def test_a_date_that_lies_ahead_depends_on_the_day_handed_in() -> None:
    book = workbook(tidy_sheets())
    early = read_workbook(book, today=date(2026, 1, 1)).faults
    assert {fault.kind for fault in early} == {FaultKind.IN_THE_FUTURE}
    assert read_workbook(book, today=TODAY).faults == []


def test_no_two_columns_of_a_sheet_answer_to_one_heading() -> None:
    for kind in SheetKind:
        headings = [heading for column in LAYOUTS[kind].columns for heading in column.headings]
        assert len(headings) == len(set(headings)), kind


def test_a_year_of_two_figures_is_read_when_one_century_fits_and_else_asked() -> None:
    sheets = tidy_sheets()
    put(sheets, "Đảng viên", "DV001", "Ngày sinh", "24/7/67")
    put(sheets, "Đảng viên", "DV001", "Ngày vào Đảng", "17-11-15")
    assert faults(sheets) == []
    put(sheets, "Lớp học", "L1", "Đến ngày", "27/12/31")
    assert faults(sheets) == [("Lớp học!J2", "unclear_date")]


def test_a_crew_needs_its_shift_system() -> None:
    sheets = tidy_sheets()
    put(sheets, "Đảng viên", "DV003", "Chế độ ca", None)
    assert faults(sheets) == [("Đảng viên!J4", "unknown_crew")]


def test_topics_of_one_course_tell_the_same_of_it() -> None:
    sheets = tidy_sheets()
    sheets["Lớp học"][2][:2] = ["L1", "Lớp khác"]
    assert faults(sheets) == [("Lớp học!B3", "unusual_value")]


def test_courses_without_their_codes_are_a_fault() -> None:
    sheets: Sheets = {"Lớp học": [row[1:] for row in tidy_sheets()["Lớp học"]]}
    assert faults(sheets) == [("Lớp học!", "missing_column")]


def test_too_many_rows_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_module, "MAX_ROWS", 3)
    assert faults(tidy_sheets()) == [("Đảng viên!", "too_many_rows")]


def test_days_of_a_workbook_that_counts_from_1904_are_the_same_days() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.create_sheet("Chỉ tiêu")
    sheet.append(TARGET_HEADINGS)
    first, last = (date(2026, 1, 1) - date(1904, 1, 1)).days, date(2026, 12, 31)
    sheet.append(["DB", "Kết nạp đảng viên", 15, first, last, None])
    stream = io.BytesIO()
    book.save(stream)
    organisation = read_workbook(stream.getvalue(), today=TODAY, known=Known(units={"DB": "Đảng bộ"}))
    row = organisation.rows(SheetKind.TARGETS)[0]
    assert (row.get("starts_on"), row.get("ends_on")) == (date(2026, 1, 1), last)
