"""APScheduler only wakes: what there is to do is decided from our own tables (DESIGN.md, "Decisions").

So a missed wake, two wakes at once or a second process do no harm: each sweep looks at what is due now.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger

from bot.clock import Clock
from bot.writer import Writer
from models import housekeeping, overwriting, retention
from models.database import Database
from models.retention import Retention

HOURLY_MINUTE = 7
HOUSEKEEPING_MINUTE = 17  # once an hour, away from the full hour when reminders go out
RETENTION_HOUR, RETENTION_MINUTE = 3, 40  # when the fewest write
_log = structlog.get_logger(__name__)


class Sweeps:
    """What is done regularly, each a function that can also be called by a test or by the demo's clock."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        clock: Clock,
        kept: Retention = Retention(),  # noqa: B008 - a frozen value
        timezone: str = "UTC",
    ) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._kept = kept
        self._zone = ZoneInfo(timezone)

    async def tidy_up(self) -> int:
        """Delete what is no longer needed, and see that nothing of it is left in the files; return the rows gone."""
        gone = await self._writer.run(self._tidy_up)
        await asyncio.to_thread(self._overwrite)
        return gone

    async def keep_to_retention(self) -> int:
        """Let go what has been kept long enough (models/retention.py); return how many rows went."""
        gone = await self._writer.run(self._keep_to_retention)
        await asyncio.to_thread(self._overwrite)
        return gone

    def _tidy_up(self) -> int:
        now = self._clock.now()
        with self._database.write() as session:
            gone = housekeeping.tidy_up(session, now, timedelta(days=self._kept.messages_days))
            gone += retention.forget_chats(session, now)
        _log.info("tidied_up", rows=gone)
        return gone

    def _keep_to_retention(self) -> int:
        now = self._clock.now()
        with self._database.write() as session:
            gone = retention.run(session, self._kept, now, now.astimezone(self._zone).date())
        _log.info("retention_kept", **gone)
        return sum(gone.values())

    def _overwrite(self) -> None:
        """Not by the writer: the files cannot be written anew within a transaction."""
        with self._database.read() as session:
            is_due = overwriting.is_due(session, retention.LEAVING_PIECES)
        if is_due and not overwriting.overwrite(self._database, self._clock.now()):
            _log.warning("files_in_use", advice="they are written anew an hour later")


def scheduled(
    sweeps: Sweeps,
    timezone: str,
    every_minute: Iterable[Callable[[], Awaitable[int]]] = (),
    every_hour: Iterable[Callable[[], Awaitable[int]]] = (),
) -> AsyncIOScheduler:
    """Return the scheduler, not yet started, that wakes the sweeps, and `every_minute` what is given there.

    What is given in `every_hour` is woken at the start, too.
    """
    zone = ZoneInfo(timezone)
    scheduler = AsyncIOScheduler(
        timezone=zone, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    _wake(scheduler, sweeps.tidy_up, CronTrigger(minute=HOUSEKEEPING_MINUTE, timezone=zone))
    nightly = CronTrigger(hour=RETENTION_HOUR, minute=RETENTION_MINUTE, timezone=zone)
    _wake(scheduler, sweeps.keep_to_retention, nightly)
    for look in every_minute:
        _wake(scheduler, look, CronTrigger(minute="*", timezone=zone))
    for look in every_hour:
        _wake(scheduler, look, DateTrigger(timezone=zone))
        _wake(scheduler, look, CronTrigger(minute=HOURLY_MINUTE, timezone=zone))
    return scheduler


def _wake(scheduler: AsyncIOScheduler, sweep: Callable[[], Awaitable[int]], trigger: CronTrigger) -> None:
    async def work() -> None:
        try:
            await sweep()
        except Exception as error:  # the next wake may succeed; the others must not be stopped
            _log.error("sweep_failed", sweep=sweep.__name__, error=type(error).__name__)

    scheduler.add_job(work, trigger)
