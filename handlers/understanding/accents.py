"""The likely accents of a name that was typed without them, by how common each syllable is in its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.understanding.said import Gender
from handlers.understanding.syllables import DOUBLE_SURNAMES, Form, syllables
from models.names import fold, proper_name

_MOST_CHOICES = 4
_BEAM = 12
# A choice less likely than this share of the best is not worth a button.
_LEAST_SHARE = 0.01
# A syllable in a place where its table does not have it.
_ELSEWHERE = 0.1
_SMOOTHING = 0.3
# Only a common surname is taken to be meant by a misspelt one.
_COMMON_SURNAME = 20
_ABBREVIATED_SURNAMES = {"ng": "nguyen"}


@dataclass(frozen=True, slots=True)
class Accented:
    """`best` is the likeliest writing, `choices` up to four, best first; `was_plain`: accents were put in or may be."""

    best: str
    choices: tuple[str, ...]
    was_plain: bool


def accent(words: Sequence[str], gender: Gender | None) -> Accented:
    """Return how the name of these `words` is likely written; a syllable typed with accents stays as it is."""
    typed = proper_name(" ".join(words))
    gender = gender or guess_gender(words)
    has_accents = not typed.isascii()
    beam: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for place, word in enumerate(words):
        forms = _forms(word, place, len(words), gender, keep=has_accents)
        grown = [
            (weight + step + _pair(before, text), (*before, text)) for weight, before in beam for text, step in forms
        ]
        beam = sorted(grown, key=lambda item: (-item[0], item[1]))[:_BEAM]
    least = beam[0][0] + math.log(_LEAST_SHARE)
    choices = tuple(" ".join(parts) for weight, parts in beam[:_MOST_CHOICES] if weight >= least)
    return Accented(choices[0], choices, was_plain=choices != (typed,))


def guess_gender(words: Sequence[str]) -> Gender | None:
    """What Thị or Văn within a name lets one guess."""
    middles = [word for word in words[1:-1] if word.isascii() or fold(word) in {"thi", "van"}]
    if any(fold(word) == "thi" for word in middles) or " ".join(map(fold, words[:2])) == "ton nu":
        return "female"
    if len(words) > 2 and fold(words[1]) == "van" and words[1].casefold() in {"van", "văn"}:
        return "male"
    return None


def meant_surname(folded: str) -> str | None:
    """The common surname that `folded` misspells by one letter, None when it is a surname itself or none is near."""
    known = syllables()
    if folded in _ABBREVIATED_SURNAMES:
        return _ABBREVIATED_SURNAMES[folded]
    if len(folded) < 4 or folded in known.known:
        return None
    return _nearest_surname(folded)


@lru_cache(maxsize=2048)
def _nearest_surname(folded: str) -> str | None:
    surnames = syllables().surnames
    common = [name for name, forms in surnames.items() if len(name) >= 4 and forms[0].women >= _COMMON_SURNAME]
    found = process.extract(folded, common, scorer=OSA.distance, score_cutoff=1, limit=2)
    return found[0][0] if len(found) == 1 else None


def _forms(word: str, place: int, count: int, gender: Gender | None, *, keep: bool) -> list[tuple[str, float]]:
    """The ways to write `word` with the logarithm of their weights; `keep`: what can stand as typed does."""
    typed = proper_name(word)
    if not word.isascii():
        return [(typed, 0.0)]
    forms = _table(fold(word), place, count)
    if not forms or (keep and any(form.text == typed for form in forms)):
        return [(typed, 0.0)]
    return [(form.text, math.log(_weight(form, gender) + _SMOOTHING)) for form in forms]


def _weight(form: Form, gender: Gender | None) -> float:
    if gender == "female":
        return form.women
    return form.men if gender == "male" else form.women + form.men


def _table(folded: str, place: int, count: int) -> tuple[Form, ...]:
    """The forms of a syllable in its place: surname first, given name last, middle names between."""
    known = syllables()
    if place == 0 and count > 1:
        folded = meant_surname(folded) or folded
        tables = (known.surnames, known.middle, known.given)
    elif place == count - 1:
        tables = (known.given, known.middle, known.surnames)
    else:
        tables = (known.middle, known.given, known.surnames)
    found = next((table[folded] for table in tables if folded in table), ())
    if place in {0, count - 1}:
        return found
    # The middle of a name may be the first half of a given name ("Kim Oanh") or a second surname ("Trần Lê").
    forms = {form.text: form for form in found}
    for form in (form for table in tables[1:] for form in table.get(folded, ())):
        forms.setdefault(form.text, Form(form.text, form.women * _ELSEWHERE, form.men * _ELSEWHERE))
    return tuple(forms.values())


def _pair(before: tuple[str, ...], text: str) -> float:
    factor = syllables().pairs.get(f"{before[-1]} {text}") if before else None
    return math.log(factor) if factor else 0.0


def is_double_surname(first: str, second: str) -> bool:
    """Whether two folded words are one surname."""
    return f"{first} {second}" in DOUBLE_SURNAMES
