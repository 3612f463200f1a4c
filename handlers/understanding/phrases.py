"""Finds the phrases of the lexicon in a text, typed with or without accents, and with a slip of the thumb.

Two laws keep names from being taken for keywords. An accent that was typed must be the phrase's own, so ``Cả`` is
never ``ca``; and only a word that is no known word at all counts as misspelt, so ``Công Toàn`` is never ``công đoàn``.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.understanding.syllables import syllables
from handlers.understanding.tokens import Shape, Token, fold_word, tokenize
from handlers.understanding.words import LEXICON, Kind
from models.names import TONES

# A misspelt phrase must be long enough to be beyond doubt (letters).
_LEAST_MISSPELT = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the lexicon that covers the tokens from `start` up to `end`."""

    start: int
    end: int
    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    folded: tuple[str, ...]
    kind: Kind
    value: str


class Hits:
    """All phrases found in one text."""

    def __init__(self, found: Iterator[Hit]) -> None:
        self._by_kind: dict[Kind, list[Hit]] = defaultdict(list)
        for hit in found:
            self._by_kind[hit.kind].append(hit)

    def of(self, kind: Kind) -> list[Hit]:
        """The hits of `kind` from left to right, the longer first where two start together."""
        return self._by_kind.get(kind, [])

    def at(self, start: int, kind: Kind) -> Hit | None:
        """The longest hit of `kind` that begins at the token `start`."""
        return next((hit for hit in self.of(kind) if hit.start == start), None)

    def ending(self, end: int, kind: Kind) -> Hit | None:
        """The longest hit of `kind` that ends just before the token `end`."""
        return next((hit for hit in self.of(kind) if hit.end == end), None)


def find_phrases(tokens: tuple[Token, ...], known: frozenset[str]) -> Hits:
    """Find every phrase in `tokens`; `known` are further words (folded) that are no misspellings."""
    spellings = [_spellings(token, known) for token in tokens]
    return Hits(_find(tokens, spellings))


def _find(tokens: tuple[Token, ...], spellings: list[tuple[str, ...]]) -> Iterator[Hit]:
    starting, joined, _ = _compiled()
    for start, token in enumerate(tokens):
        for spelling in spellings[start]:
            for phrase in starting.get(spelling, ()):
                end = start + len(phrase.folded)
                if end <= len(tokens) and _fits(phrase, tokens[start:end], spellings[start:end]):
                    yield Hit(start, end, phrase.kind, phrase.value)
        for phrase in joined.get(token.folded, ()):
            yield Hit(start, start + 1, phrase.kind, phrase.value)


def _fits(phrase: _Phrase, tokens: tuple[Token, ...], spellings: list[tuple[str, ...]]) -> bool:
    misspelt = False
    for word, folded, token, spelling in zip(phrase.words, phrase.folded, tokens, spellings, strict=True):
        if folded not in spelling:
            return False
        if token.folded != folded:
            misspelt = True
        elif not token.plain and not accents_agree(token.text, word):
            return False
    return not misspelt or sum(map(len, phrase.folded)) >= _LEAST_MISSPELT


def _spellings(token: Token, known: frozenset[str]) -> tuple[str, ...]:
    """The folded word as typed, and what it is likely to have meant when it is no known word."""
    folded = token.folded
    if token.shape is not Shape.WORD or len(folded) < 3 or folded in known or folded in syllables().known:
        return (folded,)
    return (folded, *_meant(folded))


@lru_cache(maxsize=4096)
def _meant(folded: str) -> tuple[str, ...]:
    _, _, vocabulary = _compiled()
    if folded in vocabulary:
        return ()
    found = process.extract(folded, vocabulary, scorer=OSA.distance, score_cutoff=1, limit=3)
    return tuple(word for word, _, _ in found)


@lru_cache(maxsize=1)
def _compiled() -> tuple[dict[str, list[_Phrase]], dict[str, list[_Phrase]], frozenset[str]]:
    """The lexicon by first word (longest phrases first), by its words run together, and the words worth mending."""
    starting: dict[str, list[_Phrase]] = defaultdict(list)
    joined: dict[str, list[_Phrase]] = defaultdict(list)
    vocabulary: set[str] = set()
    for kind, value, phrases in LEXICON:
        for written in phrases.split("|"):
            words = tuple(token.text for token in tokenize(written.strip()))
            phrase = _Phrase(words, tuple(map(fold_word, words)), kind, value)
            starting[phrase.folded[0]].append(phrase)
            if len(words) > 1 and sum(map(len, words)) >= 6:
                joined["".join(phrase.folded)].append(phrase)
            vocabulary.update(word for word in phrase.folded if len(word) >= 3)
    for phrases_of_word in starting.values():
        phrases_of_word.sort(key=lambda phrase: -len(phrase.folded))
    return dict(starting), dict(joined), frozenset(vocabulary)


@lru_cache(maxsize=4096)
def accents_agree(typed: str, written: str) -> bool:
    """Whether every accent in `typed` is one of `written`, for two words that fold alike.

    A missing accent agrees (``nguôn`` with ``nguồn``); the tone mark may stand on another letter (``hoà``, ``hòa``).
    """
    typed_letters, typed_tone = _spread(typed)
    letters, tone = _spread(written)
    if len(typed_letters) != len(letters) or typed_tone not in {"", tone}:
        return False
    return all(
        mine[0] == theirs[0] and set(mine) <= set(theirs) for mine, theirs in zip(typed_letters, letters, strict=True)
    )


def _spread(word: str) -> tuple[list[str], str]:
    """The letters of `word`, each with its marks other than the tone, and the tone mark."""
    letters: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word.casefold().replace("đ", "d\u0335")):
        if char in TONES:
            tone = char
        elif unicodedata.combining(char) and letters:
            letters[-1] += char
        elif char.isalpha():
            letters.append(char)
    return letters, tone
