"""``taonguon plan``: the best meeting times for people on shifts (CONTRACTS.md §4)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli import plan_output
from bot.cli.plan_input import DocumentError, read_request
from bot.cli.telling import JsonOption, fail, print_json, translator
from models import planning


def plan(
    file: Annotated[Path, typer.Argument(help="The members with their shifts, and the window: a JSON file.")],
    as_json: JsonOption = False,
) -> None:
    """Show the meeting times at which most members can come. Nothing is saved."""
    t = translator()
    began = time.perf_counter()
    try:
        request = read_request(file, t)
    except DocumentError as error:
        fail(str(error))
    found = planning.plan(request)
    elapsed_ms = round((time.perf_counter() - began) * 1000)
    members = len(request.members)
    if as_json:
        print_json(plan_output.to_json(found, members, elapsed_ms))
        return
    console = Console(highlight=False)
    for part in plan_output.to_people(found, members, t):
        console.print(part, "", sep="\n")
