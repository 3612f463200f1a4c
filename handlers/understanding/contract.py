"""An understanding in the words of the contract (CONTRACTS.md §5)."""

from __future__ import annotations

from typing import Any

from handlers.understanding.said import CANDIDATE_FIELDS, AttendanceSaid, CandidateSaid, Intent, Understanding
from handlers.understanding.workplaces import contract_name


def to_contract(understanding: Understanding) -> dict[str, Any]:
    """Return the document of ``taonguon understand`` but for its reply, which the caller adds.

    `enterprise` is the registered name where one is clearly meant, else the words as said. `shift` is the shift, or
    the letter of the crew ("C") where only that was said; `crew` has the letter in any case.
    """
    people = understanding.candidates
    missing = {field for person in people for field in person.missing}
    if understanding.intent is Intent.REPORT_CANDIDATE and not people:
        missing = set(CANDIDATE_FIELDS)
    return {
        "intent": understanding.intent.value,
        "candidates": [_candidate(person) for person in people],
        "attendance": _attendance(understanding.attendance),
        "missing": [field for field in CANDIDATE_FIELDS if field in missing],
        "code": understanding.code,
        "language": understanding.language,
        "sensitive": understanding.sensitive,
        "leftover": understanding.leftover,
        "reasons": [
            {"field": reason.field, "words": reason.words, "rule": reason.rule, "person": reason.person}
            for reason in understanding.reasons
        ],
    }


def _candidate(said: CandidateSaid) -> dict[str, Any]:
    return {
        "full_name": said.full_name,
        "birth_year": said.birth_year,
        "gender": said.gender,
        "enterprise": contract_name(said.enterprise_said, said.enterprises),
        "shift": said.shift or said.crew,
        "introduced_by": said.introduced_by,
        "name_choices": list(said.name_choices),
        "birth_date": said.birth_date.isoformat() if said.birth_date else None,
        "age": said.age,
        "gender_guess": said.gender_guess,
        "crew": said.crew,
        "enterprise_choices": [
            {"code": match.code, "name": match.name, "score": match.score} for match in said.enterprises
        ],
        "consent": said.consent_said,
    }


def _attendance(said: AttendanceSaid | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        "all_present": said.all_present,
        "absent": list(said.absent),
        "present": list(said.present),
        "absent_numbers": list(said.absent_numbers),
        "excused": list(said.excused),
        "excused_numbers": list(said.excused_numbers),
        "absent_count": said.absent_count,
        "present_count": said.present_count,
    }
