"""What people say of their shifts, and what only looks like it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding import (
    Context,
    Intent,
    SaidDays,
    SaidHours,
    SaidShift,
    ShiftNews,
    ShiftTopic,
    to_contract,
    understand,
)
from models.names import fold
from tests.understanding.conftest import sample_context


def _days(first: str, last: str = "", *, is_week: bool = False) -> SaidDays:
    return SaidDays(date.fromisoformat(first), date.fromisoformat(last or first), is_week)


def _from(first: str) -> SaidDays:
    return SaidDays(date.fromisoformat(first), date.fromisoformat(first), is_open=True)


THIS_WEEK = _days("2026-11-24", "2026-11-29", is_week=True)
NEXT_WEEK = _days("2026-11-30", "2026-12-06", is_week=True)
THURSDAY, TOMORROW, TONIGHT = _days("2026-11-26"), _days("2026-11-25"), _days("2026-11-24")
DECEMBER = _days("2026-12-03", "2026-12-05")

# What is said, its topic, and what of it must be found.
SAYINGS: tuple[tuple[str, ShiftTopic, dict[str, Any]], ...] = (
    ("tuần này tôi ca 2", ShiftTopic.SHIFT, {"days": (THIS_WEEK,), "shift": "2"}),
    ("tuần sau ca 3", ShiftTopic.SHIFT, {"days": (NEXT_WEEK,), "shift": "3"}),
    ("tuần này ca đêm", ShiftTopic.SHIFT, {"shift": "night"}),
    ("mai làm đêm", ShiftTopic.SHIFT, {"days": (TOMORROW,), "shift": "night"}),
    ("hôm nay tôi làm ca 1 ạ", ShiftTopic.SHIFT, {"days": (TONIGHT,), "shift": "1"}),
    ("ca 3 hôm nay", ShiftTopic.SHIFT, {"days": (TONIGHT,), "shift": "3"}),
    ("tuần này tôi ca 4", ShiftTopic.SHIFT, {"shift": "4"}),
    ("my shift is 2 this week", ShiftTopic.SHIFT, {"days": (THIS_WEEK,), "shift": "2"}),
    ("tôi kíp B", ShiftTopic.CREW, {"crew": "B"}),
    ("kíp B", ShiftTopic.CREW, {"crew": "B"}),
    ("em là kíp c", ShiftTopic.CREW, {"crew": "C"}),
    ("tôi chuyển sang kíp C", ShiftTopic.CREW, {"crew": "C"}),
    ("kíp z", ShiftTopic.CREW, {"crew": "Z"}),
    ("em làm 3 ca 4 kíp, kíp B", ShiftTopic.CREW, {"crew": "B", "system": "4K"}),
    ("tôi làm hành chính", ShiftTopic.CREW, {"system": "HC"}),
    ("kíp B: Hạnh, Dũng, Lan", ShiftTopic.CREW_OF, {"crew": "B", "whom": ("Hạnh", "Dũng", "Lan")}),
    ("Hạnh kíp B", ShiftTopic.CREW_OF, {"whom": ("Hạnh",)}),
    ("Hạnh, Dũng và chị Lan kíp B", ShiftTopic.CREW_OF, {"whom": ("Hạnh", "Dũng", "Lan")}),
    ("kíp A gồm 1, 3, 5", ShiftTopic.CREW_OF, {"crew": "A", "numbers": (1, 3, 5)}),
    ("đổi ca với anh Tùng thứ 5", ShiftTopic.SWAP, {"days": (THURSDAY,), "whom": ("Tùng",)}),
    ("thứ 5 đổi ca với Tùng", ShiftTopic.SWAP, {"days": (THURSDAY,), "whom": ("Tùng",)}),
    ("thứ 6 tôi đổi sang ca 1", ShiftTopic.SWAP, {"days": (_days("2026-11-27"),), "shift": "1"}),
    ("đổi ca 26/11 sang ca 1", ShiftTopic.SWAP, {"days": (THURSDAY,), "shift": "1"}),
    ("đổi ca đêm mai với Hạnh", ShiftTopic.SWAP, {"days": (TOMORROW,), "whom": ("Hạnh",)}),
    ("đổi ca ạ", ShiftTopic.SWAP, {"days": ()}),
    ("bỏ đổi ca thứ 5", ShiftTopic.SWAP, {"days": (THURSDAY,), "is_denied": True}),
    ("nghỉ phép 3/12–5/12", ShiftTopic.LEAVE, {"days": (DECEMBER,)}),
    ("nghỉ phép từ 3/12 đến 5/12", ShiftTopic.LEAVE, {"days": (DECEMBER,)}),
    ("3/12 nghỉ phép", ShiftTopic.LEAVE, {"days": (_days("2026-12-03"),)}),
    ("mai tôi nghỉ phép vì con ốm", ShiftTopic.LEAVE, {"days": (TOMORROW,)}),
    ("nghỉ phép 20/11", ShiftTopic.LEAVE, {"days": (_days("2026-11-20"),)}),
    ("tôi nghỉ thứ 6", ShiftTopic.LEAVE, {"days": (_days("2026-11-27"),)}),
    ("hủy nghỉ phép 3/12", ShiftTopic.LEAVE, {"is_denied": True}),
    ("nghỉ phép 31/2", ShiftTopic.LEAVE, {"no_such_day": "31/2", "days": ()}),
    ("on leave thursday", ShiftTopic.LEAVE, {"days": (THURSDAY,)}),
    ("tăng ca tối nay", ShiftTopic.OVERTIME, {"days": (TONIGHT,), "hours": None}),
    ("tăng ca 3/12", ShiftTopic.OVERTIME, {"days": (_days("2026-12-03"),)}),
    (
        "tăng ca 17h-20h thứ 4",
        ShiftTopic.OVERTIME,
        {"days": (TOMORROW,), "hours": SaidHours(time(17), time(20))},
    ),
    ("tăng ca từ 5h chiều đến 8h tối mai", ShiftTopic.OVERTIME, {"hours": SaidHours(time(17), time(20))}),
    ("tăng ca 3 tiếng tối nay", ShiftTopic.OVERTIME, {"hours": SaidHours(minutes=180)}),
    ("mai tăng ca đến 8h tối", ShiftTopic.OVERTIME, {"hours": SaidHours(ends=time(20))}),
    ("không tăng ca tối nay nữa", ShiftTopic.OVERTIME, {"is_denied": True}),
    (
        "xí nghiệp nghỉ tết 14/2-20/2",
        ShiftTopic.CLOSING,
        {"days": (_days("2027-02-14", "2027-02-20"),), "is_stopped": False},
    ),
    ("nhà máy đóng cửa tuần sau", ShiftTopic.CLOSING, {"days": (NEXT_WEEK,)}),
    ("ngừng việc tuần sau vì hết đơn hàng", ShiftTopic.CLOSING, {"is_stopped": True}),
    ("nghỉ phép từ thứ 2 đến thứ 4 tuần sau", ShiftTopic.LEAVE, {"days": (_days("2026-11-30", "2026-12-02"),)}),
    ("nghỉ phép thứ 3, thứ 5 tuần sau", ShiftTopic.LEAVE, {"days": (_days("2026-12-01"), _days("2026-12-03"))}),
    ("thứ 7 tuần này đến thứ 3 tuần sau nghỉ phép", ShiftTopic.LEAVE, {"days": (_days("2026-11-28", "2026-12-01"),)}),
    ("nghỉ phép thứ 7 đến thứ 3 tuần sau", ShiftTopic.LEAVE, {"days": (_days("2026-11-28", "2026-12-01"),)}),
    ("nghỉ phép thứ 2 tuần sau đến thứ 4", ShiftTopic.LEAVE, {"days": (_days("2026-11-30", "2026-12-02"),)}),
    ("nghỉ phép từ thứ 5 đến hết tuần", ShiftTopic.LEAVE, {"days": (_days("2026-11-26", "2026-11-29"),)}),
    ("nghỉ phép từ mai đến thứ 6", ShiftTopic.LEAVE, {"days": (_days("2026-11-25", "2026-11-27"),)}),
    (
        "hết đơn hàng, công ty cho nghỉ từ thứ 2 đến thứ 7 tuần sau",
        ShiftTopic.CLOSING,
        {"days": (_days("2026-11-30", "2026-12-05"),), "is_stopped": True},
    ),
    (
        "tuần sau từ thứ 2 đến thứ 4 tôi làm ca 1",
        ShiftTopic.SHIFT,
        {"days": (_days("2026-11-30", "2026-12-02"),), "shift": "1"},
    ),
    ("em chuyển sang ca 3 từ thứ 2", ShiftTopic.SHIFT, {"days": (_from("2026-11-30"),), "shift": "3"}),
    ("từ thứ 2 tuần sau em làm kíp C", ShiftTopic.CREW, {"days": (_from("2026-11-30"),), "crew": "C"}),
    ("từ mai làm ca 2", ShiftTopic.SHIFT, {"days": (_from("2026-11-25"),), "shift": "2"}),
    ("nghỉ phép từ 3/12", ShiftTopic.LEAVE, {"days": (_from("2026-12-03"),)}),
    ("nghỉ phép 3/12 đến 5/12 và 4/12 ca 1", ShiftTopic.LEAVE, {"days": (DECEMBER,), "shift": "1"}),
    (
        "tuần này ca 2, thứ 6 nghỉ phép",
        ShiftTopic.LEAVE,
        {"days": (_days("2026-11-27"),), "shifts": (SaidShift("2", THIS_WEEK),)},
    ),
    ("mai e nghỉ", ShiftTopic.LEAVE, {"days": (TOMORROW,)}),
    ("c2 tuần này", ShiftTopic.SHIFT, {"days": (THIS_WEEK,), "shift": "2"}),
    (
        "t2-t4 ca 1 t5-t7 ca 2",
        ShiftTopic.SHIFT,
        {"days": (_days("2026-11-30", "2026-12-02"), _days("2026-12-03", "2026-12-05"))},
    ),
    ("cn này đi làm", ShiftTopic.SWAP, {"days": (_days("2026-11-29"),), "shifts": ()}),
    ("làm bù chủ nhật ca 1", ShiftTopic.SWAP, {"days": (_days("2026-11-29"),), "shift": "1"}),
    ("mai ca 3 mốt ca 3", ShiftTopic.SHIFT, {"days": (TOMORROW, THURSDAY), "shift": "3"}),
    ("tôi nghỉ ốm 3 ngày", ShiftTopic.LEAVE, {"days": (_days("2026-11-24", "2026-11-26"),)}),
    ("nghỉ 3 ngày từ mai", ShiftTopic.LEAVE, {"days": (_days("2026-11-25", "2026-11-27"),)}),
    ("em nghỉ từ 20 đến 25 tháng 12", ShiftTopic.LEAVE, {"days": (_days("2026-12-20", "2026-12-25"),)}),
    ("next week I work nights", ShiftTopic.SHIFT, {"days": (NEXT_WEEK,), "shift": "night"}),
    ("I'm on leave Dec 3 to Dec 5", ShiftTopic.LEAVE, {"days": (DECEMBER,)}),
    ("on leave 3 December", ShiftTopic.LEAVE, {"days": (_days("2026-12-03"),)}),
    ("overtime tonight 2 hours", ShiftTopic.OVERTIME, {"days": (TONIGHT,), "hours": SaidHours(minutes=120)}),
    ("công ty Gia Phú ngừng việc tuần sau vì hết đơn hàng", ShiftTopic.CLOSING, {"days": (NEXT_WEEK,)}),
    ("Hương, Lan chuyển sang hành chính", ShiftTopic.CREW_OF, {"system": "HC", "whom": ("Hương", "Lan")}),
    ("nghỉ phép 30/11-28/11", ShiftTopic.LEAVE, {"days": (), "is_backwards": True}),
    ("tuần sau tôi ca mấy", ShiftTopic.SHOW, {}),
    ("mai tôi làm ca gì?", ShiftTopic.SHOW, {}),
)


def _news(text: str, context: Context) -> ShiftNews | None:
    understood = understand(text, context)
    return understood.shift_news if understood.intent is Intent.SHIFTS else None


@pytest.mark.parametrize(("text", "topic", "parts"), SAYINGS, ids=[text for text, _, _ in SAYINGS])
def test_it_is_understood_with_and_without_accents(
    text: str, topic: ShiftTopic, parts: dict[str, Any], context: Context
) -> None:
    for said in (text, fold(text), f"  {text.upper()} "):
        news = _news(said, context)
        assert news is not None, said
        assert news.topic is topic, said
        for name, wanted in parts.items():
            found = news.shifts[0].shift if name == "shift" else getattr(news, name)
            folded = tuple(map(fold, found)) == tuple(map(fold, wanted)) if name == "whom" else found == wanted
            assert folded or (name == "no_such_day" and fold(found) == wanted), (said, name, found)


@pytest.mark.parametrize(
    "text",
    ["ca của tôi", "lịch ca", "ca kíp", "my shifts", "ca của chi bộ"],
)
def test_the_words_that_show_shifts_always_work(text: str, context: Context) -> None:
    assert understand(text, context).intent is Intent.SHIFTS
    assert understand(fold(text), context).intent is Intent.SHIFTS


@pytest.mark.parametrize(
    "text",
    [
        "báo nguồn nguyễn thị hạnh 1998 cty hoa sen ca 2 công đoàn giới thiệu",
        "Nguyễn Thị Hạnh 1998 cty Hoa Sen kíp B",
        "vắng Hạnh có phép",
        "vắng 3, 7",
        "Hạnh nghỉ phép",
        "đồng chí Hạnh nghỉ ốm hôm nay",
        "Hạnh nghỉ việc",
        "tôi nghỉ việc",
        "QC012 nghỉ phép",
        "Hạnh chuyển sang công ty khác ngày 3/12",
        "tôi xin nghỉ buổi học ngày mai",
        "tuần này",
        "nghỉ",
        "có phép",
        "không được phép",
        "đổi ngôn ngữ",
        "công ty nghỉ mát Hạ Long",
        "công ty có bao nhiêu công nhân ca đêm",
        "cty đóng cửa kho",
        "đi làm thêm kiếm tiền",
        "ca sĩ Mỹ Tâm",
        "nghỉ hưu ngày mai",
        "lịch học",
    ],
)
def test_other_news_stays_what_it_is(text: str, context: Context) -> None:
    assert understand(text, context).intent is not Intent.SHIFTS
    assert understand(fold(text), context).intent is not Intent.SHIFTS


def test_two_weeks_in_one_sentence_keep_their_shifts(context: Context) -> None:
    news = _news("tuần này ca 2, tuần sau ca 3", context)
    assert news is not None
    assert [(one.shift, one.days) for one in news.shifts] == [("2", THIS_WEEK), ("3", NEXT_WEEK)]


def test_a_closing_names_the_enterprises_that_fit(context: Context) -> None:
    news = _news("công ty Hoa Sen ngừng việc tuần sau", context)
    assert news is not None
    assert {"DN009", "DN016"} <= set(news.enterprises)


def test_names_that_are_words_stay_names_behind_a_colon(context: Context) -> None:
    news = _news("kíp B: Sang, Hiền, Từ", context)
    assert news is not None
    assert news.whom == ("Sang", "Hiền", "Từ")


def test_the_contract_tells_all_of_it(context: Context) -> None:
    document = to_contract(understand("tăng ca 17h-20h thứ 4", context))["shift_news"]
    assert document["topic"] == "overtime"
    assert (document["days"], document["starts"], document["ends"]) == ([["2026-11-25"] * 2], "17:00", "20:00")
    assert to_contract(understand("menu", context))["shift_news"] is None


@given(st.text(max_size=120), st.sampled_from([text for text, _, _ in SAYINGS]))
def test_nothing_that_is_typed_makes_it_fail(noise: str, saying: str) -> None:
    context = sample_context()
    for text in (noise, f"{saying} {noise}", f"{noise} {saying}"):
        news = understand(text, context).shift_news
        assert news is None or all(days.first <= days.last for days in news.days)
