"""The door for an administrator's workbook.

What reads it (``workbook_upload.py``, ``workbook/``) is loaded with the first one: openpyxl takes six MiB that the
service does without on other days.
"""

from __future__ import annotations

from handlers.turn import Reply, SentFile, Turn

LARGEST_FILE = 20 * 1024 * 1024  # bytes; Telegram's own limit for downloads by bots


def is_workbook(file: SentFile) -> bool:
    """Whether the file is taken for a workbook, by its name."""
    return file.name.casefold().endswith((".xlsx", ".xlsm", ".xls"))


def prepare(turn: Turn) -> object:
    """Read the workbook that was sent, or the kept one that is to be imported."""
    from handlers import workbook_upload  # noqa: PLC0415 - see above

    return workbook_upload.prepare(turn)


def workbook_received(turn: Turn, file: SentFile) -> Reply:
    """Show what the workbook would change, with the choice to import it."""
    from handlers import workbook_upload  # noqa: PLC0415 - see above

    return workbook_upload.workbook_received(turn, file)


def pressed(turn: Turn, args: str) -> Reply:
    """Import the kept workbook, or discard it."""
    from handlers import workbook_upload  # noqa: PLC0415 - see above

    return workbook_upload.pressed(turn, args)
