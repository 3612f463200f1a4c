"""A bot of a few lines on plain HTTP that says back what Zalo's people say, by polling or as a webhook."""

import asyncio
from typing import Any

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SECRET = "bi-mat-cua-bot"


class EchoBot:
    """`await run()` polls until cancelled; `app()` is the webhook. Either way each message is answered once."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session = session
        self._base = base
        self._seen: set[str] = set()

    async def run(self) -> None:
        while True:
            answer = await self.call("getUpdates", timeout=20)
            if answer["ok"]:
                await self._handle(answer["result"])

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/zalo", self._receive, methods=["POST"])])

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        async with self._session.post(f"{self._base}/{method}", json=parameters) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def _receive(self, request: Request) -> Response:
        if request.headers.get("X-Bot-Api-Secret-Token") != SECRET:
            return Response("who are you?", 403)
        await self._handle(await request.json())
        return JSONResponse({"message": "Success"})

    async def _handle(self, event: dict[str, Any]) -> None:
        message = event.get("message")
        if message is None or message["message_id"] in self._seen:
            return
        self._seen.add(message["message_id"])
        chat = message["chat"]["id"]
        await self.call("sendChatAction", chat_id=chat, action="typing")
        if "photo_url" in message:
            await self.call("sendPhoto", chat_id=chat, photo=message["photo_url"], caption="Ảnh của đồng chí")
        else:
            await self.call("sendMessage", chat_id=chat, text=f"Đã nghe: {message.get('text', 'một tệp')}")


async def stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
