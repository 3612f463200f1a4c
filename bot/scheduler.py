"""APScheduler only wakes: what there is to do is decided from our own tables (DESIGN.md, "Decisions").

So a missed wake, two wakes at once or a second process do no harm: each sweep looks at what is due now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import Clock
from bot.writer import Writer
from models import housekeeping
from models.database import Database

HOUSEKEEPING_MINUTE = 17  # once an hour, away from the full hour when reminders go out
_log = structlog.get_logger(__name__)


class Sweeps:
    """What is done regularly, each a function that can also be called by a test or by the demo's clock."""

    def __init__(self, database: Database, writer: Writer, clock: Clock) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock

    async def tidy_up(self) -> int:
        """Delete what is no longer needed; return how many rows went."""
        return await self._writer.run(self._tidy_up)

    def _tidy_up(self) -> int:
        with self._database.write() as session:
            gone = housekeeping.tidy_up(session, self._clock.now())
        _log.info("tidied_up", rows=gone)
        return gone


def scheduled(sweeps: Sweeps, timezone: str) -> AsyncIOScheduler:
    """Return the scheduler, not yet started, that wakes the sweeps."""
    zone = ZoneInfo(timezone)
    scheduler = AsyncIOScheduler(
        timezone=zone, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    _wake(scheduler, sweeps.tidy_up, CronTrigger(minute=HOUSEKEEPING_MINUTE, timezone=zone))
    return scheduler


def _wake(scheduler: AsyncIOScheduler, sweep: Callable[[], Awaitable[int]], trigger: CronTrigger) -> None:
    async def work() -> None:
        try:
            await sweep()
        except Exception as error:  # the next wake may succeed; the others must not be stopped
            _log.error("sweep_failed", sweep=sweep.__name__, error=type(error).__name__)

    scheduler.add_job(work, trigger)
