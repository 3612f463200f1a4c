"""The words that always work, and what is no report."""

from __future__ import annotations

import pytest

from handlers.understanding import Context, Intent, understand
from models.names import fold

WORDS = (
    ("báo nguồn", Intent.REPORT_CANDIDATE),
    ("danh sách nguồn", Intent.LIST_CANDIDATES),
    ("điểm danh", Intent.ATTENDANCE),
    ("lịch học", Intent.SCHEDULE),
    ("lịch sinh hoạt", Intent.MEETINGS),
    ("việc quá hạn", Intent.OVERDUE),
    ("chỉ tiêu", Intent.TARGETS),
    ("tổng hợp", Intent.DIGEST),
    ("tuần này", Intent.WEEK),
    ("hoàn tác", Intent.UNDO),
    ("tiếp tục", Intent.RESUME),
    ("thôi", Intent.CANCEL),
    ("mời", Intent.INVITE),
    ("dữ liệu của tôi", Intent.MY_DATA),
    ("giúp", Intent.HELP),
    ("menu", Intent.MENU),
)


@pytest.mark.parametrize(("words", "intent"), WORDS)
def test_a_command_works_in_every_dress(words: str, intent: Intent, context: Context) -> None:
    plain = fold(words)
    run_together = plain.replace(" ", "")
    underscored = plain.replace(" ", "_")
    dresses = (words, plain, words.upper(), f"  {words}. ", f"dạ {words} ạ", f"/{run_together}", f"/{underscored}@bot")
    assert {understand(dress, context).intent for dress in dresses} == {intent}


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("dah sach nguon", Intent.LIST_CANDIDATES),
        ("diem dahn", Intent.ATTENDANCE),
        ("lich sih hoat", Intent.MEETINGS),
        ("viec qua hna", Intent.OVERDUE),
        ("chi tieeu", Intent.TARGETS),
        ("hoan tca", Intent.UNDO),
        ("tiep tuic", Intent.RESUME),
        ("du lieu cua toii", Intent.MY_DATA),
        ("bao nguom", Intent.REPORT_CANDIDATE),
    ],
)
def test_a_slip_of_the_thumb_is_forgiven(words: str, intent: Intent, context: Context) -> None:
    assert understand(words, context).intent is intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("help", Intent.HELP),
        ("undo", Intent.UNDO),
        ("Menu", Intent.MENU),
        ("/start", Intent.GREETING),
        ("xin chào", Intent.GREETING),
        ("hello", Intent.GREETING),
        ("ok", Intent.AFFIRM),
        ("vâng", Intent.AFFIRM),
        ("đúng rồi", Intent.AFFIRM),
        ("dung", Intent.AFFIRM),
        ("dừng", Intent.CANCEL),
        ("không", Intent.DENY),
        ("ko ạ", Intent.DENY),
        ("cho xem nguồn", Intent.LIST_CANDIDATES),
        ("cho em xem danh sách nguồn tháng này", Intent.LIST_CANDIDATES),
        ("báo cáo nguồn tháng này", Intent.LIST_CANDIDATES),
        ("ds nguồn", Intent.LIST_CANDIDATES),
        ("bao giờ họp", Intent.MEETINGS),
        ("khi nào học ạ", Intent.SCHEDULE),
        ("lịch học tuần này", Intent.SCHEDULE),
        ("báo nguồn thế nào?", Intent.HELP),
        ("cho em hỏi báo nguồn như thế nào ạ", Intent.HELP),
        ("hết nguồn rồi", Intent.UNKNOWN),
        ("không có nguồn", Intent.UNKNOWN),
        ("het nguon roi", Intent.UNKNOWN),
        ("tháng này chưa có nguồn nào", Intent.UNKNOWN),
        ("báo nguồn tháng này không có", Intent.UNKNOWN),
        ("báo nguồn: không có ai", Intent.UNKNOWN),
        ("không báo nguồn nữa", Intent.UNKNOWN),
        ("có nguồn mới chưa", Intent.UNKNOWN),
        ("nguồn điện hỏng", Intent.UNKNOWN),
        ("báo nguồn điện hỏng", Intent.UNKNOWN),
        ("bao nguon nuoc ban", Intent.UNKNOWN),
        ("Thuỳ Linh và Hoà", Intent.UNKNOWN),
        ("hôm nay trời đẹp quá", Intent.UNKNOWN),
        ("ai vắng hôm nay", Intent.UNKNOWN),
        ("😀😀", Intent.UNKNOWN),
        ("", Intent.UNKNOWN),
        ("\u200b\u202e", Intent.UNKNOWN),
        ("/khongbiet", Intent.UNKNOWN),
    ],
)
def test_other_messages_mean_what_they_say(text: str, intent: Intent, context: Context) -> None:
    understood = understand(text, context)
    assert understood.intent is intent
    assert understood.candidates == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("/language en", "en"),
        ("English please", "en"),
        ("tiếng anh", "en"),
        ("/language vi", "vi"),
        ("tiếng việt", "vi"),
        ("tieng viet", "vi"),
        ("/language", None),
    ],
)
def test_the_language_is_named(text: str, language: str | None, context: Context) -> None:
    understood = understand(text, context)
    assert (understood.intent, understood.language) == (Intent.LANGUAGE, language)


@pytest.mark.parametrize("text", ["QC012", "qc12", "qc 012", "mở QC012", "QC012 đã nộp đơn chưa?"])
def test_a_code_opens_the_matter(text: str, context: Context) -> None:
    understood = understand(text, context)
    assert (understood.intent, understood.code) == (Intent.CANDIDATE_CODE, "QC012")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("QC012 đã nộp đơn", "QC012"),
        ("qc12 le ket nap 12/11", "QC012"),
        ("Hạnh có quyết định kết nạp ngày 12/11", None),
    ],
)
def test_a_stage_is_news_of_somebody(text: str, code: str | None, context: Context) -> None:
    understood = understand(text, context)
    assert (understood.intent, understood.code) == (Intent.STAGE_UPDATE, code)


def test_a_slash_command_takes_the_report_with_it(context: Context) -> None:
    understood = understand("/baonguon Nguyễn Thị Hạnh 1998", context)
    assert [said.full_name for said in understood.candidates] == ["Nguyễn Thị Hạnh"]
