"""``taonguon import``: the organisation, or a plant's roster, from a workbook, with a preview; all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.cli import roster_import
from bot.cli.common import ConfigOption, DataOption, opened
from bot.cli.telling import BAD_INPUT, JsonOption, console, fail, print_json, translator
from bot.clock import SystemClock
from handlers import workbook, workbook_effects
from handlers.workbook import report
from models.database import Database
from models.rest import Habits


def import_(
    file: Annotated[Path, typer.Argument(help="The workbook (.xlsx).")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Import the organisation, or a plant's roster, from a workbook. Importing again changes only what changed."""
    with opened(config, data) as (chosen, database), _progress(hidden=as_json) as progress:
        now = SystemClock().now()
        today = now.astimezone(ZoneInfo(chosen.organisation.timezone)).date()
        roster = roster_import.read(file, today, _step(progress, translator()("Reading")))
        if roster is not None:
            done: roster_import.Compared | _Done = roster_import.bring_in(database, roster, now, today, dry_run=dry_run)
        else:
            organisation = _read(file, today, database, progress)
            habits = chosen.shifts.habits(chosen.organisation.timezone)
            changes = (
                None if organisation.faults else _merge(database, organisation, now, habits, progress, dry_run=dry_run)
            )
            done = _Done(organisation, changes)
    if isinstance(done, _Done):
        _tell(done, dry_run=dry_run, as_json=as_json)
    else:
        roster_import.tell(done, dry_run=dry_run, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Done:
    """An organisation that was read, and what it changed or would change."""

    organisation: workbook.Organisation
    changes: workbook.Changes | None


def _tell(done: _Done, *, dry_run: bool, as_json: bool) -> None:
    t, organisation = translator(), done.organisation
    if as_json:
        print_json(report.to_json(organisation, done.changes, t))
    else:
        for line in report.summary(organisation, done.changes, t):
            typer.echo(line, err=bool(organisation.faults))
    if organisation.faults:
        raise typer.Exit(BAD_INPUT)
    if not as_json:
        console.print(t("Nothing was written (--dry-run).") if dry_run else t("✅ Imported."), style="bold green")


def _read(file: Path, today: date, database: Database, progress: Progress) -> workbook.Organisation:
    with database.read() as session:
        known = workbook.known_to(session)
    try:
        t = translator()
        step = _step(progress, t("Reading"))
        return workbook.read_workbook(file, today=today, known=known, progress=step)
    except workbook.UnreadableWorkbook as error:
        fail(error.sentence.said(translator()))


def _merge(
    database: Database,
    organisation: workbook.Organisation,
    now: datetime,
    habits: Habits,
    progress: Progress,
    *,
    dry_run: bool,
) -> workbook.Changes:
    if dry_run:
        with database.read() as session:
            return workbook.compare(session, organisation)
    t = translator()
    with database.write() as session:
        changes = workbook.apply(session, organisation, now=now, progress=_step(progress, t("Writing")))
        workbook_effects.follow_silently(session, changes, now, habits)
        return changes


def _progress(*, hidden: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=hidden or not console.is_terminal, transient=True)


def _step(progress: Progress, title: str) -> Callable[[int, int], None]:
    """Return what moves a bar, which appears with the first step."""
    tasks: list[TaskID] = []

    def step(done: int, total: int) -> None:
        if not tasks:
            tasks.append(progress.add_task(title, total=None))
        progress.update(tasks[0], completed=done, total=total)

    return step
