"""The main job on a phone with Zalo, in a real Chromium: nothing to press, everything by number and words."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from tests.page.test_main_job import REPORT, _phone, _write, address, page

__all__ = ("address", "page")

SECRETARY, COMMITTEE, OTHER_SECRETARY = "za-2001", "za-2002", "tg-1001"


async def _number(page: Page, person: str, label: str) -> str:
    """Return the number that stands before `label` in the newest message of the bot."""
    newest = _phone(page, person).locator(".message:not(.own)").last
    found = re.search(rf"(\d+)\. {re.escape(label)}", await newest.inner_text())
    assert found is not None, await newest.inner_text()
    return found[1]


async def test_a_report_on_zalo_reaches_the_committee_member_on_zalo_and_nobody_elses_phone(page: Page) -> None:
    await _write(page, SECRETARY, REPORT)
    await expect(_phone(page, SECRETARY)).to_contain_text("Nguyễn Thị Hạnh? · 1998")
    await expect(_phone(page, SECRETARY).locator(".message .key")).to_have_count(0)
    await _write(page, SECRETARY, await _number(page, SECRETARY, "Công ty TNHH Thực phẩm Hoa Sen"))
    await expect(_phone(page, SECRETARY)).to_contain_text("Công ty TNHH Thực phẩm Hoa Sen · ca 2")
    await _write(page, SECRETARY, "da dong y")
    await expect(_phone(page, SECRETARY)).to_contain_text("Đã lưu: QC065 · Nguyễn Thị Hạnh")

    await expect(_phone(page, COMMITTEE)).to_contain_text("QC065 · N.T.H.")
    await expect(_phone(page, COMMITTEE)).not_to_contain_text("Hạnh")
    await _write(page, COMMITTEE, await _number(page, COMMITTEE, "Mở QC065"))
    await expect(_phone(page, COMMITTEE)).to_contain_text("QC065 · Nguyễn Thị Hạnh")

    await _write(page, OTHER_SECRETARY, "QC065")
    await expect(_phone(page, OTHER_SECRETARY)).to_contain_text("Tôi không thấy mã QC065")
