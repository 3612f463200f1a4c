"""The engine and sessions for SQLite and PostgreSQL, and the column types that both share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, Enum, LargeBinary, MetaData, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from models.cipher import Cipher

BUSY_TIMEOUT_MS = 10_000
POSTGRES_POOL = 8


class Base(DeclarativeBase):
    """The root of every table; constraint names are fixed so that migrations can name them."""

    # Enumerations are kept as their values, in plain text columns that may grow.
    type_annotation_map = {  # noqa: RUF012 - declared by SQLAlchemy as a plain class attribute
        StrEnum: Enum(
            StrEnum, native_enum=False, length=40, values_callable=lambda names: [name.value for name in names]
        ),
    }
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on every database. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EncryptedText(TypeDecorator[str]):
    """Text that is readable only with the database's key; it cannot be searched or sorted in SQL."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else cipher_of(dialect).encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else cipher_of(dialect).decrypt(bytes(value)).decode()


class EncryptedBytes(TypeDecorator[bytes]):
    """Bytes, of a file for example, that are readable only with the database's key."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else cipher_of(dialect).encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else cipher_of(dialect).decrypt(bytes(value))


class EncryptedJSON(TypeDecorator[Any]):
    """A JSON value that is readable only with the database's key. Replace it to change it; it is not tracked inside."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return cipher_of(dialect).encrypt(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(cipher_of(dialect).decrypt(bytes(value)))


def cipher_of(dialect: Dialect) -> Cipher:
    """Return the cipher that :class:`Database` hung on the engine's dialect: one engine, one key, no global."""
    cipher: Cipher = dialect.taonguon_cipher  # type: ignore[attr-defined]  # the dialect is SQLAlchemy's only way in
    return cipher


class LostTransactionError(Exception):
    """A full disk, for example, lets SQLite roll back a whole transaction; what was written since is not together."""


class Database:
    """One database with its key. ``write()`` and ``read()`` give sessions that end with their ``with`` block."""

    def __init__(self, url: str | URL, cipher: Cipher) -> None:
        self.url = make_url(url)
        if self.url.drivername in ("postgresql", "postgres"):
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.cipher = cipher
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        self.engine.dialect.taonguon_cipher = cipher  # type: ignore[attr-defined]  # see cipher_of
        self._writer = self.engine.execution_options(writes=True)
        self._shared: ContextVar[Connection | None] = ContextVar("shared", default=None)  # by thread

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session in a writing transaction: committed at the end of the block, rolled back if it raises.

        A query sees what was added only after ``session.flush()``: flushing before every query would cost a third of
        a turn.
        """
        shared = self._shared.get()
        with (
            Session(
                shared or self._writer,
                expire_on_commit=False,
                autoflush=False,
                join_transaction_mode="create_savepoint",  # within together()
            ) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def together(self) -> Iterator[None]:
        """Commit what the ``write()`` blocks of this thread do within the block at its end, all in one.

        A block that raises is rolled back alone. Nothing is durable before the end: when that raises, nothing of it
        happened.
        """
        with self._writer.begin() as connection:
            mark = self._shared.set(connection)
            try:
                yield
            finally:
                self._shared.reset(mark)
            if self.is_sqlite and not _in_transaction(connection):
                raise LostTransactionError("the database gave up the transaction on its own")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one consistent state and keeps nothing."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Close every connection of the pool."""
        self.engine.dispose()


def _in_transaction(connection: Connection) -> bool:
    driver = connection.connection.driver_connection
    return isinstance(driver, sqlite3.Connection) and driver.in_transaction


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "isolation_level": None},
        hide_parameters=True,  # the text of a database error must not quote names
    )

    @event.listens_for(engine, "connect")
    def configure(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        # FULL: a commit that returned survives a power cut; NORMAL would lose the last ones in WAL mode.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # Deleted personal data is overwritten, not left in free pages.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: a lock taken halfway could fail with "database is locked" without waiting.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    # Each turn is a savepoint of a shared commit; as statements of SQLAlchemy the two would cost a twentieth of it.
    dialect: Any = engine.dialect
    dialect.do_savepoint = partial(_savepoint, "SAVEPOINT")
    dialect.do_release_savepoint = partial(_savepoint, "RELEASE SAVEPOINT")
    dialect.do_rollback_to_savepoint = partial(_savepoint, "ROLLBACK TO SAVEPOINT")
    return engine


def _savepoint(what: str, connection: Connection, name: str) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"{what} {name}")


def _postgres_engine(url: URL) -> Engine:
    return create_engine(
        url, pool_size=POSTGRES_POOL, max_overflow=POSTGRES_POOL, pool_pre_ping=True, hide_parameters=True
    )
