"""What a change would write: the exceptions that are new, what gives way to them, and what is worth a remark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from handlers.shifts import colleagues, known, words
from handlers.shifts.change_plan import Change, Days
from handlers.turn import Turn
from models import shift_clashes
from models.rest import REST_BEFORE_ANOTHER_SHIFT
from models.rotas import Rota, Unknown
from models.shift_exceptions import (
    Closing,
    ClosingReason,
    ContradictionError,
    Leave,
    Overtime,
    OwnException,
    ShiftException,
    Swap,
    contradictions,
)
from models.shift_patterns import Shift, clock_of
from models.shift_records import RecordKind, ShiftRecord
from models.shifts import short_rests

_DAY = timedelta(days=1)
_YEAR = timedelta(days=366)
_MOST_REMARKS = 2
_HOUR = 60  # minutes
# From when to when a part of the day goes, and when overtime in it usually begins; in minutes after midnight.
_PARTS = {
    "sang": (5 * _HOUR, 12 * _HOUR, 6 * _HOUR),
    "chieu": (12 * _HOUR, 18 * _HOUR, 14 * _HOUR),
    "toi": (17 * _HOUR, 24 * _HOUR, 18 * _HOUR),
    "dem": (20 * _HOUR, 28 * _HOUR, 22 * _HOUR),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What is written: `adds` are new, `removes` go away and leave `rests` behind. `clashes` must be settled first."""

    adds: Sequence[ShiftException] = ()
    removes: Sequence[ShiftRecord] = ()
    rests: Sequence[tuple[ShiftRecord, ShiftException]] = ()
    clashes: Sequence[tuple[OwnException, OwnException]] = field(default_factory=tuple)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing would change."""
        return not (self.adds or self.removes)


def of(turn: Turn, change: Change) -> Effect:
    """Return what a complete change would write as things stand now."""
    if change.kind is RecordKind.CLOSING:
        return _of_closing(turn, change)
    if change.is_denied:
        return _of_denial(turn, change)
    first, last = change.bounds
    found = [(record, known.own(record)) for record in known.records(turn, turn.writer_id, first, last)]
    standing = [exception for _, exception in found]
    new = _settled(turn, change)
    if change.resolve == "known":
        new = [left for one in new for left in shift_clashes.giving_way(one, standing)]
    clashes = shift_clashes.clashes(new, standing)
    if clashes and change.resolve is None:
        return Effect(new, clashes=clashes)
    gone = [(record, one, shift_clashes.giving_way(one, new)) for record, one in found]
    gone = [(record, one, left) for record, one, left in gone if left != [one]]
    staying = [one for record, one in found if all(record is not other for other, _, _ in gone)]
    news = [left for one in new for left in shift_clashes.not_yet_known(one, staying)]
    return Effect(
        _unusual(turn, news),
        [record for record, _, _ in gone],
        [(record, one) for record, _, left in gone for one in left],
    )


def exceptions(turn: Turn, change: Change) -> list[OwnException]:
    """Return what a complete change says; leave of days that touch each other as one."""
    if change.kind is RecordKind.LEAVE:
        return [*(Leave(first, last) for first, last in change.days), *_swaps(turn, change)]
    if change.kind is RecordKind.OVERTIME:
        times = hours(turn, change)
        return [Overtime(day, Shift.of("", *times)) for day in change.all_days] if times else []
    if change.swaps:
        return _swaps(turn, change)
    system = known.system(turn, change.system)
    if change.shift is not None:
        return [known.swap(system, day, change.shift) for day in change.all_days] if system else []
    colleague = colleagues.of_code(turn, change.colleague)
    worked = colleagues.shifts_of(turn, colleague, change.all_days) if colleague else None
    return [Swap(day, shift) for day, shift in zip(change.all_days, worked or (), strict=False)]


def _swaps(turn: Turn, change: Change) -> list[OwnException]:
    system = known.system(turn, change.system)
    return [known.swap(system, day, code) for day, code in change.swaps] if system else []


def within(turn: Turn, change: Change) -> tuple[Swap, Leave] | None:
    """Return work and leave that one message says of the same day, as long as nobody has said which is true."""
    if change.prevails is not None or change.kind is not RecordKind.LEAVE or not change.swaps or change.is_denied:
        return None
    said = exceptions(turn, change)
    pairs = ((one, other) for one, other in contradictions(said) if isinstance(other, Swap) and isinstance(one, Leave))
    return next(((swap, leave) for leave, swap in pairs), None)


def _settled(turn: Turn, change: Change) -> list[OwnException]:
    """What a change says, of work and leave on the same day the one that is true."""
    said = exceptions(turn, change)
    winners = [one for one in said if isinstance(one, Swap) == (change.prevails == "swap")]
    if change.prevails is None:
        return said
    losers = [one for one in said if one not in winners]
    return [*winners, *(left for one in losers for left in shift_clashes.giving_way(one, winners))]


def hours(turn: Turn, change: Change) -> tuple[str, str] | None:
    """Return from when to when overtime goes; what was not said of it is reckoned from the end of the day's shift."""
    if change.starts and change.ends:
        return change.starts, change.ends
    day = min(change.all_days, default=None)
    shift = known.rota(turn, turn.known_person, day, day).shift_on(day) if day else None
    begins = _minutes(change.starts) if change.starts else (begins_after(shift, change) if shift else None)
    if begins is None:
        return None
    if change.ends and _minutes(change.ends) != begins % (24 * 60):
        return clock_of(begins), change.ends
    return (clock_of(begins), clock_of(begins + change.minutes)) if change.minutes else None


def begins_after(shift: Shift | Unknown, change: Change) -> int | None:
    """Return the minute of the day at which overtime begins beside a shift: after it, or in the part that was said."""
    after = shift.end if isinstance(shift, Shift) else None
    if change.part is None or after is None:
        return after
    first, last, usual = _PARTS[change.part]
    return after if first <= after < last else usual


def remarks(turn: Turn, change: Change, effect: Effect) -> list[str]:
    """Return what is worth saying of a change before it is saved."""
    if all(isinstance(one, Closing | Leave) for one in effect.adds):
        return []
    first, last = change.bounds
    before = known.rota(turn, turn.known_person, first - _DAY, last + _DAY)
    return [*_doubled(turn, before, effect), *_short(turn, before, effect, (first, last))][:_MOST_REMARKS]


def _doubled(turn: Turn, before: Rota, effect: Effect) -> list[str]:
    """Overtime at hours that belong to the shift of the day anyway."""
    found = []
    for one in effect.adds:
        shift = before.shift_on(one.day) if isinstance(one, Overtime) else None
        if isinstance(one, Overtime) and isinstance(shift, Shift) and _meet(shift, one.hours):
            worked = words.with_hours(turn.t, shift)
            found.append(turn.t("⚠️ These hours lie within {shift} of that day.", shift=worked))
    return found


def _meet(one: Shift, other: Shift) -> bool:
    return one.start < other.end and other.start < one.end


def _short(turn: Turn, before: Rota, effect: Effect, span: Days) -> list[str]:
    """Rests that become shorter than the law allows."""
    first, last = span
    gone = [record.exception for record in effect.removes]
    kept: list[ShiftException] = [one for one in before.exceptions if one not in gone]
    kept += [*(one for _, one in effect.rests), *effect.adds]
    try:
        after = Rota(before.cycle, tuple(kept), before.habits, before.is_assumed)
    except ContradictionError:
        return []
    shown = short_rests(after, first, last + _DAY)
    known_before = set(short_rests(before, first, last + _DAY))
    new = [(day, rest) for day, rest in shown if (day, rest) not in known_before]
    least = REST_BEFORE_ANOTHER_SHIFT
    return [
        turn.t(
            "⚠️ Before the shift of {day} there are only {rest} hours of rest; the law asks for {least} ({basis};"
            " not yet compared with the original document).",
            day=words.day(turn.t, day),
            rest=f"{max(rest, 0) / 60:g}",
            least=least.value // 60,
            basis=least.basis,
        )
        for day, rest in new
    ]


def denied(turn: Turn, change: Change) -> list[ShiftRecord]:
    """Return the records that somebody says are no longer true: those of the days said, or all that are to come."""
    first, last = change.bounds if change.days else (turn.today, turn.today + _YEAR)
    if change.kind is RecordKind.CLOSING:
        plant = known.plant(turn, change.enterprise)
        return known.plant_records(turn, plant.id, first, last) if plant else []
    found = known.records(turn, turn.writer_id, first, last)
    return [record for record in found if record.kind is change.kind]


def _of_denial(turn: Turn, change: Change) -> Effect:
    found = denied(turn, change)
    if not change.days:
        return Effect(removes=found)
    days = change.all_days
    rests = [(record, left) for record in found for left in shift_clashes.without_days(known.own(record), days)]
    return Effect(removes=found, rests=rests)


def _of_closing(turn: Turn, change: Change) -> Effect:
    plant = known.plant(turn, change.enterprise)
    if plant is None:
        return Effect()
    if change.is_denied:
        found = denied(turn, change)
        spans = [(record, Leave(record.first_on, record.last_on)) for record in found]
        left = [(record, one) for record, span in spans for one in shift_clashes.without_days(span, change.all_days)]
        rests = [(record, _closing(one, record.reason)) for record, one in left if isinstance(one, Leave)]
        return Effect(removes=found, rests=rests if change.days else ())
    first, last = change.bounds
    standing = [Leave(one.first_on, one.last_on) for one in known.plant_records(turn, plant.id, first, last)]
    reason = ClosingReason.STOPPED_WORK if change.is_stopped else ClosingReason.HOLIDAY
    news = [left for span in change.days for left in shift_clashes.not_yet_known(Leave(*span), standing)]
    return Effect([_closing(one, reason) for one in news if isinstance(one, Leave)])


def _closing(days: Leave, reason: ClosingReason | None) -> Closing:
    return Closing(days.first, days.last, reason or ClosingReason.HOLIDAY)


def _unusual(turn: Turn, news: Iterable[OwnException]) -> list[OwnException]:
    """Without the swaps to what the crew works that day anyway."""
    person = turn.known_person
    system = known.system(turn, person.shift_system_code)
    cycle = known.cycle(system, person.crew) if system else None
    found = []
    for one in news:
        closed = isinstance(one, Swap) and _is_closed(turn, (one.day, one.day))
        if not isinstance(one, Swap) or cycle is None or closed or cycle.on(one.day) != one.shift:
            found.append(one)
    return found


def _is_closed(turn: Turn, span: Days) -> bool:
    plant = turn.known_person.workplace
    return plant is not None and bool(known.plant_records(turn, plant.id, *span))


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def usual(turn: Turn, day: date) -> str:
    """Return what the person works on a day so far, in words."""
    return words.shift(turn.t, known.rota(turn, turn.known_person, day, day).shift_on(day))
