"""``taonguon run``: the service, with the messengers that the configuration switches on."""

from __future__ import annotations

import asyncio
from pathlib import Path

from cryptography.exceptions import InvalidTag
from sqlalchemy.exc import OperationalError

from bot import app, collector, log, server, web
from bot.channels.connection import UnusableError
from bot.cli.common import ConfigOption, open_or_fail, read_config
from bot.cli.telling import console, fail
from bot.cli.waiting import until_stopped
from bot.clock import SystemClock
from bot.config import Config
from bot.rulebook import rules_of
from models.database import Database
from models.rulebook import RuleError
from models.schema import NewerDatabaseError


def run(config: ConfigOption = None) -> None:
    """Run the service until it is stopped."""
    log.configure(json=True)
    chosen, path = read_config(config, None)
    _check(chosen, path)
    database = open_or_fail(chosen, path)
    try:
        asyncio.run(_serve(chosen, path, database))
    except UnusableError as error:
        fail(str(error))
    except (app.AlreadyRunningError, server.PortTakenError) as error:
        fail(f"{error}.")
    except NewerDatabaseError:
        fail("The database was written by a newer version of taonguon. Please update the program; nothing was changed.")
    except InvalidTag:
        fail("The database was written with another key. Put the key file back that belongs to it.")
    except OperationalError as error:
        fail(f"The database cannot be used: {str(error.orig).strip().splitlines()[0]}")
    finally:
        database.close()


def _check(config: Config, path: Path | None) -> None:
    try:
        rules_of(config, path)
    except RuleError as error:
        fail("\n".join(error.mistakes))
    if not (config.telegram.enabled or config.zalo.enabled):
        fail("No messenger is switched on: set telegram.enabled or zalo.enabled = true in config.toml.")
    for name, messenger, giver in (
        ("telegram", config.telegram, "ask @BotFather for a token"),
        ("zalo", config.zalo, "take a token from the Zalo Bot Creator"),
    ):
        try:
            token = messenger.secret() if messenger.enabled else "-"
        except OSError as error:
            fail(f"{name}.token_file cannot be read: {error.strerror}.")
        if not token:
            advice = f"{giver}, switch it off with {name}.enabled = false, or try everything with “taonguon demo”"
            fail(f"{name}.token is empty: {advice}.")


async def _serve(config: Config, path: Path | None, database: Database) -> None:
    async with (
        app.build(config, database, SystemClock(), config_path=path) as built,
        server.served(web.build_app(built), config.web.host, config.web.port),
    ):
        console.print(f"Đang chạy · running: {config.organisation.name}", style="bold green")
        collector.calm()
        work = asyncio.create_task(built.run())
        stop = asyncio.create_task(until_stopped())
        await asyncio.wait((work, stop), return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if work.done():
            await work
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
