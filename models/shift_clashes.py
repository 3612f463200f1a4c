"""Settles exceptions of one person that contradict each other: one of them gives way to the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from models.shift_exceptions import Leave, OwnException, contradictions

_DAY = timedelta(days=1)


def clashes(new: Iterable[OwnException], known: Iterable[OwnException]) -> list[tuple[OwnException, OwnException]]:
    """Return the pairs of a new and a known exception that cannot both be true."""
    standing = list(known)
    return [(one, other) for one in new for other in standing if contradictions([one, other])]


def giving_way(one: OwnException, to: Iterable[OwnException]) -> list[OwnException]:
    """Return what is left of `one` when the others are true: leave without their days, or nothing."""
    against = [other for other in to if contradictions([one, other])]
    if not against:
        return [one]
    if not isinstance(one, Leave):
        return []
    lost = {day for other in against for day in days_of(other)}
    return list(_stretches(day for day in days_of(one) if day not in lost))


def not_yet_known(one: OwnException, known: Iterable[OwnException]) -> list[OwnException]:
    """Return what of `one` is news: leave without the days of leave that is known, else itself or nothing."""
    standing = list(known)
    if not isinstance(one, Leave):
        return [] if one in standing else [one]
    covered = [other for other in standing if isinstance(other, Leave)]
    return list(_stretches(day for day in days_of(one) if not any(other.covers(day) for other in covered)))


def without_days(one: OwnException, days: Iterable[date]) -> list[OwnException]:
    """Return what is left of `one` when it is not, or no longer, true on `days`."""
    gone = set(days)
    if isinstance(one, Leave):
        return list(_stretches(day for day in days_of(one) if day not in gone))
    return [] if one.day in gone else [one]


def days_of(one: OwnException) -> Iterator[date]:
    """Yield the days of which an exception says something."""
    first, last = (one.first, one.last) if isinstance(one, Leave) else (one.day, one.day)
    return (first + step * _DAY for step in range((last - first).days + 1))


def _stretches(days: Iterable[date]) -> Iterator[Leave]:
    """Leave for each run of days that follow each other; `days` ascend."""
    first = last = None
    for day in days:
        if last is not None and first is not None and day != last + _DAY:
            yield Leave(first, last)
            first = None
        first, last = first or day, day
    if first is not None and last is not None:
        yield Leave(first, last)
