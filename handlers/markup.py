"""The project's one small markup: bold, line ends, nothing else.

A handler writes ``bold(name)``; the marks are two characters of the private use area that ``models.names.clean``
removes from everything that comes in, so no name can forge them. A channel renders the text with :func:`to_html` or
:func:`to_plain`.
"""

from __future__ import annotations

import html
import re

BOLD_ON, BOLD_OFF = "\ue000", "\ue001"
_BOLD = re.compile(f"{BOLD_ON}([^{BOLD_ON}{BOLD_OFF}]*){BOLD_OFF}")
_STRAY = re.compile(f"[{BOLD_ON}{BOLD_OFF}]")


def bold(text: str) -> str:
    """Return `text` marked as bold."""
    return f"{BOLD_ON}{text}{BOLD_OFF}"


def to_html(text: str) -> str:
    """Return `text` as the HTML that Telegram reads: everything escaped, bold as ``<b>``."""
    return _STRAY.sub("", _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False)))


def to_plain(text: str) -> str:
    """Return `text` without any mark, for messengers that show text only."""
    return _STRAY.sub("", text)


def split(text: str, limit: int) -> list[str]:
    """Cut `text` into parts of at most `limit` characters, at a line's end where there is one.

    Several parts are numbered ``(1/2)``. Bold that is open at a cut is closed there and opened again.
    """
    if len(to_plain(text)) <= limit:
        return [text]
    room = limit - len("(99/99)\n")
    parts = _mend_bold(_cut(text, room))
    return [f"({number}/{len(parts)})\n{part}" for number, part in enumerate(parts, 1)]


def _cut(text: str, room: int) -> list[str]:
    parts = []
    while len(to_plain(text)) > room:
        at = text.rfind("\n", 0, room + 1)
        if at <= 0:
            at = text.rfind(" ", 0, room + 1)
        if at <= 0:
            at = room
        parts.append(text[:at].rstrip("\n"))
        text = text[at:].lstrip("\n")
    return [*parts, text]


def _mend_bold(parts: list[str]) -> list[str]:
    mended, is_open = [], False
    for part in parts:
        whole = (BOLD_ON if is_open else "") + part
        is_open = whole.count(BOLD_ON) > whole.count(BOLD_OFF)
        mended.append(whole + (BOLD_OFF if is_open else ""))
    return mended
