"""The five shift systems of the sample organisation, as its sheet “Chế độ ca” gives them, and moments to ask about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.rest import Habits
from models.rotas import Rota, Rotas
from models.shift_exceptions import ShiftException
from models.units import ShiftSystem

ANCHOR = date(2026, 11, 23)  # a Monday
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)
THREE_SHIFTS = {"1": ["06:00", "14:00"], "2": ["14:00", "22:00"], "3": ["22:00", "06:00"]}


def _system(code: str, hours: Mapping[str, list[str]], cycle: str, crews: Mapping[str, int]) -> ShiftSystem:
    return ShiftSystem(
        code=code, name=code, hours=dict(hours), cycle=cycle.split(), anchor=ANCHOR, crew_offsets=dict(crews)
    )


def systems() -> list[ShiftSystem]:
    """Return the systems, new rows each time."""
    days_and_nights = {"N": ["08:00", "20:00"], "Đ": ["20:00", "08:00"]}
    four_on = {"N": ["07:00", "19:00"], "Đ": ["19:00", "07:00"]}
    weeks_of_three = "1 1 1 1 1 1 - 2 2 2 2 2 2 - 3 3 3 3 3 3 -"
    return [
        _system("HC", {"H": ["08:00", "17:00"]}, "H H H H H H -", {"A": 0, "B": 0, "C": 0, "D": 0}),
        _system("3CA", THREE_SHIFTS, weeks_of_three, {"A": 0, "B": 7, "C": 14, "D": 0}),
        _system("4K", THREE_SHIFTS, "1 1 2 2 3 3 - -", {"A": 0, "B": 2, "C": 4, "D": 6}),
        _system("12H", days_and_nights, "N N N N N N - Đ Đ Đ Đ Đ Đ -", {"A": 0, "B": 7, "C": 0, "D": 7}),
        _system("4-2", four_on, "N N N N - - Đ Đ Đ Đ - -", {"A": 0, "B": 3, "C": 6, "D": 9}),
    ]


def rota(system: str, crew: str | None, *exceptions: ShiftException, habits: Habits | None = None) -> Rota:
    """Return the rota of a crew of one of the systems."""
    return Rotas(systems(), habits).of(system, crew, exceptions)


def at(text: str) -> datetime:
    """Return the moment of an ISO 8601 time by the clock of Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def clocks(intervals: Iterable[tuple[datetime, datetime]]) -> str:
    """Return intervals as hours of the clock: ``06:00-07:30 17:30-22:00``."""
    return " ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in intervals)
