"""The official members who help candidates on the path (đảng viên giúp đỡ), and what they notice each quarter.

A helper is an official member of the candidate's cell or of a unit above it (DOMAIN.md §2, stage 2), and helps only so
many at a time. The open assignment is ``candidates.helper_id``; :class:`HelperAssignment` keeps the history.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Select, UniqueConstraint, and_, func, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from models.candidates import PATH, Candidate, Stage, StageStep
from models.database import Base, UTCDateTime
from models.deadlines import MONTHS_OF_A_QUARTER, Rule, add_months
from models.people import Membership, Person
from models.units import Unit
from models.working_days import WorkingDays

TOGETHER_RULE = "helper_worked_together"  # its code in deadlines.toml
# Who is helped: everybody before official membership who has not left the path.
HELPED = (*PATH[: PATH.index(Stage.OFFICIAL)], Stage.PAUSED)
# Of the helper, beside the candidate's own unit: for queries that join both.
HelperUnit = aliased(Unit, name="helper_unit")


class Remark(StrEnum):
    """How a candidate is doing, in the helper's eyes: a choice, so that no opinions about people are kept as text."""

    GOOD = "good"  # tốt
    FINE = "fine"  # bình thường
    NEEDS_HELP = "needs_help"  # cần giúp


class HelperAssignment(Base):
    """Who helped a candidate from when until when; the open one is ``candidates.helper_id`` too."""

    __tablename__ = "helper_assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    helper_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    # Since when the two have worked in one unit: the rule asks for twelve months.
    worked_together_since: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))


class HelperNote(Base):
    """A helper's line of one quarter about one candidate."""

    __tablename__ = "helper_notes"
    __table_args__ = (UniqueConstraint("candidate_id", "helper_id", "quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    helper_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    quarter: Mapped[date]  # its first day
    has_met: Mapped[bool]
    remark: Mapped[Remark | None]
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)


@dataclass(frozen=True, slots=True)
class Naming:
    """A helper being named: on which day, since when the two have worked in one unit at the latest, and why although
    something is missing."""

    on: date
    together_since: date | None = None
    reason: str | None = None


def fits(helper: Person, unit: Unit) -> bool:
    """Whether `helper` may help a candidate of `unit`: an official member of it or of a unit above it."""
    return (
        helper.membership is Membership.OFFICIAL and helper.unit is not None and unit.path.startswith(helper.unit.path)
    )


def is_fitting(helper_unit: type[Unit] = HelperUnit, unit: type[Unit] = Unit) -> ColumnElement[bool]:
    """Return :func:`fits` as a condition on ``Person``, the helper's unit and the candidate's."""
    return and_(Person.membership == Membership.OFFICIAL, unit.path.startswith(helper_unit.path))


def helped_by(person_id: int) -> Select[Candidate]:
    """Return a query of the candidates on the path whom this person helps and may go on helping."""
    return (
        select(Candidate)
        .join(Candidate.unit)
        .join(Person, Person.id == Candidate.helper_id)
        .join(HelperUnit, HelperUnit.id == Person.unit_id)
        .where(
            Candidate.helper_id == person_id,
            Candidate.stage.in_(HELPED),
            Candidate.consented_on.is_not(None),
            is_fitting(),
        )
    )


def loads(session: Session, helper_ids: Collection[int]) -> dict[int, int]:
    """Return how many candidates on the path each of these people helps; who helps none is left out."""
    counted = (
        select(Candidate.helper_id, func.count())
        .where(Candidate.helper_id.in_(helper_ids), Candidate.stage.in_(HELPED))
        .group_by(Candidate.helper_id)
    )
    return {helper: count for helper, count in session.execute(counted) if helper is not None}


def with_room(members: Sequence[Person], load: dict[int, int], most: int, cell: int) -> list[Person]:
    """Return those who help fewer than `most`: who helps fewest first, then the cell's own, then by code."""
    free = [member for member in members if load.get(member.id, 0) < most]
    return sorted(free, key=lambda member: (load.get(member.id, 0), member.unit_id != cell, member.code))


def worked_together(rule: Rule, calendar: WorkingDays, since: date | None, on: date) -> bool:
    """Whether two who have worked in one unit since `since` satisfy the rule on the day `on`; unknown does not."""
    return since is not None and rule.due(since, calendar).date <= on


def assign(
    session: Session, candidate: Candidate, helper: Person, naming: Naming, *, by: int, now: datetime
) -> dict[str, Any]:
    """Make `helper` the candidate's helper; return what :func:`take_back` needs.

    An earlier assignment ends on the day; the first one is a step of the path. Raises ``ValueError`` when `helper` may
    not help a candidate of this unit.
    """
    if not fits(helper, candidate.unit):
        raise ValueError(f"{helper.code} is no official member of {candidate.unit.code} or above")
    details: dict[str, Any] = {
        "code": candidate.code,
        "helper": helper.id,
        "helper_before": candidate.helper_id,
        "stage_before": candidate.stage.value,
        "ended": _end_open(session, candidate, naming.on, by),
    }
    row = HelperAssignment(
        candidate_id=candidate.id,
        helper_id=helper.id,
        since=naming.on,
        worked_together_since=naming.together_since,
        recorded_by_id=by,
    )
    step = None if _is_mentored(candidate) else _step(candidate, naming, by, now)
    candidate.helper = helper
    session.add(row)
    session.flush()
    return {**details, "assignment": row.id, "step": step.id if step else None}


def take_back(session: Session, candidate: Candidate, details: dict[str, Any], now: datetime) -> bool:
    """Take an assignment back; False, and nothing is changed, when somebody has named another helper since."""
    if candidate.helper_id != details["helper"]:
        return False
    row = session.get(HelperAssignment, details["assignment"])
    if row is not None:
        session.delete(row)
    for ended in session.scalars(select(HelperAssignment).where(HelperAssignment.id.in_(details["ended"]))):
        ended.until = None
    step = session.get(StageStep, details["step"]) if details["step"] else None
    if step is not None:
        step.undone_at = now
        if candidate.stage is Stage.MENTORED:
            candidate.stage = Stage(details["stage_before"])
    before = details["helper_before"]
    candidate.helper = session.get(Person, before) if before else None
    return True


def quarter_of(day: date) -> date:
    """Return the first day of the quarter of `day`."""
    return date(day.year, day.month - (day.month - 1) % MONTHS_OF_A_QUARTER, 1)


def quarter_before(quarter: date) -> date:
    """Return the first day of the quarter before the one that begins on `quarter`."""
    return quarter_of(add_months(quarter, -MONTHS_OF_A_QUARTER))


def note_of(session: Session, candidate_id: int, helper_id: int, quarter: date) -> HelperNote | None:
    """Return what the helper has noted about the candidate in the quarter that begins on `quarter`."""
    return session.scalar(
        select(HelperNote).where(
            HelperNote.candidate_id == candidate_id,
            HelperNote.helper_id == helper_id,
            HelperNote.quarter == quarter,
        )
    )


def note(
    session: Session,
    candidate_id: int,
    helper_id: int,
    quarter: date,
    *,
    has_met: bool,
    remark: Remark | None,
    now: datetime,
) -> HelperNote:
    """Keep the helper's line of a quarter; a second one takes the place of the first."""
    row = note_of(session, candidate_id, helper_id, quarter)
    if row is None:
        row = HelperNote(candidate_id=candidate_id, helper_id=helper_id, quarter=quarter)
        session.add(row)
    row.has_met, row.remark, row.noted_at = has_met, remark, now
    return row


def _is_mentored(candidate: Candidate) -> bool:
    return any(step.stage is Stage.MENTORED and step.undone_at is None for step in candidate.steps)


def _step(candidate: Candidate, naming: Naming, by: int, now: datetime) -> StageStep:
    step = StageStep(
        stage=Stage.MENTORED, reached_on=naming.on, recorded_at=now, recorded_by_id=by, reason=naming.reason
    )
    candidate.steps.append(step)
    if candidate.stage is Stage.INTRODUCED:
        candidate.stage = Stage.MENTORED
    return step


def _end_open(session: Session, candidate: Candidate, on: date, by: int) -> list[int]:
    """End the assignments that are open; return their ids. A helper whose beginning nobody recorded gets a row, too."""
    is_open = and_(HelperAssignment.candidate_id == candidate.id, HelperAssignment.until.is_(None))
    rows = list(session.scalars(select(HelperAssignment).where(is_open)))
    began = next(
        (step.reached_on for step in candidate.steps if step.stage is Stage.MENTORED and step.undone_at is None), None
    )
    if candidate.helper_id is not None and began is not None and not rows:
        imported = HelperAssignment(
            candidate_id=candidate.id, helper_id=candidate.helper_id, since=began, recorded_by_id=by
        )
        session.add(imported)
        rows = [imported]
    for row in rows:
        row.until = max(on, row.since)
    session.flush()
    return [row.id for row in rows]
