"""Tables and migrations say the same, and a database of another version is met with care."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from models import schema
from models.cipher import Cipher
from models.database import Database
from models.schema import NewerDatabaseError, current, head, metadata, migrate


def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_that_alembic_takes_for_it() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    assert head() == ScriptDirectory.from_config(config).get_current_head()


def test_migrating_twice_does_nothing_the_second_time(tmp_path: Path, cipher: Cipher) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}", cipher)
    assert migrate(database)
    assert not migrate(database)
    assert current(database) == head()
    database.close()


def test_a_database_from_a_newer_version_is_refused_and_left_alone(database: Database) -> None:
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabaseError):
        migrate(database)
    assert current(database) == "9999"
