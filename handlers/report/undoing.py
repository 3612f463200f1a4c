"""Taking back what a report has saved: new candidates go, filled-in ones are again as they were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from handlers.locales import Translator
from handlers.markup import bold
from handlers.readers import in_charge_of
from handlers.turn import Reply, Turn
from models.audit import UndoStep
from models.candidates import Candidate
from models.consent import Consent
from models.names import name_key

UNDO_KIND = "report"
Facts = dict[str, Any]
_FACTS = (
    "full_name",
    "initials",
    "birth_year",
    "birth_date",
    "gender",
    "enterprise_id",
    "shift",
    "shift_system_code",
    "crew",
    "introduced_by",
)


def facts_of(candidate: Candidate) -> Facts:
    """Return a candidate's facts as they stand, so that a change of them can be taken back."""
    facts = {name: getattr(candidate, name) for name in _FACTS}
    return {**facts, "consented_on": candidate.consented_on and candidate.consented_on.isoformat()}


def remember(turn: Turn, codes: Sequence[str], before: Facts | None) -> None:
    """Note how to take back what is being saved; `before` is None for new candidates."""
    turn.session.add(
        UndoStep(
            person_id=turn.writer_id,
            saved_at=turn.now,
            kind=UNDO_KIND,
            details={"codes": list(codes), "before": before},
        )
    )


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a saved report back and say so; the audit keeps that it was made and taken back."""
    codes, before = step.details["codes"], step.details["before"]
    _withdraw_consents(turn, step, codes)
    for candidate in turn.session.scalars(select(Candidate).where(Candidate.code.in_(codes))):
        if before is None:
            _tell_committee(turn, candidate)
            turn.session.delete(candidate)
        else:
            _put_back(turn, candidate, before)
    if before is None:
        return turn.t("Taken back: {codes}.", codes=", ".join(codes))
    return turn.t("{code} is again as it was before.", code=codes[0])


def _withdraw_consents(turn: Turn, step: UndoStep, codes: Sequence[str]) -> None:
    consents = select(Consent).join(Candidate, Consent.candidate_id == Candidate.id).where(Candidate.code.in_(codes))
    for consent in turn.session.scalars(consents.where(Consent.given_at == step.saved_at)):
        turn.session.delete(consent)


def _put_back(turn: Turn, candidate: Candidate, facts: Facts) -> None:
    for name in _FACTS:
        setattr(candidate, name, facts[name])
    full_name = candidate.full_name
    candidate.name_hash = turn.cipher.digest("name", name_key(full_name)) if full_name else None
    candidate.consented_on = date.fromisoformat(facts["consented_on"]) if facts["consented_on"] else None


def _tell_committee(turn: Turn, candidate: Candidate) -> None:
    code, unit = candidate.code, candidate.unit.name

    def compose(t: Translator) -> Reply:
        return Reply(t("{unit} has taken back the report of {code}.", unit=bold(unit), code=code))

    for person in in_charge_of(turn.session, candidate.unit):
        if person.id != turn.writer_id:
            turn.send(person, compose)
