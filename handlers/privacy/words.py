"""Requests about personal data in words."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from handlers.locales import N_, Translator
from handlers.turn import Turn
from models import names, rights
from models.candidates import Candidate
from models.people import Person
from models.rights import DataRequest, Office, RequestKind, RequestOutcome, Wish

KIND_WORDS = {
    RequestKind.SEE: N_("see the data"),
    RequestKind.CORRECT: N_("correct the data"),
    RequestKind.RESTRICT: N_("restrict the use"),
    RequestKind.OBJECT: N_("object to the use"),
    RequestKind.WITHDRAW: N_("withdraw consent"),
    RequestKind.DELETE: N_("delete the data"),
}
OUTCOME_WORDS = {
    RequestOutcome.DONE: N_("done"),
    RequestOutcome.REFUSED: N_("refused"),
    RequestOutcome.TAKEN_BACK: N_("taken back"),
}


def office(turn: Turn) -> Office:
    """Return when a wish of this turn arrives, and by which rules its limits are counted."""
    return Office(turn.now, turn.today, turn.settings.rules, turn.settings.calendar)


def file_done(turn: Turn, kind: RequestKind, *, candidate_id: int | None = None) -> str:
    """Write down a wish that is fulfilled at once; return its number."""
    person_id = None if candidate_id is not None else turn.writer_id
    request, _ = rights.file(turn.session, Wish(kind, person_id, candidate_id), office(turn))
    rights.end(request, RequestOutcome.DONE, turn.now)
    return request.number


def title(t: Translator, request: DataRequest) -> str:
    """Return number and kind: ``YC2026-001 (xóa dữ liệu)``."""
    return f"{request.number} ({t(KIND_WORDS[request.kind])})"


def day(on: date) -> str:
    """Return a day as it is written."""
    return f"{on:%d/%m/%Y}"


def limits(turn: Turn, request: DataRequest) -> str:
    """Return by when a request is to be answered and done, and on which document that rests."""
    rule = turn.settings.rules.rules[rights.RULE_OF[request.kind]]
    answer = turn.settings.rules.rules[rights.ANSWER_RULE]
    dates = turn.t(
        "Answer by {answer}, done by {end}. Basis: {basis}",
        answer=day(request.answer_due),
        end=day(request.due),
        basis=rule.basis,
    )
    unsure = turn.t("not yet compared with the original document")
    return f"{dates}." if rule.verified and answer.verified else f"{dates} ({unsure})."


def whom(turn: Turn, request: DataRequest, *, is_masked: bool) -> str:
    """Return whom a request is about: code with the full name, or with initials in a message that nobody asked for."""
    person = turn.session.get(Person, request.person_id) if request.person_id is not None else None
    candidate = turn.session.get(Candidate, request.candidate_id) if request.candidate_id is not None else None
    if candidate is None and person is not None:
        candidate = turn.session.scalar(select(Candidate).where(Candidate.person_id == person.id).limit(1))
    return named(person, candidate, is_masked=is_masked)


def named(person: Person | None, candidate: Candidate | None, *, is_masked: bool) -> str:
    """Return code and name, or code and initials."""
    if candidate is not None and (person is None or person.code == candidate.code):
        return f"{candidate.code} · {candidate.initials if is_masked else candidate.full_name or candidate.initials}"
    if person is None:
        return "—"
    return f"{person.code} · {names.initials(person.full_name) if is_masked else person.full_name}"
