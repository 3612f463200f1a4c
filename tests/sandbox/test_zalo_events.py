"""What a bot of Zalo gets to know: by polling, by webhook, with the quirks."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox import Sandbox
from bot.sandbox.zalo.errors import ApiError
from bot.sandbox.zalo.events import EventQueue
from tests.sandbox.pictures import png
from tests.sandbox.world import served
from tests.sandbox.zalo_world import ZaloWorld

PICTURE = {"base64": base64.b64encode(png(8, 6)).decode()}
SECRET = "bi-mat-cua-bot"


async def test_a_poll_brings_one_event_in_the_envelope_with_ids_as_strings(zalo: ZaloWorld) -> None:
    await zalo.say(text="một")
    await zalo.say(text="hai")
    answer = await zalo.api("getUpdates")
    message = answer["result"]["message"]
    assert answer["ok"] is True
    assert answer["result"]["event_name"] == "message.text.received"
    assert message["from"] == {"id": zalo.chat_id(), "display_name": "Nguyễn Thị Hạnh", "is_bot": False}
    assert message["chat"] == {"id": zalo.chat_id(), "chat_type": "PRIVATE"}
    assert (message["text"], len(message["message_id"]), len(zalo.chat_id())) == ("một", 20, 20)
    assert abs(message["date"] - zalo.sandbox.clock.now().timestamp() * 1000) < 60_000


async def test_events_come_in_order(zalo: ZaloWorld) -> None:
    for text in ("một", "hai", "ba"):
        await zalo.say(text=text)
    assert [(await zalo.event())["message"]["text"] for _ in range(3)] == ["một", "hai", "ba"]


@pytest.mark.parametrize("seconds", [0, "0"])
async def test_an_idle_poll_ends_with_408(zalo: ZaloWorld, seconds: int | str) -> None:
    answer = await zalo.api("getUpdates", timeout=seconds)
    assert answer == {"status": 408, "ok": False, "description": "Request timeout", "error_code": 408}


async def test_a_poll_waits_for_its_event(zalo: ZaloWorld) -> None:
    poll = asyncio.create_task(zalo.event(seconds=30))
    await asyncio.sleep(0)
    await zalo.say(text="đến rồi")
    async with asyncio.timeout(30):
        assert (await poll)["message"]["text"] == "đến rồi"


async def test_of_two_polls_that_wait_only_one_gets_the_event(sandbox: Sandbox) -> None:
    queue, bot = EventQueue(sandbox.state, sandbox.faults), sandbox.add_bot("zalo", "nguon_zalo")
    polls = [asyncio.create_task(queue.poll(bot, 30, _stays)) for _ in range(2)]
    await asyncio.sleep(0)
    queue.push(bot, {"event_name": "một"})
    done, waiting = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
    assert [await poll for poll in done] == [{"event_name": "một"}]
    queue.push(bot, {"event_name": "hai"})
    assert [await poll for poll in waiting] == [{"event_name": "hai"}]


async def test_who_hangs_up_takes_no_event_along(zalo: ZaloWorld) -> None:
    with pytest.raises(TimeoutError):
        async with zalo.session.post(
            zalo.address("getUpdates"), json={"timeout": 30}, timeout=aiohttp.ClientTimeout(total=0.1)
        ):
            pass
    await zalo.say(text="vẫn còn")
    assert (await zalo.event())["message"]["text"] == "vẫn còn"


async def test_who_asks_again_within_a_second_gets_the_event_once_more(sandbox: Sandbox) -> None:
    seconds = 100.0
    queue, bot = EventQueue(sandbox.state, sandbox.faults, lambda: seconds), sandbox.add_bot("zalo", "nguon_zalo")
    for name in ("một", "hai", "ba"):
        queue.push(bot, {"event_name": name})
    got = [await queue.poll(bot, 0, _stays)]
    seconds += 0.9
    got += [await queue.poll(bot, 0, _stays), await queue.poll(bot, 0, _stays)]
    seconds += 1.0
    got.append(await queue.poll(bot, 0, _stays))
    assert [event["event_name"] for event in got] == ["một", "một", "hai", "ba"]
    seconds += 1.0
    with pytest.raises(ApiError, match="Request timeout"):
        await queue.poll(bot, 0, _stays)


async def test_a_duplicate_is_served_by_the_next_poll(zalo: ZaloWorld) -> None:
    await zalo.post("/sandbox/faults", {"platform": "zalo", "kind": "duplicate_update", "times": 1})
    await zalo.say(text="một")
    first = await zalo.api("getUpdates", timeout=5)
    assert await zalo.api("getUpdates", timeout=0) == first
    assert (await zalo.api("getUpdates", timeout=0))["status"] == 408


async def test_every_kind_of_message_has_its_event(zalo: ZaloWorld) -> None:
    await zalo.say(photo=PICTURE, caption="Đơn của tôi")
    await zalo.say(sticker=True)
    await zalo.say(voice={"base64": "T2dnUw=="})
    await zalo.say(file={"name": "đơn.pdf", "base64": "YQ=="})
    events = [await zalo.event() for _ in range(4)]
    kinds = [event["event_name"].removeprefix("message.").removesuffix(".received") for event in events]
    assert kinds == ["image", "sticker", "voice", "unsupported"]
    assert all(event["message"]["from"]["id"] == zalo.chat_id() for event in events)
    assert "text" not in events[3]["message"]
    image = events[0]["message"]
    assert (image["caption"], image["photo_url"].startswith(f"{zalo.url}/")) == ("Đơn của tôi", True)
    async with zalo.session.get(image["photo_url"]) as response:
        assert (await response.read(), response.content_type) == (png(8, 6), "image/png")
    async with zalo.session.get(events[2]["message"]["voice_url"]) as response:
        assert await response.read() == b"OggS"


@pytest.mark.parametrize(
    "action",
    [
        {"location": {"latitude": 21.59, "longitude": 105.84}},
        {"file": {"name": "a.txt", "base64": "YQ=="}, "forwarded": True},
    ],
)
async def test_a_place_and_a_file_passed_on_are_events_without_a_message(
    zalo: ZaloWorld, action: dict[str, Any]
) -> None:
    await zalo.say(**action)
    assert await zalo.event() == {"event_name": "message.unsupported.received"}


async def test_without_a_webhook_there_is_no_information(zalo: ZaloWorld) -> None:
    answer = await zalo.api("getWebhookInfo")
    assert (answer["status"], answer["error_code"]) == (404, 404)
    gone = (await zalo.api("deleteWebhook"))["result"]
    assert (gone["url"], isinstance(gone["updated_at"], int)) == ("", True)


@pytest.mark.parametrize(
    "described",
    [
        {"secret_token": SECRET},
        {"url": "http://127.0.0.1:9/a"},
        {"url": "http://127.0.0.1:9/a", "secret_token": "1234567"},
        {"url": "http://127.0.0.1:9/a", "secret_token": "1" * 257},
        {"url": "https://example.org/a", "secret_token": SECRET},
        {"url": "http://[", "secret_token": SECRET},
    ],
)
async def test_a_webhook_that_is_described_wrongly_is_refused(zalo: ZaloWorld, described: dict[str, str]) -> None:
    assert (await zalo.api("setWebhook", **described))["error_code"] == 400
    assert (await zalo.api("getWebhookInfo"))["status"] == 404


class Listener:
    """A webhook that fails as often as it is told to."""

    def __init__(self) -> None:
        self.failures = 0
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.url = ""

    async def receive(self, request: Request) -> Response:
        self.secrets.append(request.headers.get("X-Bot-Api-Secret-Token"))
        if self.failures:
            self.failures -= 1
            return Response("down", 500)
        self.got.append(await request.json())
        return Response()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Listener"]:
        async with served(Starlette(routes=[Route("/hook", self.receive, methods=["POST"])])) as url:
            self.url = f"{url}/hook"
            yield self


async def test_a_webhook_gets_bare_events_with_the_secret_in_order_and_again_after_a_failure(zalo: ZaloWorld) -> None:
    await zalo.say(text="một")
    async with Listener().listening() as listener:
        listener.failures = 1
        answer = await zalo.api("setWebhook", url=listener.url, secret_token=SECRET)
        assert answer["result"]["url"] == listener.url
        await zalo.say(text="hai")
        await zalo.say(photo=PICTURE)
        async with asyncio.timeout(30):
            await zalo.sandbox.settle()
        await zalo.api("deleteWebhook")
    assert [event["event_name"].split(".")[1] for event in listener.got] == ["text", "text", "image"]
    assert [event["message"].get("text") for event in listener.got[:2]] == ["một", "hai"]
    assert listener.got[2]["message"]["photo_url"].startswith(f"{zalo.url}/")
    assert listener.secrets == [SECRET] * 4


async def test_a_webhook_may_get_an_event_twice(zalo: ZaloWorld) -> None:
    await zalo.post("/sandbox/faults", {"platform": "zalo", "kind": "duplicate_update", "times": 1})
    async with Listener().listening() as listener:
        await zalo.api("setWebhook", url=listener.url, secret_token=SECRET)
        await zalo.say(text="một")
        async with asyncio.timeout(30):
            await zalo.sandbox.settle()
        await zalo.api("deleteWebhook")
    assert [event["message"]["text"] for event in listener.got] == ["một", "một"]


async def test_polling_and_a_webhook_exclude_each_other(zalo: ZaloWorld) -> None:
    waiting = asyncio.create_task(zalo.api("getUpdates", timeout=30))
    await asyncio.sleep(0)
    async with Listener().listening() as listener:
        await zalo.api("setWebhook", url=listener.url, secret_token=SECRET)
        async with asyncio.timeout(30):
            assert (await waiting)["status"] == 400
        assert (await zalo.api("getUpdates", timeout=0))["status"] == 400
        assert (await zalo.api("getWebhookInfo"))["result"]["url"] == listener.url
        await zalo.api("deleteWebhook")
    await zalo.say(text="lại theo cách cũ")
    assert (await zalo.event())["message"]["text"] == "lại theo cách cũ"


async def _stays() -> None:
    await asyncio.Event().wait()
