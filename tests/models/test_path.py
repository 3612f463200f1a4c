"""The laws of the path: what may follow what, on which day, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import path, path_events, path_moves, public_holidays
from models.audit import Actor, Via, act_as
from models.candidates import PATH, Candidate, CandidateEvent, Introducer, Stage
from models.database import Database
from models.path import FIRM, Gap, Lack, Laws, Move, Progress, Verdict
from models.path_moves import Pen
from models.rulebook import shipped
from models.units import Unit
from models.working_days import WorkingDays
from tests.conftest import NOW

TODAY = date(2026, 11, 24)
LAWS = Laws(shipped(), WorkingDays(public_holidays.of_year), TODAY)
START = date(2026, 3, 1)


def walked(stage: Stage, **facts: Any) -> Progress:
    """Return the progress of somebody who has taken each step up to `stage`, a week after the one before."""
    reached = {one: START + timedelta(weeks=place) for place, one in enumerate(PATH[: PATH.index(stage) + 1])}
    whole: dict[str, Any] = {
        "has_helper": True,
        "birth_year": 1990,
        "introduced_by": Introducer.TRADE_UNION,
        **facts,
    }
    return Progress(reached=reached, current=stage, **whole)


def codes(progress: Progress, stage: Stage, day: date | None = TODAY, move: Move = Move.STEP) -> list[Gap]:
    return [lack.code for lack in path.check(progress, move, stage, day, LAWS).missing]


@pytest.mark.parametrize("place", range(1, PATH.index(Stage.NEW_MEMBER_CLASS_COMPLETED) + 1))
def test_each_step_may_follow_the_one_before(place: int) -> None:
    assert path.check(walked(PATH[place - 1]), Move.STEP, PATH[place], TODAY, LAWS).verdict is Verdict.OK


@pytest.mark.parametrize(("stage", "first"), FIRM.items())
def test_without_these_there_is_nothing_of_the_next(stage: Stage, first: Stage) -> None:
    progress = walked(PATH[PATH.index(first) - 1])
    check = path.check(progress, Move.STEP, stage, TODAY, LAWS)
    assert check.verdict is Verdict.REFUSED
    assert check.missing == (Lack(Gap.COMES_FIRST, first),)


@pytest.mark.parametrize("stage", PATH[1:])
def test_without_consent_nobody_goes_beyond_being_introduced(stage: Stage) -> None:
    assert codes(walked(Stage.INTRODUCED, has_consented=False), stage) == [Gap.CONSENT]


def test_what_is_passed_over_is_named_and_wants_a_reason() -> None:
    check = path.check(walked(Stage.INTRODUCED, has_helper=False), Move.STEP, Stage.APPLIED, TODAY, LAWS)
    assert check.verdict is Verdict.NEEDS_REASON
    assert check.missing == (Lack(Gap.HELPER), Lack(Gap.STEP, Stage.CLASS_COMPLETED))


def test_what_was_passed_over_is_asked_about_again_only_when_the_cell_decides() -> None:
    progress = walked(Stage.APPLIED)
    progress = replace(progress, reached={s: d for s, d in progress.reached.items() if s is not Stage.CLASS_COMPLETED})
    assert codes(progress, Stage.VERIFIED) == []
    verified = progress.after(Stage.VERIFIED, TODAY)
    assert path.check(verified, Move.STEP, Stage.CELL_RESOLVED, TODAY, LAWS).missing == (
        Lack(Gap.STEP, Stage.CLASS_COMPLETED),
    )


@pytest.mark.parametrize(
    ("introducer", "has_helper", "is_enough"),
    [
        (Introducer.TRADE_UNION, True, True),
        (Introducer.YOUTH_UNION, True, True),
        (Introducer.TRADE_UNION, False, False),
        (Introducer.WOMENS_UNION, True, False),
        (Introducer.MEMBER, True, False),
        (None, True, False),
    ],
)
def test_the_cell_is_told_which_introductions_are_missing(
    introducer: Introducer | None, has_helper: bool, is_enough: bool
) -> None:
    progress = walked(Stage.VERIFIED, introduced_by=introducer, has_helper=has_helper)
    assert (Gap.INTRODUCTIONS not in codes(progress, Stage.CELL_RESOLVED)) is is_enough


def test_a_helper_is_named_by_name() -> None:
    assert codes(walked(Stage.INTRODUCED, has_helper=False), Stage.MENTORED) == [Gap.NO_HELPER]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (TODAY + timedelta(days=1), [Gap.FUTURE]),
        (START - timedelta(days=1), [Gap.TOO_EARLY]),
        (START + timedelta(weeks=2) - timedelta(days=1), [Gap.TOO_EARLY]),
        (START + timedelta(weeks=2), []),
        (None, []),
    ],
)
def test_a_day_is_neither_to_come_nor_before_the_step_before(day: date | None, found: list[Gap]) -> None:
    assert codes(walked(Stage.CLASS_COMPLETED), Stage.APPLIED, day) == found


def test_what_is_filled_in_later_lies_between_its_neighbours() -> None:
    progress = walked(Stage.VERIFIED)
    progress = replace(progress, reached={s: d for s, d in progress.reached.items() if s is not Stage.APPLIED})
    verified = progress.reached[Stage.VERIFIED]
    assert codes(progress, Stage.APPLIED, verified) == []
    too_late = path.check(progress, Move.STEP, Stage.APPLIED, verified + timedelta(days=1), LAWS)
    assert too_late.missing == (Lack(Gap.TOO_LATE, Stage.VERIFIED, verified),)


def test_a_step_is_not_taken_twice() -> None:
    progress = walked(Stage.APPLIED)
    assert path.check(progress, Move.STEP, Stage.APPLIED, TODAY, LAWS).missing == (
        Lack(Gap.REACHED, Stage.APPLIED, progress.reached[Stage.APPLIED]),
    )


@pytest.mark.parametrize(
    ("born", "day", "found"),
    [
        (date(2008, 11, 30), date(2026, 11, 1), []),  # by month: the month of the birthday is enough
        (date(2008, 12, 1), date(2026, 11, 24), [Gap.TOO_YOUNG]),
        (date(1966, 11, 30), date(2026, 11, 24), []),
        (date(1966, 10, 31), date(2026, 11, 1), [Gap.TOO_OLD]),
    ],
)
def test_age_is_counted_by_month(born: date, day: date, found: list[Gap]) -> None:
    assert codes(walked(Stage.VERIFIED, birth_date=born), Stage.CELL_RESOLVED, day) == found


@pytest.mark.parametrize(
    ("year", "found"),
    [
        (1990, []),
        (2007, []),
        (2008, [Gap.AGE_UNKNOWN]),
        (2009, [Gap.TOO_YOUNG]),
        (1966, [Gap.AGE_UNKNOWN]),
        (1965, [Gap.TOO_OLD]),
        (None, [Gap.AGE_UNKNOWN]),
    ],
)
def test_of_a_year_alone_every_month_is_thought_of(year: int | None, found: list[Gap]) -> None:
    assert codes(walked(Stage.VERIFIED, birth_year=year), Stage.CELL_RESOLVED) == found


def _with(progress: Progress, stage: Stage, day: date) -> Progress:
    return replace(progress, reached={**progress.reached, stage: day})


def test_a_certificate_is_good_for_sixty_months() -> None:
    start = dict.fromkeys(PATH[:2], date(2021, 1, 4))
    decided = walked(Stage.DECIDED)
    decided = replace(decided, reached={**decided.reached, **start})
    valid = _with(decided, Stage.CLASS_COMPLETED, date(2021, 11, 24))
    lapsed = _with(decided, Stage.CLASS_COMPLETED, date(2021, 11, 23))
    assert codes(valid, Stage.ADMITTED) == []
    assert path.check(lapsed, Move.STEP, Stage.ADMITTED, TODAY, LAWS).missing == (
        Lack(Gap.CERTIFICATE_LAPSED, day=date(2026, 11, 23)),
    )
    verified = replace(
        lapsed, current=Stage.VERIFIED, reached={s: lapsed.reached[s] for s in PATH[: PATH.index(Stage.VERIFIED) + 1]}
    )
    check = path.check(verified, Move.STEP, Stage.CELL_RESOLVED, TODAY, LAWS)
    assert check.verdict is Verdict.NEEDS_REASON, "there is still time to take the class again"
    assert check.missing == (Lack(Gap.CERTIFICATE_OLD, day=date(2026, 11, 23)),)
    assert codes(lapsed, Stage.CLASS_COMPLETED) == [], "the class that is taken again is recorded again"


def test_the_same_class_told_again_is_no_second_class() -> None:
    assert codes(walked(Stage.APPLIED), Stage.CLASS_COMPLETED) == [Gap.REACHED]


def test_a_dossier_is_fresh_for_twelve_months() -> None:
    old = date(2025, 11, 23)
    progress = replace(walked(Stage.VERIFIED), reached=dict.fromkeys(PATH[:5], old), dossier_made=old)
    assert codes(progress, Stage.CELL_RESOLVED) == [Gap.DOSSIER_OLD]
    assert codes(replace(progress, dossier_made=date(2025, 11, 24)), Stage.CELL_RESOLVED) == []


def test_the_cell_waits_for_the_end_of_probation() -> None:
    progress = walked(Stage.NEW_MEMBER_CLASS_COMPLETED)
    early = _with(progress, Stage.ADMITTED, date(2025, 11, 25))
    early = replace(
        early, reached={**dict.fromkeys(PATH[:7], START.replace(year=2025)), Stage.ADMITTED: date(2025, 11, 25)}
    )
    assert path.check(early, Move.STEP, Stage.OFFICIAL_RESOLVED, TODAY, LAWS).refusals == (
        Lack(Gap.PROBATION, day=date(2026, 11, 25)),
    )
    ended = replace(early, reached={**early.reached, Stage.ADMITTED: date(2025, 11, 24)})
    assert Gap.PROBATION not in codes(ended, Stage.OFFICIAL_RESOLVED)


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.WITHDRAWN, Stage.REJECTED])
def test_an_end_wants_a_reason(stage: Stage) -> None:
    assert codes(walked(Stage.APPLIED), stage) == [Gap.REASON]


def test_after_an_end_nothing_follows_until_it_is_taken_back() -> None:
    for ended in (Stage.PAUSED, Stage.WITHDRAWN, Stage.REJECTED, Stage.TRANSFERRED):
        progress = walked(Stage.APPLIED, ended=ended)
        assert codes(progress, Stage.VERIFIED) == [Gap.INTERRUPTED]
        assert codes(progress, Stage.CLASS_COMPLETED, None, Move.BACK) == [Gap.REASON]
        assert codes(progress, Stage.PAUSED, None, Move.RESUME) == ([] if ended is Stage.PAUSED else [Gap.NOT_PAUSED])


def test_an_official_member_is_no_candidate_any_more() -> None:
    progress = walked(Stage.OFFICIAL)
    assert progress.next is None
    assert codes(progress, Stage.WITHDRAWN) == [Gap.FINISHED]


def test_nobody_goes_back_to_where_they_never_were() -> None:
    assert codes(walked(Stage.APPLIED), Stage.DECIDED, None, Move.BACK) == [Gap.NOT_REACHED]


_TOLD = st.tuples(st.sampled_from(PATH), st.integers(0, 700))


@given(st.lists(_TOLD, max_size=14))
def test_what_may_be_recorded_stays_in_the_order_of_the_path(told: list[tuple[Stage, int]]) -> None:
    """Whatever is told in whatever order: days never run backwards, and the firm steps are never without their own."""
    progress = Progress({Stage.INTRODUCED: START}, Stage.INTRODUCED, has_helper=True, birth_year=1990)
    for stage, later in told:
        day = START + timedelta(days=later)
        if path.check(progress, Move.STEP, stage, day, LAWS).verdict is not Verdict.REFUSED:
            progress = progress.after(stage, day)
    fixed = [stage for stage in PATH if stage is not Stage.CLASS_COMPLETED]  # a class may be taken again later
    days = [progress.reached[stage] for stage in fixed if stage in progress.reached]
    assert days == sorted(days)
    assert all(day <= TODAY for day in progress.reached.values())
    assert all(FIRM[stage] in progress.reached for stage in progress.reached if stage in FIRM)


def _stage(candidate: Candidate) -> str:
    return candidate.stage.value


def _open(session: Session) -> tuple[Candidate, Pen]:
    act_as(session, Actor(Via.COMMAND_LINE, NOW))
    candidate = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
    return candidate, Pen(NOW, 1)


def test_a_move_and_its_taking_back_leave_everything_as_it_was_and_the_history_longer(organisation: Database) -> None:
    with organisation.write() as session:
        candidate, pen = _open(session)
        path_moves.make(candidate, Move.STEP, Stage.APPLIED, TODAY, pen, reason="đã học")
        session.flush()
        change = path_moves.make(candidate, Move.BACK, Stage.INTRODUCED, START, pen, reason="ghi nhầm")
        session.flush()
        assert Progress.of(candidate).reached == {Stage.INTRODUCED: START}
        assert _stage(candidate) == "introduced"
        assert path_moves.revert(session, change.kept(), NOW) is candidate
        assert Progress.of(candidate).reached == {Stage.INTRODUCED: START, Stage.APPLIED: TODAY}
        assert _stage(candidate) == "applied"
        assert [step.stage for step in candidate.steps] == [Stage.INTRODUCED, Stage.APPLIED, Stage.INTRODUCED]
        assert path_moves.revert(session, change.kept(), NOW) is None, "it has been taken back already"


def test_nothing_is_taken_back_after_somebody_else_went_on(organisation: Database) -> None:
    with organisation.write() as session:
        candidate, pen = _open(session)
        first = path_moves.make(candidate, Move.STEP, Stage.APPLIED, TODAY, pen)
        session.flush()
        kept = first.kept()
        path_moves.make(candidate, Move.STEP, Stage.VERIFIED, TODAY, pen)
        session.flush()
        assert path_moves.revert(session, kept, NOW) is None
        assert _stage(candidate) == "verified"


def test_a_pause_ends_where_the_path_was_left(organisation: Database) -> None:
    with organisation.write() as session:
        candidate, pen = _open(session)
        path_moves.make(candidate, Move.STEP, Stage.APPLIED, TODAY, pen)
        path_moves.make(candidate, Move.STEP, Stage.PAUSED, TODAY, pen, reason="thai sản")
        session.flush()
        assert _stage(candidate) == "paused"
        change = path_moves.make(candidate, Move.RESUME, Stage.PAUSED, TODAY, pen)
        session.flush()
        assert _stage(candidate) == "applied"
        path_moves.revert(session, change.kept(), NOW)
        assert _stage(candidate) == "paused"


@pytest.mark.parametrize(("stage", "has_event"), [(Stage.APPLIED, False), (Stage.ADMITTED, True)])
def test_a_move_to_another_cell_keeps_the_path(organisation: Database, stage: Stage, has_event: bool) -> None:
    with organisation.write() as session:
        candidate, pen = _open(session)
        path_moves.make(candidate, Move.STEP, stage, TODAY, pen)
        session.flush()
        old, new = candidate.unit_id, session.scalars(select(Unit).where(Unit.code == "CB07")).one()
        change = path_moves.transfer(session, candidate, TODAY, pen, unit=new, enterprise=new.enterprise)
        session.flush()
        assert (candidate.unit_id, candidate.stage) == (new.id, stage)
        assert candidate.steps[-1].stage is Stage.TRANSFERRED
        events = list(session.scalars(select(CandidateEvent)))
        assert [event.event for event in events] == (["transfer_decided"] if has_event else [])
        path_moves.revert(session, change.kept(), NOW)
        session.flush()
        assert (candidate.unit_id, candidate.stage) == (old, stage)
        assert all(event.undone_at is not None for event in events)


def test_an_event_is_asked_for_at_its_stage() -> None:
    decided = walked(Stage.DECIDED)
    day = decided.reached[Stage.DECIDED]
    assert path_events.to_come(walked(Stage.INTRODUCED), {}) == {}
    assert path_events.to_come(walked(Stage.VERIFIED), {}) == {"dossier_made": START}
    assert path_events.to_come(decided, {}) == {"decision_received": day}
    assert path_events.to_come(decided, {"decision_received": day}) == {}


@pytest.mark.parametrize(("days", "found"), [(-1, [Gap.TOO_EARLY]), (0, []), (500, [Gap.FUTURE])])
def test_an_event_lies_between_its_stage_and_today(days: int, found: list[Gap]) -> None:
    decided = walked(Stage.DECIDED)
    day = decided.reached[Stage.DECIDED] + timedelta(days=days)
    check = path_events.check(decided, {}, "decision_received", day, TODAY)
    assert [lack.code for lack in check.missing] == found
