"""One person on two messengers: a code from the first, the same conversation on the second, one place for reminders."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.clock import FrozenClock
from models.chats import Chat, Platform
from models.consent import Consent
from models.database import Database
from tests.conversations.conftest import code_in
from tests.support.organisation import CHATS
from tests.support.two_messengers import ZALO_NAME, Both, joined, on_both

TRINH, LONG, LAM = CHATS["trinh"], CHATS["long"], CHATS["lam"]
TELEGRAM, ZALO = Platform.TELEGRAM, Platform.ZALO
ON_ZALO = "za-1"


@pytest.fixture
async def both(organisation: Database, clock: FrozenClock) -> AsyncIterator[Both]:
    async with on_both(organisation, clock) as running:
        yield running


async def _join(both: Both, chat: str = TRINH) -> str:
    """Join a Zalo chat by a code from Telegram; return the answer to the consent."""
    await both.says(ZALO, ON_ZALO, code_in(await both.says(TELEGRAM, chat, "kết nối Zalo")))
    both.hears(TELEGRAM, chat)
    both.wait(minutes=1)
    return await both.says(ZALO, ON_ZALO, "1")


def _chat(database: Database, external_id: str) -> Chat:
    with database.read() as session:
        return session.scalars(select(Chat).where(Chat.external_id == external_id)).one()


@pytest.mark.parametrize(
    "words", ["kết nối zalo", "ket noi Zalo", "thêm zalo", "dùng zalo", "nhắn qua zalo", "connect zalo"]
)
async def test_a_code_for_zalo_says_in_one_line_how_it_is_used_there(both: Both, words: str) -> None:
    answer = await both.says(TELEGRAM, TRINH, words)
    assert f"Trên Zalo: mở “{ZALO_NAME}” rồi nhập mã." in answer
    assert "t.me" not in answer
    assert code_in(answer)


async def test_a_code_for_another_phone_tells_both_ways(both: Both) -> None:
    answer = await both.says(TELEGRAM, TRINH, "máy khác")
    assert "Trên Telegram chỉ cần mở: https://t.me/taonguon_test_bot?start=" in answer
    assert "Trên Zalo: mở" in answer


async def test_from_zalo_the_link_for_telegram_is_given(both: Both, organisation: Database, clock: FrozenClock) -> None:
    joined(organisation, clock, "DV076", ZALO, ON_ZALO)
    assert "https://t.me/taonguon_test_bot?start=" in await both.says(ZALO, ON_ZALO, "kết nối Telegram")


async def test_the_second_chat_knows_the_person_and_shows_the_notice_of_its_own_messenger(both: Both) -> None:
    code = code_in(await both.says(TELEGRAM, TRINH, "kết nối Zalo"))
    answer = await both.says(ZALO, ON_ZALO, code)
    assert answer.startswith("Nguyễn Lan Trinh, tôi đã biết đồng chí")
    assert "ở nước ngoài" in answer
    assert "Im lặng không phải là đồng ý" in answer
    assert "cần câu trả lời" in await both.says(ZALO, ON_ZALO, "danh sách nguồn"), "not before the notice is agreed to"
    assert "Cảm ơn đồng chí" in await both.says(ZALO, ON_ZALO, "có")
    assert "Nguồn phát triển" in await both.says(ZALO, ON_ZALO, "danh sách nguồn")


async def test_the_first_chat_is_told_of_the_second(both: Both) -> None:
    code = code_in(await both.says(TELEGRAM, TRINH, "kết nối Zalo"))
    await both.says(ZALO, ON_ZALO, code)
    warning = both.hears(TELEGRAM, TRINH)
    assert warning.startswith("⚠️ Lúc 09:00 có người dùng mã của đồng chí để kết nối Zalo.")
    assert "nhắn “ngắt Zalo”" in warning


async def test_who_did_not_do_it_ends_it_and_the_other_is_a_stranger_again(both: Both) -> None:
    code = code_in(await both.says(TELEGRAM, TRINH, "kết nối Zalo"))
    await both.says(ZALO, ON_ZALO, code)
    assert "Đã ngắt: Zalo" in await both.says(TELEGRAM, TRINH, "ngắt Zalo")
    for words in ("1", "danh sách nguồn", "dữ liệu của tôi", code):
        answer = await both.says(ZALO, ON_ZALO, words)
        assert "Trinh" not in answer
        assert "Nguồn phát triển" not in answer
    assert "Nguồn phát triển" in await both.says(TELEGRAM, TRINH, "danh sách nguồn")


async def test_an_unfinished_form_goes_on_in_the_second_chat(both: Both) -> None:
    await both.says(TELEGRAM, TRINH, "báo nguồn Nguyễn Thị Hạnh 1998 ca 2")
    answer = await _join(both)
    assert "Việc đồng chí đang làm dở vẫn còn: nhắn “tiếp tục”" in answer
    assert "Nguyễn Thị Hạnh" in await both.says(ZALO, ON_ZALO, "1")
    assert "Đã lưu: QC013" in await both.says(ZALO, ON_ZALO, "Đã đồng ý")


async def test_the_language_of_the_first_chat_is_spoken_in_the_second(both: Both) -> None:
    await both.says(TELEGRAM, TRINH, "/language en")
    code = code_in(await both.says(TELEGRAM, TRINH, "connect zalo"))
    assert "our conversation goes on here" in await both.says(ZALO, ON_ZALO, code)


async def test_declining_the_second_leaves_the_first_as_it_was(both: Both, organisation: Database) -> None:
    code = code_in(await both.says(TELEGRAM, TRINH, "kết nối Zalo"))
    await both.says(ZALO, ON_ZALO, code)
    assert "ta tiếp tục qua Telegram như trước" in await both.says(ZALO, ON_ZALO, "2")
    assert _chat(organisation, ON_ZALO).person_id is None
    assert "Nguồn phát triển" in await both.says(TELEGRAM, TRINH, "danh sách nguồn")


async def test_reminders_come_to_the_newest_chat_until_another_is_preferred(both: Both) -> None:
    answer = await _join(both, LONG)
    assert "Từ nay tin nhắc gửi đến đây; nhắn “ưu tiên Telegram” để nhận ở đó." in answer
    await _reports(both)
    assert "QC013" in both.hears(ZALO, ON_ZALO)
    assert "qua Telegram" in await both.says(ZALO, ON_ZALO, "ưu tiên Telegram")
    await _reports(both)
    assert "QC014" in both.hears(TELEGRAM, LONG)
    assert both.hears(ZALO, ON_ZALO) == "", "one thing is told once"
    assert "QC013" in await both.says(ZALO, ON_ZALO, "QC013"), "an answer comes where the question was asked"


async def _reports(both: Both) -> None:
    await both.says(TELEGRAM, TRINH, "báo nguồn Nguyễn Thị Hạnh 1998")
    await both.says(TELEGRAM, TRINH, "Đã đồng ý")


async def test_what_is_connected_is_not_connected_again_without_need(both: Both) -> None:
    await _join(both)
    assert "Zalo đã được kết nối" in await both.says(TELEGRAM, TRINH, "kết nối Zalo")
    assert "qua Zalo" in await both.says(TELEGRAM, TRINH, "nhắn qua Zalo")
    assert "kết nối" in await both.presses(TELEGRAM, TRINH, "chat:code:zalo"), "another phone remains possible"


async def test_a_chat_that_was_blocked_is_not_preferred(both: Both, organisation: Database) -> None:
    await _join(both)
    await both.engine.stop(ZALO, ON_ZALO, "stop-1")
    assert "hãy nhắn cho tôi ở đó trước" in await both.says(TELEGRAM, TRINH, "ưu tiên Zalo")
    assert not _chat(organisation, ON_ZALO).is_preferred


async def test_my_data_shows_both_chats_and_withdrawing_ends_both(both: Both, organisation: Database) -> None:
    await _join(both)
    await both.says(TELEGRAM, TRINH, "ưu tiên Zalo")
    assert "Telegram · Zalo" in await both.says(TELEGRAM, TRINH, "dữ liệu của tôi")
    await both.presses(TELEGRAM, TRINH, "privacy:withdraw")
    for chat in (TRINH, ON_ZALO):
        found = _chat(organisation, chat)
        assert (found.joined_at, found.is_preferred) == (None, False)
    with organisation.read() as session:
        person = _chat(organisation, TRINH).person_id
        open_consents = select(func.count()).where(Consent.person_id == person, Consent.withdrawn_at.is_(None))
        assert session.scalar(open_consents) == 0
    assert "cần câu trả lời" in await both.says(ZALO, ON_ZALO, "danh sách nguồn")


async def test_nobody_disconnects_somebody_elses_chat(both: Both, organisation: Database) -> None:
    await both.presses(TELEGRAM, LAM, f"chat:off:{_chat(organisation, TRINH).id}")
    assert _chat(organisation, TRINH).person_id is not None


async def test_forged_choices_change_nothing(both: Both, organisation: Database) -> None:
    for data in ("chat:off:x", "chat:prefer:signal", "chat:code:", "chat:", "chat:off:99999", "chat:nothing:zalo"):
        await both.presses(TELEGRAM, TRINH, data)
    assert not _chat(organisation, TRINH).is_preferred


async def test_a_stranger_gets_no_code(both: Both) -> None:
    assert "Nhập mã" in await both.says(ZALO, "stranger", "kết nối Telegram")


async def test_a_worker_is_addressed_as_one(both: Both) -> None:
    code = code_in(await both.says(TELEGRAM, LAM, "kết nối Zalo"))
    assert "tôi đã biết bạn" in await both.says(ZALO, ON_ZALO, code)
    assert "mã của bạn" in both.hears(TELEGRAM, LAM)
