"""What commands with a database share: where it is, and what is told when it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from cryptography.exceptions import InvalidTag
from sqlalchemy.exc import OperationalError

from bot.app import prepare
from bot.cli.telling import fail
from bot.clock import SystemClock
from bot.config import Config, ConfigError, load
from bot.demo import folder
from bot.keys import open_database
from models.database import Database
from models.schema import NewerDatabaseError

DEFAULT_CONFIG = Path("config.toml")

ConfigOption = Annotated[Path | None, typer.Option("--config", help="The configuration file (config.toml).")]
DataOption = Annotated[Path | None, typer.Option("--data", help="A demo's folder, instead of a configuration.")]


def read_config(config: Path | None, data: Path | None) -> tuple[Config, Path | None]:
    """Return the configuration that is meant and its path: ``--config``, ``--data``, ``./config.toml``, the demo's."""
    if config is not None and data is not None:
        fail("--config and --data cannot be used together: give the one whose data is meant.")
    if data is None and config is None and DEFAULT_CONFIG.exists():
        config = DEFAULT_CONFIG
    if config is None:
        return folder.config_of(data or folder.DEFAULT), None
    try:
        return load(config), config
    except ConfigError as error:
        fail("\n".join(error.mistakes))


@contextmanager
def opened(config: Path | None, data: Path | None) -> Iterator[tuple[Config, Database]]:
    """Give the configuration and its database, schema brought up to date; what is wrong ends the command."""
    chosen, path = read_config(config, data)
    database = open_or_fail(chosen, path)
    try:
        prepare(chosen, database, SystemClock())
        yield chosen, database
    except NewerDatabaseError:
        fail(
            "This database was written by a newer version of taonguon. Please update the program; nothing was changed."
        )
    except InvalidTag:
        fail("The database was written with another key. Put back the key file that belongs to it (database.key_file).")
    except OperationalError as error:
        fail(f"The database cannot be used: {str(error.orig).strip().splitlines()[0]}")
    finally:
        database.close()


def open_or_fail(config: Config, path: Path | None) -> Database:
    """Return the database of a configuration."""
    try:
        return open_database(config, path)
    except (ValueError, OSError) as error:
        fail(f"The database's key cannot be read: {error}")
