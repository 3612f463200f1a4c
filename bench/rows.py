"""The table of `make bench`: one function a row (or a few that are measured together), and the list of them.

To add a row, write a function that takes `quick` (one short run) and returns `Row`s, and append it to `ROWS`.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from sqlalchemy import select

from bench.candidates import TODAY, many_candidates
from bench.measure import AIOGRAM, PRODUCT, PTB, Figures, Load, Subject, medians, ratio, side_by_side
from bench.plan_rows import meeting_plans
from bench.row import Row
from bench.sample_course import sample_course
from bench.timetable_rows import class_timetables
from models import dues, public_holidays
from models.candidates import Candidate
from models.rulebook import shipped
from models.working_days import WorkingDays

__all__ = ["ROWS", "Row"]

AT_ONCE = Load(gather_ms=20)
"""Answers at once. Polls gather for 20 ms, at which python-telegram-bot is fastest."""

AFTER_50_MS = Load(chats=256, delay_ms=50)
"""Enough people that only the bot limits how much is under way."""

ONE_AT_A_TIME = {"warm_up": 20, "replies": 100}
"""Fewer turns for a bot that waits 50 ms for each."""


def turns_at_once(quick: bool) -> list[Row]:
    """Turns a second when the messenger answers at once."""
    taken = _taken([(PTB, AT_ONCE), (AIOGRAM, AT_ONCE), (PRODUCT, AT_ONCE)], rounds=1 if quick else 3)
    rows = [_turns(name, figures, "0 ms") for name, figures in taken.items()]
    if PRODUCT.name in taken:
        rows.append(_ratio(taken, PTB, "0 ms", 0.5))
    return rows


def turns_after_50_ms(quick: bool) -> list[Row]:
    """Turns a second when the messenger answers in 50 ms."""
    slow = Load(delay_ms=AFTER_50_MS.delay_ms, **ONE_AT_A_TIME)
    taken = _taken([(PTB, slow), (AIOGRAM, AFTER_50_MS), (PRODUCT, AFTER_50_MS)], rounds=1 if quick else 3)
    rows = [_turns(name, figures, "50 ms") for name, figures in taken.items()]
    if PRODUCT.name in taken:
        rows += [_ratio(taken, PTB, "50 ms", 15.0), _ratio(taken, AIOGRAM, "50 ms", 0.4)]
    return rows


def reply_time(quick: bool) -> list[Row]:
    """Reply times at a hundred turns a second, and what the product needs to start and to live."""
    paced = Load(pace=100, replies=1000 if quick else 3000)
    taken = _taken([(PTB, paced), (AIOGRAM, paced), (PRODUCT, paced)], rounds=1 if quick else 3)
    rows = []
    for name, figures in taken.items():
        middle = medians(figures)
        budget, ok = ("≤ 15 ms", middle.p99_ms <= 15) if name == PRODUCT.name else ("", None)
        text = f"p50 {middle.p50_ms:.1f} ms, p99 {middle.p99_ms:.1f} ms"
        rows.append(Row(f"{name}: reply time at 100 turns/s", text, budget, ok, _details(figures)))
    if PRODUCT.name in taken:
        middle = medians(taken[PRODUCT.name])
        start, memory = middle.start_seconds, middle.memory_mib
        rows.append(Row("start to first answer", f"{start:.2f} s", "≤ 1.5 s", start <= 1.5))
        rows.append(Row("memory after the load", f"{memory:.0f} MiB", "≤ 110 MiB", memory <= 110))
    return rows


def paced_broadcast(quick: bool) -> list[Row]:
    """A broadcast at the messenger's pace while ten people write: the pace and the requests of the product alone."""
    load = Load(chats=50, warm_up=1, pace=1.0, unasked=600 if quick else 3000, limit=30)
    sender = Subject("pace and requests alone", "bench.paced_sender")
    ((figures,),) = side_by_side([(sender, load)], rounds=1)
    details = _details([figures])
    each = figures.unasked_per_second + load.pace
    return [
        Row("broadcast and replies together", f"{each:.2f}/s", "≥ 29.5/s", each >= 29.5, details),
        Row("most messages in any second", str(figures.most_in_a_second), "≤ 30", figures.most_in_a_second <= 30),
        Row("refused (429)", str(figures.refused_429), "0", figures.refused_429 == 0),
        Row("replies meanwhile, p99", f"{figures.p99_ms:.1f} ms", "≤ 60 ms", figures.p99_ms <= 60),
    ]


def dues_of_candidates(quick: bool) -> list[Row]:
    """What is due of 10,000 candidates, from the first statement to the last date, on SQLite."""
    calendar, seconds, found = WorkingDays(public_holidays.of_year), [], 0
    with many_candidates(10_000) as database:
        for _ in range(1 if quick else 5):
            with database.read() as session:
                began = time.perf_counter()
                walks = dues.load(session, select(Candidate.id))
                found = len(dues.Reckoning(shipped(), calendar, TODAY).of_all(walks))
                seconds.append(time.perf_counter() - began)
    middle = median(seconds)
    details = {"seconds": seconds, "found": found}
    return [Row(f"dues of 10,000 candidates ({found})", f"{middle:.2f} s", "≤ 1 s", middle <= 1, details)]


ROWS: list[Callable[[bool], list[Row]]] = [
    turns_at_once,
    turns_after_50_ms,
    reply_time,
    paced_broadcast,
    dues_of_candidates,
    meeting_plans,
    class_timetables,
    sample_course,
]


def _taken(runs: Sequence[tuple[Subject, Load]], rounds: int) -> dict[str, list[Figures]]:
    """Figures by subject, of those that are there."""
    here = [(subject, load) for subject, load in runs if subject.exists]
    return {subject.name: figures for (subject, _), figures in zip(here, side_by_side(here, rounds), strict=True)}


def _turns(name: str, figures: list[Figures], delay: str) -> Row:
    return Row(
        f"{name}: turns, messenger answers in {delay}",
        f"{medians(figures).turns_per_second:.0f}/s",
        details=_details(figures),
    )


def _ratio(taken: dict[str, list[Figures]], peer: Subject, delay: str, budget: float) -> Row:
    times = ratio(taken[PRODUCT.name], taken[peer.name])
    return Row(f"product against {peer.name}, {delay}", f"{times:.2f}×", f"≥ {budget}×", times >= budget)


def _details(figures: list[Figures]) -> dict[str, Any]:
    return {"rounds": [asdict(one) for one in figures]}
