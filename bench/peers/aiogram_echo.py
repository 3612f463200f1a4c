"""aiogram's bare echo, everything left at its default.

python -m bench.peers.aiogram_echo --base-url http://127.0.0.1:PORT --token TOKEN [--core N]
"""

import asyncio

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from bench.peers.arguments import parse

dispatcher = Dispatcher()


@dispatcher.message()
async def echo(message: Message) -> None:
    """Say the same."""
    await message.answer(message.text or "")


async def main() -> None:
    """Poll until terminated."""
    options = parse()
    session = AiohttpSession(api=TelegramAPIServer.from_base(options.base_url))
    await dispatcher.start_polling(Bot(options.token, session=session))


if __name__ == "__main__":
    asyncio.run(main())
