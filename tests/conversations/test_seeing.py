"""Candidates as their secretary, the committee and the administrator see them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.audit import Actor, Via, act_as
from models.candidates import Candidate, Stage
from models.people import Gender, Person
from models.units import Enterprise, Unit
from tests.conversations.conftest import Cast
from tests.support.organisation import candidate
from tests.support.phones import SandboxExchange


def _add(cast: Cast, count: int, unit: str = "CB06", stage: Stage = Stage.INTRODUCED, start: int = 100) -> None:
    """Write `count` more candidates of `unit`, each with a helper."""
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        cell = session.scalars(select(Unit).where(Unit.code == unit)).one()
        enterprise = session.scalars(select(Enterprise).where(Enterprise.code == "DN001")).one()
        helper = session.scalars(select(Person).where(Person.code == "DV076")).one()
        for number in range(start, start + count):
            row = candidate(session, f"QC{number}", f"Trần Văn Số {number}", 1990, cell, enterprise, cast.clock.now())
            row.stage, row.helper_id = stage, helper.id


async def test_a_secretary_sees_the_counts_by_stage(cast: Cast) -> None:
    _add(cast, 3, stage=Stage.VERIFIED)
    answer = await cast.trinh.says("danh sách nguồn")
    assert "Nguồn phát triển: 4 người" in answer
    assert "được giới thiệu: 1" in answer
    assert "thẩm tra lý lịch xong: 3" in answer
    assert cast.trinh.buttons == ["được giới thiệu (1)", "thẩm tra lý lịch xong (3)", "Còn thiếu (1)"]


async def test_a_stage_opens_its_list_and_a_code_opens_the_person(cast: Cast) -> None:
    await cast.trinh.says("danh sách nguồn")
    listed = await cast.trinh.presses("được giới thiệu (1)")
    assert "QC012 · Hoàng Mạnh Tùng · 1989" in listed
    card = await cast.trinh.presses("QC012")
    assert card.startswith("QC012 · Hoàng Mạnh Tùng\nChi bộ Minh Quang")
    assert "được giới thiệu 01/03/2026" in card
    assert "Còn thiếu: đảng viên giúp đỡ." in card
    assert len(card.split("\n")) <= 10


async def test_a_list_of_more_than_eight_has_pages(cast: Cast) -> None:
    _add(cast, 18)
    await cast.trinh.says("danh sách nguồn")
    first = await cast.trinh.presses("được giới thiệu (19)")
    assert "trang 1/3" in first
    assert "← Trước" not in cast.trinh.buttons
    second = await cast.trinh.presses("Tiếp →")
    assert "trang 2/3" in second
    third = await cast.trinh.says("tiếp →")
    assert "trang 3/3" in third
    assert "Tiếp →" not in cast.trinh.buttons
    codes = [line.split(" · ")[0] for page in (first, second, third) for line in page.split("\n")[1:]]
    assert codes == ["QC012", *(f"QC{number}" for number in range(100, 118))]
    assert "trang 2/3" in await cast.trinh.presses("← Trước")
    assert "Nguồn phát triển: 19" in await cast.trinh.presses("Tất cả nguồn")


@pytest.mark.not_on_zalo("Zalo edits nothing")
async def test_a_page_turn_takes_the_place_of_the_page_before(cast: Cast) -> None:
    _add(cast, 18)
    await cast.trinh.says("danh sách nguồn")
    await cast.trinh.presses("được giới thiệu (19)")
    await cast.trinh.presses("Tiếp →")
    assert len(cast.trinh.last) == 1
    assert cast.trinh.last[0].is_edited == isinstance(cast.exchange, SandboxExchange)
    assert "trang 2/3" in cast.trinh.last[0].text


async def test_a_page_that_is_gone_shows_the_last_one(straight: Cast) -> None:
    _add(straight, 18)
    assert "trang 3/3" in await straight.trinh.forges("list:stage:introduced:CB06:99999999999999999999")
    assert "không còn ai" in await straight.trinh.forges("list:stage:official:CB06:0")


async def test_who_is_missing_what(cast: Cast) -> None:
    _add(cast, 1)
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh")
    await cast.trinh.presses("Chưa")
    await cast.trinh.says("danh sách nguồn")
    answer = await cast.trinh.presses("Còn thiếu (2)")
    assert "QC012 · Hoàng Mạnh Tùng · 1989: đảng viên giúp đỡ" in answer
    assert "N.T.H.: đồng ý của người này, đảng viên giúp đỡ" in answer
    assert "Số 100" not in answer


@pytest.mark.parametrize("words", ["QC012", "qc12", "QC 12", "xem QC012", "qc-012"])
async def test_a_code_opens_the_matter_however_it_is_typed(straight: Cast, words: str) -> None:
    assert "Hoàng Mạnh Tùng" in await straight.trinh.says(words)


async def test_the_card_offers_to_fill_in_only_what_can_be_filled_in(straight: Cast) -> None:
    await straight.trinh.says("QC012")
    assert "Bổ sung" in straight.trinh.buttons, "gender and shift are not known"
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        row = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
        row.gender, row.shift = Gender.MALE, "2"
    await straight.trinh.says("QC012")
    assert "Bổ sung" not in straight.trinh.buttons, "a helper is not named here"


@pytest.mark.not_on_zalo("forges a press, which needs a button")
async def test_the_committee_reads_but_does_not_fill_in(cast: Cast) -> None:
    assert "Hoàng Mạnh Tùng" in await cast.long.says("QC012")
    assert "Bổ sung" not in cast.long.buttons
    assert "không còn dùng được" in await cast.long.forges("complete:QC012")


async def test_a_committee_member_in_charge_of_several_sees_counts_by_cell_and_drills_down(cast: Cast) -> None:
    _add(cast, 9, unit="CB07", start=300)
    answer = await cast.quang.says("danh sách nguồn")
    assert "Nguồn phát triển: 11 người ở 2 chi bộ" in answer
    assert "CB07 · Chi bộ Thái Sơn: 10" in answer
    cell = await cast.quang.presses("CB07")
    assert "10 người · Chi bộ Thái Sơn" in cell
    page = await cast.quang.presses("được giới thiệu (10)")
    assert "trang 1/2" in page
    assert "QC012" not in page
    await cast.quang.presses("Tiếp →")
    assert "QC308 · Trần Văn Số 308" in await cast.quang.presses("QC308")
    assert "ở 2 chi bộ" in await cast.quang.presses("Tất cả nguồn")
    assert "được giới thiệu: 11" in await cast.quang.presses("Theo giai đoạn")


async def test_a_committee_member_sees_the_units_in_charge_only(cast: Cast) -> None:
    assert "Nguồn phát triển: 1 người" in await cast.long.says("danh sách nguồn")
    assert "Hoàng Mạnh Tùng" in await cast.long.says("QC012")
    assert "Tôi không thấy mã QC007" in await cast.long.says("QC007")


async def test_the_administrator_sees_all(cast: Cast) -> None:
    assert "Hoàng Mạnh Tùng" in await cast.quang.says("QC012")
    assert "Nguyễn Phương Thảo" in await cast.quang.says("QC007")


async def test_a_cell_without_candidates_says_how_to_begin(cast: Cast) -> None:
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        session.delete(session.scalars(select(Candidate).where(Candidate.code == "QC012")).one())
    assert "Chưa có nguồn nào" in await cast.trinh.says("danh sách nguồn")
    assert "Chưa có nguồn: CB06" in await cast.quang.says("danh sách nguồn")


async def test_a_draft_shows_initials_only(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    await cast.trinh.presses("Chưa")
    for phone in (cast.trinh, cast.long, cast.quang):
        card = await phone.says("QC013")
        assert "QC013 · N.T.H." in card
        assert "Hạnh" not in card
        assert "1998" not in card
