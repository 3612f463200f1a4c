"""Half-days, sittings and why they fit somebody's shifts, in words: for chats and for notices alike."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import day_words
from handlers.classes.seat_view import View
from handlers.locales import N_, Translator
from handlers.meetings.words import clock, lowered
from handlers.shifts import words as shift_words
from models.cell_planning import Cause, Keep, minute_of
from models.class_fits import Option
from models.classes import ClassSitting
from models.courses import HalfDay
from models.rotas import Knowledge, Rota
from models.shift_patterns import Shift

_CAUSES = {
    Cause.OVERTIME: N_("{you} work overtime then"),
    Cause.REST: N_("{you} rest after a night shift then"),
    Cause.LEAVE: N_("{you} are on leave then"),
}
_FEW = 5  # places left: more are not counted


def name(t: Translator, half_day: HalfDay) -> str:
    """Return what a half-day is called within a sentence: ``bài 2``, ``bài 2 (buổi 1)``."""
    if half_day.parts == 1:
        return t("topic {number}", number=half_day.topic.position)
    return t("topic {number} (part {part})", number=half_day.topic.position, part=half_day.part)


def title(t: Translator, half_day: HalfDay) -> str:
    """Return what a half-day is called at the beginning of a line: ``Bài 2``."""
    return shift_words.upper(name(t, half_day))


def when(t: Translator, start: datetime) -> str:
    """Return a local start within a sentence: ``thứ Bảy 12/12 14:30``."""
    return f"{lowered(day_words.weekday_and_day(t, start))} {clock(start)}"


def span(t: Translator, sitting: ClassSitting, zone: ZoneInfo) -> str:
    """Return a sitting with its end: ``thứ Bảy 12/12 14:30–18:00``."""
    start, end = sitting.starts_at.astimezone(zone), sitting.ends_at.astimezone(zone)
    return f"{when(t, start)}–{clock(end)}"


def at(t: Translator, sitting: ClassSitting, zone: ZoneInfo) -> str:
    """Return the start of a sitting within a sentence."""
    return when(t, sitting.starts_at.astimezone(zone))


def why(t: Translator, view: View, sitting: ClassSitting) -> str:
    """Return how a sitting lies to the person's shifts: ``bạn nghỉ ca``, ``sau ca 1``, ``trùng ca 2``."""
    keep = view.keeps.get(sitting.id)
    return kept(t, keep) if keep else _fits(t, view.rota, view.local(sitting.starts_at))


def kept(t: Translator, keep: Keep) -> str:
    """Return what keeps somebody from a sitting."""
    if keep.cause is Cause.SHIFT:
        return t("{you} are at work then: {shift}", shift=shift_words.code(t, keep.shift))
    return t(_CAUSES[keep.cause])


def offered(t: Translator, view: View, option: Option) -> str:
    """Return a sitting that can be chosen, with how it fits and what is left: ``thứ Ba 08/12 18:30 (sau ca 1)``."""
    told = [why(t, view, option.sitting)]
    if option.is_full:
        told.append(t("full"))
    elif option.places is not None and option.places <= _FEW:
        told.append(t("{count} place(s) left", count=option.places))
    return f"{at(t, option.sitting, view.zone)} ({', '.join(told)})"


def _fits(t: Translator, rota: Rota, start: datetime) -> str:
    shift = rota.shift_on(start.date())
    if shift is Knowledge.UNKNOWN:
        return t("{your} shifts are not known")
    if not isinstance(shift, Shift):
        return t("{you} are off")
    template = N_("before {shift}") if minute_of(start.time()) < shift.start else N_("after {shift}")
    return t(template, shift=shift_words.code(t, shift.code))
