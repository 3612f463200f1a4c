"""The input of ``taonguon plan`` (CONTRACTS.md §4): read, checked, and turned into a request to the planner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from math import ceil
from pathlib import Path

from bot.cli.json_fields import DocumentError, Field, read_document, shown
from handlers.locales import N_, Translator
from models.planning import Member, PlanRequest
from models.planning.planner import VIETNAM
from models.shift_patterns import DAY_OFF, MINUTES_A_DAY, Cycle, Shift

_FIELDS = (
    *("window", "duration_minutes", "earliest", "latest_end", "step_minutes", "sittings", "quorum"),
    *("travel_minutes", "rest_hours_after_night", "usual_start", "shifts", "members"),
)
_OF_MEMBER = ("id", "pattern", "anchor", "missed_in_a_row", "busy")
# What a plan is still computed for in reasonable time.
_MOST_SITTINGS, _MOST_DAYS, _MOST_STARTS, _MOST_MEMBERS, _LONGEST_PATTERN = 10, 366, 60_000, 5_000, 3_660
_MOST_MISSED, _MOST_HOURS_OF_REST = 1_000, 72
_MINUTE = timedelta(minutes=1)


def read_request(path: Path, t: Translator) -> PlanRequest:
    """Return the request of a file. Raises :class:`bot.cli.json_fields.DocumentError`."""
    document = read_document(path, t)
    document.refuse_misspelt(_FIELDS)
    window = document.get("window")
    first, last = window.get("from").date(), window.get("to")
    if last.date() < first:
        last.fail(N_("{where}: {value} is before window.from."))
    if last.date() == date.max:  # a sitting may end at midnight, on the day after
        last.fail(N_("{where}: {value} is the end of the calendar; give an earlier day."))
    request = PlanRequest(
        first=first,
        last=last.date(),
        duration=document.get("duration_minutes").whole(1, MINUTES_A_DAY),
        earliest=document.get("earliest").clock(),
        latest_end=document.get("latest_end").clock(),
        step=document.get("step_minutes").whole(1, MINUTES_A_DAY),
        usual_start=document.get("usual_start").clock(),
        sittings=document.get("sittings").whole(1, _MOST_SITTINGS),
        quorum=document.get("quorum").number(0, 1),
        travel=document.get("travel_minutes").whole(0, MINUTES_A_DAY),
        rest=ceil(document.get("rest_hours_after_night").number(0, _MOST_HOURS_OF_REST) * 60),
        members=_members(document, datetime.combine(first, time(), VIETNAM)),
    )
    _check_starts(request, document)
    return request


def _check_starts(request: PlanRequest, document: Field) -> None:
    """Refuse a window without a possible start, and one with too many; say what to change."""
    if request.days > _MOST_DAYS:
        document.get("window").fail(
            N_("{where} has {number} days, more than {most}; make it shorter."), number=request.days, most=_MOST_DAYS
        )
    room = request.latest_end - request.earliest
    if room < request.duration:
        document.get("duration_minutes").fail(
            N_(
                "No sitting fits: between earliest and latest_end there are {room} minutes, and {where} is {value}."
                " Make the sitting shorter, or earliest and latest_end at least {value} minutes apart."
            ),
            room=max(room, 0),
        )
    starts = request.days * ((room - request.duration) // request.step + 1)
    if starts > _MOST_STARTS:
        document.get("step_minutes").fail(
            N_(
                "{where}: {value} gives {number} possible starts, more than {most};"
                " make it larger, or the window shorter."
            ),
            number=starts,
            most=_MOST_STARTS,
        )


def _members(document: Field, midnight: datetime) -> tuple[Member, ...]:
    shifts = _shifts(document.get("shifts"))
    field = document.get("members")
    items = field.items()
    if not 1 <= len(items) <= _MOST_MEMBERS:
        field.fail(N_("{where}: there are {number}; give 1 to {most}."), number=len(items), most=_MOST_MEMBERS)
    members = tuple(_member(item, shifts, midnight) for item in items)
    twice = next((id_ for id_, number in Counter(member.id for member in members).items() if number > 1), None)
    if twice is not None:
        field.fail(N_("{where}: the id {id} is there twice; give each member an id of their own."), id=shown(twice))
    return members


def _shifts(field: Field) -> Mapping[str, Shift]:
    shifts = {}
    for code in field.object():
        if code == DAY_OFF:
            field.fail(N_("{where}: - is a day off and cannot be a shift."))
        hours = field.get(code)
        start, end = hours.pair()
        start.clock(), end.clock()
        try:
            shifts[code] = Shift.of(code, start.text(), end.text())
        except ValueError:
            start.fail(N_("{where}: {value} is not a time of day; write it like 06:30."))
    return shifts


def _member(item: Field, shifts: Mapping[str, Shift], midnight: datetime) -> Member:
    id_ = item.get("id").text()
    item = item.named(shown(id_).strip('"'))
    item.refuse_misspelt(_OF_MEMBER)
    missed, busy = item.optional("missed_in_a_row"), item.optional("busy")
    return Member(
        id=id_,
        cycle=_cycle(item, shifts),
        missed_in_a_row=missed.whole(0, _MOST_MISSED) if missed else 0,
        busy=tuple(_busy(interval, midnight) for interval in busy.items()) if busy else (),
    )


def _cycle(item: Field, shifts: Mapping[str, Shift]) -> Cycle:
    pattern = item.get("pattern")
    days = pattern.items()
    if not 1 <= len(days) <= _LONGEST_PATTERN:
        pattern.fail(N_("{where}: there are {number}; give 1 to {most}."), number=len(days), most=_LONGEST_PATTERN)
    return Cycle(tuple(_shift(day, shifts) for day in days), item.get("anchor").date())


def _shift(day: Field, shifts: Mapping[str, Shift]) -> Shift | None:
    code = day.text()
    if code == DAY_OFF:
        return None
    return shifts[code] if code in shifts else _no_shift(day, list(shifts))


def _no_shift(day: Field, codes: Sequence[str]) -> Shift:
    day.fail(
        N_("{where}: there is no shift {value}; there are: {codes}."), codes=", ".join([*map(shown, codes), '"-"'])
    )


def _busy(field: Field, midnight: datetime) -> tuple[int, int]:
    """An interval in whole minutes that a sitting meets exactly when it meets the interval itself."""
    start, end = field.pair()
    begins, ends = start.minutes_from(midnight), end.minutes_from(midnight)
    if ends <= begins:
        end.fail(N_("{where}: {value} is not after its start, {start}."), start=shown(start.value))
    return begins // _MINUTE, -(-ends // _MINUTE)


__all__ = ["DocumentError", "read_request"]
