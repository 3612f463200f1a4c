"""Days and hours as people write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from handlers.locales import N_

Says = Callable[..., str]  # ``turn.t``, ``telling.t`` or a translator
_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_SHORT_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def day(on: date) -> str:
    """Return a day of this year: ``6/12``."""
    return f"{on.day}/{on.month}"


def weekday(t: Says, number: int) -> str:
    """Return the name of a weekday, counted from Monday, 0: ``Thứ Năm``."""
    return t(_WEEKDAYS[number])


def short_weekday(t: Says, number: int) -> str:
    """Return the short name of a weekday, counted from Monday, 0: ``T5``."""
    return t(_SHORT_WEEKDAYS[number])


def short_weekday_and_day(t: Says, on: date) -> str:
    """Return a day with its short weekday: ``T5 10/12``."""
    return f"{short_weekday(t, on.weekday())} {day(on)}"


def weekday_and_day(t: Says, on: date) -> str:
    """Return a day with its weekday: ``Thứ Năm 10/12``."""
    return f"{weekday(t, on.weekday())} {day(on)}"
