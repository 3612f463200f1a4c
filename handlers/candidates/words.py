"""Stages and gaps in words."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from handlers.stage_words import STAGE_WORDS
from handlers.turn import Turn
from models.candidates import Candidate

__all__ = ["STAGE_WORDS", "gaps", "lacking"]


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
