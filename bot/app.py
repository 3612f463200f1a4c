"""Builds everything once and hands it on as arguments; runs the service."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from telegram import Bot

from bot.channels.aiohttp_request import AiohttpRequest
from bot.channels.channel import Channel
from bot.channels.lean_request import LeanRequest
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_polling import TelegramPolling
from bot.channels.telegram_updates import TelegramUpdates
from bot.channels.telegram_webhook import TelegramWebhook
from bot.clock import Clock
from bot.config import Config
from bot.engine import Engine
from bot.outbox import Outbox
from bot.pace import Limits
from bot.scheduler import Sweeps, scheduled
from bot.writer import writer_of
from handlers.settings import Settings
from models import administrators
from models.chats import Platform
from models.database import Database
from models.schema import migrate

_log = structlog.get_logger(__name__)


class AlreadyRunningError(Exception):
    """Another process works on the same SQLite file; only PostgreSQL can be shared."""


@dataclass(frozen=True, slots=True)
class App:
    """The built service."""

    database: Database
    engine: Engine
    outbox: Outbox
    polling: TelegramPolling | None
    webhook: TelegramWebhook | None
    sweeps: Sweeps
    timezone: str

    async def run(self) -> None:
        """Answer, send and sweep until cancelled."""
        scheduler = scheduled(self.sweeps, self.timezone)
        scheduler.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.outbox.run())
                if self.polling is not None:
                    tasks.create_task(self.polling.run())
                if self.webhook is not None:
                    tasks.create_task(self.webhook.register())
        finally:
            scheduler.shutdown(wait=False)

    @property
    def healthy(self) -> bool:
        """Whether messages come in and go out: the health address says so."""
        return self.outbox.healthy and (self.polling is None or self.polling.healthy)


@asynccontextmanager
async def build(config: Config, database: Database, clock: Clock) -> AsyncIterator[App]:
    """Give the service over an open database: schema brought up to date, administrators there, messengers reached.

    Raises ``models.schema.NewerDatabaseError``, :class:`AlreadyRunningError`, and ``telegram.error.InvalidToken``.
    """
    with _only_process(database):
        prepare(config, database, clock)
        writer = writer_of(database)
        token = config.telegram.secret() if config.telegram.enabled else ""
        bot = telegram_bot(config, token) if token else None
        try:
            if bot is not None:
                await bot.initialize()
            settings = settings_of(config, bot.username if bot else "")
            channels: list[Channel] = [TelegramChannel(bot)] if bot else []
            limits = {Platform.TELEGRAM: _limits(config)}
            outbox = Outbox(database, writer, clock, channels, limits)
            engine = Engine(database, writer, outbox, clock, settings)
            updates = TelegramUpdates(bot, engine) if bot else None
            polling, webhook = None, None
            if bot is not None and updates is not None:
                public_url = config.web.public_url
                webhook = TelegramWebhook(bot, updates, database.cipher, public_url) if public_url else None
                polling = None if public_url else TelegramPolling(bot, updates)
            sweeps = Sweeps(database, writer, clock)
            yield App(database, engine, outbox, polling, webhook, sweeps, config.organisation.timezone)
        finally:
            writer.close()
            if bot is not None:
                await bot.shutdown()


def prepare(config: Config, database: Database, clock: Clock) -> None:
    """Bring the schema up to date and see that the configured administrators exist."""
    if migrate(database):
        _log.info("database_migrated")
    with database.write() as session:
        administrators.ensure(session, database.cipher, config.organisation.administrators, clock.now())


def settings_of(config: Config, telegram_username: str = "") -> Settings:
    """Return what the handlers need to know of the configuration."""
    return Settings(
        organisation=config.organisation.name,
        timezone=config.organisation.timezone,
        telegram_username=telegram_username,
        undo_minutes=config.organisation.undo_minutes,
        invitation_days=config.organisation.invitation_days,
    )


def _limits(config: Config) -> Limits:
    per_second = config.telegram.messages_per_second
    return Limits(per_second=per_second) if per_second <= 30 else Limits(per_second, per_second, float(per_second))


def telegram_bot(config: Config, token: str) -> Bot:
    """Return Telegram's bot over aiohttp, not yet initialised."""
    # The library's errors then carry time spans; without it each 429 also raises a warning about the change.
    os.environ["PTB_TIMEDELTA"] = "true"
    base = config.telegram.base_url
    return Bot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=LeanRequest(),
        get_updates_request=AiohttpRequest(connection_limit=2, read_timeout=45.0),
    )


class _only_process:  # noqa: N801 - reads as the `with` statement that it serves
    """Holds a lock beside a SQLite file, so that a second process is told instead of sending everything twice."""

    def __init__(self, database: Database) -> None:
        self._path = Path(f"{database.url.database}.lock") if database.is_sqlite else None

    def __enter__(self) -> None:
        if self._path is None:
            return
        self._file = self._path.open("w")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise AlreadyRunningError(f"another process already works on {self._path.with_suffix('')}") from None

    def __exit__(self, *_: object) -> None:
        if self._path is not None:
            self._file.close()
