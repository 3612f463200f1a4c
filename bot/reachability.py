"""Notes whether each messenger answers, and sends by another way what cannot arrive by one that is out of reach.

What this process sees comes from polling, webhooks and sending; what all processes see together is in
``messenger_states``. Messages that this process's outbox holds are first let go of in its memory, except what is under
way, and only then moved in one transaction. A kill or a failing database in between loses none and doubles none: they
are still claimed, and wait again when the outbox finds them let go, or when it is known to be dead.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.redirecting import Redirection, in_hand
from bot.writer import Writer
from handlers.settings import Settings
from models import messengers
from models.chats import Platform
from models.database import Database
from models.reach import people_to_look_at

# At the start “healthy” only means that nothing bad is known yet: for so long it ends no outage.
WARM_UP = timedelta(minutes=3)
_log = structlog.get_logger(__name__)


class Hands(Protocol):
    """What is asked of the outbox."""

    @property
    def name(self) -> str:
        """Return the name under which it claims rows."""
        ...

    def let_go(self, rows: Collection[int]) -> set[int]:
        """Send no more those of `rows` that are in hand and of which nothing is under way; return them."""
        ...


class Reachability:
    """Looks at the messengers. ``look`` is called about once a minute, in every process."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        clock: Clock,
        sources: Mapping[Platform, Callable[[], bool]],
        *,
        settings: Settings,
        outbox: Hands,
        out_after: timedelta,
    ) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._sources = sources
        self._settings = settings
        self._outbox = outbox
        self._out_after = out_after
        self._began_at: datetime | None = None

    async def look(self) -> int:
        """Note who answers, and move what is stranded; return how many messages took another way."""
        self._began_at = self._began_at or self._clock.now()
        answers = {platform: source() for platform, source in self._sources.items()}
        held = await self._writer.run(partial(self._note, answers))
        # All chats are looked through for them, so not where turns wait.
        people = await asyncio.to_thread(self._people)
        let_go = self._outbox.let_go(held)
        moved = await self._writer.run(partial(self._redirect, people, let_go))
        # On PostgreSQL the outbox may have put one back and claimed it anew before the move began.
        self._outbox.let_go(let_go)
        if moved:
            _log.info("redirected", messages=moved)
        return moved

    def _note(self, answers: Mapping[Platform, bool]) -> list[int]:
        """Write down what was seen; return the stranded rows that the outbox holds."""
        now = self._clock.now()
        with self._database.write() as session:
            failing = messengers.failing(session) if self._is_warming_up(now) else frozenset()
            for platform, does in answers.items():
                if not (does and platform in failing):
                    messengers.note(session, platform, now, answers=does)
            return in_hand(session, self._outbox.name, messengers.out_of_reach(session, now, self._out_after))

    def _people(self) -> set[int]:
        with self._database.read() as session:
            return people_to_look_at(session)

    def _redirect(self, people: Collection[int], let_go: Collection[int]) -> int:
        now = self._clock.now()
        with self._database.write() as session:
            out = messengers.out_of_reach(session, now, self._out_after)
            return Redirection(session, self._settings, now, out, people, self._outbox.name, let_go).run()

    def _is_warming_up(self, now: datetime) -> bool:
        return self._began_at is None or now - self._began_at < WARM_UP
