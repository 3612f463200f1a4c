"""When workers on shifts can come to a class: what their rotas leave of its slots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from models.rotas import Knowledge, Rota
from models.shifts import Span, State, timeline
from models.timetable.course import Hindrance, Slot

_OF_STATE = {
    State.WORKING: Hindrance.ON_SHIFT,
    State.ASLEEP: Hindrance.ASLEEP,
    Knowledge.UNKNOWN: Hindrance.UNKNOWN,
    State.FREE: None,
}
_ORDER = [*Hindrance, None]
Times = Iterable[tuple[datetime, datetime]]


def hindrances(rota: Rota, slots: Sequence[Slot], busy: Times = ()) -> tuple[Hindrance | None, ...]:
    """Return what keeps somebody from each of the slots, which are in ascending order of start.

    Work with the way there and back, sleep (after a night shift, too) and what is unknown come from the rota
    (:mod:`models.shifts`); `busy` are other times ``[start, end)``. Who is free for a part of a slot only is not free.
    """
    if not slots:
        return ()
    spans = timeline(rota, slots[0].start, max(slot.end for slot in slots))
    taken = list(busy)
    found, first = [], 0
    for slot in slots:
        while spans[first].end <= slot.start:
            first += 1
        found.append(_first_of(_met(slot, spans, first, taken)))
    return tuple(found)


def of_rotas(rotas: Mapping[str, Rota], slots: Sequence[Slot]) -> dict[str, tuple[Hindrance | None, ...]]:
    """Return the hindrances of many people by their keys; those who share a rota share the answer."""
    answers: dict[Rota, tuple[Hindrance | None, ...]] = {}
    for rota in rotas.values():
        if rota not in answers:
            answers[rota] = hindrances(rota, slots)
    return {key: answers[rota] for key, rota in rotas.items()}


def _met(
    slot: Slot, spans: Sequence[Span], first: int, busy: Sequence[tuple[datetime, datetime]]
) -> set[Hindrance | None]:
    met: set[Hindrance | None] = set()
    for span in spans[first:]:
        if span.start >= slot.end:
            break
        met.add(_OF_STATE[span.state])
    if any(start < slot.end and slot.start < end for start, end in busy):
        met.add(Hindrance.BUSY)
    return met


def _first_of(met: set[Hindrance | None]) -> Hindrance | None:
    return min(met, key=_ORDER.index)
