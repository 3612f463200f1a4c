"""The main job as a new user does it: the whole demo, its page in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo.demo import running

SECRETARY, COMMITTEE, STRANGER, OTHER_SECRETARY = "tg-1001", "tg-1002", "tg-1004", "tg-1005"
REPORT = "bao nguon nguyen thi hanh 1998 cty hoa sen ca 2 cong doan gioi thieu"


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    async with running(0, tmp_path / "demo", empty=False, seed=0, say=lambda _: None) as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(address)
    yield page
    assert complaints == []


def _phone(page: Page, person: str) -> Locator:
    return page.locator(f'.phone[data-person="{person}"]')


async def _write(page: Page, person: str, text: str) -> None:
    box = _phone(page, person).locator(".box")
    await box.fill(text)
    await box.press("Enter")


async def _press(page: Page, person: str, label: str) -> None:
    await _phone(page, person).get_by_role("button", name=label, exact=True).last.click()


async def test_a_report_reaches_the_committee_members_phone_and_nobody_elses(page: Page) -> None:
    await _write(page, SECRETARY, REPORT)
    await expect(_phone(page, SECRETARY)).to_contain_text("Nguyễn Thị Hạnh? · 1998")
    await _press(page, SECRETARY, "Công ty TNHH Thực phẩm Hoa Sen")
    await expect(_phone(page, SECRETARY)).to_contain_text("Công ty TNHH Thực phẩm Hoa Sen · ca 2")
    await _press(page, SECRETARY, "Đã đồng ý")
    await expect(_phone(page, SECRETARY)).to_contain_text("Đã lưu: QC065 · Nguyễn Thị Hạnh")

    await expect(_phone(page, COMMITTEE)).to_contain_text("QC065 · N.T.H.")
    await expect(_phone(page, COMMITTEE)).not_to_contain_text("Hạnh")
    await _press(page, COMMITTEE, "Mở QC065")
    await expect(_phone(page, COMMITTEE)).to_contain_text("QC065 · Nguyễn Thị Hạnh")

    await _write(page, OTHER_SECRETARY, "QC065")
    await expect(_phone(page, OTHER_SECRETARY)).to_contain_text("Tôi không thấy mã QC065")


async def test_a_stranger_joins_with_a_code_from_the_secretary(page: Page) -> None:
    await _write(page, SECRETARY, "mời DV076")
    invited = _phone(page, SECRETARY).get_by_text("Mã mời cho Nguyễn Minh Kiên")
    await expect(invited).to_be_visible()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", await invited.inner_text())
    assert code is not None
    await _write(page, STRANGER, "xin chào")
    await expect(_phone(page, STRANGER)).to_contain_text("Nhập mã")
    await _write(page, STRANGER, code[0])
    await expect(_phone(page, STRANGER)).to_contain_text("Nguyễn Minh Kiên")
    await _press(page, STRANGER, "Tôi đồng ý")
    await expect(_phone(page, STRANGER)).to_contain_text("phó bí thư", ignore_case=True)
    await expect(_phone(page, STRANGER).get_by_role("button", name="Báo nguồn", exact=True)).to_be_visible()


async def test_the_same_job_on_a_telephones_screen(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await _write(page, SECRETARY, "báo nguồn Trần Văn Nam 1990 cty Minh Quang động cơ ca 1 đoàn thanh niên gt")
    await _press(page, SECRETARY, "Đã đồng ý")
    await expect(_phone(page, SECRETARY)).to_contain_text("Đã lưu: QC065")
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
