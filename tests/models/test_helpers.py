"""Helpers: who may help, how many at a time, the history of assignments, and the line of each quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import helpers, rulebook
from models.audit import Actor, Via, act_as
from models.candidates import Candidate, Stage, StageStep
from models.database import Database
from models.helpers import HelperAssignment, HelperNote, Naming, Remark
from models.people import Membership, Person
from models.units import Unit
from models.working_days import Holidays, WorkingDays

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
RULE = rulebook.shipped().rules[helpers.TOGETHER_RULE]
CALENDAR = WorkingDays(lambda _year: Holidays({}, frozenset(), is_complete=True))


@pytest.fixture
def session(organisation: Database) -> Iterator[Session]:
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        yield session


def _candidate(session: Session, code: str = "QC012") -> Candidate:
    return session.scalars(select(Candidate).where(Candidate.code == code)).one()


def _person(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()


def _unit(session: Session, code: str) -> Unit:
    return session.scalars(select(Unit).where(Unit.code == code)).one()


def _assign(session: Session, helper: str, *, on: date = DAY, code: str = "QC012") -> dict[str, object]:
    naming = Naming(on, date(2025, 3, 31))
    by = _person(session, "DV075").id
    return helpers.assign(session, _candidate(session, code), _person(session, helper), naming, by=by, now=NOW)


def _history(session: Session) -> list[tuple[str, date, date | None]]:
    rows = session.execute(
        select(Person.code, HelperAssignment.since, HelperAssignment.until)
        .join(Person, Person.id == HelperAssignment.helper_id)
        .order_by(HelperAssignment.since, HelperAssignment.id)
    )
    return [(code, since, until) for code, since, until in rows]


def test_an_official_member_of_the_cell_or_of_a_unit_above_may_help(session: Session) -> None:
    cell6, cell7 = _unit(session, "CB06"), _unit(session, "CB07")
    own, above, worker = _person(session, "DV076"), _person(session, "DV066"), _person(session, "CN010")
    assert helpers.fits(own, cell6)
    assert not helpers.fits(own, cell7)
    assert helpers.fits(above, cell6)
    assert helpers.fits(above, cell7)
    assert not helpers.fits(worker, cell6)
    own.membership = Membership.PROBATIONARY
    assert not helpers.fits(own, cell6)


def test_who_may_not_help_cannot_be_assigned(session: Session) -> None:
    with pytest.raises(ValueError, match="DV076 is no official member of CB07"):
        _assign(session, "DV076", code="QC007")
    assert _history(session) == []


def test_the_first_helper_is_a_step_of_the_path(session: Session) -> None:
    details = _assign(session, "DV076")
    candidate = _candidate(session)
    assert candidate.stage is Stage.MENTORED
    assert [(step.stage, step.reached_on) for step in candidate.steps] == [
        (Stage.INTRODUCED, date(2026, 3, 1)),
        (Stage.MENTORED, DAY),
    ]
    assert candidate.helper_id == _person(session, "DV076").id
    assert details["step"] == candidate.steps[1].id
    row = session.scalars(select(HelperAssignment)).one()
    assert (row.worked_together_since, row.until) == (date(2025, 3, 31), None)


def test_another_helper_ends_the_first_assignment_and_is_no_second_step(session: Session) -> None:
    _assign(session, "DV076", on=date(2026, 6, 1))
    _assign(session, "DV066")
    assert _history(session) == [("DV076", date(2026, 6, 1), DAY), ("DV066", DAY, None)]
    assert [step.stage for step in _candidate(session).steps].count(Stage.MENTORED) == 1


def test_a_helper_named_later_on_the_path_leaves_the_stage_as_it_is(session: Session) -> None:
    _candidate(session).stage = Stage.APPLIED
    _assign(session, "DV076")
    assert _candidate(session).stage is Stage.APPLIED


def test_a_helper_from_an_imported_list_stays_in_the_history(session: Session) -> None:
    candidate = _candidate(session)
    candidate.helper = _person(session, "DV076")
    began = date(2026, 4, 1)
    candidate.steps.append(StageStep(stage=Stage.MENTORED, reached_on=began, recorded_at=NOW))
    session.flush()
    _assign(session, "DV066")
    assert _history(session) == [("DV076", began, DAY), ("DV066", DAY, None)]


def test_taking_back_the_first_helper_leaves_no_helper_and_a_marked_step(session: Session) -> None:
    details = _assign(session, "DV076")
    candidate = _candidate(session)
    assert helpers.take_back(session, candidate, details, NOW)
    session.flush()
    assert (candidate.helper_id, candidate.stage) == (None, Stage.INTRODUCED)
    assert candidate.steps[-1].undone_at == NOW
    assert _history(session) == []


def test_taking_back_another_helper_brings_the_first_one_back(session: Session) -> None:
    _assign(session, "DV076", on=date(2026, 6, 1))
    details = _assign(session, "DV066")
    assert helpers.take_back(session, _candidate(session), details, NOW)
    session.flush()
    assert _candidate(session).helper_id == _person(session, "DV076").id
    assert _history(session) == [("DV076", date(2026, 6, 1), None)]
    assert _candidate(session).stage is Stage.MENTORED


def test_what_somebody_else_has_changed_since_is_not_taken_back(session: Session) -> None:
    details = _assign(session, "DV076")
    _assign(session, "DV066")
    assert not helpers.take_back(session, _candidate(session), details, NOW)
    assert _candidate(session).helper_id == _person(session, "DV066").id


def test_after_taking_back_the_step_is_written_anew(session: Session) -> None:
    helpers.take_back(session, _candidate(session), _assign(session, "DV076"), NOW)
    _assign(session, "DV066")
    steps = [step for step in _candidate(session).steps if step.stage is Stage.MENTORED]
    assert [step.undone_at for step in steps] == [NOW, None]
    assert _candidate(session).stage is Stage.MENTORED


def test_only_those_on_the_path_count_against_a_helper(session: Session) -> None:
    _assign(session, "DV066")
    _assign(session, "DV066", code="QC007")
    helper = _person(session, "DV066").id
    assert helpers.loads(session, [helper]) == {helper: 2}
    _candidate(session, "QC007").stage = Stage.WITHDRAWN
    session.flush()
    assert helpers.loads(session, [helper]) == {helper: 1}
    _candidate(session).stage = Stage.OFFICIAL
    session.flush()
    assert helpers.loads(session, [helper]) == {}


def test_who_helps_fewest_is_suggested_first_and_who_is_full_is_not(session: Session) -> None:
    cell = _unit(session, "CB06")
    kien, trinh, long = (_person(session, code) for code in ("DV076", "DV075", "DV066"))
    members = [long, trinh, kien]
    assert helpers.with_room(members, {}, 2, cell.id) == [trinh, kien, long]
    assert helpers.with_room(members, {trinh.id: 1, long.id: 1}, 2, cell.id) == [kien, trinh, long]
    assert helpers.with_room(members, {trinh.id: 2, kien.id: 3}, 2, cell.id) == [long]


def test_a_helper_sees_those_they_help_until_one_of_them_leaves(session: Session) -> None:
    helper = _person(session, "DV076")

    def helped() -> list[str]:
        session.flush()
        return [candidate.code for candidate in session.scalars(helpers.helped_by(helper.id))]

    assert helped() == []
    _assign(session, "DV076")
    assert helped() == ["QC012"]
    assert session.scalars(helpers.helped_by(_person(session, "DV075").id)).all() == []
    helper.unit = _unit(session, "CB07")
    assert helped() == []
    helper.unit = _unit(session, "DB")
    assert helped() == ["QC012"]
    helper.membership = None
    assert helped() == []
    helper.membership = Membership.OFFICIAL
    _candidate(session).stage = Stage.REJECTED
    assert helped() == []


@pytest.mark.parametrize(
    ("since", "on", "expected"),
    [
        (date(2025, 11, 24), DAY, True),
        (date(2025, 11, 25), DAY, False),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (date(2025, 2, 28), date(2026, 2, 27), False),
        (None, DAY, False),
    ],
)
def test_twelve_months_are_counted_by_the_calendar(since: date | None, on: date, expected: bool) -> None:
    assert helpers.worked_together(RULE, CALENDAR, since, on) is expected


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 3, 31), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
    ],
)
def test_a_quarter_begins_with_its_first_month(day: date, quarter: date) -> None:
    assert helpers.quarter_of(day) == quarter


def test_before_the_first_quarter_lies_the_last_of_the_year_before() -> None:
    assert helpers.quarter_before(date(2027, 1, 1)) == date(2026, 10, 1)


@given(st.dates(date(1931, 1, 1), date(9000, 1, 1)))
def test_every_day_lies_in_its_quarter_and_not_in_the_one_before(day: date) -> None:
    quarter = helpers.quarter_of(day)
    assert quarter <= day < quarter + timedelta(days=93)
    assert helpers.quarter_of(quarter - timedelta(days=1)) == helpers.quarter_before(quarter)


def _note(session: Session, *, has_met: bool, remark: Remark | None, now: datetime = NOW) -> None:
    candidate, helper = _candidate(session), _person(session, "DV076")
    helpers.note(session, candidate.id, helper.id, helpers.quarter_of(DAY), has_met=has_met, remark=remark, now=now)
    session.flush()


def test_a_second_line_of_a_quarter_takes_the_place_of_the_first(session: Session) -> None:
    _note(session, has_met=False, remark=None)
    _note(session, has_met=True, remark=Remark.FINE, now=NOW + timedelta(days=1))
    row = session.scalars(select(HelperNote)).one()
    assert (row.has_met, row.remark, row.quarter) == (True, Remark.FINE, date(2026, 10, 1))


def test_the_database_refuses_a_second_line_of_a_quarter(session: Session) -> None:
    _note(session, has_met=True, remark=Remark.GOOD)
    first = session.scalars(select(HelperNote)).one()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            HelperNote(
                candidate_id=first.candidate_id,
                helper_id=first.helper_id,
                quarter=first.quarter,
                has_met=False,
                noted_at=NOW,
            )
        )
        session.flush()
