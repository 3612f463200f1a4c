"""Names: how they are written, and when two spellings are the same name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.names import clean, fold, initials, name_key, proper_name


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("nguyễn thị hạnh", "Nguyễn Thị Hạnh"),
        ("  ĐOÀN   văn CÔNG ", "Đoàn Văn Công"),
        ("k'brê", "K'Brê"),
        ("h’hen niê", "H’Hen Niê"),
        (unicodedata.normalize("NFD", "Lê Thị Mỹ Duyên"), "Lê Thị Mỹ Duyên"),
    ],
)
def test_a_name_is_written_as_on_paper(typed: str, written: str) -> None:
    assert proper_name(typed) == written


@pytest.mark.parametrize(("old", "new"), [("Hoà", "Hòa"), ("Thuý", "Thúy"), ("Khoẻ", "Khỏe"), ("TOÀN", "toàn")])
def test_where_the_tone_mark_stands_does_not_make_another_name(old: str, new: str) -> None:
    assert name_key(old) == name_key(new)


def test_another_accent_makes_another_name() -> None:
    assert name_key("Hạnh") != name_key("Hành")
    assert name_key("Tân") != name_key("Tan")


def test_a_hurried_thumb_types_no_accents() -> None:
    assert fold("Đặng Thị Hưởng") == "dang thi huong"


def test_initials_stand_for_the_name() -> None:
    assert initials("Đỗ Thị Ánh") == "Đ.T.Á."


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_nothing_unseen_and_no_markup_is_left(text: str) -> None:
    assert not set("\u200b\u202e\u2066\ufeff\ue000\ue001") & set(clean(text))
