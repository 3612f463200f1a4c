"""Consent: for each purpose, given by a clear act, provable, and withdrawn as easily (Luật 91/2025/QH15)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.candidates import Candidate
from models.database import Base, UTCDateTime


class Purpose(StrEnum):
    """What data is used for; each is agreed to by itself."""

    USE_BOT = "use_bot"  # the chat is joined to the person
    FOLLOW_CANDIDATE = "follow_candidate"  # the person is followed on the path to membership


class ConsentMeans(StrEnum):
    """How the consent was given."""

    CHAT = "chat"  # pressed or typed by the person
    PAPER = "paper"  # a signed form; the cell secretary records its date
    REPORTED = "reported"  # the cell secretary reports that the person agreed
    IMPORTED = "imported"  # a date in the organisation's workbook
    SAMPLE = "sample"  # the demo's sample data


class Consent(Base):
    """One consent of one person or candidate for one purpose, and its withdrawal."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[Purpose]
    means: Mapped[ConsentMeans]
    notice_version: Mapped[str | None] = mapped_column(String(20))  # which text of the data notice was shown
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))

    candidate: Mapped[Candidate | None] = relationship()
