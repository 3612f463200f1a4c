"""However untidily an organisation is written, it is read as the tidy one."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.workbook import MendingKind, Organisation, SheetKind
from tests.workbook.builder import Sheets, put, tidy_sheets
from tests.workbook.steps import read

EXCEL_DAY_ONE = date(1899, 12, 30)


def values(organisation: Organisation) -> dict[str, list[dict[str, object]]]:
    return {kind.value: [row.values for row in table.rows] for kind, table in organisation.tables.items()}


TIDY = values(read(tidy_sheets()))


def test_the_tidy_workbook_needs_no_mending() -> None:
    organisation = read(tidy_sheets())
    assert (organisation.faults, organisation.mendings, organisation.ignored) == ([], [], [])


def _untidy_text(text: str, chance: random.Random) -> str:
    if chance.random() < 0.3:
        text = unicodedata.normalize("NFD", text)
    if chance.random() < 0.3:
        text = text.replace(" ", chance.choice(["  ", "\u00a0", " \u200b", "\t"]))
    if chance.random() < 0.3:
        text = chance.choice([" ", "\n", "\ufeff"]) + text + chance.choice([" ", "\n", "\u200e"])
    return text


def _untidy_day(day: date, chance: random.Random) -> object:
    short = f"{day.day}/{day.month}/{day.year}"
    two_figures = f"{day.day}.{day.month}.{day.year % 100:02}"
    ways: list[object] = [
        day, short, f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}", f"{day:%d%m%Y}", day.isoformat(), (day - EXCEL_DAY_ONE).days,
        f"ngày {day.day} tháng {day.month} năm {day.year}", f" {day.day} / {day.month} / {day.year} ",
    ]  # fmt: skip
    return chance.choice([*ways, two_figures] if day.year < 2027 else ways)


def _mess_up(sheets: Sheets, chance: random.Random) -> Sheets:
    for title, rows in sheets.items():
        order = list(range(len(rows[0])))
        chance.shuffle(order)
        rows[:] = [[_mess_up_cell(row[position], chance) for position in order] for row in rows]
        if chance.random() < 0.5:
            rows[:0] = [[title.upper()], []]
        for _ in range(chance.randrange(3)):
            rows.append([None, "  ", None])
    return {_untidy_text(title, chance).replace("\t", " ")[:31].strip("\n"): rows for title, rows in sheets.items()}


def _mess_up_cell(value: object, chance: random.Random) -> object:
    if isinstance(value, date):
        return _untidy_day(value, chance)
    if isinstance(value, str):
        return _untidy_text(value, chance)
    return value


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_an_untidy_workbook_is_read_as_the_tidy_one(seed: int) -> None:
    organisation = read(_mess_up(tidy_sheets(), random.Random(seed)))
    assert organisation.faults == []
    assert values(organisation) == TIDY


@pytest.mark.parametrize(
    ("title", "code", "heading", "untidy", "kind"),
    [
        ("Đảng viên", "DV001", "Họ và tên", "TRẦN VĂN TIẾN", MendingKind.CAPITALS),
        ("Đảng viên", "DV001", "Họ và tên", "trần văn tiến", MendingKind.CAPITALS),
        ("Đảng viên", "DV001", "Điện thoại", 916442276, MendingKind.PHONE_ZERO),
        ("Đảng viên", "DV001", "Điện thoại", "+84 916.442.276", MendingKind.PHONE_FORMAT),
        ("Đảng viên", "DV001", "Giới tính", "NAM", MendingKind.WORDING),
        ("Đảng viên", "DV001", "Chi bộ", "cb 01", MendingKind.CODE),
        ("Đảng viên", "DV001", "Chi bộ", "Chi bộ Văn phòng", MendingKind.NAME_FOR_CODE),
        ("Đảng viên", "DV001", "Loại", "CT", MendingKind.WORDING),
        ("Đảng viên", "DV001", "Kíp", "-", MendingKind.NOTHING),
        ("Đảng viên", "DV003", "Chế độ ca", date(2026, 2, 4), MendingKind.CODE),
        ("Đảng viên", "DV003", "Kíp", "Kíp b", MendingKind.CAPITALS),
        ("Doanh nghiệp", "DN001", "Số lao động", "229", MendingKind.NUMBER_AS_TEXT),
        ("Doanh nghiệp", "DN001", "Công đoàn (có/không)", True, MendingKind.YES_NO),
        ("Doanh nghiệp", "DN001", "Công đoàn (có/không)", "x", MendingKind.YES_NO),
        ("Nguồn phát triển", "QC001", "Đoàn thể giới thiệu", "CĐ cơ sở", MendingKind.WORDING),
        ("Nguồn phát triển", "QC001", "Đảng viên giúp đỡ", "Lê Ngọc Sơn", MendingKind.NAME_FOR_CODE),
        ("Chỉ tiêu", "Tỷ lệ dự sinh hoạt chi bộ (%)", "Số lượng", "90%", MendingKind.PERCENT),
        ("Chỉ tiêu", "Tỷ lệ dự sinh hoạt chi bộ (%)", "Số lượng", 0.9, MendingKind.PERCENT),
        ("Công nhân đăng ký học", "CN001", "Năm sinh", "2004", MendingKind.NUMBER_AS_TEXT),
    ],
)
def test_untidiness_is_mended_and_listed(
    title: str, code: str, heading: str, untidy: object, kind: MendingKind
) -> None:
    sheets = tidy_sheets()
    put(sheets, title, code, heading, untidy)
    organisation = read(sheets)
    assert organisation.faults == []
    assert [mending.kind for mending in organisation.mendings] == [kind]
    assert values(organisation) == TIDY


@pytest.mark.parametrize("name", ["H'Hen Niê", "Ksor H'Ly", "Nguyễn Thị Hoà", "Lê Văn-Anh"])
def test_a_name_keeps_its_own_spelling(name: str) -> None:
    sheets = tidy_sheets()
    put(sheets, "Đảng viên", "DV001", "Họ và tên", name)
    assert read(sheets).rows(SheetKind.MEMBERS)[0].get("full_name") == name


def _totals(sheets: Sheets) -> None:
    sheets["Doanh nghiệp"].append(["Tổng cộng", None, None, 360])


def _signature(sheets: Sheets) -> None:
    sheets["Đảng viên"].append([None, None, None, None, "Sông Công, ngày 24 tháng 11 năm 2026"])


def _second_headings(sheets: Sheets) -> None:
    sheets["Đảng viên"].insert(3, list(sheets["Đảng viên"][0]))


def _running_numbers(sheets: Sheets) -> None:
    rows = sheets["Đảng viên"]
    rows[:] = [["STT", *rows[0]], *([number, *row] for number, row in enumerate(rows[1:], start=1)), [5], [6]]


def _other_sheet(sheets: Sheets) -> None:
    sheets["Ghi chú riêng"] = [["gì đó"]]


def _other_column(sheets: Sheets) -> None:
    for number, row in enumerate(sheets["Doanh nghiệp"]):
        row.insert(2, "Giám đốc" if number == 0 else "…")


@pytest.mark.parametrize(
    ("change", "left_aside"),
    [
        (_totals, ["row"]),
        (_signature, ["row"]),
        (_second_headings, ["row"]),
        (_running_numbers, []),
        (_other_sheet, ["sheet"]),
        (_other_column, ["column"]),
    ],
)
def test_what_is_no_part_of_the_lists_is_left_aside(change: Callable[[Sheets], None], left_aside: list[str]) -> None:
    sheets = tidy_sheets()
    change(sheets)
    organisation = read(sheets)
    assert organisation.faults == []
    assert values(organisation) == TIDY
    assert [ignored.kind.value for ignored in organisation.ignored] == left_aside
