"""The people's side on Zalo: phones without buttons, faults, and what a restart keeps."""

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.clock import MovableClock
from bot.sandbox import Sandbox
from tests.sandbox.conftest import START
from tests.sandbox.world import open_world
from tests.sandbox.zalo_world import ZaloWorld, open_zalo_world

HERE = "/sandbox/people/za-2001"


async def test_people_of_zalo_have_ids_of_their_own(zalo: ZaloWorld) -> None:
    zalo.sandbox.add_bot("telegram", "nguon_bot")
    made = [
        (await zalo.post("/sandbox/people", {"platform": platform, "name": "A"}))[1]
        for platform in ("zalo", "telegram", "zalo")
    ]
    assert [person["id"] for person in made] == ["za-2002", "tg-1001", "za-2003"]
    assert [person["platform"] for person in made] == ["zalo", "telegram", "zalo"]
    assert len({person["chat_id"] for person in made}) == 3


async def test_a_new_bot_has_a_token_and_an_address_of_its_own(zalo: ZaloWorld) -> None:
    status, bot = await zalo.post("/sandbox/bots", {"platform": "zalo", "username": "khac_zalo"})
    assert (status, bot["base_url"]) == (201, f"{zalo.url}/zalo")
    number, secret = bot["token"].split(":")
    async with zalo.session.get(f"{bot['base_url']}/bot{bot['token']}/getMe") as response:
        assert (await response.json())["result"]["id"] == number
    assert len(secret) > 20


async def test_the_same_number_is_another_id_for_another_bot(zalo: ZaloWorld) -> None:
    zalo.sandbox.add_bot("zalo", "khac_zalo")
    theirs = zalo.sandbox.add_person("zalo", "A", bot="khac_zalo")
    await zalo.say(theirs, text="chào bot khác")
    answer = await zalo.api("sendMessage", chat_id=zalo.chat_id(theirs), text="a")
    assert answer["status"] == 400
    assert (await zalo.api("getUpdates", timeout=0))["status"] == 408


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ({"press": "Lưu"}, "Zalo has no buttons: type the number or the words."),
        ({"text": "a", "edit": 1}, "Zalo has no editing: write a new message."),
        ({"text": "a", "group": True}, "Zalo's bots know no groups here."),
        ({"text": "\x00"}, '"text" must be a text that is not empty.'),
        ({"photo": {"base64": "AAAA"}}, "The picture must be a PNG, JPEG, GIF or WebP."),
    ],
)
async def test_what_zalo_cannot_do_is_refused_in_one_sentence(
    zalo: ZaloWorld, action: dict[str, Any], sentence: str
) -> None:
    status, answer = await zalo.post(f"{HERE}/messages", action)
    assert (status, answer) == (400, {"error": sentence})
    assert (await zalo.api("getUpdates", timeout=0))["status"] == 408


async def test_there_are_no_groups_and_no_commands(zalo: ZaloWorld) -> None:
    assert (await zalo.post(f"{HERE}/group", {"title": "Tổ 1"}))[0] == 400
    assert await zalo.get(f"{HERE}/commands") == (200, [])


async def test_what_is_too_long_for_one_message_is_sent_in_several_as_a_phone_does(zalo: ZaloWorld) -> None:
    await zalo.say(text="ạ" * 3000)
    assert [len((await zalo.event())["message"]["text"]) for _ in range(2)] == [2000, 1000]


async def test_a_person_who_blocked_the_bot_cannot_write_and_the_bot_is_told_nothing(zalo: ZaloWorld) -> None:
    assert (await zalo.post(f"{HERE}/block"))[1]["blocked"] is True
    assert (await zalo.post(f"{HERE}/messages", {"text": "a"}))[0] == 400
    assert (await zalo.api("getUpdates", timeout=0))["status"] == 408


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("429", {"description": "Quota exceeded", "errorCode": 429}),
        ("403", {"description": "Internal server error", "error_code": 403}),
        ("500", {"description": "Internal server error", "error_code": 500}),
    ],
)
@pytest.mark.parametrize("hidden", [False, True])
async def test_faults_speak_zalos_language_also_behind_a_good_status(
    zalo: ZaloWorld, kind: str, answer: dict[str, Any], hidden: bool
) -> None:
    await zalo.post("/sandbox/faults", {"platform": "zalo", "kind": kind, "times": 1, "hidden": hidden})
    got = await zalo.api("sendMessage", chat_id=zalo.chat_id(), text="a")
    assert got == {"status": 200 if hidden else int(kind), "ok": False, **answer}
    assert await zalo.seen() == []
    await zalo.sent("sau đó lại được")


async def test_a_fault_of_telegram_does_not_meet_zalo(zalo: ZaloWorld) -> None:
    await zalo.post("/sandbox/faults", {"platform": "telegram", "kind": "500"})
    await zalo.sent()


async def test_a_message_is_accepted_though_the_answer_never_comes(zalo: ZaloWorld) -> None:
    await zalo.post("/sandbox/faults", {"platform": "zalo", "kind": "timeout_after_accept", "times": 1})
    with pytest.raises(TimeoutError):
        async with zalo.session.post(
            zalo.address("sendMessage"),
            json={"chat_id": zalo.chat_id(), "text": "đã nhận"},
            timeout=aiohttp.ClientTimeout(total=0.2),
        ):
            pass
    assert [message["text"] for message in await zalo.seen()] == ["đã nhận"]


async def test_a_slow_zalo_answers_in_the_end(zalo: ZaloWorld) -> None:
    await zalo.post("/sandbox/faults", {"platform": "zalo", "kind": "slow", "seconds": 0.01, "times": 1})
    await zalo.sent()
    assert len(await zalo.seen()) == 1


async def test_a_restart_keeps_conversations_ids_events_and_the_quota(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    async with open_zalo_world(Sandbox(MovableClock(START), path)) as zalo:
        await zalo.say(text="trước khi tắt")
        await zalo.sent("Đã lưu")
        before = (await zalo.seen(), zalo.chat_id(), (await zalo.get("/sandbox/quota"))[1])
    async with open_zalo_world(Sandbox(MovableClock(START), path)) as zalo:
        assert (await zalo.seen(), zalo.chat_id(), (await zalo.get("/sandbox/quota"))[1]) == before
        assert (await zalo.event())["message"]["text"] == "trước khi tắt"
        assert zalo.sandbox.add_person("zalo", "A").id == "za-2002"


async def test_a_sandbox_saved_before_zalo_came_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    async with open_world(Sandbox(MovableClock(START), path)) as world:
        await world.say(text="cuộc trò chuyện cũ")
    saved = json.loads(path.read_text())
    del saved["next_numbers"]
    saved["next_person"] = 1002
    for bot in saved["bots"].values():
        del bot["use"], bot["reached_at"]
    path.write_text(json.dumps(saved))
    async with open_zalo_world(Sandbox(MovableClock(START), path)) as zalo:
        _, messages = await zalo.get("/sandbox/people/tg-1001/messages")
        assert [message["text"] for message in messages] == ["cuộc trò chuyện cũ"]
        assert zalo.sandbox.add_person("telegram", "A").id == "tg-1002"
        await zalo.sent()
