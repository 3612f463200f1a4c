"""Fetches Telegram's updates by long polling; confirms each only after it was committed.

The next updates are asked for while the last ones of the batch before are still being answered, so that the writer is
never idle for the time of a round trip. What is under way is delivered again then, and known by its id.
"""

from __future__ import annotations

import asyncio

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter

from bot.channels.telegram import ALLOWED_UPDATES, seconds_of
from bot.channels.telegram_updates import TelegramUpdates

POLL_SECONDS = 30
MOST_UPDATES = 100  # Telegram's largest answer
FEW = 25
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
_log = structlog.get_logger(__name__)


class TelegramPolling:
    """Asks for updates until cancelled. ``healthy`` says whether the last answer of Telegram was good."""

    def __init__(self, bot: Bot, updates: TelegramUpdates) -> None:
        self._bot = bot
        self._updates = updates
        self._progress = Progress()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended = 0  # updates since they were last asked for
        self._has_ended = asyncio.Event()
        self._trouble: Exception | None = None
        self.healthy = True

    async def run(self) -> None:
        """Fetch and answer until cancelled; a messenger that is down is asked again, ever more rarely."""
        pause, has_begun = FIRST_PAUSE_SECONDS, False
        try:
            while True:
                try:
                    if not has_begun:  # a webhook that was set before would keep the updates away from us
                        has_begun = await self._bot.delete_webhook()
                    await self._round()
                    self.healthy, pause = True, FIRST_PAUSE_SECONDS
                except InvalidToken:
                    self.healthy = False
                    _log.error("telegram_token_refused")
                    await asyncio.sleep(LONGEST_PAUSE_SECONDS)
                except RetryAfter as error:
                    _log.warning("polling_too_fast", seconds=seconds_of(error))
                    await asyncio.sleep(seconds_of(error))
                except Exception as error:  # whatever happens, the next round may succeed
                    self.healthy = False
                    kind, conflict = type(error).__name__, isinstance(error, Conflict)
                    _log.warning("polling_failed", error=kind, seconds=pause, conflict=conflict)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _round(self) -> None:
        await self._wait_for_room()
        self._ended = 0
        updates = await self._bot.get_updates(
            offset=self._progress.offset, limit=MOST_UPDATES, timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES
        )
        for update in updates:
            if self._progress.begin(update.update_id):
                task = asyncio.create_task(self._answer(update))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _wait_for_room(self) -> None:
        """Wait until few updates are under way, and so many have ended that asking again is worth it.

        Raises what went wrong with one of them, once all have ended.
        """
        while self._progress.running and (self._trouble or self._progress.running > FEW or self._ended < FEW):
            self._has_ended.clear()
            await self._has_ended.wait()
        trouble, self._trouble = self._trouble, None
        if trouble is not None:
            raise trouble

    async def _answer(self, update: Update) -> None:
        try:
            await self._updates.handle(update)
            self._progress.end(update.update_id)
        except Exception as error:  # nothing could be written: it stays unconfirmed and is delivered again
            self._progress.fail(update.update_id)
            self._trouble = error
        finally:
            self._ended += 1
            self._has_ended.set()


class Progress:
    """Which updates are under way, and up to which all are answered: only those are confirmed."""

    def __init__(self) -> None:
        self._running: set[int] = set()
        self._failed: set[int] = set()
        self._answered: set[int] = set()  # those that may be delivered again, as an earlier one is not answered
        self._next: int | None = None

    @property
    def running(self) -> int:
        """Return how many updates are under way."""
        return len(self._running)

    @property
    def offset(self) -> int | None:
        """Return the first update that is not confirmed; None before any was seen."""
        return min(self._running | self._failed, default=self._next)

    def begin(self, update_id: int) -> bool:
        """Note that an update was delivered; return whether it is to be answered now."""
        # Not the highest: after a quiet week Telegram may go on with any number. Also for one that is known: what is
        # delivered again after a failure must not hold the offset back.
        self._next = update_id + 1
        if update_id in self._running or update_id in self._answered:
            return False
        self._running.add(update_id)
        self._failed.discard(update_id)
        return True

    def end(self, update_id: int) -> None:
        """Note that an update is answered and committed."""
        self._running.discard(update_id)
        self._answered.add(update_id)
        unconfirmed = self.offset
        if unconfirmed is not None and len(self._answered) > MOST_UPDATES:
            self._answered = {answered for answered in self._answered if answered >= unconfirmed - MOST_UPDATES}

    def fail(self, update_id: int) -> None:
        """Note that nothing could be written about an update: it must be delivered again."""
        self._running.discard(update_id)
        self._failed.add(update_id)
