"""The schema as a whole: every table known to SQLAlchemy, and the migrations that bring a database to it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import MetaData, inspect

from models import (
    audit,
    candidates,
    chats,
    check_in,
    classes,
    codes,
    consent,
    helpers,
    meetings,
    messages,
    messengers,
    notices,
    people,
    published,
    quota,
    rights,
    shift_records,
    targets,
    units,
    uploads,
)
from models.database import Base, Database

MODULES = (
    audit,
    candidates,
    chats,
    check_in,
    classes,
    codes,
    consent,
    helpers,
    meetings,
    messages,
    messengers,
    notices,
    people,
    published,
    quota,
    rights,
    shift_records,
    targets,
    units,
    uploads,
)
metadata: MetaData = Base.metadata


class NewerDatabaseError(Exception):
    """The database was written by a newer version of the program, which this one does not understand."""


def head() -> str:
    """Return the revision that this version of the program works with: migrations are numbered by their files."""
    versions = Path(__file__).parent / "migrations" / "versions"
    return max(path.name.partition("_")[0] for path in versions.glob("[0-9]*_*.py"))


def current(database: Database) -> str | None:
    """Return the database's revision, None when it is empty."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return revision


def migrate(database: Database) -> bool:
    """Bring the database to this version's schema; return whether anything was to be done.

    Raises :class:`NewerDatabaseError` when the database is ahead of the program. Several processes that start at
    once are safe: the first migrates, the others wait for its lock and find nothing to do.
    """
    if current(database) == head():
        return False
    # Ten MiB that a service whose database is up to date does not need.
    from models import migrating  # noqa: PLC0415

    with database.engine.execution_options(writes=True).begin() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7241126)")
        try:
            migrating.upgrade(connection)
        except migrating.UnknownRevisionError as error:
            raise NewerDatabaseError(str(error)) from error
    return True
