"""The organisation from a workbook (.xlsx): read it as it is, compare it with the database, write it.

    organisation = read_workbook(path, today=today, known=known_to(session))
    if not organisation.faults:
        changes = compare(session, organisation)      # the preview
        apply(session, organisation, now=now)         # all or nothing, with the caller's transaction

``handlers.workbook.report`` says for people, and as JSON, what was found.
"""

from handlers.workbook import safe_xml as safe_xml  # before openpyxl is loaded
from handlers.workbook.changes import Changes, GivenRole, KindChanges
from handlers.workbook.findings import (
    Fault,
    FaultKind,
    Ignored,
    IgnoredKind,
    Mending,
    MendingKind,
    Sentence,
    UnreadableWorkbook,
)
from handlers.workbook.known import NOTHING_KNOWN, Known, known_to
from handlers.workbook.layout import SheetKind
from handlers.workbook.merging.whole import apply, compare
from handlers.workbook.organisation import Organisation
from handlers.workbook.reading import read_workbook

__all__ = [
    "NOTHING_KNOWN",
    "Changes",
    "Fault",
    "FaultKind",
    "GivenRole",
    "Ignored",
    "IgnoredKind",
    "KindChanges",
    "Known",
    "Mending",
    "MendingKind",
    "Organisation",
    "Sentence",
    "SheetKind",
    "UnreadableWorkbook",
    "apply",
    "compare",
    "known_to",
    "read_workbook",
]
