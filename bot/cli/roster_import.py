"""``taonguon import`` of a plant's roster: a preview, then all of it that was understood, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import typer

from bot.cli.telling import BAD_INPUT, console, fail, print_json, translator
from handlers.access import Access
from handlers.workbook import UnreadableWorkbook, rosters
from handlers.workbook.rosters import Roster, RosterPlan, Unmatched, report
from models.audit import Actor, Via, act_as
from models.database import Database

_EVERYBODY = Access(is_administrator=True)


@dataclass(frozen=True, slots=True)
class Compared:
    """A roster and what it would change, or changed."""

    roster: Roster
    plan: RosterPlan
    unmatched: list[Unmatched]


def read(file: Path, today: date, progress: Callable[[int, int], None]) -> Roster | None:
    """Return the roster in `file`, `None` when it is something else."""
    try:
        return rosters.read_roster(file, today=today, name=file.name, progress=progress)
    except UnreadableWorkbook as error:
        fail(error.sentence.said(translator()))


def bring_in(database: Database, roster: Roster, now: datetime, today: date, *, dry_run: bool) -> Compared:
    """Compare `roster` with what is known, and write it unless that is only to be shown."""
    scope = _EVERYBODY.on_rosters()
    with database.read() as session:
        matched, unmatched = rosters.match(session, scope, roster)
        kept = rosters.kept_rows(matched)
        if dry_run:
            return Compared(roster, rosters.plan(session, scope, kept), unmatched)
    with database.write() as session:
        act_as(session, Actor(Via.IMPORT, now))
        plan = rosters.plan(session, scope, kept)
        rosters.apply(session, plan, by=None, now=now, today=today)
    return Compared(roster, plan, unmatched)


def tell(done: Compared, *, dry_run: bool, as_json: bool) -> None:
    """Print what was found; ends the command when nothing of the roster could be used."""
    t = translator()
    if as_json:
        print_json(report.to_json(done.plan, done.unmatched, done.roster, t))
    else:
        is_useless = not done.plan.people
        lines = [] if is_useless else report.short_lines(done.plan, [], None, t)[:2]
        for line in [*lines, *report.detail_lines(done.plan, done.unmatched, done.roster, t)]:
            typer.echo(line, err=is_useless)
    if not done.plan.people:
        fail(t("This roster says nothing that can be saved; nothing was kept."), BAD_INPUT)
    if not as_json:
        console.print(t("Nothing was written (--dry-run).") if dry_run else t("✅ Imported."), style="bold green")
