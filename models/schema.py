"""The schema as a whole: every table known to SQLAlchemy, and the migrations that bring a database to it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import MetaData

from models import audit, candidates, chats, classes, codes, consent, messages, people, targets, units, uploads
from models.database import Base, Database

MODULES = (audit, candidates, chats, classes, codes, consent, messages, people, targets, units, uploads)
metadata: MetaData = Base.metadata


class NewerDatabaseError(Exception):
    """The database was written by a newer version of the program, which this one does not understand."""


def head() -> str:
    """Return the revision that this version of the program works with."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None
    return revision


def current(database: Database) -> str | None:
    """Return the database's revision, None when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(database: Database) -> bool:
    """Bring the database to this version's schema; return whether anything was to be done.

    Raises :class:`NewerDatabaseError` when the database is ahead of the program. Several processes that start at
    once are safe: the first migrates, the others wait for its lock and find nothing to do.
    """
    if current(database) == head():
        return False
    config = _config()
    with database.engine.execution_options(writes=True).begin() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7241126)")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise NewerDatabaseError(str(error)) from error
    return True


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
