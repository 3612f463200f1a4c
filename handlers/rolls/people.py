"""A list of people to press, page by page, in which a typed number means the same person on every page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from handlers.paging import Page
from handlers.turn import Turn

PAGE = 6
MOST_NUMBERED = 90  # people of a list: a typed number of two digits must also reach the choices below them
_PERSON, _TURN = "p", "page"
_VALUE = re.compile(r"(p|page:)(\d{1,9})")


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page as choices (label, value), with how many stand in each row; `words` say which page it is."""

    options: tuple[tuple[str, str], ...]
    shape: tuple[int, ...]
    words: str

    @classmethod
    def of(cls, turn: Turn, labels: Sequence[str], asked: int) -> Self:
        """Return the page `asked` for of people whose labels begin with their numbers, and the choices that turn it.

        Those of the other pages are choices without a label; a list of more people than a number of two digits can name
        does without them.
        """
        page = Page.of(len(labels), PAGE, asked)
        shown = range(page.first, min(page.first + PAGE, len(labels)))
        people = [(label if at in shown else "", f"{_PERSON}{at + 1}") for at, label in enumerate(labels)]
        if len(people) > MOST_NUMBERED:
            people = people[shown.start : shown.stop]
        turning = [(turn.t(label), value) for label, value in page.turned(_TURN)]
        shape = [*([1] * len(people)), *([len(turning)] if turning else [])]
        return cls((*people, *turning), tuple(shape), page.words(turn))


def pressed_person(said: str) -> int | None:
    """Return the number of the person who was pressed, from 1."""
    return _number(_PERSON, said)


def pressed_page(said: str) -> int | None:
    """Return the page that was turned to, from 0."""
    return _number(f"{_TURN}:", said)


def _number(kind: str, said: str) -> int | None:
    found = _VALUE.fullmatch(said)
    return int(found[2]) if found and found[1] == kind else None
