"""Runs the migrations. Alembic is loaded here and nowhere else: a database that is up to date does without it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection


class UnknownRevisionError(Exception):
    """The database has a revision that this version of the program does not know."""


def upgrade(connection: Connection) -> None:
    """Bring the database behind `connection` to the newest revision; raises :class:`UnknownRevisionError`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise UnknownRevisionError(str(error)) from error
