"""Dates and times as people write them, said on Tuesday 24/11/2026 unless a test says otherwise."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.understanding import Expect, Precision, find_date, find_dates, find_times
from models.names import fold
from tests.understanding.conftest import TODAY
from tests.understanding.date_sentences import FUTURE, NOTHING, PAST, TIMES

IMPOSSIBLE = (
    "31/02",
    "30/2",
    "45/13",
    "31/4",
    "0/5",
    "5/0",
    "32/12/2026",
    "29/2/2026",
    "ngày 45",
    "tháng 13",
    "ngày 31",
)


def _days(row: str) -> tuple[str, list[date]]:
    text, _, days = row.partition(" = ")
    return text, [date.fromisoformat(day) for day in days.split()]


def _is_alike(text: str) -> bool:
    """Whether the words mean the same without accents."""
    return text not in {"thủ 5", "Nguyễn Văn Tư"}


@pytest.mark.parametrize("row", PAST)
def test_a_date_is_found_with_and_without_accents(row: str) -> None:
    text, days = _days(row)
    for written in (text, fold(text), text.upper()):
        (said,) = find_dates(written, TODAY)
        assert (said.day, said.last) == (days[0], days[-1])


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_dates(text, TODAY) == ()
    if _is_alike(text) and "Mai" not in text:
        assert find_dates(fold(text), TODAY) == ()


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_a_day_that_does_not_exist_is_returned_with_its_words(text: str) -> None:
    today = TODAY if text != "ngày 31" else date(2026, 5, 5)
    said = find_date(f"QC012 nộp đơn {text} nhé", today)
    assert said is not None
    assert (said.is_impossible, said.words, said.last) == (True, text, None)


@pytest.mark.parametrize("row", FUTURE)
def test_of_a_plan_the_date_that_comes_is_meant(row: str) -> None:
    text, days = _days(row)
    (said,) = find_dates(text, TODAY, Expect.FUTURE)
    assert (said.day, said.last) == (days[0], days[-1])


@pytest.mark.parametrize(
    ("text", "today", "expect", "day"),
    [
        ("28/12", date(2027, 1, 5), Expect.PAST, date(2026, 12, 28)),
        ("5/1", date(2027, 1, 5), Expect.PAST, date(2027, 1, 5)),
        ("ngày 28", date(2027, 1, 5), Expect.PAST, date(2026, 12, 28)),
        ("tháng trước", date(2027, 1, 5), Expect.PAST, date(2026, 12, 1)),
        ("tháng 12", date(2027, 1, 5), Expect.PAST, date(2026, 12, 1)),
        ("hôm qua", date(2027, 1, 1), Expect.PAST, date(2026, 12, 31)),
        ("thứ năm tuần trước", date(2027, 1, 1), Expect.PAST, date(2026, 12, 24)),
        ("15/1", date(2026, 12, 28), Expect.FUTURE, date(2027, 1, 15)),
        ("ngày 3", date(2026, 12, 28), Expect.FUTURE, date(2027, 1, 3)),
        ("29/2", date(2028, 3, 1), Expect.PAST, date(2028, 2, 29)),
    ],
)
def test_around_new_year_the_year_is_right(text: str, today: date, expect: Expect, day: date) -> None:
    said = find_date(text, today, expect)
    assert said is not None
    assert said.day == day


def test_the_precision_and_the_year_are_told() -> None:
    said = {
        text: find_date(text, TODAY) for text in ("12/11", "tuần trước", "tháng 10", "12/11/2026", "15/3 năm ngoái")
    }
    told = {text: (one.precision, one.is_explicit_year) for text, one in said.items() if one}
    assert told == {
        "12/11": (Precision.DAY, False),
        "tuần trước": (Precision.WEEK, False),
        "tháng 10": (Precision.MONTH, False),
        "12/11/2026": (Precision.DAY, True),
        "15/3 năm ngoái": (Precision.DAY, True),
    }


def test_several_dates_come_with_their_places() -> None:
    text = "Ký ngày 12/11, nhận hôm qua"
    signed, received = find_dates(text, TODAY)
    assert (text[signed.start : signed.end], text[received.start : received.end]) == ("ngày 12/11", "hôm qua")
    assert find_date(text, TODAY) is None


@pytest.mark.parametrize("row", TIMES)
def test_a_time_is_found_with_and_without_accents(row: str) -> None:
    text, _, expected = row.partition(" = ")
    assert [said.time for said in find_times(text)] == [time.fromisoformat(expected)]
    assert [said.time for said in find_times(fold(text))] == [time.fromisoformat(expected)]


@pytest.mark.parametrize("text", ["ca 12h", "làm 12 giờ", "trong 2 giờ", "12/11", "QC012", "8 giờ một ngày", "2 tiếng"])
def test_a_duration_is_no_time(text: str) -> None:
    assert find_times(text) == ()


@pytest.mark.parametrize("text", ["25h", "19:75"])
def test_a_time_that_does_not_exist_is_returned_as_none(text: str) -> None:
    assert [(said.time, said.words) for said in find_times(text)] == [(None, text)]


FORMATS = (
    "{0.day}/{0.month}/{0.year}", "{0:%d/%m/%Y}", "{0:%d-%m-%Y}", "{0:%d.%m.%Y}", "{0:%d.%m.%y}", "{0:%Y-%m-%d}",
    "ngày {0.day} tháng {0.month} năm {0.year}", "{0.day} thang {0.month} nam {0.year}",
    "ngày {0.day}/{0.month}/{0.year}",
)  # fmt: skip
YEARLESS = ("{0.day}/{0.month}", "{0:%d/%m}", "{0:%d-%m}", "ngày {0.day} tháng {0.month}", "hôm {0.day}/{0.month}")
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@settings(max_examples=200, deadline=None)
@given(DAYS, st.sampled_from(FORMATS), st.integers(0, 3000))
def test_a_date_written_with_its_year_is_found_back(day: date, form: str, distance: int) -> None:
    for expect in Expect:
        said = find_date(f"QC012 nộp đơn {form.format(day)}.", day + timedelta(days=distance), expect)
        assert said is not None
        assert (said.day, said.is_explicit_year) == (day, True)


@settings(max_examples=200, deadline=None)
@given(DAYS, st.sampled_from(YEARLESS), st.integers(0, 364))
def test_a_date_written_without_its_year_is_found_back(day: date, form: str, distance: int) -> None:
    past = find_date(form.format(day), day + timedelta(days=distance), Expect.PAST)
    future = find_date(form.format(day), day - timedelta(days=distance), Expect.FUTURE)
    assert past is not None
    assert future is not None
    assert past.day == future.day == day


UNDECIDED = ("5/3", "29/2", "ngày 31", "mùng 9", "thứ 2", "t6", "chủ nhật", "tháng 12", "cuối tháng", "cuối tuần",
             "tuần này", "tháng này", "từ 30/12 đến 2/1", "hôm qua", "3 ngày trước")  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(UNDECIDED), DAYS)
def test_what_was_done_never_lies_after_today(text: str, today: date) -> None:
    for said in find_dates(text, today, Expect.PAST):
        assert said.is_impossible or (said.day is not None and said.last is not None and said.last <= today)


WORDS = (
    "ngày 12 / 11 - . tháng năm thứ t5 cn tuần trước hôm qua mai mùng cách đây 3 đến từ h 30 nữa 2026 99 ca Mai QC012"
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join)), DAYS)
@example("٣/٤ ²/² 9999/99/99 0000-00-00", TODAY)
@example("999 tháng trước 999 tuần nữa 01/2/0000 tháng 1/9999", TODAY)
def test_no_text_raises_and_every_place_is_in_the_text(text: str, today: date) -> None:
    for said in find_dates(text, today):
        assert 0 <= said.start < said.end <= len(text)
        assert (said.day is None) == (said.last is None)
        assert said.day is None or said.last is None or said.day <= said.last
    find_dates(text, today, Expect.FUTURE)
    find_times(text)
