"""What holds for every text."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.understanding import CandidateSaid, mend, to_contract, understand
from handlers.understanding.syllables import syllables
from models.names import clean, fold
from tests.understanding.conftest import sample_context

CONTEXT = sample_context("Nguyễn Thị Hạnh", "Lê Tiến Dũng", own="DN002")

WORDS = (
    "báo nguồn bao nguon Nguyễn nguyen Đoàn đoàn doan Thị thi Văn Ca ca Công công cong Niên Nam nam Nữ nữ kíp kip a b c"
    " cty công ty hoa sen thái sơn bao bì gt giới thiệu đảng viên chị anh là và sinh sn tuổi 1998 98 2 12/5/1996 hc 12h"
    " 0912345678 , . : \n - ( vắng đủ có mặt phép QC012 đã nộp đơn chưa không ai ? hội phụ nữ 4-2 đồng ý 1. 2. ; cccd"
    " 019098001234"
)
SENTENCES = st.lists(st.sampled_from(WORDS.split(" ")), max_size=25).map(" ".join)
TEXTS = st.one_of(st.text(max_size=200), SENTENCES)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("٣٤ ²² ㊿ báo nguồn ١٩٩٨")
@example("báo nguồn " + "9" * 5000)
@example("/" + "a" * 300)
@example("vắng " + "1" * 500)
@example("báo nguồn \u0301\u0301 a\u0301\u0302\u0303")
def test_no_text_raises(text: str) -> None:
    to_contract(understand(text, CONTEXT))
    mend(text, CONTEXT)


@settings(max_examples=300, deadline=None)
@given(SENTENCES)
def test_nothing_is_invented(text: str) -> None:
    words = fold(clean(text))
    for said in understand(text, CONTEXT).candidates:
        _is_backed(said, words)


def _is_backed(said: CandidateSaid, words: str) -> None:
    for syllable in (said.full_name or "").split():
        assert fold(syllable) in words
    if said.birth_year and said.age is None:
        assert str(said.birth_year)[2:] in words
    if said.age:
        assert str(said.age) in words
    if said.enterprise_said:
        assert fold(said.enterprise_said) in " ".join(words.split())
    if said.shift in {"1", "2", "3"}:
        assert "ca" in words
    if said.crew:
        assert said.crew.lower() in words
    if said.introduced_by:
        assert any(word in words for word in ("doan", "hoi", "nu", "dang vien", "giới", "tn", "dong chi"))
    if said.consent_said is not None:
        assert "dong y" in words


@settings(max_examples=200, deadline=None)
@given(SENTENCES)
def test_composed_and_decomposed_letters_are_the_same_text(text: str) -> None:
    assert understand(unicodedata.normalize("NFD", text), CONTEXT) == understand(text, CONTEXT)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_names_come_back_composed_with_single_blanks(text: str) -> None:
    for said in understand(text, CONTEXT).candidates:
        if said.full_name is not None:
            assert said.full_name == clean(said.full_name)
            assert all(part[0] == part[0].upper() for part in said.full_name.split())


TABLE = syllables()
SURNAMES = [form.text for forms in TABLE.surnames.values() for form in forms if form.women >= 5]
GIVEN = [form.text for forms in TABLE.given.values() for form in forms if form.women + form.men >= 4]
FACTS = st.tuples(
    st.sampled_from(SURNAMES),
    st.sampled_from(["Thị", "Văn"]),
    st.sampled_from(GIVEN),
    st.integers(1966, 2008),
    st.sampled_from(
        [("ca 1", "1"), ("ca 2", "2"), ("ca đêm", "night"), ("hành chính", "HC"), ("kíp C", "C"), ("", None)]
    ),
    st.sampled_from([("công đoàn", "trade_union"), ("đoàn thanh niên", "youth_union"), ("hội phụ nữ", "womens_union")]),
    st.permutations(range(4)),
)


@settings(max_examples=400, deadline=None)
@given(FACTS)
def test_any_name_of_the_tables_is_found_among_facts_in_any_order(
    facts: tuple[str, str, str, int, tuple[str, str | None], tuple[str, str], list[int]],
) -> None:
    surname, middle, given_name, year, (shift_words, shift), (introducer_words, introducer), order = facts
    name = f"{surname} {middle} {given_name}"
    parts = (name, f"sinh năm {year}", f"cty thực phẩm hoa sen {shift_words}".strip(), f"{introducer_words} giới thiệu")
    text = "báo nguồn " + ", ".join(parts[place] for place in order)
    (said,) = to_contract(understand(text, CONTEXT))["candidates"]
    assert (said["full_name"], said["birth_year"], said["shift"]) == (name, year, shift)
    assert (said["enterprise"], said["introduced_by"]) == ("Công ty TNHH Thực phẩm Hoa Sen", introducer)


@settings(max_examples=200, deadline=None)
@given(FACTS)
def test_an_understanding_said_again_is_understood_alike(
    facts: tuple[str, str, str, int, tuple[str, str | None], tuple[str, str], list[int]],
) -> None:
    surname, middle, given_name, year, (shift_words, _), (introducer_words, _), _ = facts
    plain = fold(f"báo nguồn {surname} {middle} {given_name} {year} {shift_words} {introducer_words} gt")
    first = to_contract(understand(plain, CONTEXT))["candidates"][0]
    again = (
        f"báo nguồn: {first['full_name']}, sinh năm {first['birth_year']}, {shift_words}, {introducer_words} giới thiệu"
    )
    second = to_contract(understand(again, CONTEXT))["candidates"][0]
    same = ("full_name", "birth_year", "shift", "introduced_by", "gender", "enterprise")
    assert [first[field] for field in same] == [second[field] for field in same]


def test_a_message_of_five_thousand_characters_is_read_at_once() -> None:
    text = "báo nguồn " + "nguyễn thị hạnh 1998 cty hoa sen ca 2 công đoàn gt, " * 100
    assert understand(text[:5000], CONTEXT).candidates
