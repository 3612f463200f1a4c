"""Phones of the cast: say something, press something, read what came back.

One set of conversation tests runs on each of them: straight through the engine, and over the sandbox with the real
python-telegram-bot over HTTP.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

import aiohttp

from bot import app as service
from bot import server
from bot.channels.channel import Letter
from bot.clock import Clock, MovableClock
from bot.config import Config
from bot.engine import Engine
from bot.messages import Incoming
from bot.notice_sweep import NoticeSweep
from bot.outbox import Outbox
from bot.pace import Limits
from bot.sandbox import Sandbox, build_app
from bot.sections import Organisation, Telegram
from bot.writer import writer_of
from handlers.markup import to_plain
from handlers.notices import KINDS
from handlers.turn import Said, SentFile
from models.chats import Platform
from models.database import Database

NO_LIMITS = Limits(per_second=10_000, chat_burst=10_000, chat_per_second=10_000)
USERNAME = "taonguon_test_bot"
TOKEN = "42:test-token"


@dataclass(frozen=True, slots=True)
class Received:
    """A message as a person sees it."""

    text: str
    buttons: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    has_attachment: bool = False
    is_edited: bool = False  # it took the place of an earlier message


class Exchange(Protocol):
    """A way from the phones to the bot and back."""

    async def say(self, chat: str, text: str) -> None:
        """Send a text."""
        ...

    async def press(self, chat: str, data: str) -> None:
        """Press a button by its data, also a forged one."""
        ...

    async def send_file(self, chat: str, name: str, content: bytes) -> None:
        """Send a document; a picture when it has no name."""
        ...

    async def send_other(self, chat: str, kind: str) -> None:
        """Send a "sticker", a "voice" message or a "location", or have the last text "edited"."""
        ...

    async def files_fetched(self) -> int:
        """Return how many files the bot has fetched."""
        ...

    async def sweep(self) -> int:
        """Let the bot say what is due now, as the scheduler does every minute; return how many messages that was."""
        ...

    async def news(self, chat: str) -> list[Received]:
        """Return what has come to a chat since the last look."""
        ...

    def external_id(self, chat: str) -> str:
        """Return the messenger's own id of a chat."""
        ...


@dataclass
class Phone:
    """One person's phone."""

    chat: str
    exchange: Exchange
    last: list[Received] = field(default_factory=list)

    async def says(self, text: str) -> str:
        """Say `text`; return the words of the answer."""
        await self.exchange.say(self.chat, text)
        return await self._answer()

    async def presses(self, label: str) -> str:
        """Press the button `label` of the last answer; return the words of the next."""
        return await self.forges(self._data(label))

    async def forges(self, data: str) -> str:
        """Press a button with any data; return the words of the answer."""
        await self.exchange.press(self.chat, data)
        return await self._answer()

    async def sends_file(self, name: str, content: bytes) -> str:
        """Send a document, or a picture when it has no name; return the words of the answer."""
        await self.exchange.send_file(self.chat, name, content)
        return await self._answer()

    async def sends(self, kind: str) -> str:
        """Send a "sticker", a "voice" message, a "location", or an "edited" text; return the words of the answer."""
        await self.exchange.send_other(self.chat, kind)
        return await self._answer()

    async def reads(self) -> str:
        """Return the words of what came unasked."""
        return await self._answer()

    @property
    def external_id(self) -> str:
        """Return the messenger's own id of this phone's chat."""
        return self.exchange.external_id(self.chat)

    @property
    def buttons(self) -> list[str]:
        """Return the labels under the last answer."""
        return [label for message in self.last for label in message.buttons]

    async def _answer(self) -> str:
        self.last = await self.exchange.news(self.chat)
        return "\n".join(message.text for message in self.last)

    def _data(self, label: str) -> str:
        for message in self.last:
            for known, data in zip(message.buttons, message.data, strict=True):
                if known == label:
                    return data
        raise AssertionError(f"no button {label!r} among {self.buttons}")


class _PaperChannel:
    """A messenger that keeps what it is given."""

    platform = Platform.TELEGRAM

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    async def send(self, letter: Letter) -> str:
        self.letters.append(letter)
        return str(len(self.letters))


class EngineExchange:
    """Straight through the engine: no network, but the same engine, outbox and database."""

    def __init__(self, engine: Engine, outbox: Outbox, channel: _PaperChannel, notices: NoticeSweep) -> None:
        self.engine = engine
        self._outbox = outbox
        self._channel = channel
        self._notices = notices
        self._seen: dict[str, int] = {}
        self._fetched = 0

    def external_id(self, chat: str) -> str:
        return chat

    async def say(self, chat: str, text: str) -> None:
        await self._give(chat, Said(text=text))

    async def press(self, chat: str, data: str) -> None:
        await self._give(chat, Said(press=data))

    async def send_file(self, chat: str, name: str, content: bytes) -> None:
        async def fetch() -> bytes:
            self._fetched += 1
            return content

        file = SentFile(name, len(content), "reference", is_picture=not name)
        await self._give(chat, Said(file=file), fetch)

    async def send_other(self, chat: str, kind: str) -> None:
        await self._give(chat, Said(unreadable=kind))

    async def files_fetched(self) -> int:
        return self._fetched

    async def sweep(self) -> int:
        written = await self._notices.look()
        await self._outbox.look()
        return written

    async def news(self, chat: str) -> list[Received]:
        await self._outbox.settle()
        mine = [letter for letter in self._channel.letters if letter.chat == chat]
        new, self._seen[chat] = mine[self._seen.get(chat, 0) :], len(mine)
        return [_received(letter) for letter in new]

    async def _give(self, chat: str, said: Said, fetch: Callable[[], Awaitable[bytes]] | None = None) -> None:
        await self.engine.answer(Incoming(Platform.TELEGRAM, uuid4().hex, chat, said, fetch=fetch))


def _received(letter: Letter) -> Received:
    choices = [choice for row in letter.reply.choices for choice in row if choice.label]
    return Received(
        to_plain(letter.reply.text),
        tuple(choice.label for choice in choices),
        tuple(choice.data for choice in choices),
        letter.drawn is not None,
    )


@asynccontextmanager
async def through_engine(database: Database, clock: Clock) -> AsyncIterator[EngineExchange]:
    """Give the shortest way: the engine itself."""
    writer, channel = writer_of(database), _PaperChannel()
    outbox = Outbox(database, writer, clock, [channel], {Platform.TELEGRAM: NO_LIMITS})
    settings = service.settings_of(CONFIG, {Platform.TELEGRAM: USERNAME})
    engine = Engine(database, writer, outbox, clock, settings)
    notices = NoticeSweep(database, writer, clock, settings=settings, kinds=KINDS)
    work = asyncio.create_task(outbox.run())
    try:
        await _ready(outbox)
        yield EngineExchange(engine, outbox, channel, notices)
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        writer.close()


async def _ready(outbox: Outbox) -> None:
    """Wait for the outbox's first sign of life: on PostgreSQL it takes no answer in hand before."""
    async with asyncio.timeout(20):
        while not outbox.may_claim(Platform.TELEGRAM):  # noqa: ASYNC110 - the outbox rings no bell for it
            await asyncio.sleep(0.005)


class SandboxExchange:
    """Over the sandbox: the people's side over HTTP, the bot's side through python-telegram-bot over HTTP."""

    prefix = "tg"

    def __init__(self, sandbox: Sandbox, app: service.App, client: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.app = app
        self._client = client
        self._seen: dict[str, dict[int, dict[str, Any]]] = {}

    async def say(self, chat: str, text: str) -> None:
        await self._post(chat, {"text": text})

    async def press(self, chat: str, data: str) -> None:
        """Press a button that is there; what is not there is pressed as a modified client would."""
        offered = [button["data"] for message in await self._all(chat) for row in message["buttons"] for button in row]
        newest = max((message["id"] for message in await self._all(chat) if message["from"] == "bot"), default=1)
        forged = {} if data in offered else {"forged": True, "message_id": newest}
        await self._post(chat, {"press": data, **forged})

    async def send_file(self, chat: str, name: str, content: bytes) -> None:
        data = {"base64": base64.b64encode(content).decode()}
        await self._post(chat, {"file": {"name": name, **data}} if name else {"photo": data})

    async def send_other(self, chat: str, kind: str) -> None:
        own = [message["id"] for message in await self._all(chat) if message["from"] == "person"]
        others: dict[str, dict[str, Any]] = {
            "sticker": {"sticker": True},
            "voice": {"voice": {"base64": base64.b64encode(b"voice").decode()}},
            "location": {"location": {"latitude": 21.59, "longitude": 105.84}},
            "edited": {"text": "corrected", "edit": max(own, default=0)},
        }
        await self._post(chat, others[kind])

    def external_id(self, chat: str) -> str:
        return self.sandbox.chat_id(self.sandbox.state.person(f"{self.prefix}-{chat}"))

    async def files_fetched(self) -> int:
        async with self._client.get("/sandbox/calls?platform=telegram") as response:
            return sum(call["method"] == "getFile" for call in await response.json())

    async def sweep(self) -> int:
        written = sum([await look() for look in self.app.every_minute])
        await self.app.outbox.look()
        return written

    async def news(self, chat: str) -> list[Received]:
        async with asyncio.timeout(20):
            await self.sandbox.settle()
            await self.app.outbox.settle()
        seen = self._seen.setdefault(chat, {})
        messages = [message for message in await self._all(chat) if seen.get(message["id"]) != message]
        edited = [message["id"] in seen for message in messages]
        seen.update((message["id"], message) for message in messages)
        return [
            self.shown(message, is_edited)
            for message, is_edited in zip(messages, edited, strict=True)
            if message["from"] == "bot"
        ]

    def shown(self, message: dict[str, Any], is_edited: bool) -> Received:
        """Return a message of the bot as the person sees it."""
        return _shown(message, is_edited)

    async def _all(self, chat: str) -> list[dict[str, Any]]:
        async with self._client.get(f"/sandbox/people/{self.prefix}-{chat}/messages") as response:
            messages: list[dict[str, Any]] = await response.json()
            return messages

    async def _post(self, chat: str, message: dict[str, Any]) -> None:
        async with self._client.post(f"/sandbox/people/{self.prefix}-{chat}/messages", json=message) as response:
            assert response.status == 202, await response.text()


def _shown(message: dict[str, Any], is_edited: bool) -> Received:
    buttons = [button for row in message["buttons"] for button in row]
    return Received(
        message["text"],
        tuple(button["label"] for button in buttons),
        tuple(button["data"] for button in buttons),
        bool(message.get("photo") or message.get("document")),
        is_edited,
    )


@asynccontextmanager
async def over_sandbox(database: Database, clock: Clock, chats: dict[str, str]) -> AsyncIterator[SandboxExchange]:
    """Give the whole way: HTTP on both sides."""
    sandbox = Sandbox(MovableClock(clock.now()))
    sandbox.add_bot(Platform.TELEGRAM, USERNAME, TOKEN)
    for name, chat in chats.items():
        sandbox.add_person(Platform.TELEGRAM, name, USERNAME, person_id=f"tg-{chat}", started=True)
    async with server.served(build_app(sandbox), "127.0.0.1", 0) as port:
        base = f"http://127.0.0.1:{port}"
        config = CONFIG.model_copy(
            update={"telegram": Telegram(token=TOKEN, base_url=f"{base}/telegram", messages_per_second=10_000)}
        )
        async with (
            aiohttp.ClientSession(base) as client,
            service.build(config, database, clock) as app,
        ):
            work = asyncio.create_task(app.serve())
            try:
                await _ready(app.outbox)
                yield SandboxExchange(sandbox, app, client)
            finally:
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)


CONFIG = Config(organisation=Organisation(name="Đảng ủy thử nghiệm", administrators=()))
