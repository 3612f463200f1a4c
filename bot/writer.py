"""Where the database is written: one thread on SQLite, a small pool on PostgreSQL.

SQLite has one writer at a time; several threads would only wait for each other's locks, by sleeping. On PostgreSQL
row locks keep the turns of one chat apart and let the others run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from models.database import POSTGRES_POOL, Database

Result = TypeVar("Result")


class Writer:
    """Runs synchronous functions that write, off the event loop, in the order in which they were given."""

    def __init__(self, database: Database) -> None:
        self._threads = ThreadPoolExecutor(
            max_workers=1 if database.is_sqlite else POSTGRES_POOL, thread_name_prefix="writer"
        )

    def run(self, function: Callable[[], Result]) -> asyncio.Future[Result]:
        """Begin `function`; what is returned will hold its result. Giving up waiting does not stop it."""
        return asyncio.get_running_loop().run_in_executor(self._threads, function)

    def close(self) -> None:
        """Let what was begun end, and take nothing more."""
        self._threads.shutdown(wait=True, cancel_futures=True)
