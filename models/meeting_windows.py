"""Within which days a meeting is looked for: people are to know of it some days before, and a plan has its limits."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from models.meeting_rules import MeetingRules
from models.meetings import MeetingKind, period_of

LONGEST_DAYS = 35  # that one plan looks at
_STRETCH_DAYS = 8  # a longer stretch than a week is looked at from the days of notice on
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.last - self.first).days + 1


def of_period(rules: MeetingRules, kind: MeetingKind, period: date, today: date) -> Window | None:
    """Return what is left of a month or a quarter after the days of notice; None when nothing is."""
    return clipped(rules, Window(period, end_of(kind, period)), today)


def clipped(rules: MeetingRules, asked: Window, today: date) -> Window | None:
    """Return what may be planned of the days that were asked for; None when nothing is left.

    Who names a week or a day has chosen to give shorter notice; a month is looked at from the days of notice on.
    """
    notice = max(rules.notice_days, 1) if asked.days >= _STRETCH_DAYS else 1
    first = max(asked.first, today + notice * _DAY)
    last = min(asked.last, first + (LONGEST_DAYS - 1) * _DAY)
    return Window(first, last) if first <= last else None


def end_of(kind: MeetingKind, period: date) -> date:
    """Return the last day of a month or quarter."""
    month = period.month if kind is MeetingKind.MONTHLY else period.month + 2
    return date(period.year, month, monthrange(period.year, month)[1])


def following(kind: MeetingKind, period: date) -> date:
    """Return the first day of the next month or quarter."""
    return period_of(kind, end_of(kind, period) + _DAY)


def minutes_of(rules: MeetingRules, kind: MeetingKind) -> int:
    """Return how long a meeting of a kind lasts."""
    return rules.monthly_minutes if kind is MeetingKind.MONTHLY else rules.thematic_minutes
