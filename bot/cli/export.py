"""``taonguon export``: everything, or all that is held of one person, as open formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import ConfigOption, DataOption, opened
from bot.cli.telling import console, fail, print_json
from models.export import person_document, table_documents


def export(
    directory: Annotated[
        Path | None, typer.Argument(help="A new or empty folder for everything, as JSON lines.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", help="All that is held of one person, to standard output.")
    ] = None,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Write everything into a folder, or print all that is held of one person."""
    if (directory is None) == (person is None):
        fail("Say what to export: a folder for everything, or --person CODE for one person.")
    with opened(config, data) as (_, database), database.read() as session:
        if person is not None:
            document = person_document(session, person.strip().upper())
            if document is None:
                fail(f"There is nobody with the code {person}.")
            print_json(document)
            return
        assert directory is not None
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            fail(f"{directory} is not an empty folder: nothing was written.")
        directory.mkdir(parents=True, exist_ok=True)
        for name, lines in table_documents(session):
            (directory / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    console.print(f"✅ {directory}")
