"""Numbers that must not be kept: identity cards, passports, telephones. They leave the text before it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from handlers.understanding.tokens import Shape, Token, tokenize

# What stands in the text where a private number stood.
MASK = "…"
_IDENTITY_WORDS = frozenset({"cccd", "cmnd", "cmt", "cmtnd", "passport"})
_IDENTITY_PHRASES = frozenset({("can", "cuoc"), ("chung", "minh"), ("dinh", "danh"), ("ho", "chieu")})
# Between the word and its number there may stand "công dân", "nhân dân", "số", "là", ":".
_REACH = 6
# Identity numbers have twelve digits since 2016, nine before; after a word that says so a shorter run is hidden too.
_IDENTITY_DIGITS = 12
_LEAST_AFTER_WORD = 6
_LONGEST_PLAIN = 6  # a year has four digits, a date without strokes at most eight and is not read
_PHONE_DIGITS = range(10, 12)


@dataclass(frozen=True, slots=True)
class Redacted:
    """`text` without private numbers; `identity`: one of them was that of an identity card; `hidden`: how many."""

    text: str
    identity: bool
    hidden: int


def redact(text: str) -> Redacted:
    """Take every private number out of `text`, in one piece or in groups ("0912 345 678")."""
    if sum(char.isdigit() for char in text) <= _LONGEST_PLAIN:
        return Redacted(text, identity=False, hidden=0)
    tokens = tokenize(text)
    parts: list[str] = []
    place, hidden, identity = 0, 0, False
    for start, end in _groups(tokens, text):
        announced = _is_announced(tokens, start)
        digits = "".join(token.text for token in tokens[start:end] if token.shape is Shape.NUMBER)
        if not _is_private(digits, end - start, announced=announced):
            continue
        parts += [text[place : tokens[start].start], MASK]
        place = tokens[end - 1].end
        hidden += 1
        identity = identity or announced or len(digits) == _IDENTITY_DIGITS
    return Redacted("".join([*parts, text[place:]]), identity, hidden)


def _groups(tokens: tuple[Token, ...], text: str) -> Iterator[tuple[int, int]]:
    """Runs of numbers parted by one blank, point or hyphen; a number that is long by itself stands alone."""
    index = 0
    while index < len(tokens):
        if tokens[index].shape is not Shape.NUMBER:
            index += 1
            continue
        end = index + 1
        while len(tokens[index].text) <= _LONGEST_PLAIN and (step := _next_in_group(tokens, text, end)):
            end = step
        yield index, end
        index = end


def _next_in_group(tokens: tuple[Token, ...], text: str, end: int) -> int | None:
    """The end of the group when the next number belongs to it."""
    step = end + 1 if end < len(tokens) and tokens[end].text in {".", "-"} else end
    if step >= len(tokens) or tokens[step].shape is not Shape.NUMBER or len(tokens[step].text) < 2:
        return None
    between = text[tokens[end - 1].end : tokens[step].start]
    return step + 1 if between in {" ", ".", "-"} and len(tokens[step].text) <= _LONGEST_PLAIN else None


def _is_private(digits: str, pieces: int, *, announced: bool) -> bool:
    if announced and len(digits) >= _LEAST_AFTER_WORD:
        return True
    if pieces == 1:
        return len(digits) > _LONGEST_PLAIN
    return digits.startswith(("0", "84")) and (len(digits) in _PHONE_DIGITS or len(digits) == _IDENTITY_DIGITS)


def _is_announced(tokens: tuple[Token, ...], start: int) -> bool:
    before = [token.folded for token in tokens[max(0, start - _REACH) : start]]
    if any(word in _IDENTITY_WORDS for word in before):
        return True
    return not _IDENTITY_PHRASES.isdisjoint(pairwise(before))
