"""Stages of candidates said in one sentence (DOMAIN.md §2)."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understanding import Context, Intent, StageUpdate, read_stage_updates, to_contract, understand
from models.names import clean, fold, proper_name
from tests.understanding.conftest import sample_context
from tests.understanding.stage_sentences import KEYWORD_NAMES, NEWS, NO_NEWS

PATH = {
    "introduced", "mentored", "class_completed", "applied", "verified", "cell_resolved", "decided", "admitted",
    "new_member_class_completed", "official_resolved", "official", "paused", "withdrawn", "rejected", "transferred",
}  # fmt: skip


def _summary(update: StageUpdate) -> str:
    """The update in the notation of the sentences."""
    day = update.on.day.isoformat() if update.on and update.on.day else ""
    parts = [update.stage, ",".join(update.whom) or "-", day]
    parts += [f">{update.helper}" if update.helper else "", f"@{update.to_unit}" if update.to_unit else ""]
    parts += [f"#{update.to_enterprise}" if update.to_enterprise else ""]
    parts += ["back" if update.going_back else "", "plan" if update.is_plan else ""]
    parts += [f"because {update.reason}" if update.reason else ""]
    return " ".join(part for part in parts if part)


def _one(text: str, context: Context) -> str:
    understood = understand(text, context)
    assert understood.intent is Intent.STAGE_UPDATE
    (update,) = understood.stage_updates
    return _summary(update)


@pytest.mark.parametrize("row", [*NEWS, *KEYWORD_NAMES])
def test_a_stage_is_understood(row: str, context: Context) -> None:
    text, _, expected = row.partition(" = ")
    assert _one(text, context) == expected


@pytest.mark.parametrize("row", NEWS)
def test_a_stage_is_understood_without_accents(row: str, context: Context) -> None:
    text, _, expected = row.partition(" = ")
    assert fold(_one(fold(text), context)) == fold(expected)


@pytest.mark.parametrize("text", NO_NEWS)
def test_a_question_a_denial_and_other_talk_are_no_news(text: str, context: Context) -> None:
    for written in (text, fold(text)):
        assert understand(written, context).intent is not Intent.STAGE_UPDATE


def test_every_stage_and_ending_can_be_said() -> None:
    assert {row.partition(" = ")[2].split()[0] for row in NEWS} == PATH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hạnh nộp đơn hôm qua, thẩm tra xong hôm nay", ["applied Hạnh 2026-11-23", "verified Hạnh 2026-11-24"]),
        ("Hạnh đã nộp đơn, Tùng chưa nộp", ["applied Hạnh"]),
        ("QC3 nộp đơn 12/10, QC5 thẩm tra xong 5/11", ["applied QC003 2026-10-12", "verified QC005 2026-11-05"]),
        ("Chi bộ báo cáo:\nQC3 nộp đơn\nQC5 thẩm tra xong", ["applied QC003", "verified QC005"]),
        ("QC3 nộp đơn. QC5 xin thôi.", ["applied QC003", "withdrawn QC005"]),
        ("đã nộp đơn:\n- Hạnh\n- Tùng", ["applied Hạnh,Tùng"]),
        ("Hạnh đã nộp đơn và kê khai lý lịch hôm qua", ["applied Hạnh 2026-11-23"]),
        ("Hạnh chưa nộp đơn và kê khai lý lịch", []),
        ("QC012 nộp đơn 12/11, chưa thẩm tra", ["applied QC012 2026-11-12"]),
    ],
)
def test_several_stages_in_one_message_are_told_apart(text: str, expected: list[str], context: Context) -> None:
    assert [_summary(update) for update in understand(text, context).stage_updates] == expected


def test_an_impossible_date_is_kept_as_said(context: Context) -> None:
    (update,) = understand("QC012 nộp đơn ngày 31/02", context).stage_updates
    assert update.on is not None
    assert (update.on.is_impossible, update.on.words) == (True, "ngày 31/02")


def test_around_new_year_something_done_was_done_last_year(context: Context) -> None:
    january = Context(today=date(2027, 1, 5), enterprises=context.enterprises)
    (done,) = understand("Hạnh nộp đơn 28/12", january).stage_updates
    (planned,) = understand("dự kiến kết nạp Hạnh 28/12", january).stage_updates
    assert done.on is not None
    assert planned.on is not None
    assert (done.on.day, planned.on.day) == (date(2026, 12, 28), date(2027, 12, 28))


def test_the_place_of_a_date_is_that_in_the_whole_message(context: Context) -> None:
    text = "QC3 nộp đơn 12/10, QC5 thẩm tra xong 5/11"
    said = [update.on for update in read_stage_updates(text, context)]
    assert [text[on.start : on.end] for on in said if on] == ["12/10", "5/11"]


def test_a_stage_of_nobody_is_read_but_is_no_message_by_itself(context: Context) -> None:
    assert [_summary(update) for update in read_stage_updates("đã nộp đơn hôm qua", context)] == [
        "applied - 2026-11-23"
    ]
    assert understand("đã nộp đơn hôm qua", context).intent is Intent.UNKNOWN


def test_the_contract_holds_the_update(context: Context) -> None:
    document = to_contract(understand("QC012 chuyển sang CB06 tuần trước", context))
    assert (document["intent"], document["code"], document["candidates"]) == ("stage_update", "QC012", [])
    assert document["stage_updates"] == [
        {
            "stage": "transferred",
            "candidates": ["QC012"],
            "date": "2026-11-16",
            "date_end": "2026-11-22",
            "date_precision": "week",
            "date_words": "tuần trước",
            "helper": None,
            "to_unit": "CB06",
            "to_enterprise": None,
            "going_back": False,
            "is_plan": False,
            "reason": None,
        }
    ]


def test_the_reasons_say_which_words_gave_the_date(context: Context) -> None:
    reasons = understand("QC3 nộp đơn 12/10, QC5 thẩm tra xong 31/02", context).reasons
    assert [(reason.words, reason.rule, reason.person) for reason in reasons if reason.field == "date"] == [
        ("12/10", "the date that stands beside the stage", 1),
        ("31/02", "there is no such day", 2),
    ]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("căn cứ?", Intent.BASIS),
        ("Căn cứ vào đâu", Intent.BASIS),
        ("theo quy định nào ạ", Intent.BASIS),
        ("dự báo", Intent.FORECAST),
        ("dự báo kết nạp", Intent.FORECAST),
        ("hồ sơ của tôi", Intent.MY_PATH),
        ("ho so cua em", Intent.MY_PATH),
        ("phân công giúp đỡ", Intent.HELPERS),
        ("ai giúp đỡ?", Intent.HELPERS),
        ("việc quá hạn", Intent.OVERDUE),
        ("sắp đến hạn", Intent.OVERDUE),
        ("giúp đỡ", Intent.HELP),
        ("đã báo", Intent.UNKNOWN),
    ],
)
def test_the_words_around_stages_are_understood(text: str, intent: Intent, context: Context) -> None:
    assert understand(text, context).intent is intent


WORDS = (
    "Hạnh hanh Tùng chị anh Mai mai QC012 qc3 , . : ; \n và còn chưa không đã xong rồi nộp đơn thẩm tra lý lịch kết"
    " nạp lễ quyết"
    " định qđ nghị nq chi bộ họp thông qua lớp cảm tình đảng viên mới chính thức công nhận phân giúp đỡ chuyển sang"
    " CB06 cty hoa"
    " sen xin thôi vì quay lại bước 4 12/11 hôm qua tuần sau sẽ ? 31/02 2/3"
)
SENTENCES = st.lists(st.sampled_from(WORDS.split(" ")), max_size=18).map(" ".join)
CONTEXT = sample_context()


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=150), SENTENCES))
def test_no_text_raises_and_nothing_is_invented(text: str) -> None:
    text = clean(text)
    words = re.sub(r"\s+", " ", fold(text))
    for update in read_stage_updates(text, CONTEXT):
        assert update.stage in PATH
        for said in (update.helper, update.to_enterprise, update.reason, *update.whom):
            assert said is None or said.startswith("QC") or fold(said) in words
        assert update.on is None or fold(text[update.on.start : update.on.end]) in fold(text)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["Hạnh", "Tùng", "Nguyễn Thị Hạnh", "Lê Văn Tùng", "Đoàn Thị Ca", "Phạm Hoài Nam", "QC012"]),
    st.sampled_from([row for row in NEWS if row.startswith("Hạnh ") and "Tùng" not in row]),
)
def test_whoever_is_named_the_stage_is_the_same(name: str, row: str) -> None:
    text, _, expected = row.partition(" = ")
    (update,) = understand(text.replace("Hạnh", name, 1), CONTEXT).stage_updates
    assert _summary(update) == expected.replace("Hạnh", name if name == "QC012" else proper_name(name), 1)


def test_a_long_message_is_read_at_once() -> None:
    text = "Hạnh nộp đơn hôm qua, QC5 thẩm tra xong 5/11, " * 100
    assert understand(text[:4000], CONTEXT).stage_updates
