"""What is due, its basis and the forecast, as secretary, committee and administrator see them, and nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conversations.conftest import Cast
from tests.support.path import add, reach
from tests.support.phones import SandboxExchange

TODAY = date(2026, 11, 24)
# 30 working days from 4/11/2026, 24/11 being a holiday: 17/12/2026.
DECIDED_ON, CEREMONY_BY = date(2026, 11, 4), "trước 17/12 (còn 17 ngày làm việc)"


async def test_what_is_due_is_counted_listed_and_opened_by_its_number(cast: Cast) -> None:
    reach(cast.database, "QC012", cell_resolved=date(2026, 10, 1), decided=DECIDED_ON)
    add(cast.database, "QC101", "CB06", cell_resolved=date(2026, 7, 1))
    add(cast.database, "QC102", "CB06", decided=date(2026, 10, 14))
    answer = await cast.trinh.says("việc quá hạn")
    assert answer.startswith("Việc đến hạn: 2\n⚠️ quá hạn 1 · tuần này 1")
    assert "QC101 · T.V.N.: quyết định kết nạp quá hạn 41 ngày làm việc (hạn 25/09)" in answer
    assert "QC102 · T.V.N.: lễ kết nạp trước 26/11 (còn 2 ngày làm việc)" in answer
    assert "QC012" not in answer, "that is later"
    opened = await cast.trinh.says("2")
    assert opened.startswith("QC102 · Trần Văn Nam\nChi bộ Minh Quang\n⚠️ Lễ kết nạp: trước 26/11")
    assert "Tính từ: ngày ban hành quyết định kết nạp, 14/10/2026" in opened
    assert any(label.startswith("Bước tiếp: ") for label in cast.trinh.buttons) or "Bước tiếp: " in opened
    assert len(opened.split("\n")) <= 10
    await cast.trinh.says("việc quá hạn")
    later = await cast.trinh.says("về sau")
    assert f"QC012 · H.M.T.: lễ kết nạp {CEREMONY_BY}" in later


async def test_the_basis_is_told_after_a_due(cast: Cast) -> None:
    reach(cast.database, "QC012", decided=date(2026, 10, 14))
    await cast.trinh.says("việc quá hạn")
    await cast.trinh.says("1")
    told = await cast.trinh.says("căn cứ?")
    assert "QC012 · H.M.T.: lễ kết nạp trước 26/11" in told
    assert "30 ngày làm việc, tính từ ngày ban hành quyết định kết nạp: 14/10/2026" in told
    assert "Căn cứ: QĐ 208-QĐ/TW 26/7/2026" in told
    assert "chưa đối chiếu văn bản gốc" in told
    assert "24/11/2026 Ngày Văn hóa Việt Nam" in told, "the holiday on the way is named"
    assert len(told.split("\n")) <= 10


async def test_the_basis_of_the_only_due_in_a_list_needs_no_question(straight: Cast) -> None:
    reach(straight.database, "QC012", decided=date(2026, 10, 14))
    await straight.trinh.says("việc quá hạn")
    assert "QĐ 208-QĐ/TW" in await straight.trinh.says("căn cứ?")
    add(straight.database, "QC101", "CB06", cell_resolved=date(2026, 7, 1))
    await straight.trinh.says("việc quá hạn")
    assert "Căn cứ của thời hạn nào?" in await straight.trinh.says("căn cứ?")
    assert "QĐ 232-QĐ/TW 20/1/2025, 4.3.1" in await straight.trinh.says("1")


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("căn cứ lễ kết nạp", "QĐ 208-QĐ/TW 26/7/2026"),
        ("can cu le ket nap", "QĐ 208-QĐ/TW 26/7/2026"),
        ("căn cứ quyết định kết nạp?", "QĐ 232-QĐ/TW 20/1/2025, 4.3.1"),
        ("căn cứ hết thời gian dự bị", "Điều lệ Đảng, Điều 5"),
        ("căn cứ giấy chứng nhận", "HD 06-HD/TW 9/6/2025, 5.4"),
        ("căn cứ decision_due", "QĐ 232-QĐ/TW 20/1/2025, 4.3.1"),
    ],
)
async def test_a_rule_that_is_named_is_shown_with_its_source(straight: Cast, words: str, source: str) -> None:
    assert source in await straight.trinh.says(words)


async def test_a_basis_that_nobody_can_guess_is_asked_about(straight: Cast) -> None:
    assert "Căn cứ của thời hạn nào?" in await straight.trinh.says("căn cứ")
    assert len(straight.trinh.buttons) == 8
    assert "60 tháng" in await straight.trinh.says("1")
    assert "Căn cứ của thời hạn nào?" in await straight.trinh.says("căn cứ xyz abc")


async def test_a_quiet_cell_is_told_what_comes_next(cast: Cast) -> None:
    answer = await cast.trinh.says("việc quá hạn")
    assert "Không có việc quá hạn" in answer
    assert "Chưa có thời hạn nào đang tính" in answer
    assert cast.trinh.buttons == ["Đứng yên (1)"]
    still = await cast.trinh.says("đứng yên")
    assert "QC012 · H.M.T.: từ 01/03" in still
    reach(cast.database, "QC012", decided=DECIDED_ON)
    assert f"Việc gần nhất: QC012 · H.M.T.: lễ kết nạp {CEREMONY_BY}" in await cast.trinh.says("việc quá hạn")
    assert (await cast.trinh.says("1")).startswith("QC012 · Hoàng Mạnh Tùng")


async def test_many_come_page_by_page(cast: Cast) -> None:
    for number in range(14):
        add(cast.database, f"QC{200 + number}", "CB06", cell_resolved=date(2026, 6, 1) + timedelta(days=number))
    first = await cast.trinh.says("việc quá hạn")
    assert "Việc đến hạn: 14 · trang 1/3" in first
    assert len(first.split("\n")) <= 10 or not isinstance(cast.exchange, SandboxExchange)
    assert "QC206" in await cast.trinh.says("tiếp →")
    assert "QC212" in await cast.trinh.says("trang 3")
    assert "trang 2/3" in await cast.trinh.says("← Trước")
    assert (await cast.trinh.says("1")).startswith("QC206 · Trần Văn Nam")


async def test_the_committee_sees_what_is_due_by_cell(cast: Cast) -> None:
    reach(cast.database, "QC012", decided=date(2026, 10, 14))
    reach(cast.database, "QC007", cell_resolved=date(2026, 7, 1))
    answer = await cast.quang.says("việc quá hạn")
    assert answer.startswith("Việc đến hạn: 2 ở 2 chi bộ\n⚠️ quá hạn 1 · tuần này 1")
    assert answer.index("CB07 · Chi bộ Thái Sơn: quá hạn 1") < answer.index("CB06 · Chi bộ Minh Quang: tuần này 1")
    cell = await cast.quang.says("CB06")
    assert "Việc đến hạn: 1 · Chi bộ Minh Quang" in cell
    assert "QC007" not in cell
    assert "2 ở 2 chi bộ" in await cast.quang.says("theo chi bộ")
    together = await cast.quang.says("tất cả chi bộ")
    assert "QC012" in together
    assert "QC007" in together


async def test_the_card_shows_what_is_due(cast: Cast) -> None:
    reach(cast.database, "QC012", cell_resolved=date(2026, 10, 1), decided=DECIDED_ON)
    card = await cast.trinh.says("QC012")
    assert f"📅 Lễ kết nạp: {CEREMONY_BY}" in card
    assert "Căn cứ: QĐ 208-QĐ/TW" in await cast.trinh.says("căn cứ?")


async def test_a_card_without_any_limit_says_how_long_nothing_has_happened(straight: Cast) -> None:
    assert "⚠️ Chưa có bước mới từ 01/03." in await straight.trinh.says("QC012")


async def test_what_is_done_is_no_longer_due(straight: Cast) -> None:
    reach(straight.database, "QC012", decided=date(2026, 10, 14))
    await straight.trinh.says("việc quá hạn")
    reach(straight.database, "QC012", admitted=TODAY)
    assert "không còn hạn nữa" in await straight.trinh.says("1")


async def test_what_is_no_stage_is_recorded_from_its_due_and_can_be_undone(cast: Cast) -> None:
    reach(cast.database, "QC012", admitted=date(2026, 10, 6))
    assert "lý lịch và phiếu đảng viên" in await cast.trinh.says("việc quá hạn")
    await cast.trinh.says("1")
    assert "Vào ngày nào?" in await cast.trinh.says("đã xong")
    assert "không thể trước ngày tổ chức lễ kết nạp, 06/10/2026" in await cast.trinh.says("5/10")
    assert "chưa đến" in await cast.trinh.says("mai")
    assert "Đã xong ngày 12/11/2026. Lưu lại?" in await cast.trinh.says("12/11")
    assert "✅ Đã lưu: QC012" in await cast.trinh.says("lưu")
    assert "lý lịch và phiếu" not in await cast.trinh.says("việc quá hạn")
    assert "QC012" in await cast.trinh.says("hoàn tác")
    assert "lý lịch và phiếu đảng viên" in await cast.trinh.says("việc quá hạn")


async def test_only_who_records_the_path_may_say_that_it_is_done(straight: Cast) -> None:
    reach(straight.database, "QC012", admitted=date(2026, 10, 6))
    for phone in (straight.quang, straight.nhung, straight.mai, straight.lam, straight.outsider):
        await phone.forges("due:done:QC012:member_record_due")
        assert "Vào ngày nào?" not in phone.last[-1].text
    await straight.trinh.forges("due:done:QC012:probation_ends")
    assert "không còn dùng được" in straight.trinh.last[-1].text, "the calendar tells that, nobody else"


async def test_a_due_that_is_a_stage_leads_to_its_recording(straight: Cast) -> None:
    reach(straight.database, "QC012", decided=date(2026, 10, 14))
    await straight.trinh.says("việc quá hạn")
    await straight.trinh.says("1")
    assert straight.trinh.buttons[0].startswith("Bước tiếp: ")
    assert straight.trinh.last[-1].data[0] == "path:next:QC012"


async def test_english_readers_read_english(straight: Cast) -> None:
    reach(straight.database, "QC012", decided=date(2026, 10, 14))
    await straight.trinh.says("/language en")
    answer = await straight.trinh.says("overdue")
    assert "QC012 · H.M.T.: admission ceremony by 26/11 (working days left: 2)" in answer
    assert "Basis: QĐ 208-QĐ/TW 26/7/2026" in await straight.trinh.says("basis")
    assert "Forecast of admissions by 31/12/2026: 1 (1–1)" in await straight.trinh.says("forecast")


PRESSES = (
    *("due:all", "due:cells:0", "due:list:CB06:near:0", "due:list:CB06:overdue:0", "due:list:*:later:0"),
    *("due:still:CB06:0", "due:one:QC012:ceremony_due", "due:basis:QC012:ceremony_due", "due:list:CB06:x:0"),
    *("forecast:CB06:2026-12-31", "forecast:*:2026-12-31", "forecast:cells:2026-12-31:0", "forecast:CB06:x"),
)
SAID = ("việc quá hạn", "căn cứ?", "căn cứ lễ kết nạp", "dự báo", "dự báo kết nạp đến 31/12", "/quahan", "/dubao", "1")


@pytest.mark.parametrize("who", ["outsider", "lam", "nhung", "mai"])
async def test_nobody_else_sees_what_is_due_in_the_cell(straight: Cast, who: str) -> None:
    reach(straight.database, "QC012", decided=date(2026, 10, 14))
    phone = getattr(straight, who)
    for words in SAID:
        straight.wait(hours=1)
        answer = "\n".join((await phone.says(words), *phone.buttons))
        assert not any(secret in answer for secret in ("QC012", "H.M.T.", "CB06", "Chi bộ Minh Quang")), words
    for data in PRESSES:
        straight.wait(hours=1)
        answer = "\n".join((await phone.forges(data), *phone.buttons))
        assert not any(secret in answer for secret in ("H.M.T.", "Chi bộ Minh Quang", "26/11", "Lễ kết nạp")), data


async def test_a_worker_is_told_nothing_of_limits_or_forecasts(straight: Cast) -> None:
    for words in SAID[:-1]:
        assert "chưa hiểu" in await straight.lam.says(words)
    for data in PRESSES:
        assert "không còn dùng được" in await straight.lam.forges(data)


async def test_the_forecast_says_how_many_and_why(cast: Cast) -> None:
    reach(cast.database, "QC012", cell_resolved=date(2026, 10, 1), decided=DECIDED_ON)
    add(cast.database, "QC101", "CB06", applied=date(2026, 11, 2))
    add(cast.database, "QC102", "CB06", admitted=date(2026, 5, 19))
    answer = await cast.trinh.says("dự báo kết nạp đến 31/12")
    lines = answer.split("\n")
    assert lines[0] == "Dự báo kết nạp đến 31/12/2026: 1 (0–1)"
    assert lines[1] == "• Có quyết định kết nạp: 1 người, khoảng 1 người kịp."
    assert lines[2].startswith("• Bước lâu nhất: ")
    assert "giả định" in lines[2]
    assert lines[3] == "• 1/2 người còn ở bước quá sớm, chưa kịp."
    assert "Từ đầu năm đã kết nạp 1; cộng lại 2." in answer
    assert len(lines) <= 10
    assert "Dự báo kết nạp đến 30/06/2027" in await cast.trinh.says("đến 30/06/2027")


async def test_the_committee_sees_the_forecast_by_cell(straight: Cast) -> None:
    reach(straight.database, "QC012", decided=DECIDED_ON)
    reach(straight.database, "QC007", decided=DECIDED_ON)
    assert "Dự báo kết nạp đến 31/12/2026: 2 (0–2)" in await straight.quang.says("dự báo")
    by_cell = await straight.quang.says("theo chi bộ")
    assert "CB06 · Chi bộ Minh Quang: 1 (0–1)" in by_cell
    assert "Dự báo kết nạp đến 31/12/2026: 1 (0–1) · Chi bộ Thái Sơn" in await straight.quang.says("CB07")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("dự báo đến 31/02", "Không có ngày 31/02"),
        ("dự báo đến 1/1/2020", "đã qua"),
        ("dự báo đến 31/12/2099", "quá xa"),
        ("dự báo cuối năm", "đến 31/12/2026"),
        ("dự báo đến 30/6/2027", "đến 30/06/2027"),
        ("/dubao", "đến 31/12/2026"),
    ],
)
async def test_the_day_of_a_forecast_is_said_in_many_ways(straight: Cast, words: str, answer: str) -> None:
    assert answer in await straight.trinh.says(words)


async def test_a_forecast_of_nobody_says_how_to_begin(straight: Cast) -> None:
    reach(straight.database, "QC012", official=TODAY)
    answer = await straight.trinh.says("dự báo")
    assert "Dự báo kết nạp đến 31/12/2026: 0 (0–0)" in answer
    assert "báo nguồn" in answer
