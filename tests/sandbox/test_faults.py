"""The messenger misbehaves as told."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.sandbox.world import TOKEN, World


async def fault(world: World, **described: Any) -> None:
    status, answer = await world.post("/sandbox/faults", {"platform": "telegram", **described})
    assert status == 201, answer


async def statuses(world: World, count: int, method: str = "sendMessage") -> list[int]:
    return [(await world.api(method, chat_id=1001, text="a"))["status"] for _ in range(count)]


async def test_too_many_requests_names_the_wait_and_ends_after_its_times(world: World) -> None:
    await fault(world, kind="429", retry_after=7, times=2)
    answer = await world.api("sendMessage", chat_id=1001, text="a")
    assert answer == {
        "status": 429,
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert await statuses(world, 2) == [429, 200]


async def test_a_fault_meets_its_method_only(world: World) -> None:
    await fault(world, kind="500", method="sendmessage")
    assert await statuses(world, 2) == [500, 500]
    assert (await world.api("getMe"))["ok"]
    await world.delete("/sandbox/faults")
    assert await statuses(world, 1) == [200]


async def test_without_a_method_polling_goes_on_unless_the_whole_messenger_is_down(world: World) -> None:
    await fault(world, kind="403")
    assert (await world.api("getUpdates"))["ok"]
    assert await statuses(world, 1) == [403]
    await fault(world, kind="500")
    assert (await world.api("getUpdates"))["status"] == 500


async def test_chance_is_the_same_every_time(world: World) -> None:
    runs = []
    for _ in range(2):
        await fault(world, kind="500", probability=0.5)
        runs.append(await statuses(world, 20))
        await world.delete("/sandbox/faults")
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 500}


async def test_a_message_is_accepted_though_the_answer_never_comes(world: World) -> None:
    await fault(world, kind="timeout_after_accept", times=1)
    url = f"{world.url}/telegram/bot{TOKEN}/sendMessage"
    body = {"chat_id": 1001, "text": "đã nhận, không trả lời"}
    with pytest.raises(TimeoutError):
        async with world.session.post(url, json=body, timeout=aiohttp.ClientTimeout(total=0.2)):
            pass
    assert [message["text"] for message in await world.seen()] == ["đã nhận, không trả lời"]
    assert await statuses(world, 1) == [200]


async def test_a_confirmed_update_is_delivered_once_more(world: World) -> None:
    await fault(world, kind="duplicate_update", times=1)
    await world.say(text="một")
    await world.say(text="hai")
    first, second = await world.updates()
    offset = second["update_id"] + 1
    assert await world.updates(offset=offset, timeout=5) == [first]
    assert await world.updates(offset=offset) == []


async def test_a_slow_messenger_answers_in_the_end(world: World) -> None:
    await fault(world, kind="slow", seconds=0.05, times=1)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    assert await statuses(world, 1) == [200]
    assert loop.time() - begun >= 0.05


@pytest.mark.parametrize(
    "described",
    [
        {},
        {"kind": "418"},
        {"kind": "429", "retry_after": 0},
        {"kind": "429", "times": -1},
        {"kind": "500", "probability": 2},
        {"kind": "500", "colour": "red"},
        {"kind": "500", "hidden": True},
        {"kind": "duplicate_update", "method": "sendMessage"},
        {"kind": "500", "platform": "viber"},
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(world: World, described: dict[str, Any]) -> None:
    status, answer = await world.post("/sandbox/faults", {"platform": "telegram", **described})
    assert status == 400
    assert answer["error"].endswith(".")
    assert await statuses(world, 1) == [200]
