"""What the bot says unasked: every kind in one table."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.notices import (
    class_absences,
    class_certificates,
    class_make_up,
    class_places,
    class_roll,
    class_seats,
    class_wage,
    meeting_calls,
    meeting_papers,
    meeting_result,
    meeting_roll,
    missed_meetings,
    shift_check,
)
from handlers.notices.kinds import Kind, Telling

ALL: tuple[Kind, ...] = (
    *meeting_calls.KINDS,
    *meeting_papers.KINDS,
    *meeting_roll.KINDS,
    *meeting_result.KINDS,
    *missed_meetings.KINDS,
    shift_check.KIND,
    *class_absences.KINDS,
    *class_certificates.KINDS,
    *class_roll.KINDS,
    *class_seats.KINDS,
    class_places.KIND,
    class_make_up.KIND,
    class_wage.KIND,
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in ALL}

__all__ = ["ALL", "KINDS", "Kind", "Telling"]
