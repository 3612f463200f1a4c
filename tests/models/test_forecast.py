"""The forecast of admissions: exact chances, an honest range, no chance in it, nothing about persons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.audit import Actor, Via, act_as
from models.candidates import PATH, Candidate, Stage
from models.database import Database
from models.dues import Walk
from models.forecast import (
    ASSUMED_DAYS,
    ASSUMED_TO_GO_ON,
    TO_ADMISSION,
    WEIGHT_ASSUMED,
    Ground,
    Lengths,
    forecast,
    history,
    lengths_of,
)
from tests.support.path import add, reach

TODAY = date(2026, 11, 24)
YEAR_END = date(2026, 12, 31)
ASSUMED = lengths_of([])


def at(stage: Stage, waited: int = 0) -> Walk:
    """Return a candidate who reached `stage` so many days ago."""
    day = TODAY - timedelta(days=waited)
    return Walk(1, "QC012", "N.T.H.", 6, stage, date(2025, 1, 5), {str(stage): day})


def certain(**days: int) -> dict[Stage, Lengths]:
    """Return steps that everybody takes and that take exactly so many days: 10 where nothing is said."""
    return {
        stage: Lengths(stage, (days.get(str(stage), 10),), Ground.HISTORY, 9, going_on=1.0)
        for stage in TO_ADMISSION[1:]
    }


@pytest.mark.parametrize(
    ("stage", "waited", "days", "expected"),
    [
        (Stage.DECIDED, 0, 10, 1),
        (Stage.DECIDED, 0, 9, 0),
        (Stage.DECIDED, 4, 6, 1),
        (Stage.DECIDED, 4, 5, 0),
        (Stage.CELL_RESOLVED, 0, 20, 1),
        (Stage.CELL_RESOLVED, 0, 19, 0),
        (Stage.INTRODUCED, 3, 67, 1),
        (Stage.INTRODUCED, 3, 66, 0),
    ],
)
def test_steps_of_known_length_add_up(stage: Stage, waited: int, days: int, expected: int) -> None:
    found = forecast([at(stage, waited)], certain(), TODAY, TODAY + timedelta(days=days))
    assert found.middle == expected
    assert found.shares[0].expected == expected


def test_chances_are_those_of_every_way_that_the_steps_can_go() -> None:
    lengths = certain()
    lengths[Stage.DECIDED] = Lengths(Stage.DECIDED, (5, 20, 40), Ground.HISTORY, 9, going_on=0.9)
    lengths[Stage.ADMITTED] = Lengths(Stage.ADMITTED, (3, 30), Ground.HISTORY, 9, going_on=0.8)
    found = forecast([at(Stage.CELL_RESOLVED, waited=7)], lengths, TODAY, TODAY + timedelta(days=37))
    ways = [first - 7 + second <= 37 for first, second in product((20, 40), (3, 30))]  # five days are over
    assert found.shares[0].expected == pytest.approx(0.9 * 0.8 * sum(ways) / len(ways))


def test_of_a_wait_longer_than_any_half_last_as_long_again() -> None:
    found = forecast([at(Stage.DECIDED, waited=100)], certain(), TODAY, TODAY + timedelta(days=100))
    assert found.shares[0].expected == pytest.approx(0.5)
    assert found.waiting == 1


def test_the_range_holds_what_is_likely() -> None:
    many = [at(Stage.DECIDED, waited=5) for _ in range(20)]
    found = forecast(many, ASSUMED, TODAY, TODAY + timedelta(days=20))
    assert found.low < found.middle < found.high
    assert (found.low, found.middle, found.high) == (2, 14, 17)


def test_the_result_is_the_same_every_time() -> None:
    many = [at(stage, waited) for stage in TO_ADMISSION[:-1] for waited in range(0, 60, 7)]
    assert forecast(many, ASSUMED, TODAY, YEAR_END) == forecast(list(reversed(many)), ASSUMED, TODAY, YEAR_END)


@pytest.mark.parametrize("stage", [Stage.ADMITTED, Stage.OFFICIAL, Stage.PAUSED, Stage.WITHDRAWN, Stage.TRANSFERRED])
def test_who_is_not_on_the_way_to_admission_is_not_counted(stage: Stage) -> None:
    found = forecast([at(stage)], ASSUMED, TODAY, YEAR_END)
    assert (found.candidates, found.low, found.middle, found.high, found.slowest) == (0, 0, 0, 0, None)


def test_many_are_reckoned_as_few_are() -> None:
    """Beyond four hundred the sum of chances is taken as normally distributed; that changes next to nothing."""
    few = forecast([at(Stage.DECIDED, 5)] * 400, ASSUMED, TODAY, TODAY + timedelta(days=20))
    many = forecast([at(Stage.DECIDED, 5)] * 404, ASSUMED, TODAY, TODAY + timedelta(days=20))
    for name in ("low", "middle", "high"):
        assert abs(getattr(few, name) * 1.01 - getattr(many, name)) <= 3


def test_the_reasons_are_who_is_near_and_what_takes_longest() -> None:
    people = [at(Stage.DECIDED), at(Stage.CELL_RESOLVED), at(Stage.INTRODUCED, 2)]
    found = forecast(people, certain(decided=25), TODAY, YEAR_END)
    assert [(share.stage, share.candidates) for share in found.shares] == [
        (Stage.DECIDED, 1),
        (Stage.CELL_RESOLVED, 1),
        (Stage.INTRODUCED, 1),
    ]
    assert found.slowest is not None
    assert (found.slowest.stage, found.slowest.usual) == (Stage.DECIDED, 25)


def test_fewer_than_five_times_are_too_few_to_go_by() -> None:
    def walked(times: int) -> list[Mapping[Stage, date]]:
        return [
            {Stage.DECIDED: date(2026, 1, 1), Stage.ADMITTED: date(2026, 1, 10 + number)} for number in range(times)
        ]

    few, enough = lengths_of(walked(4))[Stage.ADMITTED], lengths_of(walked(5))[Stage.ADMITTED]
    assert (few.ground, few.usual, few.times) == (Ground.ASSUMED, ASSUMED_DAYS[Stage.ADMITTED][1], 4)
    assert (enough.ground, enough.days, enough.usual, enough.times) == (Ground.HISTORY, (9, 10, 11, 12, 13), 11, 5)


def test_those_who_left_make_it_less_likely_that_others_go_on() -> None:
    stayed: list[Mapping[Stage, date]] = [{Stage.INTRODUCED: TODAY, Stage.MENTORED: TODAY}] * 10
    left: list[Mapping[Stage, date]] = [{Stage.INTRODUCED: TODAY}] * 10
    going_on = lengths_of([*stayed, *left], left)[Stage.MENTORED].going_on
    assert going_on == pytest.approx((10 + ASSUMED_TO_GO_ON * WEIGHT_ASSUMED) / (20 + WEIGHT_ASSUMED))
    assert lengths_of(stayed)[Stage.MENTORED].going_on > ASSUMED_TO_GO_ON


def test_a_long_history_is_thinned_without_moving_its_median() -> None:
    walked = [
        {Stage.DECIDED: date(2026, 1, 1), Stage.ADMITTED: date(2026, 1, 1) + timedelta(days=number)}
        for number in range(1, 1001)
    ]
    step = lengths_of(walked)[Stage.ADMITTED]
    assert len(step.days) <= 24
    assert abs(step.usual - 500) <= 2
    assert step.times == 1000


def test_history_comes_from_the_steps_that_count(organisation: Database) -> None:
    for number in range(5):
        add(
            organisation,
            f"QC20{number}",
            "CB07",
            decided=date(2026, 3, 2),
            admitted=date(2026, 3, 12 + number),
        )
    reach(organisation, "QC012", decided=date(2026, 3, 2))
    with organisation.read() as session:
        step = history(session)[Stage.ADMITTED]
    assert (step.ground, step.days) == (Ground.HISTORY, (10, 11, 12, 13, 14))
    _withdraw(organisation)
    with organisation.read() as session:
        assert history(session)[Stage.ADMITTED].going_on < step.going_on


def _withdraw(database: Database) -> None:
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, datetime(2026, 11, 24, tzinfo=UTC)))
        session.scalars(select(Candidate).where(Candidate.code == "QC012")).one().stage = Stage.WITHDRAWN


people = st.lists(
    st.builds(at, st.sampled_from(PATH[:8]), st.integers(0, 400)),
    max_size=25,
)
days = st.integers(0, 500)
lengths = st.lists(
    st.lists(st.integers(0, 90), min_size=len(TO_ADMISSION), max_size=len(TO_ADMISSION)), max_size=8
).map(
    lambda rows: lengths_of(
        [
            dict(
                zip(
                    TO_ADMISSION,
                    (date(2020, 1, 1) + timedelta(days=sum(row[: n + 1])) for n in range(len(row))),
                    strict=True,
                )
            )
            for row in rows
        ]
    )
)


@settings(deadline=None, max_examples=60)
@given(people, lengths, days)
def test_the_range_surrounds_the_middle_and_nobody_is_admitted_twice(
    whose: list[Walk], known: dict[Stage, Lengths], until: int
) -> None:
    found = forecast(whose, known, TODAY, TODAY + timedelta(days=until))
    assert 0 <= found.low <= found.middle <= found.high <= found.candidates


@settings(deadline=None, max_examples=60)
@given(people, lengths, st.lists(days, min_size=2, max_size=4, unique=True))
def test_a_later_day_never_sees_fewer(whose: list[Walk], known: dict[Stage, Lengths], ends: list[int]) -> None:
    found = [forecast(whose, known, TODAY, TODAY + timedelta(days=end)) for end in sorted(ends)]
    for earlier, later in pairwise(found):
        assert earlier.low <= later.low
        assert earlier.middle <= later.middle
        assert earlier.high <= later.high
