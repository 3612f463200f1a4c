"""A server on loopback that speaks Zalo's JSON, and what tests say to it."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.channels.zalo_client import ZaloClient
from tests.channels.loopback import TOKEN, serving

CHAT = "6ede9afa66b88fe6d6a9"


def event(message_id: str = "m1", text: object = "menu", person: str = CHAT, **parts: Any) -> dict[str, Any]:
    """Return an event with a text; `parts` replace or add parts of its message ("from" is called `sender`)."""
    message = {
        "from": parts.pop("sender", {"id": person, "display_name": "Ted", "is_bot": False}),
        "chat": {"id": person, "chat_type": "PRIVATE"},
        "text": text,
        "message_id": message_id,
        "date": 1750316131602,
    }
    return {"event_name": "message.text.received", "message": message | parts}


def refusal(code: int, status: int = 200) -> Callable[[], web.StreamResponse]:
    """Return an answer that says no."""
    return lambda: web.json_response({"ok": False, "error_code": code, "description": f"{TOKEN}?"}, status=status)


class ManualTime:
    """A monotonic clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


class FakeZalo:
    """Gives one event a poll; an idle poll waits. Answers of `instead` come first, in their order, by method."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.polled_at: list[float] = []
        self.instead: dict[str, deque[Callable[[], web.StreamResponse]]] = defaultdict(deque)
        self.replays = False  # serve the newest event again and again
        self.webhook = ""
        self._now = now
        self._events: deque[dict[str, Any]] = deque()
        self._news = asyncio.Event()

    def happens(self, *events: dict[str, Any]) -> None:
        """Let the next polls find events."""
        self._events.extend(events)
        self._news.set()

    def methods(self) -> list[str]:
        """Return what was called."""
        return [method for method, _ in self.calls]

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request."""
        token, _, method = request.path.removeprefix("/bot").rpartition("/")
        self.calls.append((method, await request.json()))
        if method == "getUpdates":
            self.polled_at.append(self._now())
        if token != TOKEN:
            return refusal(401, 401)()
        if self.instead[method]:
            return self.instead[method].popleft()()
        if method == "getUpdates":
            return await self._poll()
        if method == "getWebhookInfo" and not self.webhook:
            return refusal(404, 404)()
        if method == "sendChatAction":
            return web.json_response({"ok": True})
        return web.json_response({"ok": True, "result": self._result(method)})

    def _result(self, method: str) -> dict[str, Any]:
        if method == "getMe":
            return {"id": "1459232241454765289", "account_name": "bot.VDKyGxQvc", "account_type": "BASIC"}
        if method in ("setWebhook", "deleteWebhook"):
            self.webhook = str(self.calls[-1][1].get("url", ""))
        if "Webhook" in method:
            return {"url": self.webhook, "updated_at": 1750316131602}
        return {"message_id": f"s{len(self.calls)}", "date": 1750316131602}

    async def _poll(self) -> web.StreamResponse:
        while not self._events:
            self._news.clear()
            await self._news.wait()
        found = self._events[0] if self.replays and len(self._events) == 1 else self._events.popleft()
        return web.json_response({"ok": True, "result": found})


@asynccontextmanager
async def zalo() -> AsyncIterator[tuple[FakeZalo, ZaloClient]]:
    """Give a server and a client that talks to it."""
    fake = FakeZalo()
    async with serving(fake.answer) as root, ZaloClient(TOKEN, root) as client:
        yield fake, client
