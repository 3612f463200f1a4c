"""The rights of people over their data, as requests with a number, a deadline and an end (Luật 91/2025/QH15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, Select, String, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.codes import next_number
from models.database import Base, EncryptedText, UTCDateTime
from models.people import Person
from models.rulebook import RuleBook
from models.working_days import WorkingDays


class RequestKind(StrEnum):
    """What somebody wants done with their data."""

    SEE = "see"
    CORRECT = "correct"
    RESTRICT = "restrict"
    OBJECT = "object"
    WITHDRAW = "withdraw"
    DELETE = "delete"


class RequestOutcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"  # with the reason that the law gives
    TAKEN_BACK = "taken_back"


class DataRequest(Base):
    """One request. When the person has been deleted, number, kind and dates stay as proof, and nothing else."""

    __tablename__ = "data_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)  # YC2026-001
    kind: Mapped[RequestKind]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id", ondelete="SET NULL"), index=True)
    # What is to be corrected; gone at the end. Of a request that was refused: the reason.
    words: Mapped[str | None] = mapped_column(EncryptedText)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer_due: Mapped[date]
    due: Mapped[date]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[RequestOutcome | None]

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.ended_at is None


class Forgotten(Base):
    """Somebody who was deleted on request: an old list must not bring them back. Only a keyed hash is kept."""

    __tablename__ = "forgotten"

    id: Mapped[int] = mapped_column(primary_key=True)
    who_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)  # of name and birth, under Cipher.digest
    since: Mapped[date]


class RetentionRun(Base):
    """What one run of the nightly job deleted: how many rows of which table, and by which rule."""

    __tablename__ = "retention_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    rule: Mapped[str] = mapped_column(String(60))
    rows: Mapped[int]


ANSWER_RULE = "request_answer"
# The time limit of each kind (models/deadlines.toml, DOMAIN.md §6).
RULE_OF: dict[RequestKind, str] = {
    RequestKind.SEE: "request_see",
    RequestKind.CORRECT: "request_see",
    RequestKind.RESTRICT: "request_withdraw",
    RequestKind.OBJECT: "request_withdraw",
    RequestKind.WITHDRAW: "request_withdraw",
    RequestKind.DELETE: "request_delete",
}
_PREFIX = "YC"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, about whom: a person, a candidate who has no chat, or both."""

    kind: RequestKind
    person_id: int | None = None
    candidate_id: int | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """When a wish arrives, and by which rules and calendar its limits are counted."""

    now: datetime
    today: date
    rules: RuleBook
    calendar: WorkingDays


def file(session: Session, wish: Wish, office: Office) -> tuple[DataRequest, bool]:
    """Write `wish` down and return its request; the same wish that stands open is returned instead, with False."""
    if wish.person_id is not None:  # two chats of one person at once make one request
        session.scalar(select(Person.id).where(Person.id == wish.person_id).with_for_update())
    for standing in session.scalars(_open_of(wish)):
        if standing.words == wish.words:
            return standing, False
    answer, end = (office.rules.rules[code] for code in (ANSWER_RULE, RULE_OF[wish.kind]))
    request = DataRequest(
        number=_number(session, office.today.year),
        kind=wish.kind,
        person_id=wish.person_id,
        candidate_id=wish.candidate_id,
        words=wish.words,
        asked_at=office.now,
        answer_due=answer.due(office.today, office.calendar).date,
        due=end.due(office.today, office.calendar).date,
    )
    session.add(request)
    session.flush()
    return request, True


def take_on(request: DataRequest, owner_id: int, now: datetime) -> None:
    """Let somebody own an open request: from then on the person has been answered."""
    request.owner_id = owner_id
    request.answered_at = request.answered_at or now


def end(request: DataRequest, outcome: RequestOutcome, now: datetime, reason: str | None = None) -> None:
    """End a request; its words go, and the `reason` of a refusal takes their place."""
    request.answered_at = request.answered_at or now
    request.ended_at, request.outcome, request.words = now, outcome, reason


def is_restricted(session: Session, *, person_id: int | None = None, candidate_id: int | None = None) -> bool:
    """Whether a request to restrict, or an objection, was granted: then the data is kept and not used."""
    kinds = (RequestKind.RESTRICT, RequestKind.OBJECT)
    granted = select(DataRequest.id).where(DataRequest.kind.in_(kinds), DataRequest.outcome == RequestOutcome.DONE)
    about = [
        column == value
        for column, value in ((DataRequest.person_id, person_id), (DataRequest.candidate_id, candidate_id))
        if value is not None
    ]
    return any(session.scalar(granted.where(condition).limit(1)) is not None for condition in about)


def requests_late(session: Session, today: date) -> int:
    """Return how many open requests are past a legal limit: not answered in time, or not done in time."""
    unanswered = DataRequest.answered_at.is_(None) & (DataRequest.answer_due < today)
    late = DataRequest.ended_at.is_(None) & or_(unanswered, DataRequest.due < today)
    return session.scalar(select(func.count()).select_from(DataRequest).where(late)) or 0


def _open_of(wish: Wish) -> Select[DataRequest]:
    return (
        select(DataRequest)
        .where(
            DataRequest.kind == wish.kind,
            DataRequest.ended_at.is_(None),
            DataRequest.person_id == wish.person_id
            if wish.person_id is not None
            else DataRequest.candidate_id == wish.candidate_id,
        )
        .order_by(DataRequest.id)
    )


def _number(session: Session, year: int) -> str:
    return f"{_PREFIX}{year}-{next_number(session, f'{_PREFIX}{year}'):03d}"
