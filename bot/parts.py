"""Cuts a reply into the messages that a messenger can carry, each of which is sent, paced and repeated on its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.markup import split, to_plain
from handlers.turn import Reply
from models.chats import Platform


@dataclass(frozen=True, slots=True)
class Sizes:
    """The most characters that a messenger takes in a text and under a picture or file."""

    text: int
    caption: int


# Telegram: core.telegram.org/bots/api, sendMessage and sendPhoto. Zalo: its Bot Platform, sendMessage and sendPhoto.
SIZES = {Platform.TELEGRAM: Sizes(text=4096, caption=1024), Platform.ZALO: Sizes(text=2000, caption=2000)}


def parts_of(reply: Reply, sizes: Sizes) -> list[Reply]:
    """Return `reply` as one message, or as several of which the last text carries the choices."""
    if reply.attachment is not None and len(to_plain(reply.text)) > sizes.caption:
        return [*parts_of(replace(reply, attachment=None), sizes), Reply("", attachment=reply.attachment)]
    *earlier, last = split(reply.text, sizes.text)
    return [*(Reply(text) for text in earlier), replace(reply, text=last)]
