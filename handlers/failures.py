"""What is said when a handler fails: honest to the person, without personal data to the administrators."""

from __future__ import annotations

from handlers.locales import Translator
from handlers.readers import administrators
from handlers.turn import Reply, Turn
from models.messages import Priority


def apology(turn: Turn) -> Reply:
    """Tell the person that nothing was changed and that somebody knows."""
    return Reply(
        turn.t(
            "⚠️ Something went wrong on my side and nothing was changed. {Your} message is kept, and the administrator "
            "has been told. Please go on; the rest works."
        )
    )


def tell_administrators(turn: Turn, incoming_id: int, where: str) -> None:
    """Tell every administrator which message failed and where in the program."""

    def compose(t: Translator) -> Reply:
        return Reply(t("⚠️ Message no. {id} could not be answered ({where}). It is kept.", id=incoming_id, where=where))

    for person in administrators(turn.session):
        turn.send(person, compose, Priority.URGENT)
