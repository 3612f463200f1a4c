"""The chat page in real Chromium, against a bot of a few lines."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.sandbox import PersonStatus
from tests.sandbox.pictures import png
from tests.sandbox.small_bot import SmallBot
from tests.sandbox.world import TOKEN, World

STATUS = {
    "tg-1001": PersonStatus("secretary", "Chi bộ Công ty TNHH Điện tử Hoa Sen", joined=True),
    "tg-1002": PersonStatus("committee", "Đảng ủy Ban Quản lý các KCN", joined=True),
}


@dataclass
class Room:
    """The page on a screen, and all that the browser complained about."""

    page: Page
    world: World
    complaints: list[str]

    def phone(self, person_id: str = "tg-1001") -> "PhoneView":
        return PhoneView(self.page, person_id)


@dataclass
class PhoneView:
    page: Page
    person_id: str

    @property
    def node(self) -> str:
        return f'.phone[data-person="{self.person_id}"]'

    async def write(self, text: str) -> None:
        box = self.page.locator(f"{self.node} .box")
        await box.fill(text)
        await box.press("Enter")

    async def shows(self, text: str) -> None:
        await expect(self.page.locator(f"{self.node} .messages")).to_contain_text(text)


@pytest.fixture
async def room(world: World, browser: Browser) -> AsyncIterator[Room]:
    world.sandbox.status = lambda person: STATUS.get(person.id, PersonStatus())
    world.sandbox.add_person("telegram", "Người lạ", person_id="tg-1003")
    world.sandbox.add_person("telegram", "Trần Văn Dũng", person_id="tg-1002", started=True)
    bot = asyncio.create_task(SmallBot(world.session, f"{world.url}/telegram/bot{TOKEN}").run())
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(world.url)
    await expect(page.locator(".phone")).to_have_count(3)
    yield Room(page, world, complaints)
    await page.close()
    bot.cancel()
    await asyncio.gather(bot, return_exceptions=True)
    assert complaints == []


async def test_phones_stand_side_by_side_secretary_first(room: Room) -> None:
    names = room.page.locator(".phone h2")
    await expect(names).to_have_text(["Nguyễn Thị Hạnh", "Trần Văn Dũng", "Người lạ"])
    await expect(room.page.locator(".phone").first).to_contain_text("Bí thư chi bộ")


async def test_a_conversation_with_a_press_and_no_markup_from_people_is_run(room: Room) -> None:
    phone = room.phone()
    await phone.write("<img src=x onerror=alert(1)> & {}")
    await phone.shows("Đã hiểu: <img src=x onerror=alert(1)> & {}")
    await expect(room.page.locator(f"{phone.node} .messages strong")).to_have_text("<img src=x onerror=alert(1)> & {}")
    await expect(room.page.locator(f"{phone.node} .messages img")).to_have_count(0)
    await room.page.locator(f"{phone.node} .key", has_text="Lưu").click()
    await phone.shows("✅ Đã chọn: save")
    await expect(room.page.locator(f"{phone.node} .toast")).to_have_text("Đã ghi nhận")
    await expect(room.page.locator(f"{phone.node} .key")).to_have_count(1)  # only the phone's own "unblock" is left


async def test_shift_and_enter_begin_a_new_line(room: Room) -> None:
    box = room.page.locator(f"{room.phone().node} .box")
    await box.press_sequentially("một")
    await box.press("Shift+Enter")
    await box.press_sequentially("hai")
    await expect(box).to_have_value("một\nhai")
    await box.press("Enter")
    await room.phone().shows("một\nhai")


async def test_pictures_and_files_are_shown_and_can_be_fetched(room: Room) -> None:
    phone = room.phone()
    await phone.write("ảnh")
    picture = room.page.locator(f"{phone.node} .photo img")
    await expect(picture).to_be_visible()
    await room.page.wait_for_function(
        "image => image.complete && image.naturalWidth === 480", arg=await picture.element_handle()
    )
    await picture.click()
    await expect(room.page.locator(".picture-view img")).to_be_visible()
    await room.page.keyboard.press("Escape")
    await phone.write("tệp")
    async with room.page.expect_download() as download:
        await room.page.locator(f"{phone.node} a.chip").click()
    assert (await download.value).suggested_filename == "lịch học tháng 12.ics"


async def test_a_person_attaches_a_file_and_a_picture(room: Room, tmp_path: Path) -> None:
    phone = room.phone()
    (tmp_path / "đơn.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "ảnh.png").write_bytes(png(40, 20))
    chooser = room.page.locator(f"{phone.node} input[type=file]")
    await chooser.set_input_files(tmp_path / "đơn.pdf")
    await phone.shows("đơn.pdf")
    await chooser.set_input_files(tmp_path / "ảnh.png")
    await expect(room.page.locator(f"{phone.node} .own .photo img")).to_be_visible()


async def test_the_command_menu_comes_from_the_bot(room: Room) -> None:
    phone = room.phone()
    await expect(room.page.locator(".phone").first).to_be_visible()
    await room.page.locator(f"{phone.node} .composer button").first.click()
    await room.page.locator(f"{phone.node} .row", has_text="/nguon").click()
    await phone.shows("Đã hiểu: /nguon")


async def test_a_suggestion_fills_the_box_and_start_starts(room: Room) -> None:
    phone = room.phone()
    await room.page.locator(f"{phone.node} .suggestion").nth(1).click()
    await expect(room.page.locator(f"{phone.node} .box")).to_have_value(
        "báo nguồn nguyễn thị hạnh 1998 cty hoa sen ca 2 công đoàn giới thiệu"
    )
    stranger = room.phone("tg-1003")
    await room.page.locator(f"{stranger.node} .primary").click()
    await stranger.shows("Đã hiểu: /start")


async def test_blocking_from_the_phones_menu_and_back(room: Room) -> None:
    phone = room.phone()
    await room.page.locator(f"{phone.node} .phone-head button").first.click()
    await room.page.locator(f"{phone.node} .row", has_text="Chặn bot").click()
    await expect(room.page.locator(f"{phone.node} .barred")).to_be_visible()
    assert room.world.hanh.blocked
    await room.page.locator(f"{phone.node} .barred button").click()
    await phone.write("tôi đã quay lại")
    await phone.shows("Đã hiểu: tôi đã quay lại")


async def test_a_stranger_is_added(room: Room) -> None:
    await room.page.get_by_role("button", name="Thêm người lạ").click()
    await expect(room.page.locator(".phone h2").last).to_have_text("Người lạ 2")


async def test_the_clock_moves_forward_and_says_what_was_sent(room: Room) -> None:
    async def advance(_target: object) -> int:
        await room.world.sent("Nhắc việc sáng thứ Hai")
        return 1

    room.world.sandbox.advance = advance
    await room.page.get_by_role("button", name="Thứ Hai tới 07:00").click()
    await expect(room.page.locator(".date")).to_have_text("Thứ Hai, 07/12/2026")
    await expect(room.page.locator(".status")).to_have_text("Đã tua, bot đã gửi 1 tin.")
    await room.phone().shows("Nhắc việc sáng thứ Hai")
    await room.page.locator("input[type=datetime-local]").fill("2026-12-01T07:00")
    await room.page.get_by_role("button", name="Tua tới", exact=True).click()
    await expect(room.page.locator("#toasts")).to_contain_text("Giờ chỉ đi tới")


async def test_the_words_of_the_page_switch_to_english(room: Room) -> None:
    await room.page.get_by_role("button", name="English").click()
    await expect(room.page.locator(".phone").first).to_contain_text("Cell secretary")
    assert await room.page.evaluate("document.documentElement.lang") == "en"


async def test_on_a_narrow_screen_one_phone_shows_and_others_mark_what_is_new(room: Room) -> None:
    await room.page.set_viewport_size({"width": 390, "height": 844})
    await expect(room.page.locator(".phone:visible")).to_have_count(1)
    await room.world.say(room.world.sandbox.state.person("tg-1002"), text="xin chào")
    tab = room.page.locator('.tab[data-person="tg-1002"]')
    await expect(tab.locator(".dot")).to_be_visible()
    await tab.click()
    await expect(room.page.locator(".phone:visible h2")).to_have_text("Trần Văn Dũng")
    await expect(tab.locator(".dot")).to_be_hidden()
    assert await room.page.evaluate("document.documentElement.scrollWidth") == 390


async def test_the_page_finds_back_after_the_sandbox_was_away(room: Room) -> None:
    await room.page.context.set_offline(True)
    await room.world.sent("trong lúc mất mạng")
    await room.page.context.set_offline(False)
    await room.phone().shows("trong lúc mất mạng")
    room.complaints.clear()  # the browser itself reports requests that failed while offline
