"""The days and hours that can be pressed when a time is asked for, with how many could come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from handlers import day_words
from handlers.meetings import reading, words
from handlers.meetings.draft import Draft
from handlers.turn import Turn
from models import cell_planning, meeting_windows
from models.cell_planning import Times

Options = tuple[tuple[str, str], ...]
_DAYS = 6
_BEFORE = timedelta(days=2)
_DAY = timedelta(days=1)
_HOURS = (time(8), time(14, 30), time(17, 30), time(19))


def days(turn: Turn, draft: Draft, at: time | None = None) -> Options:
    """Return the days near those that were looked at; with `at` how many could come at that hour of each."""
    near = _near(turn, draft)
    if at is None:
        found = [near + number * _DAY for number in range(_DAYS)]
        return tuple((_named(turn, day), _value(day)) for day in found)
    times = [_sitting(turn, draft, near + number * _DAY, at) for number in range(_DAYS)]
    return tuple(
        (f"{_named(turn, start.date())}: {count}", _value(start.date()))
        for (start, _), count in _counted(turn, draft, times)
    )


def hours(turn: Turn, draft: Draft, day: date) -> Options:
    """Return usual hours of a day that are still to come, with how many could come at each."""
    rules = turn.settings.meetings
    clocks = sorted({rules.usual_start, *_HOURS})
    times = [_sitting(turn, draft, day, at) for at in clocks]
    fitting = [
        (start, end)
        for start, end in times
        if start > turn.now and rules.earliest <= start.time() and end.time() <= rules.latest_end and end.date() == day
    ]
    return tuple(
        (f"{words.clock(start)}: {count}", words.clock(start)) for (start, _), count in _counted(turn, draft, fitting)
    )


def _near(turn: Turn, draft: Draft) -> date:
    """The first of the days that are offered."""
    soonest = turn.today + turn.settings.meetings.notice_days * _DAY
    if draft.starts:
        return max(turn.today + _DAY, draft.times(turn)[0][0].date() - _BEFORE)
    return max(soonest, date.fromisoformat(draft.near)) if draft.near else soonest


def _sitting(turn: Turn, draft: Draft, day: date, at: time) -> Times:
    start = reading.moment(turn, day, at)
    minutes = meeting_windows.minutes_of(turn.settings.meetings, draft.meeting_kind)
    return start, start + timedelta(minutes=minutes)


def _counted(turn: Turn, draft: Draft, times: list[Times]) -> Iterator[tuple[Times, str]]:
    if not times:
        return
    first, last = times[0][0].date(), times[-1][1].date()
    cell = cell_planning.load(turn.session, draft.unit, first, last, turn.settings.habits)
    for one in times:
        yield one, f"{len(cell.able(one))}/{len(cell.members)}"


def _named(turn: Turn, day: date) -> str:
    return day_words.weekday_and_day(turn.translator, day)


def _value(day: date) -> str:
    return f"{day:%d/%m/%Y}"
