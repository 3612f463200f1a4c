"""The likely accents of names typed without them."""

from __future__ import annotations

import pytest

from handlers.understanding.accents import accent
from handlers.understanding.syllables import syllables


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("nguyen thi hanh", "Nguyễn Thị Hạnh"),
        ("le thi my duyen", "Lê Thị Mỹ Duyên"),
        ("tran thi dung", "Trần Thị Dung"),
        ("tran van dung", "Trần Văn Dũng"),
        ("pham tuan anh", "Phạm Tuấn Anh"),
        ("hoang thi lan", "Hoàng Thị Lan"),
        ("vu minh", "Vũ Minh"),
        ("nong duc manh", "Nông Đức Mạnh"),
        ("do thi thu thuy", "Đỗ Thị Thu Thủy"),
        ("dang van son", "Đặng Văn Sơn"),
        ("bui thi hong nhung", "Bùi Thị Hồng Nhung"),
        ("ngo thi thuy linh", "Ngô Thị Thùy Linh"),
        ("luong van hung", "Lương Văn Hùng"),
        ("trinh quoc khanh", "Trịnh Quốc Khánh"),
        ("nguyn thi hanh", "Nguyễn Thị Hạnh"),
        ("duong van duc", "Dương Văn Đức"),
        ("hoang thi van anh", "Hoàng Thị Vân Anh"),
        ("nguyen quang huy", "Nguyễn Quang Huy"),
    ],
)
def test_the_likeliest_form_comes_first(typed: str, best: str) -> None:
    accented = accent(typed.split(), None)
    assert accented.best == best
    assert accented.was_plain


def test_choices_are_distinct_and_at_most_four() -> None:
    choices = accent(["nguyen", "thi", "thuy"], None).choices
    assert 1 < len(choices) <= 4
    assert len(set(choices)) == len(choices)
    assert {"Nguyễn Thị Thúy", "Nguyễn Thị Thủy"} <= set(choices)


def test_what_was_typed_with_accents_stays() -> None:
    assert accent(["Nguyễn", "Thị", "Hành"], None).choices == ("Nguyễn Thị Hành",)


def test_the_sex_decides_between_forms() -> None:
    assert accent(["le", "hong", "dung"], "female").best == "Lê Hồng Dung"
    assert accent(["le", "hong", "dung"], "male").best == "Lê Hồng Dũng"


def test_an_unknown_syllable_stays_as_typed() -> None:
    assert accent(["nguyen", "xyz"], None).best == "Nguyễn Xyz"


def test_the_tables_hold_several_hundred_syllables_in_composed_form() -> None:
    tables = syllables()
    forms = [
        form.text
        for table in (tables.surnames, tables.middle, tables.given)
        for found in table.values()
        for form in found
    ]
    assert len(forms) > 600
    assert all(form == form.strip() and " " not in form for form in forms)
