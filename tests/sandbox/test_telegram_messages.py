"""The Bot API with raw HTTP: sending, editing, deleting, and how it refuses."""

import json
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from tests.sandbox.pictures import png
from tests.sandbox.world import TOKEN, World


def keyboard(*data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": f"Nút {one}", "callback_data": one}] for one in data]}


async def test_a_sent_message_has_every_required_field_and_stands_on_the_phone(world: World) -> None:
    message = await world.sent("Chào <b>đồng chí</b>", parse_mode="HTML", reply_markup=keyboard("ok"))
    assert message["message_id"] == 1
    assert message["chat"] == {"id": 1001, "type": "private", "first_name": "Nguyễn Thị Hạnh"}
    assert message["from"]["is_bot"] is True
    assert message["entities"] == [{"type": "bold", "offset": 5, "length": 8}]
    [seen] = await world.seen()
    assert (seen["from"], seen["text"]) == ("bot", "Chào đồng chí")
    assert seen["buttons"] == [[{"label": "Nút ok", "data": "ok"}]]


@pytest.mark.parametrize("style", ["query", "form", "json", "multipart"])
async def test_parameters_arrive_in_every_way_that_telegram_takes(world: World, style: str) -> None:
    url = f"{world.url}/telegram/bot{TOKEN}/SENDmessage"
    simple = {"chat_id": "1001", "text": "Đủ dấu & <chữ>", "reply_markup": json.dumps(keyboard("a"))}
    if style == "query":
        request = world.session.get(url, params=simple)
    elif style == "form":
        request = world.session.post(url, data=simple)
    elif style == "json":
        request = world.session.post(url, json=simple)
    else:
        form = aiohttp.FormData(default_to_multipart=True)
        for name, value in simple.items():
            form.add_field(name, value)
        request = world.session.post(url, data=form)
    async with request as response:
        answer = await response.json()
    assert answer["result"]["text"] == "Đủ dấu & <chữ>"
    assert answer["result"]["reply_markup"] == keyboard("a")


async def test_a_wrong_token_and_an_unknown_method_are_told_apart(world: World) -> None:
    status, answer = await world.get("/telegram/bot1:wrong/getMe")
    assert (status, answer) == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    status, answer = await world.get(f"/telegram/bot{TOKEN}/makeCoffee")
    assert (status, answer) == (404, {"ok": False, "error_code": 404, "description": "Not Found"})


@pytest.mark.parametrize(
    ("parameters", "status", "description"),
    [
        ({"text": ""}, 400, "Bad Request: message text is empty"),
        ({"text": " \n "}, 400, "Bad Request: message text is empty"),
        ({"text": "x" * 4097}, 400, "Bad Request: message is too long"),
        ({"text": "a", "chat_id": 5}, 400, "Bad Request: chat not found"),
        ({"text": "a", "chat_id": ""}, 400, "Bad Request: chat_id is empty"),
        ({"text": "a", "parse_mode": "Wiki"}, 400, "Bad Request: unsupported parse_mode"),
        ({"text": "a", "reply_markup": keyboard("x" * 65)}, 400, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keyboard("")}, 400, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keyboard("đ" * 33)}, 400, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_parameters": {"message_id": 77}}, 400, "Bad Request: message to be replied not found"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    world: World, parameters: dict[str, Any], status: int, description: str
) -> None:
    answer = await world.api("sendMessage", **{"chat_id": 1001, **parameters})
    assert answer == {"status": status, "ok": False, "error_code": status, "description": description}
    assert await world.seen() == []


async def test_the_longest_text_and_the_longest_callback_data_pass(world: World) -> None:
    message = await world.sent("<b>" + "ạ" * 4096 + "</b>", parse_mode="HTML", reply_markup=keyboard("đ" * 32))
    assert len(message["text"]) == 4096


async def test_a_stranger_who_never_wrote_cannot_be_written_to(world: World) -> None:
    stranger = world.sandbox.add_person("telegram", "Người lạ")
    answer = await world.api("sendMessage", chat_id=stranger.number, text="a")
    assert (answer["status"], answer["description"]) == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_message_numbers_rise_by_one_in_each_chat(world: World) -> None:
    other = world.sandbox.add_person("telegram", "Trần Văn Dũng", started=True)
    assert [(await world.sent())["message_id"] for _ in range(3)] == [1, 2, 3]
    answer = await world.api("sendMessage", chat_id=other.number, text="a")
    assert answer["result"]["message_id"] == 1


async def test_an_edit_replaces_text_and_buttons(world: World) -> None:
    message = await world.sent(reply_markup=keyboard("a"))
    answer = await world.api("editMessageText", chat_id=1001, message_id=message["message_id"], text="Đã lưu")
    assert answer["result"]["text"] == "Đã lưu"
    assert answer["result"]["edit_date"] >= message["date"]
    [seen] = await world.seen()
    assert (seen["text"], seen["buttons"]) == ("Đã lưu", [])
    assert "edited_at" in seen


async def test_an_edit_that_changes_nothing_is_refused(world: World) -> None:
    message = await world.sent("Có mặt", reply_markup=keyboard("a"))
    same = {"chat_id": 1001, "message_id": message["message_id"], "text": "Có mặt", "reply_markup": keyboard("a")}
    answer = await world.api("editMessageText", **same)
    assert answer["description"].startswith("Bad Request: message is not modified: ")
    del same["text"]
    answer = await world.api("editMessageReplyMarkup", **same)
    assert answer["description"].startswith("Bad Request: message is not modified: ")
    assert (await world.api("editMessageReplyMarkup", **same | {"reply_markup": keyboard("b")}))["ok"]


async def test_only_own_messages_that_exist_can_be_edited(world: World) -> None:
    theirs = await world.say(text="của người")
    answer = await world.api("editMessageText", chat_id=1001, message_id=theirs, text="b")
    assert answer["description"] == "Bad Request: message can't be edited"
    answer = await world.api("editMessageText", chat_id=1001, message_id=99, text="b")
    assert answer["description"] == "Bad Request: message to edit not found"


async def test_a_deleted_message_is_gone_from_the_phone_and_old_ones_stay(world: World) -> None:
    message = await world.sent()
    kept = await world.sent()
    assert (await world.api("deleteMessage", chat_id=1001, message_id=message["message_id"]))["result"] is True
    assert [one["id"] for one in await world.seen()] == [kept["message_id"]]
    answer = await world.api("deleteMessage", chat_id=1001, message_id=message["message_id"])
    assert answer["description"] == "Bad Request: message to delete not found"
    world.sandbox.clock.move_to(world.sandbox.clock.now() + timedelta(hours=49))
    answer = await world.api("deleteMessage", chat_id=1001, message_id=kept["message_id"])
    assert answer["description"] == "Bad Request: message can't be deleted"


async def test_a_document_goes_up_comes_down_and_is_sent_again_by_its_id(world: World) -> None:
    form = aiohttp.FormData()
    form.add_field("chat_id", "1001")
    form.add_field("caption", "Danh sách <i>tuần</i>")
    form.add_field("parse_mode", "HTML")
    content = bytes(range(256)) + b"\r\n--\r\n"
    form.add_field("document", content, filename="Danh sách.xlsx", content_type="application/vnd.ms-excel")
    async with world.session.post(f"{world.url}/telegram/bot{TOKEN}/sendDocument", data=form) as response:
        document = (await response.json())["result"]["document"]
    assert (document["file_name"], document["file_size"]) == ("Danh sách.xlsx", len(content))
    [seen] = await world.seen()
    assert (seen["text"], seen["document"]["name"]) == ("Danh sách tuần", "Danh sách.xlsx")
    async with world.session.get(world.url + seen["document"]["url"]) as response:
        assert await response.read() == content
        assert response.headers["Content-Disposition"].startswith("attachment")
    file = (await world.api("getFile", file_id=document["file_id"]))["result"]
    async with world.session.get(f"{world.url}/telegram/file/bot{TOKEN}/{file['file_path']}") as response:
        assert await response.read() == content
    async with world.session.get(f"{world.url}/telegram/file/bot1:wrong/{file['file_path']}") as response:
        assert response.status == 401
    again = await world.api("sendDocument", chat_id=1001, document=document["file_id"])
    assert again["result"]["document"]["file_id"] == document["file_id"]


async def test_a_photo_has_its_size_and_what_is_no_picture_is_refused(world: World) -> None:
    for data, expected in ((png(7, 5), "7x5"), (b"%PDF-1.7", "Bad Request: IMAGE_PROCESS_FAILED")):
        form = aiohttp.FormData()
        form.add_field("chat_id", "1001")
        form.add_field("photo", "attach://part")
        form.add_field("part", data, filename="photo.png", content_type="image/png")
        async with world.session.post(f"{world.url}/telegram/bot{TOKEN}/sendPhoto", data=form) as response:
            answer = await response.json()
        size = answer["result"]["photo"][-1] if answer["ok"] else {}
        assert expected == (f"{size['width']}x{size['height']}" if size else answer["description"])


async def test_a_caption_has_its_own_limit(world: World) -> None:
    file = world.sandbox.state.add_file("a.txt", "text/plain", b"a")
    answer = await world.api("sendDocument", chat_id=1001, document=file.id, caption="x" * 1025)
    assert answer["description"] == "Bad Request: message caption is too long"
    answer = await world.api("sendDocument", chat_id=1001, document=file.id, caption="x" * 1024)
    assert answer["ok"]


async def test_a_file_above_twenty_megabytes_cannot_be_fetched_by_the_bot(world: World) -> None:
    file = world.sandbox.state.add_file("to.bin", "application/octet-stream", b"\0" * (20 * 1024 * 1024 + 1))
    answer = await world.api("getFile", file_id=file.id)
    assert answer["description"] == "Bad Request: file is too big"


async def test_commands_are_kept_by_scope_and_the_narrowest_is_shown(world: World) -> None:
    general, own = {"command": "menu", "description": "Việc có thể làm"}, {"command": "tuan", "description": "Tuần này"}
    assert (await world.api("setMyCommands", commands=[general]))["ok"]
    _, shown = await world.get("/sandbox/people/tg-1001/commands")
    assert shown == [general]
    scope = {"type": "chat", "chat_id": 1001}
    assert (await world.api("setMyCommands", commands=[own], scope=scope))["ok"]
    assert (await world.api("getMyCommands", scope=scope))["result"] == [own]
    assert (await world.get("/sandbox/people/tg-1001/commands"))[1] == [own]
    assert (await world.api("deleteMyCommands", scope=scope))["ok"]
    assert (await world.get("/sandbox/people/tg-1001/commands"))[1] == [general]
    answer = await world.api("setMyCommands", commands=[{"command": "Báo nguồn", "description": "x"}])
    assert answer["description"] == "Bad Request: BOT_COMMAND_INVALID"


async def test_a_bot_leaves_a_group_and_is_told_no_more_of_it(world: World) -> None:
    status, group = await world.post("/sandbox/people/tg-1001/group", {"title": "Chi bộ Hoa Sen"})
    assert status == 201
    await world.say(text="có ai không", group=True)
    kinds = [next(kind for kind in update if kind != "update_id") for update in await world.updates()]
    assert kinds == ["my_chat_member", "message", "message"]
    assert (await world.api("leaveChat", chat_id=group["chat_id"]))["result"] is True
    await world.say(text="còn ai không", group=True)
    assert len(await world.updates()) == 3
    answer = await world.api("sendMessage", chat_id=group["chat_id"], text="a")
    assert (answer["status"], answer["description"]) == (403, "Forbidden: bot is not a member of the group chat")
    answer = await world.api("leaveChat", chat_id=1001)
    assert answer["description"] == "Bad Request: chat member status can't be changed in private chats"
