"""How a committee holds the meetings of its cells. Each figure is a setting; the law's carry their document.

Durations: at least 90 minutes, 120 with a thematic part (HD 42-HD/BTCTW 28/10/2025, mark V2). The quorum of two thirds
was not seen in any document (mark "?"): it is shown as unverified.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from fractions import Fraction

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """Durations and steps are in minutes; `usual_weekday` counts from Monday, 0."""

    monthly_minutes: int = 90
    thematic_minutes: int = 120
    earliest: time = time(6)
    latest_end: time = time(22)
    step_minutes: int = 30
    most_sittings: int = 2
    quorum: Fraction = Fraction(2, 3)
    quorum_is_verified: bool = False
    usual_start: time = time(8)
    usual_weekday: int = SUNDAY
    notice_days: int = 3  # between the call and the first sitting, so that people can plan for it
    report_days: int = 2  # HD 42-HD/BTCTW 28/10/2025, mark V2
    chase_hours: int = 48  # before a sitting those who have not answered are asked again
