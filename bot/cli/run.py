"""``taonguon run``: the service, with the messengers that the configuration switches on."""

from __future__ import annotations

import asyncio

from cryptography.exceptions import InvalidTag
from sqlalchemy.exc import OperationalError
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot import app, collector, log, server, web
from bot.cli.common import ConfigOption, console, fail, open_or_fail, read_config
from bot.cli.waiting import until_stopped
from bot.clock import SystemClock
from bot.config import Config
from models.database import Database
from models.schema import NewerDatabaseError


def run(config: ConfigOption = None) -> None:
    """Run the service until it is stopped."""
    log.configure(json=True)
    chosen, path = read_config(config, None)
    _check(chosen)
    database = open_or_fail(chosen, path)
    try:
        asyncio.run(_serve(chosen, database))
    except InvalidToken:
        fail("Telegram does not know this token. Ask @BotFather for the right one and put it into telegram.token.")
    except NetworkError:
        fail(f"{chosen.telegram.base_url} cannot be reached. Check the connection, or telegram.base_url.")
    except TelegramError as error:
        fail(f"Telegram refused the start: {type(error).__name__}.")
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


def _check(config: Config) -> None:
    if not config.telegram.enabled:
        fail("No messenger is switched on: set telegram.enabled = true in config.toml.")
    try:
        token = config.telegram.secret()
    except OSError as error:
        fail(f"telegram.token_file cannot be read: {error.strerror}.")
    if not token:
        fail("telegram.token is empty: ask @BotFather for a token, or try everything with “taonguon demo”.")


async def _serve(config: Config, database: Database) -> None:
    async with (
        app.build(config, database, SystemClock()) as built,
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
