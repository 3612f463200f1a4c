"""Several people in one message."""

from __future__ import annotations

import pytest

from handlers.understanding import Context, to_contract, understand


def names(text: str, context: Context) -> list[str | None]:
    return [said.full_name for said in understand(text, context).candidates]


@pytest.mark.parametrize("bullet", ["{}. ", "{}) ", "- ", "+ ", "* ", "• ", "", "{}/ ", "({}) "])
def test_each_line_is_a_person_whatever_its_bullet(bullet: str, context: Context) -> None:
    people = ["Nguyễn Thị Hạnh 1998", "Lê Văn Tùng 97", "Đoàn Thị Ca 95"]
    lines = [bullet.format(number) + person for number, person in enumerate(people, start=1)]
    understood = understand("báo nguồn:\n" + "\n".join(lines), context)
    assert [(said.full_name, said.birth_year) for said in understood.candidates] == [
        ("Nguyễn Thị Hạnh", 1998),
        ("Lê Văn Tùng", 1997),
        ("Đoàn Thị Ca", 1995),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "báo nguồn 1. Nguyễn Thị Hạnh 1998 2. Lê Văn Tùng 97",
        "báo nguồn: Nguyễn Thị Hạnh 1998; Lê Văn Tùng 97",
        "báo nguồn Nguyễn Thị Hạnh 1998, Lê Văn Tùng 97",
        "bao nguon nguyen thi hanh 1998 va le van tung 97",
        "báo nguồn 2 bạn: Nguyễn Thị Hạnh 1998 và Lê Văn Tùng 97",
        "báo nguồn Nguyễn Thị Hạnh 1998\nLê Văn Tùng 97",
        "Nguyễn Thị Hạnh 1998 ca 2\nLê Văn Tùng 97 ca 1",
    ],
)
def test_two_people_stand_in_a_line_or_in_lines(text: str, context: Context) -> None:
    assert names(text, context) == ["Nguyễn Thị Hạnh", "Lê Văn Tùng"]


@pytest.mark.parametrize(
    "text",
    [
        "báo nguồn cty bao bì thái sơn, ca 2, công đoàn giới thiệu:\n+ Nguyễn Thị Hạnh 98\n+ Lê Văn Tùng 97",
        "báo nguồn:\nNguyễn Thị Hạnh 98\nLê Văn Tùng 97\nTất cả cty bao bì thái sơn, ca 2, công đoàn gt",
        "báo nguồn cty bao bì thái sơn ca 2 công đoàn gt: Nguyễn Thị Hạnh 98, Lê Văn Tùng 97",
    ],
)
def test_facts_before_or_after_all_hold_for_everybody(text: str, context: Context) -> None:
    people = to_contract(understand(text, context))["candidates"]
    assert [person["birth_year"] for person in people] == [1998, 1997]
    assert {(person["enterprise"], person["shift"], person["introduced_by"]) for person in people} == {
        ("Công ty CP Bao bì Thái Sơn", "2", "trade_union")
    }


def test_what_one_person_has_is_not_taken_from_the_header(context: Context) -> None:
    text = "báo nguồn cty bao bì thái sơn ca 2:\nNguyễn Thị Hạnh 98\nLê Văn Tùng 97 kíp b cty điện tử thái sơn"
    hanh, tung = understand(text, context).candidates
    assert (hanh.shift, hanh.crew, hanh.enterprises[0].code) == ("2", None, "DN002")
    assert (tung.shift, tung.crew, tung.enterprises[0].code) == (None, "B", "DN151")


def test_what_is_said_of_one_line_holds_for_no_other(context: Context) -> None:
    text = "báo nguồn:\nNguyễn Thị Hạnh 98 cty bao bì thái sơn\nLê Văn Tùng 97\nPhạm Văn Hùng 96 công đoàn gt"
    hanh, tung, hung = understand(text, context).candidates
    assert hanh.introduced_by is None
    assert (tung.enterprise_said, tung.introduced_by) == (None, None)
    assert hung.enterprise_said is None


def test_labelled_lines_are_one_person(context: Context) -> None:
    text = "Họ tên: Nguyễn Thị Hạnh\nNăm sinh: 1998\nCông ty: bao bì thái sơn\nCa: 2\nGiới thiệu: công đoàn"
    assert names(text, context) == ["Nguyễn Thị Hạnh"]
    assert understand(text, context).candidates[0].missing == ("gender",)


def test_a_member_who_introduces_is_no_candidate(context: Context) -> None:
    text = "báo nguồn Nguyễn Thị Hạnh 98, đảng viên Lê Văn Tùng giới thiệu"
    assert names(text, context) == ["Nguyễn Thị Hạnh"]


def test_reasons_say_whose_they_are(context: Context) -> None:
    reasons = understand("báo nguồn:\nNguyễn Thị Hạnh 98\nLê Văn Tùng 97", context).reasons
    assert {reason.person for reason in reasons if reason.field == "full_name"} == {1, 2}
