"""What a failed request means: certainly not accepted, or perhaps accepted."""

import asyncio
import socket
from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from telegram.error import TimedOut

from bot.channels.aiohttp_request import AiohttpRequest
from tests.channels.loopback import (
    MESSAGE,
    bot_at,
    failure_of,
    http_ok,
    means_not_accepted,
    means_perhaps_accepted,
    ok,
    refused,
    request_of,
    serving,
    talking,
)


async def test_a_refused_connection_means_not_accepted() -> None:
    async with bot_at(refused()) as bot:
        error = await failure_of(bot)
    assert means_not_accepted(error)
    assert "127.0.0.1" in str(error), "the administrator learns where it failed"


async def test_an_unknown_host_means_not_accepted() -> None:
    async with bot_at("http://telegram.invalid") as bot:
        assert means_not_accepted(await failure_of(bot))


async def test_a_failed_tls_handshake_means_not_accepted() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"no TLS here\r\n")

    async with talking(talk) as root, bot_at(root.replace("http:", "https:")) as bot:
        assert means_not_accepted(await failure_of(bot))


async def test_a_connect_time_out_means_not_accepted() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        # A full backlog: the kernel leaves further connection requests unanswered.
        async with AsyncExitStack() as stack:
            for _ in range(3):
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(address)
            async with bot_at(f"http://127.0.0.1:{address[1]}", AiohttpRequest(connect_timeout=0.05)) as bot:
                assert means_not_accepted(await failure_of(bot))


async def test_no_free_connection_in_time_means_not_accepted() -> None:
    arrived, leave = asyncio.Event(), asyncio.Event()

    async def handler(_: web.BaseRequest) -> web.StreamResponse:
        arrived.set()
        await leave.wait()
        return ok(MESSAGE)

    async with serving(handler) as root, bot_at(root, AiohttpRequest(connection_limit=1, pool_timeout=0.02)) as bot:
        first = asyncio.create_task(bot.send_message(1, "một"))
        await arrived.wait()
        assert means_not_accepted(await failure_of(bot))
        leave.set()
        assert (await first).text == "Đã lưu"
        assert (await bot.send_message(1, "hai")).text == "Đã lưu", "the place is free again"


async def test_an_answer_too_late_means_perhaps_accepted() -> None:
    async def talk(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await request_of(reader)
        await reader.read()

    async with talking(talk) as root, bot_at(root) as bot:
        assert means_perhaps_accepted(await failure_of(bot, read_timeout=0.05))


async def test_a_connection_lost_instead_of_an_answer_means_perhaps_accepted() -> None:
    requests = []

    async def talk(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        requests.append(await request_of(reader))

    async with talking(talk) as root, bot_at(root) as bot:
        assert means_perhaps_accepted(await failure_of(bot))
    assert len(requests) == 1


async def test_a_message_is_never_repeated_on_a_connection_that_was_used_before() -> None:
    requests = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append(await request_of(reader))
        writer.write(http_ok(b'{"ok": true, "result": true}'))
        requests.append(await request_of(reader))

    async with talking(talk) as root, bot_at(root) as bot:
        await bot.send_chat_action(1, "typing")
        assert means_perhaps_accepted(await failure_of(bot))
    assert len(requests) == 2


async def test_an_answer_cut_off_means_perhaps_accepted() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")

    async with talking(talk) as root, bot_at(root) as bot:
        assert means_perhaps_accepted(await failure_of(bot))


async def test_an_answer_that_is_no_http_means_perhaps_accepted() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        writer.write(b"what?\r\n\r\n")

    async with talking(talk) as root, bot_at(root) as bot:
        assert means_perhaps_accepted(await failure_of(bot))


async def test_an_upload_that_stands_still_ends_by_the_write_time_out() -> None:
    end = asyncio.Event()

    async def talk(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await end.wait()  # reads nothing more than its buffers hold

    async with talking(talk) as root, bot_at(root, AiohttpRequest(media_write_timeout=0.1)) as bot:
        with pytest.raises(TimedOut):
            await asyncio.wait_for(bot.send_document(1, bytes(30_000_000)), 10)
        end.set()
