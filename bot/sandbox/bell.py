"""Waiting for "something has changed" without polling."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Bell:
    """Wakes everyone who waits at the moment it is rung; later comers wait for the next ring."""

    def __init__(self) -> None:
        self._event: asyncio.Event | None = None

    def ring(self) -> None:
        if self._event is not None:
            self._event.set()
            self._event = None

    async def wait(self) -> None:
        if self._event is None:
            self._event = asyncio.Event()
        await self._event.wait()


async def first_of(*waits: Coroutine[Any, Any, object], seconds: float) -> None:
    """Wait until one of them ends or the time is up; the others are given up."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
