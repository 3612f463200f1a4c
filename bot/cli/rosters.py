"""The names and enterprises that ``taonguon understand`` may know."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from bot.cli.common import DEFAULT_CONFIG, opened
from bot.demo import folder
from handlers import workbook
from handlers.workbook import SheetKind
from handlers.workbook.organisation import Row
from models.names import clean
from models.units import Enterprise


class RosterError(Exception):
    """The roster cannot be read; the text says why and what is expected."""


@dataclass(frozen=True, slots=True)
class Roster:
    """People's full names, and (code, name) of enterprises."""

    names: tuple[str, ...] = ()
    enterprises: tuple[tuple[str, str], ...] = ()


def read(path: Path, today: date) -> Roster:
    """Return the roster of a file: an organisation's workbook, a JSON list of names, or a name on each line.

    Raises :class:`RosterError`.
    """
    try:
        if path.suffix.casefold() == ".xlsx":
            return _of_workbook(path, today)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise RosterError(
            f"{path} cannot be read: give a workbook (.xlsx) or a text file with a name on each line."
        ) from None
    if path.suffix.casefold() == ".json":
        return Roster(names=_of_json(path, text))
    return Roster(names=tuple(name for line in text.splitlines() if (name := clean(line))))


def of_database(config: Path | None, data: Path | None) -> Roster:
    """Return the enterprises of a configured database or a demo that is there; nothing when there is none."""
    if (
        config is None
        and data is None
        and not DEFAULT_CONFIG.exists()
        and not (folder.DEFAULT / folder.DATABASE).exists()
    ):
        return Roster()
    with opened(config, data) as (_, database), database.read() as session:
        rows = session.execute(select(Enterprise.code, Enterprise.name).order_by(Enterprise.code)).all()
        return Roster(enterprises=tuple((code, name) for code, name in rows))


def _of_workbook(path: Path, today: date) -> Roster:
    try:
        organisation = workbook.read_workbook(path, today=today)
    except workbook.UnreadableWorkbook as error:
        raise RosterError(str(error)) from None
    people = (SheetKind.MEMBERS, SheetKind.CANDIDATES, SheetKind.WORKERS)
    names = tuple(row.get("full_name") for kind in people for row in _rows(organisation, kind))
    enterprises = tuple((row.get("code"), row.get("name")) for row in _rows(organisation, SheetKind.ENTERPRISES))
    return Roster(tuple(name for name in names if name), tuple(pair for pair in enterprises if all(pair)))


def _rows(organisation: workbook.Organisation, kind: SheetKind) -> list[Row]:
    table = organisation.tables.get(kind)
    return table.rows if table else []


def _of_json(path: Path, text: str) -> tuple[str, ...]:
    try:
        names = json.loads(text)
    except ValueError:
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RosterError(f"{path} must hold a JSON list of names.")
    return tuple(clean(name) for name in names)
