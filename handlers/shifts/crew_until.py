"""A crew that changes on a day to come: until then the shifts of the old one are kept as swaps."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.shifts import change_saving, known, words
from handlers.turn import Turn
from models import shift_clashes
from models.shift_exceptions import Swap
from models.shift_patterns import Cycle
from models.shift_records import ShiftRecord

FARTHEST = timedelta(days=31)
_DAY = timedelta(days=1)


def kept(turn: Turn, new: Cycle | None, since: date) -> list[ShiftRecord]:
    """Return records of what the writer works until `since` other than the `new` cycle, where nothing else is known."""
    person = turn.known_person
    system = known.system(turn, person.shift_system_code)
    old = known.cycle(system, person.crew) if system else None
    if old is None:
        return []
    days = [turn.today + step * _DAY for step in range((since - turn.today).days)]
    differing = [day for day in days if new is None or old.on(day) != new.on(day)]
    told = _told_days(turn, days[0], days[-1])
    return [change_saving.new_record(turn, Swap(day, old.on(day))) for day in differing if day not in told]


def told(turn: Turn) -> str:
    """Return the sentence that says what holds until the day of the change."""
    person = turn.known_person
    system = known.system(turn, person.shift_system_code)
    if system is None or known.cycle(system, person.crew) is None:
        return turn.t("{Your} shifts until then are not known here; the new crew is kept from now on.")
    return turn.t("Until then it stays as it is: {what}.", what=words.crew(turn.t, person.crew, system))


def _told_days(turn: Turn, first: date, last: date) -> set[date]:
    """The days of which something else is known: a swap, leave or overtime of the writer, or a closed enterprise."""
    records = known.records(turn, turn.writer_id, first, last)
    found = {day for record in records for day in shift_clashes.days_of(known.own(record))}
    plant = turn.known_person.workplace
    closings = known.plant_records(turn, plant.id, first, last) if plant else []
    for closing in closings:
        found |= {closing.first_on + step * _DAY for step in range((closing.last_on - closing.first_on).days + 1)}
    return found
