"""Which rules were in force last, as the audit remembers it: so a change is known also when the service stood still.

Each change is one audit record of the entity ``rules``: what was in force before and what is now. A file with a mistake
is a record, too; nothing is in force by it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import dues
from models.audit import AuditRecord, Via
from models.candidates import Candidate
from models.deadlines import Rule
from models.dues import Reckoning, Walk
from models.rulebook import RuleBook
from models.working_days import WorkingDays

ENTITY = "rules"
IN_FORCE, REFUSED = "update", "refuse"
_SUBSTANCE = ("value", "unit", "bound", "extension", "counts_from", "to")
Facts = Mapping[str, list[Any]]  # by the rule's code: what of it moves dates, in the order of _SUBSTANCE


def facts_of(book: RuleBook) -> Facts:
    """Return what of each rule moves dates, as it can be kept."""
    return {code: [getattr(rule, name) for name in _SUBSTANCE] for code, rule in book.rules.items()}


def last_in_force(session: Session) -> Facts | None:
    """Return the rules that were in force when they were last written down; None before the first time."""
    newest = select(AuditRecord).where(AuditRecord.entity == ENTITY, AuditRecord.action == IN_FORCE)
    record = session.scalar(newest.order_by(AuditRecord.id.desc()).limit(1))
    facts: Facts | None = record.changes["in_force"][1] if record is not None else None
    return facts


def is_noted(session: Session, action: str, content: object) -> bool:
    """Whether the newest record is of this action and content: then everybody knows already."""
    newest = session.scalar(
        select(AuditRecord).where(AuditRecord.entity == ENTITY).order_by(AuditRecord.id.desc()).limit(1)
    )
    return newest is not None and (newest.action, newest.key) == (action, _fingerprint(content))


def note_in_force(session: Session, now: datetime, old: Facts | None, new: Facts) -> None:
    """Write down that the rules `new` are in force."""
    _note(session, now, IN_FORCE, new, {"in_force": [old, new]})


def note_refused(session: Session, now: datetime, mistakes: Sequence[str]) -> None:
    """Write down that a file of rules was not taken."""
    _note(session, now, REFUSED, list(mistakes), {"mistakes": [None, len(mistakes)]})


def with_facts(book: RuleBook, facts: Facts) -> RuleBook:
    """Return `book` with the rules as `facts` had them; a rule that cannot have been so stays as it is."""
    return book.model_copy(
        update={"rules": {code: _as_it_was(rule, facts.get(code)) for code, rule in book.rules.items()}}
    )


def cases_moved(session: Session, old: RuleBook, new: RuleBook, calendar: WorkingDays, today: date) -> int:
    """Return for how many candidates other things, or at other times, are due under `new` than under `old`."""
    before, after = (Reckoning(book, calendar, today) for book in (old, new))
    walks = dues.load(session, select(Candidate.id))
    return sum(_dates(before, walk) != _dates(after, walk) for walk in walks)


def _as_it_was(rule: Rule, facts: list[Any] | None) -> Rule:
    if facts is None:
        return rule
    try:
        return replace(rule, **dict(zip(_SUBSTANCE, facts, strict=False)))
    except (ValidationError, TypeError):
        return rule


def _dates(reckoning: Reckoning, walk: Walk) -> set[tuple[str, date, date | None]]:
    return {(due.rule.code, due.day, due.due.extended) for due in reckoning.of(walk)}


def _note(session: Session, now: datetime, action: str, content: object, changes: dict[str, Any]) -> None:
    session.add(
        AuditRecord(at=now, via=Via.SERVICE, action=action, entity=ENTITY, key=_fingerprint(content), changes=changes)
    )
    session.flush()


def _fingerprint(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
