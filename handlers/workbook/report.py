"""Tells what reading and comparing a workbook found: lines for people, one document for programs.

Lines quote the cells at fault: show them only to the person who sent the workbook, never write them to a log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.workbook import wording
from handlers.workbook.changes import Changes
from handlers.workbook.findings import Fault, Ignored, Translate, in_english
from handlers.workbook.layout import LAYOUTS, SheetKind
from handlers.workbook.organisation import Organisation

CHAT_LINES = 10  # CONVERSATIONS.md, rule 1
CODES_SHOWN = 8


def for_chat(lines: Sequence[str], translate: Translate) -> list[str]:
    """Return at most ten lines: the first ones, and how many more there are."""
    if len(lines) <= CHAT_LINES:
        return list(lines)
    shown = CHAT_LINES - 1
    return [*lines[:shown], translate(wording.MORE_LINES, count=len(lines) - shown)]


def summary(organisation: Organisation, changes: Changes | None, translate: Translate) -> list[str]:
    """Return the whole preview: faults alone when there are any, else mendings, what was left aside, and changes."""
    if organisation.faults:
        return fault_lines(organisation, translate)
    lines = [mending_line(organisation, translate)]
    if changes is not None:
        lines += change_lines(changes, translate)
    return lines + ignored_lines(organisation.ignored, translate)


def mending_line(organisation: Organisation, translate: Translate) -> str:
    """Return how many places were mended, and of which kinds, the most frequent first."""
    if not organisation.mendings:
        return translate(wording.NOTHING_TO_MEND)
    kinds = [translate(wording.MENDINGS[kind], count=count) for kind, count in organisation.mended().items()]
    return translate(wording.MENDED, count=len(organisation.mendings), kinds="; ".join(kinds))


def fault_lines(organisation: Organisation, translate: Translate) -> list[str]:
    """Return how many places are at fault, then a line for each."""
    count = len(organisation.faults)
    head = translate(wording.ONE_FAULT_FOUND) if count == 1 else translate(wording.FAULTS_FOUND, count=count)
    return [head, *(fault_line(fault, translate) for fault in organisation.faults)]


def fault_line(fault: Fault, translate: Translate) -> str:
    """Return where a fault is, what was found there and what was expected."""
    problem = translate(wording.FAULTS[fault.kind], found=fault.found)
    values = {"sheet": fault.sheet, "row": fault.row, "column": fault.column, "header": fault.header}
    if fault.row is None:
        place = wording.AT_SHEET if fault.sheet else wording.AT_FILE
    else:
        place = wording.AT_CELL if fault.column and fault.header else wording.AT_ROW
    return translate(place, **values, problem=problem, expected=fault.expected.said(translate))


def ignored_lines(ignored: Iterable[Ignored], translate: Translate) -> list[str]:
    """Return a line for everything that was left aside on purpose."""
    return [translate(wording.IGNORED[item.kind], sheet=item.sheet, row=item.row, text=item.text) for item in ignored]


def change_lines(changes: Changes, translate: Translate) -> list[str]:
    """Return what an import changes, or changed: how many of each list, roles, drafts, what the file lacks, details."""
    lines = [translate(wording.NO_CHANGES)] if changes.is_empty else _count_lines(changes, translate)
    if changes.roles_given or changes.roles_taken:
        given, taken = len(changes.roles_given), len(changes.roles_taken)
        lines.append(translate(wording.ROLES, given=given, taken=taken))
    if changes.drafts:
        lines.append(translate(wording.DRAFTS, count=len(changes.drafts), codes=_codes(changes.drafts)))
    if changes.forgotten:
        lines.append(translate(wording.FORGOTTEN, count=len(changes.forgotten), codes=_codes(changes.forgotten)))
    for kind, of_kind in changes.kinds.items():
        if of_kind.missing:
            name = translate(wording.LISTS[kind])
            lines.append(translate(wording.MISSING_FROM_FILE, list=name, codes=_codes(of_kind.missing)))
    return lines + _detail_lines(changes, translate)


def _count_lines(changes: Changes, translate: Translate) -> list[str]:
    counts = (
        (wording.NEW, {kind: len(of_kind.new) for kind, of_kind in changes.kinds.items()}),
        (wording.CHANGED, {kind: len(of_kind.changed) for kind, of_kind in changes.kinds.items()}),
        (wording.UNCHANGED, {kind: of_kind.unchanged for kind, of_kind in changes.kinds.items()}),
    )
    lines = []
    for message, by_kind in counts:
        items = [f"{count} {translate(wording.LISTS[kind])}" for kind, count in by_kind.items() if count]
        if items:
            lines.append(translate(message, items=", ".join(items)))
    return lines


def _detail_lines(changes: Changes, translate: Translate) -> list[str]:
    return [
        translate(
            wording.CHANGED_ITEM, code=code, fields=", ".join(_field_name(kind, field, translate) for field in fields)
        )
        for kind, of_kind in changes.kinds.items()
        for code, fields in of_kind.changed.items()
    ]


def _field_name(kind: SheetKind, field: str, translate: Translate) -> str:
    if field in wording.FIELDS:
        return translate(wording.FIELDS[field])
    wanted = wording.COLUMN_OF_FIELD.get(field, field)
    return next((column.heading for column in LAYOUTS[kind].columns if column.field == wanted), field)


def to_json(
    organisation: Organisation, changes: Changes | None = None, translate: Translate = in_english
) -> dict[str, Any]:
    """Return everything as one JSON document (``taonguon import --json``); `changes` is None when there are faults."""
    return {
        "ok": not organisation.faults,
        "sheets": {kind.value: count for kind, count in organisation.counts().items()},
        "mended": {
            "total": len(organisation.mendings),
            "by_kind": {kind.value: count for kind, count in organisation.mended().items()},
        },
        "faults": [_fault_as_json(fault, translate) for fault in organisation.faults],
        "ignored": [
            {"kind": item.kind.value, "sheet": item.sheet, "row": item.row, "text": item.text}
            for item in organisation.ignored
        ],
        "changes": None if changes is None else _changes_as_json(changes),
    }


def _fault_as_json(fault: Fault, translate: Translate) -> dict[str, Any]:
    return {
        "sheet": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "header": fault.header,
        "cell": fault.cell,
        "kind": fault.kind.value,
        "found": fault.found,
        "expected": fault.expected.said(translate),
    }


def _changes_as_json(changes: Changes) -> dict[str, Any]:
    kinds = {
        kind.value: {
            "new": len(of_kind.new),
            "changed": of_kind.changed,
            "unchanged": of_kind.unchanged,
            "missing": of_kind.missing,
        }
        for kind, of_kind in changes.kinds.items()
    }
    return {
        **kinds,
        "roles": {
            "given": [[role.person, role.role.value, role.unit] for role in changes.roles_given],
            "taken": [[role.person, role.role.value, role.unit] for role in changes.roles_taken],
        },
        "drafts": changes.drafts,
        "forgotten": changes.forgotten,
    }


def _codes(codes: Sequence[str]) -> str:
    more = len(codes) - CODES_SHOWN
    return ", ".join(codes[:CODES_SHOWN]) + (f" … (+{more})" if more > 0 else "")
