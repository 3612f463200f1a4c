"""What a saved roll writes, what it says, and how it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from handlers import forms
from handlers.meetings import missed, result
from handlers.meetings.finding import CORRECTION_DAYS, may_correct, named
from handlers.meetings.roll_draft import Draft, Roll, tally
from handlers.turn import Turn
from models.attendance import Tally
from models.audit import AuditRecord, UndoStep
from models.meetings import Attendance, Call, Meeting, MeetingState
from models.people import Membership, Person, Role, RoleName

UNDO_KIND = "roll"


@dataclass(frozen=True, slots=True)
class Saved:
    """A roll that has been saved: the words that say so. A `complete` one has no sitting yet to come."""

    meeting: Meeting
    text: str
    complete: bool


def save(turn: Turn, draft: Draft) -> Saved | Draft | None:
    """Write the roll. Return the other's roll as a draft when somebody else saved one meanwhile.

    None when the writer may no longer take it: another role, a cancelled meeting, a roll that is too old to be mended.
    """
    meeting = _locked(turn, draft.meeting)
    if meeting is None or meeting.state is MeetingState.CANCELLED or not may_correct(turn, meeting):
        return None
    roll = Roll.of(turn, meeting)
    if roll.written != draft.seen:
        return draft.begun(roll)
    marks = draft.marks_on(roll)
    before = {str(entry.call.id): entry.call.attendance for entry in roll.entries}
    held_at = meeting.held_at
    for entry in roll.entries:
        entry.call.attendance = marks.get(entry.call.id)
    complete = len(marks) == len(roll.entries)
    if complete:
        meeting.state, meeting.held_at = MeetingState.HELD, held_at or turn.now
    turn.session.flush()
    details = {
        "meeting": meeting.id,
        "before": before,
        "after": Roll.of(turn, meeting).written,
        "held_at": held_at.isoformat() if held_at else None,
    }
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))
    missed.look(turn, meeting, [entry.call.person_id for entry in roll.away(marks)])
    return Saved(meeting, "\n".join(_told(turn, roll, draft)), complete)


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a saved roll back, unless somebody has changed it or reported its result since."""
    meeting = _locked(turn, step.details["meeting"])
    roll = Roll.of(turn, meeting) if meeting else None
    if meeting is None or roll is None or roll.written != step.details["after"]:
        return turn.t("The roll was changed by somebody else since; nothing was taken back.")
    held_at = step.details["held_at"]
    if held_at is None and meeting.reported_at is not None:
        return turn.t("The result has been reported already. “Sửa điểm danh” mends the roll.")
    if turn.conversation is not None and turn.conversation.form == result.FORM.name:
        forms.finish(turn)  # it asked about what is no longer saved
    for entry in roll.entries:
        mark = step.details["before"].get(str(entry.call.id))
        entry.call.attendance = Attendance(mark) if mark else None
    meeting.held_at = datetime.fromisoformat(held_at) if held_at else None
    meeting.state = MeetingState.HELD if held_at else MeetingState.CALLED
    return turn.t("The roll of “{meeting}” is again as it was before.", meeting=named(turn, meeting))


def somebody_else(turn: Turn, theirs: Draft) -> str:
    """Say who was quicker, by the role and not by the name."""
    calls = select(Call.id).where(Call.meeting_id == (theirs.meeting or 0))
    keys = [str(call) for call in turn.session.scalars(calls)]
    who = turn.session.scalar(
        select(AuditRecord.person_id)
        .where(AuditRecord.entity == Call.__tablename__, AuditRecord.key.in_(keys))
        .order_by(AuditRecord.id.desc())
        .limit(1)
    )
    words = {
        RoleName.SECRETARY: turn.t("Meanwhile the secretary has changed this roll. This is what is saved now:"),
        RoleName.DEPUTY: turn.t("Meanwhile the deputy secretary has changed this roll. This is what is saved now:"),
    }
    roles = set(turn.session.scalars(select(Role.name).where(Role.person_id == (who or 0))))
    otherwise = turn.t("Meanwhile somebody else has changed this roll. This is what is saved now:")
    return next((said for role, said in words.items() if role in roles), otherwise)


def numbers(turn: Turn, counted: Tally) -> str:
    """Return a tally in one line: ``28/30 có mặt. Vắng: 2 (1 có phép).``"""
    there = turn.t("{present}/{total} present.", present=counted.present, total=counted.called)
    if not counted.away:
        return there
    leave = turn.t(" ({count} with leave)", count=counted.excused) if counted.excused else ""
    return f"{there} " + turn.t("Absent: {count}{leave}.", count=counted.away, leave=leave)


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


def _locked(turn: Turn, meeting_id: int | None) -> Meeting | None:
    """Return the meeting as it is now, locked until the commit, when the writer leads its cell."""
    query = turn.access.meetings().where(Meeting.id == (meeting_id or 0))
    return turn.session.scalar(query.with_for_update(of=Meeting).execution_options(populate_existing=True))


def _told(turn: Turn, roll: Roll, draft: Draft) -> list[str]:
    marks = draft.marks_on(roll)
    lines = [
        turn.t("✅ Roll saved: {meeting}", meeting=named(turn, roll.meeting)),
        numbers(turn, tally(marks)),
        quorum(turn, [(entry.call.person, marks.get(entry.call.id)) for entry in roll.expected(marks)]),
    ]
    later = len(roll.entries) - len(marks)
    if later:
        lines.append(turn.t("{count} are called to a sitting that is yet to come; their roll follows.", count=later))
    wrong = turn.t(
        "Wrong? “Hoàn tác” within {minutes} minutes, “sửa điểm danh” within {days} days.",
        minutes=turn.settings.undo_minutes,
        days=CORRECTION_DAYS,
    )
    return [line for line in (*lines, wrong) if line]
