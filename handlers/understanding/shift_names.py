"""Names and numbers in a list of people: "Hạnh, Dũng và chị Lan", "1, 3, 5"."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.understanding.patterns import Line, is_one_of
from handlers.understanding.shift_words import ADDRESSES
from handlers.understanding.tokens import Shape
from models.names import proper_name

_LONGEST_NAME = 6  # words
_AND = frozenset({"và"})


def names_in(line: Line, places: Sequence[int]) -> tuple[tuple[str, ...], tuple[int, ...]] | None:
    """Return the names, in capitals of ordinary writing, and the numbers that stand at `places` of `line`.

    Whatever stands between two places parts two names. None when something among it is neither.
    """
    names: list[list[str]] = []
    numbers: list[int] = []
    last = None
    for place in places:
        token = line.tokens[place]
        if token.shape is Shape.NUMBER and last == place - 1 and line.tokens[last].end == token.start:
            names[-1] = ["".join([*names[-1], token.text]).upper()]  # a code: DV076
        elif token.shape is Shape.NUMBER:
            if len(token.text) > 3:
                return None
            numbers.append(int(token.text))
        elif not is_one_of(token, ADDRESSES | _AND):
            if last is None or place > last + 1:
                names.append([])
            names[-1].append(token.text)
            last = place
            continue
        last = None
    if any(len(name) > _LONGEST_NAME for name in names) or not (names or numbers):
        return None
    return tuple(_written(" ".join(name)) for name in names), tuple(numbers)


def _written(name: str) -> str:
    return name if name[-1].isdecimal() else proper_name(name)
