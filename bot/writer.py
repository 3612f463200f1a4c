"""Where the database is written: one thread on SQLite, a small pool on PostgreSQL.

SQLite has one writer at a time; several threads would only wait for each other's locks, by sleeping. What has come
together while it was busy is committed together: the disk is waited for once. On PostgreSQL row locks keep the turns
of one chat apart and let the others run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Any, Protocol, TypeVar

from models.database import POSTGRES_POOL, Database

TOGETHER = 16  # commits that wait for each other: more would gain little and let the first wait long
Result = TypeVar("Result")


class Writer(Protocol):
    """Runs synchronous functions that write, off the event loop, in the order in which they were given."""

    def run(self, function: Callable[[], Result]) -> asyncio.Future[Result]:
        """Begin `function`; what is returned will hold its result. Giving up waiting does not stop it."""
        ...

    def close(self) -> None:
        """Let what was begun end, and take nothing more."""
        ...


def writer_of(database: Database) -> Writer:
    """Return the writer that fits the database."""
    return OneWriter(database) if database.is_sqlite else WriterPool()


class WriterPool:
    """Several functions at the same time, each with a transaction of its own."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=POSTGRES_POOL, thread_name_prefix="writer")

    def run(self, function: Callable[[], Result]) -> asyncio.Future[Result]:
        return asyncio.get_running_loop().run_in_executor(self._threads, function)

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Job:
    function: Callable[[], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


@dataclass(frozen=True, slots=True)
class _Outcome:
    job: _Job
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        if self.job.future.cancelled():
            return
        if self.error is not None:
            self.job.future.set_exception(self.error)
        else:
            self.job.future.set_result(self.result)


class OneWriter:
    """One function after the other on one thread; those that wait together are committed together."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def run(self, function: Callable[[], Result]) -> asyncio.Future[Result]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._jobs.put(_Job(function, future, loop))
        return future

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            jobs = [job]
            # A stop that is met on the way is put back: it stands behind all that was given before.
            while len(jobs) < TOGETHER and not self._jobs.empty():
                following = self._jobs.get()
                if following is None:
                    self._jobs.put(None)
                    break
                jobs.append(following)
            outcomes = [_done(job)] if len(jobs) == 1 else self._together(jobs)
            job.loop.call_soon_threadsafe(_settle, outcomes)

    def _together(self, jobs: list[_Job]) -> list[_Outcome]:
        try:
            with self._database.together():
                return [_done(job) for job in jobs]
        except Exception as error:  # nothing of it happened
            return [_Outcome(job, error=error) for job in jobs]


def _done(job: _Job) -> _Outcome:
    try:
        return _Outcome(job, job.function())
    except BaseException as error:
        return _Outcome(job, error=error)


def _settle(outcomes: list[_Outcome]) -> None:
    for outcome in outcomes:
        outcome.settle()
