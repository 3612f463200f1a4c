"""An administrator sends the organisation's workbook, sees what it would change, and imports it or not.

Reading a workbook takes long, so it is done before the turn's transaction (:func:`prepare`).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from handlers import menu, workbook, workbook_effects
from handlers.admin import LARGEST_FILE
from handlers.markup import bold
from handlers.turn import Attachment, Choice, Reply, SentFile, Turn, rows
from handlers.workbook import report
from models import uploads
from models.names import clean
from models.uploads import Upload

MOST_ROWS = 5_000  # more than this keeps others waiting too long: the command line has no such limit


@dataclass(frozen=True, slots=True)
class Read:
    """A workbook that was read: the organisation, or the sentence why it cannot be."""

    organisation: workbook.Organisation | None
    unreadable: workbook.Sentence | None = None


def prepare(turn: Turn, file: SentFile) -> Read | None:
    """Read the workbook that was sent; `None` for one that the person may not send, or that could not be fetched."""
    if file.content is None or not turn.access.is_administrator:
        return None
    return _read(turn.session, file.content, turn)


def prepare_kept(turn: Turn, args: str) -> Read | None:
    """Read the kept workbook that is to be imported."""
    upload = _chosen(turn, args)
    return _read(turn.session, upload.content, turn) if upload is not None else None


def workbook_received(turn: Turn, file: SentFile) -> Reply:
    """Show what the workbook would change, with the choice to import it."""
    if file.size > LARGEST_FILE:
        return Reply(turn.t("The file is too large: {limit} MB at most.", limit=LARGEST_FILE // 1024 // 1024))
    read: Read | None = turn.prepared
    if read is None or file.content is None:
        return Reply(turn.t("The file could not be fetched. Please send it again."))
    if read.organisation is None:
        assert read.unreadable is not None
        return Reply(read.unreadable.said(turn.t))
    if read.organisation.faults:
        return _faulty(turn, read.organisation)
    if sum(read.organisation.counts().values()) > MOST_ROWS:
        return Reply(turn.t("That is more than {rows} rows: please import it with “taonguon import”.", rows=MOST_ROWS))
    changes = workbook.compare(turn.session, read.organisation)
    upload = uploads.keep(turn.session, turn.writer_id, file.content, turn.now)
    lines = [bold(clean(file.name)[:60]), *report.summary(read.organisation, changes, turn.t)]
    choices = [
        Choice(turn.t("Import"), f"book:import:{upload.mark}"),
        Choice(turn.t("Discard"), f"book:discard:{upload.mark}"),
    ]
    return Reply("\n".join(report.for_chat(lines, turn.t)), rows(choices, 2))


def pressed(turn: Turn, args: str) -> Reply:
    """Import the kept workbook, or discard it."""
    upload = _chosen(turn, args)
    if upload is None:
        return menu.outdated(turn)
    turn.session.delete(upload)
    if not args.startswith("import:"):
        return menu.discarded(turn)
    # A press is prepared outside the transaction; “1” or “nhập” is known to mean it only now.
    read: Read = turn.prepared or _read(turn.session, upload.content, turn)
    if read.organisation is None or read.organisation.faults:
        return Reply(turn.t("That file no longer fits; nothing was saved. Please send it again."))
    changes = workbook.apply(
        turn.session, read.organisation, now=turn.now, person_id=turn.writer_id, chat_id=turn.chat.id
    )
    turn.settings.enterprises.changed()
    own = workbook_effects.follow(turn, changes)
    lines = report.for_chat([turn.t("✅ Imported."), *own, *report.change_lines(changes, turn.t)], turn.t)
    return Reply("\n".join(lines), menu.show(turn).choices)


def _chosen(turn: Turn, args: str) -> Upload | None:
    if not turn.access.is_administrator:
        return None
    return uploads.kept(turn.session, turn.chat.person_id, args.partition(":")[2])


def _faulty(turn: Turn, organisation: workbook.Organisation) -> Reply:
    head, *faults = report.fault_lines(organisation, turn.t)
    advice = turn.t("Please put them right and send the file again.")
    lines = [f"{head} {advice}", *faults]
    attachment = Attachment("text_file", {"name": turn.t("mistakes.txt"), "lines": lines})
    return Reply("\n".join(report.for_chat(lines, turn.t)), attachment=attachment)


def _read(session: Session, content: bytes, turn: Turn) -> Read:
    try:
        known = workbook.known_to(session)
        return Read(workbook.read_workbook(content, today=turn.today, known=known))
    except workbook.UnreadableWorkbook as error:
        return Read(None, error.sentence)
