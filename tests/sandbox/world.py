"""A served sandbox for tests, with the two ends of a conversation in a few short calls."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import uvicorn

from bot.sandbox import Sandbox, SandboxBot, SandboxPerson, build_app

TOKEN = "700000001:test-token-of-the-sandbox"


@dataclass
class World:
    """`api` speaks as the bot, `say` and `seen` as the person; `get`, `post` and `delete` are plain HTTP."""

    sandbox: Sandbox
    session: aiohttp.ClientSession
    url: str
    bot: SandboxBot
    hanh: SandboxPerson

    async def api(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One Bot API call; the whole answer, with the HTTP status under "status"."""
        async with self.session.post(f"{self.url}/telegram/bot{TOKEN}/{method}", json=parameters) as response:
            return {"status": response.status, **await response.json()}

    async def sent(self, text: str = "Xin chào", **parameters: Any) -> dict[str, Any]:
        """The message object of a text sent to Hạnh."""
        answer = await self.api("sendMessage", chat_id=self.hanh.number, text=text, **parameters)
        assert answer["ok"], answer
        message: dict[str, Any] = answer["result"]
        return message

    async def updates(self, **parameters: Any) -> list[dict[str, Any]]:
        answer = await self.api("getUpdates", **parameters)
        assert answer["ok"], answer
        updates: list[dict[str, Any]] = answer["result"]
        return updates

    async def say(self, person: SandboxPerson | None = None, **action: Any) -> int:
        """What a person does; the id of the message written or pressed."""
        status, answer = await self.post(f"/sandbox/people/{(person or self.hanh).id}/messages", action)
        assert status == 202, answer
        message_id: int = answer["message_id"]
        return message_id

    async def seen(self, after: int = 0, wait: int = 0) -> list[dict[str, Any]]:
        """What stands on Hạnh's phone."""
        _, messages = await self.get(f"/sandbox/people/{self.hanh.id}/messages?after={after}&wait={wait}")
        found: list[dict[str, Any]] = messages
        return found

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something to become true of the sandbox's state."""
        async with asyncio.timeout(30):
            while not true():
                await self.sandbox.state.news.wait()

    async def get(self, path: str, **options: Any) -> tuple[int, Any]:
        async with self.session.get(self.url + path, **options) as response:
            return response.status, await response.json()

    async def post(self, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        async with self.session.post(self.url + path, json=body, **options) as response:
            return response.status, await response.json()

    async def delete(self, path: str) -> tuple[int, Any]:
        async with self.session.delete(self.url + path) as response:
            return response.status, await response.json()


class _Server(uvicorn.Server):
    """Tells when it has begun to serve."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.serving = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.serving.set()


@asynccontextmanager
async def served(app: Any, before_stop: Any = None) -> AsyncIterator[str]:  # any ASGI application
    """Serve an application on a free port of this machine; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = _Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    await server.serving.wait()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        if before_stop is not None:
            await before_stop()
        server.should_exit = True
        await task


@asynccontextmanager
async def open_world(sandbox: Sandbox) -> AsyncIterator[World]:
    bot = sandbox.add_bot("telegram", "nguon_bot", TOKEN)
    hanh = sandbox.add_person("telegram", "Nguyễn Thị Hạnh", person_id="tg-1001", started=True)
    async with served(build_app(sandbox), sandbox.close) as url, aiohttp.ClientSession() as session:
        yield World(sandbox, session, url, bot, hanh)
