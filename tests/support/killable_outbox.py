"""An outbox over a messenger that counts its messages, which kills itself at a chosen instant (SIGKILL).

Arguments: the database's address, the file to which what is sent is added, the instant (a key of ``INSTANTS``), and
after how many passes through it the process dies.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.channels.channel import Letter
from bot.claims import Claims
from bot.clock import SystemClock
from bot.outbox import Outbox
from bot.sender import Sender
from bot.writer import writer_of
from models.chats import Platform
from models.cipher import Cipher
from models.database import Database
from tests.conftest import KEY
from tests.support.killable import deadly
from tests.support.quota import QUOTAS, ZONE

# What is about to happen when the process dies.
INSTANTS: dict[str, tuple[type, str]] = {
    "before_put": (Sender, "put"),
    "before_mark": (Claims, "mark"),
    "after_mark": (Outbox, "_marked"),
}


class PaperMessenger:
    """A messenger that survives its senders."""

    platform = Platform.ZALO

    def __init__(self, path: Path) -> None:
        self._path = path

    async def send(self, letter: Letter) -> str:
        with self._path.open("a") as file:
            file.write(letter.chat + ":" + letter.reply.text.replace("\n", "|") + "\n")
            file.flush()
            os.fsync(file.fileno())
        return "1"


async def main(address: str, path: str, instant: str, passes: str) -> None:
    """Send until death."""
    owner, name = INSTANTS[instant]
    setattr(owner, name, deadly(getattr(owner, name), int(passes)))
    database = Database(address, Cipher(KEY))
    messenger = PaperMessenger(Path(path))
    await Outbox(database, writer_of(database), SystemClock(), [messenger], quotas=QUOTAS, timezone=ZONE).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
