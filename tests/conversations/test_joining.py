"""Somebody comes to the door: a stranger, a code, the data notice, and consent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.chats import Chat
from models.consent import Consent, ConsentMeans, Purpose
from models.invitations import normalise
from tests.conversations.conftest import Cast, code_in
from tests.support.organisation import OUTSIDER

KIEN = "DV076"  # a member of CB06 without any role, who has not joined
WRONG = ("ACDE-FGHJ", "ACDE-FGHK", "ACDE-FGHM", "ACDE-FGHN", "ACDE-FGHP")


def _chat(cast: Cast, external_id: str) -> Chat:
    with cast.database.read() as session:
        return session.scalars(select(Chat).where(Chat.external_id == external_id)).one()


def _consents(cast: Cast, external_id: str) -> list[Consent]:
    with cast.database.read() as session:
        person = select(Chat.person_id).where(Chat.external_id == external_id).scalar_subquery()
        return list(session.scalars(select(Consent).where(Consent.person_id == person).order_by(Consent.id)))


@pytest.mark.parametrize("words", ["chào", "/start", "giúp", "báo nguồn Nguyễn Thị Hạnh 1998", "1", "có", "😀"])
async def test_a_stranger_is_greeted_and_asked_for_a_code(cast: Cast, words: str) -> None:
    answer = await cast.outsider.says(words)
    assert answer.startswith("Chào bạn. Đây là trợ lý của Đảng ủy thử nghiệm.")
    assert answer.endswith("Nhập mã:")
    assert cast.outsider.buttons == []


async def test_the_right_code_tells_who_one_is_and_asks_for_consent_with_two_equal_choices(cast: Cast) -> None:
    answer = await cast.outsider.says(await cast.code_for("CN010"))
    assert "Nguyễn Mạnh Lâm, tôi đã biết bạn" in answer
    for duty in ("Lưu gì", "dữ liệu nhạy cảm", "Để làm gì", "Bên kiểm soát: Đảng ủy thử nghiệm", "ở nước ngoài"):
        assert duty in answer
    assert "Im lặng không phải là đồng ý" in answer
    assert cast.outsider.buttons == ["Tôi đồng ý", "Tôi không đồng ý"]
    assert _chat(cast, cast.outsider.external_id).joined_at is None, "nothing before the answer"


async def test_consent_is_recorded_and_opens_the_menu(cast: Cast) -> None:
    await cast.outsider.says(await cast.code_for(KIEN))
    answer = await cast.outsider.presses("Tôi đồng ý")
    assert "đồng chí đồng ý" in answer
    assert cast.outsider.buttons == ["Lịch sinh hoạt", "Ca của tôi", "Dữ liệu của tôi", "Giúp"]
    (consent,) = _consents(cast, cast.outsider.external_id)
    assert (consent.purpose, consent.means) == (Purpose.USE_BOT, ConsentMeans.CHAT)
    assert consent.given_at == cast.clock.now()
    assert consent.notice_version is not None, "it can be shown which text was agreed to"


@pytest.mark.parametrize("words", ["có", "dong y", "1", "Tôi đồng ý", "toi dong y"])
async def test_consent_can_be_given_in_words_or_by_number(straight: Cast, words: str) -> None:
    await straight.outsider.says(await straight.code_for(KIEN))
    assert "Cảm ơn đồng chí" in await straight.outsider.says(words)
    assert _chat(straight, OUTSIDER).joined_at is not None


@pytest.mark.parametrize("words", ["không", "ko", "2", "Tôi không đồng ý", "khong dong y"])
async def test_declining_has_no_consequence_and_can_be_said_in_words(straight: Cast, words: str) -> None:
    await straight.outsider.says(await straight.code_for(KIEN))
    assert "không có hệ quả nào" in await straight.outsider.says(words)
    assert _chat(straight, OUTSIDER).joined_at is None
    assert _consents(straight, OUTSIDER) == []


async def test_who_declined_may_read_ask_for_help_and_change_their_mind(cast: Cast) -> None:
    await cast.outsider.says(await cast.code_for(KIEN))
    await cast.outsider.presses("Tôi không đồng ý")
    assert "cần câu trả lời" in await cast.outsider.says("danh sách nguồn")
    assert "Tôi giúp chi bộ và Đảng ủy" in await cast.outsider.says("giúp")
    assert "Nguyễn Minh Kiên (DV076)" in await cast.outsider.says("dữ liệu của tôi")
    await cast.outsider.says("chào")
    assert "Cảm ơn đồng chí" in await cast.outsider.presses("Tôi đồng ý")


@pytest.mark.not_on_zalo("forges a press, which needs a button")
async def test_nothing_works_before_consent(cast: Cast) -> None:
    await cast.outsider.says(await cast.code_for("DV075"))
    for data in ("go:list_candidates", "list:all", "cand:QC012", "invite:page:0", "book:import:1", "form:abc:yes"):
        assert "Hoàng Mạnh Tùng" not in await cast.outsider.forges(data)
        assert cast.outsider.buttons == ["Tôi đồng ý", "Tôi không đồng ý"]


@pytest.mark.parametrize("spell", [str.lower, normalise, lambda code: f"  {code[:4]} {code[5:]} ", "mã: {}".format])
async def test_a_code_is_taken_however_it_is_typed(straight: Cast, spell: Callable[[str], str]) -> None:
    assert "Chào mừng" in await straight.outsider.says(spell(await straight.code_for(KIEN)))


async def test_a_link_carries_the_code(cast: Cast) -> None:
    code = normalise(await cast.code_for(KIEN))
    assert "Chào mừng đồng chí Nguyễn Minh Kiên" in await cast.outsider.says(f"/start {code}")


async def test_a_wrong_code_says_how_many_tries_are_left(cast: Cast) -> None:
    answer = await cast.outsider.says(WRONG[0])
    assert "Mã này không đúng" in answer
    assert "Còn 4 lần thử" in answer


@pytest.mark.parametrize("slip", ["ACDE-FGH1", "ACDEFGH", "ACDE FGH0", "acdefghjk", "AC-DE"])
async def test_a_code_with_a_slip_is_a_wrong_code_and_not_mere_words(straight: Cast, slip: str) -> None:
    assert "Mã này không đúng" in await straight.outsider.says(slip)


@pytest.mark.parametrize("words", ["cho tôi hỏi", "toi la cong nhan", "vâng", "Hạnh", "QC012", "cảm ơn nhé"])
async def test_words_are_not_counted_as_wrong_codes(straight: Cast, words: str) -> None:
    for _ in range(6):
        assert "Nhập mã" in await straight.outsider.says(words)
    assert "Còn 4 lần thử" in await straight.outsider.says(WRONG[0])


async def test_a_code_works_once(cast: Cast) -> None:
    code = await cast.code_for(KIEN)
    await cast.outsider.says(code)
    assert "đã được dùng" in await cast.spare.says(code)
    assert _chat(cast, cast.spare.external_id).person_id is None


async def test_a_code_ends_after_three_days(cast: Cast) -> None:
    code = await cast.code_for(KIEN)
    cast.wait(days=3)
    assert "đã hết hạn" in await cast.outsider.says(code)


async def test_a_new_code_ends_the_one_before(cast: Cast) -> None:
    first, second = await cast.code_for(KIEN), await cast.code_for(KIEN)
    assert "đã hết hạn" in await cast.outsider.says(first)
    assert "Chào mừng" in await cast.outsider.says(second)


async def test_five_wrong_codes_close_the_door_for_an_hour(cast: Cast) -> None:
    right = await cast.code_for(KIEN)
    for left, code in enumerate(reversed(WRONG[1:]), 1):
        assert f"Còn {5 - left} lần thử" in await cast.outsider.says(code)
    assert "không nhận mã đến 10:00" in await cast.outsider.says(WRONG[0])
    cast.wait(minutes=59)
    assert "không nhận mã đến 10:00" in await cast.outsider.says(right)
    cast.wait(minutes=1)
    assert "Chào mừng" in await cast.outsider.says(right)


async def test_tries_are_counted_within_an_hour(cast: Cast) -> None:
    for code in WRONG[:4]:
        await cast.outsider.says(code)
    cast.wait(hours=1)
    assert "Còn 4 lần thử" in await cast.outsider.says(WRONG[4])


async def test_a_closed_door_is_closed_for_one_chat_only(straight: Cast) -> None:
    for code in WRONG:
        await straight.outsider.says(code)
    assert "Chào mừng" in await straight.spare.says(await straight.code_for(KIEN))


async def test_two_phones_of_one_person_both_work_and_the_newer_one_gets_the_notices(cast: Cast) -> None:
    await cast.spare.says(await cast.code_for("DV066"))
    cast.wait(minutes=5)
    assert "Cảm ơn đồng chí" in await cast.spare.presses("Tôi đồng ý")
    assert "QC012" in await cast.long.says("QC012")
    assert "Hoàng Mạnh Tùng" in await cast.spare.says("QC012")
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    await cast.trinh.presses("Đã đồng ý")
    assert "QC013" in await cast.spare.reads()
    assert await cast.long.reads() == "", "one thing is told once"


async def test_a_form_goes_on_on_the_other_phone(cast: Cast) -> None:
    await cast.spare.says(await cast.code_for("DV075"))
    await cast.spare.presses("Tôi đồng ý")
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998 ca 2")
    assert "Nguyễn Thị Hạnh" in await cast.spare.says("tiếp tục")
    assert "Đã lưu: QC013" in await cast.spare.presses("Đã đồng ý")
    assert "không còn dùng được" in await cast.trinh.presses("Đã đồng ý")


async def test_a_second_code_is_not_needed_and_stays_good(cast: Cast) -> None:
    code = await cast.code_for(KIEN)
    assert "không cần nhập mã nữa" in await cast.trinh.says(code)
    assert "Chào mừng" in await cast.outsider.says(code)


async def test_another_persons_code_joins_a_phone_whose_person_never_agreed(cast: Cast) -> None:
    await cast.outsider.says(await cast.code_for(KIEN))
    answer = await cast.outsider.says(await cast.code_for("CN010"))
    assert "Nguyễn Mạnh Lâm, tôi đã biết bạn" in answer


async def test_withdrawing_consent_ends_notices_on_every_phone(cast: Cast) -> None:
    await cast.spare.says(await cast.code_for("DV066"))
    await cast.spare.presses("Tôi đồng ý")
    await cast.long.says("dữ liệu của tôi")
    assert "đã rút lại đồng ý" in await cast.long.presses("Rút lại đồng ý")
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    await cast.trinh.presses("Đã đồng ý")
    assert await cast.long.reads() == ""
    assert await cast.spare.reads() == ""
    assert "cần câu trả lời" in await cast.spare.says("danh sách nguồn")
    assert all(consent.withdrawn_at for consent in _consents(cast, "1003"))


async def test_an_invitation_made_by_a_secretary_joins_the_phone_to_that_person(cast: Cast) -> None:
    code = code_in(await cast.trinh.says("mời Nguyễn Minh Kiên"))
    assert "Chào mừng đồng chí Nguyễn Minh Kiên" in await cast.outsider.says(code)
