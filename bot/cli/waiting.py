"""Waits until the person or the system stops the program."""

from __future__ import annotations

import asyncio
import signal


async def until_stopped() -> None:
    """Return on Ctrl+C or when the system asks the process to end."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
