"""Whether a message opens a report: "báo nguồn", and not "hết nguồn rồi" or "nguồn điện"."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from handlers.understanding.phrases import Hit, find_phrases
from handlers.understanding.tokens import Shape, Token, tokenize
from handlers.understanding.words import OTHER_SOURCES, Kind, word_set

# Within so many words from the start the opening must come.
_REACH = 8
_BEFORE = (Kind.FILLER, Kind.PARTICLE, Kind.ADDRESS)
_GREETING = word_set("nho chao hoi a alo hello hi kinh thua bi thu muon can anh chi ad bot vang hay xin vui long de")


def opens_report(text: str) -> bool:
    """Whether `text` begins, polite words aside, with the words that open a report."""
    tokens = tokenize(text[:400])
    hits = find_phrases(tokens[: 2 * _REACH], frozenset())
    if tokens and tokens[0].folded == "nguon" and len(tokens) > 1 and tokens[1].text == ":":
        return True
    opening = next(iter(hits.of(Kind.REPORT)), None) or _misspelt(tokens)
    if opening is None or opening.start > _REACH or _other_source(tokens, opening.end):
        return False
    place = 0
    while place < opening.start:
        found = [hit.end for kind in _BEFORE if (hit := hits.at(place, kind))]
        if not found and tokens[place].shape is Shape.WORD and tokens[place].folded not in _GREETING:
            return False
        place = max(found, default=place + 1)
    return True


def _other_source(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether "nguồn" is that of electricity or money."""
    return place < len(tokens) and tokens[place - 1].folded == "nguon" and tokens[place].folded in OTHER_SOURCES


def _misspelt(tokens: tuple[Token, ...]) -> Hit | None:
    """ "bao nguom", "boa nguon" at the very start, where a slip that makes another word is no name."""
    words = [token.folded for token in tokens[:2]]
    if len(words) == 2 and OSA.distance(" ".join(words), "bao nguon") == 1:
        return Hit(0, 2, Kind.REPORT, "")
    return None
