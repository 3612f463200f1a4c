"""A roll: what it is taken of, who is on it in which order, and what is proposed of each.

A meeting of a cell (``handlers/meetings/occasion.py``) and a sitting of a class (``handlers/classes/occasion.py``) are
the occasions of which rolls are taken; the form, its words and its saving are the same for both.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, TypeAlias

from handlers.turn import Reply, Turn
from models.attendance import Tally
from models.classes import Seat
from models.meetings import Attendance, Call
from models.names import fold

CORRECTION_DAYS = 7  # after a roll was saved it can be mended for so long; the audit keeps what it was
Row: TypeAlias = Call | Seat
Marks: TypeAlias = dict[int, Attendance]  # by the id of the row; who is missing there is not marked yet
AWAY = frozenset({Attendance.EXCUSED, Attendance.ABSENT})
_AWAY_WRITTEN = ("e", "a")  # in Roll.written: before they checked in
_WRITTEN = re.compile(r"(\d+)([-a-z]\+?)")
_NEXT = {
    None: Attendance.PRESENT,
    Attendance.PRESENT: Attendance.EXCUSED,
    Attendance.EXCUSED: Attendance.ABSENT,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the roll. `number` counts from 1, as people say it; `has_begun`: what the person is called to has.

    `proposal` is what follows from what is known before the roll is taken; `has_arrived`: they checked in by
    themselves; `asked_leave`: they had said that they cannot come.
    """

    number: int
    row: Row
    has_begun: bool
    proposal: Attendance | None
    has_arrived: bool = False
    asked_leave: bool = False

    @property
    def name(self) -> str:
        """Return the full name."""
        return self.row.person.full_name

    @property
    def is_supposed_away(self) -> bool:
        """Whether nothing is saved yet, and it is supposed that the person is absent with leave."""
        return self.row.attendance is None and self.proposal is Attendance.EXCUSED


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody who is called to an occasion, or those of them whose roll the writer takes."""

    occasion: Occasion
    entries: tuple[Entry, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the full names in the order of the roll."""
        return tuple(entry.name for entry in self.entries)

    @property
    def written(self) -> str:
        """Return what is saved, by row id: ``12p,13-+``; a letter is the mark, + who had checked in by then."""
        entries = sorted(self.entries, key=lambda entry: entry.row.id)
        return ",".join(f"{entry.row.id}{_written(entry)}" for entry in entries)

    def was_saved_since(self, seen: str) -> bool:
        """Whether somebody has saved marks since :attr:`written` was `seen`.

        Who came onto the roll without a mark, and who is present by checking in, changes nothing of what others marked.
        """
        before = _read(seen)
        for entry in self.entries:
            then, now = before.get(entry.row.id, "-"), _written(entry)
            has_come = now == "p+" and then in _AWAY_WRITTEN
            if then[0] != now[0] and not has_come:
                return True
        return False

    def joined(self, seen: str) -> list[Entry]:
        """Return those who came onto the roll since :attr:`written` was `seen`."""
        before = _read(seen)
        return [entry for entry in self.entries if entry.row.id not in before]

    @property
    def arrived(self) -> list[int]:
        """Return the rows (ids) of those who checked in by themselves."""
        return [entry.row.id for entry in self.entries if entry.has_arrived]

    def proposed(self) -> Marks:
        """Return what is saved, else what is proposed; nothing of those whose turn is yet to come."""
        marks = {entry.row.id: entry.row.attendance or entry.proposal for entry in self.entries}
        return {row: mark for row, mark in marks.items() if mark is not None}

    def all_present(self) -> Marks:
        """Return the marks of a full house: everybody whose sitting has begun."""
        return {entry.row.id: Attendance.PRESENT for entry in self.entries if entry.has_begun}

    def away(self, marks: Marks) -> list[Entry]:
        """Return those who are marked as absent, with leave or without."""
        return [entry for entry in self.entries if marks.get(entry.row.id) in AWAY]

    def expected(self, marks: Marks) -> list[Entry]:
        """Return those of whom the roll can be taken now: their sitting has begun, or they came to another one."""
        return [entry for entry in self.entries if entry.has_begun or entry.row.id in marks]

    def turned(self, marks: Marks, entry: Entry) -> Marks:
        """Return the marks after a press on `entry`: present, absent with leave, absent, and round again."""
        mark = marks.get(entry.row.id)
        kept = {row: other for row, other in marks.items() if row != entry.row.id}
        if mark is Attendance.ABSENT and not entry.has_begun:
            return kept
        return {**kept, entry.row.id: _NEXT.get(mark, Attendance.PRESENT)}


class Occasion(ABC):
    """What a roll is taken of, as the roll sees it."""

    letter: ClassVar[str]  # of its kind, before the id in :attr:`key`

    @classmethod
    @abstractmethod
    def waiting(cls, turn: Turn) -> Sequence[Self]:
        """Return those that have begun and wait for a roll of the writer, the newest first."""

    @classmethod
    @abstractmethod
    def correctable(cls, turn: Turn) -> Sequence[Self]:
        """Return those whose saved roll the writer may still mend, the newest first."""

    @classmethod
    @abstractmethod
    def find(cls, turn: Turn, id_: int, *, lock: bool = False) -> Self | None:
        """Return the one of this id, when the writer takes its roll and it was not cancelled.

        With `lock` it is as it is now in the database, and nobody else changes it before the commit.
        """

    @property
    @abstractmethod
    def id(self) -> int:
        """Return the id of the meeting or the sitting."""

    @property
    @abstractmethod
    def starts_at(self) -> datetime:
        """Return when it starts, or its first sitting does."""

    @property
    @abstractmethod
    def held_at(self) -> datetime | None:
        """Return when its roll was saved for good."""

    @abstractmethod
    def named(self, turn: Turn) -> str:
        """Return what it is called, with its day."""

    @abstractmethod
    def roll(self, turn: Turn) -> Roll:
        """Return its roll as it is now in the database."""

    @abstractmethod
    def write(self, turn: Turn, roll: Roll, marks: Marks) -> Written:
        """Write what follows from `marks`, which stand in the rows of `roll` already."""

    @abstractmethod
    def snapshot(self, roll: Roll) -> dict[str, Any]:
        """Return as JSON what :meth:`restore` needs."""

    @abstractmethod
    def restore(self, turn: Turn, roll: Roll, before: dict[str, Any]) -> str | None:
        """Make it again what it was, or change nothing and return the sentence why that is no longer possible."""

    @abstractmethod
    def afterwards(self, turn: Turn, text: str, *, complete: bool) -> Reply:
        """Return `text`, which says what was saved, with what comes next."""

    @property
    def key(self) -> str:
        """Return by what it is known among all kinds: ``m12``."""
        return f"{self.letter}{self.id}"

    def may_be_mended(self, turn: Turn) -> bool:
        """Whether its roll may still be saved: the first time, or within the week after that."""
        return self.held_at is None or self.held_at >= turn.now - timedelta(days=CORRECTION_DAYS)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written with a roll: whether nobody's mark is missing any more, and lines about what follows."""

    complete: bool
    lines: tuple[str, ...] = ()


def _written(entry: Entry) -> str:
    mark = entry.row.attendance.value[0] if entry.row.attendance else "-"
    return f"{mark}+" if entry.has_arrived else mark


def _read(seen: str) -> dict[int, str]:
    return {int(row): said for row, said in _WRITTEN.findall(seen)}


def tally(marks: Marks) -> Tally:
    """Return how many are marked as what."""
    return Tally.of(marks.values())


def numbered(rows: Iterable[tuple[Row, bool, Attendance | None, bool, bool]]) -> tuple[Entry, ...]:
    """Return the entries of rows in their order: the facts of :class:`Entry` after its number."""
    return tuple(Entry(number, *facts) for number, facts in enumerate(rows, start=1))


def by_given_name(name: str) -> tuple[str, str]:
    """Return the key by which names are sorted as a roll has them."""
    return fold(name).rpartition(" ")[2], fold(name)
