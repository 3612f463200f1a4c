"""The rows of `make bench` for the timetable of a class: from the rotas' free slots to the seats and the proof."""

import time
from statistics import median

from bench.row import Row
from bench.timetables import course
from models.timetable import Timetable, timetable


def class_timetables(quick: bool) -> list[Row]:
    """Six half-days in four weeks of mornings, afternoons and evenings."""
    rows = [_row("class timetable, 120 workers, room of 60", 120, 60, quick, 10.0, must_be_proven=True)]
    if quick:
        return rows
    return [*rows, _row("the same, 1,000 workers, room of 500", 1_000, 500, quick, 60.0, must_be_proven=False)]


def _row(what: str, workers: int, room: int, quick: bool, budget: float, *, must_be_proven: bool) -> Row:
    asked, seconds, found = course(workers, room, most_sittings=12), [], None
    for _ in range(1 if quick or not must_be_proven else 3):
        began = time.perf_counter()
        found = timetable(asked, seconds=0.9 * budget)
        seconds.append(time.perf_counter() - began)
    assert found is not None
    is_kept = median(seconds) <= budget and (found.is_optimal or not must_be_proven)
    details = {"seconds": seconds, "served": found.served, "most": found.most}
    wanted = f"≤ {budget:g} s" + (", proven" if must_be_proven else "")
    return Row(what, f"{median(seconds):.2f} s, {_told(found)}", wanted, is_kept, details)


def _told(found: Timetable) -> str:
    if found.is_optimal:
        return f"{found.served} served, proven"
    return f"{found.served} served, at most {found.most}"
