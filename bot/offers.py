"""Which choices a chat has after a message, and by which numbers they are meant.

An answer to the person's own words puts its choices in the place of those before. What comes unasked must not change
what a number means that the person is about to type: where choices are numbered, those of a notice go on counting. They
keep their numbers when something else is answered first, as long as no later answer needs these itself.
"""

from __future__ import annotations

from dataclasses import replace

from bot.parts import FORMS
from handlers.hearing import OLDER, numbers
from handlers.turn import Reply
from models.chats import Chat
from models.messages import Priority

Offer = list[dict[str, str]] | None
_MOST = 99  # a number of more than two digits is not taken for a choice (handlers/hearing.py)


def offered(reply: Reply, priority: Priority, chat: Chat) -> tuple[Reply, Offer]:
    """Return `reply` as it is numbered, and the choices that are open in `chat` once it is sent."""
    choices = [{"label": choice.label, "data": choice.data} for row in reply.choices for choice in row]
    before = chat.offer or []
    if priority == Priority.REPLY:
        unasked = [{**choice, OLDER: "yes"} for choice in before if int(choice.get("number", 0)) > len(choices)]
        return reply, [*choices, *unasked] or None
    if not choices:
        return reply, chat.offer
    if FORMS[chat.platform].has_buttons:
        return reply, choices
    last = max(numbers(before), default=0)
    if last + len(choices) > _MOST:
        before, last = [], 0
    counted = [{**choice, "number": str(number)} for number, choice in enumerate(choices, last + 1)]
    return replace(reply, numbered_from=last + 1), before + counted
