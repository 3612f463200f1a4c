"""Makes one message of several notices to one person, where every message counts (models/quota.py)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.messages import Outgoing
from bot.parts import FORMS, numbered
from handlers.markup import to_plain
from handlers.turn import Reply
from models.messages import Priority


def joined(messages: Iterable[Outgoing]) -> list[Outgoing]:
    """Return `messages` with the notices of each chat in as few as possible, each at the place of its first.

    What answers somebody, edits a message, or carries a picture, a file or a menu stays a message of its own. Notices
    that together are more than one message of the messenger are not joined: nothing would be saved.
    """
    letters: list[Outgoing] = []
    open_letters: dict[int, int] = {}  # by chat, the place of the one that may take more
    for message in messages:
        if not _may_join(message):
            letters.append(message)
            continue
        at = open_letters.get(message.chat_id)
        together = _together(letters[at], message) if at is not None else None
        if at is not None and together is not None:
            letters[at] = together
        else:
            open_letters[message.chat_id] = len(letters)
            letters.append(message)
    return letters


def _may_join(message: Outgoing) -> bool:
    reply = message.reply
    return message.priority >= Priority.NOTICE and not (reply.attachment or reply.commands or message.replaces)


def _together(first: Outgoing, second: Outgoing) -> Outgoing | None:
    form = FORMS[first.platform]
    replies = [message.reply if form.has_buttons else numbered(message.reply) for message in (first, second)]
    text = "\n\n".join(filter(None, (reply.text for reply in replies)))
    if len(to_plain(text)) > form.text:
        return None
    choices = tuple(row for reply in replies for row in reply.choices)
    return replace(first, reply=Reply(text, choices), joins=(*first.joins, *second.rows))
