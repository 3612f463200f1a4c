"""Builds everything once and hands it on as arguments; runs the service."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType

import structlog

from bot.channels.connection import Connection, Listener, UnusableError
from bot.channels.telegram_connection import TelegramConnection
from bot.channels.zalo_connection import ZaloConnection
from bot.clock import Clock
from bot.config import Config, letter_template_of
from bot.engine import Engine
from bot.notice_sweep import NoticeSweep
from bot.outbox import Outbox
from bot.pace import Limits
from bot.publishing import Publisher
from bot.quota_watch import QuotaWatch
from bot.reachability import Reachability
from bot.rule_watch import RuleWatch
from bot.rulebook import rules_of, rules_path, working_days_of
from bot.scheduler import Sweeps, scheduled
from bot.sections import Messenger
from bot.writer import Writer, writer_of
from handlers.locales import Catalogue
from handlers.notices import KINDS
from handlers.settings import Settings
from models import administrators
from models.chats import Language, Platform
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
    listeners: Mapping[Platform, Listener]
    sweeps: Sweeps
    every_minute: Sequence[Callable[[], Awaitable[int]]]
    every_hour: Sequence[Callable[[], Awaitable[int]]]
    timezone: str
    settings: Settings

    async def run(self) -> None:
        """Answer, send and sweep until cancelled."""
        scheduler = scheduled(self.sweeps, self.timezone, self.every_minute, self.every_hour)
        scheduler.start()
        try:
            await self.serve()
        finally:
            scheduler.shutdown(wait=False)

    async def serve(self) -> None:
        """Answer and send until cancelled; nothing is woken by the clock on the wall."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.outbox.run())
            for listener in self.listeners.values():
                tasks.create_task(_listen(listener))

    @property
    def healthy(self) -> bool:
        """Whether messages come in and go out: the health address says so."""
        return self.outbox.healthy and not self.failing

    @property
    def failing(self) -> list[Platform]:
        """Return the messengers that do not bring messages in, or do not take any."""
        refusing = self.outbox.troubles()
        return [
            platform for platform, listener in self.listeners.items() if not listener.healthy or platform in refusing
        ]


async def _listen(listener: Listener) -> None:
    await listener.run()


@asynccontextmanager
async def build(
    config: Config,
    database: Database,
    clock: Clock,
    address: str | None = None,
    *,
    config_path: Path | None = None,
) -> AsyncIterator[App]:
    """Give the service over an open database: schema brought up to date, administrators there, messengers reached.

    Pictures and files for messengers that fetch them are served at `address`; by default that is ``web.public_url``.
    The file of time limits is looked for beside `config_path`.
    Raises ``models.schema.NewerDatabaseError``, :class:`AlreadyRunningError`, :class:`models.rulebook.RuleError`, and
    :class:`~bot.channels.connection.UnusableError` when no messenger can be used.
    """
    with _only_process(database):
        prepare(config, database, clock)
        writer = writer_of(database)
        publisher = Publisher(database, writer, clock, address or config.web.public_url or None)
        connections = connections_of(config, publisher)
        try:
            await _open(connections)
            settings = settings_of(config, _names_of(connections), config_path, address)
            yield _built(config, database, clock, writer, connections, settings=settings, config_path=config_path)
        finally:
            writer.close()
            for connection in connections:
                await connection.close()


def connections_of(config: Config, publisher: Publisher) -> list[Connection]:
    """Return the messengers that are switched on and have a token. Raises ``OSError`` for an unreadable token file."""
    connections: list[Connection] = []
    telegram, zalo = config.telegram, config.zalo
    if telegram.enabled and (token := telegram.secret()):
        connections.append(TelegramConnection(token, telegram.base_url))
    if zalo.enabled and (token := zalo.secret()):
        connections.append(ZaloConnection(token, zalo.base_url, publisher))
    return connections


async def _open(connections: Sequence[Connection]) -> None:
    """Reach every messenger. One that cannot be used is asked again while others work; all failing is no start."""
    failed: list[UnusableError] = []
    for connection in connections:
        try:
            await connection.open()
        except UnusableError as error:
            _log.error("messenger_not_usable", platform=connection.platform, reason=str(error))
            failed.append(error)
    if failed and len(failed) == len(connections):
        raise failed[0]


def _built(
    config: Config,
    database: Database,
    clock: Clock,
    writer: Writer,
    connections: Sequence[Connection],
    *,
    settings: Settings,
    config_path: Path | None,
) -> App:
    limits = {Platform.TELEGRAM: _limits(config.telegram), Platform.ZALO: _limits(config.zalo)}
    channels = [connection.channel for connection in connections]
    timezone = config.organisation.timezone
    outbox = Outbox(database, writer, clock, channels, limits, quotas=config.quotas, timezone=timezone)
    engine = Engine(database, writer, outbox, clock, settings)
    listeners = {
        connection.platform: connection.listener(engine, database.cipher, config.web.public_url)
        for connection in connections
    }
    sweeps = Sweeps(database, writer, clock, config.retention.kept, timezone)
    watch = QuotaWatch(database, writer, clock, settings=settings, senders=outbox)
    reachability = Reachability(
        database,
        writer,
        clock,
        {platform: partial(_answers, platform, listener, outbox) for platform, listener in listeners.items()},
        settings=settings,
        outbox=outbox,
        out_after=timedelta(hours=config.organisation.messenger_out_hours),
    )
    own_rules = rules_path(config, config_path)
    sweep = NoticeSweep(database, writer, clock, settings=settings, kinds=KINDS)
    rules = RuleWatch(database, writer, clock, settings=settings, path=own_rules, use=(engine.use, sweep.use))
    every_minute = [reachability.look, watch.look, sweep.look]
    return App(database, engine, outbox, listeners, sweeps, every_minute, [rules.look], timezone, settings)


def _names_of(connections: Sequence[Connection]) -> dict[Platform, str]:
    return {connection.platform: connection.bot_name for connection in connections}


def _answers(platform: Platform, listener: Listener, outbox: Outbox) -> bool:
    return listener.healthy and platform not in outbox.troubles()


def prepare(config: Config, database: Database, clock: Clock) -> None:
    """Bring the schema up to date and see that the configured administrators exist."""
    if migrate(database):
        _log.info("database_migrated")
    with database.write() as session:
        administrators.ensure(session, database.cipher, config.organisation.administrators, clock.now())


def settings_of(
    config: Config,
    bot_names: Mapping[Platform, str] = MappingProxyType({}),
    config_path: Path | None = None,
    address: str | None = None,
) -> Settings:
    """Return what the handlers need to know of the configuration, and of the messengers: how people find the bot.

    `address` is where people reach the pages of the service; by default that is ``web.public_url``.

    Raises :class:`models.rulebook.RuleError` for a file of time limits with a mistake.
    """
    catalogue = Catalogue()
    return Settings(
        catalogue=catalogue,
        organisation=config.organisation.name,
        timezone=config.organisation.timezone,
        telegram_username=bot_names.get(Platform.TELEGRAM, ""),
        zalo_name=bot_names.get(Platform.ZALO, ""),
        messengers=frozenset(bot_names),
        quotas=config.quotas,
        undo_minutes=config.organisation.undo_minutes,
        invitation_days=config.organisation.invitation_days,
        candidates_per_helper=config.organisation.candidates_per_helper,
        rules=rules_of(config, config_path),
        calendar=working_days_of(config, catalogue.translator(Language.VIETNAMESE)),
        no_movement_days=config.organisation.no_movement_days,
        habits=config.shifts.habits(config.organisation.timezone),
        letter_template=letter_template_of(config, config_path),
        shifts_asked_after_days=config.shifts.asked_after_days,
        quiet=config.notices.quiet,
        meetings=config.meetings.rules,
        classes=config.classes.rules,
        roll_photos_days=config.retention.roll_photos_days,
        pages_at=address or config.web.public_url,
    )


def _limits(messenger: Messenger) -> Limits:
    per_second = messenger.messages_per_second
    return Limits(per_second=per_second) if per_second <= 30 else Limits(per_second, per_second, float(per_second))


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
