"""Withdrawing a consent: one press, at once, for each purpose by itself."""

from __future__ import annotations

from sqlalchemy import select

from handlers import forms
from handlers.privacy import following, words
from handlers.turn import Choice, Reply, Turn, rows
from models import class_seats
from models.chats import Chat
from models.consent import Consent, Purpose
from models.rights import RequestKind

_BOTH = "both"


def ask(turn: Turn) -> Reply:
    """Withdraw the only consent that there is; with two, ask which."""
    if not following.standing(turn):
        return _use_bot(turn)
    choices = [
        Choice(turn.t("To be followed as a candidate"), f"privacy:withdraw:{Purpose.FOLLOW_CANDIDATE}"),
        Choice(turn.t("To use this assistant"), f"privacy:withdraw:{Purpose.USE_BOT}"),
        Choice(turn.t("Both"), f"privacy:withdraw:{_BOTH}"),
    ]
    return Reply(turn.t("{You} have agreed to two things. Which consent do {you} withdraw?"), rows(choices))


def chosen(turn: Turn, purpose: str) -> Reply | None:
    """Withdraw what was chosen; None when that is no purpose."""
    if purpose == Purpose.USE_BOT:
        return _use_bot(turn)
    if purpose not in (Purpose.FOLLOW_CANDIDATE, _BOTH):
        return None
    candidates = following.standing(turn)
    for candidate in candidates:
        following.withdraw(turn, candidate)
    if purpose == _BOTH:
        return _use_bot(turn)
    codes = ", ".join(candidate.code for candidate in candidates)
    number = words.file_done(turn, RequestKind.WITHDRAW)
    sentence = turn.t(
        "{Your} consent to be followed has been withdrawn (request {number}). Of {codes} only code and initials are "
        "kept; to have these deleted, too, type “delete my data”.",
        number=number,
        codes=codes or "—",
    )
    return Reply(sentence, rows([Choice(turn.t("Delete everything"), "privacy:delete")]))


def _use_bot(turn: Turn) -> Reply:
    """End the use of the assistant: the chats are closed.

    Who is called to a meeting or sits in a class rests on the organisation's list and stays. What was only wished for
    here ends: nobody is put into a place of which they cannot be told.
    """
    class_seats.stop_waiting(turn.session, turn.known_person.id, turn.now, turn.settings.habits)
    open_consents = turn.session.scalars(
        select(Consent).where(
            Consent.person_id == turn.writer_id,
            Consent.purpose == Purpose.USE_BOT,
            Consent.withdrawn_at.is_(None),
        )
    )
    for consent in open_consents:
        consent.withdrawn_at = turn.now
    for chat in turn.session.scalars(select(Chat).where(Chat.person_id == turn.writer_id)):
        chat.joined_at, chat.offer, chat.is_preferred, chat.stands_in_since = None, None, False, None
    forms.finish(turn)
    number = words.file_done(turn, RequestKind.WITHDRAW)
    return Reply(
        turn.t(
            "{Your} consent has been withdrawn (request {number}). I no longer use {your} data and write to {you} no "
            "more.\nShould {you} change {your} mind, just write to me again.",
            number=number,
        )
    )
