"""Candidates, with the days of their path and their consent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from handlers.workbook.layout import SheetKind
from handlers.workbook.merging.merger import Ids, Merger, Pen, said
from handlers.workbook.merging.personal import birth_held, keep_fuller_birth, put_birth, put_name, shift_of
from handlers.workbook.organisation import Organisation
from models import names
from models.candidates import PATH, Candidate, Stage, StageStep
from models.consent import Consent, ConsentMeans, Purpose

INITIALS_CHARACTERS = 24
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_STAGE_FIELDS = ("introduced", "class_completed", "cell_resolved", "decided", "admitted")
# What may be held of a person who has not agreed: a code and initials, beside the cell and its own days.
_DRAFT_FIELDS = {"initials", "unit", "introduced_on", "steps", "stage"}
# A consent that came from a list can be corrected by a list; one given in a chat or reported stands as given.
_FROM_A_LIST = {ConsentMeans.IMPORTED, ConsentMeans.SAMPLE}


class Candidates(Merger[Candidate]):
    kind = SheetKind.CANDIDATES
    entity = Candidate
    references: ClassVar = {
        "unit": ("unit_id", SheetKind.UNITS),
        "enterprise": ("enterprise_id", SheetKind.ENTERPRISES),
        "helper": ("helper_id", SheetKind.MEMBERS),
    }

    def __init__(self, session: Session, organisation: Organisation, ids: Ids, pen: Pen | None) -> None:
        super().__init__(session, organisation, ids, pen)
        self.drafts: list[str] = []  # codes of those who have not agreed

    def wanted(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for row in self.organisation.rows(self.kind):
            fields = said(row, "shift_system", "crew", *_STAGE_FIELDS)
            fields |= shift_of(row)
            fields["initials"] = names.initials(row.values["full_name"])[:INITIALS_CHARACTERS]
            fields["introduced_on"] = row.values["introduced"]
            fields["steps"] = {Stage(name): row.get(name) for name in _STAGE_FIELDS if row.get(name)}
            if row.get("helper"):
                # The sheet has no day for it: at the earliest the helper was named on the day of introduction.
                fields["steps"][Stage.MENTORED] = row.values["introduced"]
            yield row.values["code"], fields

    def load(self, keys: list[str]) -> dict[str, Candidate]:
        query = select(Candidate).where(Candidate.code.in_(keys)).options(selectinload(Candidate.steps))
        candidates = {candidate.code: candidate for candidate in self.session.scalars(query)}
        ids = [candidate.id for candidate in candidates.values()]
        self._agreed: list[tuple[Candidate, date]] = []
        self._consents: dict[int, list[Consent]] = {candidate_id: [] for candidate_id in ids}
        consents = select(Consent).where(Consent.candidate_id.in_(ids), Consent.purpose == Purpose.FOLLOW_CANDIDATE)
        for consent in self.session.scalars(consents.order_by(Consent.id)):
            self._consents[consent.candidate_id or 0].append(consent)
        return candidates

    def reconcile(self, key: str, entity: Candidate | None, fields: dict[str, Any]) -> dict[str, Any]:
        fields["steps"] = _merged_steps(entity, fields["steps"])
        fields["stage"] = _furthest(entity, fields["steps"])
        agreed_on = self._agreed_on(entity, fields.get("consented_on"))
        if agreed_on is None:
            self.drafts.append(key)
            return {name: value for name, value in fields.items() if name in _DRAFT_FIELDS}
        return {**keep_fuller_birth(entity, fields), "consented_on": agreed_on}

    def held(self, entity: Candidate, name: str) -> Any:
        if name == "birth":
            return birth_held(entity)
        return _steps_held(entity) if name == "steps" else super().held(entity, name)

    def put(self, entity: Candidate, name: str, value: Any) -> None:
        match name:
            case "full_name":
                put_name(self.session, entity, value)
            case "birth":
                put_birth(entity, value)
            case "steps":
                self._put_steps(entity, value)
            case "consented_on":
                entity.consented_on = value
                self._agreed.append((entity, value))
            case _:
                super().put(entity, name, value)

    def make(self, key: str, fields: dict[str, Any]) -> Candidate:
        assert self.pen is not None
        return super().make(key, {**fields, "created_at": self.pen.now})

    def flushed(self) -> None:
        for candidate, day in self._agreed:
            self._record_consent(candidate, day)
        self.session.flush()

    def _agreed_on(self, entity: Candidate | None, day: date | None) -> date | None:
        """Return the day of consent that counts: one withdrawn later than the file's day is not brought back."""
        if entity is None:
            return day
        consents = self._consents[entity.id]
        if entity.consented_on is not None:
            stands = any(c.withdrawn_at is None and c.means not in _FROM_A_LIST for c in consents)
            return entity.consented_on if stands or day is None else day
        withdrawn = [c.withdrawn_at.astimezone(_VIETNAM).date() for c in consents if c.withdrawn_at is not None]
        return None if day is None or any(day <= end for end in withdrawn) else day

    def _put_steps(self, entity: Candidate, steps: dict[Stage, date]) -> None:
        assert self.pen is not None
        last = {step.stage: step for step in entity.steps}
        for stage, day in steps.items():
            if stage in last:
                last[stage].reached_on = day
            else:
                entity.steps.append(
                    StageStep(stage=stage, reached_on=day, recorded_at=self.pen.now, recorded_by_id=self.pen.person_id)
                )

    def _record_consent(self, candidate: Candidate, day: date) -> None:
        assert self.pen is not None
        given_at = datetime.combine(day, time(), _VIETNAM)
        standing = [c for c in self._consents.get(candidate.id, []) if c.withdrawn_at is None]
        if standing:
            standing[-1].given_at = given_at
            return
        self.session.add(
            Consent(
                candidate_id=candidate.id,
                purpose=Purpose.FOLLOW_CANDIDATE,
                means=self.pen.means,
                given_at=given_at,
                recorded_by_id=self.pen.person_id,
            )
        )


def _steps_held(entity: Candidate) -> dict[Stage, date]:
    """Return the last day of each stage reached."""
    return {step.stage: step.reached_on for step in entity.steps}


def _merged_steps(entity: Candidate | None, steps: dict[Stage, date]) -> dict[Stage, date]:
    """Add what the file says to what is held, in the order of the path; nothing held is dropped."""
    held = _steps_held(entity) if entity is not None else {}
    merged = {**held, **steps}
    if Stage.MENTORED in held and held[Stage.MENTORED] != held.get(Stage.INTRODUCED):
        merged[Stage.MENTORED] = held[Stage.MENTORED]  # a day that somebody reported is better than the sheet's guess
    order = {stage: place for place, stage in enumerate(Stage)}
    return dict(sorted(merged.items(), key=lambda item: order[item[0]]))


def _furthest(entity: Candidate | None, steps: dict[Stage, date]) -> Stage:
    """Return the furthest stage reached; a path that was ended or interrupted stays so."""
    held = [entity.stage] if entity is not None else []
    if held and held[0] not in PATH:
        return held[0]
    return max((stage for stage in (*steps, *held) if stage in PATH), key=PATH.index)
