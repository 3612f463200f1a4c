"""A secretary sends a plant's roster, sees what it would change, and saves it or not.

Reading and comparing take long, so both are done before the turn's transaction (:func:`prepare`). Of the file only
whose days stand there is kept while it waits, and what stands on them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers import menu
from handlers.admin import ROSTER_UNDO_KIND
from handlers.markup import bold
from handlers.shifts.changed import shifts_changed
from handlers.turn import Attachment, Choice, Reply, Rows, SentFile, Turn, rows
from handlers.workbook import Sentence, UnreadableWorkbook, rosters
from handlers.workbook.report import for_chat
from handlers.workbook.rosters import KeptRow, Roster, RosterPlan, Unmatched, report
from models import audit, uploads
from models.audit import UndoStep
from models.names import clean
from models.people import Person
from models.shift_records import ShiftRecord
from models.units import Enterprise, ShiftSystem
from models.uploads import Upload

MOST_PEOPLE = 5_000  # more than this keeps others waiting too long: the command line has no such limit
_Stamp = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A roster that was read and compared, or the sentence why it cannot be."""

    roster: Roster | None = None
    kept: list[KeptRow] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    plan: RosterPlan | None = None
    stamp: _Stamp = ()
    unreadable: Sentence | None = None


class _Chosen(NamedTuple):
    """What a choice under a comparison means."""

    action: str  # “save” or “no”
    upload: Upload
    rows: list[KeptRow]
    shown: str  # the digest of the comparison that was shown


def prepare(turn: Turn, file: SentFile) -> Prepared | None:
    """Read and compare the roster that was sent; `None` when it is none, or none that the person may bring."""
    return _read(turn, file) if turn.access.may_bring_rosters else None


def prepare_kept(turn: Turn, args: str) -> Prepared | None:
    """Compare again the kept roster that is to be saved."""
    chosen = _chosen(turn, args)
    return _compared(turn, chosen.rows) if chosen is not None else None


def received(turn: Turn, file: SentFile, prepared: Prepared) -> Reply:
    """Show what the roster would change, with the choice to save it."""
    if prepared.unreadable is not None:
        return Reply(prepared.unreadable.said(turn.t))
    assert prepared.roster is not None
    assert prepared.plan is not None
    if len(prepared.kept) > MOST_PEOPLE:
        return Reply(
            turn.t("That is more than {rows} rows: please import it with “taonguon import”.", rows=MOST_PEOPLE)
        )
    name = bold(clean(file.name)[:60])
    if not prepared.plan.people:
        return _nobody(turn, name, prepared)
    upload = uploads.keep(turn.session, turn.writer_id, rosters.to_bytes(prepared.kept), turn.now)
    lines = [name, *report.short_lines(prepared.plan, prepared.unmatched, prepared.roster, turn.t)]
    return Reply("\n".join(for_chat(lines, turn.t)), _choices(turn, upload, prepared.plan), _details(turn, prepared))


def pressed(turn: Turn, args: str) -> Reply:
    """Save the kept roster, or discard it."""
    chosen = _chosen(turn, args)
    if chosen is None:
        return menu.outdated(turn)
    if chosen.action != "save":
        turn.session.delete(chosen.upload)
        return menu.discarded(turn)
    plan = _as_it_is_now(turn, chosen.rows)
    if not plan.people:
        return menu.outdated(turn)
    if plan.digest != chosen.shown:
        return _again(turn, chosen.upload, plan)
    turn.session.delete(chosen.upload)
    return _saved(turn, plan)


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a saved roster back and say so; people of whom another roster was read since stay as they are."""
    back, left = rosters.take_back(turn.session, step.details)
    shifts_changed(turn, back)
    told = [turn.t("The roster was taken back: {count} people are as before.", count=len(back))]
    if left:
        codes = ", ".join(person.code for person in left[:5]) + (", …" if len(left) > 5 else "")
        told.append(turn.t("Their shifts have changed again since, so they stay as they are: {codes}.", codes=codes))
    return "\n".join(told)


def _read(turn: Turn, file: SentFile) -> Prepared | None:
    if file.content is None:
        return None
    try:
        roster = rosters.read_roster(file.content, today=turn.today, name=file.name)
    except UnreadableWorkbook as error:
        return Prepared(unreadable=error.sentence)
    if roster is None:
        return None
    matched, unmatched = rosters.match(turn.session, turn.access.on_rosters(), roster)
    kept = rosters.kept_rows(matched)
    compared = _compared(turn, kept)
    return Prepared(roster, kept, unmatched, compared.plan, compared.stamp)


def _compared(turn: Turn, kept: list[KeptRow]) -> Prepared:
    stamp = _stamp(turn.session)
    return Prepared(kept=kept, plan=rosters.plan(turn.session, turn.access.on_rosters(), kept), stamp=stamp)


def _chosen(turn: Turn, args: str) -> _Chosen | None:
    action, _, which = args.partition(":")
    mark, _, shown = which.partition(":")
    upload = uploads.kept(turn.session, turn.chat.person_id, mark) if turn.access.may_bring_rosters else None
    rows_kept = rosters.from_bytes(upload.content) if upload is not None else None
    if upload is None or rows_kept is None:
        return None
    return _Chosen(action, upload, rows_kept, shown)


def _as_it_is_now(turn: Turn, kept: list[KeptRow]) -> RosterPlan:
    """What would change by now; made before the transaction where nothing has happened since.

    A press is prepared outside the transaction; “1” or “ghi” is known to mean it only now.
    """
    prepared = turn.prepared
    if isinstance(prepared, Prepared) and prepared.plan is not None and prepared.stamp == _stamp(turn.session):
        return prepared.plan
    return rosters.plan(turn.session, turn.access.on_rosters(), kept)


def _stamp(session: Session) -> _Stamp:
    """Numbers that grow with everything on which a comparison depends."""
    return tuple(audit.last_change(session, entity) for entity in (ShiftRecord, Person, ShiftSystem, Enterprise))


def _saved(turn: Turn, plan: RosterPlan) -> Reply:
    details = rosters.apply(turn.session, plan, by=turn.writer_id, now=turn.now, today=turn.today)
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=ROSTER_UNDO_KIND, details=details))
    shifts_changed(turn, _changed(turn.session, plan))
    lines = report.saved_lines(plan, turn.t)
    lines.append(menu.undo_hint(turn))
    return Reply("\n".join(lines), rows([Choice(turn.t("Undo"), "go:undo")]))


def _changed(session: Session, plan: RosterPlan) -> list[Person]:
    ids = {one.person_id for one in plan.rewrites} | {one.person.id for one in plan.placed}
    return list(session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)))


def _again(turn: Turn, upload: Upload, plan: RosterPlan) -> Reply:
    head = turn.t("Meanwhile something has changed, so nothing was saved yet. Now it would be:")
    lines = [head, *report.short_lines(plan, [], None, turn.t)]
    return Reply("\n".join(for_chat(lines, turn.t)), _choices(turn, upload, plan))


def _nobody(turn: Turn, name: str, prepared: Prepared) -> Reply:
    assert prepared.roster is not None
    assert prepared.plan is not None
    lines = report.detail_lines(prepared.plan, prepared.unmatched, prepared.roster, turn.t)
    head = turn.t("This roster says nothing that can be saved; nothing was kept.")
    return Reply("\n".join(for_chat([name, head, *lines], turn.t)), attachment=_details(turn, prepared))


def _details(turn: Turn, prepared: Prepared) -> Attachment | None:
    """Every place to look at as a file, where the message names only some."""
    assert prepared.roster is not None
    assert prepared.plan is not None
    if not report.has_more(prepared.plan, prepared.unmatched):
        return None
    lines = report.detail_lines(prepared.plan, prepared.unmatched, prepared.roster, turn.t)
    return Attachment("text_file", {"name": turn.t("roster-details.txt"), "lines": lines})


def _choices(turn: Turn, upload: Upload, plan: RosterPlan) -> Rows:
    which = f"{upload.mark}:{plan.digest}"
    return rows([Choice(turn.t("Record"), f"roster:save:{which}"), Choice(turn.t("Discard"), f"roster:no:{which}")], 2)
