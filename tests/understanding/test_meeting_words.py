"""What people say of a meeting of their cell: that they come, that they do not, that it is moved or called off."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.understanding import Coming, Context, EnterpriseIndex, Expect, Intent, find_dates, read_coming, understand

CONTEXT = Context(date(2026, 11, 24), EnterpriseIndex(()))


@pytest.mark.parametrize(
    "words",
    [
        "đi được",
        "di duoc",
        "dạ em đi được ạ",
        "không đi được",
        "ko di duoc",
        "không đi được, bận con ốm",
        "hôm đó con ốm nên em không đi được",
        "tôi bận không họp được",
        "coming",
        "i cannot come",
        "em đi dc ạ",
        "mình bận rồi ko đến được",
        "mình đến được",
        "yes I can come",
        "em xin phep nghi hop",
        "không chắc đi được",
    ],
)
def test_an_answer_to_an_invitation(words: str) -> None:
    assert understand(words, CONTEXT).intent is Intent.MEETING_ANSWER


@pytest.mark.parametrize(
    "words",
    [
        "lịch sinh hoạt",
        "lich sinh hoat thang 12",
        "sinh hoạt tuần sau",
        "xếp lịch sinh hoạt tháng 12",
        "xep lich thang 12",
        "dời sinh hoạt sang CN 13/12 8:00",
        "hoãn họp",
        "hủy lịch sinh hoạt",
        "chuyên đề quý 4",
        "mai họp chi bộ lúc 7h tối",
        "chủ nhật này họp 19h30",
        "20/12 hop 8h",
        "ai chưa trả lời",
        "ai không đi được",
        "monthly meeting",
        "mời họp",
        "doi lich hop chi bo sang 20/12 luc 8 gio sang",
    ],
)
def test_what_is_about_the_meetings_of_a_cell(words: str) -> None:
    assert understand(words, CONTEXT).intent is Intent.MEETINGS


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("đã được", Intent.AFFIRM),
        ("hủy", Intent.CANCEL),
        ("không", Intent.DENY),
        ("vắng Hạnh", Intent.ATTENDANCE),
        ("họp chi bộ xét kết nạp Hạnh ngày 12/11", Intent.STAGE_UPDATE),
        ("tôi sẽ đi khám", Intent.UNKNOWN),
        ("QC012 không đi được", Intent.CANDIDATE_CODE),
    ],
)
def test_what_is_something_else(words: str, intent: Intent) -> None:
    assert understand(words, CONTEXT).intent is intent


@pytest.mark.parametrize(
    ("words", "coming"),
    [
        ("không sao, em đi được", Coming.YES),
        ("chắc chắn đi được", Coming.YES),
        ("đi không được", Coming.NO),
        ("I can't make it", Coming.NO),
        ("đi được không", Coming.UNSURE),
        ("chắc em đi được", Coming.UNSURE),
        ("chắc", Coming.UNSURE),
        ("ai đi được", None),
        ("vâng", None),
    ],
)
def test_whether_somebody_comes(words: str, coming: Coming | None) -> None:
    assert read_coming(words) is coming


@pytest.mark.parametrize("words", ["chủ nhật 13/12", "chu nhat 13/12 8h", "dời sang chủ nhật, 13/12"])
def test_a_sunday_before_a_date_is_no_least_number(words: str) -> None:
    (found,) = find_dates(words, CONTEXT.today, Expect.FUTURE)
    assert found.day == date(2026, 12, 13)


def test_at_least_two_of_three_is_no_date() -> None:
    assert find_dates("ít nhất 2/3 đảng viên", CONTEXT.today, Expect.FUTURE) == ()
