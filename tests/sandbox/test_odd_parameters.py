"""Whatever a bot or a person sends, the answer is one of the messenger's own, never a crash."""

import io
import random
from typing import Any

import pytest

from tests.sandbox.world import TOKEN, World
from tests.sandbox.zalo_world import ZaloWorld

VALUES: list[Any] = [
    *(
        None,
        True,
        -1,
        0,
        1001,
        1.5,
        2**70,
        "",
        "1001",
        "<b>",
        "{}",
        "[]",
        "[[1]]",
        "attach://x",
        "\x00",
        [],
        {},
        [1],
        [[]],
    ),
    {"inline_keyboard": 1},
    {"inline_keyboard": [[1]]},
    {"inline_keyboard": [[{"text": "a", "callback_data": 5}]]},
    {"message_id": [1]},
    {"type": [1]},
    [{"type": [], "offset": 0, "length": 1}],
    [{"type": "bold", "offset": 0, "length": 99_999}],
]
METHODS = {
    "sendMessage": ["text", "parse_mode", "entities", "reply_markup", "reply_parameters"],
    "sendDocument": ["document", "caption", "caption_entities"],
    "editMessageText": ["message_id", "text", "reply_markup"],
    "answerCallbackQuery": ["callback_query_id", "text"],
    "setMyCommands": ["commands", "scope", "language_code"],
    "getUpdates": ["offset", "limit", "allowed_updates"],
    "setWebhook": ["url", "secret_token", "max_connections"],
    "getFile": ["file_id"],
}
ZALO_METHODS = {
    "sendMessage": ["text", "parse_mode"],
    "sendPhoto": ["photo", "caption"],
    "sendVoice": ["voice_url", "voice"],
    "sendSticker": ["sticker"],
    "sendChatAction": ["action"],
    "setWebhook": ["url", "secret_token"],
    "getUpdates": [],
}
ACTIONS = ["text", "press", "message_id", "file", "photo", "voice", "sticker", "location", "edit", "forged"]


async def test_every_bot_call_gets_an_answer_of_telegrams_form(world: World) -> None:
    chance = random.Random(5)
    for method, names in METHODS.items():
        for _ in range(60):
            parameters = {name: chance.choice(VALUES) for name in names} | {"chat_id": chance.choice([1001, *VALUES])}
            async with world.session.post(f"{world.url}/telegram/bot{TOKEN}/{method}", json=parameters) as response:
                answer = await response.json()
            assert response.status < 500, (method, parameters)
            assert answer["ok"] or answer["error_code"] == response.status


async def test_every_bot_call_gets_an_answer_of_zalos_form(zalo: ZaloWorld) -> None:
    chance = random.Random(5)
    for method, names in ZALO_METHODS.items():
        for _ in range(40):
            parameters = {name: chance.choice(VALUES) for name in names}
            parameters |= {"chat_id": chance.choice([zalo.chat_id(), *VALUES]), "timeout": 0}
            answer = await zalo.api(method, **parameters)
            assert answer["status"] < 500, (method, parameters)
            assert answer["ok"] or answer["error_code"] == answer["status"]


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff", b"[" * 100_000])
async def test_a_body_that_zalo_cannot_read_is_a_bad_request(zalo: ZaloWorld, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with zalo.session.post(zalo.address("getMe"), data=io.BytesIO(body), headers=headers) as response:
        assert (response.status, (await response.json())["error_code"]) == (400, 400)


async def test_every_call_of_the_peoples_side_is_done_or_refused_with_a_sentence(world: World) -> None:
    chance = random.Random(5)
    for _ in range(300):
        action = {name: chance.choice(VALUES) for name in chance.sample(ACTIONS, 2)}
        status, answer = await world.post("/sandbox/people/tg-1001/messages", action)
        assert (status == 202) == ("message_id" in answer), action
        assert status in {202, 400, 404}, action
