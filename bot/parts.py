"""Cuts a reply into the messages that a messenger can carry, each of which is sent, paced and repeated on its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from handlers.markup import split, to_plain
from handlers.turn import Choice, Reply
from models.chats import Platform

_ROW_CHARACTERS = 34  # that stand beside each other on a small phone
_BETWEEN = "   "
_COUNT = re.compile(r" \(\d+\)$")  # “được giới thiệu (4)” is named by “được giới thiệu: 4”


@dataclass(frozen=True, slots=True)
class Form:
    """What a messenger takes: the most characters in a text and under a picture or file, and whether it has buttons."""

    text: int
    caption: int
    has_buttons: bool = True


# Telegram: core.telegram.org/bots/api, sendMessage and sendPhoto. Zalo: its Bot Platform, sendMessage and sendPhoto;
# there the address of a file comes below the text, and takes some of the 2,000 characters.
FORMS = {
    Platform.TELEGRAM: Form(text=4096, caption=1024),
    Platform.ZALO: Form(text=2000, caption=1700, has_buttons=False),
}


def parts_of(reply: Reply, form: Form) -> list[Reply]:
    """Return `reply` as one message, or as several of which the last text carries the choices.

    Where there are no buttons the choices have become numbered lines.
    """
    if reply.choices and not form.has_buttons:
        return parts_of(numbered(reply), form)
    if reply.attachment is not None and len(to_plain(reply.text)) > form.caption:
        return [*parts_of(replace(reply, attachment=None), form), Reply("", attachment=reply.attachment)]
    *earlier, last = split(reply.text, form.text)
    return [*(Reply(text) for text in earlier), replace(reply, text=last)]


def numbered(reply: Reply) -> Reply:
    """Return `reply` with its choices as numbered lines: the numbers by which the engine knows them.

    A choice that a line of the text already names puts its number before that line instead of repeating it.
    """
    lines = reply.text.split("\n") if reply.text else []
    named = _lines_naming(reply, lines)
    for line, number in named.items():
        lines[line] = f"{number}. {lines[line]}"
    number, below = reply.numbered_from, []
    for row in reply.choices:
        counted = list(enumerate(row, number))
        number += len(row)
        labels = [_labelled(choice, place) for place, choice in counted if choice.label and place not in named.values()]
        beside = _BETWEEN.join(labels)
        below += [beside] if beside and len(beside) <= _ROW_CHARACTERS else labels
    return replace(reply, text="\n".join(lines + below), choices=())


def _labelled(choice: Choice, number: int) -> str:
    """Return a choice with its number, which stands there already where a list counts its own lines."""
    before = f"{number}. "
    return choice.label if choice.label.startswith(before) else before + choice.label


def _lines_naming(reply: Reply, lines: list[str]) -> dict[int, int]:
    """Return which lines of the text begin with which numbers' labels, in the order of both.

    None, unless they are the first numbers: else the lines would count 3, 4 and those below 1, 2.
    """
    found: dict[int, int] = {}
    first = 0
    choices = [choice for row in reply.choices for choice in row]
    for number, choice in enumerate(choices, reply.numbered_from):
        if not choice.label:
            continue
        label = _COUNT.sub("", choice.label)
        names = re.compile(re.escape(label) + r"(?: ·|:|$)")
        line = next((at for at in range(first, len(lines)) if names.match(to_plain(lines[at]))), None)
        if line is not None:
            found[line], first = number, line + 1
    are_first = list(found.values()) == list(range(reply.numbered_from, reply.numbered_from + len(found)))
    return found if are_first else {}
