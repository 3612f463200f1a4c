"""What is due: worked dates across Tết 2026, Tết 2027 and 30/4–1/5, on a calendar that was written down by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select

from models.audit import Actor, Via, act_as
from models.candidates import PATH, Candidate, CandidateEvent, Stage, StageStep
from models.database import Database
from models.deadlines import Bound
from models.dues import OpenDue, Reckoning, State, Walk, load, states, warning
from models.rulebook import shipped
from tests.support.holidays import calendar

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def walk(stage: Stage, **happened: date) -> Walk:
    return Walk(1, "QC012", "N.T.H.", 6, stage, date(2025, 1, 5), happened)


def dues_on(today: date, whose: Walk) -> dict[str, OpenDue]:
    return {due.rule.code: due for due in Reckoning(shipped(), calendar(), today).of(whose)}


@pytest.mark.parametrize(
    ("code", "whose", "today", "due", "left", "state"),
    [
        # Across Tết 2026: 16 to 20/2 do not count.
        (
            "ceremony_due",
            walk(Stage.DECIDED, decided=date(2026, 1, 26)),
            *(date(2026, 2, 13), date(2026, 3, 16), 16, State.LATER),
        ),
        # The first day after Tết, and the same limit a week before its end.
        (
            "ceremony_due",
            walk(Stage.DECIDED, decided=date(2026, 1, 26)),
            *(date(2026, 2, 23), date(2026, 3, 16), 15, State.LATER),
        ),
        (
            "ceremony_due",
            walk(Stage.DECIDED, decided=date(2026, 1, 26)),
            *(date(2026, 3, 10), date(2026, 3, 16), 4, State.THIS_MONTH),
        ),
        (
            "ceremony_due",
            walk(Stage.DECIDED, decided=date(2026, 1, 26)),
            *(date(2026, 3, 16), date(2026, 3, 16), 0, State.THIS_WEEK),
        ),
        (
            "ceremony_due",
            walk(Stage.DECIDED, decided=date(2026, 1, 26)),
            *(date(2026, 3, 18), date(2026, 3, 16), -2, State.OVERDUE),
        ),
        # Across the New Year and Tết 2027: 4, 5, 8, 9 and 10/2 do not count.
        (
            "decision_due",
            walk(Stage.CELL_RESOLVED, cell_resolved=date(2026, 11, 24)),
            *(date(2027, 2, 3), date(2027, 2, 24), 10, State.THIS_MONTH),
        ),
        # The Hùng Kings' day in lieu (27/4), 30/4 and 1/5.
        (
            "ceremony_due",
            walk(Stage.DECIDED, decided=date(2026, 4, 3)),
            *(date(2026, 4, 29), date(2026, 5, 20), 13, State.LATER),
        ),
        # 3/5/2027 is the day in lieu of a 1/5 on Saturday.
        (
            "official_decision_due",
            walk(Stage.OFFICIAL_RESOLVED, official_resolved=date(2027, 4, 1)),
            *(date(2027, 4, 29), date(2027, 5, 18), 11, State.LATER),
        ),
        (
            "member_record_due",
            walk(Stage.ADMITTED, admitted=date(2026, 8, 3)),
            TODAY,
            date(2026, 9, 16),
            -48,
            State.OVERDUE,
        ),
        (
            "certificate_valid",
            walk(Stage.APPLIED, class_completed=date(2021, 12, 20)),
            TODAY,
            date(2026, 12, 20),
            26,
            State.SOON,
        ),
        (
            "certificate_valid",
            walk(Stage.APPLIED, class_completed=date(2024, 1, 1)),
            TODAY,
            date(2029, 1, 1),
            769,
            State.LATER,
        ),
        (
            "dossier_fresh",
            walk(Stage.VERIFIED, dossier_made=date(2025, 11, 20)),
            TODAY,
            date(2026, 11, 20),
            -4,
            State.OVERDUE,
        ),
        (
            "probation_ends",
            walk(Stage.ADMITTED, admitted=date(2025, 11, 29)),
            TODAY,
            date(2026, 11, 29),
            5,
            State.THIS_WEEK,
        ),
        (
            "transfer_papers_due",
            walk(Stage.TRANSFERRED, transfer_decided=TODAY),
            TODAY,
            date(2027, 1, 6),
            30,
            State.LATER,
        ),
        ("transfer_due", walk(Stage.TRANSFERRED, transfer_decided=TODAY), TODAY, date(2027, 2, 24), 60, State.LATER),
    ],
)
def test_a_limit_falls_due_on_its_day(code: str, whose: Walk, today: date, due: date, left: int, state: State) -> None:
    found = dues_on(today, whose)[code]
    assert (found.day, found.left, found.state) == (due, left, state)


def test_a_limit_that_may_be_extended_says_so() -> None:
    found = dues_on(TODAY, walk(Stage.CELL_RESOLVED, cell_resolved=date(2026, 8, 3)))["decision_due"]
    assert (found.day, found.due.extended) == (date(2026, 10, 28), date(2026, 12, 10))
    assert found.state is State.OVERDUE


@pytest.mark.parametrize(
    ("before", "then"),
    [
        (Stage.CELL_RESOLVED, Stage.DECIDED),
        (Stage.DECIDED, Stage.ADMITTED),
        (Stage.OFFICIAL_RESOLVED, Stage.OFFICIAL),
    ],
)
def test_the_step_ends_the_limit_with_its_date_or_without(before: Stage, then: Stage) -> None:
    day = date(2026, 11, 2)
    running = dues_on(TODAY, walk(before, **{before: day}))
    with_date = dues_on(TODAY, walk(then, **{before: day, then: TODAY}))
    without = dues_on(TODAY, walk(then, **{before: day}))
    (code,) = (code for code, due in running.items() if due.rule.counts_from == before)
    assert code not in with_date
    assert code not in without


def test_probation_ends_first_and_then_the_review_falls_due() -> None:
    whose = walk(Stage.ADMITTED, admitted=date(2026, 2, 3), member_record_made=date(2026, 2, 24))
    waiting = dues_on(date(2027, 2, 2), whose)
    assert list(waiting) == ["probation_ends"]
    assert waiting["probation_ends"].rule.bound is Bound.EARLIEST
    assert waiting["probation_ends"].is_wait
    ended = dues_on(date(2027, 2, 3), whose)
    assert ended["official_review_due"].since == date(2027, 2, 3)
    assert ended["official_review_due"].day == date(2027, 3, 24), "30 working days, Tết 2027 among them"
    assert dues_on(date(2027, 4, 1), whose)["official_review_due"].state is State.OVERDUE


def test_a_dossier_is_no_older_than_the_application_unless_its_day_is_known() -> None:
    assert dues_on(TODAY, walk(Stage.APPLIED, applied=date(2026, 3, 1)))["dossier_fresh"].day == date(2027, 3, 1)
    both = walk(Stage.APPLIED, applied=date(2026, 3, 1), dossier_made=date(2026, 5, 1))
    assert dues_on(TODAY, both)["dossier_fresh"].day == date(2027, 5, 1)


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.WITHDRAWN, Stage.REJECTED, Stage.TRANSFERRED, Stage.OFFICIAL])
def test_nothing_is_due_of_those_who_have_left_the_path_or_reached_its_end(stage: Stage) -> None:
    days = {str(one): date(2024, 1, 2) for one in PATH if one is not Stage.OFFICIAL or stage is Stage.OFFICIAL}
    assert dues_on(TODAY, walk(stage, **days)) == {}


def test_holidays_that_are_not_known_yet_make_a_date_uncertain() -> None:
    found = dues_on(date(2028, 12, 1), walk(Stage.DECIDED, decided=date(2028, 12, 1)))["ceremony_due"]
    assert found.due.uncertain_from == date(2029, 1, 1)


@pytest.mark.parametrize(("days", "mark"), [(91, None), (90, 90), (31, 90), (30, 30), (7, 7), (0, 7), (-1, None)])
def test_what_lapses_is_warned_of_at_90_30_and_7_days(days: int, mark: int | None) -> None:
    assert warning(days) == mark


@pytest.mark.parametrize(
    ("whose", "is_still"),
    [
        (walk(Stage.MENTORED, introduced=date(2026, 3, 1), mentored=TODAY - timedelta(days=91)), True),
        (walk(Stage.MENTORED, introduced=date(2026, 3, 1), mentored=TODAY - timedelta(days=90)), False),
        (walk(Stage.MENTORED, mentored=date(2026, 3, 1), dossier_made=TODAY), False),
        (walk(Stage.DECIDED, decided=date(2026, 3, 1)), False),
        (walk(Stage.PAUSED, mentored=date(2026, 3, 1)), False),
    ],
)
def test_who_stands_still(whose: Walk, is_still: bool) -> None:
    assert whose.stands_still(TODAY, 90) is is_still


def test_what_comes_next_and_what_was_skipped() -> None:
    whose = walk(Stage.APPLIED, introduced=date(2026, 1, 1), applied=date(2026, 3, 1))
    assert whose.next_stage is Stage.VERIFIED
    assert whose.skipped == (Stage.MENTORED, Stage.CLASS_COMPLETED)
    assert walk(Stage.OFFICIAL, official=TODAY).next_stage is None
    assert walk(Stage.PAUSED, applied=TODAY).next_stage is None


def test_counts_come_with_the_most_urgent_first() -> None:
    many = [walk(Stage.DECIDED, decided=day) for day in (date(2026, 11, 20), date(2026, 5, 4), date(2026, 5, 5))]
    found = Reckoning(shipped(), calendar(), TODAY).of_all(many)
    assert [due.day for due in found] == sorted(due.day for due in found)
    assert list(states(found)) == [(State.OVERDUE, 2), (State.LATER, 1)]


days = st.dates(date(2025, 6, 1), date(2027, 12, 31))


@given(st.lists(days, min_size=1, max_size=len(PATH)), days)
def test_every_due_is_open_in_order_and_of_this_path(reached: list[date], today: date) -> None:
    stages = PATH[: len(reached)]
    whose = walk(stages[-1], **dict(zip(stages, sorted(reached), strict=True)))
    found = Reckoning(shipped(), calendar(), today).of(whose)
    assert [due.day for due in found] == sorted(due.day for due in found)
    for due in found:
        assert due.rule.to not in whose.happened
        assert (due.state is State.OVERDUE) == (due.day < today and due.rule.bound is Bound.LATEST)
        assert due.left <= 0 or due.day > today


def test_what_was_undone_does_not_count_and_the_latest_day_does(organisation: Database) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        row = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
        row.stage = Stage.CLASS_COMPLETED
        for stage, day, undone in (
            (Stage.CLASS_COMPLETED, date(2020, 5, 4), None),
            (Stage.CLASS_COMPLETED, date(2026, 5, 4), None),
            (Stage.DECIDED, date(2026, 9, 1), NOW),
        ):
            row.steps.append(StageStep(stage=stage, reached_on=day, recorded_at=NOW, undone_at=undone))
        session.flush()
        for name, undone in (("dossier_made", None), ("member_record_made", NOW)):
            session.add(
                CandidateEvent(
                    candidate_id=row.id, event=name, happened_on=date(2026, 6, 1), recorded_at=NOW, undone_at=undone
                )
            )
    with organisation.read() as session:
        (found,) = load(session, select(Candidate.id).where(Candidate.code == "QC012"))
    assert found.happened == {
        "introduced": date(2026, 3, 1),
        "class_completed": date(2026, 5, 4),
        "dossier_made": date(2026, 6, 1),
    }


def test_loading_takes_three_statements_however_many_there_are(organisation: Database) -> None:
    statements: list[str] = []
    with organisation.read() as session:
        event.listen(organisation.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        assert [found.code for found in load(session, select(Candidate.id))] == ["QC007", "QC012"]
    assert sum(statement.startswith("SELECT") for statement in statements) == 3
