"""What was said of the path, as a form keeps it: whose step, which, on which day, why, and where to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

from models.candidates import PATH, Stage
from models.path import Move

OUTSIDE = "-"  # the place of somebody who leaves the organisation for none that was named


@dataclass(frozen=True, slots=True)
class Entry:
    """One move of one candidate; None is what nobody has said.

    ``codes`` are those whom ``said`` may mean, one once that is clear. Entries of one ``group`` were said with one
    day. ``unit`` and ``enterprise`` are codes of where a transfer leads, ``place`` its name outside the organisation.
    """

    said: str
    codes: tuple[str, ...]
    stage: Stage
    move: Move = Move.STEP
    event: str | None = None  # of a fact beside the stages, which is then the one where the person stands
    day: date | None = None
    reason: str | None = None
    unit: str | None = None
    enterprise: str | None = None
    place: str | None = None
    place_said: str | None = None  # what was said of the place and fits none of the organisation's
    group: int = 0

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Return the entry that :meth:`to_json` wrote."""
        day = date.fromisoformat(kept["day"]) if kept["day"] else None
        own = {
            "codes": tuple(kept["codes"]),
            "stage": Stage(kept["stage"]),
            "move": Move(kept["move"]),
            "day": day,
        }
        return cls(**{**kept, **own})

    def to_json(self) -> dict[str, Any]:
        """Return the entry as a conversation keeps it."""
        return {**asdict(self), "day": self.day.isoformat() if self.day else None}

    @property
    def code(self) -> str:
        """Return the code of whom it is about, once that is clear."""
        return self.codes[0]

    @property
    def is_transfer(self) -> bool:
        """Whether somebody moves elsewhere."""
        return self.stage is Stage.TRANSFERRED

    @property
    def stays_inside(self) -> bool:
        """Whether the path goes on within the organisation after a transfer."""
        return self.unit is not None or self.enterprise is not None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be said who is meant."""
        return len(self.codes) > 1

    @property
    def lacks_day(self) -> bool:
        """Whether the day still has to be said.

        A pause ends on the day on which it is told; a step gone back to keeps its day unless another is said.
        """
        return self.day is None and self.move in (Move.STEP, Move.EVENT)

    @property
    def lacks_place(self) -> bool:
        """Whether it still has to be said where a transfer leads."""
        return self.is_transfer and not self.stays_inside and self.place is None

    @property
    def wants_reason(self) -> bool:
        """Whether the move itself asks for a reason, whatever is missing."""
        ends = self.stage not in PATH and not self.is_transfer
        return self.reason is None and (self.move is Move.BACK or (ends and self.move is Move.STEP))


@dataclass(frozen=True, slots=True)
class Record:
    """The whole message: its entries, a question to put although it is answered, and what is said beside them."""

    entries: tuple[Entry, ...]
    asking: str | None = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, answers: dict[str, Any]) -> Self:
        """Return the record that a conversation's answers hold."""
        return cls(
            entries=tuple(Entry.from_json(kept) for kept in answers["entries"]),
            asking=answers["asking"],
            notes=tuple(answers["notes"]),
        )

    def to_answers(self) -> dict[str, Any]:
        """Return the record as a conversation's answers."""
        return {
            "entries": [entry.to_json() for entry in self.entries],
            "asking": self.asking,
            "notes": list(self.notes),
        }

    def with_entry(self, place: int, entry: Entry) -> Self:
        """Return the record with one entry replaced; what is said twice of one person counts once."""
        entries = (*self.entries[:place], entry, *self.entries[place + 1 :])
        return replace(self, entries=in_order(entries), asking=None)

    def with_day(self, day: date, group: int | None) -> Self:
        """Return the record with the day of one group of entries, or of all."""
        entries = tuple(replace(entry, day=day) if group in (None, entry.group) else entry for entry in self.entries)
        return replace(self, entries=entries, asking=None)

    def with_reason(self, reason: str) -> Self:
        """Return the record with a reason for every entry that has none of its own."""
        entries = tuple(replace(entry, reason=entry.reason or reason) for entry in self.entries)
        return replace(self, entries=entries, asking=None)


def in_order(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries of each person in the order of the path, so that one is checked after what it needs."""
    clear = {(entry.code, entry.stage, entry.event): entry for entry in entries if not entry.is_open}
    unclear = [entry for entry in entries if entry.is_open]
    stages = tuple(Stage)
    return (*sorted(clear.values(), key=lambda entry: (entry.group, entry.code, stages.index(entry.stage))), *unclear)
