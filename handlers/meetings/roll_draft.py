"""The roll of a meeting: who is on it in which order, what is proposed, and what has been marked so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from handlers.turn import Turn
from models.attendance import Tally
from models.meetings import Answer, Attendance, Call, Meeting
from models.names import fold

Marks = dict[int, Attendance]  # by the id of the call; who is missing there is not marked yet
AWAY = frozenset({Attendance.EXCUSED, Attendance.ABSENT})
_NEXT = {
    None: Attendance.PRESENT,
    Attendance.PRESENT: Attendance.EXCUSED,
    Attendance.EXCUSED: Attendance.ABSENT,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the roll. `number` counts from 1, as people say it; `has_begun`: the sitting of this call has."""

    number: int
    call: Call
    has_begun: bool

    @property
    def name(self) -> str:
        """Return the full name."""
        return self.call.person.full_name

    @property
    def cannot_come(self) -> bool:
        """Whether this person had said that they cannot come."""
        return self.call.answer is Answer.NOT_COMING

    @property
    def is_supposed_away(self) -> bool:
        """Whether nothing is saved yet, and answer or shift let suppose an absence with leave."""
        return self.call.attendance is None and _proposal(self) is Attendance.EXCUSED


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody who is called to a meeting: by sitting, then by given name."""

    meeting: Meeting
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, turn: Turn, meeting: Meeting) -> Self:
        """Return the roll as it is now in the database."""
        found = turn.session.scalars(
            select(Call)
            .where(Call.meeting_id == meeting.id)
            .options(joinedload(Call.person), joinedload(Call.sitting))
            .execution_options(populate_existing=True)
        ).all()
        first = begins(meeting)
        starts = {call.id: call.sitting.starts_at if call.sitting else first for call in found}
        calls = sorted(found, key=lambda call: (starts[call.id], *_by_given_name(call.person.full_name), call.id))
        return cls(
            meeting, tuple(Entry(at, call, starts[call.id] <= turn.now) for at, call in enumerate(calls, start=1))
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Return the full names in the order of the roll."""
        return tuple(entry.name for entry in self.entries)

    @property
    def written(self) -> str:
        """Return what is saved, a letter a call: two rolls that are written alike say the same."""
        calls = sorted((entry.call for entry in self.entries), key=lambda call: call.id)
        return "".join(call.attendance.value[0] if call.attendance else "-" for call in calls)

    def proposed(self) -> Marks:
        """Return what is saved, else what follows from answers and shifts; nothing where the sitting is yet to begin.

        Who has said that they cannot come has given notice, and so has whoever has to work: absent with leave.
        """
        marks = {entry.call.id: _proposal(entry) for entry in self.entries}
        return {call: mark for call, mark in marks.items() if mark is not None}

    def all_present(self) -> Marks:
        """Return the marks of a full house: everybody whose sitting has begun."""
        return {entry.call.id: Attendance.PRESENT for entry in self.entries if entry.has_begun}

    def away(self, marks: Marks) -> list[Entry]:
        """Return those who are marked as absent, with leave or without."""
        return [entry for entry in self.entries if marks.get(entry.call.id) in AWAY]

    def expected(self, marks: Marks) -> list[Entry]:
        """Return those of whom the roll can be taken now: their sitting has begun, or they came to another one."""
        return [entry for entry in self.entries if entry.has_begun or entry.call.id in marks]

    def turned(self, marks: Marks, entry: Entry) -> Marks:
        """Return the marks after a press on `entry`: present, absent with leave, absent, and round again."""
        mark = marks.get(entry.call.id)
        kept = {call: other for call, other in marks.items() if call != entry.call.id}
        if mark is Attendance.ABSENT and not entry.has_begun:
            return kept
        return {**kept, entry.call.id: _NEXT.get(mark, Attendance.PRESENT)}


class Unclear(NamedTuple):
    """A name that several on the roll bear: the ids of their calls, and the mark that one of them gets."""

    said: str
    mark: str
    calls: list[int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A roll that is being taken, as the form keeps it.

    ``marks`` are by call id as text; ``seen`` is :attr:`Roll.written` when it was begun; ``away`` is how many were said
    to be absent while it is not clear who; ``words`` wait until it is clear which meeting they are about.
    ``is_listed``: it was said in words who was absent, so that nobody is supposed to be any more.
    """

    meeting: int | None = None
    words: str = ""
    marks: Mapping[str, str] | None = None
    seen: str = ""
    page: int = 0
    away: int | None = None
    unclear: tuple[Unclear, ...] = ()
    again: bool = False  # a saved roll is corrected
    is_listed: bool = False

    @classmethod
    def of(cls, answers: dict[str, Any]) -> Self:
        """Return the draft that a conversation's answers hold."""
        kept = {name: answers[name] for name in cls.__dataclass_fields__ if name in answers}
        return cls(**{**kept, "unclear": tuple(Unclear(*one) for one in answers["unclear"])})

    def to_answers(self) -> dict[str, Any]:
        """Return the draft as a conversation's answers."""
        return asdict(self)

    def begun(self, roll: Roll) -> Self:
        """Return the draft of `roll` as it stands in the database."""
        fresh = replace(
            self, meeting=roll.meeting.id, seen=roll.written, page=0, away=None, unclear=(), is_listed=False
        )
        return fresh.marked(roll.proposed())

    def marked(self, marks: Marks) -> Self:
        """Return the draft with these marks."""
        return replace(self, marks={str(call): mark.value for call, mark in marks.items()})

    def marks_on(self, roll: Roll) -> Marks:
        """Return the marks of those who are on the roll."""
        marks = self.marks or {}
        calls = (entry.call.id for entry in roll.entries)
        return {call: Attendance(marks[str(call)]) for call in calls if str(call) in marks}


def begins(meeting: Meeting) -> datetime:
    """Return when the first sitting of a meeting starts."""
    return min((sitting.starts_at for sitting in meeting.sittings), default=meeting.called_at)


def tally(marks: Marks) -> Tally:
    """Return how many are marked as what."""
    return Tally.of(marks.values())


def _proposal(entry: Entry) -> Attendance | None:
    call = entry.call
    if call.attendance is not None:
        return call.attendance
    if not entry.has_begun:
        return None
    cannot = call.answer is Answer.NOT_COMING or (call.answer is None and not call.fits)
    return Attendance.EXCUSED if cannot else Attendance.PRESENT


def _by_given_name(name: str) -> tuple[str, str]:
    return fold(name).rpartition(" ")[2], fold(name)
