"""Phones with Zalo on the chat page, in real Chromium."""

import asyncio
import base64
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.sandbox.pictures import png
from tests.sandbox.zalo_echo_bot import EchoBot, stopped
from tests.sandbox.zalo_world import ZALO_TOKEN, ZaloWorld


@pytest.fixture
async def page(zalo: ZaloWorld, browser: Browser) -> AsyncIterator[Page]:
    zalo.sandbox.add_bot("telegram", "nguon_bot")
    zalo.sandbox.add_person("telegram", "Trần Văn Dũng", person_id="tg-1001", started=True)
    zalo.sandbox.add_person("zalo", "Lê Thị Mai", person_id="za-2002")
    bot = asyncio.create_task(EchoBot(zalo.session, f"{zalo.url}/zalo/bot{ZALO_TOKEN}").run())
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(zalo.url)
    await expect(page.locator(".phone")).to_have_count(3)
    yield page
    await page.close()
    await stopped(bot)
    assert complaints == []


def _phone(page: Page, person: str = "za-2001") -> Locator:
    return page.locator(f'.phone[data-person="{person}"]')


async def _write(phone: Locator, text: str) -> None:
    await phone.locator(".box").fill(text)
    await phone.locator(".box").press("Enter")


async def test_phones_of_both_messengers_stand_side_by_side_and_say_which_is_zalo(page: Page) -> None:
    await expect(_phone(page).locator(".messenger")).to_have_text("Zalo")
    await expect(_phone(page, "tg-1001").locator(".messenger")).to_have_count(0)
    # Without a menu of commands: to attach and to send is all that stands beside the box.
    await expect(_phone(page).locator(".composer button")).to_have_count(2)
    await expect(_phone(page, "tg-1001").locator(".composer button")).to_have_count(3)


async def test_a_conversation_has_links_to_follow_and_no_buttons(page: Page) -> None:
    phone = _phone(page)
    await _write(phone, "xem https://vidu.vn/a?b=1, nhé <b>")
    answer = phone.locator(".message:not(.own)").last
    await expect(answer).to_contain_text("Đã nghe: xem https://vidu.vn/a?b=1, nhé <b>")
    await expect(answer.locator("a")).to_have_attribute("href", "https://vidu.vn/a?b=1")
    await expect(phone.locator(".messages .key")).to_have_count(0)


async def test_a_picture_comes_back_and_the_newest_stays_in_sight(page: Page, zalo: ZaloWorld) -> None:
    await zalo.say(photo={"base64": base64.b64encode(png(300, 600)).decode()})
    await expect(_phone(page).locator(".message:not(.own) .photo img")).to_be_visible()
    await page.wait_for_function(
        """() => {
            const list = document.querySelector('.phone[data-person="za-2001"] .messages');
            const loaded = [...list.querySelectorAll("img")].every((image) => image.naturalWidth === 300);
            return loaded && list.scrollHeight - list.scrollTop - list.clientHeight < 2;
        }"""
    )


async def test_who_has_never_written_is_told_to_write_and_not_to_press_start(page: Page) -> None:
    phone = _phone(page, "za-2002")
    await expect(phone).to_contain_text("Nhắn một câu để bắt đầu")
    await expect(phone.locator(".primary")).to_have_count(0)
    await _write(phone, "xin chào")
    await expect(phone).to_contain_text("Đã nghe: xin chào")


async def test_a_stranger_is_added_with_the_messenger_that_is_chosen(page: Page) -> None:
    await page.get_by_role("button", name="Thêm người lạ").click()
    await page.locator(".messengers").get_by_role("button", name="Zalo", exact=True).click()
    added = page.locator(".phone").last
    await expect(added.locator(".messenger")).to_have_text("Zalo")
    await expect(page.locator(".messengers")).to_be_hidden()


async def test_blocking_the_bot_leaves_it_in_the_dark(page: Page, zalo: ZaloWorld) -> None:
    phone = _phone(page)
    await phone.locator(".phone-head button").first.click()
    await phone.locator(".row", has_text="Chặn bot").click()
    await expect(phone.locator(".barred")).to_be_visible()
    await zalo.sent("không ai thấy")
    await phone.locator(".barred button").click()
    await _write(phone, "tôi đã quay lại")
    await expect(phone).to_contain_text("Đã nghe: tôi đã quay lại")
    await expect(phone).not_to_contain_text("không ai thấy")


async def test_on_a_narrow_screen_a_phone_with_zalo_fits(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.locator('.tab[data-person="za-2001"]').click()
    await expect(page.locator(".phone:visible .messenger")).to_have_text("Zalo")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
