"""The planner against the definition of CONTRACTS.md §4, written down once more and tried on every plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.meeting_plans import cell
from models.planning import Member, PlanRequest, plan
from models.planning.planner import VIETNAM, Plan
from models.shift_patterns import MINUTES_A_DAY, Cycle

HOURS = {
    "1": ("06:00", "14:00"),
    "2": ("14:00", "22:00"),
    "3": ("22:00", "06:00"),
    "N": ("07:00", "19:00"),
    "D": ("19:00", "07:00"),
    "H": ("08:00", "17:00"),
    "E": ("18:00", "03:00"),
}
FIRST = date(2026, 12, 1)
Key = tuple[int, int, int, list[datetime]]


def at(minutes: int) -> datetime:
    return datetime.combine(FIRST, time(), VIETNAM) + timedelta(minutes=minutes)


def meets(start: datetime, end: datetime, begins: datetime, ends: datetime) -> bool:
    return start < ends and begins < end


def reason(request: PlanRequest, member: Member, start: datetime) -> str | None:
    """What keeps a member away, day by day from a week before."""
    end = start + timedelta(minutes=request.duration)
    travel, rest = timedelta(minutes=request.travel), timedelta(minutes=request.rest)
    found = set()
    for days in range(-8, request.days + 8):
        day = FIRST + timedelta(days=days)
        shift = member.cycle.on(day)
        if shift is None:
            continue
        midnight = datetime.combine(day, time(), VIETNAM)
        begins, ends = midnight + timedelta(minutes=shift.start), midnight + timedelta(minutes=shift.end)
        if meets(start, end, begins - travel, ends + travel):
            found.add("on_shift")
        three = [midnight + timedelta(hours=hours) for hours in (3, 27)]
        if any(begins <= mark < ends for mark in three) and meets(start, end, ends, ends + travel + rest):
            found.add("rest_after_night")
    if any(meets(start, end, at(begins), at(ends)) for begins, ends in member.busy):
        found.add("busy")
    return next((name for name in ("on_shift", "rest_after_night", "busy") if name in found), None)


def starts(request: PlanRequest) -> list[datetime]:
    """Every start of the grid that ends in time, looked for minute by minute."""
    return [
        at(minute)
        for minute in range(request.days * MINUTES_A_DAY)
        if (in_day := minute % MINUTES_A_DAY) >= request.earliest
        and (in_day - request.earliest) % request.step == 0
        and in_day + request.duration <= request.latest_end
    ]


def key(request: PlanRequest, attending: dict[datetime, set[str]], chosen: tuple[datetime, ...]) -> Key:
    coming = set().union(*(attending[start] for start in chosen))
    missing = sum(member.missed_in_a_row for member in request.members if member.id not in coming)
    distance = sum(abs(start.hour * 60 + start.minute - request.usual_start) for start in chosen)
    return -len(coming), missing, distance, sorted(chosen)


def who_can(request: PlanRequest) -> dict[datetime, set[str]]:
    return {
        start: {member.id for member in request.members if reason(request, member, start) is None}
        for start in starts(request)
    }


def is_told_truly(request: PlanRequest, told: Plan, attending: dict[datetime, set[str]]) -> None:
    coming = set().union(*(attending[sitting.start] for sitting in told.sittings))
    for sitting in told.sittings:
        assert set(sitting.attending) == attending[sitting.start]
        assert sitting.end - sitting.start == timedelta(minutes=request.duration)
    assert told.attending == len(coming)
    assert told.meets_quorum == (len(coming) >= request.quorum * len(request.members))
    assert [(absent.id, absent.reason.value) for absent in told.absent] == [
        (member.id, reason(request, member, told.sittings[0].start))
        for member in request.members
        if member.id not in coming
    ]


minute_of_window = st.integers(-600, 3 * MINUTES_A_DAY + 600)


@st.composite
def members(draw: st.DrawFn, place: int) -> Member:
    pattern = draw(st.text("123NDHE-", min_size=1, max_size=5))
    anchor = FIRST + timedelta(days=draw(st.integers(-20, 20)))
    busy = draw(st.lists(st.tuples(minute_of_window, st.integers(1, 900)), max_size=2))
    return Member(
        f"m{place}",
        Cycle.of(HOURS, pattern, anchor),
        draw(st.integers(0, 3)),
        tuple((begins, begins + length) for begins, length in busy),
    )


@st.composite
def requests(draw: st.DrawFn) -> PlanRequest:
    duration, step = draw(st.sampled_from((60, 90, 150))), draw(st.sampled_from((130, 180, 240, 300)))
    earliest = draw(st.integers(0, 12)) * 60
    latest_end = draw(st.integers(earliest + duration, MINUTES_A_DAY))
    return PlanRequest(
        first=FIRST,
        last=FIRST + timedelta(days=draw(st.integers(0, 2))),
        duration=duration,
        earliest=earliest,
        latest_end=latest_end,
        step=step,
        usual_start=draw(st.integers(0, 23)) * 60,
        members=tuple(draw(members(place)) for place in range(draw(st.integers(1, 5)))),
        sittings=draw(st.integers(1, 3)),
        quorum=Fraction(draw(st.integers(0, 4)), 4),
        travel=draw(st.sampled_from((0, 30, 45))),
        rest=draw(st.sampled_from((0, 480, 1500))),
    )


@given(requests())
@settings(deadline=None)
def test_the_plans_are_the_best_of_all(request: PlanRequest) -> None:
    attending = who_can(request)
    found = plan(request)
    assert found.is_optimal
    assert len(found.plans) == request.sittings
    for number, told in enumerate(found.plans, 1):
        chosen = tuple(sitting.start for sitting in told.sittings)
        every = combinations(attending, min(number, len(attending)))
        assert key(request, attending, chosen) == min(key(request, attending, one) for one in every)
        is_told_truly(request, told, attending)


@given(requests())
@settings(deadline=None)
def test_alternatives_are_the_best_of_the_days_that_are_left(request: PlanRequest) -> None:
    attending = who_can(request)
    for number, told in enumerate(plan(request).plans, 1):
        taken = {sitting.start.date() for sitting in told.sittings}
        for other in told.alternatives:
            left = [start for start in attending if start.date() not in taken]
            chosen = tuple(sitting.start for sitting in other.sittings)
            assert key(request, attending, chosen) == min(
                key(request, attending, one) for one in combinations(left, number)
            )
            is_told_truly(request, other, attending)
            taken |= {start.date() for start in chosen}
        left = [start for start in attending if start.date() not in taken]
        assert len(told.alternatives) == 3 or len(left) < number


@pytest.mark.parametrize("members_busy", [0, 25])
def test_no_pair_of_a_month_is_better_for_thirty_members_of_every_shift_system(members_busy: int) -> None:
    request = cell(30, sittings=2)
    busy = tuple((day * MINUTES_A_DAY, day * MINUTES_A_DAY + 1000) for day in range(1, 1 + members_busy))
    crowd = tuple(replace(member, busy=busy[place % 5 :]) for place, member in enumerate(request.members))
    request = replace(request, members=crowd)
    attending = who_can(request)
    missed = {member.id: member.missed_in_a_row for member in request.members}
    bits = {member.id: 1 << place for place, member in enumerate(request.members)}
    sets = [(sum(bits[name] for name in coming), start) for start, coming in attending.items()]
    most = max((one[0] | other[0]).bit_count() for one, other in combinations(sets, 2))
    fullest = [(one[1], other[1]) for one, other in combinations(sets, 2) if (one[0] | other[0]).bit_count() == most]
    single, pair = (tuple(sitting.start for sitting in told.sittings) for told in plan(request).plans)
    assert sum(missed.values()) > 0
    assert key(request, attending, pair) == min(key(request, attending, one) for one in fullest)
    assert key(request, attending, single) == min(key(request, attending, (start,)) for start in attending)
