"""python-telegram-bot over aiohttp, against real servers on loopback."""

import asyncio
import json
import logging
import socket

import pytest
from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.channels.aiohttp_request import AiohttpRequest
from bot.channels.lean_request import LeanRequest
from tests.channels.loopback import (
    MESSAGE,
    TOKEN,
    bot_at,
    everything_about,
    failure_of,
    http_ok,
    ok,
    refused,
    request_of,
    serving,
    talking,
)


async def test_a_message_arrives_as_it_was_written() -> None:
    seen: dict[str, str] = {}

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        seen.update({"path": request.path, **{k: str(v) for k, v in (await request.post()).items()}})
        return ok(MESSAGE)

    async with serving(handler) as root, bot_at(root) as bot:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Sửa & lưu", callback_data="a=1&b")]])
        message = await bot.send_message(1, 'Nguyễn Thị "Hạnh" & <b> + 100% 🎯', reply_markup=keyboard)

    assert message.text == "Đã lưu"
    assert seen["path"] == f"/bot{TOKEN}/sendMessage"
    assert seen["text"] == 'Nguyễn Thị "Hạnh" & <b> + 100% 🎯'
    assert InlineKeyboardMarkup.de_json(json.loads(seen["reply_markup"]), bot) == keyboard


@pytest.mark.parametrize("size", [10, 64 * 1024, 300_000])
async def test_a_photo_arrives_byte_by_byte(size: int) -> None:
    photo = bytes(range(256)) * (size // 256 + 1)
    seen: dict[str, object] = {}

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        form = await request.post()
        field = form["photo"]
        assert isinstance(field, web.FileField)
        seen.update(name=field.filename, kind=field.content_type, content=field.file.read(), caption=form["caption"])
        seen["length"] = request.content_length
        return ok(MESSAGE)

    async with serving(handler) as root, bot_at(root) as bot:
        await bot.send_photo(1, photo, caption="Tuần 47", filename="biểu đồ 47.png")

    assert seen["content"] == photo
    assert seen["caption"] == "Tuần 47"
    assert (seen["name"], seen["kind"]) == ("biểu đồ 47.png", "image/png")
    assert seen["length"] is not None, "sent with its length, not in chunks"


async def test_a_file_name_cannot_break_out_of_its_header() -> None:
    seen: list[tuple[str, list[str]]] = []

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        form = await request.post()
        field = form["document"]
        assert isinstance(field, web.FileField)
        seen.append((field.filename, sorted(field.headers)))
        return ok(MESSAGE)

    async with serving(handler) as root, bot_at(root) as bot:
        await bot.send_document(1, b"x", filename='a"\r\nX-Other: 1\r\n\r\nb.txt')

    assert seen == [("a%22%0D%0AX-Other: 1%0D%0A%0D%0Ab.txt", ["Content-Disposition", "Content-Type"])]


async def test_a_file_comes_down_byte_by_byte() -> None:
    content = bytes(range(256)) * 2000

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == f"/file/bot{TOKEN}/documents/danh sách.xlsx":
            return web.Response(body=content)
        return ok({"file_id": "x", "file_unique_id": "x", "file_path": "documents/danh sách.xlsx"})

    async with serving(handler) as root, bot_at(root) as bot:
        file = await bot.get_file("x")
        assert await file.download_as_bytearray() == content


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}, Forbidden),
        (400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}, BadRequest),
        (429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 3}}, RetryAfter),
        (500, {"ok": False, "description": "Internal Server Error"}, NetworkError),
        (502, "<html>Bad Gateway</html>", NetworkError),
        (504, "<html>Gateway Time-out</html>", TimedOut),
        (200, "<html>not JSON</html>", TimedOut),
        (200, ["not", "an", "object"], TimedOut),
        (302, "elsewhere", NetworkError),
    ],
)
async def test_an_answer_that_is_an_error_has_its_own_type(
    monkeypatch: pytest.MonkeyPatch, status: int, answer: object, kind: type
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else the library warns on every RetryAfter

    async def handler(_: web.BaseRequest) -> web.StreamResponse:
        headers = {"Location": "http://127.0.0.1:1/elsewhere"} if status == 302 else None
        if isinstance(answer, str):
            return web.Response(status=status, text=answer, headers=headers)
        return web.json_response(answer, status=status)

    async with serving(handler) as root, bot_at(root) as bot:
        assert type(await failure_of(bot)) is kind


async def test_a_connection_that_the_server_closed_while_the_loop_was_busy_is_not_used_again() -> None:
    requests, closed = [], asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append(await request_of(reader))
        writer.write(http_ok(b'{"ok": true, "result": true}'))
        await writer.drain()
        # Straight from the socket: the bot's side of the loop gets no turn between this and its next request.
        closed.set()
        writer.transport.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    async with talking(talk) as root, bot_at(root) as bot:
        for number in range(1, 21):
            closed.clear()
            await bot.send_chat_action(1, "typing")
            await closed.wait()
            assert len(requests) == number


async def test_an_open_connection_is_used_again() -> None:
    peers = set()

    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        return ok(True)

    async with serving(handler) as root, bot_at(root) as bot:
        for _ in range(5):
            await bot.send_chat_action(1, "typing")
    assert len(peers) == 1


async def test_a_cancelled_request_frees_its_place() -> None:
    arrived, leave = asyncio.Event(), asyncio.Event()

    async def handler(_: web.BaseRequest) -> web.StreamResponse:
        arrived.set()
        await leave.wait()
        return ok(True)

    async with serving(handler) as root, bot_at(root, AiohttpRequest(connection_limit=1)) as bot:
        task = asyncio.create_task(bot.send_chat_action(1, "typing"))
        await arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        leave.set()
        assert await bot.send_chat_action(1, "typing")


async def test_after_shutdown_it_refuses_and_after_initialize_it_works_again() -> None:
    async def handler(_: web.BaseRequest) -> web.StreamResponse:
        return ok(True)

    async with serving(handler) as root:
        request = AiohttpRequest()
        url = f"{root}/bot{TOKEN}/getMe"
        for _ in range(2):
            with pytest.raises(RuntimeError) as caught:
                await request.do_request(url, "POST")
            assert "secret" not in everything_about(caught.value)
            await request.initialize()
            await request.initialize()
            assert await request.post(url) is True
            await request.shutdown()
            await request.shutdown()


async def test_the_token_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return ok(MESSAGE) if "sendMessage" in request.path else web.Response(status=500, text="?")

    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "telegram.Bot")  # prints its URL when it is made, at DEBUG
    caplog.set_level(logging.WARNING, "aiohttp.access")  # the test's own server
    async with serving(handler) as root, bot_at(root) as bot, bot_at(refused()) as dead:
        await bot.send_message(1, "xin chào")
        with pytest.raises(NetworkError):
            await bot.get_chat(1)
        await failure_of(dead)
    assert not [text for record in caplog.records if "secret" in (text := record.getMessage())]


async def test_a_lean_answer_names_the_message_and_nothing_else() -> None:
    async def handler(_: web.BaseRequest) -> web.StreamResponse:
        return ok(MESSAGE)

    async with serving(handler) as root, bot_at(root, LeanRequest()) as bot:
        message = await bot.send_message(1, "một")
    assert message.message_id == MESSAGE["message_id"]
    assert (message.text, message.from_user) == (None, None)
