"""``taonguon sandbox``: the local messengers and the chat page alone, for any bot of any library."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot import server
from bot.cli.demo import Port
from bot.cli.telling import console, fail
from bot.cli.waiting import until_stopped
from bot.clock import MovableClock
from bot.demo import folder
from bot.sandbox import Sandbox, build_app
from models.chats import Platform

USERNAME = "sandbox_bot"


def sandbox(
    port: Port = folder.DEFAULT_PORT,
    data: Annotated[Path | None, typer.Option(help="Keep the conversations in this folder.")] = None,
) -> None:
    """Run the local messengers and the chat page, without a bot."""

    async def serve() -> None:
        if data is not None:
            data.mkdir(parents=True, exist_ok=True)
        local = Sandbox(MovableClock(), data / folder.CONVERSATIONS if data else None)
        bot = local.add_bot(Platform.TELEGRAM, USERNAME)
        zalo = local.add_bot(Platform.ZALO, USERNAME)
        async with server.served(build_app(local), "127.0.0.1", port) as at:
            console.print(f"Chat page: http://127.0.0.1:{at}", style="bold green")
            console.print(f"Telegram:  http://127.0.0.1:{at}/telegram/bot{bot.token}/getMe   (@{bot.username})")
            console.print(f"Zalo:      http://127.0.0.1:{at}/zalo/bot{zalo.token}/getMe")
            console.print("More bots: POST /sandbox/bots   Stop: Ctrl+C")
            await until_stopped()

    try:
        asyncio.run(serve())
    except server.PortTakenError as error:
        fail(f"{error}. Another port: taonguon sandbox --port {port + 1}")
    except ValueError as error:
        fail(f"The folder {data} cannot be used: {error}")
