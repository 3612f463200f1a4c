"""The words about classes that every reader gets: times, half-days, seats, parts of the day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from handlers import day_words
from handlers.classes.seat_words import title
from handlers.locales import N_, Translator
from handlers.meetings.words import clock
from models.class_rules import Part
from models.class_slots import SlotWish
from models.classes import ClassSitting, Course
from models.courses import HalfDay, days_of, half_days

_PARTS = {Part.MORNING: N_("mornings"), Part.AFTERNOON: N_("afternoons"), Part.EVENING: N_("evenings")}
_ONE_PART = {Part.MORNING: N_("morning"), Part.AFTERNOON: N_("afternoon"), Part.EVENING: N_("evening")}
_NUMBERED = re.compile(r"^(?:bài|chuyên đề|topic)\s*\d+\s*[:.–-]\s*", re.IGNORECASE)
_SHORTEST_RUN = 3  # weekdays in a row from which on they are said by the first and the last


def short(t: Translator, start: datetime) -> str:
    """Return a local start in short: ``T7 12/12 14:30``."""
    return f"{day_words.short_weekday_and_day(t, start)} {clock(start)}"


def half_day(t: Translator, course: Course, number: int) -> str:
    """Return what a half-day of a course is called: ``Bài 2 (buổi 1)``."""
    parts = half_days(course)
    return title(t, parts[min(number, len(parts)) - 1])  # a workbook may have shortened the course since


def held_in(t: Translator, sitting: ClassSitting) -> str:
    """Return what the half-day of a sitting is called."""
    return half_day(t, sitting.course, sitting.half_day)


def topic(one: HalfDay) -> str:
    """Return what a half-day is about, without the number that a title may begin with."""
    return _NUMBERED.sub("", one.topic.title)


def seats(taken: int, capacity: int | None) -> str:
    """Return how full a sitting is: ``58/60``."""
    return f"{taken}" if capacity is None else f"{taken}/{capacity}"


def days(course: Course) -> str:
    """Return the days of a course: ``01/12–27/12``; nothing when they are not known."""
    found = days_of(course)
    return f"{found[0]:%d/%m}–{found[1]:%d/%m/%Y}" if found else ""


def outside(t: Translator, course: Course, start: datetime) -> list[str]:
    """Return a warning when a local start is not on the days of the course."""
    found = days_of(course)
    if found is None or found[0] <= start.date() <= found[1]:
        return []
    told = t("{day} is outside the days of the class ({days}).", day=f"{start:%d/%m/%Y}", days=days(course))
    return [f"⚠️ {told}"]


def part(t: Translator, one: Part) -> str:
    """Return a part of the day, within a sentence."""
    return t(_ONE_PART[one])


def wish(t: Translator, wanted: SlotWish) -> str:
    """Return the allowed times in words: ``tối T2–T6; sáng, chiều T7, CN``."""
    return "; ".join(
        f"{', '.join(t(_PARTS[one]) for one in parts)} {_weekdays(t, weekdays)}"
        for parts, weekdays in wanted.by_parts().items()
    )


def _weekdays(t: Translator, found: Iterable[int]) -> str:
    known = list(found)
    if len(known) == 7:
        return t("of every day")
    runs: list[list[int]] = []
    for one in known:
        if runs and runs[-1][-1] == one - 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    told = []
    for run in runs:
        names = [day_words.short_weekday(t, one) for one in run]
        told += [f"{names[0]}–{names[-1]}"] if len(run) >= _SHORTEST_RUN else names
    return ", ".join(told)
