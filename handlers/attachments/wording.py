"""The words of pictures and files: what a description says of its reader gives the translator."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from handlers.locales import Catalogue, Translator
from models.chats import Language
from models.shift_patterns import MINUTES_A_DAY


@cache
def _catalogue() -> Catalogue:
    return Catalogue()


def translator(params: dict[str, Any], *, is_member: bool = True) -> Translator:
    """Return the words in ``params["language"]``, Vietnamese without it."""
    return _catalogue().translator(Language(params.get("language", Language.VIETNAMESE)), is_member)


def clock(minutes: int) -> str:
    """Return a time of day as short as it can be: ``14``, ``16:30``. It is in minutes, and may be of the next day."""
    hour, minute = divmod(minutes if minutes == MINUTES_A_DAY else minutes % MINUTES_A_DAY, 60)
    return f"{hour}:{minute:02}" if minute else str(hour)


def number(t: Translator, value: float) -> str:
    """Return a number with at most one decimal, as the reader's language writes it: ``2,5``."""
    text = f"{value:.1f}".removesuffix(".0") if value < 10 else f"{value:.0f}"
    return text.replace(".", ",") if t.language is Language.VIETNAMESE else text


def hours(t: Translator, minutes: int) -> str:
    """Return how many hours so many minutes are, with at most one decimal: ``3,5``."""
    text = f"{minutes / 60:.1f}".removesuffix(".0")
    return text.replace(".", ",") if t.language is Language.VIETNAMESE else text


def local(moment: datetime, params: dict[str, Any]) -> datetime:
    """Return a moment in the zone ``params["timezone"]``."""
    return moment.astimezone(ZoneInfo(params["timezone"]))
