"""The door for workbooks: the organisation, of an administrator, and a plant's roster, of who leads a cell.

What reads them (``workbook_upload.py``, ``roster_upload.py``, ``workbook/``) is loaded with the first one: openpyxl
takes six MiB that the service does without on other days.
"""

from __future__ import annotations

from handlers.turn import Reply, SentFile, Turn
from models.audit import UndoStep

ROSTER_UNDO_KIND = "roster"
LARGEST_FILE = 20 * 1024 * 1024  # bytes; Telegram's own limit for downloads by bots


def is_workbook(file: SentFile) -> bool:
    """Whether the file is taken for a workbook, by its name."""
    return file.name.casefold().endswith((".xlsx", ".xlsm", ".xls"))


def may_bring_workbooks(turn: Turn) -> bool:
    """Whether the person may send workbooks at all."""
    return turn.chat.joined_at is not None and turn.access.may_bring_rosters


def prepare(turn: Turn) -> object:
    """Read the workbook that was sent, or the kept one that is to be imported."""
    from handlers import roster_upload, workbook_upload  # noqa: PLC0415 - see above

    if turn.said.file is not None:
        return roster_upload.prepare(turn, turn.said.file) or workbook_upload.prepare(turn, turn.said.file)
    about, _, args = (turn.said.press or "").partition(":")
    return (roster_upload if about == "roster" else workbook_upload).prepare_kept(turn, args)


def workbook_received(turn: Turn, file: SentFile) -> Reply | None:
    """Show what the workbook would change, with the choice to import it; `None` for one that they may not send."""
    from handlers import roster_upload, workbook_upload  # noqa: PLC0415 - see above

    if isinstance(turn.prepared, roster_upload.Prepared):
        return roster_upload.received(turn, file, turn.prepared)
    if turn.access.is_administrator or file.size > LARGEST_FILE or file.content is None:
        return workbook_upload.workbook_received(turn, file)
    return None


def pressed(turn: Turn, args: str) -> Reply:
    """Import the kept workbook, or discard it."""
    from handlers import workbook_upload  # noqa: PLC0415 - see above

    return workbook_upload.pressed(turn, args)


def roster_pressed(turn: Turn, args: str) -> Reply:
    """Save the kept roster, or discard it."""
    from handlers import roster_upload  # noqa: PLC0415 - see above

    return roster_upload.pressed(turn, args)


def roster_taken_back(turn: Turn, step: UndoStep) -> str:
    """Take a saved roster back and say so."""
    from handlers import roster_upload  # noqa: PLC0415 - see above

    return roster_upload.take_back(turn, step)
