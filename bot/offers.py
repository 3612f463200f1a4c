"""Which choices a chat has after a message, and by which numbers they are meant.

An answer to the person's own words puts its choices in the place of those before. What comes unasked must not change
what a number means that the person is about to type: where choices are numbered, those of a notice go on counting.
"""

from __future__ import annotations

from dataclasses import replace

from bot.parts import FORMS
from handlers.turn import Reply
from models.chats import Chat
from models.messages import Priority

Offer = list[dict[str, str]] | None
_MOST = 99  # a number of more than two digits is not taken for a choice (handlers/hearing.py)


def offered(reply: Reply, priority: Priority, chat: Chat) -> tuple[Reply, Offer]:
    """Return `reply` as it is numbered, and the choices that are open in `chat` once it is sent."""
    choices = [{"label": choice.label, "data": choice.data} for row in reply.choices for choice in row]
    if priority == Priority.REPLY:
        return reply, choices or None
    if not choices:
        return reply, chat.offer
    before = chat.offer or []
    if FORMS[chat.platform].has_buttons or len(before) + len(choices) > _MOST:
        return reply, choices
    return replace(reply, numbered_from=len(before) + 1), before + choices
