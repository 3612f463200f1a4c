"""The search against trying every plan, on candidates without any order in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.planning.candidates import Candidate, worth_trying
from models.planning.search import best
from models.planning.weights import Weights

MEMBERS = 9
# Few members a sitting, so that not all can come; few distances, so that there are ties to the last criterion.
SETS = st.sets(st.integers(0, MEMBERS - 1), max_size=4).map(lambda members: sum(1 << member for member in members))
PROBLEMS = st.tuples(
    st.lists(st.tuples(st.sampled_from((0, 0, 1, 2)), SETS), min_size=1, max_size=10),
    st.lists(st.integers(0, 3), min_size=MEMBERS, max_size=MEMBERS),
    st.integers(1, 4),
)


def tried(candidates: Sequence[Candidate], missed: Sequence[int], sittings: int) -> tuple[int, ...]:
    """The starts of the best plan, by looking at every one."""

    def key(plan: tuple[Candidate, ...]) -> tuple[int, int, int, list[int]]:
        coming = [any(one.members >> member & 1 for one in plan) for member in range(len(missed))]
        missing = sum(number for number, comes in zip(missed, coming, strict=True) if not comes)
        return -sum(coming), missing, sum(one.distance for one in plan), sorted(one.start for one in plan)

    return tuple(sorted(one.start for one in min(combinations(candidates, sittings), key=key)))


@given(PROBLEMS)
@settings(max_examples=500, deadline=None)
def test_no_plan_is_better(problem: tuple[list[tuple[int, int]], list[int], int]) -> None:
    rows, missed, sittings = problem
    sittings = min(sittings, len(rows))
    candidates = [Candidate(distance, start, members) for start, (distance, members) in enumerate(rows)]
    found = best(worth_trying(candidates, sittings), Weights(missed), sittings)
    assert found.starts == tried(candidates, missed, sittings)
    assert found.is_proven


@given(PROBLEMS, st.randoms(use_true_random=False))
@settings(max_examples=500, deadline=None)
def test_the_plan_does_not_hang_on_the_order_in_which_members_are_given(
    problem: tuple[list[tuple[int, int]], list[int], int], chance: Random
) -> None:
    rows, missed, sittings = problem
    order = chance.sample(range(MEMBERS), MEMBERS)
    moved = [sum(1 << order[member] for member in range(MEMBERS) if one >> member & 1) for _, one in rows]
    missed_moved = [missed[order.index(place)] for place in range(MEMBERS)]
    sittings = min(sittings, len(rows))

    def starts(sets: list[int], missed_by: list[int]) -> tuple[int, ...]:
        candidates = [Candidate(rows[place][0], place, members) for place, members in enumerate(sets)]
        return best(sorted(candidates), Weights(missed_by), sittings).starts

    assert starts([one for _, one in rows], missed) == starts(moved, missed_moved)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9), st.data())
def test_one_member_more_outweighs_all_that_others_have_missed(missed: list[int], data: st.DataObject) -> None:
    weights = Weights(missed)
    one, other = (data.draw(st.sets(st.integers(0, len(missed) - 1))) for _ in range(2))
    bits = [sum(1 << member for member in members) for members in (one, other)]
    worths = [weights.of(members) for members in bits]
    assert worths == weights.of_each(bits)
    keys = [(len(members), sum(missed[member] for member in members)) for members in (one, other)]
    assert (worths[0] < worths[1], worths[0] == worths[1]) == (keys[0] < keys[1], keys[0] == keys[1])


def test_without_work_the_plan_is_good_and_not_called_proven() -> None:
    candidates = sorted(Candidate(start % 3, start, 0b1011 << start) for start in range(40))
    found = best(candidates, Weights([1] * 50), 3, work=150)
    assert len(set(found.starts)) == 3
    assert not found.is_proven


def test_more_sittings_than_candidates_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer candidates"):
        best([Candidate(0, 0, 1)], Weights([0]), 2)


def test_a_candidate_is_needed_as_long_as_fewer_than_all_sittings_are_better() -> None:
    same = [Candidate(0, start, 0b11) for start in range(4)]
    smaller = Candidate(1, 0, 0b01)
    assert worth_trying([smaller, *same], 2) == same[:2]
    assert worth_trying([smaller, *same[:1]], 2) == [same[0], smaller]
