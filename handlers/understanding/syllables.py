"""The syllables of Vietnamese names and how common each is, read once from ``names.toml``."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from models.names import fold

# Abroad and in the villages there are names that no table holds, but hardly a surname of two syllables beside these.
DOUBLE_SURNAMES = frozenset({"ton nu", "ton that", "au duong"})
# After these a given name must follow, so no keyword begins there.
NEEDS_GIVEN_NAME = frozenset({"thi", "van"})


@dataclass(frozen=True, slots=True)
class Form:
    """One accented way to write a syllable, and how many of 10,000 women and men bear it in that place."""

    text: str
    women: float
    men: float


@dataclass(frozen=True, slots=True)
class Syllables:
    """The tables by folded syllable; `pairs` by "middle given" as written; `known` are all folded syllables."""

    surnames: Mapping[str, tuple[Form, ...]]
    middle: Mapping[str, tuple[Form, ...]]
    given: Mapping[str, tuple[Form, ...]]
    pairs: Mapping[str, float]
    known: frozenset[str]


@lru_cache(maxsize=1)
def syllables() -> Syllables:
    """Return the tables."""
    data = tomllib.loads(files("handlers.understanding").joinpath("names.toml").read_text(encoding="utf-8"))
    surnames = _by_fold(Form(text, weight, weight) for text, weight in data["surnames"].items())
    middle = _by_fold(Form(text, women, men) for text, (women, men) in data["middle"].items())
    given = _by_fold(Form(text, women, men) for text, (women, men) in data["given"].items())
    known = frozenset(surnames) | frozenset(middle) | frozenset(given)
    return Syllables(surnames, middle, given, data["pairs"], known)


def _by_fold(forms: Iterable[Form]) -> dict[str, tuple[Form, ...]]:
    table: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        table[fold(form.text)].append(form)
    return {folded: tuple(found) for folded, found in table.items()}
