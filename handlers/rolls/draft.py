"""A roll that is being taken: what has been marked so far, as its form keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple, Self

from handlers.rolls.roll import AWAY, Marks, Roll
from models.meetings import Attendance


class Unclear(NamedTuple):
    """A name that several on the roll bear: the ids of their rows, and the mark that one of them gets."""

    said: str
    mark: str
    rows: list[int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A roll that is being taken, as the form keeps it.

    ``of`` is the key of the occasion; ``marks`` are by row id as text; ``seen`` is :attr:`Roll.written` when it was
    begun, ``arrived`` who had checked in by then; ``away`` is how many were said to be absent while it is not clear
    who; ``words`` wait until it is clear which occasion they are about. ``is_listed``: it was said in words who was
    absent, so that nobody is supposed to be any more.
    """

    of: str | None = None
    words: str = ""
    marks: Mapping[str, str] | None = None
    seen: str = ""
    arrived: tuple[int, ...] = ()
    page: int = 0
    away: int | None = None
    unclear: tuple[Unclear, ...] = ()
    again: bool = False  # a saved roll is corrected
    is_listed: bool = False

    @classmethod
    def read(cls, answers: dict[str, Any]) -> Self:
        """Return the draft that a conversation's answers hold."""
        kept = {name: answers[name] for name in cls.__dataclass_fields__ if name in answers}
        unclear = tuple(Unclear(*one) for one in answers["unclear"])
        return cls(**{**kept, "arrived": tuple(answers["arrived"]), "unclear": unclear})

    def to_answers(self) -> dict[str, Any]:
        """Return the draft as a conversation's answers."""
        return asdict(self)

    def begun(self, roll: Roll) -> Self:
        """Return the draft of `roll` as it stands in the database."""
        fresh = replace(self, of=roll.occasion.key, seen=roll.written, page=0, away=None, unclear=(), is_listed=False)
        return replace(fresh.marked(roll.proposed()), arrived=tuple(roll.arrived))

    def caught_up(self, roll: Roll) -> Self:
        """Return the draft with what came by itself since it was last looked at; what was marked by hand stays.

        Who has checked in is present, and whoever came onto the roll has the mark that is proposed of them.
        """
        new, marks = set(roll.arrived) - set(self.arrived), self.marks_on(roll)
        came = {row: Attendance.PRESENT for row in new if marks.get(row) in (None, *AWAY)}
        for entry in roll.joined(self.seen):
            if entry.proposal is not None and entry.row.id not in marks:
                came.setdefault(entry.row.id, entry.proposal)
        if not new and not came:
            return self
        return replace(self.marked({**marks, **came}), arrived=tuple(roll.arrived))

    def marked(self, marks: Marks) -> Self:
        """Return the draft with these marks."""
        return replace(self, marks={str(row): mark.value for row, mark in marks.items()})

    def marks_on(self, roll: Roll) -> Marks:
        """Return the marks of those who are on the roll."""
        marks = self.marks or {}
        rows = (entry.row.id for entry in roll.entries)
        return {row: Attendance(marks[str(row)]) for row in rows if str(row) in marks}
