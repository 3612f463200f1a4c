"""The addresses of pictures and files, as a messenger's preview, a person's browser and a stranger find them."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import update
from starlette.applications import Starlette

from bot import published_pages, server, web
from bot.app import build
from bot.channels.channel import Refused, Unavailable
from bot.clock import FrozenClock
from bot.config import Config
from bot.publishing import Publisher
from bot.sections import Organisation, Telegram
from bot.writer import Writer, writer_of
from handlers.attachments import Drawn
from models.chats import Chat, Platform
from models.database import Database
from models.published import KEPT_FOR, LARGEST_CONTENT
from tests.support.messenger import commits_fail
from tests.support.organisation import CHATS

CHAT = CHATS["trinh"]
NAME = "Hồ sơ Đỗ Thị Hạnh.json"
PICTURE = Drawn("Tuần 47.png", "image/png", b"\x89PNG picture")
FILE = Drawn(NAME, "application/json", '{"họ tên": "Đỗ Thị Hạnh"}'.encode())


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Site:
    """The service's publisher, and its pages at work."""

    database: Database
    writer: Writer
    clock: FrozenClock
    publish: Publisher
    client: aiohttp.ClientSession
    url: str

    async def address(self, drawn: Drawn) -> str:
        """Publish for a chat that is known; return the address."""
        address = await self.publish(drawn, CHAT)
        assert address is not None
        return address

    async def ask(self, method: str, address: str) -> Answer:
        async with self.client.request(method, address) as response:
            return Answer(response.status, response.headers, await response.read())


@pytest.fixture
async def site(organisation: Database, clock: FrozenClock) -> AsyncIterator[Site]:
    with organisation.write() as session:
        session.execute(update(Chat).values(platform=Platform.ZALO))
    writer = writer_of(organisation)
    pages = Starlette(routes=published_pages.routes(organisation, clock))
    async with server.served(pages, "127.0.0.1", 0) as port, aiohttp.ClientSession() as client:
        url = f"http://127.0.0.1:{port}"
        yield Site(organisation, writer, clock, Publisher(organisation, writer, clock, url), client, url)
    writer.close()


def _is_guarded(answer: Answer) -> bool:
    expected = {
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    policy = answer.headers["Content-Security-Policy"]
    held = all(answer.headers.get(name) == value for name, value in expected.items())
    return held and policy.startswith("default-src 'none'; ")


async def test_a_picture_is_fetched_as_often_as_a_messenger_likes(site: Site) -> None:
    address = await site.address(PICTURE)
    for _ in range(2):
        answer = await site.ask("GET", address)
        assert (answer.status, answer.headers["Content-Type"], answer.body) == (200, "image/png", PICTURE.content)
        assert _is_guarded(answer)
        assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_a_preview_finds_a_page_that_says_nothing_about_the_file_and_does_not_use_it_up(site: Site) -> None:
    address = await site.address(FILE)
    assert (await site.ask("HEAD", address)).status == 200
    for _ in range(2):
        page = await site.ask("GET", address)
        assert (page.status, _is_guarded(page)) == (200, True)
        assert "chỉ tải được một lần, trước 09:00 ngày 25/11/2026" in page.text  # 02:00 in UTC
        assert "Hạnh" not in page.text
    assert (await site.ask("POST", address)).body == FILE.content


async def test_a_file_is_given_once_as_a_download_under_its_name(site: Site) -> None:
    address = await site.address(FILE)
    given, again = await site.ask("POST", address), await site.ask("POST", address)
    assert (given.status, given.headers["Content-Type"], given.body) == (200, FILE.media_type, FILE.content)
    assert given.headers["Content-Disposition"] == (
        'attachment; filename="ho-so-do-thi-hanh.json"; '
        "filename*=UTF-8''H%E1%BB%93%20s%C6%A1%20%C4%90%E1%BB%97%20Th%E1%BB%8B%20H%E1%BA%A1nh.json"
    )
    assert _is_guarded(given)
    assert again.status == 404
    assert (await site.ask("GET", address)).status == 404


async def test_of_several_presses_at_the_same_moment_one_is_given_the_file(site: Site) -> None:
    address = await site.address(FILE)
    answers = await asyncio.gather(*(site.ask("POST", address) for _ in range(6)))
    assert sorted(answer.status for answer in answers) == [200, *[404] * 5]


async def test_unknown_used_and_expired_addresses_cannot_be_told_from_each_other(site: Site) -> None:
    used, picture, file = [await site.address(drawn) for drawn in (FILE, PICTURE, FILE)]
    await site.ask("POST", used)
    guessed = f"{site.url}/published/{secrets.token_urlsafe(32)}"
    answers = [await site.ask("GET", guessed), await site.ask("GET", used), await site.ask("POST", picture)]
    site.clock.moment += KEPT_FOR
    answers += [await site.ask(method, address) for address in (picture, file) for method in ("GET", "POST")]
    assert {(answer.status, answer.body) for answer in answers} == {(404, answers[0].body)}
    assert all(map(_is_guarded, answers))
    assert "nhắn lại cho bot" in answers[0].text


@pytest.mark.parametrize("tail", ["%00", "%ff%fe", "..%2f..%2fhealthz", "a" * 4000, "%F0%9F%98%80"])
async def test_a_strange_address_is_an_unknown_one(site: Site, tail: str) -> None:
    for method in ("GET", "POST"):
        assert (await site.ask(method, f"{site.url}/published/{tail}")).status == 404


async def test_an_address_names_nobody_and_is_new_each_time(site: Site) -> None:
    first, second = await site.address(FILE), await site.address(FILE)
    assert first != second
    assert len(first.removeprefix(f"{site.url}/published/")) == 43


async def test_an_address_is_never_logged(
    site: Site, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    assert not logging.getLogger("uvicorn.access").propagate, "switched off by bot/server.py"
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "uvicorn.access")  # which listening to it, as pytest does, would switch on again
    address = await site.address(FILE)
    with commits_fail(site.database):
        assert (await site.ask("POST", address)).status == 503
    await site.ask("POST", address)
    written = capfd.readouterr()
    assert "published_not_served" in written.out + written.err
    assert address.rpartition("/")[2] not in caplog.text + written.out + written.err


async def test_a_file_that_could_not_be_taken_for_good_is_not_given_and_stays(site: Site) -> None:
    address = await site.address(FILE)
    with commits_fail(site.database):
        answer = await site.ask("POST", address)
    assert (answer.status, FILE.content in answer.body, _is_guarded(answer)) == (503, False, True)
    assert (await site.ask("POST", address)).body == FILE.content


async def test_without_a_public_address_nothing_is_published(site: Site) -> None:
    publish = Publisher(site.database, site.writer, site.clock, None)
    assert await publish(PICTURE, CHAT) is None


async def test_what_cannot_be_kept_now_may_be_sent_later(site: Site) -> None:
    with commits_fail(site.database), pytest.raises(Unavailable):
        await site.publish(PICTURE, CHAT)
    assert (await site.ask("GET", await site.address(PICTURE))).status == 200


@pytest.mark.parametrize(
    ("drawn", "chat"), [(Drawn("a.bin", "image/png", bytes(LARGEST_CONTENT + 1)), CHAT), (PICTURE, "nobody")]
)
async def test_what_can_never_be_published_is_refused(site: Site, drawn: Drawn, chat: str) -> None:
    with pytest.raises(Refused):
        await site.publish(drawn, chat)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_service_has_these_addresses(site: Site) -> None:
    config = Config(organisation=Organisation(administrators=("QT01",)), telegram=Telegram(enabled=False))
    async with (
        build(config, site.database, site.clock) as built,
        server.served(web.build_app(built, site.clock), "127.0.0.1", 0) as port,
    ):
        path = (await site.address(PICTURE)).removeprefix(site.url)
        assert (await site.ask("GET", f"http://127.0.0.1:{port}{path}")).body == PICTURE.content


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_on_a_phone_the_page_fits_and_its_button_downloads_the_file_once(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    page = await browser.new_page(viewport={"width": 390, "height": 844}, locale="vi-VN")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    await page.goto(await site.address(FILE))
    button = page.get_by_role("button", name="Tải tệp", exact=True)
    box = await button.bounding_box()
    assert box is not None
    assert (await page.evaluate("document.documentElement.scrollWidth"), box["height"] >= 44) == (390, True)
    assert await button.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(140, 28, 28)"
    async with page.expect_download() as downloading:
        await button.click()
    download = await downloading.value
    await download.save_as(tmp_path / "saved")
    assert (download.suggested_filename, (tmp_path / "saved").read_bytes()) == (NAME, FILE.content)
    assert complaints == []
    await button.click()
    await expect(page.get_by_role("heading")).to_have_text("Không còn gì ở địa chỉ này")
