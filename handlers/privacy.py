"""The data notice, consent, and what is held about the person who asks (DOMAIN.md §6)."""

from __future__ import annotations

from sqlalchemy import select

from handlers import forms, held, menu
from handlers.hearing import Heard
from handlers.turn import Attachment, Choice, Reply, Turn, rows
from models.chats import Chat
from models.consent import Consent, ConsentMeans, Purpose

NOTICE_VERSION = "2026-11"
ANSWERS = ("privacy:yes", "privacy:no")  # the data of the two equal choices


def ask(turn: Turn, before: str) -> Reply:
    """Show the data notice after `before`, and ask for consent with two equal choices."""
    if turn.chat.joined_at is not None:
        return Reply(before)
    notice = "\n".join(
        (
            turn.t("What is kept: name, unit, enterprise, shift, and what {you} answer here. This is sensitive data."),
            turn.t(
                "What for: to arrange meetings, classes and the steps of Party development. "
                "Controller: {organisation}.",
                organisation=turn.settings.organisation,
            ),
            turn.t("It passes through the servers of this messenger, which may stand abroad."),
            turn.t("{Your} rights: see, correct, withdraw, delete, at any time: type “my data”."),
            turn.t("Silence is no consent, and nothing follows from declining. Do {you} agree?"),
        )
    )
    choices = [
        Choice(turn.t("I agree"), "privacy:yes"),
        Choice(turn.t("I do not agree"), "privacy:no"),
    ]
    return Reply(f"{before}\n\n{notice}", rows(choices, 2))


def pressed(turn: Turn, answer: str) -> Reply:
    """Take the answer to the data notice, or a wish about one's data."""
    if turn.person is None:
        return menu.outdated(turn)
    match answer:
        case "yes":
            return _agree(turn)
        case "no":
            return _decline(turn)
        case "withdraw":
            return _withdraw(turn)
        case _:
            return menu.outdated(turn)


def show(turn: Turn, _heard: Heard | None = None) -> Reply:
    """Show everything that is held about the person who asks: the main things in words, all of it as a file."""
    lines = [turn.t("What is held about {you}:"), *held.lines(turn), turn.t("All of it is in the file.")]
    choices = [Choice(turn.t("Withdraw consent"), "privacy:withdraw")] if turn.chat.joined_at else []
    attachment = Attachment("person_data", {"code": turn.known_person.code, "name": turn.t("my-data.json")})
    return Reply("\n".join(lines), rows(choices), attachment)


def _agree(turn: Turn) -> Reply:
    if turn.chat.joined_at is None:
        turn.chat.joined_at = turn.now
        turn.session.add(
            Consent(
                person_id=turn.writer_id,
                purpose=Purpose.USE_BOT,
                means=ConsentMeans.CHAT,
                notice_version=NOTICE_VERSION,
                given_at=turn.now,
                recorded_by_id=turn.writer_id,
            )
        )
    return menu.welcome(turn, turn.t("Thank {you}. {Your} consent has been recorded."))


def _decline(turn: Turn) -> Reply:
    if turn.chat.joined_at is not None:  # a press on the old question, after having agreed: nothing ends by accident
        return show(turn)
    return Reply(
        turn.t(
            "That is quite all right, and nothing follows from it. Nothing about {you} is used.\n"
            "Should {you} change {your} mind, just write to me again."
        )
    )


def _withdraw(turn: Turn) -> Reply:
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
        chat.joined_at, chat.offer = None, None
    forms.finish(turn)
    return Reply(
        turn.t(
            "{Your} consent has been withdrawn. I no longer use {your} data and write to {you} no more.\n"
            "Should {you} change {your} mind, just write to me again."
        )
    )
