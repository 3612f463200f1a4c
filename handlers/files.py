"""Files, pictures and other things that are not words. Nothing of a refused file is fetched or kept."""

from __future__ import annotations

from handlers import admin, menu
from handlers.classes import roll_photo
from handlers.locales import N_
from handlers.turn import Reply, SentFile, Turn
from models.chats import Platform

_UNREADABLE = {
    "sticker": N_("Thank {you} for the sticker. I can only read words: type “menu” to see what I can do."),
    "voice": N_("I cannot listen to voice messages yet. Please type it: one line is enough."),
    "location": N_("I never keep where anybody is; nothing of that was saved."),
    "edited": N_("I only read new messages: please send the corrected sentence again."),
    "other": N_("I can only read words. Type “menu” to see what I can do."),
}
_NO_FILES = N_(
    "Zalo does not hand files on to me. Please send a roster by Telegram, or have the administrator import it with "
    "“taonguon import”."
)
_ROSTER = N_("A roster is taken: one row with the days, below it a row for each person, with their code or full name.")

_NO_WORKBOOK = N_(
    "A roster is taken as an Excel file (.xlsx). Please save this one as .xlsx and send it again; it was not kept."
)
_OTHER_TABLES = (".csv", ".tsv", ".ods", ".numbers")


def unreadable(turn: Turn, kind: str) -> Reply:
    """Answer a message of a kind that the bot does not read."""
    if kind == "other" and turn.chat.platform is Platform.ZALO and admin.may_bring_workbooks(turn):
        return menu.aside(turn, turn.t(_NO_FILES))
    return menu.aside(turn, turn.t(_UNREADABLE.get(kind, _UNREADABLE["other"])))


def received(turn: Turn, file: SentFile) -> Reply:
    """Take a roll's photograph that is waited for, and a workbook of those who may send one; refuse all else."""
    photo = roll_photo.received(turn, file)
    if photo is not None:
        return photo
    if not admin.may_bring_workbooks(turn):
        return dossier(turn)
    if file.name.casefold().endswith(_OTHER_TABLES):
        return menu.aside(turn, turn.t(_NO_WORKBOOK))
    if not admin.is_workbook(file):
        return dossier(turn)
    return admin.workbook_received(turn, file) or dossier(turn, turn.t(_ROSTER))


def is_wanted(turn: Turn, file: SentFile) -> bool:
    """Whether the file may be fetched: a workbook of a fitting size, of those who may send one; a roll's photograph."""
    if roll_photo.is_awaited(turn, file):
        return True
    return admin.is_workbook(file) and admin.may_bring_workbooks(turn) and file.size <= admin.LARGEST_FILE


def dossier(turn: Turn, hint: str = "") -> Reply:
    """Refuse a file or a picture: it may be a scan of a dossier (DOMAIN.md §6); `hint` says what would be taken."""
    refusal = turn.t(
        "Party dossiers must not be sent through a messenger. I have not kept this file.\n"
        "It is enough to tell me “application handed in” or “background verified”; "
        "please delete the file from this chat."
    )
    return menu.aside(turn, f"{refusal}\n{hint}" if hint else refusal)


def identity_number(turn: Turn) -> Reply:
    """Refuse a text with the number of an identity card."""
    return menu.aside(
        turn,
        turn.t(
            "That message holds the number of an identity card, so I have not kept it.\n"
            "Please delete it from this chat and send it again without the number."
        ),
    )
