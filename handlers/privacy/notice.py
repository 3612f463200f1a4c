"""The data notice, and the consent of a person who joins."""

from __future__ import annotations

from handlers import menu, messengers
from handlers.privacy import following, showing
from handlers.turn import Choice, Reply, Turn, rows
from models.consent import Consent, ConsentMeans, Purpose

NOTICE_VERSION = "2026-11"


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


def agree(turn: Turn) -> Reply:
    """Record the consent and welcome the person; a candidate is then asked about being followed."""
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
        turn.session.flush()
    if messengers.is_second(turn):
        return messengers.goes_on(turn)
    thanks = turn.t("Thank {you}. {Your} consent has been recorded.")
    lines = [line for line in (thanks, messengers.suggestion(turn)) if line]
    welcome = menu.welcome(turn, "\n".join(lines))
    question = following.question(turn, thanks)
    return Reply(question.text, question.choices, commands=welcome.commands) if question else welcome


def decline(turn: Turn) -> Reply:
    """Take a “no”: nothing follows from it."""
    if turn.chat.joined_at is not None:  # a press on the old question, after having agreed: nothing ends by accident
        return showing.show(turn)
    if messengers.is_second(turn):
        return messengers.stay_apart(turn)
    return Reply(
        turn.t(
            "That is quite all right, and nothing follows from it. Nothing about {you} is used.\n"
            "Should {you} change {your} mind, just write to me again."
        )
    )
