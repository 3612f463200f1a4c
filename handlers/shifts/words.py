"""Shifts, days and rotas in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from handlers import day_words
from handlers.day_words import Says
from handlers.locales import N_
from models.rotas import Knowledge, Rota, Unknown
from models.shift_exceptions import Closing, Leave, Overtime, ShiftException, Swap
from models.shift_patterns import DAY_OFF, Shift, clock_of
from models.shift_sayings import Mixed, Period
from models.units import ShiftSystem

_DAY = timedelta(days=1)
# Codes of the usual systems that are no figures (DOMAIN.md §5).
_NAMED = {"H": N_("office hours"), "HC": N_("office hours"), "N": N_("the day shift"), "Đ": N_("the night shift")}


def code(t: Says, shift: str | Mixed | None) -> str:
    """Return a shift by its code: “ca 2”, “ca đêm”, “nghỉ”."""
    if isinstance(shift, Mixed):
        return t("several shifts")
    if shift in (None, DAY_OFF):
        return t("off")
    return t(_NAMED[shift]) if shift in _NAMED else t("shift {code}", code=shift)


def shift(t: Says, worked: Shift | Unknown | None) -> str:
    """Return what is worked on a day; hours without a name stand for themselves."""
    if worked is Knowledge.UNKNOWN:
        return t("not known")
    if worked is None or not isinstance(worked, Shift):
        return t("off")
    return code(t, worked.code) if worked.code else hours(worked)


def hours(worked: Shift) -> str:
    """Return the hours of a shift: “22:00–06:00”."""
    return f"{clock_of(worked.start)}–{clock_of(worked.end)}"


def with_hours(t: Says, worked: Shift | Unknown | None) -> str:
    """Return what is worked on a day, with its hours."""
    if not isinstance(worked, Shift) or not worked.code:
        return shift(t, worked)
    return f"{shift(t, worked)} ({hours(worked)})"


def day(t: Says, when: date) -> str:
    """Return a day: “thứ Năm 26/11”."""
    return day_words.weekday_and_day(t, when)


def days(t: Says, first: date, last: date) -> str:
    """Return a day, or days from first to last: “3/12–5/12”."""
    return day(t, first) if first == last else f"{day_words.day(first)}–{day_words.day(last)}"


def period(t: Says, asked: Period, today: date) -> str:
    """Return a day or a week as people call it: “hôm nay”, “tuần này”, else by its dates."""
    if asked.is_week and asked.first.weekday():
        return t("from {day} on", day=day(t, asked.first))
    if asked.is_week:
        names = {0: t("this week"), 7: t("next week")}
        distance = (asked.first - Period.week_of(today).first).days
        return names.get(distance) or t("the week {days}", days=days(t, asked.first, asked.last))
    names = {0: t("today"), 1: t("tomorrow")}
    return names.get((asked.first - today).days) or days(t, asked.first, asked.last)


def week(t: Says, rota: Rota, monday: date) -> str:
    """Return what is worked in a week, days alike together: “T2–T7 ca 2, CN nghỉ”."""
    return worked(t, rota, [monday + step * _DAY for step in range(7)])


def worked(t: Says, rota: Rota, asked: Iterable[date]) -> str:
    """Return what is worked on days that follow each other, those alike together."""
    row = [(at, shift(t, rota.shift_on(at))) for at in asked]
    return ", ".join(_run(t, [at for at, _ in run], name) for name, run in _runs(row))


def exception(t: Says, one: ShiftException) -> str:
    """Return what an exception says: “thứ Năm 26/11: ca 1”."""
    match one:
        case Swap():
            return t("{day}: {shift}", day=day(t, one.day), shift=with_hours(t, one.shift))
        case Leave():
            return t("{days}: on leave", days=days(t, one.first, one.last))
        case Overtime():
            return t("{day}: overtime {hours}", day=day(t, one.day), hours=hours(one.hours))
        case Closing():
            return t("{days}: the enterprise is closed", days=days(t, one.first, one.last))


def told(t: Says, exceptions: Iterable[ShiftException]) -> list[str]:
    """Return what exceptions say, a line each; days in a row that are swapped alike make one line."""
    rows: list[list[ShiftException]] = []
    for one in exceptions:
        before = rows[-1][-1] if rows else None
        if (
            isinstance(one, Swap)
            and isinstance(before, Swap)
            and (before.day + _DAY, before.shift) == (one.day, one.shift)
        ):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [_told(t, row) for row in rows]


def _told(t: Says, row: list[ShiftException]) -> str:
    first, last = row[0], row[-1]
    if first is last or not isinstance(first, Swap) or not isinstance(last, Swap):
        return exception(t, first)
    return t("{day}: {shift}", day=days(t, first.day, last.day), shift=with_hours(t, first.shift))


def crew(t: Says, letter: str | None, system: ShiftSystem) -> str:
    """Return system and crew: “3 ca đổi tuần, kíp B”."""
    return t("{system}, crew {crew}", system=system.name, crew=letter) if letter else system.name


def crews_at_work(t: Says, worked: dict[str | None, str | Mixed | None]) -> str:
    """Return which crew works what: “kíp A ca 1, kíp B ca 2”."""
    named = [(name, what) for name, what in worked.items() if name is not None]
    return ", ".join(t("crew {crew}: {shift}", crew=name, shift=code(t, what)) for name, what in named)


def upper(text: str) -> str:
    """Return `text` with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _runs(row: Sequence[tuple[date, str]]) -> Iterable[tuple[str, list[tuple[date, str]]]]:
    return ((name, list(run)) for name, run in groupby(row, lambda pair: pair[1]))


def _run(t: Says, run: list[date], name: str) -> str:
    first, last = (day_words.short_weekday(t, run[at].weekday()) for at in (0, -1))
    return f"{first} {name}" if first == last else f"{first}–{last} {name}"
