"""The register of enterprises, found by what people call them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.understanding.syllables import syllables
from handlers.understanding.words import word_set
from models.names import clean, fold

# A match is clear when it is this good and this far before the next (scores run from 0 to 1).
_CLEAR_SCORE = 0.8
_CLEAR_LEAD = 0.09
_LEAST_SCORE = 0.45
_MOST_MATCHES = 20
# A misspelt word counts less than a right one.
_MISSPELT = 0.85
_MOST_REMEMBERED = 10_000  # misspelt words

_LEGAL_PHRASES = (
    ("trach nhiem huu han", "tnhh"),
    ("mot thanh vien", "mtv"),
    ("1 thanh vien", "mtv"),
    ("co phan", "cp"),
    ("1tv", "mtv"),
    ("cong ty", ""),
)
LEGAL_FORMS = frozenset({"tnhh", "mtv", "cp"})
_NO_NAME = word_set("cty ct xn dn vn kcn cn")


@dataclass(frozen=True, slots=True)
class EnterpriseMatch:
    """A registered enterprise that fits what was said, from 0 (not at all) to 1 (every word of its name)."""

    code: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    name: str
    words: tuple[str, ...]
    legal: frozenset[str]
    zone: tuple[str, ...]


class EnterpriseIndex:
    """Built once from (code, name) pairs; `zones` may give the industrial zone of a code to tell namesakes apart.

    A name is compared by its own words: the legal form counts only between enterprises that are otherwise alike.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], zones: Mapping[str, str] | None = None) -> None:
        zones = zones or {}
        self._entries = [_entry(code, name, zones.get(code, "")) for code, name in pairs]
        self._by_code = {entry.code.casefold(): entry for entry in self._entries}
        self._holders: dict[str, set[int]] = defaultdict(set)
        self._full_names = {tuple(sorted(entry.words)) for entry in self._entries}
        self._run_together: dict[str, tuple[str, ...]] = {}
        for place, entry in enumerate(self._entries):
            for word in entry.words:
                self._holders[word].add(place)
            for first, second in pairwise(entry.words):
                self._run_together[first + second] = (first, second)
        self.vocabulary = frozenset(self._holders) | frozenset(self._run_together)
        self._run_together |= _initials(entry.words[:-2] for entry in self._entries)
        self._brands = frozenset(entry.words[-2:] for entry in self._entries if len(entry.words) > 2)
        self._trades = frozenset(word for entry in self._entries for word in entry.words[:-2])
        self._zones = frozenset(entry.zone for entry in self._entries if entry.zone)
        self._meant: dict[str, tuple[str, ...]] = {}

    def by_code(self, code: str) -> EnterpriseMatch | None:
        """The enterprise with this `code`."""
        entry = self._by_code.get(code.casefold())
        return EnterpriseMatch(entry.code, entry.name, 1.0) if entry else None

    def names_exactly(self, words: Iterable[str]) -> bool:
        """Whether these folded `words`, in any order, are all the words of some enterprise's name."""
        return tuple(sorted(words)) in self._full_names

    def is_brand(self, words: tuple[str, ...]) -> bool:
        """Whether these folded `words` are the last two of some enterprise's name ("hoa sen")."""
        return words in self._brands

    def is_trade(self, word: str) -> bool:
        """Whether this folded `word` belongs to some line of business ("khuôn")."""
        return word in self._trades

    def is_zone(self, words: tuple[str, ...]) -> bool:
        """Whether these folded `words` are the name of a known industrial zone."""
        return tuple(_roman(" ".join(words)).split()) in self._zones

    def knows(self, word: str) -> bool:
        """Whether this folded `word`, misspelt or not, is part of some enterprise's name or of a legal form."""
        return word in self._run_together or word in LEGAL_FORMS or bool(self._words(word))

    def match(self, text: str) -> tuple[EnterpriseMatch, ...]:
        """The enterprises that fit `text`, best first; see :func:`clear_match` for whether one of them is meant."""
        said, legal = _parts(text)
        said, zone = self._take_zone(self._parted(said))
        if not said:
            return ()
        scored = []
        for place, covered in self._coverage(said).items():
            entry = self._entries[place]
            full = covered >= 1 and len(set(said)) >= len(entry.words)
            score = 0.9 * covered + 0.1 * full - _legal_distance(legal, entry.legal, full=full)
            score -= 0.2 * (bool(zone) and entry.zone != zone)
            if score >= _LEAST_SCORE:
                scored.append(EnterpriseMatch(entry.code, entry.name, round(min(score, 1.0), 4)))
        scored.sort(key=lambda match: (-match.score, match.code))
        return tuple(scored[:_MOST_MATCHES])

    def _parted(self, said: list[str]) -> list[str]:
        """Words run together ("hoasen") parted."""
        return [part for word in said for part in self._run_together.get(word, (word,)) if word]

    def _take_zone(self, said: list[str]) -> tuple[list[str], tuple[str, ...]]:
        """The words without a known zone's name, and that zone; a zone alone stays as it may be a name."""
        for zone in sorted(self._zones, key=len, reverse=True):
            for start in range(1, len(said) - len(zone) + 1):
                if tuple(said[start : start + len(zone)]) == zone:
                    return said[:start] + said[start + len(zone) :], zone
        return said, ()

    def _coverage(self, said: list[str]) -> dict[int, float]:
        """For each enterprise that shares a word, the share of what was said that its name covers, by rarity."""
        unknown = math.log(len(self._entries) + 1)
        total = 0.0
        found: dict[int, float] = defaultdict(float)
        seen: Counter[str] = Counter()
        for word in said:
            meant = self._words(word)
            seen.update(meant)
            holders = {place for known in meant for place in self._holders[known] if self._holds(place, known, seen)}
            if not holders:
                total += unknown
                continue
            weight = math.log((len(self._entries) + 1) / len(holders)) + 0.1
            total += weight
            for place in holders:
                found[place] += weight * (1.0 if word in meant else _MISSPELT)
        return {place: weight / total for place, weight in found.items()}

    def _holds(self, place: int, word: str, seen: Counter[str]) -> bool:
        """Whether the name has `word` as often as it was said ("Động cơ Đông Á" has "dong" twice)."""
        return seen[word] == 1 or self._entries[place].words.count(word) >= seen[word]

    def _words(self, word: str) -> tuple[str, ...]:
        """The words of the register that `word` is, or may have been meant to be."""
        if word in self._holders:
            return (word,)
        if word not in self._meant:
            if len(self._meant) > _MOST_REMEMBERED:
                self._meant.clear()
            self._meant[word] = self._closest(word)
        return self._meant[word]

    def _closest(self, word: str) -> tuple[str, ...]:
        """The nearest words of the register; a known syllable is no misspelling, nor one with another first letter."""
        if len(word) < 3 or word in syllables().known:
            return ()
        cutoff = 2 if len(word) >= 8 else 1
        found = process.extract(word, self._holders.keys(), scorer=OSA.distance, score_cutoff=cutoff, limit=4)
        near = [name for name, distance, _ in found if distance == found[0][1]]
        return tuple(name for name in near if name[0] == word[0])


def clear_match(matches: tuple[EnterpriseMatch, ...]) -> EnterpriseMatch | None:
    """The first of `matches` when it is good and alone; None when none fits or several do."""
    if not matches or matches[0].score < _CLEAR_SCORE:
        return None
    alone = len(matches) == 1 or matches[0].score - matches[1].score >= _CLEAR_LEAD
    return matches[0] if alone else None


def _initials(trades: Iterable[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What the first letters of a line of business stand for ("vlxd"), where they stand for one only."""
    stand_for: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for trade in trades:
        if len(trade) > 1:
            stand_for["".join(word[0] for word in trade)].add(trade)
    return {letters: next(iter(meant)) for letters, meant in stand_for.items() if len(meant) == 1}


def _entry(code: str, name: str, zone: str) -> _Entry:
    name = " ".join(clean(name).split())
    words, legal = _parts(name)
    return _Entry(code, name, tuple(words), legal, tuple(_roman(fold(clean(zone))).split()))


def _parts(name: str) -> tuple[list[str], frozenset[str]]:
    """The folded words of a name that are its own, and its legal forms."""
    text = " ".join("".join(char if char.isalnum() else " " for char in fold(name.replace(".", ""))).split())
    for phrase, short in _LEGAL_PHRASES:
        text = f" {text} ".replace(f" {phrase} ", f" {short} ").strip()
    words = _roman(text).split()
    legal = frozenset(word for word in words if word in LEGAL_FORMS)
    if "mtv" in legal:
        legal |= {"tnhh"}
    return [word for word in words if word not in LEGAL_FORMS and word not in _NO_NAME], legal


def _roman(text: str) -> str:
    """`text` with the small Roman figures of zones as Arabic ones ("sông công ii")."""
    return " ".join({"i": "1", "ii": "2", "iii": "3"}.get(word, word) for word in text.split())


def _legal_distance(said: frozenset[str], registered: frozenset[str], *, full: bool) -> float:
    """What a legal form that was said wrongly costs: enough to decide only between namesakes."""
    if not said or said == registered:
        return 0.0
    return 0.1 if full else 0.05
