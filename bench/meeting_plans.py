"""Cells to plan meetings for: members on every shift system of DOMAIN.md §5, the same ones every time."""

import random
from datetime import date
from fractions import Fraction

from models.planning import Member, PlanRequest
from models.shift_patterns import MINUTES_A_DAY, Cycle

_HOURS = {
    "H": ("08:00", "17:00"),
    "1": ("06:00", "14:00"),
    "2": ("14:00", "22:00"),
    "3": ("22:00", "06:00"),
    "N": ("07:00", "19:00"),
    "D": ("19:00", "07:00"),
}
# The cycle of each system, and the offsets of its crews in days.
_SYSTEMS = (
    ("HHHHHH-", (0,)),
    ("111111-222222-333333-", (0, 7, 14)),
    ("112233--", (0, 2, 4, 6)),
    ("NNNNNN-DDDDDD-", (0, 7)),
    ("NNNN--DDDD--", (0, 3, 6, 9)),
)
_DAYS = 31


def cell(members: int, sittings: int, step: int = 30) -> PlanRequest:
    """Return the request of a cell of so many members for December 2026."""
    chance = random.Random(2026)
    return PlanRequest(
        first=date(2026, 12, 1),
        last=date(2026, 12, _DAYS),
        duration=90,
        earliest=6 * 60,
        latest_end=22 * 60,
        step=step,
        usual_start=8 * 60,
        members=tuple(_member(place, chance) for place in range(members)),
        sittings=sittings,
        quorum=Fraction(2, 3),
        travel=30,
        rest=8 * 60,
    )


def _member(place: int, chance: random.Random) -> Member:
    pattern, offsets = _SYSTEMS[place % len(_SYSTEMS)]
    cycle = Cycle.of(_HOURS, pattern, date(2026, 11, 30), chance.choice(offsets))
    return Member(f"m{place + 1}", cycle, chance.choice((0, 0, 0, 1, 2)), tuple(_busy(chance) for _ in range(2)))


def _busy(chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(_DAYS) * MINUTES_A_DAY + chance.randrange(6 * 60, 20 * 60, 30)
    return start, start + chance.choice((120, 240, 480))
