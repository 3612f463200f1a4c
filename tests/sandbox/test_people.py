"""The people's side, as the contract has it."""

import asyncio
import io
import json
from datetime import datetime
from typing import Any

import pytest

from bot.sandbox import PersonStatus
from tests.sandbox.world import World

KEYS = {"inline_keyboard": [[{"text": "Lưu", "callback_data": "save"}, {"text": "Xem", "url": "https://vidu.vn"}]]}


async def test_people_are_listed_with_what_the_product_knows_of_them(world: World) -> None:
    world.sandbox.status = lambda _person: PersonStatus("secretary", "Chi bộ Hoa Sen", joined=True)
    _, [hanh] = await world.get("/sandbox/people")
    contract = {"id", "platform", "name", "role", "unit", "joined"}
    assert {name: hanh[name] for name in contract} == {
        "id": "tg-1001",
        "platform": "telegram",
        "name": "Nguyễn Thị Hạnh",
        "role": "secretary",
        "unit": "Chi bộ Hoa Sen",
        "joined": True,
    }


async def test_a_stranger_is_made_and_the_bot_may_write_only_afterwards(world: World) -> None:
    status, stranger = await world.post("/sandbox/people", {"platform": "telegram", "name": "Người lạ"})
    assert (status, stranger["role"], stranger["joined"], stranger["unit"]) == (201, "outsider", False, None)
    person = world.sandbox.state.person(stranger["id"])
    assert not (await world.api("sendMessage", chat_id=person.number, text="a"))["ok"]
    await world.say(person, text="chào")
    assert (await world.api("sendMessage", chat_id=person.number, text="a"))["ok"]


async def test_people_of_a_second_bot_are_unknown_to_the_first(world: World) -> None:
    status, bot = await world.post("/sandbox/bots", {"platform": "telegram", "username": "khac_bot"})
    assert (status, bot["base_url"]) == (201, f"{world.url}/telegram")
    _, theirs = await world.post("/sandbox/people", {"platform": "telegram", "name": "A", "bot": "khac_bot"})
    person = world.sandbox.state.person(theirs["id"])
    await world.say(person, text="chào bot khác")
    assert await world.updates() == []
    assert not (await world.api("sendMessage", chat_id=person.number, text="a"))["ok"]
    url = f"{bot['base_url']}/bot{bot['token']}/getUpdates"
    async with world.session.get(url) as response:
        assert len((await response.json())["result"]) == 1
    assert (await world.post("/sandbox/bots", {"platform": "telegram", "username": "khac_bot"}))[0] == 409
    assert [bot["username"] for bot in (await world.get("/sandbox/bots"))[1]] == ["nguon_bot", "khac_bot"]


async def test_messages_have_the_shape_of_the_contract_and_come_in_order(world: World) -> None:
    first = await world.say(text="chào")
    await world.sent("Đã nhận", reply_markup=KEYS)
    mine, theirs = await world.seen()
    assert (mine["id"], mine["from"], mine["text"], mine["buttons"]) == (first, "person", "chào", [])
    assert theirs["from"] == "bot"
    assert theirs["buttons"][0][0] == {"label": "Lưu", "data": "save"}
    assert datetime.fromisoformat(theirs["at"]).utcoffset() is not None
    assert await world.seen(after=theirs["id"]) == []


async def test_waiting_ends_with_the_first_new_message(world: World) -> None:
    waiting = asyncio.create_task(world.seen(after=0, wait=30))
    await asyncio.sleep(0)
    await world.sent("đến rồi")
    async with asyncio.timeout(30):
        assert [message["text"] for message in await waiting] == ["đến rồi"]


async def test_a_press_without_a_number_goes_to_the_newest_message_with_the_button(world: World) -> None:
    old = await world.sent("cũ", reply_markup=KEYS)
    new = await world.sent("mới", reply_markup=KEYS)
    await world.sent("không có nút")
    assert await world.say(press="Lưu") == new["message_id"]
    assert await world.say(press="save", message_id=old["message_id"]) == old["message_id"]


async def test_a_forged_press_sends_any_data(world: World) -> None:
    message = await world.sent()
    await world.say(press="duyệt:999", message_id=message["message_id"], forged=True)
    [update] = await world.updates()
    assert update["callback_query"]["data"] == "duyệt:999"


async def test_what_is_too_long_for_one_message_is_sent_in_several_as_a_phone_does(world: World) -> None:
    await world.say(text="ạ" * 5000)
    assert [len(update["message"]["text"]) for update in await world.updates()] == [4096, 904]


@pytest.mark.parametrize("text", ["\u200b\u200d", "\u202eabc", "🙂🙂", "<b>&{}'; --"])
async def test_odd_texts_arrive_as_they_are(world: World, text: str) -> None:
    await world.say(text=text)
    [update] = await world.updates()
    assert update["message"]["text"] == text


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/sandbox/people/tg-9/messages", {"text": "a"}, 404),
        ("/sandbox/people/tg-1001/messages", {}, 400),
        ("/sandbox/people/tg-1001/messages", [], 400),
        ("/sandbox/people/tg-1001/messages", {"text": "a", "press": "b"}, 400),
        ("/sandbox/people/tg-1001/messages", {"text": "  "}, 400),
        ("/sandbox/people/tg-1001/messages", {"text": 5}, 400),
        ("/sandbox/people/tg-1001/messages", {"text": "\ud800"}, 400),
        ("/sandbox/people/tg-1001/messages", {"text": "a", "colour": "red"}, 400),
        ("/sandbox/people/tg-1001/messages", {"text": "a", "edit": 77}, 404),
        ("/sandbox/people/tg-1001/messages", {"text": "a", "group": True}, 404),
        ("/sandbox/people/tg-1001/messages", {"press": "Không có"}, 404),
        ("/sandbox/people/tg-1001/messages", {"press": "Không có", "message_id": 1}, 404),
        ("/sandbox/people/tg-1001/messages", {"file": {"name": "a", "base64": "§"}}, 400),
        ("/sandbox/people/tg-1001/messages", {"file": {"name": "a", "base64": ""}}, 400),
        ("/sandbox/people/tg-1001/messages", {"photo": {"base64": "AAAA"}}, 400),
        ("/sandbox/people/tg-1001/messages", {"location": {"latitude": 91, "longitude": 0}}, 400),
        ("/sandbox/people", {"platform": "telegram", "name": ""}, 400),
        ("/sandbox/people", {"platform": "signal", "name": "A"}, 400),
        ("/sandbox/people", {"platform": "zalo", "name": "A"}, 404),
        ("/sandbox/people", {"platform": "telegram", "name": "A", "bot": "không"}, 404),
        ("/sandbox/bots", {"platform": "viber", "username": "abc"}, 400),
        ("/sandbox/quota", {"platform": "telegram", "used": 1}, 400),
        ("/sandbox/bots", {"platform": "telegram", "username": "a b"}, 400),
    ],
)
async def test_bad_input_is_answered_with_one_sentence(world: World, path: str, body: Any, status: int) -> None:
    got, answer = await world.post(path, body)
    assert got == status
    assert list(answer) == ["error"]
    assert answer["error"].endswith(".")
    assert await world.updates() == []


async def test_a_body_that_is_no_json_and_a_number_that_is_none_are_refused(world: World) -> None:
    async with world.session.post(f"{world.url}/sandbox/people", data=b"{") as response:
        assert response.status == 400
    assert (await world.get("/sandbox/people/tg-1001/messages?after=-1"))[0] == 400


async def test_someone_who_blocked_the_bot_cannot_write_before_unblocking(world: World) -> None:
    await world.post("/sandbox/people/tg-1001/block")
    status, answer = await world.post("/sandbox/people/tg-1001/messages", {"text": "a"})
    assert (status, answer["error"]) == (400, "Nguyễn Thị Hạnh has blocked the bot; unblock it first.")


async def test_a_thirty_megabyte_file_can_be_sent_by_a_person(world: World) -> None:
    body = json.dumps({"file": {"name": "..\\to/lớn.bin", "base64": "AAAA" * (10 * 1024 * 1024)}})
    url = f"{world.url}/sandbox/people/tg-1001/messages"
    async with world.session.post(url, data=io.BytesIO(body.encode())) as response:
        assert response.status == 202
    [update] = await world.updates()
    assert update["message"]["document"]["file_name"] == "lớn.bin"
    answer = await world.api("getFile", file_id=update["message"]["document"]["file_id"])
    assert answer["description"] == "Bad Request: file is too big"


async def test_calls_tell_what_the_bot_did(world: World) -> None:
    await world.sent()
    await world.api("sendMessage", chat_id=5, text="a")
    _, calls = await world.get("/sandbox/calls?platform=telegram")
    assert [(call["method"], call["chat_id"], call["status"]) for call in calls] == [
        ("sendMessage", 1001, 200),
        ("sendMessage", 5, 400),
    ]
    assert (await world.get("/sandbox/calls?platform=zalo"))[1] == []


async def test_health_follows_the_bot(world: World) -> None:
    assert (await world.get("/healthz"))[0] == 200
    world.sandbox.healthy = lambda: False
    assert (await world.get("/healthz"))[0] == 503
