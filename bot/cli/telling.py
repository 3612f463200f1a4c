"""How commands tell a result and a mistake. Loads little, so that a command without a database starts at once."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from handlers.locales import Catalogue, Translator
from models.chats import Language

BAD_INPUT = 2

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]

# What is told to people goes to standard error, so that standard output holds the result only.
console = Console(stderr=True, highlight=False)


def fail(sentence: str, code: int = BAD_INPUT) -> NoReturn:
    """End the command with one clear sentence on standard error."""
    console.print(sentence, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def translator() -> Translator:
    """Return the words of the command line: Vietnamese, as the people who run it."""
    return Catalogue().translator(Language.VIETNAMESE)


def print_json(document: Any) -> None:
    """Print the one JSON document of a ``--json`` command."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
