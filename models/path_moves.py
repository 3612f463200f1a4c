"""What a move on the path writes, and how it is taken back. The history only grows: what no longer counts is marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.candidates import PATH, Candidate, CandidateEvent, Stage, StageStep
from models.path import Move, counting
from models.units import Enterprise, Unit

TRANSFER_DECIDED = "transfer_decided"


@dataclass(frozen=True, slots=True)
class Pen:
    """Who records, and when."""

    now: datetime
    person_id: int


@dataclass(slots=True)
class Change:
    """One candidate's rows before a move and what the move did to them; :meth:`kept` is what undoing needs."""

    candidate: Candidate
    before: dict[str, Any]
    added: list[StageStep] = field(default_factory=list)
    undone: list[StageStep] = field(default_factory=list)
    event: CandidateEvent | None = None

    def kept(self) -> dict[str, Any]:
        """Return the change as JSON, once its rows have been flushed."""
        return {
            "code": self.candidate.code,
            "before": self.before,
            "after": self.candidate.stage.value,
            "added": [step.id for step in self.added],
            "undone": [step.id for step in self.undone],
            "event": self.event.id if self.event else None,
            "newest": max((step.id for step in self.candidate.steps), default=0),
        }


def make(candidate: Candidate, move: Move, stage: Stage, day: date, pen: Pen, *, reason: str | None = None) -> Change:
    """Write a move that :func:`models.path.check` allows."""
    change = _change(candidate)
    if move is Move.RESUME:
        _mark(change, pen, [step for step in counting(candidate) if step.stage is Stage.PAUSED])
        candidate.stage = _furthest(candidate)
        return change
    if move is Move.BACK:
        _mark(change, pen, [step for step in counting(candidate) if _is_behind(candidate, step, stage)])
    else:
        _mark(change, pen, [step for step in counting(candidate) if step.stage is stage and stage in PATH])
    _add(change, stage, day, pen, reason)
    candidate.stage = stage if stage not in PATH or move is Move.BACK else _furthest(candidate)
    return change


def transfer(
    session: Session,
    candidate: Candidate,
    day: date,
    pen: Pen,
    *,
    unit: Unit,
    enterprise: Enterprise | None,
) -> Change:
    """Move a candidate to another cell or enterprise of the organisation, where the path goes on.

    For somebody who has been admitted it is a transfer of membership, whose time limits begin.
    """
    change = _change(candidate)
    _add(change, Stage.TRANSFERRED, day, pen, None)
    candidate.unit = unit
    if enterprise is not None:
        candidate.enterprise = enterprise
    if any(step.stage is Stage.ADMITTED for step in counting(candidate)):
        change.event = _event(session, candidate, TRANSFER_DECIDED, day, pen)
    return change


def note(session: Session, candidate: Candidate, event: str, day: date, pen: Pen) -> Change:
    """Write an event that :func:`models.path_events.check` allows."""
    change = _change(candidate)
    change.event = _event(session, candidate, event, day, pen)
    return change


def revert(session: Session, kept: dict[str, Any], now: datetime) -> Candidate | None:
    """Take back the change that :meth:`Change.kept` describes; None when something was recorded after it."""
    candidate = session.scalar(select(Candidate).where(Candidate.code == kept["code"]).with_for_update(of=Candidate))
    if candidate is None or not _is_untouched(candidate, kept):
        return None
    for step in candidate.steps:
        if step.id in kept["added"]:
            step.undone_at = now
        elif step.id in kept["undone"]:
            step.undone_at = None
    if kept["event"] is not None:
        session.get_one(CandidateEvent, kept["event"]).undone_at = now
    before = kept["before"]
    candidate.stage = Stage(before["stage"])
    candidate.unit_id, candidate.enterprise_id = before["unit_id"], before["enterprise_id"]
    return candidate


def _is_untouched(candidate: Candidate, kept: dict[str, Any]) -> bool:
    newest = max((step.id for step in candidate.steps), default=0)
    stands = all(step.undone_at is None for step in candidate.steps if step.id in kept["added"])
    return newest == kept["newest"] and stands and candidate.stage == Stage(kept["after"])


def _change(candidate: Candidate) -> Change:
    before = {
        "stage": candidate.stage.value,
        "unit_id": candidate.unit_id,
        "enterprise_id": candidate.enterprise_id,
    }
    return Change(candidate, before)


def _add(change: Change, stage: Stage, day: date, pen: Pen, reason: str | None) -> None:
    step = StageStep(
        stage=stage, reached_on=day, recorded_at=pen.now, recorded_by_id=pen.person_id, reason=reason or None
    )
    change.candidate.steps.append(step)
    change.added.append(step)


def _event(session: Session, candidate: Candidate, event: str, day: date, pen: Pen) -> CandidateEvent:
    row = CandidateEvent(
        candidate_id=candidate.id,
        event=event,
        happened_on=day,
        recorded_at=pen.now,
        recorded_by_id=pen.person_id,
    )
    session.add(row)
    return row


def _mark(change: Change, pen: Pen, steps: list[StageStep]) -> None:
    for step in steps:
        step.undone_at = pen.now
        change.undone.append(step)


def _is_behind(candidate: Candidate, step: StageStep, stage: Stage) -> bool:
    """Whether a step no longer counts after going back to `stage`; a move within the organisation stays a fact."""
    if step.stage in PATH:
        return PATH.index(step.stage) >= PATH.index(stage)
    return step.stage is not Stage.TRANSFERRED or candidate.stage is Stage.TRANSFERRED


def _furthest(candidate: Candidate) -> Stage:
    reached = [step.stage for step in counting(candidate) if step.stage in PATH]
    if candidate.stage in PATH:
        reached.append(candidate.stage)
    return max(reached, key=PATH.index, default=Stage.INTRODUCED)
