"""What the committee is told of a meeting: three numbers and one line."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.locales import Translator
from models.attendance import Tally
from models.meetings import Call, Meeting

KIND = "meeting_result"


def told(t: Translator, session: Session, meeting: Meeting, line: str) -> list[str]:
    """Return the numbers of a meeting's roll and the line about it."""
    counted = tally_of(session, meeting)
    numbers = t(
        "Present {present}/{total} · absent with leave {excused} · without {absent}",
        present=counted.present,
        total=counted.called,
        excused=counted.excused,
        absent=counted.absent,
    )
    return [numbers, t("Content: {line}", line=line)]


def tally_of(session: Session, meeting: Meeting) -> Tally:
    """Return how many were there, away with leave and away without."""
    counts = session.execute(
        select(Call.attendance, func.count()).where(Call.meeting_id == meeting.id).group_by(Call.attendance)
    )
    return Tally(**{attendance.value: count for attendance, count in counts if attendance is not None})
