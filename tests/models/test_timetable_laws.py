"""The timetable against every timetable of small courses, and laws that hold for courses of any size."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.timetable import (
    Change,
    Course,
    HalfDay,
    NoTimetableError,
    Sitting,
    Timetable,
    effect,
    gains,
    planner,
    timetable,
)
from models.timetable.cohorts import Problem
from models.timetable.crowds import crowds_of
from models.timetable.shortages import is_possible
from tests.models.timetables import BEGIN, best_figures, course, every_sitting, figures, is_told_truly, slot


@st.composite
def courses(draw: st.DrawFn, most_slots: int = 5) -> Course:
    half_days = draw(st.integers(1, 3))
    slots = []
    ends = {"A": 0, "B": 0}
    for _ in range(draw(st.integers(1, most_slots))):
        room = draw(st.sampled_from("AAB"))
        start = ends[room] + draw(st.integers(0, 20))
        ends[room] = start + draw(st.integers(1, 3))
        slots.append(slot(start, ends[room] - start, draw(st.integers(0, 3)), room))
    slots.sort(key=lambda one: one.start)
    free = st.sets(st.integers(0, len(slots) - 1))
    frees = draw(st.lists(st.tuples(st.sampled_from("xyz"), free), min_size=1, max_size=5))
    first, last = draw(st.integers(0, 1)), draw(st.integers(1, 3))
    day = BEGIN.date()
    days = [HalfDay("h0", day, day + timedelta(days=last)), HalfDay("h1", day + timedelta(days=first)), HalfDay("h2")]
    return course(half_days, slots, frees, draw(st.integers(1, 5)), days[:half_days])


def solved(asked: Course) -> Timetable | None:
    try:
        return timetable(asked)
    except NoTimetableError:
        return None


@given(courses())
@settings(deadline=None, max_examples=150)
def test_no_timetable_of_all_is_better(asked: Course) -> None:
    found, best = solved(asked), best_figures(asked)
    if found is None:
        assert best is None
        return
    is_told_truly(found)
    assert found.is_optimal
    assert found.most == found.served
    assert figures(found) == best


@given(courses())
@settings(deadline=None, max_examples=60)
def test_a_course_said_to_be_impossible_is(asked: Course) -> None:
    if not is_possible(Problem(asked)):
        assert best_figures(asked) is None


@given(courses(most_slots=4), st.data())
@settings(deadline=None, max_examples=40)
def test_one_more_sitting_or_seat_or_slot_serves_no_fewer(asked: Course, data: st.DataObject) -> None:
    served = found.served if (found := solved(asked)) else 0
    place = data.draw(st.integers(0, len(asked.slots) - 1))
    slots = list(asked.slots)
    slots[place] = replace(slots[place], capacity=slots[place].capacity + 1)
    later = slot(200)
    larger = [
        replace(asked, most_sittings=asked.most_sittings + 1),
        replace(asked, slots=tuple(slots)),
        replace(
            asked,
            slots=(*asked.slots, later),
            workers=tuple(replace(one, hindrances=(*one.hindrances, None)) for one in asked.workers),
        ),
    ]
    for one in larger:
        assert (more.served if (more := solved(one)) else 0) >= served


@given(courses(most_slots=4))
@settings(deadline=None, max_examples=40)
def test_the_gains_are_those_of_the_best_sittings_to_add(asked: Course) -> None:
    found = solved(asked)
    if found is None:
        return
    used = {sitting.slot for sitting in found.places}
    others = [sitting for sitting in every_sitting(asked) if sitting.slot not in used]
    each = {sitting: effect(found, Change(added=sitting)).gain for sitting in others}
    best = sorted((number for number in each.values() if number > 0), reverse=True)
    told = gains(found)
    assert [gain.workers for gain in told] == best[:3]
    assert all(each[gain.sitting] == gain.workers for gain in told)


@given(courses(), st.data())
@settings(deadline=None, max_examples=60)
def test_a_moved_sitting_takes_seats_from_no_more_than_it_must(asked: Course, data: st.DataObject) -> None:
    found = solved(asked)
    used = {sitting.slot for sitting in found.places} if found else set()
    others = [sitting for sitting in every_sitting(asked) if sitting.slot not in used]
    if found is None or not others:
        return
    removed = data.draw(st.sampled_from(found.places))
    added = data.draw(st.sampled_from(others))
    seen = effect(found, Change(removed, added))
    is_told_truly(seen.after)
    assert seen.gain == seen.after.served - found.served
    assert Sitting(*added) in seen.after.places
    assert removed not in seen.after.places
    names = {asked.workers[place].id for place in found.ways}
    assert set(seen.losing) <= names
    assert not set(seen.gaining) & names


@given(courses())
@settings(deadline=None, max_examples=60)
def test_cohorts_that_are_taken_together_prove_nothing_that_is_not_so(asked: Course) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planner, "crowds_of", lambda cohorts: crowds_of(cohorts, 2))
        found, best = solved(asked), best_figures(asked)
    assert (figures(found) if found else None) == best
