"""A message cut into words, numbers and marks, each with the place where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from handlers.understanding.words import DOTTED
from models.names import fold

_PIECE = re.compile(
    r"(?P<word>[^\W\d_][\u0300-\u036f]*(?:[^\W\d_]|[\u0300-\u036f]|['’](?=[^\W\d_]))*)|(?P<number>\d+)|(?P<mark>\n|\S)"
)

fold_word = lru_cache(maxsize=8192)(fold)


class Shape(StrEnum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    MARK = "mark"


_SHAPES = {shape.value: shape for shape in Shape}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text from `start` up to `end`; `folded` is in lower case without accents."""

    text: str
    folded: str
    shape: Shape
    start: int
    end: int

    @property
    def plain(self) -> bool:
        """Whether it was typed without any accent."""
        return self.text.isascii()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


# A message is looked at by several questions in a row; a few texts are remembered for that and no longer.
@lru_cache(maxsize=16)
def tokenize(text: str) -> tuple[Token, ...]:
    """Cut `text` (in NFC) into tokens. Letters and digits part ("ca1" is two), blanks vanish, a line end is a mark."""
    tokens = []
    for found in _PIECE.finditer(text):
        piece = found[0]
        tokens.append(Token(piece, fold_word(piece), _SHAPES[str(found.lastgroup)], found.start(), found.end()))
    return _join_dotted(tokens)


def _join_dotted(tokens: list[Token]) -> tuple[Token, ...]:
    """Make one word of an abbreviation written with a point or a stroke inside."""
    joined: list[Token] = []
    for token in tokens:
        joined.append(token)
        if len(joined) >= 3 and _is_dotted(joined[-3:]):
            first, mark, last = joined[-3:]
            text = first.text + mark.text + last.text
            joined[-3:] = [Token(text, first.folded + last.folded, Shape.WORD, first.start, last.end)]
    return tuple(joined)


def _is_dotted(three: list[Token]) -> bool:
    first, mark, last = three
    if mark.text not in {".", "/"} or first.end != mark.start or mark.end != last.start:
        return False
    return first.shape is Shape.WORD and last.shape is Shape.WORD and first.folded + last.folded in DOTTED
