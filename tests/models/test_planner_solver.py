"""The planner against a solver of integer programs, on months and cells too large to try every choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import highspy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.planning import Member, PlanRequest, plan
from models.planning.availability import Availability
from models.planning.planner import VIETNAM, Plan
from models.shift_patterns import Cycle
from tests.support.shift_systems import systems

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
CREWS = [(system, offset) for system in systems() for offset in system.crew_offsets.values()]
Figures = tuple[int, int, int]  # members who come, meetings missed in a row by the others, minutes from the usual time


def _solve(request: PlanRequest, number: int) -> Figures:
    """The best figures in their order, each found by a program of its own under those before."""
    availability = Availability(request)
    program = highspy.Highs()
    program.setOptionValue("output_flag", False)
    chosen = [program.addBinary() for _ in availability.starts]
    comes = [program.addBinary() for _ in request.members]
    program.addConstr(program.qsum(chosen) == number)
    for place, member in enumerate(comes):
        able = [choice for choice, free in zip(chosen, availability.free, strict=True) if free >> place & 1]
        program.addConstr(member <= (program.qsum(able) if able else 0))
    coming = program.qsum(comes)
    missed = program.qsum(
        person.missed_in_a_row * (1 - member) for person, member in zip(request.members, comes, strict=True)
    )
    distance = program.qsum(
        request.distance(start) * choice for start, choice in zip(availability.starts, chosen, strict=True)
    )
    found = []
    program.maximize(coming)
    found.append(_value(program))
    program.addConstr(coming >= found[0])
    for goal in (missed, distance):
        program.minimize(goal)
        found.append(_value(program))
        program.addConstr(goal <= found[-1])
    return found[0], found[1], found[2]


def _value(program: highspy.Highs) -> int:
    assert program.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(program.getObjectiveValue())


def _figures(request: PlanRequest, told: Plan) -> Figures:
    midnight = datetime.combine(request.first, time(), VIETNAM)
    missed: Mapping[str, int] = {member.id: member.missed_in_a_row for member in request.members}
    starts = [(sitting.start - midnight) // timedelta(minutes=1) for sitting in told.sittings]
    absent: Sequence[str] = [member.id for member in told.absent]
    return told.attending, sum(missed[one] for one in absent), sum(request.distance(start) for start in starts)


def _request(members: list[tuple[int, int]], sittings: int) -> PlanRequest:
    def cycle(crew: int) -> Cycle:
        system, offset = CREWS[crew]
        return Cycle.of(system.hours, system.cycle, system.anchor, offset)

    return PlanRequest(
        first=FIRST,
        last=LAST,
        duration=90,
        earliest=6 * 60,
        latest_end=22 * 60,
        step=60,
        usual_start=8 * 60,
        sittings=sittings,
        travel=30,
        rest=8 * 60,
        members=tuple(Member(f"m{place}", cycle(crew), missed) for place, (crew, missed) in enumerate(members)),
    )


@pytest.mark.parametrize("sittings", [1, 2])
@given(members=st.lists(st.tuples(st.integers(0, len(CREWS) - 1), st.integers(0, 3)), min_size=1, max_size=30))
@settings(deadline=None, max_examples=15)
def test_a_solver_finds_nothing_better(members: list[tuple[int, int]], sittings: int) -> None:
    request = _request(members, sittings)
    found = plan(request)
    assert found.is_optimal
    assert _figures(request, found.plans[-1]) == _solve(request, sittings)
