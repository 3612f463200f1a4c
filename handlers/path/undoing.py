"""Taking back what was recorded of the path; the history keeps it, marked as no longer counting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.path import telling
from handlers.stage_words import STAGE_WORDS
from handlers.turn import Turn
from models import path_moves
from models.audit import UndoStep
from models.candidates import Candidate, StageStep
from models.path_moves import Change
from models.units import Unit

UNDO_KIND = "path"


def remember(turn: Turn, changes: Sequence[Change]) -> None:
    """Note how to take back what has been written and flushed."""
    turn.session.add(
        UndoStep(
            person_id=turn.writer_id,
            saved_at=turn.now,
            kind=UNDO_KIND,
            details={"changes": [change.kept() for change in changes]},
        )
    )


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take back what was saved together and say so; a path on which somebody has gone on since stays as it is."""
    back, left = list[str](), list[str]()
    for kept in reversed(step.details["changes"]):
        unit = _unit_of(turn, kept["code"])
        candidate = path_moves.revert(turn.session, kept, turn.now)
        if candidate is None:
            left.append(kept["code"])
            continue
        turn.session.flush()
        turn.session.refresh(candidate)
        back.append(kept["code"])
        _tell(turn, candidate, kept, unit)
    told = []
    if back:
        told.append(turn.t("Taken back: {codes}.", codes=", ".join(dict.fromkeys(reversed(back)))))
    told += [
        turn.t("{code} stays as it is: something was recorded there since.", code=code)
        for code in dict.fromkeys(reversed(left))
    ]
    if len(set(back)) == 1:
        told.append(_now(turn, back[0]))
    return "\n".join(told)


def _tell(turn: Turn, candidate: Candidate, kept: dict[str, Any], unit: Unit | None) -> None:
    stages = {turn.session.get_one(StageStep, number).stage for number in kept["added"]}
    has_moved = unit is not None and unit.id != candidate.unit_id
    if unit is not None and (has_moved or stages & set(telling.TOLD)):
        telling.tell_taken_back(turn, candidate.code, unit)


def _unit_of(turn: Turn, code: str) -> Unit | None:
    candidate = turn.session.query(Candidate).filter_by(code=code).one_or_none()
    return candidate.unit if candidate else None


def _now(turn: Turn, code: str) -> str:
    candidate = turn.session.query(Candidate).filter_by(code=code).one()
    return turn.t("{code} is now: {stage}.", code=code, stage=turn.t(STAGE_WORDS[candidate.stage]))
