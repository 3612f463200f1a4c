"""A secretary reports a candidate, and the committee sees it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.audit import AuditRecord
from models.candidates import Candidate, Introducer, Stage
from tests.conversations.conftest import Cast

ONE_MESSAGE = "bao nguon nguyen thi hanh 1998 cty hoa sen thuc pham ca 2 cong doan gioi thieu"


def _candidates(cast: Cast) -> dict[str, Candidate]:
    with cast.database.read() as session:
        return {candidate.code: candidate for candidate in session.scalars(select(Candidate))}


async def test_one_message_is_enough_for_those_who_know(cast: Cast) -> None:
    summary = await cast.trinh.says(ONE_MESSAGE)
    assert "Nguyễn Thị Hạnh" in summary
    assert "1998" in summary
    assert "Công ty TNHH Thực phẩm Hoa Sen" in summary
    assert "ca 2" in summary
    assert "Công đoàn giới thiệu" in summary
    assert cast.trinh.buttons[:4] == ["Đã đồng ý", "Chưa", "Sửa", "Bỏ"]
    assert "QC013" not in _candidates(cast), "nothing is saved before the summary is confirmed"

    saved = await cast.trinh.presses("Đã đồng ý")
    assert "Đã lưu: QC013 · Nguyễn Thị Hạnh" in saved
    candidate = _candidates(cast)["QC013"]
    assert candidate.full_name == "Nguyễn Thị Hạnh"
    assert (candidate.birth_year, candidate.shift, candidate.introduced_by) == (1998, "2", Introducer.TRADE_UNION)
    assert candidate.stage == Stage.INTRODUCED
    assert candidate.gender is None, "what was not said is not invented"


async def test_the_committee_member_in_charge_is_told_without_a_name(cast: Cast) -> None:
    await cast.trinh.says(ONE_MESSAGE)
    await cast.trinh.presses("Đã đồng ý")
    told = await cast.long.reads()
    assert "QC013 · N.T.H." in told
    assert "Hạnh" not in told
    assert "Nguyễn Thị Hạnh" in await cast.long.presses("Mở QC013")


@pytest.mark.not_on_zalo("forges a press, which needs a button")
async def test_nobody_else_hears_of_it_or_sees_it(cast: Cast) -> None:
    await cast.trinh.says(ONE_MESSAGE)
    await cast.trinh.presses("Đã đồng ý")
    for phone in (cast.nhung, cast.mai, cast.lam, cast.outsider):
        assert await phone.reads() == ""
        for words in ("QC013", "danh sách nguồn"):
            assert "Hạnh" not in await phone.says(words)
        assert "Hạnh" not in await phone.forges("cand:QC013")


async def test_typed_numbers_and_words_mean_the_same_as_the_press(cast: Cast) -> None:
    await cast.trinh.says(ONE_MESSAGE)
    assert "Đã lưu: QC013" in await cast.trinh.says("1")
    await cast.trinh.says("báo nguồn Trần Văn Nam 1990 cty Minh Quang ca 1 đoàn thanh niên gt")
    assert "Đã lưu: QC014" in await cast.trinh.says("da dong y")


async def test_questions_one_by_one_for_those_who_do_not_know(cast: Cast) -> None:
    assert "Họ và tên" in await cast.trinh.says("báo nguồn")
    assert "Sinh năm nào" in await cast.trinh.says("Nguyễn Thị Hạnh")
    assert "công ty nào" in await cast.trinh.says("98")
    assert "Làm ca" in await cast.trinh.says("thái sơn bao bì")
    assert "Ai giới thiệu" in await cast.trinh.presses("ca 2")
    summary = await cast.trinh.says("công đoàn")
    assert "Nguyễn Thị Hạnh" in summary
    assert "1998" in summary
    assert "Công ty CP Bao bì Thái Sơn" in summary
    assert "Đã lưu" in await cast.trinh.presses("Đã đồng ý")


async def test_an_answer_that_was_not_understood_is_asked_again_with_an_example(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn")
    await cast.trinh.says("Nguyễn Thị Hạnh")
    again = await cast.trinh.says("năm con khỉ")
    assert "Ví dụ" in again
    assert "Sinh năm nào" in again


async def test_what_is_not_known_can_be_left_open(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn")
    await cast.trinh.says("Nguyễn Thị Hạnh")
    for _ in range(4):
        summary = await cast.trinh.says("bỏ qua")
    assert "Chưa rõ: năm sinh, giới tính, doanh nghiệp, ca làm, nơi giới thiệu" in summary


async def test_an_enterprise_that_fits_several_is_offered_at_the_summary(cast: Cast) -> None:
    asked = await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998 cty hoa sen ca 2")
    assert "“hoa sen” khớp 2 công ty" in asked
    summary = await cast.trinh.presses("Công ty CP Dệt may Hoa Sen")
    assert "1998 · nữ? · Công ty CP Dệt may Hoa Sen" in summary
    assert "Đã đồng ý" in cast.trinh.buttons


async def test_an_enterprise_left_open_is_saved_as_unknown_and_asked_afterwards(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998 cty hoa sen ca 2")
    assert "“hoa sen” là công ty nào" in await cast.trinh.presses("Đã đồng ý")
    assert _candidates(cast)["QC013"].enterprise_id is None, "nothing is guessed"
    assert "QC013 · Công ty CP Dệt may Hoa Sen" in await cast.trinh.presses("Công ty CP Dệt may Hoa Sen")
    assert _candidates(cast)["QC013"].enterprise_id is not None


async def test_what_is_missing_can_be_filled_in_later_and_undone(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh")
    await cast.trinh.presses("Đã đồng ý")
    await cast.trinh.presses("Mở QC013")
    await cast.trinh.presses("Bổ sung")
    for answer in ("1998", "hoa sen thực phẩm", "ca 2", "công đoàn"):
        await cast.trinh.says(answer)
    await cast.trinh.presses("Lưu")
    assert _candidates(cast)["QC013"].birth_year == 1998
    await cast.trinh.says("hoàn tác")
    candidate = _candidates(cast)["QC013"]
    assert (candidate.full_name, candidate.birth_year) == ("Nguyễn Thị Hạnh", None)


async def test_unaccented_names_offer_the_likely_accents(cast: Cast) -> None:
    summary = await cast.trinh.says("bao nguon le thi my duyen sn 99 ben bao bi thai son kip c, doan tn gt")
    assert "Lê Thị Mỹ Duyên?" in summary
    assert "kíp C" in summary
    assert "Đoàn Thanh niên giới thiệu" in summary
    mended = await cast.trinh.presses("Tên: Lê Thị My Duyên")
    assert "Lê Thị My Duyên ·" in mended


async def test_several_people_in_one_message_give_one_summary(cast: Cast) -> None:
    summary = await cast.trinh.says(
        "báo nguồn:\n1. Nguyễn Văn An 1990 cty Minh Quang ca 1 công đoàn gt\n2. Trần Thị Bình 1995 cty Minh Quang ca 2"
    )
    assert "1. Nguyễn Văn An" in summary
    assert "2. Trần Thị Bình" in summary
    mended = await cast.trinh.says("2: ca 3")
    assert "Trần Thị Bình · 1995 · nữ? · Công ty CP Động cơ Minh Quang · ca 3" in mended
    saved = await cast.trinh.presses("Tất cả đã đồng ý")
    assert "QC013 · Nguyễn Văn An" in saved
    assert "QC014 · Trần Thị Bình" in saved


async def test_without_consent_only_code_and_initials_are_kept(cast: Cast) -> None:
    await cast.trinh.says(ONE_MESSAGE)
    saved = await cast.trinh.presses("Chưa")
    assert "QC013 · N.T.H." in saved
    assert "chuyển tiếp" in saved
    draft = _candidates(cast)["QC013"]
    assert draft.is_draft
    assert (draft.full_name, draft.name_hash, draft.birth_year, draft.enterprise_id) == (None, None, None, None)


async def test_a_draft_is_filled_in_once_the_person_agrees(cast: Cast) -> None:
    await cast.trinh.says(ONE_MESSAGE)
    await cast.trinh.presses("Chưa")
    await cast.trinh.says("QC013")
    await cast.trinh.presses("Đã đồng ý: bổ sung")
    await cast.trinh.says("Nguyễn Thị Hạnh")
    for answer in ("1998", "hoa sen thực phẩm", "ca 2"):
        summary = await cast.trinh.says(answer)
    assert "Nguyễn Thị Hạnh" in summary
    await cast.trinh.presses("Lưu")
    filled = _candidates(cast)
    assert filled["QC013"].full_name == "Nguyễn Thị Hạnh"
    assert "QC014" not in filled


async def test_a_saved_report_can_be_undone_for_fifteen_minutes(cast: Cast) -> None:
    await cast.trinh.says(ONE_MESSAGE)
    await cast.trinh.presses("Đã đồng ý")
    assert "Đã hoàn tác: QC013" in await cast.trinh.says("hoàn tác")
    assert "QC013" not in _candidates(cast)
    assert "Không có gì để hoàn tác" in await cast.trinh.says("hoàn tác")


async def test_a_likely_double_in_the_own_cell_is_shown(cast: Cast) -> None:
    summary = await cast.trinh.says("báo nguồn Hoàng Mạnh Tùng 1989 cty Minh Quang")
    assert "Có thể trùng với QC012 · Hoàng Mạnh Tùng · 1989" in summary


async def test_a_double_elsewhere_is_told_to_the_committee_only(cast: Cast) -> None:
    summary = await cast.trinh.says("báo nguồn Nguyễn Phương Thảo 1999 cty Minh Quang")
    assert "Tên này có ở nơi khác" in summary
    assert "QC007" not in summary
    assert "CB07" not in summary
    await cast.trinh.presses("Đã đồng ý")
    assert "QC013: tên này trùng" in await cast.long.reads()


async def test_every_change_leaves_who_when_what_and_from_which_chat(cast: Cast) -> None:
    await cast.trinh.says(ONE_MESSAGE)
    await cast.trinh.presses("Đã đồng ý")
    with cast.database.read() as session:
        record = session.scalars(select(AuditRecord).where(AuditRecord.key == "QC013")).one()
        assert record.entity == "candidates"
        assert record.at == cast.clock.now()
        assert record.person_id is not None
        assert record.chat_id is not None
        assert record.changes["stage"] == [None, "introduced"]
        assert "Hạnh" not in str(record.changes), "the audit keeps the fact, not the person"


async def test_what_is_not_a_report_is_not_taken_for_one(cast: Cast) -> None:
    for words in ("hết nguồn rồi", "nguồn điện hỏng", "không có nguồn"):
        assert "báo nguồn mới" not in await cast.trinh.says(words)


async def test_names_with_marks_of_programs_are_only_names(cast: Cast) -> None:
    for name in ("<b>Hạnh</b> & Co", "{you} %s", "Robert'; DROP TABLE candidates; --"):
        answer = await cast.trinh.says(f"báo nguồn {name} 1990")
        assert answer
    assert "QC012" in await cast.trinh.says("danh sách nguồn") or "Nguồn phát triển: 1" in cast.trinh.last[0].text


async def test_nobody_can_be_saved_without_a_name(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn")
    assert cast.trinh.buttons == []
    assert "gõ đủ họ và tên" in await cast.trinh.says("không biết")
    assert "Họ và tên" in cast.trinh.last[-1].text


async def test_a_second_report_before_the_first_is_saved_goes_on_with_both(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998 ca 2")
    summary = await cast.trinh.says("báo nguồn Trần Văn Nam 1990 ca 1")
    assert "1. Nguyễn Thị Hạnh · 1998" in summary
    assert "2. Trần Văn Nam · 1990" in summary
    saved = await cast.trinh.presses("Tất cả đã đồng ý")
    assert "QC013 · Nguyễn Thị Hạnh" in saved
    assert "QC014 · Trần Văn Nam" in saved


async def test_the_same_person_said_again_takes_the_earlier_ones_place(cast: Cast) -> None:
    await cast.trinh.says("bao nguon nguyen thi hanh 1998")
    summary = await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1999 ca 3")
    assert "1999 · nữ? · ca 3" in summary
    assert "1998" not in summary


@pytest.mark.parametrize("words", ["bỏ 1", "bo 1", "1: bỏ", "xóa 1", "Bỏ người 1."])
async def test_one_of_several_can_be_dropped_by_number(straight: Cast, words: str) -> None:
    await straight.trinh.says("báo nguồn:\nNguyễn Văn An 1990\nTrần Thị Bình 1995")
    summary = await straight.trinh.says(words)
    assert "Trần Thị Bình · 1995" in summary
    assert "Nguyễn Văn An" not in summary
    assert "Đã lưu: QC013 · Trần Thị Bình" in await straight.trinh.presses("Đã đồng ý")


async def test_beginning_anew_says_what_has_been_dropped(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    answer = await cast.trinh.says("báo nguồn")
    assert "Đã bỏ bản báo dở về Nguyễn Thị Hạnh, chưa lưu gì" in answer
    assert "Họ và tên" in answer


async def test_filling_in_a_draft_with_a_whole_line_fills_in_that_draft(cast: Cast) -> None:
    await cast.trinh.says(ONE_MESSAGE)
    await cast.trinh.presses("Chưa")
    await cast.trinh.says("QC013")
    await cast.trinh.presses("Đã đồng ý: bổ sung")
    await cast.trinh.says("Nguyễn Thị Hạnh 1998 cty Minh Quang ca 2 công đoàn giới thiệu")
    assert "bổ sung cho QC013" in cast.trinh.last[-1].text
    await cast.trinh.presses("Lưu")
    kept = _candidates(cast)
    assert (kept["QC013"].full_name, kept["QC013"].birth_year) == ("Nguyễn Thị Hạnh", 1998)
    assert "QC014" not in kept


async def test_a_name_too_long_to_be_one_does_no_harm(cast: Cast) -> None:
    for words in ("báo nguồn " + "Nguyễn Thị Hạnh " * 30 + "1998", "báo nguồn Nguyễn " + "Hạnh" * 200 + " 1998"):
        assert "Tôi gặp lỗi" not in await cast.trinh.says(words)
        if "Đã đồng ý" in cast.trinh.buttons:
            assert "Đã lưu" in await cast.trinh.presses("Đã đồng ý")
        await cast.trinh.says("thôi")


async def test_the_words_of_a_choice_count_also_when_something_else_was_asked_in_between(straight: Cast) -> None:
    await straight.trinh.says("báo nguồn Lê Thị Hoa 1997 nữ cty dệt may hoa sen ca 1 công đoàn giới thiệu đã đồng ý")
    await straight.trinh.says("lịch sinh hoạt")
    assert "Đã lưu" in await straight.trinh.says("lưu")
