"""What is due, its basis and the forecast, as secretary, committee and administrator see them, and nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.audit import Actor, Via, act_as
from models.candidates import PATH, Candidate, Stage, StageStep
from models.people import Person
from models.units import Enterprise, Unit
from tests.conversations.conftest import Cast
from tests.support.organisation import candidate
from tests.support.phones import SandboxExchange

TODAY = date(2026, 11, 24)
# 30 working days from 4/11/2026, 24/11 being a holiday: 17/12/2026.
DECIDED_ON, CEREMONY_BY = date(2026, 11, 4), "trước 17/12 (còn 17 ngày làm việc)"


def reach(cast: Cast, code: str, **days: date) -> None:
    """Let a candidate reach stages on their days; the last one is where they stand."""
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        row = session.scalars(select(Candidate).where(Candidate.code == code)).one()
        for name, day in days.items():
            row.stage = Stage(name)
            row.steps.append(StageStep(stage=row.stage, reached_on=day, recorded_at=cast.clock.now()))


def add(cast: Cast, code: str, unit: str, **days: date) -> None:
    """Write one more candidate of `unit`, with a helper."""
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        cell = session.scalars(select(Unit).where(Unit.code == unit)).one()
        enterprise = session.scalars(select(Enterprise).where(Enterprise.code == "DN001")).one()
        row = candidate(session, code, "Trần Văn Nam", 1990, cell, enterprise, cast.clock.now())
        row.helper_id = session.scalars(select(Person.id).where(Person.code == "DV076")).one()
    reach(cast, code, **days)


async def test_what_is_due_is_counted_listed_and_opened_by_its_number(cast: Cast) -> None:
    reach(cast, "QC012", cell_resolved=date(2026, 10, 1), decided=DECIDED_ON)
    add(cast, "QC101", "CB06", cell_resolved=date(2026, 7, 1))
    add(cast, "QC102", "CB06", decided=date(2026, 10, 14))
    answer = await cast.trinh.says("việc quá hạn")
    assert answer.startswith("Việc đến hạn: 2\n⚠️ quá hạn 1 · tuần này 1")
    assert "1. QC101 · T.V.N.: quyết định kết nạp quá hạn 36 ngày làm việc" in answer
    assert "2. QC102 · T.V.N.: lễ kết nạp trước 25/11 (còn 1 ngày làm việc)" in answer
    assert "QC012" not in answer, "that is later"
    opened = await cast.trinh.says("2")
    assert opened.startswith("QC102 · Trần Văn Nam\nChi bộ Minh Quang\n📅 Lễ kết nạp: trước 25/11")
    assert "Tính từ: ngày ban hành quyết định kết nạp, 14/10/2026" in opened
    assert "Bước tiếp: đã kết nạp" in opened
    assert len(opened.split("\n")) <= 10
    later = await cast.trinh.says("việc quá hạn")
    later = await cast.trinh.says("về sau")
    assert f"1. QC012 · H.M.T.: lễ kết nạp {CEREMONY_BY}" in later


async def test_the_basis_is_told_after_a_due(cast: Cast) -> None:
    reach(cast, "QC012", decided=date(2026, 10, 14))
    await cast.trinh.says("việc quá hạn")
    await cast.trinh.says("1")
    told = await cast.trinh.says("căn cứ?")
    assert "QC012 · H.M.T.: lễ kết nạp trước 25/11" in told
    assert "30 ngày làm việc, tính từ: ngày ban hành quyết định kết nạp: 14/10/2026" in told
    assert "Căn cứ: QĐ 208-QĐ/TW 26/7/2026" in told
    assert "chưa đối chiếu văn bản gốc" in told
    assert "24/11/2026 Ngày Văn hóa Việt Nam" in told, "the holiday on the way is named"
    assert len(told.split("\n")) <= 10


async def test_the_basis_of_the_only_due_in_a_list_needs_no_question(straight: Cast) -> None:
    reach(straight, "QC012", decided=date(2026, 10, 14))
    await straight.trinh.says("việc quá hạn")
    assert "QĐ 208-QĐ/TW" in await straight.trinh.says("căn cứ?")
    add(straight, "QC101", "CB06", cell_resolved=date(2026, 7, 1))
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
    reach(cast, "QC012", decided=DECIDED_ON)
    assert f"Việc gần nhất: QC012 · H.M.T.: lễ kết nạp {CEREMONY_BY}" in await cast.trinh.says("việc quá hạn")
    assert (await cast.trinh.says("1")).startswith("QC012 · Hoàng Mạnh Tùng")


async def test_many_come_page_by_page(cast: Cast) -> None:
    for number in range(14):
        add(cast, f"QC{200 + number}", "CB06", cell_resolved=date(2026, 6, 1) + timedelta(days=number))
    first = await cast.trinh.says("việc quá hạn")
    assert "Việc đến hạn: 14 · trang 1/3" in first
    assert len(first.split("\n")) <= 10 or not isinstance(cast.exchange, SandboxExchange)
    assert "QC206" in await cast.trinh.says("tiếp →")
    assert "QC212" in await cast.trinh.says("trang 3")
    assert "trang 2/3" in await cast.trinh.says("← Trước")
    assert (await cast.trinh.says("1")).startswith("QC206 · Trần Văn Nam")


async def test_the_committee_sees_what_is_due_by_cell(cast: Cast) -> None:
    reach(cast, "QC012", decided=date(2026, 10, 14))
    reach(cast, "QC007", cell_resolved=date(2026, 7, 1))
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
    reach(cast, "QC012", cell_resolved=date(2026, 10, 1), decided=DECIDED_ON)
    card = await cast.trinh.says("QC012")
    assert f"📅 Lễ kết nạp: {CEREMONY_BY}" in card
    assert "Căn cứ: QĐ 208-QĐ/TW" in await cast.trinh.says("căn cứ?")


async def test_a_card_without_any_limit_says_how_long_nothing_has_happened(straight: Cast) -> None:
    assert "⚠️ Chưa có bước mới từ 01/03." in await straight.trinh.says("QC012")


async def test_what_is_done_is_no_longer_due(straight: Cast) -> None:
    reach(straight, "QC012", decided=date(2026, 10, 14))
    await straight.trinh.says("việc quá hạn")
    reach(straight, "QC012", admitted=TODAY)
    assert "không còn hạn nữa" in await straight.trinh.says("1")


async def test_english_readers_read_english(straight: Cast) -> None:
    reach(straight, "QC012", decided=date(2026, 10, 14))
    await straight.trinh.says("/language en")
    answer = await straight.trinh.says("overdue")
    assert "1. QC012 · H.M.T.: admission ceremony by 25/11 (working days left: 1)" in answer
    assert "Basis: QĐ 208-QĐ/TW 26/7/2026" in await straight.trinh.says("basis")
    assert "Forecast of admissions by 31/12/2026: 1 (0–1)" in await straight.trinh.says("forecast")


PRESSES = (
    *("due:all", "due:cells:0", "due:list:CB06:near:0", "due:list:CB06:overdue:0", "due:list:*:later:0"),
    *("due:still:CB06:0", "due:one:QC012:ceremony_due", "due:basis:QC012:ceremony_due", "due:list:CB06:x:0"),
    *("forecast:CB06:2026-12-31", "forecast:*:2026-12-31", "forecast:cells:2026-12-31:0", "forecast:CB06:x"),
)
SAID = ("việc quá hạn", "căn cứ?", "căn cứ lễ kết nạp", "dự báo", "dự báo kết nạp đến 31/12", "/quahan", "/dubao", "1")


@pytest.mark.parametrize("who", ["outsider", "lam", "nhung", "mai"])
async def test_nobody_else_sees_what_is_due_in_the_cell(straight: Cast, who: str) -> None:
    reach(straight, "QC012", decided=date(2026, 10, 14))
    phone = getattr(straight, who)
    for words in SAID:
        straight.wait(hours=1)
        answer = "\n".join((await phone.says(words), *phone.buttons))
        assert not any(secret in answer for secret in ("QC012", "H.M.T.", "CB06", "Minh Quang")), words
    for data in PRESSES:
        straight.wait(hours=1)
        answer = "\n".join((await phone.forges(data), *phone.buttons))
        assert not any(secret in answer for secret in ("H.M.T.", "Minh Quang", "25/11", "Lễ kết nạp")), data


async def test_a_worker_is_told_nothing_of_limits_or_forecasts(straight: Cast) -> None:
    for words in SAID[:-1]:
        assert "chưa hiểu" in await straight.lam.says(words)
    for data in PRESSES:
        assert "không còn dùng được" in await straight.lam.forges(data)


async def test_the_forecast_says_how_many_and_why(cast: Cast) -> None:
    reach(cast, "QC012", cell_resolved=date(2026, 10, 1), decided=DECIDED_ON)
    add(cast, "QC101", "CB06", applied=date(2026, 11, 2))
    add(cast, "QC102", "CB06", admitted=date(2026, 5, 19))
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
    reach(straight, "QC012", decided=DECIDED_ON)
    reach(straight, "QC007", decided=DECIDED_ON)
    assert "Dự báo kết nạp đến 31/12/2026: 2 (1–2)" in await straight.quang.says("dự báo")
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
    reach(straight, "QC012", official=TODAY)
    answer = await straight.trinh.says("dự báo")
    assert "Dự báo kết nạp đến 31/12/2026: 0 (0–0)" in answer
    assert "báo nguồn" in answer


def test_every_stage_of_the_path_can_be_put_into_these_tests() -> None:
    assert {str(stage) for stage in PATH} >= {"decided", "admitted", "cell_resolved", "applied", "official"}
