"""Lists that go page by page: which part is shown, what the title says of it, and the choices that turn the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

from handlers.hearing import BACK, MORE
from handlers.turn import Choice, Turn

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its `number` and that of the `last` one, both from 0, and how many lines a page has."""

    number: int
    last: int
    size: int

    @classmethod
    def of(cls, total: int, size: int, asked: int) -> Self:
        """Return the page `asked` for of a list of `total` lines; beyond its end the last one."""
        last = max(0, (total - 1) // size)
        return cls(min(asked, last), last, size)

    @property
    def first(self) -> int:
        """Return the place of its first line, from 0."""
        return self.number * self.size

    def cut(self, lines: Sequence[T]) -> Sequence[T]:
        """Return those of `lines` that are on it."""
        return lines[self.first : self.first + self.size]

    def words(self, turn: Turn) -> str:
        """Return what a title says of it: `` · trang 2/3``; nothing of a list that is one page."""
        return turn.t(" · page {page}/{pages}", page=self.number + 1, pages=self.last + 1) if self.last else ""

    def turned(self, place: str) -> list[tuple[str, str]]:
        """Return label and data of what turns the pages: `place` with the number of the page, as “trang 2” needs it."""
        turns = [(BACK, f"{place}:{self.number - 1}")] if self.number else []
        return [*turns, *([(MORE, f"{place}:{self.number + 1}")] if self.number < self.last else [])]

    def turning(self, turn: Turn, place: str) -> list[Choice]:
        """Return the choices that turn the pages."""
        return [Choice(turn.t(label), data) for label, data in self.turned(place)]
