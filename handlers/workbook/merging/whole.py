"""Compares or writes a whole organisation, its lists in the order in which they refer to each other."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handlers.workbook.changes import Changes
from handlers.workbook.forgotten import without_forgotten
from handlers.workbook.merging.candidates import Candidates
from handlers.workbook.merging.merger import Ids, Merger, Pen
from handlers.workbook.merging.people import Members, Workers
from handlers.workbook.merging.places import Enterprises, ShiftSystems, Units
from handlers.workbook.merging.plans import Courses, Targets
from handlers.workbook.merging.roles import RoleMerger
from handlers.workbook.organisation import Organisation
from models import codes
from models.audit import Actor, Via, act_as
from models.consent import ConsentMeans

Progress = Callable[[int, int], None]

_MERGERS: tuple[type[Merger[Any]], ...] = (
    ShiftSystems,
    Enterprises,
    Units,
    Courses,
    Members,
    Workers,
    Candidates,
    Targets,
)


def compare(session: Session, organisation: Organisation) -> Changes:
    """Return what applying `organisation` would change in the database; writes nothing.

    Raises ``ValueError`` when the organisation has faults.
    """
    return _merge(session, organisation, None, None)


def apply(
    session: Session,
    organisation: Organisation,
    *,
    now: datetime,
    person_id: int | None = None,
    chat_id: int | None = None,
    means: ConsentMeans = ConsentMeans.IMPORTED,
    progress: Progress | None = None,
) -> Changes:
    """Write `organisation` into the database and return what changed; the caller's transaction commits it or not.

    The changes are recorded as an import at `now` by `person_id` from `chat_id`; consents are kept with `means`.
    `progress` is told rows done and rows in all. Raises ``ValueError`` when the organisation has faults.
    """
    before = session.info.get("actor")
    act_as(session, Actor(via=Via.IMPORT, now=now, person_id=person_id, chat_id=chat_id))
    try:
        with _held_rows_left_alone():
            return _merge(session, organisation, Pen(now, person_id, means), progress)
    finally:
        session.info["actor"] = before


@contextmanager
def _held_rows_left_alone() -> Iterator[None]:
    """Keep the garbage collector from walking all rows of a large list again and again; a fifth of the time."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _merge(session: Session, organisation: Organisation, pen: Pen | None, progress: Progress | None) -> Changes:
    if organisation.faults:
        raise ValueError("an organisation with faults is not imported")
    organisation, left_out = without_forgotten(session, organisation)
    changes, ids = Changes(forgotten=left_out), Ids(session)
    total, done = sum(organisation.counts().values()), 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        if progress:
            progress(done, total)

    for merger_class in _MERGERS:
        if merger_class.kind in organisation.tables:
            merger = merger_class(session, organisation, ids, pen)
            changes.kinds[merger.kind] = merger.merge(advance)
            ids.forget()
            if isinstance(merger, Candidates):
                changes.drafts = merger.drafts
    roles = RoleMerger(session, organisation)
    changes.roles_given, changes.roles_taken = roles.given, roles.taken
    if pen:
        roles.write(ids)
        codes.catch_up(session)
    if progress:
        progress(total, total)
    return changes
