"""Whatever a bot or a person sends, the answer is one of the messenger's own, never a crash."""

import random
from typing import Any

from tests.sandbox.world import TOKEN, World

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


async def test_every_call_of_the_peoples_side_is_done_or_refused_with_a_sentence(world: World) -> None:
    chance = random.Random(5)
    for _ in range(300):
        action = {name: chance.choice(VALUES) for name in chance.sample(ACTIONS, 2)}
        status, answer = await world.post("/sandbox/people/tg-1001/messages", action)
        assert (status == 202) == ("message_id" in answer), action
        assert status in {202, 400, 404}, action
