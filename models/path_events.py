"""Dated facts of the path that are no stage of their own: the making of the dossier, the receipt of the decision.

What a time limit leads to, the member's record for example, is recorded where it is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.candidates import Candidate, CandidateEvent, Stage
from models.path import DOSSIER_MADE, Check, Gap, Lack, Progress

DECISION_RECEIVED = "decision_received"


def happened(session: Session, candidate: Candidate) -> dict[str, date]:
    """Return the newest day of each event that counts."""
    rows = session.scalars(
        select(CandidateEvent)
        .where(CandidateEvent.candidate_id == candidate.id, CandidateEvent.undone_at.is_(None))
        .order_by(CandidateEvent.happened_on)
    )
    return {row.event: row.happened_on for row in rows}


def to_come(progress: Progress, known: Mapping[str, date]) -> dict[str, date]:
    """Return the events that may be recorded now, each with the first day on which it can have happened."""
    reached, current = progress.reached, progress.current
    if current in (Stage.APPLIED, Stage.VERIFIED):
        return {DOSSIER_MADE: reached[Stage.INTRODUCED]}
    if current is Stage.DECIDED and DECISION_RECEIVED not in known and current in reached:
        return {DECISION_RECEIVED: reached[current]}
    return {}


def check(progress: Progress, known: Mapping[str, date], event: str, day: date | None, today: date) -> Check:
    """Return what stands against recording `event`; a `day` that is not known yet is not looked at."""
    open_events = to_come(progress, known)
    if event not in open_events:
        return Check((Lack(Gap.REACHED, day=known.get(event)),))
    if day is not None and day > today:
        return Check((Lack(Gap.FUTURE, day=day),))
    if day is not None and day < open_events[event]:
        return Check((Lack(Gap.TOO_EARLY, day=open_events[event]),))
    return Check()
