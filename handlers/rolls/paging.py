"""A list of people to press, page by page, in which a typed number means the same person on every page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.hearing import BACK, MORE
from handlers.turn import Turn

PAGE = 6
MOST_NUMBERED = 90  # people of a list: a typed number of two digits must also reach the choices below them
_PERSON, _TURN = "p", "page:"
_VALUE = re.compile(r"(p|page:)(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Page:
    """One page as choices (label, value), with how many stand in each row; `number` counts from 0 to `last`."""

    options: tuple[tuple[str, str], ...]
    shape: tuple[int, ...]
    number: int
    last: int

    def told(self, turn: Turn) -> str:
        """Return which page it is, nothing when there is one only."""
        return turn.t(" · page {page}/{pages}", page=self.number + 1, pages=self.last + 1) if self.last else ""


def page_of(turn: Turn, labels: Sequence[str], number: int) -> Page:
    """Return a page of people, whose labels begin with their numbers, and the choices that turn to others.

    Those of the other pages are choices without a label; a list of more people than a number of two digits can name
    does without them.
    """
    last = max(len(labels) - 1, 0) // PAGE
    number = min(number, last)
    shown = range(number * PAGE, min((number + 1) * PAGE, len(labels)))
    people = [(label if at in shown else "", f"{_PERSON}{at + 1}") for at, label in enumerate(labels)]
    if len(people) > MOST_NUMBERED:
        people = people[shown.start : shown.stop]
    turning = [(turn.t(BACK), f"{_TURN}{number - 1}")] if number else []
    turning += [(turn.t(MORE), f"{_TURN}{number + 1}")] if number < last else []
    shape = [*([1] * len(people)), *([len(turning)] if turning else [])]
    return Page((*people, *turning), tuple(shape), number, last)


def pressed_person(said: str) -> int | None:
    """Return the number of the person who was pressed, from 1."""
    return _number(_PERSON, said)


def pressed_page(said: str) -> int | None:
    """Return the page that was turned to, from 0."""
    return _number(_TURN, said)


def _number(kind: str, said: str) -> int | None:
    found = _VALUE.fullmatch(said)
    return int(found[2]) if found and found[1] == kind else None
