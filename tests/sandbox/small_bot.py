"""A bot of a few lines on plain HTTP, for the page's tests: it answers every word and press."""

import asyncio
import json
from typing import Any

import aiohttp

from tests.sandbox.pictures import png

MENU = [
    {"command": "menu", "description": "Việc có thể làm"},
    {"command": "nguon", "description": "Danh sách nguồn"},
]


def _bar_chart(x: int, y: int) -> tuple[int, int, int]:
    bar = x // 60
    return (140, 28, 28) if x % 60 < 40 and y > 260 - bar * 38 else (251, 239, 207)


class SmallBot:
    """`await run()` polls until cancelled."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session = session
        self._base = base

    async def run(self) -> None:
        await self.call("setMyCommands", commands=MENU)
        offset = 0
        while True:
            answer = await self.call("getUpdates", offset=offset, timeout=20)
            for update in answer.get("result", []):
                offset = update["update_id"] + 1
                await self._handle(update)
            await asyncio.sleep(0)

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        async with self._session.post(f"{self._base}/{method}", json=parameters) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def _handle(self, update: dict[str, Any]) -> None:
        if query := update.get("callback_query"):
            await self._answer_press(query)
        elif message := update.get("message"):
            await self._answer_message(message["chat"]["id"], message)

    async def _answer_message(self, chat: int, message: dict[str, Any]) -> None:
        await self.call("sendChatAction", chat_id=chat, action="typing")
        if message.get("text") == "ảnh":
            await self._upload(chat, "photo", png(480, 270, _bar_chart), "tuan.png", "Tiến độ đến hôm nay")
        elif message.get("text") == "tệp":
            await self._upload(chat, "document", b"BEGIN:VCALENDAR", "lịch học tháng 12.ics", "")
        elif "text" in message:
            await self._menu(chat, message["text"])
        else:
            await self.call("sendMessage", chat_id=chat, text="Đã nhận.")

    async def _menu(self, chat: int, text: str) -> None:
        quoted = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        buttons = [
            [{"text": "Lưu", "callback_data": "save"}, {"text": "Sửa", "callback_data": "edit"}],
            [{"text": "Bỏ", "callback_data": "drop"}],
        ]
        await self.call(
            "sendMessage",
            chat_id=chat,
            text=f"Đã hiểu: <b>{quoted}</b>\nĐồng chí xem lại rồi chọn:",
            parse_mode="HTML",
            reply_markup={"inline_keyboard": buttons},
        )

    async def _answer_press(self, query: dict[str, Any]) -> None:
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text="Đã ghi nhận")
        place = {"chat_id": query["message"]["chat"]["id"], "message_id": query["message"]["message_id"]}
        await self.call("editMessageText", **place, text=f"✅ Đã chọn: {query['data']}")

    async def _upload(self, chat: int, kind: str, data: bytes, name: str, caption: str) -> None:
        form = aiohttp.FormData({"chat_id": str(chat), "caption": caption})
        form.add_field(kind, data, filename=name)
        markup = {"inline_keyboard": [[{"text": "Chi tiết", "callback_data": "more"}]]}
        form.add_field("reply_markup", json.dumps(markup))
        async with self._session.post(f"{self._base}/send{kind.title()}", data=form) as response:
            assert response.status == 200, await response.text()
