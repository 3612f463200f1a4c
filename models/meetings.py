"""Meetings of a cell: the monthly one and the thematic one of each quarter, their sittings and who is called to them.

A meeting may be held in several sittings, so that people of every shift can come to one (CONTRACTS.md §4).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, EncryptedText, UTCDateTime
from models.people import Person
from models.units import Unit


class MeetingKind(StrEnum):
    """What it is held for."""

    MONTHLY = "monthly"  # sinh hoạt thường kỳ, once a month
    THEMATIC = "thematic"  # sinh hoạt chuyên đề, once a quarter at least


class MeetingState(StrEnum):
    """Where a meeting stands."""

    CALLED = "called"  # its sittings are chosen and the members are told
    HELD = "held"  # the roll has been saved
    CANCELLED = "cancelled"


class Answer(StrEnum):
    """What a member says to an invitation."""

    COMING = "coming"
    NOT_COMING = "not_coming"


class Attendance(StrEnum):
    """Whether somebody was there."""

    PRESENT = "present"
    EXCUSED = "excused"  # absent with leave
    ABSENT = "absent"  # without


class Meeting(Base):
    """A meeting. ``period`` is the first day of the month, or for a thematic one of the quarter, that it is for.

    ``round`` counts how often its sittings were chosen: an answer or a notice of an earlier round is out of date.
    """

    __tablename__ = "meetings"
    __table_args__ = (Index("ix_meetings_unit", "unit_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[MeetingKind]
    period: Mapped[date]
    state: Mapped[MeetingState]
    round: Mapped[int] = mapped_column(default=1)
    place: Mapped[str | None] = mapped_column(String(200))
    topic: Mapped[str | None] = mapped_column(String(200))
    papers: Mapped[str | None] = mapped_column(EncryptedText)  # a text or a link, never a dossier
    papers_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str | None] = mapped_column(EncryptedText)  # the line of the result
    called_at: Mapped[datetime] = mapped_column(UTCDateTime)
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    held_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when the roll was saved
    reported_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when the result went up

    unit: Mapped[Unit] = relationship()
    sittings: Mapped[list[Sitting]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="Sitting.starts_at"
    )
    calls: Mapped[list[Call]] = relationship(back_populates="meeting", cascade="all, delete-orphan", order_by="Call.id")


class Sitting(Base):
    """One time at which a meeting is held."""

    __tablename__ = "meeting_sittings"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)

    meeting: Mapped[Meeting] = relationship(back_populates="sittings")


class Call(Base):
    """A member who is called to a meeting: to which sitting, what the member answered, and whether they were there."""

    __tablename__ = "meeting_calls"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_sittings.id", ondelete="SET NULL"), index=True)
    answer: Mapped[Answer | None]
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attendance: Mapped[Attendance | None]

    meeting: Mapped[Meeting] = relationship(back_populates="calls")
    person: Mapped[Person] = relationship()
    sitting: Mapped[Sitting | None] = relationship()
