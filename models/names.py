"""Vietnamese personal names and the keys under which they are compared.

Names are kept in NFC with the capitals of ordinary writing. Two keys compare them: :func:`name_key` holds accents
to be part of the name but not where the tone mark stands (``Hoà`` is ``Hòa``), :func:`fold` forgets accents
altogether (``Hạnh`` is ``hanh``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The five tone marks as combining characters: grave, hook above, tilde, acute, dot below.
TONES = "\u0300\u0309\u0303\u0301\u0323"

# What is invisible or turns the direction of writing: never part of a name, and a way to disguise one. The private
# use area carries the project's own markup (handlers/markup.py), so nothing from outside may contain it.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff]"
)
_STARTS = re.compile(r"(?:^|['’-])\w")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")


def clean(text: str) -> str:
    """Return `text` in NFC without unseen characters, runs of blanks within a line made one, ends trimmed.

    Line ends stay, so a message of several lines keeps them.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_SPACES.sub(" ", _UNSEEN.sub("", line)).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()


def fold(text: str) -> str:
    """Return `text` in lower case without any accent, ``đ`` as ``d``: what a hurried thumb types."""
    return text.lower() if text.isascii() else _folded(text)


@lru_cache(maxsize=8192)  # the names of a cell and the words of choices are compared again on every turn
def _folded(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in spread if not unicodedata.combining(c)).replace("đ", "d")


def name_key(name: str) -> str:
    """Return the key under which two spellings of one name are equal.

    Case, blanks and the place of the tone mark within a syllable do not count; every accent does.
    """
    syllables = []
    for syllable in clean(name).casefold().split():
        spread = unicodedata.normalize("NFD", syllable)
        letters = "".join(c for c in spread if c not in TONES)
        tones = "".join(c for c in spread if c in TONES)
        syllables.append(unicodedata.normalize("NFC", letters) + tones)
    return " ".join(syllables)


def proper_name(name: str) -> str:
    """Return `name` as it is written on paper: NFC, single blanks, each syllable with a capital first letter.

    A letter after an apostrophe or hyphen is a capital, too: K'Brê, H'Hen.
    """
    return " ".join(_STARTS.sub(lambda start: start[0].upper(), syllable.lower()) for syllable in clean(name).split())


def initials(name: str) -> str:
    """Return the initials of `name`, ``N.T.H.`` for Nguyễn Thị Hạnh."""
    return "".join(f"{syllable[0].upper()}." for syllable in clean(name).split())
