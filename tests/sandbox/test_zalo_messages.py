"""What a bot sends on Zalo: limits, refusals, pictures, the month's quota."""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tests.sandbox.pictures import png
from tests.sandbox.world import served
from tests.sandbox.zalo_world import ZALO_TOKEN, ZaloWorld

HEX = set("0123456789abcdef")


async def test_the_bot_knows_itself(zalo: ZaloWorld) -> None:
    me = (await zalo.api("getMe"))["result"]
    assert me == {
        "id": "700000002",
        "account_name": "nguon_zalo",
        "account_type": "BASIC",
        "can_join_groups": False,
    }


async def test_a_text_is_shown_and_answered_with_an_id_of_letters_and_milliseconds(zalo: ZaloWorld) -> None:
    first, second = await zalo.sent("một"), await zalo.sent("hai")
    for result in (first, second):
        assert len(result["message_id"]) == 20
        assert set(result["message_id"]) <= HEX
    assert first["message_id"] != second["message_id"]
    assert abs(first["date"] - zalo.sandbox.clock.now().timestamp() * 1000) < 60_000
    shown = await zalo.seen()
    assert [(message["text"], message["buttons"]) for message in shown] == [("một", []), ("hai", [])]


@pytest.mark.parametrize("how", ["query", "form", "json"])
async def test_parameters_come_by_get_form_or_json(zalo: ZaloWorld, how: str) -> None:
    values = {"chat_id": zalo.chat_id(), "text": "Chào & tạm biệt"}
    calls: dict[str, Any] = {
        "query": ("GET", {"params": values}),
        "form": ("POST", {"data": values}),
        "json": ("POST", {"json": values}),
    }
    verb, options = calls[how]
    async with zalo.session.request(verb, zalo.address("sendMessage"), **options) as response:
        assert (await response.json())["ok"]
    assert [message["text"] for message in await zalo.seen()] == ["Chào & tạm biệt"]


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendMessage", {"text": ""}),
        ("sendMessage", {"text": "  \n"}),
        ("sendMessage", {"text": "ạ" * 2001}),
        ("sendMessage", {"text": "\ud800"}),
        ("sendMessage", {"text": "a", "parse_mode": "latex"}),
        ("sendMessage", {"text": "a", "chat_id": ""}),
        ("sendMessage", {"text": "a", "chat_id": "0123456789abcdef0123"}),
        ("sendMessage", {"text": "a", "chat_id": "2001"}),
        ("sendChatAction", {"action": "dancing"}),
        ("sendSticker", {}),
        ("sendPhoto", {}),
        ("sendPhoto", {"photo": "https://example.org/a.png"}),
        ("sendPhoto", {"photo": "file:///etc/passwd"}),
        ("editMessageText", {"text": "a"}),
        ("sendmessage", {"text": "a"}),
    ],
)
async def test_what_zalo_does_not_take_is_a_bad_request_and_shows_nothing(
    zalo: ZaloWorld, method: str, parameters: dict[str, Any]
) -> None:
    answer = await zalo.api(method, **{"chat_id": zalo.chat_id(), **parameters})
    assert (answer["status"], answer["ok"], answer["error_code"]) == (400, False, 400)
    assert answer["description"]
    assert await zalo.seen() == []


async def test_two_thousand_characters_are_not_too_many(zalo: ZaloWorld) -> None:
    await zalo.sent("ạ" * 2000)
    assert len((await zalo.seen())[0]["text"]) == 2000


async def test_a_wrong_token_is_refused_in_zalos_other_spelling(zalo: ZaloWorld) -> None:
    status, answer = await zalo.post(f"/zalo/bot{ZALO_TOKEN}x/getMe")
    assert (status, answer) == (401, {"ok": False, "description": "Unauthorized", "errorCode": 401})


async def test_a_token_of_telegram_is_none_of_zalo(zalo: ZaloWorld) -> None:
    token = zalo.sandbox.add_bot("telegram", "nguon_bot").token
    assert (await zalo.post(f"/zalo/bot{token}/getMe"))[0] == 401
    assert (await zalo.post(f"/telegram/bot{ZALO_TOKEN}/getMe"))[0] == 401


async def test_nobody_is_written_to_who_has_not_written_first(zalo: ZaloWorld) -> None:
    stranger = zalo.sandbox.add_person("zalo", "Người lạ")
    chat_id = zalo.chat_id(stranger)
    assert (await zalo.api("sendMessage", chat_id=chat_id, text="a"))["status"] == 400
    await zalo.say(stranger, text="chào")
    assert (await zalo.api("sendMessage", chat_id=chat_id, text="a"))["ok"]


async def test_typing_has_no_result(zalo: ZaloWorld) -> None:
    answer = await zalo.api("sendChatAction", chat_id=zalo.chat_id(), action="typing")
    assert answer == {"status": 200, "ok": True}


@pytest.mark.parametrize(
    ("mode", "source", "text", "kinds"),
    [
        ("html", "<b>Đã lưu</b> &amp; <i>xong</i>", "Đã lưu & xong", ["bold", "italic"]),
        ("html", "a < b, <bịa>", "a < b, <bịa>", []),
        ("html", "<b>mở", "mở", ["bold"]),
        ("markdown", "**Đã lưu** 2 * 3 * 4", "Đã lưu 2 * 3 * 4", ["bold"]),
        ("", "**giữ** <b>nguyên</b>", "**giữ** <b>nguyên</b>", []),
        ("", "Xem https://vidu.vn/a?b=1.", "Xem https://vidu.vn/a?b=1.", ["url"]),
    ],
)
async def test_formatting_is_shown_and_addresses_become_links(
    zalo: ZaloWorld, mode: str, source: str, text: str, kinds: list[str]
) -> None:
    await zalo.sent(source, parse_mode=mode)
    [shown] = await zalo.seen()
    assert (shown["text"], [entity["type"] for entity in shown["entities"]]) == (text, kinds)


async def test_a_picture_is_fetched_from_its_address(zalo: ZaloWorld) -> None:
    async with served(_files()) as address:
        answer = await zalo.api("sendPhoto", chat_id=zalo.chat_id(), photo=f"{address}/a.png", caption="Tuần này")
    assert answer["ok"], answer
    [shown] = await zalo.seen()
    assert (shown["text"], shown["photo_size"]) == ("Tuần này", {"width": 30, "height": 20})


@pytest.mark.parametrize("path", ["missing", "text", "large", "away"])
async def test_a_picture_that_cannot_be_had_is_a_bad_request_and_costs_nothing(zalo: ZaloWorld, path: str) -> None:
    async with served(_files()) as address:
        answer = await zalo.api("sendPhoto", chat_id=zalo.chat_id(), photo=f"{address}/{path}")
    assert (answer["status"], answer["error_code"]) == (400, 400)
    assert "photo" in answer["description"]
    assert await zalo.seen() == []
    assert (await zalo.get("/sandbox/quota"))[1][0]["used"] == 0


async def test_nobody_listening_is_a_bad_request(zalo: ZaloWorld) -> None:
    async with served(_files()) as address:
        pass
    answer = await zalo.api("sendPhoto", chat_id=zalo.chat_id(), photo=f"{address}/a.png")
    assert answer["description"] == "Bad Request: photo: the address cannot be reached"


async def test_stickers_and_voices_are_shown(zalo: ZaloWorld) -> None:
    async with served(_files()) as address:
        await zalo.api("sendSticker", chat_id=zalo.chat_id(), sticker="bfe458bf64fa8da4d4eb")
        await zalo.api("sendVoice", chat_id=zalo.chat_id(), voice_url=f"{address}/text")
    sticker, voice = await zalo.seen()
    assert sticker["sticker"]
    assert voice["voice"]["duration"] == 1


async def test_a_bot_that_was_blocked_gets_no_sign_of_it(zalo: ZaloWorld) -> None:
    await zalo.post("/sandbox/people/za-2001/block")
    answer = await zalo.api("sendMessage", chat_id=zalo.chat_id(), text="có ai không?")
    assert (answer["status"], answer["ok"], len(answer["result"]["message_id"])) == (200, True, 20)
    assert await zalo.seen() == []
    await zalo.post("/sandbox/people/za-2001/unblock")
    await zalo.sent("đã trở lại")
    assert [message["text"] for message in await zalo.seen()] == ["đã trở lại"]


async def test_the_months_quota_ends_with_429_and_begins_anew_with_the_month(zalo: ZaloWorld) -> None:
    status, quota = await zalo.post("/sandbox/quota", {"platform": "zalo", "used": 2999})
    assert (status, quota) == (
        200,
        {"platform": "zalo", "username": "nguon_zalo", "month": "2026-11", "used": 2999, "limit": 3000},
    )
    await zalo.sent("tin cuối cùng của tháng")
    answer = await zalo.api("sendMessage", chat_id=zalo.chat_id(), text="thừa")
    assert answer == {"status": 429, "ok": False, "description": "Quota exceeded", "errorCode": 429}
    assert (await zalo.api("sendChatAction", chat_id=zalo.chat_id(), action="typing"))["ok"]
    await zalo.post("/sandbox/clock", {"to": "2026-12-01T00:00"})
    await zalo.sent("tháng mới")
    assert (await zalo.get("/sandbox/quota"))[1][0] | {"username": ""} == {
        "platform": "zalo",
        "username": "",
        "month": "2026-12",
        "used": 1,
        "limit": 3000,
    }


@pytest.mark.parametrize("body", [{"platform": "zalo"}, {"platform": "zalo", "used": -1}, {"used": 1}])
async def test_a_quota_that_makes_no_sense_is_refused(zalo: ZaloWorld, body: dict[str, Any]) -> None:
    assert (await zalo.post("/sandbox/quota", body))[0] == 400


async def test_calls_are_recorded_with_zalos_ids(zalo: ZaloWorld) -> None:
    await zalo.sent()
    await zalo.api("sendMessage", chat_id="ai", text="a")
    _, calls = await zalo.get("/sandbox/calls?platform=zalo")
    assert [(call["method"], call["chat_id"], call["status"]) for call in calls] == [
        ("sendMessage", zalo.chat_id(), 200),
        ("sendMessage", "ai", 400),
    ]


def _files() -> Starlette:
    async def answer(request: Request) -> Response:
        match request.path_params["name"]:
            case "a.png":
                return Response(png(30, 20), media_type="image/png")
            case "text":
                return Response("không phải ảnh")
            case "large":
                return Response(png() + bytes(11 * 1024 * 1024), media_type="image/png")
            case "away":
                return RedirectResponse("/a.png")
        return Response("not here", 404)

    return Starlette(routes=[Route("/{name}", answer)])
