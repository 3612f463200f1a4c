"""Servers on loopback that answer or misbehave, and a bot that talks to them."""

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.channels.aiohttp_request import AiohttpRequest

TOKEN = "123456789:AAHd-secret-secret-secret-secret"

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

MESSAGE = {"message_id": 7, "date": 1764000000, "chat": {"id": 1, "type": "private"}, "text": "Đã lưu"}


def ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """The root URL of an HTTP server that answers every request by `handler`."""
    runner = web.ServerRunner(web.Server(handler), shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def talking(talk: Talk) -> AsyncIterator[str]:
    """The root URL of a server that does on each connection what `talk` does with its streams."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def request_of(reader: asyncio.StreamReader) -> bytes:
    """One whole request: head and body."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    return head + await reader.readexactly(length)


def http_ok(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


@asynccontextmanager
async def bot_at(root: str, request: AiohttpRequest | None = None) -> AsyncIterator[Bot]:
    """A bot that is not initialised (that would call getMe); its requests are."""
    bot = Bot(
        TOKEN,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=request or AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )
    async with bot.request:
        yield bot


def everything_about(error: BaseException | None) -> str:
    """All text that a log could show of an error and of what it came from."""
    texts = []
    while error is not None:
        texts += [str(error), repr(error), *traceback.format_exception(error)]
        error = error.__cause__ or error.__context__
    return "\n".join(texts)


async def failure_of(bot: Bot, read_timeout: float = 5.0) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(1, "xin chào", read_timeout=read_timeout)
    assert "secret" not in everything_about(caught.value)
    return caught.value


def means_not_accepted(error: TelegramError) -> bool:
    return type(error) is NetworkError


def means_perhaps_accepted(error: TelegramError) -> bool:
    return type(error) is TimedOut


def refused() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"
