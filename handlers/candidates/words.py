"""Stages and gaps in words."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from handlers.locales import N_
from handlers.turn import Turn
from models.candidates import Candidate, Stage

STAGE_WORDS = {
    Stage.INTRODUCED: N_("introduced"),
    Stage.MENTORED: N_("helper named"),
    Stage.CLASS_COMPLETED: N_("class completed"),
    Stage.APPLIED: N_("application handed in"),
    Stage.VERIFIED: N_("background verified"),
    Stage.CELL_RESOLVED: N_("cell's resolution"),
    Stage.DECIDED: N_("admission decided"),
    Stage.ADMITTED: N_("admitted (probationary)"),
    Stage.NEW_MEMBER_CLASS_COMPLETED: N_("new members' class completed"),
    Stage.OFFICIAL_RESOLVED: N_("cell proposes official status"),
    Stage.OFFICIAL: N_("official member"),
    Stage.PAUSED: N_("paused"),
    Stage.WITHDRAWN: N_("withdrawn"),
    Stage.REJECTED: N_("not accepted"),
    Stage.TRANSFERRED: N_("moved elsewhere"),
}


def lacking() -> ColumnElement[bool]:
    """Return the condition that something is missing of a candidate; :func:`gaps` says what."""
    return or_(
        Candidate.consented_on.is_(None),
        Candidate.helper_id.is_(None),
        Candidate.birth_year.is_(None),
        Candidate.enterprise_id.is_(None),
    )


def gaps(turn: Turn, candidate: Candidate) -> str:
    """Return what is missing of a candidate, in words; empty when nothing is."""
    if candidate.is_draft:
        missing = [turn.t("the person's consent")]
    else:
        missing = [
            words
            for lacks, words in (
                (candidate.birth_year is None, turn.t("year of birth")),
                (candidate.enterprise_id is None, turn.t("enterprise")),
            )
            if lacks
        ]
    if candidate.helper_id is None:
        missing.append(turn.t("a helper"))
    return ", ".join(missing)
