"""When nobody can come at any time: what stands in the way, and which constraint to loosen, with numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers import day_words
from handlers.meetings import words
from handlers.turn import Turn
from models import cell_planning
from models.cell_planning import Cell, Keep, Times
from models.meeting_rules import MeetingRules
from models.planning import NoPossibleStartError, plan
from models.units import Unit

_MORE_DAYS = 14
_EARLIEST, _LATEST_END = time(5), time(23, 30)
_SAMPLES = 12  # times at which it is asked what keeps people away


def hindrances(turn: Turn, unit: Unit, cell: Cell, minutes: int, *, is_possible: bool) -> list[str]:
    """Return why there is no time on the cell's days, and how many could come if a constraint were loosened."""
    rules = turn.settings.meetings
    between = {"earliest": words.clock(rules.earliest), "latest": words.clock(rules.latest_end)}
    if not is_possible:
        told = turn.t(
            "⚠️ No sitting of {minutes} minutes fits between {earliest} and {latest}.", minutes=minutes, **between
        )
        return [told, turn.t("An administrator can widen the hours of meetings or shorten them in the settings.")]
    told = turn.t("⚠️ Nobody can come at any time between {earliest} and {latest} on these days.", **between)
    why = words.absences(turn.translator, _most_frequent(cell, rules, minutes))
    lines = [told, turn.t("What stands in the way: {why}.", why=why)]
    looser = [
        turn.t("If {change}: {able}/{all} people.", change=change, able=able, all=len(cell.members))
        for change, able in _looser(turn, unit, cell, minutes)
        if able
    ]
    return lines + (looser or [turn.t("More days or longer hours would not help: please look at the shifts first.")])


def _most_frequent(cell: Cell, rules: MeetingRules, minutes: int) -> list[Keep]:
    """What keeps each member away most of the times."""
    samples = _samples(cell, rules, minutes)
    found = []
    for one in cell.members:
        kept = [cell.keeps(times)[one.id] for times in samples if one.id in cell.keeps(times)]
        found += [keep for keep, _ in Counter(kept).most_common(1)]
    return found


def _samples(cell: Cell, rules: MeetingRules, minutes: int) -> list[Times]:
    zone, length = ZoneInfo(cell.habits.timezone), timedelta(minutes=minutes)
    days = (cell.last - cell.first).days + 1
    clocks = (rules.usual_start, time(17, 30))
    starts = [datetime.combine(cell.first + timedelta(days=day), at, zone) for day in range(days) for at in clocks]
    return [(start, start + length) for start in starts[:: len(starts) // _SAMPLES + 1]]


def _looser(turn: Turn, unit: Unit, cell: Cell, minutes: int) -> Iterator[tuple[str, int]]:
    rules = turn.settings.meetings
    last = cell.last + timedelta(days=_MORE_DAYS)
    longer = cell_planning.load(turn.session, unit.id, cell.first, last, cell.habits)
    yield turn.t("the days go on to {day}", day=day_words.day(last)), _best(longer, rules, minutes)
    wider = replace(rules, earliest=min(rules.earliest, _EARLIEST), latest_end=max(rules.latest_end, _LATEST_END))
    hours = {"earliest": words.clock(wider.earliest), "latest": words.clock(wider.latest_end)}
    yield turn.t("the hours go from {earliest} to {latest}", **hours), _best(cell, wider, minutes)


def _best(cell: Cell, rules: MeetingRules, minutes: int) -> int:
    try:
        return plan(cell_planning.request_for(cell, rules, minutes)).plans[0].attending
    except NoPossibleStartError:
        return 0
