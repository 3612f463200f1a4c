"""The menu by role, help, and everything that leads nowhere: answered kindly, and never with a failure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FrozenClock
from handlers.router import ROUTES
from models.database import Database
from tests.conversations.conftest import Cast, cast_over
from tests.support.phones import through_engine

MENUS = {
    "trinh": [
        "Báo nguồn",
        "Danh sách nguồn",
        "Người giúp đỡ",
        "Việc đến hạn",
        "Điểm danh",
        "Lịch sinh hoạt",
        "Ca của tôi",
        "Mời",
        "Dữ liệu của tôi",
        "Giúp",
    ],
    "long": [
        "Danh sách nguồn",
        "Người giúp đỡ",
        "Việc đến hạn",
        "Điểm danh",
        "Lịch sinh hoạt",
        "Lớp học",
        "Ca của tôi",
        "Mời",
        "Dữ liệu của tôi",
        "Giúp",
    ],
    "quang": [
        "Danh sách nguồn",
        "Người giúp đỡ",
        "Việc đến hạn",
        "Điểm danh",
        "Lịch sinh hoạt",
        "Lớp học",
        "Ca của tôi",
        "Mời",
        "Dữ liệu của tôi",
        "Giúp",
    ],
    "lam": ["Lịch học", "Ca của tôi", "Dữ liệu của tôi", "Giúp"],
}
SLASH_COMMANDS = {
    "baonguon": "báo nguồn",
    "nguon": "danh sách nguồn",
    "quahan": "việc quá hạn",
    "cancu": "căn cứ",
    "dubao": "dự báo",
    "nguoigiupdo": "người giúp đỡ",
    "hoso": "hồ sơ của tôi",
    "diemdanh": "điểm danh",
    "modiemdanh": "mở điểm danh",
    "anhdiemdanh": "ảnh điểm danh",
    "chungnhan": "chứng nhận",
    "lichhoc": "lịch học",
    "sinhhoat": "lịch sinh hoạt",
    "chuyencan": "chuyên cần",
    "tailieu": "tài liệu sinh hoạt",
    "giaycongty": "giấy gửi công ty",
    "banglop": "bảng lớp",
    "luongngayhoc": "tiền lương ngày học",
    "ca": "ca của tôi",
    "moi": "mời",
    "hoantac": "hoàn tác",
    "tieptuc": "tiếp tục",
    "thoi": "thôi",
    "dulieu": "dữ liệu của tôi",
    "giup": "giúp",
    "menu": "menu",
}
APOLOGY = "Tôi gặp lỗi"


@pytest.mark.parametrize("who", MENUS)
async def test_the_menu_shows_what_the_role_may_do_and_every_choice_works(cast: Cast, who: str) -> None:
    phone = getattr(cast, who)
    await phone.says("menu")
    assert phone.buttons == MENUS[who]
    for number, label in enumerate(MENUS[who], 1):
        await phone.says("menu")
        pressed = await phone.presses(label)
        await phone.says("menu")
        assert await phone.says(str(number)) == pressed
        await phone.says("menu")
        assert await phone.says(label) == pressed


async def test_help_names_only_what_the_role_may_say_in_few_lines(cast: Cast) -> None:
    secretary, worker = await cast.trinh.says("giúp"), await cast.lam.says("trợ giúp")
    assert "báo nguồn" in secretary
    assert "báo nguồn" not in worker
    assert "dữ liệu của tôi" in worker
    assert max(len(secretary.split("\n")), len(worker.split("\n"))) <= 10


@pytest.mark.parametrize("who", MENUS)
async def test_every_slash_command_of_the_menu_does_what_its_words_say(straight: Cast, who: str) -> None:
    phone = getattr(straight, who)
    for command, words in SLASH_COMMANDS.items():
        await phone.says("thôi")
        said = await phone.says(words)
        await phone.says("thôi")
        assert await phone.says(f"/{command}") == said
        await phone.says("thôi")
        assert await phone.says(f"/{command}@taonguon_test_bot") == said


def test_the_slash_commands_of_the_test_are_those_of_the_router() -> None:
    told_apart = {"language", "ketnoi"}  # each time another answer
    assert SLASH_COMMANDS.keys() == {route.command for route in ROUTES if route.command} - told_apart


async def test_members_are_comrades_and_workers_are_you(cast: Cast) -> None:
    assert "đồng chí" in await cast.trinh.says("menu")
    assert "cho bạn" in await cast.lam.says("menu")


@pytest.mark.parametrize("words", ["xyz", "hôm nay trời đẹp", "???", "😀", "\u200b\u200b.", "שלום", "\u202eabc", "، ؟"])
async def test_unknown_words_are_met_with_what_can_be_done(cast: Cast, words: str) -> None:
    answer = await cast.trinh.says(words)
    assert "chưa hiểu" in answer
    assert cast.trinh.buttons == MENUS["trinh"]


@pytest.mark.parametrize("words", ["chỉ tiêu", "tổng hợp"])
async def test_what_is_understood_but_cannot_be_done_yet_is_said_so(straight: Cast, words: str) -> None:
    assert "chưa làm được" in await straight.trinh.says(words)
    assert "chưa làm được" in await straight.lam.says(words)


@pytest.mark.parametrize("words", ["ok", "vâng", "có", "không"])
async def test_a_yes_that_nobody_asked_for_changes_nothing(straight: Cast, words: str) -> None:
    assert "không còn câu hỏi nào" in await straight.trinh.says(words)


@pytest.mark.parametrize("words", ["cảm ơn", "cam on em nhe", "Dạ cảm ơn ạ!", "thanks"])
async def test_thanks_are_answered_kindly(straight: Cast, words: str) -> None:
    assert "Tôi giúp được gì cho đồng chí" in await straight.trinh.says(words)


@pytest.mark.parametrize("words", ["được giới thiệu", "duoc gioi thieu", "giới thiệu", "được giới thiệu (1)"])
async def test_a_choice_is_meant_by_its_words_or_a_part_of_them(straight: Cast, words: str) -> None:
    await straight.trinh.says("danh sách nguồn")
    assert "QC012 · Hoàng Mạnh Tùng" in await straight.trinh.says(words)


async def test_a_part_that_fits_two_choices_means_none(straight: Cast) -> None:
    await straight.quang.says("mời nguyễn")
    assert "chưa hiểu" in await straight.quang.says("Nguyễn")
    await straight.quang.says("mời nguyễn")
    assert "Mã mời cho Nguyễn Minh Kiên" in await straight.quang.says("Kiên")


async def test_a_number_out_of_range_offers_the_same_choices_again(cast: Cast) -> None:
    await cast.trinh.says("menu")
    answer = await cast.trinh.says("19")
    assert "Không có mục số 19" in answer
    assert f"từ 1 đến {len(MENUS['trinh'])}" in answer
    assert cast.trinh.buttons == MENUS["trinh"]
    assert "QC012" in await cast.trinh.says("QC012")


async def test_a_number_when_nothing_was_offered_is_met_with_the_menu(cast: Cast) -> None:
    assert "không có mục nào cần chọn số" in await cast.lam.says("1")
    assert cast.lam.buttons == MENUS["lam"]


@pytest.mark.not_on_zalo("Zalo lets nobody write more than 2,000 characters")
async def test_a_long_text_is_refused_and_nothing_of_it_is_saved(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    answer = await cast.trinh.says("báo nguồn Trần Văn Nam 1990 " + "rất dài " * 620)
    assert "quá dài" in answer
    assert "Trần Văn Nam" not in answer
    assert "Nguyễn Thị Hạnh" in answer, "the unfinished report stands where it stood"


async def test_going_on_and_ending_when_nothing_was_begun(cast: Cast) -> None:
    for words in ("tiếp tục", "thôi", "tiep tuc", "/tieptuc", "/thoi"):
        assert "Không có việc nào đang dở" in await cast.trinh.says(words)


async def test_an_unfinished_form_waits_while_other_things_are_asked(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn")
    assert "Hoàng Mạnh Tùng" in await cast.trinh.says("QC012")
    assert "Họ và tên" in await cast.trinh.says("tiếp tục")
    assert "Đã thôi, chưa lưu gì" in await cast.trinh.says("thôi")
    assert "Không có việc nào đang dở" in await cast.trinh.says("tiếp tục")


async def test_something_unreadable_in_the_middle_of_a_form_puts_the_question_again(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn")
    await cast.trinh.says("Nguyễn Thị Hạnh")
    answer = await cast.trinh.sends("voice")
    assert "chưa nghe được" in answer
    assert "Sinh năm nào" in answer


async def test_a_form_survives_a_restart_and_a_day(organisation: Database, clock: FrozenClock) -> None:
    async with through_engine(organisation, clock) as exchange:
        trinh = cast_over(exchange, organisation, clock).trinh
        await trinh.says("báo nguồn")
        await trinh.says("Nguyễn Thị Hạnh")
    clock.moment += timedelta(days=1)
    async with through_engine(organisation, clock) as exchange:
        trinh = cast_over(exchange, organisation, clock).trinh
        assert "công ty nào" in await trinh.says("1998")


@pytest.mark.not_on_zalo("forges a press, which needs a button")
async def test_a_button_of_an_earlier_filling_is_outdated(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    old = cast.trinh.last[-1].data[0]
    await cast.trinh.says("thôi")
    await cast.trinh.says("báo nguồn Trần Văn Nam 1990")
    assert "không còn dùng được" in await cast.trinh.forges(old)
    assert "Tôi không thấy mã QC013" in await cast.trinh.says("QC013")


@pytest.mark.not_on_zalo("forges a press, which needs a button")
async def test_a_press_of_last_month_is_answered_and_the_next_message_works(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    await cast.trinh.presses("Bỏ")
    cast.wait(days=31)
    for data in (
        "form:0:yes",
        "go:nothing",
        "nothing",
        "list",
        "cand:",
        "invite:person:",
        "x" * 64,
        "form:",
        ":",
        "å:1",
    ):
        assert APOLOGY not in await cast.trinh.forges(data)
    assert "QC012" in await cast.trinh.says("QC012")
