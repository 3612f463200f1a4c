"""Zalo's methods and errors over real HTTP on loopback."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from bot.channels.channel import AnswerLost, Misconfigured, PersonStopped, Refused, SendError, TooFast, Unavailable
from bot.channels.zalo_client import ZaloBot, ZaloClient
from tests.channels.loopback import TOKEN, everything_about, http_ok, refused, request_of, serving, talking
from tests.channels.zalo_server import CHAT, ManualTime, event, refusal, zalo


async def _failure(call: Awaitable[object]) -> SendError:
    with pytest.raises(SendError) as caught:
        await call
    assert "secret" not in everything_about(caught.value)
    assert not isinstance(caught.value, PersonStopped), "nothing at Zalo means that"
    return caught.value


async def test_a_text_goes_out_and_brings_back_its_id() -> None:
    async with zalo() as (fake, client):
        assert await client.send_message(CHAT, 'Nguyễn Thị "Hạnh" & <b> 🎯') == "s1"
    assert fake.calls == [("sendMessage", {"chat_id": CHAT, "text": 'Nguyễn Thị "Hạnh" & <b> 🎯'})]


async def test_a_picture_goes_out_as_an_address() -> None:
    async with zalo() as (fake, client):
        await client.send_photo(CHAT, "https://example.org/p/x.png", "Tuần 47")
        await client.send_photo(CHAT, "https://example.org/p/x.png")
    picture = {"chat_id": CHAT, "photo": "https://example.org/p/x.png"}
    assert fake.calls == [("sendPhoto", {**picture, "caption": "Tuần 47"}), ("sendPhoto", picture)]


async def test_the_small_methods_work() -> None:
    async with zalo() as (fake, client):
        assert await client.get_me() == ZaloBot("1459232241454765289", "bot.VDKyGxQvc")
        assert await client.get_webhook() is None
        await client.set_webhook("https://example.org/zalo/webhook", "s" * 64)
        assert await client.get_webhook() == "https://example.org/zalo/webhook"
        await client.delete_webhook()
        assert await client.get_webhook() is None
        await client.send_chat_action(CHAT)
        fake.instead["deleteWebhook"].append(refusal(404, 404))
        await client.delete_webhook()
    assert ("sendChatAction", {"chat_id": CHAT, "action": "typing"}) in fake.calls


@pytest.mark.parametrize("answer", [{"ok": True, "result": event()}, event()], ids=["envelope", "bare"])
async def test_a_poll_brings_one_event(answer: dict[str, Any]) -> None:
    async with zalo() as (fake, client):
        fake.instead["getUpdates"].append(lambda: web.json_response(answer))
        assert await client.get_updates(30) == event()
    assert fake.calls == [("getUpdates", {"timeout": 30})]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (408, {"ok": False, "description": "Request timeout", "error_code": 408}),
        (200, {"ok": False, "description": "Request timeout", "error_code": 408}),
        (408, "<html>Request Timeout</html>"),
        (200, {"ok": True}),
        (200, {"ok": True, "result": None}),
    ],
)
async def test_a_poll_that_brings_nothing_is_no_error(status: int, answer: object) -> None:
    async with zalo() as (fake, client):
        fake.instead["getUpdates"].append(lambda: _answer(status, answer))
        assert await client.get_updates(1) is None


def _answer(status: int, answer: object) -> web.Response:
    if isinstance(answer, str):
        return web.Response(status=status, text=answer)
    return web.json_response(answer, status=status)


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (401, {"ok": False, "error_code": 401, "description": "Unauthorized"}, Misconfigured),
        (200, {"ok": False, "error_code": 401, "description": "Unauthorized"}, Misconfigured),
        (200, {"ok": False, "errorCode": 401}, Misconfigured),
        (401, f"no bot{TOKEN} here", Misconfigured),
        (403, {"ok": False, "error_code": 403, "description": "Internal server error"}, Unavailable),
        (200, {"ok": False, "errorCode": "403"}, Unavailable),
        (500, {"ok": False, "error_code": 500}, Unavailable),
        (502, "<html>Bad Gateway</html>", Unavailable),
        (503, ["not", "an", "object"], Unavailable),
        (302, "elsewhere", Unavailable),
        (504, "<html>Gateway Time-out</html>", AnswerLost),
        (408, {"ok": False, "error_code": 408}, AnswerLost),
        (400, {"ok": False, "error_code": 400, "description": "Bad request"}, Refused),
        (404, {"ok": False, "error_code": 404, "description": "Not found"}, Refused),
        (200, {"ok": False, "error_code": -201}, Refused),
        (200, {"ok": False}, Refused),
        (400, {"ok": True}, Refused),
        (429, {"ok": False, "error_code": 429, "description": "Quota exceeded"}, TooFast),
        (200, {"ok": False, "error_code": 429, "description": "Quota exceeded"}, TooFast),
        (426, {"ok": False, "error_code": 426}, TooFast),
        (200, "<html>not JSON</html>", AnswerLost),
        (200, ["not", "an", "object"], AnswerLost),
        (200, "[" * 100_000, AnswerLost),
        (200, {"ok": True, "result": {"message_id": None}}, AnswerLost),
        (200, {"ok": True, "result": [1]}, AnswerLost),
        (200, {}, AnswerLost),
    ],
)
async def test_an_error_of_either_layer_says_what_to_do(status: int, answer: object, kind: type) -> None:
    async with zalo() as (fake, client):
        fake.instead["sendMessage"].append(lambda: _answer(status, answer))
        assert type(await _failure(client.send_message(CHAT, "một"))) is kind
    assert fake.methods() == ["sendMessage"], "nothing is repeated"


@pytest.mark.parametrize("result", [[event()], "event", 7])
async def test_what_is_no_event_is_an_error_and_not_silence(result: object) -> None:
    async with zalo() as (fake, client):
        fake.instead["getUpdates"].append(lambda: web.json_response({"ok": True, "result": result}))
        assert isinstance(await _failure(client.get_updates(1)), AnswerLost)


async def test_refusals_in_a_row_double_the_wait_up_to_five_minutes() -> None:
    time = ManualTime()

    async def always(_: web.BaseRequest) -> web.StreamResponse:
        return refusal(429, 429)()

    async with serving(always) as root, ZaloClient(TOKEN, root, now=time.now) as client:
        waits = []
        for _ in range(10):
            fault = await _failure(client.send_message(CHAT, "một"))
            assert isinstance(fault, TooFast)
            waits.append(fault.seconds)
            time.seconds += fault.seconds
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


async def test_what_was_under_way_counts_once_and_a_success_ends_the_row() -> None:
    async with zalo() as (fake, _):
        time = ManualTime()
        async with serving(fake.answer) as root, ZaloClient(TOKEN, root, now=time.now) as client:
            fake.instead["sendMessage"].extend([refusal(429)] * 5)
            faults = await asyncio.gather(*(_failure(client.send_message(CHAT, "một")) for _ in range(5)))
            assert [fault.seconds for fault in faults if isinstance(fault, TooFast)] == [2.0] * 5
            time.seconds += 2.0
            await client.send_message(CHAT, "hai")
            fake.instead["sendMessage"].append(refusal(426))
            again = await _failure(client.send_message(CHAT, "ba"))
            assert isinstance(again, TooFast)
            assert again.seconds == 2.0


async def test_a_refused_poll_does_not_slow_the_sending() -> None:
    async with zalo() as (fake, client):
        fake.instead["getUpdates"].append(refusal(429))
        await _failure(client.get_updates(1))
        fake.instead["sendMessage"].append(refusal(429))
        fault = await _failure(client.send_message(CHAT, "một"))
        assert isinstance(fault, TooFast)
        assert fault.seconds == 2.0


async def test_a_connection_that_never_was_means_certainly_not_sent() -> None:
    for root in (refused(), "http://zalo.invalid"):
        async with ZaloClient(TOKEN, root) as client:
            assert isinstance(await _failure(client.send_message(CHAT, "một")), Unavailable)


async def _silence(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await request_of(reader)
    await reader.read()


async def _hanging_up(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await request_of(reader)


async def _breaking_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request_of(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")


async def _nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request_of(reader)
    writer.write(b"what?\r\n\r\n")


@pytest.mark.parametrize("talk", [_silence, _hanging_up, _breaking_off, _nonsense])
async def test_a_request_without_a_whole_answer_means_perhaps_sent(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> None:
    connections = []

    async def counted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(reader)
        await talk(reader, writer)

    async with talking(counted) as root, ZaloClient(TOKEN, root, read_timeout=0.1) as client:
        assert isinstance(await _failure(client.send_message(CHAT, "một")), AnswerLost)
    assert len(connections) == 1, "nothing is repeated"


async def test_a_long_poll_may_be_silent_longer_than_other_requests() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        await asyncio.sleep(0.15)
        writer.write(http_ok(b'{"ok": false, "error_code": 408}'))

    async with talking(talk) as root, ZaloClient(TOKEN, root, read_timeout=0.05) as client:
        assert await client.get_updates(5) is None


async def test_before_the_start_and_after_the_end_it_refuses() -> None:
    async with zalo() as (_, client):
        await client.start()
        assert await client.send_message(CHAT, "một")
    with pytest.raises(RuntimeError) as caught:
        await client.send_message(CHAT, "hai")
    assert "secret" not in everything_about(caught.value)


async def test_the_token_is_in_no_log_and_in_no_representation(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "aiohttp.access")  # the test's own server
    async with zalo() as (fake, client), ZaloClient(TOKEN, refused()) as dead:
        await client.get_me()
        fake.instead["sendMessage"].append(refusal(403, 403))
        await _failure(client.send_message(CHAT, "một"))
        await _failure(dead.send_message(CHAT, "một"))
        assert "secret" not in repr(client)
    assert not [text for record in caplog.records if "secret" in (text := record.getMessage())]
