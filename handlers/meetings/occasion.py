"""A meeting as something of which a roll is taken, and what follows from its roll."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from handlers import forms
from handlers.meetings import finding, missed, result
from handlers.rolls.roll import Marks, Occasion, Roll, Row, Written, by_given_name, numbered
from handlers.turn import Choice, Reply, Turn, rows
from models.meetings import Answer, Attendance, Call, Meeting, MeetingState
from models.people import Membership, Person


class MeetingOccasion(Occasion):
    """A meeting of a cell that the writer leads."""

    letter = "m"

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting

    @classmethod
    def waiting(cls, turn: Turn) -> Sequence[Self]:
        return [cls(meeting) for meeting in finding.waiting(turn)]

    @classmethod
    def correctable(cls, turn: Turn) -> Sequence[Self]:
        return [cls(meeting) for meeting in finding.correctable(turn)]

    @classmethod
    def find(cls, turn: Turn, id_: int, *, lock: bool = False) -> Self | None:
        query = turn.access.meetings().where(Meeting.id == id_, Meeting.state != MeetingState.CANCELLED)
        if lock:
            query = query.with_for_update(of=Meeting).execution_options(populate_existing=True)
        meeting = turn.session.scalar(query)
        return cls(meeting) if meeting else None

    @property
    def id(self) -> int:
        return self.meeting.id

    @property
    def starts_at(self) -> datetime:
        return finding.begins(self.meeting)

    @property
    def held_at(self) -> datetime | None:
        return self.meeting.held_at

    def named(self, turn: Turn) -> str:
        return finding.named(turn, self.meeting)

    def roll(self, turn: Turn) -> Roll:
        """Return everybody who is called: by sitting, then by given name."""
        calls = turn.session.scalars(
            select(Call)
            .where(Call.meeting_id == self.id)
            .options(joinedload(Call.person), joinedload(Call.sitting))
            .execution_options(populate_existing=True)
        ).all()
        starts = {call.id: call.sitting.starts_at if call.sitting else self.starts_at for call in calls}
        in_order = sorted(calls, key=lambda call: (starts[call.id], *by_given_name(call.person.full_name), call.id))

        def facts(call: Call) -> tuple[Row, bool, Attendance | None, bool, bool]:
            has_begun = starts[call.id] <= turn.now
            return call, has_begun, _proposal(call) if has_begun else None, False, call.answer is Answer.NOT_COMING

        return Roll(self, numbered(facts(call) for call in in_order))

    def write(self, turn: Turn, roll: Roll, marks: Marks) -> Written:
        """Hold the meeting once every member is marked; look at who has missed many."""
        meeting, complete = self.meeting, len(marks) == len(roll.entries)
        if complete:
            meeting.state, meeting.held_at = MeetingState.HELD, meeting.held_at or turn.now
        turn.session.flush()
        missed.look(turn, meeting, [entry.row.person_id for entry in roll.away(marks)])
        marked = [(entry.row.person, marks.get(entry.row.id)) for entry in roll.expected(marks)]
        return Written(complete, (quorum(turn, marked),))

    def snapshot(self, roll: Roll) -> dict[str, Any]:
        held_at = self.meeting.held_at
        return {
            "marks": {str(entry.row.id): entry.row.attendance for entry in roll.entries},
            "held_at": held_at.isoformat() if held_at else None,
        }

    def restore(self, turn: Turn, roll: Roll, before: dict[str, Any]) -> str | None:
        held_at = before["held_at"]
        if held_at is None and self.meeting.reported_at is not None:
            return turn.t("The result has been reported already. “Sửa điểm danh” mends the roll.")
        if turn.conversation is not None and turn.conversation.form == result.FORM.name:
            forms.finish(turn)  # it asked about what is no longer saved
        for entry in roll.entries:
            mark = before["marks"].get(str(entry.row.id))
            entry.row.attendance = Attendance(mark) if mark else None
        self.meeting.held_at = datetime.fromisoformat(held_at) if held_at else None
        self.meeting.state = MeetingState.HELD if held_at else MeetingState.CALLED
        return None

    def afterwards(self, turn: Turn, text: str, *, complete: bool) -> Reply:
        if complete:
            return result.after_roll(turn, self.meeting, text)
        return Reply(text, rows([Choice(turn.t("Undo"), "go:undo")]))


def quorum(turn: Turn, people: Sequence[tuple[Person, Attendance | None]]) -> str:
    """Say whether enough of the official members were there; nothing of a meeting to which none was called."""
    marks = [mark for person, mark in people if person.membership is Membership.OFFICIAL]
    if not marks:
        return ""
    rules = turn.settings.meetings
    present, share = marks.count(Attendance.PRESENT), f"{rules.quorum.numerator}/{rules.quorum.denominator}"
    words = {"present": present, "total": len(marks), "share": share}
    if present >= rules.quorum * len(marks):
        told = turn.t("Official members: {present}/{total}, at least {share}", **words)
    else:
        told = "⚠️ " + turn.t("Official members: {present}/{total}, fewer than {share}", **words)
    if not rules.quorum_is_verified:
        told = turn.t("{told} (not yet compared with the original document)", told=told)
    return told + "."


def _proposal(call: Call) -> Attendance:
    """Who has said that they cannot come has given notice, and so has whoever has to work: absent with leave."""
    cannot = call.answer is Answer.NOT_COMING or (call.answer is None and not call.fits)
    return Attendance.EXCUSED if cannot else Attendance.PRESENT
