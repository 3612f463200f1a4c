"""The screen of a sitting's check-in in a real Chromium: read from the last row, new every half minute by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, timedelta

import aiohttp
import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import select
from starlette.applications import Starlette

from bot import check_in_page, server
from bot.clock import FrozenClock
from handlers.classes.check_in_screen import PATH
from handlers.settings import Settings
from models import check_in
from models.audit import Actor, Via, act_as
from models.classes import ClassSitting
from models.database import Database
from models.people import Person
from models.rest import Habits
from tests.support.classes import LAM, add_course
from tests.support.meetings import local

NOON = local("2026-12-12", "14:40").astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Room:
    """A sitting whose check-in is open, and the page that shows it."""

    database: Database
    clock: FrozenClock
    key: str
    url: str

    @property
    def code(self) -> str:
        """Return the code as the screen shows it now."""
        code = check_in.code_at(self.key, self.clock.now())
        return f"{code[:3]} {code[3:]}"

    def checks_in(self) -> None:
        """Let Lâm type the code."""
        now = self.clock.now()
        with self.database.write() as session:
            act_as(session, Actor(Via.CHAT, now))
            lam = session.scalars(select(Person).where(Person.code == LAM)).one()
            done = check_in.check_in(session, lam, check_in.code_at(self.key, now), now, Habits())
        assert done.outcome is check_in.Outcome.DONE


@pytest.fixture
async def room(organisation: Database, clock: FrozenClock) -> AsyncIterator[Room]:
    clock.moment = NOON
    klass = add_course(organisation, {1: [local("2026-12-12", "14:30")]}, booked={LAM: [0]})
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOON))
        sitting = session.get_one(ClassSitting, klass.sittings[1][0])
        sitting.check_in_key = key = check_in.new_key()
        address = check_in.address_of(sitting)
    settings = Settings(telegram_username="taonguon_bot", zalo_name="Tạo Nguồn")
    pages = Starlette(routes=check_in_page.routes(organisation, clock, settings))
    async with server.served(pages, "127.0.0.1", 0) as port:
        yield Room(organisation, clock, key, f"http://127.0.0.1:{port}{PATH}/{address}")


async def test_the_code_and_the_count_change_without_a_reload_and_the_end_is_said(browser: Browser, room: Room) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 720})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(room.url)
    await expect(page.locator("#code")).to_have_text(room.code)
    await expect(page.locator("#in")).to_have_text("0/1 đã điểm danh")
    size = await page.locator("#code").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size > 120, "it is read from the last row"
    assert await page.locator("#dots").get_attribute("d")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.evaluate("window.isTheSame = true")
    room.checks_in()
    room.clock.moment += timedelta(seconds=30)
    await expect(page.locator("#code")).to_have_text(room.code, timeout=15_000)
    await expect(page.locator("#in")).to_have_text("1/1 đã điểm danh")
    assert await page.evaluate("window.isTheSame")
    assert complaints == []
    room.clock.moment += timedelta(hours=5)
    await expect(page.locator("h1")).to_have_text("Không có gì ở địa chỉ này", timeout=15_000)
    await page.close()


async def test_it_fits_a_telephone_too(browser: Browser, room: Room) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 640})
    await page.goto(room.url)
    await expect(page.locator("#code")).to_have_text(room.code)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.close()


async def test_before_the_time_it_says_when_codes_begin(browser: Browser, room: Room) -> None:
    room.clock.moment = local("2026-12-12", "09:00").astimezone(UTC)
    page = await browser.new_page()
    await page.goto(room.url)
    await expect(page.locator("#hint")).to_have_text("Mã hiện từ 14:00 ngày 12/12.")
    await expect(page.locator("#code")).to_be_hidden()
    await page.close()


async def test_no_other_address_shows_anything_and_the_answers_are_guarded(room: Room) -> None:
    async with aiohttp.ClientSession() as client:
        for url, status in (
            (room.url, 200),
            (room.url + "x", 404),
            (room.url + "/now", 200),
            (room.url + "x/now", 404),
        ):
            async with client.get(url) as answer:
                assert answer.status == status
                assert answer.headers["Cache-Control"] == "private, no-store"
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                if answer.content_type == "text/html":
                    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
                    assert "unsafe" not in answer.headers["Content-Security-Policy"]
                assert ("Nguyễn Mạnh Lâm" in await answer.text()) is False
        async with client.post(room.url) as answer:
            assert answer.status == 405
