"""People of a roll found by what others call them: "Hạnh", "Thị Hạnh", "nguyen thi hanh"."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.understanding.phrases import accents_agree
from handlers.understanding.tokens import fold_word
from models.names import name_key


def find(said: Sequence[str], roster: Sequence[str], *, accented: bool) -> tuple[str, ...]:
    """The names of `roster` that the words `said` fit: as the whole name, else as its end.

    Accents that were typed must be those of the name. A word without any fits every accent where the whole message
    has none; in a message `accented` elsewhere the name that is written so comes first.
    """
    fitting = [name for name in roster if _ends(said, name.split())]
    whole = [name for name in fitting if len(name.split()) == len(said)]
    fitting = whole or fitting
    if accented and len(fitting) > 1:
        key = name_key(" ".join(said)).split()
        exact = [name for name in fitting if name_key(name).split()[-len(key) :] == key]
        fitting = exact or fitting
    return tuple(fitting)


def _ends(said: Sequence[str], name: Sequence[str]) -> bool:
    if not said or len(said) > len(name):
        return False
    pairs = list(zip(said, name[-len(said) :], strict=True))
    return all(fold_word(mine) == fold_word(theirs) for mine, theirs in pairs) and all(
        accents_agree(mine, theirs) for mine, theirs in pairs
    )
