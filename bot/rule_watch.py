"""Looks regularly whether the organisation's file of time limits has changed, and puts the new ones into force."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from bot.clock import Clock
from bot.writer import Writer
from handlers.rule_changes import tell_changes, tell_mistakes
from handlers.settings import Settings
from models import rulebook
from models.database import Database
from models.rulebook import RuleBook


class RuleWatch:
    """``look`` is called at the start and hourly, in every process; each of `use` takes the rules then in force."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        clock: Clock,
        *,
        settings: Settings,
        path: Path | None,
        use: Iterable[Callable[[RuleBook], None]],
    ) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._settings = settings
        self._path = path
        self._use = tuple(use)
        self._book = settings.rules

    async def look(self) -> int:
        """Read the file again and tell the administrators what they do not know yet; return the messages written."""
        return await self._writer.run(self._look)

    def _look(self) -> int:
        read = rulebook.reload(self._book, self._path)
        now = self._clock.now()
        with self._database.write() as session:
            if read.error is not None:
                return tell_mistakes(session, now, self._settings, read.error.mistakes)
            told = tell_changes(session, now, self._settings, read.book)
        self._book = read.book
        for take in self._use:
            take(read.book)
        return told
