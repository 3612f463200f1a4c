"""Patterns that are written with accents and found in texts typed with or without them.

A pattern is a regular expression in Vietnamese as it is written on paper. It is looked for in the text without
accents; what was typed with an accent must then be the pattern's own, so ``thứ 5`` is never found in ``thủ 5``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from handlers.understanding.phrases import accents_agree
from handlers.understanding.tokens import Token, fold_word, tokenize

# What stands in a regular expression and is no Vietnamese word.
_SYNTAX = re.compile(r"\(\?P<\w+>|\(\?P=\w+\)|\(\?<?[:=!]|\\.")
_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE, _AFTER = r"(?<![^\W_])(?:", r")(?![^\W_])"


class Line:
    """A text in lower case without accents, with every blank made one, and the tokens that it is made of."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.tokens: tuple[Token, ...] = tokenize(text)
        self._starts: list[int] = []
        self._ends: list[int] = []
        pieces: list[str] = []
        length = 0
        for place, token in enumerate(self.tokens):
            if place and token.start > self.tokens[place - 1].end:
                pieces.append(" ")
                length += 1
            self._starts.append(length)
            pieces.append(token.folded)
            length += len(token.folded)
            self._ends.append(length)
        self.folded = "".join(pieces)

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """The tokens, from the first up to behind the last, that cover the folded text from `start` up to `end`."""
        return bisect_right(self._starts, start) - 1, bisect_left(self._ends, end) + 1

    def words(self, start: int, end: int) -> str:
        """The tokens from `start` up to `end` as typed, runs of blanks made one."""
        if start >= end:
            return ""
        return " ".join(self.source[self.tokens[start].start : self.tokens[end - 1].end].split())

    def token(self, place: int) -> str:
        """The token at `place` without accents; empty beyond the ends."""
        return self.tokens[place].folded if 0 <= place < len(self.tokens) else ""

    @cached_property
    def tells_capitals(self) -> bool:
        """Whether capital letters mean something here: there are some, and there are others."""
        return self.source != self.source.lower() and self.source != self.source.upper()


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern found: its groups, and the tokens from `start` up to `end` that it covers."""

    match: re.Match[str]
    start: int
    end: int

    def group(self, name: str) -> str | None:
        """The folded text of the group `name`; None when it took no part or the pattern has none of that name."""
        return self.match.groupdict().get(name)

    def number(self, name: str) -> int | None:
        """The figures of the group `name` as a number."""
        figures = self.group(name)
        return int(figures) if figures else None


class Pattern:
    """A regular expression written with accents."""

    def __init__(self, source: str) -> None:
        self._words: dict[str, list[str]] = defaultdict(list)
        for word in _LETTERS.findall(_SYNTAX.sub(" ", source)):
            self._words[fold_word(word)].append(word)
        plain = "".join(char if char.isascii() else fold_word(char) for char in source)
        self._expression = re.compile(_BEFORE + plain + _AFTER)

    def find(self, line: Line) -> Iterator[Found]:
        """Every place where the pattern stands in `line`, from left to right."""
        for match in self._expression.finditer(line.folded):
            if match.end() > match.start():
                start, end = line.tokens_of(match.start(), match.end())
                if all(self._agrees(token) for token in line.tokens[start:end]):
                    yield Found(match, start, end)

    def stands_in(self, line: Line) -> bool:
        """Whether the pattern stands anywhere in `line`."""
        return next(self.find(line), None) is not None

    def _agrees(self, token: Token) -> bool:
        written = self._words.get(token.folded)
        return token.plain or written is None or any(accents_agree(token.text, word) for word in written)


def is_one_of(token: Token, words: frozenset[str]) -> bool:
    """Whether `token` is one of `words`, which are written with accents, typed with or without them."""
    return any(accents_agree(token.text, word) for word in _by_fold(words).get(token.folded, ()))


@lru_cache(maxsize=16)
def _by_fold(words: frozenset[str]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = defaultdict(list)
    for word in words:
        table[fold_word(word)].append(word)
    return dict(table)


@lru_cache(maxsize=16)
def read_line(text: str) -> Line:
    """The line of `text`, remembered for the questions that are asked of it in a row."""
    return Line(text)
