"""When a person is at work, asleep or free.

* **Working**: from `travel` before work begins until `travel` after it ends, as the way there and back leaves no time
  for anything else (CONTRACTS.md §4). Work that goes on without a break, a shift and its overtime, is one piece.
* **Asleep**: after a piece of work that covers 03:00, the rest after a night shift, beginning at home; in every other
  night the assumed hours of sleep (:class:`models.rest.Habits`). Whoever works does not sleep.
* **Free**: otherwise. Meetings, classes and messages belong here.

What is not known is said and never guessed. A day whose shift is unknown makes itself and the day after it unknown,
since a shift that starts on it may run past midnight and be slept off in the morning; only known work stays known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from models.rest import REST_BEFORE_ANOTHER_SHIFT, ClockHours, Habits
from models.rotas import Knowledge, Rota, Unknown
from models.shift_patterns import MINUTES_A_DAY, Shift, covers_night

SEARCH_DAYS = 31  # a message that finds no good hour within a month is no longer news
_REMEMBERED = 4096  # rotas × days, or rotas × questions, of which the answers are kept

Minutes = tuple[int, int]  # [start, end) from the beginning of the calendar, by the clock of the rota's time zone


class State(StrEnum):
    """What a person does at a moment."""

    WORKING = "working"
    ASLEEP = "asleep"
    FREE = "free"


Stretch = tuple[int, int, State | Unknown]  # Minutes in one state


@dataclass(frozen=True, slots=True)
class Span:
    """A time ``[start, end)`` in one state, in the rota's time zone."""

    start: datetime
    end: datetime
    state: State | Unknown


def shift_on(rota: Rota, day: date) -> Shift | Unknown | None:
    """Return the shift that starts on `day`, exceptions included; `None` on a day off. Overtime is beside it."""
    return rota.shift_on(day)


def state_at(rota: Rota, moment: datetime) -> State | Unknown:
    """Return what the person does at `moment`. Raises ``ValueError`` for a moment without a time zone."""
    minute = _minute(rota, moment)
    return next(state for _, end, state in _day(rota, minute // MINUTES_A_DAY) if minute < end)


def timeline(rota: Rota, start: datetime, end: datetime) -> list[Span]:
    """Return what the person does from `start` to `end`: spans that touch, and of which no two in a row are alike.

    Empty when `end` is not after `start`. Raises ``ValueError`` for a moment without a time zone.
    """
    first, last = _local(rota, start), _local(rota, end)
    spans: list[Span] = []
    for begins, ends, state in _stretches(rota, first.toordinal(), last.toordinal()):
        since, until = max(first, _moment(rota, begins)), min(last, _moment(rota, ends))
        if since < until:
            goes_on = bool(spans) and spans[-1].state is state
            spans.append(Span(spans.pop().start if goes_on else since, until, state))
    return spans


def free_intervals(rota: Rota, start: datetime, end: datetime) -> list[tuple[datetime, datetime]] | Unknown:
    """Return when the person is free between `start` and `end`, ``[start, end)`` each, ascending.

    ``Knowledge.UNKNOWN`` when that is not known of all of this time. Raises ``ValueError`` as :func:`timeline` does.
    """
    spans = timeline(rota, start, end)
    if any(span.state is Knowledge.UNKNOWN for span in spans):
        return Knowledge.UNKNOWN
    return [(span.start, span.end) for span in spans if span.state is State.FREE]


@lru_cache(maxsize=_REMEMBERED)
def next_good_hour(rota: Rota, after: datetime, quiet: ClockHours | None = None) -> datetime | Unknown | None:
    """Return the first moment from `after` on at which the person is free and it is not quiet; `after` itself if it is.

    `None` when the next ``SEARCH_DAYS`` days have none; ``Knowledge.UNKNOWN`` when an unknown time comes first, as it
    may hold a better hour. Raises ``ValueError`` for a moment without a time zone.
    """
    asked = _minute(rota, after)
    today = asked // MINUTES_A_DAY
    for start, end, state in _stretches(rota, today, today + SEARCH_DAYS):
        if end <= asked or state is State.WORKING or state is State.ASLEEP:
            continue
        if state is Knowledge.UNKNOWN:
            return state
        good = max(start, asked)
        good += quiet.left(good % MINUTES_A_DAY) if quiet else 0
        if good < end:
            return max(after, _moment(rota, good))
    return None


def short_rests(rota: Rota, first: date, last: date) -> list[tuple[date, int]]:
    """Return the days from `first` to `last` on which another shift begins too soon, with the minutes of rest before.

    Too soon is within ``REST_BEFORE_ANOTHER_SHIFT`` of the work before. The same shift again is no change of shift;
    overtime shortens the rest. The law forbids it, so a rota that holds one, after a swap perhaps, may be a mistake.
    """
    found: list[tuple[date, int]] = []
    before: Shift | None = None
    ended = 0
    for ordinal in range(first.toordinal() - 2, last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        shift = rota.shift_on(day)
        if isinstance(shift, Shift):
            rest = ordinal * MINUTES_A_DAY + shift.start - ended
            if before not in (None, shift) and day >= first and rest < REST_BEFORE_ANOTHER_SHIFT.value:
                found.append((day, rest))
            before = shift
        ended = max([ended, *(end for _, end in rota.work_on(day))])
    return found


def _stretches(rota: Rota, first: int, last: int) -> Iterator[Stretch]:
    """The stretches of the days `first` to `last`, both included, given by their ordinals."""
    for day in range(first, last + 1):
        yield from _day(rota, day)


@lru_cache(maxsize=_REMEMBERED)
def _day(rota: Rota, day: int) -> tuple[Stretch, ...]:
    """The stretches that make up a day, given by its ordinal; neighbours differ."""
    begin, end = day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY
    layers = list(_layers(rota, day))  # the first that holds a minute decides
    edges = {edge for _, pieces in layers for piece in pieces for edge in piece if begin < edge < end}
    stretches: list[Stretch] = []
    for edge, until in pairwise(sorted({begin, *edges, end})):
        state = next((state for state, pieces in layers if any(s <= edge < e for s, e in pieces)), State.FREE)
        goes_on = bool(stretches) and stretches[-1][2] is state
        stretches.append((stretches.pop()[0] if goes_on else edge, until, state))
    return tuple(stretches)


def _layers(rota: Rota, day: int) -> Iterator[tuple[State | Unknown, list[Minutes]]]:
    """What may reach into a day: the work and rest of the two days before, and the way to the work of the day after.

    Two days are enough, as a shift lasts a day at most, and the way and the rest after it are shorter than another.
    """
    travel, rest = rota.habits.travel_minutes, rota.habits.rest_after_night_minutes
    days = [date.fromordinal(number) for number in range(day - 2, day + 2)]
    work = _joined(piece for near in days for piece in rota.work_on(near))
    nights = [piece for piece in work if covers_night(*piece)]
    yield State.WORKING, [(start - travel, end + travel) for start, end in work]
    if any(rota.shift_on(near) is Knowledge.UNKNOWN for near in days[1:3]):
        yield Knowledge.UNKNOWN, [(day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY)]
    slept_off = [(end + travel, end + travel + rest) for _, end in nights]
    yield State.ASLEEP, slept_off + slept_nights(rota.habits, day - 1, day, nights)


def slept_nights(habits: Habits, first: int, last: int, worked: Collection[Minutes]) -> list[Minutes]:
    """Return the assumed hours of sleep that start on the days `first` to `last`, but for nights `worked` through.

    Days are proleptic ordinals, both included.
    """
    starts = (day * MINUTES_A_DAY + habits.night.first for day in range(first, last + 1))
    nights = ((start, start + habits.night.length) for start in starts)
    return [night for night in nights if not any(_meet(night, work) for work in worked)]


def _joined(pieces: Iterable[Minutes]) -> list[Minutes]:
    """The union of pieces, as pieces that neither overlap nor touch."""
    union: list[Minutes] = []
    for start, end in sorted(pieces):
        if union and start <= union[-1][1]:
            union[-1] = union[-1][0], max(end, union[-1][1])
        else:
            union.append((start, end))
    return union


def _meet(one: Minutes, other: Minutes) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _local(rota: Rota, moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("expected a moment with a time zone")
    return moment.astimezone(ZoneInfo(rota.habits.timezone))


def _minute(rota: Rota, moment: datetime) -> int:
    """The whole minute in which a moment lies."""
    local = _local(rota, moment)
    return local.toordinal() * MINUTES_A_DAY + local.hour * 60 + local.minute


def _moment(rota: Rota, minute: int) -> datetime:
    day, minutes = divmod(minute, MINUTES_A_DAY)
    return datetime.combine(date.fromordinal(day), time(*divmod(minutes, 60)), ZoneInfo(rota.habits.timezone))
