"""Files, pictures and other things that are not words. Nothing of a refused file is fetched or kept."""

from __future__ import annotations

from handlers import admin, menu
from handlers.locales import N_
from handlers.turn import Reply, SentFile, Turn

_UNREADABLE = {
    "sticker": N_("Thank {you} for the sticker. I can only read words: type “menu” to see what I can do."),
    "voice": N_("I cannot listen to voice messages yet. Please type it: one line is enough."),
    "location": N_("I never keep where anybody is; nothing of that was saved."),
    "edited": N_("I only read new messages: please send the corrected sentence again."),
    "other": N_("I can only read words. Type “menu” to see what I can do."),
}


def unreadable(turn: Turn, kind: str) -> Reply:
    """Answer a message of a kind that the bot does not read."""
    return menu.aside(turn, turn.t(_UNREADABLE.get(kind, _UNREADABLE["other"])))


def received(turn: Turn, file: SentFile) -> Reply:
    """Take an administrator's workbook; refuse everything else."""
    if turn.chat.joined_at and turn.access.is_administrator and admin.is_workbook(file):
        return admin.workbook_received(turn, file)
    return dossier(turn)


def is_wanted(turn: Turn, file: SentFile) -> bool:
    """Whether the file may be fetched: an administrator's workbook of a fitting size."""
    has_joined = turn.chat.joined_at is not None
    return has_joined and turn.access.is_administrator and admin.is_workbook(file) and file.size <= admin.LARGEST_FILE


def dossier(turn: Turn) -> Reply:
    """Refuse a file or a picture: it may be a scan of a dossier (DOMAIN.md §6)."""
    return menu.aside(
        turn,
        turn.t(
            "Party dossiers must not be sent through a messenger. I have not kept this file.\n"
            "It is enough to tell me “application handed in” or “background verified”; "
            "please delete the file from this chat."
        ),
    )


def identity_number(turn: Turn) -> Reply:
    """Refuse a text with the number of an identity card."""
    return menu.aside(
        turn,
        turn.t(
            "That message holds the number of an identity card, so I have not kept it.\n"
            "Please delete it from this chat and send it again without the number."
        ),
    )
