"""Looks regularly whether administrators must be told of a messenger: of its quota, or that it refuses the token."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Protocol

from bot.clock import Clock
from bot.writer import Writer
from handlers.quota_warnings import warn, warn_of_tokens
from handlers.settings import Settings
from models.chats import Platform
from models.database import Database


class Senders(Protocol):
    """What is asked of the outbox."""

    def troubles(self) -> Mapping[Platform, str]:
        """Return the messengers that refuse the bot's token."""
        ...

    def well(self) -> Collection[Platform]:
        """Return the messengers that have taken a message, and not refused the token since."""
        ...


class QuotaWatch:
    """``look`` is called about once a minute, in every process."""

    def __init__(
        self, database: Database, writer: Writer, clock: Clock, *, settings: Settings, senders: Senders
    ) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._settings = settings
        self._senders = senders

    async def look(self) -> int:
        """Tell administrators what they do not know yet; return how many messages were written."""
        refusing, well = frozenset(self._senders.troubles()), frozenset(self._senders.well())
        return await self._writer.run(partial(self._look, refusing, well))

    def _look(self, refusing: frozenset[Platform], well: frozenset[Platform]) -> int:
        now = self._clock.now()
        with self._database.write() as session:
            told = warn_of_tokens(session, now, self._settings, refusing=refusing, well=well)
            return told + warn(session, now, self._settings)
