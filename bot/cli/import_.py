"""``taonguon import``: the organisation from a workbook, with a preview; all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.cli.common import ConfigOption, DataOption, opened
from bot.cli.telling import BAD_INPUT, JsonOption, console, fail, print_json, translator
from bot.clock import SystemClock
from bot.config import Config
from handlers import workbook
from handlers.workbook import report
from models.database import Database


def import_(
    file: Annotated[Path, typer.Argument(help="The workbook (.xlsx).")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Import the organisation from a workbook. Importing again changes only what changed."""
    with opened(config, data) as (chosen, database), _progress(hidden=as_json) as progress:
        now = SystemClock().now()
        organisation = _read(file, chosen, database, now, progress)
        changes = None if organisation.faults else _merge(database, organisation, now, progress, dry_run=dry_run)
    if as_json:
        print_json(report.to_json(organisation, changes, translator()))
    else:
        for line in report.summary(organisation, changes, translator()):
            typer.echo(line, err=bool(organisation.faults))
    if organisation.faults:
        raise typer.Exit(BAD_INPUT)
    if not as_json:
        t = translator()
        console.print(t("Nothing was written (--dry-run).") if dry_run else t("✅ Imported."), style="bold green")


def _read(file: Path, config: Config, database: Database, now: datetime, progress: Progress) -> workbook.Organisation:
    today = now.astimezone(ZoneInfo(config.organisation.timezone)).date()
    with database.read() as session:
        known = workbook.known_to(session)
    try:
        t = translator()
        step = _step(progress, t("Reading"))
        return workbook.read_workbook(file, today=today, known=known, progress=step)
    except workbook.UnreadableWorkbook as error:
        fail(error.sentence.said(translator()))


def _merge(
    database: Database, organisation: workbook.Organisation, now: datetime, progress: Progress, *, dry_run: bool
) -> workbook.Changes:
    if dry_run:
        with database.read() as session:
            return workbook.compare(session, organisation)
    t = translator()
    with database.write() as session:
        return workbook.apply(session, organisation, now=now, progress=_step(progress, t("Writing")))


def _progress(*, hidden: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=hidden or not console.is_terminal, transient=True)


def _step(progress: Progress, title: str) -> Callable[[int, int], None]:
    task = progress.add_task(title, total=None)
    return lambda done, total: progress.update(task, completed=done, total=total)
