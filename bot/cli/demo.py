"""``taonguon demo``: the sandbox and the bot on it, with the sample organisation."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.app import AlreadyRunningError
from bot.cli.telling import console, fail
from bot.cli.waiting import until_stopped
from bot.demo import folder
from bot.demo.demo import running
from bot.server import PortTakenError
from models.schema import NewerDatabaseError

Port = Annotated[int, typer.Option(help="The port of the page, on this machine only.", min=0, max=65535)]


def demo(
    port: Port = folder.DEFAULT_PORT,
    data: Annotated[Path, typer.Option(help="Where the demo keeps its data.")] = folder.DEFAULT,
    empty: Annotated[bool, typer.Option("--empty", help="Load no sample organisation.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of everything drawn by chance, such as faults.")] = 0,
) -> None:
    """Run both sides on this machine: local messengers, a page of phones, and the bot. No token, no internet."""

    async def serve() -> None:
        async with running(port, data, empty=empty, seed=seed, say=console.print) as at:
            console.print(f"Trang điện thoại (chat page): http://127.0.0.1:{at}", style="bold green")
            console.print("Dừng (stop): Ctrl+C")
            await until_stopped()

    try:
        asyncio.run(serve())
    except PortTakenError as error:
        fail(f"{error}. Another port: taonguon demo --port {port + 1}")
    except AlreadyRunningError as error:
        fail(f"{error}. Stop it first, or give this demo a folder of its own: --data DIR")
    except NewerDatabaseError:
        fail(f"The folder {data} was written by a newer version; give another one: --data DIR")
    except ValueError as error:
        fail(f"The folder {data} cannot be used: {error}")
