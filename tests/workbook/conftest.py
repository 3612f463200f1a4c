"""A database for the import, and the day on which everything happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models import schema
from models.cipher import Cipher
from models.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/t.db", Cipher(b"k" * 32))
    schema.migrate(database)
    yield database
    database.close()
