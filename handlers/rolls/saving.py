"""What a saved roll writes, what it says, and how it is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from handlers.rolls import kinds
from handlers.rolls.draft import Draft
from handlers.rolls.roll import CORRECTION_DAYS, Marks, Occasion, Roll, tally
from handlers.turn import Turn
from models.attendance import Tally
from models.audit import AuditRecord, UndoStep
from models.people import Role, RoleName

UNDO_KIND = "roll"


@dataclass(frozen=True, slots=True)
class Saved:
    """A roll that has been saved: the words that say so. In a `complete` one nobody's mark is missing."""

    occasion: Occasion
    text: str
    complete: bool


def save(turn: Turn, draft: Draft) -> Saved | Draft | str | None:
    """Write the roll. Return the other's roll as a draft when somebody else saved one meanwhile.

    None when the writer may no longer take it: another role, a cancelled meeting, a roll that is too old to be mended.
    A sentence when it is too early.
    """
    occasion = kinds.find(turn, draft.of or "", lock=True)
    if occasion is None or not occasion.may_be_mended(turn):
        return None
    if occasion.starts_at > turn.now:
        return too_early(turn, occasion)
    roll = occasion.roll(turn)
    if roll.was_saved_since(draft.seen):
        return draft.begun(roll)
    marks = draft.caught_up(roll).marks_on(roll)
    before = occasion.snapshot(roll)
    for entry in roll.entries:
        entry.row.attendance = marks.get(entry.row.id)
    turn.session.flush()
    written = occasion.write(turn, roll, marks)
    turn.session.flush()
    details = {"of": occasion.key, "before": before, "after": occasion.roll(turn).written}
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))
    return Saved(occasion, "\n".join(_told(turn, roll, marks, written.lines)), written.complete)


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a saved roll back, unless somebody has changed it or built upon it since."""
    occasion = kinds.find(turn, step.details["of"], lock=True)
    roll = occasion.roll(turn) if occasion else None
    if occasion is None or roll is None or roll.was_saved_since(step.details["after"]):
        return turn.t("The roll was changed by somebody else since; nothing was taken back.")
    refusal = occasion.restore(turn, roll, step.details["before"])
    return refusal or turn.t("The roll of “{what}” is again as it was before.", what=occasion.named(turn))


def too_early(turn: Turn, occasion: Occasion) -> str:
    """Say that no roll is taken of what has not begun."""
    start = f"{turn.local(occasion.starts_at):%H:%M %d/%m}"
    return turn.t(
        "{what} has not begun yet. Its roll can be taken from {start} on.", what=occasion.named(turn), start=start
    )


def somebody_else(turn: Turn, theirs: Draft) -> str:
    """Say who was quicker, by the role and not by the name."""
    occasion = kinds.find(turn, theirs.of or "")
    rows = [entry.row for entry in occasion.roll(turn).entries] if occasion else []
    who = turn.session.scalar(
        select(AuditRecord.person_id)
        .where(
            AuditRecord.entity.in_({row.__tablename__ for row in rows}),
            AuditRecord.key.in_([str(row.id) for row in rows]),
        )
        .order_by(AuditRecord.id.desc())
        .limit(1)
    )
    words = {
        RoleName.SECRETARY: turn.t("Meanwhile the secretary has changed this roll. This is what is saved now:"),
        RoleName.DEPUTY: turn.t("Meanwhile the deputy secretary has changed this roll. This is what is saved now:"),
        RoleName.ORGANISER: turn.t("Meanwhile the organiser has changed this roll. This is what is saved now:"),
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


def _told(turn: Turn, roll: Roll, marks: Marks, more: tuple[str, ...]) -> list[str]:
    lines = [
        turn.t("✅ Roll saved: {what}", what=roll.occasion.named(turn)),
        numbers(turn, tally(marks)),
        *more,
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
