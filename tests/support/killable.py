"""A service that kills itself at a chosen instant, as a power cut would; tests/outbox/test_kills.py runs it.

Arguments: the database's address, the sandbox's port, the instant (a key of ``INSTANTS``), and after how many passes
through it the process dies.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from bot import app
from bot.claims import Claims
from bot.clock import SystemClock
from bot.config import Config
from bot.outbox import Outbox
from bot.sections import Telegram
from bot.turns import Turns
from models.cipher import Cipher
from models.database import Database
from tests.conftest import KEY
from tests.support.phones import TOKEN

# What is about to happen when the process dies.
INSTANTS: dict[str, tuple[type, str]] = {
    "before_commit": (Turns, "_written"),
    "before_send": (Outbox, "take"),
    "before_mark": (Claims, "mark"),
}


def deadly(method: Callable[..., Any], passes: int) -> Callable[..., Any]:
    """Return `method` as it is until its last pass, at which the process dies."""
    left = [passes]

    def dies(*args: Any, **options: Any) -> Any:
        if any(args[1:]):  # an outbox also takes nothing, again and again
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
        return method(*args, **options)

    return dies


async def main(address: str, port: str, instant: str, passes: str) -> None:
    """Serve until death."""
    owner, name = INSTANTS[instant]
    setattr(owner, name, deadly(getattr(owner, name), int(passes)))
    telegram = Telegram(token=TOKEN, base_url=f"http://127.0.0.1:{port}/telegram", messages_per_second=10_000)
    config = Config(telegram=telegram)
    async with app.build(config, Database(address, Cipher(KEY)), SystemClock()) as service:
        await service.run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
