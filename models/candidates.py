"""Candidates (quần chúng ưu tú) and the history of their stages (DOMAIN.md §2)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, EncryptedText, UTCDateTime
from models.people import Gender, Person
from models.units import Enterprise, Unit


class Stage(StrEnum):
    """The path of one person, in its order; the last four end or interrupt it."""

    INTRODUCED = "introduced"
    MENTORED = "mentored"
    CLASS_COMPLETED = "class_completed"
    APPLIED = "applied"
    VERIFIED = "verified"
    CELL_RESOLVED = "cell_resolved"
    DECIDED = "decided"
    ADMITTED = "admitted"
    NEW_MEMBER_CLASS_COMPLETED = "new_member_class_completed"
    OFFICIAL_RESOLVED = "official_resolved"
    OFFICIAL = "official"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    TRANSFERRED = "transferred"


PATH: tuple[Stage, ...] = tuple(Stage)[: tuple(Stage).index(Stage.OFFICIAL) + 1]


class Introducer(StrEnum):
    """Who introduced a candidate."""

    TRADE_UNION = "trade_union"  # Công đoàn
    YOUTH_UNION = "youth_union"  # Đoàn Thanh niên
    WOMENS_UNION = "womens_union"  # Hội Phụ nữ, Ban nữ công
    MEMBER = "member"  # một đảng viên


class Candidate(Base):
    """One person on the path.

    Until the person has agreed (``consented_on``) the row is a draft: a code and initials, nothing else about them
    (DESIGN.md, "Little data").
    """

    __tablename__ = "candidates"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)  # QC012
    initials: Mapped[str] = mapped_column(String(24))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    stage: Mapped[Stage] = mapped_column(index=True)
    consented_on: Mapped[date | None]
    full_name: Mapped[str | None] = mapped_column(EncryptedText)
    name_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    birth_date: Mapped[str | None] = mapped_column(EncryptedText)  # ISO 8601
    birth_year: Mapped[int | None]
    gender: Mapped[Gender | None]
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"), index=True)
    shift_system_code: Mapped[str | None] = mapped_column(ForeignKey("shift_systems.code"))
    crew: Mapped[str | None] = mapped_column(String(8))
    shift: Mapped[str | None] = mapped_column(String(8))  # as reported: "2", "HC"
    introduced_by: Mapped[Introducer | None]
    introduced_on: Mapped[date]
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    note: Mapped[str | None] = mapped_column(EncryptedText)
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    unit: Mapped[Unit] = relationship()
    enterprise: Mapped[Enterprise | None] = relationship()
    helper: Mapped[Person | None] = relationship(foreign_keys=[helper_id])
    steps: Mapped[list[StageStep]] = relationship(
        back_populates="candidate", cascade="all, delete-orphan", order_by="StageStep.id"
    )

    @property
    def is_draft(self) -> bool:
        """Whether the person has not agreed yet, so that only code and initials may be kept."""
        return self.consented_on is None


class StageStep(Base):
    """A stage that a candidate has reached, and the day on which it came true.

    Nothing is ever deleted from the history: a step that was wrong, or that is behind after going back, is marked.
    """

    __tablename__ = "stage_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    stage: Mapped[Stage]
    reached_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    reason: Mapped[str | None] = mapped_column(
        EncryptedText
    )  # why it was taken in spite of something missing, or ended
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # it no longer counts

    candidate: Mapped[Candidate] = relationship(back_populates="steps")


class CandidateEvent(Base):
    """A dated fact of the path that is no stage of its own: what the rules count from or to (``deadlines.toml``)."""

    __tablename__ = "candidate_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    event: Mapped[str] = mapped_column(String(40))  # an identifier of [events]: dossier_made, member_record_made, …
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
