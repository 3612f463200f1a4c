"""``taonguon doctor``: checks what the service needs, and says what to do; exit 1 when something is wrong."""

from __future__ import annotations

import asyncio

import typer

from bot import checks
from bot.cli.common import ConfigOption, DataOption, open_or_fail, read_config
from bot.cli.telling import JsonOption, console, print_json
from bot.clock import SystemClock
from bot.config import letter_template_of


def doctor(as_json: JsonOption = False, config: ConfigOption = None, data: DataOption = None) -> None:
    """Check configuration, database, clock, tokens and heartbeat."""
    chosen, path = read_config(config, data)
    database = open_or_fail(chosen, path)
    try:
        found = asyncio.run(checks.run_all(chosen, database, SystemClock().now(), letter_template_of(chosen, path)))
    finally:
        database.close()
    healthy = all(check.ok for check in found)
    if as_json:
        print_json({"ok": healthy, "checks": [check.to_json() for check in found]})
    else:
        for check in found:
            console.print(f"{'✅' if check.ok else '⚠️ '} {check.name}: {check.finding}", markup=False, soft_wrap=True)
            if check.advice:
                console.print(f"   → {check.advice}", markup=False, soft_wrap=True)
    raise typer.Exit(0 if healthy else 1)
