"""Takes what was deleted out of the database's files, where the database itself only marks it as free.

SQLite overwrites deleted content (``secure_delete``), but pages that were rearranged, and its write-ahead log, may
still hold pieces: the file is written anew and the log emptied. PostgreSQL keeps dead rows until their table is
written anew. Backups and PostgreSQL's own write-ahead log are the administrator's to let lapse (docs/privacy.md).
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.database import Base, Database
from models.rights import RetentionRun

RULE = "files_overwritten"
_LOCK_TIMEOUT = "5s"  # a table that is in use is written anew an hour later


def is_due(session: Session, rules: tuple[str, ...]) -> bool:
    """Whether one of `rules` has deleted something since the files were last written anew."""
    last = select(func.coalesce(func.max(RetentionRun.id), 0)).where(RetentionRun.rule == RULE).scalar_subquery()
    newer = select(RetentionRun.id).where(RetentionRun.rule.in_(rules), RetentionRun.rows > 0, RetentionRun.id > last)
    return session.scalar(newer.limit(1)) is not None


def overwrite(database: Database, now: datetime) -> bool:
    """Write the files anew and note it; False when the log could not be emptied because somebody still reads.

    To be called outside every transaction of the caller's.
    """
    if not (_sqlite(database) if database.is_sqlite else _postgresql(database)):
        return False
    with database.write() as session:
        session.add(RetentionRun(at=now, rule=RULE, rows=0))
    return True


def _sqlite(database: Database) -> bool:
    with closing(database.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone() or (1,)
    return not busy


def _postgresql(database: Database) -> bool:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
        for table in Base.metadata.sorted_tables:
            connection.exec_driver_sql(f'VACUUM (FULL) "{table.name}"')
        connection.exec_driver_sql("RESET lock_timeout")
    return True
