"""Who has missed months without a reason (Điều lệ Đảng, Điều 8): noticed early, so that somebody asks how they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.readers import leaders_of
from handlers.turn import Turn
from models import attendance, notices
from models.meetings import Meeting

KIND = "missed_meetings"
RULE = "missed_meetings"
_WORTH_SAYING = timedelta(days=30)


def told_at(most: int) -> tuple[int, ...]:
    """Return after how many missed months those who lead the cell are told: one before the rule's number, and at it."""
    return tuple(count for count in (most - 1, most) if count > 0)


def look(turn: Turn, meeting: Meeting, away: Sequence[int]) -> None:
    """Raise a notice about those of `away` (ids) who have missed so many months that it should be noticed.

    It waits until the roll can no longer be taken back, and is told once a year for each number of months.
    """
    most = turn.settings.rules.rules[RULE].value
    found = attendance.months_missed(turn.session, away, turn.today, turn.settings.timezone)
    leaders = [person.id for person in leaders_of(turn.session, meeting.unit)]
    for person_id, months in found.items():
        count = min(len(months), most)
        if count not in told_at(most):
            continue
        notices.raise_for(
            turn.session,
            leaders,
            kind=KIND,
            key=f"{person_id}:{count}:{months[-1].year}",
            about={"person": person_id, "unit": meeting.unit_id, "count": count},
            now=turn.now,
            not_before=turn.now + timedelta(minutes=turn.settings.undo_minutes),
            until=turn.now + _WORTH_SAYING,
        )
