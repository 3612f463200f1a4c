"""Phones with Zalo: no buttons; what can be chosen are numbered lines, and a choice is a number that is typed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select, update

from bot import app as service
from bot import published_pages, server
from bot.channels import zalo_polling
from bot.clock import Clock, MovableClock
from bot.sandbox import Sandbox, build_app
from bot.sections import Telegram, Zalo
from handlers.hearing import numbers
from models.chats import Chat, Platform
from models.database import Database
from models.messages import IncomingMessage, OutgoingMessage, OutgoingState
from tests.support.phones import CONFIG, Received, SandboxExchange

NAME = "Tạo Nguồn"
TOKEN = "43:test-token"
_CHOICE = re.compile(r"(\d{1,2})\. (.+?)(?= {3}\d{1,2}\. |$)")
_LINK = re.compile(r"\n*http://127\.0\.0\.1:\d+/published/\S+")


class ZaloExchange(SandboxExchange):
    """Over the sandbox: the people's side over HTTP, the bot's side through the Zalo client over HTTP."""

    prefix = "za"
    _said = 0
    _chat = ""

    def __init__(self, sandbox: Sandbox, app: service.App, client: aiohttp.ClientSession) -> None:
        super().__init__(sandbox, app, client)
        self._offers: dict[str, list[str]] = {}

    async def press(self, chat: str, data: str) -> None:
        """Type the number of a choice; nothing else can be pressed."""
        assert data.isdecimal(), f"{data!r} cannot be pressed where there are no buttons"
        await self.say(chat, data)

    async def news(self, chat: str) -> list[Received]:
        async with asyncio.timeout(20):
            while not self._is_done():  # noqa: ASYNC110 - what is waited for are rows
                await asyncio.sleep(0.005)
        self._chat = chat
        self._offers[chat] = self._offered(chat)
        return await super().news(chat)

    def _offered(self, chat: str) -> list[str]:
        with self.app.database.read() as session:
            row = session.scalar(select(Chat).where(Chat.external_id == self.external_id(chat)))
            known = numbers((row.offer if row else None) or [])
        return [known[number]["label"] if number in known else "" for number in range(1, max(known, default=0) + 1)]

    async def send_other(self, chat: str, kind: str) -> None:
        others: dict[str, dict[str, Any]] = {"sticker": {"sticker": True}, "voice": {"voice": {"base64": "dm9pY2U="}}}
        await self._post(chat, others[kind])

    def shown(self, message: dict[str, Any], is_edited: bool) -> Received:
        offer = self._offers.get(self._chat, [])
        assert message["buttons"] == []
        text = _LINK.sub("", message["text"])
        words, choices = without_choices(text, offer)
        return Received(
            words,
            tuple(label for _, label in choices),
            tuple(str(number) for number, _ in choices),
            bool(message.get("photo") or text != message["text"]),
            is_edited,
        )

    def _is_done(self) -> bool:
        """Whether everything that was said is answered and sent; Zalo confirms nothing that could be waited for."""
        with self.app.database.read() as session:
            answered = session.scalar(select(func.count()).select_from(IncomingMessage)) or 0
            still_open = OutgoingMessage.state.in_([OutgoingState.WAITING, OutgoingState.CLAIMED])
            unsent = session.scalar(select(func.count()).select_from(OutgoingMessage).where(still_open)) or 0
            return answered >= self._said and not unsent

    async def _post(self, chat: str, message: dict[str, Any]) -> None:
        self._said += 1
        await super()._post(chat, message)


def without_choices(text: str, offer: list[str]) -> tuple[str, list[tuple[int, str]]]:
    """Return the words of a message, and the choices of `offer` (labels, from 1) whose numbers can be read in it.

    A number stands before a line that names the choice, or before the choice itself; other numbers belong to the words.
    """
    words, found = list[str](), list[tuple[int, str]]()
    for line in text.splitlines():
        numbers = [(int(number), said) for number, said in _CHOICE.findall(line)] if line[:1].isdecimal() else []
        meant = [(n, offer[n - 1], said) for n, said in numbers if n <= len(offer) and _names(said, offer[n - 1])]
        found += [(n, label) for n, label, _ in meant]
        if not meant:
            words.append(line)
        elif meant[0][2] != meant[0][1]:
            words.append(meant[0][2])
    return "\n".join(words), found


def _names(said: str, label: str) -> bool:
    return said == label or re.match(re.escape(re.sub(r" \(\d+\)$", "", label)) + r"(?: ·|:|$)", said) is not None


@asynccontextmanager
async def over_zalo(database: Database, clock: Clock, chats: dict[str, str]) -> AsyncIterator[ZaloExchange]:
    """Give the whole way over Zalo; the chats of the cast are moved there first."""
    sandbox = Sandbox(MovableClock(clock.now()))
    sandbox.add_bot(Platform.ZALO, NAME, TOKEN)
    ids = {}
    for name, chat in chats.items():
        person = sandbox.add_person(Platform.ZALO, name, NAME, person_id=f"za-{chat}", started=True)
        ids[chat] = sandbox.chat_id(person)
    _move_chats(database, ids)
    page = build_app(sandbox)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zalo_polling, "POLL_EVERY_SECONDS", 0.005)
        async with server.served(page, "127.0.0.1", 0) as port:
            base = f"http://127.0.0.1:{port}"
            zalo = Zalo(enabled=True, token=TOKEN, base_url=f"{base}/zalo", messages_per_second=10_000)
            config = CONFIG.model_copy(update={"telegram": Telegram(enabled=False), "zalo": zalo})
            async with (
                aiohttp.ClientSession(base) as client,
                service.build(config, database, clock, base) as app,
            ):
                page.router.routes.extend(published_pages.routes(database, clock, config.organisation.timezone))
                work = asyncio.create_task(app.serve())
                try:
                    await app.outbox.ready()
                    yield ZaloExchange(sandbox, app, client)
                finally:
                    work.cancel()
                    await asyncio.gather(work, return_exceptions=True)


def _move_chats(database: Database, ids: dict[str, str]) -> None:
    with database.write() as session:
        for chat, external_id in ids.items():
            moved = {"platform": Platform.ZALO, "external_id": external_id}
            session.execute(update(Chat).where(Chat.external_id == chat).values(moved))
