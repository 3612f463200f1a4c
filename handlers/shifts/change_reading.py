"""Reads a swap, leave, overtime or a closing out of what was said, and what of it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.forms import Problem
from handlers.shifts import colleagues, known
from handlers.shifts.change_plan import Change
from handlers.shifts.change_questions import on_days, with_hours
from handlers.shifts.crew_questions import no_such_shift
from handlers.turn import Turn
from handlers.understanding import SaidDays, SaidShift, ShiftNews, ShiftTopic
from models import shift_sayings
from models.shift_patterns import DAY_OFF
from models.shift_records import RecordKind
from models.shift_sayings import Period
from models.units import ShiftSystem

KINDS = {
    ShiftTopic.SWAP: RecordKind.SWAP,
    ShiftTopic.LEAVE: RecordKind.LEAVE,
    ShiftTopic.OVERTIME: RecordKind.OVERTIME,
    ShiftTopic.CLOSING: RecordKind.CLOSING,
}


def read(turn: Turn, news: ShiftNews) -> tuple[Change, Problem | None]:
    """Return the change that was said, and what of it cannot be."""
    change = Change(KINDS[news.topic], is_denied=news.is_denied, is_stopped=news.is_stopped, part=news.part)
    change, problem = _with_days(turn, change, news)
    if change.kind is RecordKind.SWAP:
        change, wrong = _with_swap(turn, change, news)
        problem = problem or wrong
    elif change.kind is RecordKind.OVERTIME:
        change = _with_hours(turn, change, news)
    elif change.kind is RecordKind.LEAVE and news.shifts and problem is None:
        change, problem = _with_work(turn, change, news)
    elif change.kind is RecordKind.CLOSING:
        change = replace(change, enterprise=_plant(turn, news))
    return change, problem


def _with_days(turn: Turn, change: Change, news: ShiftNews) -> tuple[Change, Problem | None]:
    if news.no_such_day is not None and news.is_backwards:
        return change, Problem(turn.t("“{words}”: the last day comes before the first.", words=news.no_such_day))
    if news.no_such_day is not None:
        return change, Problem(turn.t("“{words}” is no day of the calendar.", words=news.no_such_day))
    if not news.days:
        return change, None
    found, problem = on_days(turn, change, tuple((span.first, span.last) for span in news.days))
    if problem is None and len(news.days) == 1 and news.days[0].is_open and not change.is_denied:
        return replace(change, since=news.days[0].first), None
    return found, problem


def _with_work(turn: Turn, change: Change, news: ShiftNews) -> tuple[Change, Problem | None]:
    """Leave with what is worked beside it; a week's shift gives way to leave within that week."""
    system = known.own_system(turn, turn.known_person)
    if system is None:
        return change, None
    swaps = dict[date, str]()
    for said in news.shifts:
        code = shift_sayings.shift_meant(system, said.shift)
        if code is None:
            return change, Problem(no_such_shift(turn, system, said.shift))
        is_week = said.days is not None and said.days.is_week
        free = set(change.all_days) if is_week else set()
        swaps |= {day: code for day in _days_worked(turn, system, said.days) if day not in free}
    return replace(change, system=system.code, swaps=tuple(sorted(swaps.items()))), None


def _days_worked(turn: Turn, system: ShiftSystem, said: SaidDays | None) -> list[date]:
    """The days that were said; of a week those on which the writer works."""
    if said is None:
        return []
    period = Period(said.first, said.last, said.is_week)
    return shift_sayings.days_worked(system, turn.known_person.crew, period) if said.is_week else list(period.days)


def _with_swap(turn: Turn, change: Change, news: ShiftNews) -> tuple[Change, Problem | None]:
    whom = news.whom[0] if news.whom else None
    found = colleagues.named(turn, whom) if whom else []
    code = found[0].code if len(found) == 1 else (None if found else "")
    system = known.own_system(turn, turn.known_person)
    system = system or colleagues.system_of(turn, found[0] if len(found) == 1 else None)
    change = replace(change, whom=whom, colleague=code if whom else None, system=system.code if system else None)
    if not news.shifts or system is None:
        return change, None
    codes = [shift_sayings.shift_meant(system, said.shift) for said in news.shifts]
    wrong = next((said for said, code in zip(news.shifts, codes, strict=True) if code is None), None)
    if wrong is not None:
        return change, Problem(no_such_shift(turn, system, wrong.shift))
    return _on_worked_days(turn, replace(change, shift=codes[0]), system, news.shifts), None


def _on_worked_days(turn: Turn, change: Change, system: ShiftSystem, said: Sequence[SaidShift]) -> Change:
    """The swap without the days off of a week, and with a shift for each day where several were said."""
    codes = [shift_sayings.shift_meant(system, one.shift) or "" for one in said]
    if not change.days or not (len(set(codes)) > 1 or any(one.days and one.days.is_week for one in said)):
        return change
    days = [_days_worked(turn, system, one.days) for one in said]
    if len(set(codes)) == 1:
        return change.on((day, day) for span in days for day in span)
    swaps = {day: code for span, code in zip(days, codes, strict=True) for day in span}
    return replace(change, shift=None, days=(), swaps=tuple(sorted(swaps.items())))


def _with_hours(turn: Turn, change: Change, news: ShiftNews) -> Change:
    if news.hours is not None:
        return with_hours(change, news.hours)
    system = known.own_system(turn, turn.known_person)
    shift = shift_sayings.shift_meant(system, news.shifts[0].shift) if system and news.shifts else None
    if system is None or shift is None or shift == DAY_OFF:
        return change
    starts, ends = system.hours[shift]
    return replace(change, starts=starts, ends=ends)


def _plant(turn: Turn, news: ShiftNews) -> str | None:
    """The enterprise that a closing is about: the one named, else the only one that the writer reports of."""
    mine = {plant.code for plant in turn.session.scalars(turn.access.plants())}
    named = [code for code in news.enterprises if code in mine]
    if len(named) == 1:
        return named[0]
    return mine.pop() if len(mine) == 1 and not news.enterprises else None
