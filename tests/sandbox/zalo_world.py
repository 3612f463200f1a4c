"""A served sandbox with a bot of Zalo and a person who has written to it before."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.sandbox import Sandbox, SandboxBot, SandboxPerson, build_app
from tests.sandbox.world import World, served

ZALO_TOKEN = "700000002:zalo-token-of-the-sandbox"


@dataclass
class ZaloWorld(World):
    """As the other world, but `api` speaks as the bot of Zalo, and `hanh` has Zalo."""

    _last_event: dict[str, Any] = field(default_factory=dict)

    async def api(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One call; the whole answer, with the HTTP status under "status"."""
        async with self.session.post(self.address(method), json=parameters) as response:
            return {"status": response.status, **await response.json()}

    async def sent(self, text: str = "Xin chào", **parameters: Any) -> dict[str, Any]:
        answer = await self.api("sendMessage", chat_id=self.chat_id(), text=text, **parameters)
        assert answer["ok"], answer
        result: dict[str, Any] = answer["result"]
        return result

    async def event(self, seconds: int = 5) -> dict[str, Any]:
        """The next event that was not served before, as a bot sees it that knows Zalo's ways."""
        while True:
            answer = await self.api("getUpdates", timeout=seconds)
            assert answer["ok"], answer
            event: dict[str, Any] = answer["result"]
            if event != self._last_event:
                self._last_event = event
                return event

    def address(self, method: str) -> str:
        return f"{self.url}/zalo/bot{ZALO_TOKEN}/{method}"

    def chat_id(self, person: SandboxPerson | None = None) -> str:
        return self.sandbox.chat_id(person or self.hanh)


@asynccontextmanager
async def open_zalo_world(sandbox: Sandbox) -> AsyncIterator[ZaloWorld]:
    bot: SandboxBot = sandbox.add_bot("zalo", "nguon_zalo", ZALO_TOKEN)
    hanh = sandbox.add_person("zalo", "Nguyễn Thị Hạnh", person_id="za-2001", started=True)
    async with served(build_app(sandbox), sandbox.close) as url, aiohttp.ClientSession() as session:
        yield ZaloWorld(sandbox, session, url, bot, hanh)
