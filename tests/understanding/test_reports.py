"""One person in one message: every field of the contract, from messages as secretaries type them."""

from __future__ import annotations

import itertools
import unicodedata
from datetime import date

import pytest

from handlers.understanding import CandidateSaid, Context, Intent, to_contract, understand
from models.names import fold
from tests.understanding.conftest import sample_context
from tests.understanding.reports_accented import ACCENTED
from tests.understanding.reports_plain import PLAIN

FIELDS = ("full_name", "birth_year", "gender", "enterprise", "shift", "introduced_by")


def only(text: str, context: Context) -> CandidateSaid:
    understood = understand(text, context)
    assert understood.intent is Intent.REPORT_CANDIDATE
    assert len(understood.candidates) == 1
    return understood.candidates[0]


def _without_case(text: str) -> str:
    return text.casefold()


def summary(text: str, context: Context) -> str:
    (candidate,) = to_contract(understand(text, context))["candidates"]
    return " | ".join("-" if candidate[field] is None else str(candidate[field]) for field in FIELDS)


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_a_report_without_accents_is_understood(text: str, expected: str, context: Context) -> None:
    assert summary(text, context) == expected


@pytest.mark.parametrize(("text", "expected"), ACCENTED)
def test_a_report_with_accents_is_understood(text: str, expected: str, context: Context) -> None:
    assert summary(text, context) == expected


@pytest.mark.parametrize(("text", "expected"), ACCENTED)
def test_decomposed_letters_change_nothing(text: str, expected: str, context: Context) -> None:
    assert summary(unicodedata.normalize("NFD", text), context) == expected


PARTS = ("cty thuc pham hoa sen", "ca 2", "cong doan gioi thieu", "sinh nam 1998", "nguyen thi hanh")


@pytest.mark.parametrize("order", list(itertools.permutations(PARTS)))
def test_the_order_of_the_parts_does_not_matter(order: tuple[str, ...], context: Context) -> None:
    expected = "Nguyễn Thị Hạnh | 1998 | - | Công ty TNHH Thực phẩm Hoa Sen | 2 | trade_union"
    assert summary("bao nguon " + ", ".join(order), context) == expected
    assert summary("bao nguon " + " ".join(order), context) == expected


@pytest.mark.parametrize(("text", "expected"), ACCENTED)
def test_shouting_changes_nothing(text: str, expected: str, context: Context) -> None:
    assert _without_case(summary(text.upper(), context)) == _without_case(expected)


def test_the_scene_of_the_conversations_is_understood(context: Context) -> None:
    said = only("bao nguon nguyen thi hanh 1998 cty hoa sen ca 2 cong doan gioi thieu", context)
    assert said.full_name == "Nguyễn Thị Hạnh"
    assert said.name_was_plain
    assert said.gender is None
    assert said.gender_guess == "female"
    assert said.missing == ("gender",)
    assert len(said.enterprises) > 1
    assert all("Hoa Sen" in match.name for match in said.enterprises)
    assert said.leftover == ""


def test_what_was_not_said_is_missing_and_in_the_order_of_the_contract(context: Context) -> None:
    assert only("báo nguồn Nguyễn Thị Hạnh", context).missing == FIELDS[1:]


def test_the_bare_words_ask_for_everything(context: Context) -> None:
    assert to_contract(understand("báo nguồn", context))["missing"] == list(FIELDS)


def test_a_whole_date_is_kept_beside_the_year(context: Context) -> None:
    said = only("báo nguồn Nguyễn Văn An sinh 12/5/1996", context)
    assert (said.birth_year, said.birth_date) == (1996, date(1996, 5, 12))


def test_an_age_is_kept_beside_the_year_that_it_gives(context: Context) -> None:
    said = only("báo nguồn Nguyễn Văn An 26 tuổi", context)
    assert (said.age, said.birth_year) == (26, 2000)


def test_an_impossible_age_is_left_out_with_a_reason(context: Context) -> None:
    understood = understand("báo nguồn Nguyễn Văn An 17 tuổi", context)
    assert understood.candidates[0].birth_year is None
    assert any(reason.field == "birth_year" and "17" in reason.words for reason in understood.reasons)


def test_the_own_enterprise_can_be_meant() -> None:
    said = only("báo nguồn Nguyễn Văn An 1996 công ty mình", sample_context(own="DN002"))
    assert [match.code for match in said.enterprises] == ["DN002"]


def test_the_own_enterprise_stands_first_among_equals_but_settles_nothing() -> None:
    own = sample_context(own="DN218")
    said = only("báo nguồn Nguyễn Văn An 1996 cty hoa sen", own)
    assert said.enterprises[0].code == "DN218"
    assert (
        to_contract(understand("báo nguồn Nguyễn Văn An 1996 cty hoa sen", own))["candidates"][0]["enterprise"]
        == "Hoa Sen"
    )


@pytest.mark.parametrize(
    ("words", "consent"),
    [("đã đồng ý", True), ("dong y roi", True), ("chưa hỏi ý kiến", False), ("chua dong y", False), ("", None)],
)
def test_consent_is_what_was_said(words: str, consent: bool | None, context: Context) -> None:
    assert only(f"báo nguồn Nguyễn Văn An 1996 {words}", context).consent_said is consent


def test_a_shift_and_a_crew_are_both_kept(context: Context) -> None:
    said = only("báo nguồn Nguyễn Văn An 1996 ca 2 kíp c", context)
    assert (said.shift, said.crew) == ("2", "C")


def test_every_reason_names_words_of_the_message(context: Context) -> None:
    text = "báo nguồn Nguyễn Văn An 1996 nam cty bao bì thái sơn ca 2 công đoàn gt"
    reasons = understand(text, context).reasons
    assert {reason.field for reason in reasons} >= set(FIELDS)
    assert all(fold(reason.words) in fold(text) for reason in reasons)
