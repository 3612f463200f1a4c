"""“Hoàn tác”: takes back one's own last step, for fifteen minutes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.audit import AuditRecord
from models.candidates import Candidate
from models.consent import Consent
from models.database import cipher_of
from models.names import name_key
from tests.conversations.conftest import Cast

FIRST, SECOND = "báo nguồn Nguyễn Thị Hạnh 1998 cty Minh Quang", "báo nguồn Trần Văn Nam 1990 cty Minh Quang"


def _codes(cast: Cast) -> set[str]:
    with cast.database.read() as session:
        return set(session.scalars(select(Candidate.code)))


async def _report(cast: Cast, words: str, press: str = "Đã đồng ý") -> None:
    await cast.trinh.says(words)
    await cast.trinh.presses(press)


async def test_the_newest_step_is_taken_back_first(cast: Cast) -> None:
    await _report(cast, FIRST)
    await _report(cast, SECOND)
    assert "Đã hoàn tác: QC014" in await cast.trinh.says("hoan tac")
    assert _codes(cast) == {"QC007", "QC012", "QC013"}
    assert "Đã hoàn tác: QC013" in await cast.trinh.says("/hoantac")
    assert _codes(cast) == {"QC007", "QC012"}
    assert "Không có gì để hoàn tác" in await cast.trinh.says("hoàn tác")


async def test_it_ends_after_fifteen_minutes(cast: Cast) -> None:
    await _report(cast, FIRST)
    cast.wait(minutes=14, seconds=59)
    await _report(cast, SECOND)
    cast.wait(minutes=15)
    assert "15 phút" in await cast.trinh.says("hoàn tác")
    assert _codes(cast) == {"QC007", "QC012", "QC013", "QC014"}


async def test_just_before_the_end_it_still_works(cast: Cast) -> None:
    await _report(cast, FIRST)
    cast.wait(minutes=14, seconds=59)
    assert "Đã hoàn tác: QC013" in await cast.trinh.says("hoàn tác")


@pytest.mark.not_on_zalo("forges a press, which needs a button")
async def test_nobody_takes_back_what_somebody_else_saved(cast: Cast) -> None:
    await _report(cast, FIRST)
    for phone in (cast.nhung, cast.long, cast.quang, cast.lam, cast.outsider):
        await phone.says("hoàn tác")
        await phone.forges("go:undo")
    assert "QC013" in _codes(cast)


async def test_several_reported_together_go_together(cast: Cast) -> None:
    await _report(cast, "báo nguồn:\nNguyễn Văn An 1990\nTrần Thị Bình 1995", "Tất cả đã đồng ý")
    assert "Đã hoàn tác: QC013, QC014" in await cast.trinh.says("hoàn tác")
    assert _codes(cast) == {"QC007", "QC012"}


async def test_the_button_below_the_saved_report_does_the_same(cast: Cast) -> None:
    await _report(cast, FIRST)
    assert "Đã hoàn tác: QC013" in await cast.trinh.presses("Hoàn tác")


async def test_the_committee_hears_that_a_report_was_taken_back(cast: Cast) -> None:
    await _report(cast, FIRST)
    await cast.long.reads()
    await cast.trinh.says("hoàn tác")
    assert "Chi bộ Minh Quang đã lấy lại báo nguồn QC013" in await cast.long.reads()
    assert "Tôi không thấy mã QC013" in await cast.long.says("QC013")
    assert await cast.mai.reads() == ""


async def test_filling_in_is_taken_back_before_the_report(cast: Cast) -> None:
    await _report(cast, FIRST)
    await cast.trinh.presses("Mở QC013")
    await cast.trinh.presses("Bổ sung")
    for answer in ("ca 2", "công đoàn"):
        await cast.trinh.says(answer)
    await cast.trinh.says("tên là Nguyễn Thị Hạnh Dung")
    await cast.trinh.presses("Lưu")
    assert "QC013 trở lại như trước" in await cast.trinh.says("hoàn tác")
    with cast.database.read() as session:
        candidate = session.scalars(select(Candidate).where(Candidate.code == "QC013")).one()
        assert (candidate.full_name, candidate.shift, candidate.introduced_by) == ("Nguyễn Thị Hạnh", None, None)
        digest = cipher_of(session.get_bind().dialect).digest("name", name_key("Nguyễn Thị Hạnh"))
        assert candidate.name_hash == digest, "the name is found again under its old form"
    await cast.trinh.says("hoàn tác")
    assert "QC013" not in _codes(cast)


async def test_an_enterprise_chosen_afterwards_is_taken_back_alone(cast: Cast) -> None:
    await _report(cast, "báo nguồn Nguyễn Thị Hạnh 1998 cty hoa sen")
    await cast.trinh.presses("Công ty CP Dệt may Hoa Sen")
    assert "QC013 trở lại như trước" in await cast.trinh.says("hoàn tác")
    with cast.database.read() as session:
        assert session.scalars(select(Candidate).where(Candidate.code == "QC013")).one().enterprise_id is None


async def test_a_draft_that_was_filled_in_is_a_draft_again(cast: Cast) -> None:
    await _report(cast, FIRST, "Chưa")
    await cast.trinh.says("QC013")
    await cast.trinh.presses("Đã đồng ý: bổ sung")
    await cast.trinh.says("Nguyễn Thị Hạnh 1998 cty Minh Quang ca 2")
    await cast.trinh.says("công đoàn")
    await cast.trinh.presses("Lưu")
    await cast.trinh.says("hoàn tác")
    with cast.database.read() as session:
        draft = session.scalars(select(Candidate).where(Candidate.code == "QC013")).one()
        assert draft.is_draft
        assert (draft.full_name, draft.name_hash, draft.birth_year, draft.enterprise_id) == (None, None, None, None)
        assert session.scalars(select(Consent).where(Consent.candidate_id == draft.id)).all() == []


async def test_what_is_being_filled_in_may_be_taken_back_meanwhile(cast: Cast) -> None:
    await _report(cast, FIRST)
    await cast.trinh.presses("Mở QC013")
    await cast.trinh.presses("Bổ sung")
    await cast.trinh.says("hoàn tác")
    await cast.trinh.says("tiếp tục")
    for answer in ("ca 2", "công đoàn"):
        await cast.trinh.says(answer)
    assert "không còn dùng được" in await cast.trinh.presses("Lưu")
    assert "QC013" not in _codes(cast)


async def test_a_code_that_was_taken_back_is_never_given_again(cast: Cast) -> None:
    await _report(cast, FIRST)
    await cast.trinh.says("hoàn tác")
    await cast.trinh.says(SECOND)
    assert "QC014" in await cast.trinh.presses("Đã đồng ý")


async def test_the_audit_keeps_that_it_was_saved_and_taken_back(cast: Cast) -> None:
    await _report(cast, FIRST)
    await cast.trinh.says("hoàn tác")
    with cast.database.read() as session:
        records = session.scalars(select(AuditRecord).where(AuditRecord.key == "QC013").order_by(AuditRecord.id))
        assert [record.action for record in records if record.entity == "candidates"] == ["insert", "delete"]
