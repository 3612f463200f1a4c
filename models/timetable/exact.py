"""The whole course as one integer program: exact for rooms of any size, but slow for large courses."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from models.timetable.cohorts import Problem
from models.timetable.course import Sitting
from models.timetable.merit import Goal, Merit
from models.timetable.program import TOLERANCE, Program
from models.timetable.repair import Found, solution
from models.timetable.seats import SeatsProgram

Terms = list[tuple[int, float]]
LARGEST_PROGRAM = 600_000
"""Terms of a program that is still worth trying."""


def improved(problem: Problem, found: Found, until: float) -> Found:
    """Return what is found and proven until then, at least what was `found` and proven before.

    The goals are pursued one after another, each within the best of those before.
    """
    program = SeatsProgram(problem, _sittings(problem), problem.course.most_sittings)
    if program.size > LARGEST_PROGRAM:
        return found
    best, proven, most = found.solution, list(found.proven), found.most
    for goal, terms in _goals(problem, program):
        _keep(program, goal, terms, best.merit, problem.able)
        if goal in proven:
            continue
        answer = program.minimised(terms, until - monotonic())
        if answer.values and program.chosen(answer):
            best = min(best, solution(problem, program.chosen(answer)), key=lambda one: one.merit)
        if goal is Goal.MOST_SERVED and answer.bound > -most:
            most = int(-answer.bound + TOLERANCE)
        if not answer.is_proven:
            break
        proven.append(goal)
        _keep(program, goal, terms, best.merit, problem.able)
    return Found(best, tuple(proven), most)


def _sittings(problem: Problem) -> list[Sitting]:
    every = (Sitting(half_day, slot) for half_day in range(problem.half_days) for slot in range(problem.slots))
    return [sitting for sitting in every if any(cohort.can_attend(sitting) for cohort in problem.cohorts)]


def _goals(problem: Problem, program: SeatsProgram) -> Iterator[tuple[Goal, Terms]]:
    """What is minimised for each goal; added to the program when it is asked for."""
    yield Goal.MOST_SERVED, program.all_served(-1)
    yield Goal.FAIREST, [(program.share(), 1)]
    yield Goal.FEWEST_SITTINGS, [(held, 1) for held in program.held.values()]
    yield Goal.EARLIEST_END, [(_last_end(problem, program), 1)]


def _last_end(problem: Problem, program: SeatsProgram) -> int:
    """A variable no smaller than the rank of any sitting's end among all ends."""
    slots = problem.course.slots
    ranks = {end: rank for rank, end in enumerate(sorted({slot.end for slot in slots}))}
    last = program.variable(len(ranks))
    for sitting, held in program.held.items():
        program.row([(last, 1), (held, -ranks[slots[sitting.slot].end])], lower=0)
    return last


def _keep(program: Program, goal: Goal, terms: Terms, merit: Merit, able: int) -> None:
    """Let nothing be worse in this goal than the figures."""
    match goal:
        case Goal.MOST_SERVED:
            program.row(terms, upper=merit.unserved - able)
        case Goal.FAIREST:
            program.row(terms, upper=float(merit.share) + TOLERANCE / 100)  # shares differ by more
        case Goal.FEWEST_SITTINGS:
            program.row(terms, upper=merit.sittings)
        case Goal.EARLIEST_END:
            pass  # the last
