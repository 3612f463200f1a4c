"""The product's pace and requests without the rest of it: a broadcast to strangers, and an echo for whoever writes.

python -m bench.paced_sender --base-url http://127.0.0.1:PORT --token TOKEN [--core N]
"""

import asyncio
from datetime import timedelta
from itertools import count

from telegram import Bot, Update
from telegram.error import RetryAfter, TelegramError

from bench.peers.arguments import parse
from bot.channels.aiohttp_request import AiohttpRequest
from bot.pace import REPLY, Pace
from bot.paced_queue import PacedQueue, Waiting

BROADCAST = 3
STRANGERS = range(5_000_000_000, 5_000_006_000)


class Sender:
    """Sends what waits in the queue, at the pace; each message is a request of its own."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._queue: PacedQueue[str] = PacedQueue(Pace())
        self._orders = count()
        self._under_way: set[asyncio.Task[None]] = set()

    def put(self, chat: int, text: str, priority: int) -> None:
        """Let a message wait."""
        self._queue.put(text, chat, priority, next(self._orders))

    async def run(self) -> None:
        """Send for ever."""
        while True:
            task = asyncio.create_task(self._send(await self._queue.get()))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _send(self, waiting: Waiting[str]) -> None:
        try:
            await self._bot.send_message(int(str(waiting.chat)), waiting.item)
        except RetryAfter as error:
            wait = error.retry_after
            self._queue.refused(waiting, wait.total_seconds() if isinstance(wait, timedelta) else wait)
        except TelegramError:
            self._queue.failed(waiting)
        else:
            self._queue.done(waiting)


async def _answer(bot: Bot, sender: Sender) -> None:
    offset = 0
    while True:
        updates: tuple[Update, ...] = await bot.get_updates(offset=offset, timeout=10)
        for update in updates:
            offset = update.update_id + 1
            if update.message is not None:
                sender.put(update.message.chat.id, update.message.text or "", REPLY)


async def main() -> None:
    """Send and answer until terminated."""
    options = parse()
    bot = Bot(
        options.token,
        base_url=f"{options.base_url}/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )
    async with bot:
        sender = Sender(bot)
        for chat in STRANGERS:
            sender.put(chat, "Lịch sinh hoạt tháng 12 đã có.", BROADCAST)
        await asyncio.gather(sender.run(), _answer(bot, sender))


if __name__ == "__main__":
    asyncio.run(main())
