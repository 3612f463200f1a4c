"""Builds organisation workbooks for the tests: a small tidy one, and one of any size."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from openpyxl import Workbook

from handlers.workbook.layout import LAYOUTS, SheetKind

Rows = list[list[object]]
Sheets = dict[str, Rows]

SHIFT_HEADINGS: list[object] = [column.heading for column in LAYOUTS[SheetKind.SHIFT_SYSTEMS].columns[:9]]
ENTERPRISE_HEADINGS: list[object] = [column.heading for column in LAYOUTS[SheetKind.ENTERPRISES].columns]
UNIT_HEADINGS: list[object] = [column.heading for column in LAYOUTS[SheetKind.UNITS].columns]
COURSE_HEADINGS: list[object] = [column.heading for column in LAYOUTS[SheetKind.COURSES].columns]
MEMBER_HEADINGS: list[object] = [column.heading for column in LAYOUTS[SheetKind.MEMBERS].columns]
WORKER_HEADINGS: list[object] = [column.heading for column in LAYOUTS[SheetKind.WORKERS].columns[:8]]
CANDIDATE_HEADINGS: list[object] = [column.heading for column in LAYOUTS[SheetKind.CANDIDATES].columns]
TARGET_HEADINGS: list[object] = [column.heading for column in LAYOUTS[SheetKind.TARGETS].columns]

_ANCHOR = date(2026, 11, 23)
_TERM = [date(2026, 12, 1), date(2026, 12, 27)]
_YEAR = [date(2026, 1, 1), date(2026, 12, 31)]

# fmt: off
_TIDY: Sheets = {
    "Chế độ ca": [
        SHIFT_HEADINGS,
        ["HC", "Hành chính", "H=08:00-17:00", "H H H H H H -", _ANCHOR, 0, 0, 0, 0],
        ["4-2", "4 làm 2 nghỉ", "N=07:00-19:00; Đ=19:00-07:00", "N N N N - - Đ Đ Đ Đ - -", _ANCHOR, 0, 3, 6, 9],
    ],
    "Doanh nghiệp": [
        ENTERPRISE_HEADINGS,
        ["DN001", "Công ty CP Động cơ Minh Quang", "Sông Công I", 229, "có", "có", "có", "bình thường", "4-2"],
        ["DN002", "Công ty TNHH Bao bì Thái Sơn", "Yên Bình", 131, "có", "không", "không", "tốt", "HC"],
    ],
    "Tổ chức": [
        UNIT_HEADINGS,
        ["DB", "Đảng bộ Ban Quản lý", None, "Đảng bộ", None, None],
        ["CB01", "Chi bộ Văn phòng", "DB", "Chi bộ hành chính, sự nghiệp", None, "DV002"],
        ["CB02", "Chi bộ Động cơ Minh Quang", "DB", "Chi bộ doanh nghiệp", "DN001", "DV002"],
    ],
    "Lớp học": [
        COURSE_HEADINGS,
        ["L1", "Lớp 1", "Nhận thức", "Trung tâm", "Lịch sử", 1, "Hội trường", 60, *_TERM],
        [None, None, None, None, "Cương lĩnh", 2, "Hội trường", 60, *_TERM],
    ],
    "Đảng viên": [
        MEMBER_HEADINGS,
        ["DV001", "Trần Văn Tiến", date(1967, 7, 24), "Nam", "CB01", "chính thức", date(2015, 11, 17), "Bí thư",
         "HC", None, "0916442276"],
        ["DV002", "Dương Thị Hoà", date(1995, 4, 28), "Nữ", "CB01", "chính thức", date(2019, 12, 19), "Đảng ủy viên",
         "HC", None, "0972642004"],
        ["DV003", "Lê Ngọc Sơn", date(1990, 1, 9), "Nam", "CB02", "chính thức", date(2021, 7, 18), "Bí thư",
         "4-2", "B", None],
        ["DV004", "Mai Công Hùng", date(1996, 4, 7), "Nam", "CB02", "dự bị", date(2026, 5, 11), None,
         "4-2", "A", None],
    ],
    "Công nhân đăng ký học": [
        WORKER_HEADINGS,
        ["CN001", "Dương Thùy Loan", 2004, "Nữ", "DN001", "4-2", "A", "L1"],
        ["CN002", "Triệu Mạnh Cường", 2001, "Nam", "DN002", "HC", None, "L1"],
    ],
    "Nguồn phát triển": [
        CANDIDATE_HEADINGS,
        ["QC001", "Phạm Quang Thành", date(1994, 3, 28), "Nam", "DN001", "CB02", "Công đoàn", "4-2", "D", "DV003",
         date(2025, 12, 13), date(2026, 3, 15), date(2026, 9, 4), None, None, date(2025, 12, 13), "làm theo ca"],
        ["QC002", "Phan Hồng Nga", date(2000, 9, 24), "Nữ", "DN001", "CB02", "Đoàn thanh niên", "4-2", "A", None,
         date(2026, 4, 21), None, None, None, None, None, "chưa hỏi"],
    ],
    "Chỉ tiêu": [
        TARGET_HEADINGS,
        ["DB", "Kết nạp đảng viên", 15, *_YEAR, "10% số đảng viên"],
        ["DB", "Tỷ lệ dự sinh hoạt chi bộ (%)", 90, *_YEAR, None],
    ],
}
# fmt: on


def tidy_sheets() -> Sheets:
    """Return the sheets of a small organisation without any fault or untidiness; the caller may change them."""
    return copy.deepcopy(_TIDY)


def cell(sheets: Sheets, title: str, code: str, heading: str) -> tuple[list[object], int]:
    """Return the row of `code` in a sheet and the position of `heading`, to read or to change that cell."""
    headings, *rows = sheets[title]
    row = next((row for row in rows if row[0] == code), None) or next(row for row in rows if code in row)
    return row, headings.index(heading)


def put(sheets: Sheets, title: str, code: str, heading: str, value: object) -> None:
    """Change one cell."""
    row, position = cell(sheets, title, code, heading)
    row[position] = value


def workbook(sheets: Sheets) -> bytes:
    """Return an .xlsx of these sheets."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        _fill(book, title, rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def large_workbook(people: int, cells: int = 300) -> bytes:
    """Return an .xlsx of an organisation with `people` people in all: one in thirty a member, the others workers."""
    members = people // 30
    book = Workbook(write_only=True)
    for title in ("Chế độ ca", "Doanh nghiệp", "Lớp học"):
        _fill(book, title, _TIDY[title])
    units: Rows = [["DB", "Đảng bộ", None, "Đảng bộ", None, None]]
    units += [[f"CB{n:04}", f"Chi bộ {n}", "DB", "Chi bộ doanh nghiệp", "DN001", None] for n in range(cells)]
    _fill(book, "Tổ chức", [UNIT_HEADINGS, *units])
    _fill(book, "Đảng viên", [MEMBER_HEADINGS, *(_member(n, cells) for n in range(members))])
    _fill(book, "Công nhân đăng ký học", [WORKER_HEADINGS, *(_worker(n) for n in range(people - members))])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _member(number: int, cells: int) -> list[object]:
    birth = date(1970, 1, 1) + timedelta(days=number % 9_000)
    return [
        f"DV{number:06}", f"Nguyễn Văn {_SYLLABLES[number % 8]} {_SYLLABLES[number // 8 % 8]}", f"{birth:%d/%m/%Y}",
        "Nam", f"CB{number % cells:04}", "chính thức", date(2020, 1, 1), None, "4-2", "A", 912_000_000 + number,
    ]  # fmt: skip


def _worker(number: int) -> list[object]:
    name = f"  TRẦN THỊ {_SYLLABLES[number % 8].upper()} {_SYLLABLES[number // 8 % 8]}"
    return [f"CN{number:06}", name, 1975 + number % 30, "Nữ", "DN002", "HC", None, "L1"]


_SYLLABLES = ("An", "Bình", "Cường", "Dũng", "Hạnh", "Loan", "Nga", "Sơn")


def _fill(book: Workbook, title: str, rows: Iterable[Sequence[object]]) -> None:
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
