"""The checks of ``taonguon doctor``: each says what it found and, when that is wrong, what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidTag
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import TelegramError

from bot.channels.channel import Misconfigured, SendError
from bot.channels.connection import UnusableError
from bot.channels.telegram_connection import TelegramConnection
from bot.channels.zalo_client import ZaloClient
from bot.config import Config
from bot.sections import Messenger
from models import retention, schema
from models.database import Database
from models.held_messages import held_now
from models.messages import Heartbeat, IncomingMessage, IncomingState, OutgoingMessage, OutgoingState
from models.people import Person
from models.rights import requests_late

SILENCE = timedelta(minutes=5)  # an outbox that has given no sign for longer does not run
LATE = timedelta(minutes=10)  # a message that has waited for longer is stuck
RECENT = timedelta(days=7)
RETENTION_SILENCE = timedelta(days=3)
_FIRST_POSSIBLE_YEAR = 2026


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found."""

    name: str
    ok: bool
    finding: str
    advice: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the check for ``--json``."""
        return asdict(self)


async def run_all(config: Config, database: Database, now: datetime, letter_template: str = "") -> list[Check]:
    """Run every check; one that cannot be made says so itself. A `letter_template` of one's own is tried, too."""
    database_check = check_database(database)
    found = [
        Check("configuration", ok=True, finding=f"{config.organisation.name}"),
        check_clock(config, now),
        database_check,
    ]
    if database_check.ok:
        found += [check_key(database), check_heartbeat(database, now), check_messages(config, database, now)]
        found.append(check_retention(database, now))
    if letter_template:
        found.append(check_letter(Path(letter_template)))
    return [*found, await check_telegram(config), await check_zalo(config)]


def check_letter(template: Path) -> Check:
    """Check that the organisation's own letter to employers can be filled in."""
    from handlers.attachments import letter  # noqa: PLC0415 - what fills it in takes 20 MiB, and no other command needs it

    try:
        letter.filled(template, letter.example())
    except letter.UnusableTemplateError as error:
        fields = "handlers/attachments/templates/README.md names the fields that it may hold."
        advice = f"Letters are written with the program's own template until {template.name} is mended. {fields}"
        return Check("letter", ok=False, finding=str(error), advice=advice)
    return Check("letter", ok=True, finding=template.name)


def check_clock(config: Config, now: datetime) -> Check:
    """Check that the machine's clock is plausible."""
    local = now.astimezone(ZoneInfo(config.organisation.timezone))
    finding = f"{local:%d/%m/%Y %H:%M} {config.organisation.timezone}"
    if now.year < _FIRST_POSSIBLE_YEAR:
        return Check(
            "clock", ok=False, finding=finding, advice="The machine's clock is wrong: switch on time synchronisation."
        )
    return Check("clock", ok=True, finding=finding)


def check_database(database: Database) -> Check:
    """Check that the database answers and has this version's schema."""
    try:
        revision = schema.current(database)
        if database.is_sqlite:
            with database.read() as session:
                state = session.scalar(text("PRAGMA quick_check"))
            if state != "ok":
                return Check("database", ok=False, finding="the file is damaged", advice="Restore the newest backup.")
    except SQLAlchemyError as error:
        return Check(
            "database", ok=False, finding=f"cannot be used ({type(error).__name__})", advice="Check database.url."
        )
    if revision is None:
        return Check("database", ok=False, finding="is empty", advice="Run: taonguon migrate")
    if revision != schema.head():
        advice = "Run: taonguon migrate. If that says the database is newer, update the program."
        return Check("database", ok=False, finding=f"schema {revision}, the program has {schema.head()}", advice=advice)
    return Check("database", ok=True, finding=f"{database.url.get_backend_name()}, schema {revision}")


def check_key(database: Database) -> Check:
    """Check that the key is the one that the data was written with."""
    try:
        with database.read() as session:
            session.scalar(select(Person.full_name).limit(1))
    except InvalidTag:
        advice = "Put the key file back that belongs to this database (database.key_file)."
        return Check("key", ok=False, finding="does not open this database", advice=advice)
    return Check("key", ok=True, finding="opens the database")


def check_heartbeat(database: Database, now: datetime) -> Check:
    """Check that an outbox is at work."""
    with database.read() as session:
        last = session.scalar(select(func.max(Heartbeat.at)))
    if last is None:
        return Check("heartbeat", ok=False, finding="the service has never run", advice="Start it: taonguon run")
    if now - last > SILENCE:
        return Check(
            "heartbeat",
            ok=False,
            finding=f"last sign of life {last:%d/%m/%Y %H:%M} UTC",
            advice="Start the service: taonguon run",
        )
    return Check("heartbeat", ok=True, finding="the service is running")


def check_retention(database: Database, now: datetime) -> Check:
    """Check that the nightly run lets go what has been kept long enough, and say what it last deleted."""
    with database.read() as session:
        last = retention.last_run(session)
        late = requests_late(session, now.date())
    if last is None:
        return Check("retention", ok=True, finding="the nightly run has not been at work yet")
    at, gone = last
    rows = ", ".join(f"{rule} {count}" for rule, count in gone.items() if count) or "nothing to delete"
    finding = f"last run {at:%d/%m/%Y %H:%M} UTC: {rows}; {late} requests about personal data overdue"
    if now - at > RETENTION_SILENCE:
        return Check("retention", ok=False, finding=finding, advice="Let the service run at night: taonguon run")
    advice = "Type “yêu cầu dữ liệu” to the bot: the legal time limit of a request has passed." if late else ""
    return Check("retention", ok=not late, finding=finding, advice=advice)


def check_messages(config: Config, database: Database, now: datetime) -> Check:
    """Check that nothing is stuck, and count what failed lately and what a messenger's quota holds back."""
    with database.read() as session:
        is_held = held_now(session, config.quotas, now, config.organisation.timezone)
        joined = select(func.count()).select_from(OutgoingMessage).join(OutgoingMessage.chat)
        held = session.scalar(joined.where(is_held))
        stuck = session.scalar(
            joined.where(
                ~is_held,
                OutgoingMessage.state.in_([OutgoingState.WAITING, OutgoingState.CLAIMED]),
                OutgoingMessage.created_at < now - LATE,
            )
        )
        uncertain = session.scalar(
            select(func.count())
            .select_from(OutgoingMessage)
            .where(OutgoingMessage.state == OutgoingState.UNCERTAIN, OutgoingMessage.created_at > now - RECENT)
        )
        failed = session.scalar(
            select(func.count())
            .select_from(IncomingMessage)
            .where(IncomingMessage.state == IncomingState.FAILED, IncomingMessage.received_at > now - RECENT)
        )
    keeping = f"{held} held back so that messages last until the month ends; " if held else ""
    finding = f"{stuck} stuck; {keeping}in seven days {uncertain} perhaps not delivered, {failed} not answered"
    advice = "The messenger cannot be reached, or the service does not run." if stuck else ""
    return Check("messages", ok=not stuck, finding=finding, advice=advice)


async def check_telegram(config: Config) -> Check:
    """Check that Telegram knows the token, and that no webhook takes the updates away from polling."""
    token = _token("telegram", config.telegram, "Ask @BotFather and set telegram.token.")
    if isinstance(token, Check):
        return token
    connection = TelegramConnection(token, config.telegram.base_url)
    try:
        await connection.open()
        info = await connection.bot.get_webhook_info()
    except UnusableError as error:
        return Check("telegram", ok=False, finding="cannot be used", advice=str(error))
    except TelegramError as error:
        advice = "Check the connection and telegram.base_url."
        return Check("telegram", ok=False, finding=f"cannot be reached ({type(error).__name__})", advice=advice)
    finally:
        await connection.close()
    return _webhook("telegram", f"@{connection.bot_name}", info.url, config.web.public_url)


async def check_zalo(config: Config) -> Check:
    """Check that Zalo knows the token, and that no webhook takes the events away from polling."""
    token = _token("zalo", config.zalo, "Take one from the Zalo Bot Creator and set zalo.token.")
    if isinstance(token, Check):
        return token
    async with ZaloClient(token, config.zalo.base_url) as client:
        try:
            bot, url = await client.get_me(), await client.get_webhook()
        except Misconfigured:
            advice = "Take the right token from the Zalo Bot Creator."
            return Check("zalo", ok=False, finding="does not know the token", advice=advice)
        except SendError as error:
            advice = "Check the connection and zalo.base_url."
            return Check("zalo", ok=False, finding=f"cannot be reached ({error.code})", advice=advice)
    return _webhook("zalo", bot.name, url, config.web.public_url)


def _token(name: str, messenger: Messenger, advice: str) -> str | Check:
    """Return the token, or what there is to say without one."""
    if not messenger.enabled:
        return Check(name, ok=True, finding="is switched off")
    try:
        token = messenger.secret()
    except OSError as error:
        return Check(name, ok=False, finding="the token's file cannot be read", advice=str(error.strerror))
    return token or Check(name, ok=False, finding="has no token", advice=advice)


def _webhook(name: str, bot: str, url: str | None, expected: str) -> Check:
    if url and not expected:
        advice = "Another program has set a webhook for this token: delete it, or use a token of your own."
        return Check(name, ok=False, finding=f"{bot}: a webhook is set", advice=advice)
    return Check(name, ok=True, finding=bot)
