"""An understanding in the words of the contract (CONTRACTS.md §5)."""

from __future__ import annotations

from typing import Any

from handlers.understanding.said import (
    CANDIDATE_FIELDS,
    AttendanceSaid,
    CandidateSaid,
    Intent,
    StageUpdate,
    Understanding,
)
from handlers.understanding.shift_said import SaidDays, ShiftNews
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
        "stage_updates": [_stage_update(update) for update in understanding.stage_updates],
        "shift_news": _shift_news(understanding.shift_news),
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


def _stage_update(said: StageUpdate) -> dict[str, Any]:
    """`date` is the first day of what was said, None with `date_words` for a day that does not exist."""
    on = said.on
    return {
        "stage": said.stage,
        "candidates": list(said.whom),
        "date": on.day.isoformat() if on and on.day else None,
        "date_end": on.last.isoformat() if on and on.last else None,
        "date_precision": on.precision.value if on else None,
        "date_words": on.words if on else None,
        "helper": said.helper,
        "to_unit": said.to_unit,
        "to_enterprise": said.to_enterprise,
        "going_back": said.going_back,
        "is_plan": said.is_plan,
        "reason": said.reason,
    }


def _shift_news(said: ShiftNews | None) -> dict[str, Any] | None:
    """`topic` is what is said ("swap", "leave", …); days are first and last days, both included."""
    if said is None:
        return None
    hours = said.hours
    return {
        "topic": said.topic.value,
        "days": [_days(days) for days in said.days],
        "shifts": [{"shift": one.shift, "days": _days(one.days) if one.days else None} for one in said.shifts],
        "system": said.system,
        "crew": said.crew,
        "whom": list(said.whom),
        "numbers": list(said.numbers),
        "starts": f"{hours.starts:%H:%M}" if hours and hours.starts else None,
        "ends": f"{hours.ends:%H:%M}" if hours and hours.ends else None,
        "minutes": hours.minutes if hours else None,
        "enterprises": list(said.enterprises),
        "is_stopped": said.is_stopped,
        "is_denied": said.is_denied,
    }


def _days(days: SaidDays) -> list[str]:
    return [days.first.isoformat(), days.last.isoformat()]
