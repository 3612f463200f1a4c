"""The sandbox as its owner sees it: made once, given people and bots, served by `build_app`."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from bot.clock import MovableClock
from bot.sandbox.dialect import Dialect
from bot.sandbox.errors import SandboxError
from bot.sandbox.faults import Faults, new_call_log
from bot.sandbox.records import JSON, PersonStatus, SandboxBot, SandboxPerson
from bot.sandbox.state import State
from bot.sandbox.telegram import TelegramDialect
from bot.sandbox.view import show_person
from bot.sandbox.zalo import ZaloDialect

Advance = Callable[[datetime], Awaitable[int]]
"""Runs what falls due until the given moment, moving the clock along; returns how many messages were sent."""

Status = Callable[[SandboxPerson], PersonStatus]


def _outsider(_person: SandboxPerson) -> PersonStatus:
    return PersonStatus()


class Sandbox:
    """Bots, people, conversations, faults and a clock, in one event loop.

    `advance`, `status` and `healthy` may also be set later, before the first request needs them.
    """

    def __init__(
        self,
        clock: MovableClock,
        path: Path | None = None,
        advance: Advance | None = None,
        status: Status | None = None,
        seed: int = 0,
    ) -> None:
        """With a `path` the conversations are saved there and shown again after a restart; `seed` is that of chance.

        Raises:
            ValueError: the file at `path` is not a saved sandbox.
        """
        self.clock = clock
        self.state = State(clock, path)
        self.faults = Faults(seed)
        self.calls = new_call_log()
        self.advance = advance
        self.status: Status = status or _outsider
        self.healthy: Callable[[], bool] = lambda: True
        parts = (self.state, self.faults, self.calls)
        spoken: tuple[Dialect, ...] = (TelegramDialect(*parts), ZaloDialect(*parts))
        self.dialects = {dialect.platform: dialect for dialect in spoken}
        self._closing = asyncio.Event()

    def dialect(self, platform: str) -> Dialect:
        """Raises SandboxError when the sandbox does not speak this messenger's language."""
        dialect = self.dialects.get(platform)
        if dialect is None:
            spoken = ", ".join(self.dialects)
            raise SandboxError(f"The sandbox does not offer {platform}; it offers {spoken}.")
        return dialect

    def add_bot(self, platform: str, username: str, token: str | None = None) -> SandboxBot:
        """The bot with this name, made when there is none; with `token` it has this token afterwards."""
        self.dialect(platform)
        return self.state.add_bot(platform, username, token)

    def find_bot(self, platform: str, username: str | None = None) -> SandboxBot:
        """The bot with this name, without a name the platform's first.

        Raises:
            SandboxError: there is none (404).
        """
        found = self.state.find_bot(platform, username) if username is not None else self.state.first_bot(platform)
        if found is None:
            raise SandboxError(
                f"There is no bot {username}." if username is not None else "There is no bot yet; make one first.", 404
            )
        return found

    def add_person(
        self,
        platform: str,
        name: str,
        bot: str | None = None,
        person_id: str | None = None,
        started: bool = False,
    ) -> SandboxPerson:
        """A person with `bot` (by default the platform's first) on the phone; the same `person_id`, the same person.

        `started`: the person has pressed Start before, so the bot may write first.

        Raises:
            SandboxError: the platform is not offered, or there is no such bot.
        """
        dialect = self.dialect(platform)
        found = self.find_bot(platform, bot)
        return self.state.add_person(found, name, dialect.numbering, person_id, started=started)

    def chat_id(self, person: SandboxPerson) -> str:
        """The id of the person's private chat as the messenger tells it to the bot."""
        return self.dialect(person.platform).chat_id(person)

    def show(self, person: SandboxPerson) -> JSON:
        return show_person(person, self.status(person), self.chat_id(person))

    async def move_clock(self, target: datetime) -> int:
        """Move to `target`, running what falls due on the way; returns how many messages that sent."""
        sent = await self.advance(target) if self.advance is not None else 0
        if self.clock.now() < target:
            self.clock.move_to(target)
        self.state.changed()
        return sent

    async def settle(self) -> None:
        """Wait until the bots have confirmed every update. Bound it with `asyncio.timeout`.

        With Zalo's polling nothing is confirmed: there it waits until every event was fetched.
        """
        while any(bot.updates or bot.repeats for bot in self.state.bots):
            await self.state.news.wait()

    async def closed(self) -> None:
        """Ends when the sandbox closes; whoever waits for news waits for this as well."""
        await self._closing.wait()

    def resume(self) -> None:
        """Inside the running loop: take up what a saved sandbox had under way."""
        for bot in self.state.bots:
            self.dialect(bot.platform).bot_changed(bot)

    async def close(self) -> None:
        """Answer all who wait, end deliveries, save. Call it before the server stops, which waits for open requests."""
        self._closing.set()
        for dialect in self.dialects.values():
            await dialect.close()
        self.state.save()
