"""``taonguon understand``: what the bot understands of a message, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import rosters
from bot.cli.common import ConfigOption, DataOption
from bot.cli.telling import JsonOption, fail, print_json
from bot.clock import SystemClock
from bot.rehearsal import rehearse
from handlers.understanding import Context, EnterpriseIndex, to_contract
from handlers.understanding import understand as understand_text
from models.names import clean


def understand(
    text: Annotated[str, typer.Argument(help="The message.")],
    roster: Annotated[
        Path | None,
        typer.Option(help="Known names and enterprises: a workbook, or a text file with a name on each line."),
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Show what the bot understands of a message, and by which words. Nothing is saved."""
    now = SystemClock().now()
    try:
        known = rosters.read(roster, now.date()) if roster else rosters.of_database(config, data)
    except rosters.RosterError as error:
        fail(str(error))
    context = Context(today=now.date(), enterprises=EnterpriseIndex(known.enterprises), roster=known.names)
    understanding = understand_text(clean(text), context)
    reply = rehearse(text, known.enterprises, now)
    document = {**to_contract(understanding), "reply": reply}
    if as_json:
        print_json(document)
        return
    typer.echo(f"{document['intent']}")
    for reason in understanding.reasons:
        typer.echo(f"  {reason.field}: “{reason.words}”: {reason.rule}")
    typer.echo(reply)
