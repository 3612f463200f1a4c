"""Courses to make a timetable for: workers on every shift system of DOMAIN.md §5, the same ones every time."""

import random
from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from models.rotas import Rota
from models.shift_exceptions import Leave
from models.shift_patterns import Cycle
from models.timetable import Course, Slot, Worker, half_days, of_rotas

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_ANCHOR = date(2026, 11, 23)
_FIRST, _DAYS = date(2026, 12, 1), 27
_HOURS = ((time(8), time(11, 30)), (time(14), time(17, 30)), (time(18, 30), time(21, 30)))
_TOPICS = (("Lịch sử", 1), ("Cương lĩnh", 2), ("Điều lệ", 1), ("Đạo đức", 1), ("Phấn đấu", 1))
_SHIFTS = {
    "H": ("08:00", "17:00"),
    "1": ("06:00", "14:00"),
    "2": ("14:00", "22:00"),
    "3": ("22:00", "06:00"),
    "N": ("07:00", "19:00"),
    "D": ("19:00", "07:00"),
}
# The cycle of each system, and the offsets of its crews in days.
_SYSTEMS = {
    "HC": ("HHHHHH-", (0,)),
    "3CA": ("111111-222222-333333-", (0, 7, 14)),
    "4K": ("112233--", (0, 2, 4, 6)),
    "12H": ("NNNNNN-DDDDDD-", (0, 7)),
    "4-2": ("NNNN--DDDD--", (0, 3, 6, 9)),
}


def course(workers: int, room: int, most_sittings: int, on_leave: int = 0) -> Course:
    """Return a course of six half-days for so many workers, some of whom have a week of leave of their own.

    Any morning, afternoon or evening of four weeks may be used, as in the sample organisation's course.
    """
    chance = random.Random(2026)
    systems = [chance.choice(list(_SYSTEMS)) for _ in range(workers)]
    cycles = [Cycle.of(_SHIFTS, _SYSTEMS[code][0], _ANCHOR, chance.choice(_SYSTEMS[code][1])) for code in systems]
    shared = {cycle: Rota(cycle) for cycle in cycles}
    rotas = {f"w{place}": shared[cycle] for place, cycle in enumerate(cycles)}
    for place in range(on_leave):
        first = _FIRST + timedelta(days=chance.randrange(_DAYS))
        rotas[f"w{place}"] = Rota(cycles[place], (Leave(first, first + timedelta(days=6)),))
    slots = tuple(_slots(room))
    free = of_rotas(rotas, slots)
    people = tuple(Worker(name, code, free[name]) for name, code in zip(rotas, systems, strict=True))
    return Course(tuple(half_days(_TOPICS)), slots, people, most_sittings)


def _slots(room: int) -> list[Slot]:
    days = (_FIRST + timedelta(days=day) for day in range(_DAYS))
    return [
        Slot(datetime.combine(day, start, _VIETNAM), datetime.combine(day, end, _VIETNAM), room)
        for day, (start, end) in product(days, _HOURS)
    ]
