"""What the committee is told of a meeting: three numbers and one line."""

from __future__ import annotations

from handlers.locales import Translator
from models.attendance import Tally
from models.meetings import Meeting

KIND = "meeting_result"


def told(t: Translator, meeting: Meeting, line: str) -> list[str]:
    """Return the numbers of a meeting's roll and the line about it."""
    counted = Tally.of(call.attendance for call in meeting.calls if call.attendance is not None)
    numbers = t(
        "Present {present}/{total} · absent with leave {excused} · without {absent}",
        present=counted.present,
        total=counted.called,
        excused=counted.excused,
        absent=counted.absent,
    )
    return [numbers, t("Content: {line}", line=line)]
