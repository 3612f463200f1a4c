"""An exception as a form keeps it: a swap, leave, overtime or a closing, and what of it is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from models.shift_records import RecordKind

Days = tuple[date, date]
OWN_FORMS = frozenset({"crew", "shift", "crew_of"})  # what is said of shifts takes the place of these, of no others
EARLIEST_DAYS = 7  # so long ago may be told late
LATEST_MONTHS = 12
_LATEST_DAYS = 366
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """What was said; None is what nobody has said yet.

    `shift` is a code of `system`, ``-`` for a day off. `whom` is the colleague as said, `colleague` the code once it is
    clear, "" when it is nobody who is known here. `starts` and `ends` are times of day, `minutes` how long overtime
    lasts. `resolve` says which prevails where two contradict each other: "new" or "known". `is_denied`: what was said
    is no longer so. `swaps` are the days and codes of a statement that is kept as swaps, or of what is worked beside or
    within leave; where that contradicts the leave, `prevails` says which of both is true: "swap" or "leave". `since` is
    the first day of what was said without its end, `part` a part of the day.
    """

    kind: RecordKind
    days: tuple[Days, ...] = ()
    system: str | None = None
    shift: str | None = None
    whom: str | None = None
    colleague: str | None = None
    starts: str | None = None
    ends: str | None = None
    minutes: int | None = None
    enterprise: str | None = None
    is_stopped: bool = False
    is_denied: bool = False
    resolve: str | None = None
    asking: str | None = None
    swaps: tuple[tuple[date, str], ...] = ()
    prevails: str | None = None
    since: date | None = None
    part: str | None = None

    @classmethod
    def of(cls, answers: dict[str, Any]) -> Self:
        """Return the change that a conversation's answers hold."""
        own = {name: value for name, value in answers.items() if name in cls.__dataclass_fields__}
        own["kind"] = RecordKind(own["kind"])
        own["days"] = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in own["days"])
        own["since"] = date.fromisoformat(own["since"]) if own.get("since") else None
        own["swaps"] = tuple((date.fromisoformat(day), code) for day, code in own["swaps"])
        return cls(**own)

    def to_answers(self) -> dict[str, Any]:
        """Return the change as a conversation's answers."""
        kept = asdict(self)
        kept["kind"] = self.kind.value
        kept["days"] = [[first.isoformat(), last.isoformat()] for first, last in self.days]
        kept["since"] = self.since.isoformat() if self.since else None
        kept["swaps"] = [[day.isoformat(), code] for day, code in self.swaps]
        return kept

    @property
    def all_days(self) -> list[date]:
        """Return the single days, ascending, each once."""
        named = [day for day, _ in self.swaps]
        return sorted({*named, *(day for span in self.days for day in days_of(span))})

    @property
    def bounds(self) -> Days:
        """Return the first and the last of its days. Raises ``ValueError`` without any."""
        found = self.all_days
        return min(found), max(found)

    def on(self, days: Iterable[Days]) -> Self:
        """Return the same change on other days."""
        return replace(self, days=tuple(days), swaps=(), resolve=None, prevails=None, since=None, asking=None)


def days_of(span: Days) -> list[date]:
    """Return the days from first to last."""
    first, last = span
    return [first + step * _DAY for step in range((last - first).days + 1)]


def is_too_early(days: Iterable[Days], today: date) -> bool:
    """Return whether a day lies longer ago than may be told."""
    return any(first < today - EARLIEST_DAYS * _DAY for first, _ in days)


def is_too_late(days: Iterable[Days], today: date) -> bool:
    """Return whether a day lies farther ahead than plans reach."""
    return any(last > today + _LATEST_DAYS * _DAY for _, last in days)
