"""How a bot hears of what people do: getUpdates, webhooks, presses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.sandbox.world import World, served

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def test_an_update_is_served_until_a_higher_offset_confirms_it(world: World) -> None:
    for text in ("một", "hai", "ba"):
        await world.say(text=text)
    first = await world.updates()
    assert await world.updates() == first
    ids = [update["update_id"] for update in first]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
    assert [update["update_id"] for update in await world.updates(offset=ids[1])] == ids[1:]
    assert await world.updates(offset=ids[2] + 1) == []
    assert await world.updates(offset=0) == []


async def test_limit_and_a_negative_offset(world: World) -> None:
    for number in range(5):
        await world.say(text=str(number))
    assert [update["message"]["text"] for update in await world.updates(limit=2)] == ["0", "1"]
    assert [update["message"]["text"] for update in await world.updates(offset=-1)] == ["4"]
    assert len(await world.updates()) == 1


async def test_a_waiting_poll_ends_with_the_first_message(world: World) -> None:
    poll = asyncio.create_task(world.updates(timeout=30))
    await asyncio.sleep(0)
    await world.say(text="chào")
    async with asyncio.timeout(30):
        [update] = await poll
    assert update["message"]["from"] == {
        "id": 1001,
        "is_bot": False,
        "first_name": "Nguyễn Thị Hạnh",
        "language_code": "vi",
    }


async def test_when_two_poll_the_older_one_is_told_of_the_conflict(world: World) -> None:
    polls = {asyncio.create_task(world.api("getUpdates", timeout=30)) for _ in range(2)}
    async with asyncio.timeout(30):
        [older], [newer] = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
        assert (older.result()["status"], older.result()["description"]) == (409, CONFLICT)
        await world.say(text="chào")
        assert len((await newer)["result"]) == 1


async def test_only_the_kinds_that_were_asked_for_arrive(world: World) -> None:
    await world.updates(allowed_updates=["callback_query"])
    await world.say(text="không ai nghe")
    await world.sent(reply_markup={"inline_keyboard": [[{"text": "Lưu", "callback_data": "save"}]]})
    await world.say(press="Lưu")
    [update] = await world.updates()
    assert update["callback_query"]["data"] == "save"
    await world.updates(allowed_updates=[])
    await world.say(text="lại nghe")
    assert len(await world.updates()) == 2


async def test_a_press_can_be_answered_once(world: World) -> None:
    message = await world.sent(reply_markup={"inline_keyboard": [[{"text": "Lưu", "callback_data": "save"}]]})
    assert await world.say(press="save") == message["message_id"]
    [update] = await world.updates()
    query = update["callback_query"]
    assert query["message"]["message_id"] == message["message_id"]
    assert query["chat_instance"]
    assert (await world.api("answerCallbackQuery", callback_query_id=query["id"], text="Đã lưu"))["result"] is True
    again = await world.api("answerCallbackQuery", callback_query_id=query["id"])
    assert again["description"].startswith("Bad Request: query is too old")


async def test_edits_forwards_stickers_places_and_voices_arrive(world: World) -> None:
    written = await world.say(text="báo nguồn")
    await world.say(text="báo nguồn mới", edit=written)
    await world.say(text="tin của người khác", forwarded=True)
    await world.say(sticker=True)
    await world.say(location={"latitude": 21.59, "longitude": 105.84})
    await world.say(voice={"base64": "T2dnUw=="})
    updates = await world.updates()
    assert updates[1]["edited_message"]["text"] == "báo nguồn mới"
    assert updates[1]["edited_message"]["edit_date"]
    assert updates[2]["message"]["forward_origin"]["type"] == "hidden_user"
    kinds = ["sticker", "location", "voice"]
    assert [kind in update["message"] for kind, update in zip(kinds, updates[3:], strict=True)] == [True] * 3


async def test_blocking_is_told_and_stops_the_bot_until_unblocked(world: World) -> None:
    assert (await world.post("/sandbox/people/tg-1001/block"))[1]["blocked"] is True
    answer = await world.api("sendMessage", chat_id=1001, text="a")
    assert (answer["status"], answer["description"]) == (403, "Forbidden: bot was blocked by the user")
    await world.post("/sandbox/people/tg-1001/unblock")
    assert await world.sent()
    changes = [update["my_chat_member"] for update in await world.updates()]
    assert [(change["old_chat_member"]["status"], change["new_chat_member"]["status"]) for change in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


class Listener:
    """A webhook that fails as often as it is told to."""

    def __init__(self) -> None:
        self.failures = 0
        self.answer: dict[str, Any] = {}
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.url = ""

    async def receive(self, request: Request) -> Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.failures:
            self.failures -= 1
            return Response("down", 500)
        self.got.append(await request.json())
        return JSONResponse(self.answer)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Listener"]:
        async with served(Starlette(routes=[Route("/hook", self.receive, methods=["POST"])])) as url:
            self.url = f"{url}/hook"
            yield self


async def test_a_webhook_gets_each_update_with_the_secret_and_again_after_a_failure(world: World) -> None:
    async with Listener().listening() as listener:
        listener.failures = 1
        answer = await world.api("setWebhook", url=listener.url, secret_token="bi-mat_1")
        assert answer["result"] is True
        await world.say(text="qua webhook")
        async with asyncio.timeout(30):
            await world.sandbox.settle()
        assert [update["message"]["text"] for update in listener.got] == ["qua webhook"]
        assert listener.secrets == ["bi-mat_1", "bi-mat_1"]
        info = (await world.api("getWebhookInfo"))["result"]
        assert (info["url"], info["pending_update_count"]) == (listener.url, 0)
        assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
        poll = await world.api("getUpdates")
        assert poll["status"] == 409
        assert poll["description"].startswith("Conflict: can't use getUpdates method while webhook is active")
        await world.api("deleteWebhook")
        assert (await world.api("getWebhookInfo"))["result"]["url"] == ""
        assert await world.updates() == []


async def test_a_webhooks_answer_may_be_a_method_call(world: World) -> None:
    async with Listener().listening() as listener:
        listener.answer = {"method": "sendMessage", "chat_id": 1001, "text": "trả lời ngay"}
        await world.api("setWebhook", url=listener.url)
        written = await world.say(text="chào")
        [seen] = await world.seen(after=written, wait=5)
        assert seen["text"] == "trả lời ngay"
        await world.api("deleteWebhook")


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", "https://example.org/hook", "http://[", "x"])
async def test_a_webhook_elsewhere_than_on_this_machine_is_refused(world: World, url: str) -> None:
    answer = await world.api("setWebhook", url=url)
    assert answer["description"].startswith("Bad Request: bad webhook: ")
