"""How meetings are told: their titles, their times, and why people cannot come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, time

from handlers import day_words
from handlers.locales import N_, Translator
from handlers.settings import Settings
from models.cell_planning import Cause, Cell, Keep, Times
from models.meetings import MeetingKind, Sitting

_NAMED_SHIFTS = {
    "H": N_("{count} in office hours"),
    "HC": N_("{count} in office hours"),
    "N": N_("{count} on the day shift"),
    "Đ": N_("{count} on the night shift"),
}
_CAUSES = {
    Cause.OVERTIME: N_("{count} working overtime"),
    Cause.REST: N_("{count} resting after a night shift"),
    Cause.LEAVE: N_("{count} on leave"),
    Cause.SLEEP: N_("{count} asleep"),
}
_MONTHS_A_QUARTER = 3
_MOST_NAMED = 3


def title(t: Translator, kind: MeetingKind, period: date, today: date) -> str:
    """Return what a meeting is called: ``Sinh hoạt tháng 12``."""
    number = period.month if kind is MeetingKind.MONTHLY else quarter_of(period)
    year = f"/{period.year}" if period.year != today.year else ""
    if kind is MeetingKind.MONTHLY:
        return t("Meeting of month {month}", month=f"{number}{year}")
    return t("Thematic meeting of quarter {quarter}", quarter=f"{number}{year}")


def quarter_of(day: date) -> int:
    """Return the quarter of the year, 1 to 4."""
    return (day.month - 1) // _MONTHS_A_QUARTER + 1


def when(t: Translator, start: datetime) -> str:
    """Return a local start with its weekday: ``Thứ Năm 10/12 17:30``."""
    return f"{day_words.weekday_and_day(t, start)} {clock(start)}"


def span(t: Translator, times: Times) -> str:
    """Return a local sitting with its end, within a sentence: ``thứ Năm 10/12 17:30–19:00``."""
    return f"{lowered(when(t, times[0]))}–{clock(times[1])}"


def clock(moment: datetime | time) -> str:
    """Return a time of day as people write it: ``8:00``."""
    return f"{moment.hour}:{moment.minute:02}"


def lowered(words: str) -> str:
    """Return `words` as they stand within a sentence."""
    return words[:1].lower() + words[1:]


def spans(t: Translator, sittings: Iterable[Times]) -> str:
    """Return sittings as a list within a sentence."""
    return t(" and ").join(span(t, times) for times in sittings)


def absences(t: Translator, keeps: Collection[Keep]) -> str:
    """Return why so many cannot come, the most frequent first: ``2 đang ca 2, 1 nghỉ phép``."""
    counted = Counter(Keep(keep.cause, keep.shift if keep.cause is Cause.SHIFT else "") for keep in keeps)
    return ", ".join(_absence(t, keep, count) for keep, count in counted.most_common())


def reached(t: Translator, cell: Cell, sittings: Collection[Times]) -> str:
    """Return how many can come to one of the sittings, and why the others cannot: ``22/24 (vắng: 2 đang ca 2)``."""
    able = cell.able(*sittings)
    share = t("{able}/{all} people", able=len(able), all=len(cell.members))
    first = min(sittings)
    kept = [keep for person, keep in cell.keeps(first).items() if person not in able]
    return t("{share} (absent: {why})", share=share, why=absences(t, kept)) if kept else share


def unknown(t: Translator, cell: Cell) -> list[str]:
    """Return how many members' shifts are not known, with their names when they are few; nothing when all are."""
    found = cell.unknown()
    if not found:
        return []
    who = f"{', '.join(one.full_name for one in found)}; " if len(found) <= _MOST_NAMED else ""
    return [t("Shifts not known: {count} ({who}reckoned as free).", count=len(found), who=who)]


def _absence(t: Translator, keep: Keep, count: int) -> str:
    if keep.cause is not Cause.SHIFT:
        return t(_CAUSES[keep.cause], count=count)
    named = _NAMED_SHIFTS.get(keep.shift)
    return t(named, count=count) if named else t("{count} on shift {shift}", count=count, shift=keep.shift)


def local_times(sitting: Sitting, settings: Settings) -> Times:
    """Return a sitting in the organisation's time zone."""
    return settings.local(sitting.starts_at), settings.local(sitting.ends_at)
