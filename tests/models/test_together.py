"""What is committed together: each block for itself, all of it durable at the end or nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.database import Database, LostTransactionError
from models.messages import Heartbeat

AT = datetime(2026, 11, 24, tzinfo=UTC)


def _beat(database: Database, part: str) -> None:
    with database.write() as session:
        session.add(Heartbeat(part=part, at=AT))


def _parts(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Heartbeat.part).order_by(Heartbeat.part)))


def test_nothing_is_there_before_the_end_and_everything_after(database: Database) -> None:
    with database.together():
        _beat(database, "a")
        _beat(database, "b")
        assert _parts(database) == []
    assert _parts(database) == ["a", "b"]


def test_a_block_that_raises_is_rolled_back_alone(database: Database) -> None:
    with database.together():
        _beat(database, "a")
        with pytest.raises(ZeroDivisionError), database.write() as session:
            session.add(Heartbeat(part="b", at=AT))
            session.flush()
            _ = 1 / 0
        _beat(database, "c")
    assert _parts(database) == ["a", "c"]


def test_a_row_that_the_database_refuses_takes_no_other_with_it(database: Database) -> None:
    with database.together():
        _beat(database, "a")
        with pytest.raises(IntegrityError):
            _beat(database, "a")
        _beat(database, "c")
    assert _parts(database) == ["a", "c"]


def test_when_the_end_is_not_reached_nothing_happened(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.together():
        _beat(database, "a")
        _ = 1 / 0
    assert _parts(database) == []


def test_a_transaction_that_sqlite_gave_up_on_its_own_is_noticed(database: Database) -> None:
    if not database.is_sqlite:
        return  # PostgreSQL refuses every further statement by itself
    with pytest.raises(LostTransactionError), database.together():
        _beat(database, "a")
        with database.write() as session:  # as a full disk does
            driver = session.connection().connection.driver_connection
            assert driver is not None
            driver.execute("ROLLBACK")
            driver.execute("SAVEPOINT sa_savepoint_2")
    assert _parts(database) == []
