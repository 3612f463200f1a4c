"""Where each table and key of a TOML text stands, so that a mistake can be named with its line."""

from __future__ import annotations

import re

_KEY = re.compile(r"^\s*([A-Za-z0-9_.-]+)\s*=")
_TABLE = re.compile(r"^\s*\[\s*([A-Za-z0-9_.-]+)\s*\]")


class TomlLines:
    """The line of each table and key, counted from 1; quoted keys are not known."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.splitlines(), 1):
            if match := _TABLE.match(line):
                table = tuple(match[1].split("."))
                self._add(table, number)
            elif match := _KEY.match(line):
                self._add((*table, *match[1].split(".")), number)

    def _add(self, place: tuple[str, ...], number: int) -> None:
        """A table or key begins, and with its first one each table around it."""
        for size in range(1, len(place) + 1):
            self._lines.setdefault(place[:size], number)

    def line_of(self, place: tuple[str, ...]) -> int | None:
        """Return the line of the key or table `place`, else that of the table nearest around it."""
        return next(
            (self._lines[place[:size]] for size in range(len(place), 0, -1) if place[:size] in self._lines), None
        )
