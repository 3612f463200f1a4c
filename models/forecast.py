"""How many admissions there will be until a day, with a range that says how sure that is.

Each candidate still needs a known row of steps. How long a step takes is what it took before in this organisation
(:func:`history`); where fewer than five such times are known, an assumption (``ASSUMED_DAYS``), or the time limit of
the rules. From these the chance of each candidate to be admitted in time is computed exactly, by adding up the lengths
of the steps and not by trying at random; the number of admissions is then the sum of independent chances. The range
holds eight of ten outcomes, reckoned from a pace that is slower than usual up to one that is faster, as candidates of
one organisation hurry or wait together. Nothing here says anything about a person: all who stand at one stage since
one day are alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from math import sqrt
from statistics import NormalDist, median
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from models.candidates import PATH, Candidate, Stage, StageStep
from models.dues import Walk

TO_ADMISSION = PATH[: PATH.index(Stage.ADMITTED) + 1]
LEAST_KNOWN = 5  # times that a step must have been seen before its lengths count
MOST_LENGTHS = 24  # of a step that are reckoned with; more are thinned out evenly
SHARE_OUTSIDE = 0.1  # of outcomes below the range, and the same above it
# How much slower or faster all may be than usual: with times of this organisation, and with assumed ones.
PACE_KNOWN, PACE_ASSUMED = 1.15, 1.4
_EXACT_UP_TO = 400  # candidates; the sum of more chances is as good as normally distributed
# Days from the stage before: quick, usual, slow. Assumptions of this program, seen in no document; the last two end
# with the time limits of 60 and 30 working days (QĐ 232-QĐ/TW 20/1/2025, 4.3.1; QĐ 208-QĐ/TW 26/7/2026).
ASSUMED_DAYS: Mapping[Stage, tuple[int, int, int]] = {
    Stage.MENTORED: (14, 30, 60),
    Stage.CLASS_COMPLETED: (60, 120, 240),
    Stage.APPLIED: (7, 30, 90),
    Stage.VERIFIED: (30, 60, 120),
    Stage.CELL_RESOLVED: (14, 30, 60),
    Stage.DECIDED: (30, 60, 84),
    Stage.ADMITTED: (10, 25, 42),
}
# Of those at a stage so many take the next step at all: assumed, with the weight of ten that were seen.
ASSUMED_TO_GO_ON, WEIGHT_ASSUMED = 0.95, 10
_LONG_WAITS = (1 / 8, 3 / 8, 5 / 8, 7 / 8)
_STEPS, _CANDIDATES = cast("Table", StageStep.__table__), cast("Table", Candidate.__table__)


class Ground(StrEnum):
    """What the lengths of a step rest on."""

    HISTORY = "history"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many days the step to `stage` takes, from the stage before: equally likely lengths, in ascending order.

    `going_on` is the share of those at the stage before who take it at all.
    """

    stage: Stage
    days: tuple[int, ...]
    ground: Ground
    times: int = 0  # how often it was seen
    going_on: float = ASSUMED_TO_GO_ON

    @property
    def usual(self) -> int:
        """The median, in days."""
        return round(median(self.days))


@dataclass(frozen=True, slots=True)
class StageShare:
    """Those who stand at one stage: how many, and how many admissions are to be expected of them."""

    stage: Stage
    candidates: int
    expected: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Admissions after `today` up to and with `until`: most likely `middle`, in eight of ten cases `low` to `high`.

    `shares` are those on the way, the furthest stage first; `slowest` is the step that takes longest among those that
    they still need; `waiting` counts those who wait at their stage longer than anybody was seen or is assumed to.
    """

    until: date
    middle: int
    low: int
    high: int
    shares: tuple[StageShare, ...]
    slowest: Lengths | None
    waiting: int

    @property
    def candidates(self) -> int:
        """How many are on the way."""
        return sum(share.candidates for share in self.shares)


def history(session: Session) -> dict[Stage, Lengths]:
    """Return how long each step to admission took in this organisation, or is assumed to; no person is in it."""
    query = select(_STEPS.c.candidate_id, _STEPS.c.stage, _STEPS.c.reached_on).where(
        _STEPS.c.undone_at.is_(None), _STEPS.c.stage.in_(TO_ADMISSION)
    )
    gone = select(_CANDIDATES.c.id).where(_CANDIDATES.c.stage.in_((Stage.WITHDRAWN, Stage.REJECTED)))
    days: dict[int, dict[Stage, date]] = defaultdict(dict)
    for candidate_id, stage, day in session.execute(query):
        days[candidate_id][stage] = max(day, days[candidate_id].get(stage, day))
    return lengths_of(days.values(), [days[candidate_id] for candidate_id in session.scalars(gone)])


def lengths_of(
    walked: Iterable[Mapping[Stage, date]], gone: Iterable[Mapping[Stage, date]] = ()
) -> dict[Stage, Lengths]:
    """Return the lengths of the steps to admission from the days on which the stages were reached.

    `gone` are those of `walked` who have withdrawn or were not accepted.
    """
    seen: dict[Stage, list[int]] = defaultdict(list)
    reached: Counter[Stage] = Counter()
    for days in walked:
        reached.update(TO_ADMISSION[: _furthest(days) + 1])
        for before, stage in pairwise(TO_ADMISSION):
            if before in days and stage in days and days[stage] >= days[before]:
                seen[stage].append((days[stage] - days[before]).days)
    left = Counter(_furthest(days) for days in gone)
    return {
        stage: _lengths(stage, seen[stage], reached[stage], left[place]) for place, stage in enumerate(TO_ADMISSION[1:])
    }


def _furthest(days: Iterable[Stage]) -> int:
    """The place of the furthest stage reached; -1 when none is known."""
    return max((TO_ADMISSION.index(stage) for stage in days), default=-1)


def _lengths(stage: Stage, seen: list[int], went_on: int, left: int) -> Lengths:
    going_on = (went_on + ASSUMED_TO_GO_ON * WEIGHT_ASSUMED) / (went_on + left + WEIGHT_ASSUMED)
    if len(seen) < LEAST_KNOWN:
        quick, usual, slow = ASSUMED_DAYS[stage]
        return Lengths(stage, (quick, usual, usual, slow), Ground.ASSUMED, len(seen), going_on)
    return Lengths(stage, tuple(_thinned(sorted(seen))), Ground.HISTORY, len(seen), going_on)


def _thinned(days: Sequence[int]) -> Sequence[int]:
    """At most `MOST_LENGTHS` of them, evenly over their order, so that the median stays."""
    if len(days) <= MOST_LENGTHS:
        return days
    return [days[(2 * place + 1) * len(days) // (2 * MOST_LENGTHS)] for place in range(MOST_LENGTHS)]


def is_on_the_way(walk: Walk) -> bool:
    """Whether a candidate is on the way to admission: neither admitted, nor paused, nor gone."""
    return walk.stage in PATH and walk.place < PATH.index(Stage.ADMITTED)


def forecast(walks: Iterable[Walk], lengths: Mapping[Stage, Lengths], today: date, until: date) -> Forecast:
    """Return the admissions to be expected of `walks`; `until` may be today at the earliest."""
    on_the_way = [walk for walk in walks if is_on_the_way(walk)]
    alike = Counter(sorted((PATH[walk.place], (today - _since(walk)).days) for walk in on_the_way))
    is_known = all(step.ground is Ground.HISTORY for step in lengths.values())
    pace = PACE_KNOWN if is_known else PACE_ASSUMED
    slow, usual, quick = (_Chances(lengths, speed, (until - today).days).of(alike) for speed in (pace, 1.0, 1 / pace))
    # Those who have waited longer than the quick pace knows would seem slower than usual there.
    slow = {key: min(chance, usual[key]) for key, chance in slow.items()}
    quick = {key: max(chance, usual[key]) for key, chance in quick.items()}
    shares = _shares(alike, usual)
    return Forecast(
        until=until,
        middle=_quantile(_spread(alike, usual), 0.5),
        low=_quantile(_spread(alike, slow), SHARE_OUTSIDE),
        high=_quantile(_spread(alike, quick), 1 - SHARE_OUTSIDE),
        shares=shares,
        slowest=_slowest(shares, lengths),
        waiting=sum(count for (stage, waited), count in alike.items() if waited > _next(stage, lengths).days[-1]),
    )


def _since(walk: Walk) -> date:
    """The day since which a candidate stands at the furthest stage."""
    return walk.happened.get(PATH[walk.place], walk.moved_on)


def _next(stage: Stage, lengths: Mapping[Stage, Lengths]) -> Lengths:
    return lengths[TO_ADMISSION[TO_ADMISSION.index(stage) + 1]]


Alike = Mapping[tuple[Stage, int], int]  # candidates by their stage and the days since they reached it


class _Chances:
    """The chance to be admitted within `days` when every step takes `speed` times its length."""

    def __init__(self, lengths: Mapping[Stage, Lengths], speed: float, days: int) -> None:
        self._days = days
        self._going_on = [1.0, *(lengths[stage].going_on for stage in TO_ADMISSION[1:])]
        self._steps = {
            stage: [max(1, round(length * speed)) for length in step.days] for stage, step in lengths.items()
        }

    def of(self, alike: Alike) -> dict[tuple[Stage, int], float]:
        return {key: self._chance(*key) for key in alike}

    def _chance(self, stage: Stage, waited: int) -> float:
        """Of the lengths of the next step only those are possible that are not over yet."""
        place = TO_ADMISSION.index(stage) + 1
        steps = self._steps[TO_ADMISSION[place]]
        left = [length - waited for length in steps if length > waited]
        # Of waits longer than any known one half are taken to last as long again (Pareto's tail, of exponent 1).
        left = left or [round(waited * share / (1 - share)) for share in _LONG_WAITS]
        return self._going_on[place] * sum(self._within(place, self._days - days) for days in left) / len(left)

    def _within(self, place: int, days: int) -> float:
        """The chance to walk on from the stage at `place` to admission within `days`."""
        sums = self._sums[place]
        return sums[days] if days < len(sums) and days >= 0 else float(days >= 0)

    @cached_property
    def _sums(self) -> dict[int, list[float]]:
        """By place on the path: the chance that the steps after it take at most 0, 1, 2, … days."""
        size = max(self._days, 0) + 1
        last = len(TO_ADMISSION) - 1
        sums = {last: [1.0] * size}
        for place in range(last - 1, 0, -1):
            steps, after = self._steps[TO_ADMISSION[place + 1]], sums[place + 1]
            sums[place] = [
                self._going_on[place + 1]
                * sum(after[day - length] for length in steps[: bisect_right(steps, day)])
                / len(steps)
                for day in range(size)
            ]
        return sums


def _shares(alike: Alike, chances: Mapping[tuple[Stage, int], float]) -> tuple[StageShare, ...]:
    counts: Counter[Stage] = Counter()
    expected: dict[Stage, float] = defaultdict(float)
    for (stage, waited), count in alike.items():
        counts[stage] += count
        expected[stage] += count * chances[stage, waited]
    return tuple(StageShare(stage, counts[stage], expected[stage]) for stage in reversed(TO_ADMISSION) if counts[stage])


def _slowest(shares: Sequence[StageShare], lengths: Mapping[Stage, Lengths]) -> Lengths | None:
    """The longest step that those from whom admissions are expected still need; of nobody, that all need."""
    awaited = [share for share in shares if share.expected >= 0.5] or shares
    if not awaited:
        return None
    first = min(TO_ADMISSION.index(share.stage) for share in awaited)
    return max((lengths[stage] for stage in TO_ADMISSION[first + 1 :]), key=lambda step: step.usual)


def _spread(alike: Alike, chances: Mapping[tuple[Stage, int], float]) -> list[float]:
    """The chance of each candidate, those without any left out."""
    return [chances[key] for key, count in alike.items() for _ in range(count) if chances[key] > 0]


def _quantile(chances: Sequence[float], share: float) -> int:
    """The least number that the sum of independent chances does not exceed in `share` of all cases."""
    if len(chances) > _EXACT_UP_TO:
        spread = sqrt(sum(chance * (1 - chance) for chance in chances))
        number = sum(chances) + spread * NormalDist().inv_cdf(share)
        return min(len(chances), max(0, round(number)))
    ways = [1.0]  # the chance of 0, 1, 2, … admissions
    for chance in chances:
        ways = [
            before * (1 - chance) + after * chance for before, after in zip([*ways, 0.0], [0.0, *ways], strict=True)
        ]
    so_far = 0.0
    for number, way in enumerate(ways):
        so_far += way
        if so_far >= share - 1e-12:
            return number
    return len(chances)
