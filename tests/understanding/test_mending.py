"""Corrections typed at the summary."""

from __future__ import annotations

import pytest

from handlers.understanding import Context, clear_match, mend


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("1999", "birth_year", 1999),
        ("99", "birth_year", 1999),
        ("sn 99", "birth_year", 1999),
        ("26 tuổi", "birth_year", 2000),
        ("sửa năm sinh 1999", "birth_year", 1999),
        ("nữ", "gender", "female"),
        ("nam", "gender", "male"),
        ("ca 3", "shift", "3"),
        ("kíp b", "crew", "B"),
        ("hc", "shift", "HC"),
        ("đoàn tn gt", "introduced_by", "youth_union"),
        ("công đoàn", "introduced_by", "trade_union"),
        ("hội phụ nữ", "introduced_by", "womens_union"),
        ("tên là Nguyễn Thị Hạnh", "full_name", "Nguyễn Thị Hạnh"),
        ("sửa tên: Nguyễn Thị Hằng", "full_name", "Nguyễn Thị Hằng"),
        ("Nguyễn Thị Hằng", "full_name", "Nguyễn Thị Hằng"),
        ("tên Đoàn Văn Công", "full_name", "Đoàn Văn Công"),
        ("đã đồng ý", "consent_said", True),
        ("chưa đồng ý", "consent_said", False),
    ],
)
def test_a_correction_changes_one_thing(text: str, field: str, value: object, context: Context) -> None:
    correction = mend(text, context)
    assert getattr(correction.said, field) == value
    assert len(correction.fields) == 1
    assert correction.leftover == ""


@pytest.mark.parametrize("text", ["cty hoa sen thực phẩm", "hoa sen thực phẩm", "đổi cty: thuc pham hoa sen", "DN009"])
def test_an_enterprise_is_corrected(text: str, context: Context) -> None:
    correction = mend(text, context)
    assert correction.fields == ("enterprise",)
    found = clear_match(correction.said.enterprises)
    assert found is not None
    assert found.code == "DN009"


@pytest.mark.parametrize(
    "text", ["2: ca 3", "2. ca 3", "người 2: ca 3", "nguoi thu 2 ca 3", "số 2 ca 3", "#2 ca 3", "2) ca 3"]
)
def test_the_person_is_named_by_number(text: str, context: Context) -> None:
    correction = mend(text, context)
    assert (correction.person, correction.said.shift) == (2, "3")


@pytest.mark.parametrize("text", ["12/5/1996", "12-5-96", "12.5.1996"])
def test_a_date_is_no_number_of_a_person(text: str, context: Context) -> None:
    correction = mend(text, context)
    assert correction.person is None
    assert correction.said.birth_year == 1996


@pytest.mark.parametrize("text", ["", "hmm", "?", "2"])
def test_what_says_nothing_changes_nothing(text: str, context: Context) -> None:
    assert mend(text, context).fields == ()
