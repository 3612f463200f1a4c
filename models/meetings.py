"""Meetings of a cell: the monthly one and the thematic one of each quarter, their sittings and who is called to them.

A meeting may be held in several sittings, so that people of every shift can come to one (CONTRACTS.md §4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

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
    papers_round: Mapped[int] = mapped_column(default=0)  # how often they were given: who was told is told of new ones
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
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
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
    fits: Mapped[bool] = mapped_column(default=True)  # by their shifts, as last looked at, they can come to it
    answer: Mapped[Answer | None]
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attendance: Mapped[Attendance | None]

    meeting: Mapped[Meeting] = relationship(back_populates="calls")
    person: Mapped[Person] = relationship()
    sitting: Mapped[Sitting | None] = relationship()


def period_of(kind: MeetingKind, day: date) -> date:
    """Return the first day of the month, or for a thematic meeting of the quarter, in which `day` lies."""
    month = day.month if kind is MeetingKind.MONTHLY else (day.month - 1) // 3 * 3 + 1
    return date(day.year, month, 1)


def in_period(session: Session, unit_id: int, kind: MeetingKind, period: date) -> Meeting | None:
    """Return the unit's meeting of a month or quarter that is called or was held."""
    return session.scalar(
        select(Meeting)
        .where(
            Meeting.unit_id == unit_id,
            Meeting.kind == kind,
            Meeting.period == period,
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(Meeting.id)
        .limit(1)
    )


def last_place(session: Session, unit_id: int) -> str | None:
    """Return where the unit has met last, of what was told."""
    places = select(Meeting.place).where(Meeting.unit_id == unit_id, Meeting.place.is_not(None), Meeting.place != "")
    return session.scalar(places.order_by(Meeting.id.desc()).limit(1))


def set_sittings(
    meeting: Meeting, sittings: Sequence[tuple[datetime, datetime]], calls: Mapping[int, tuple[int, bool]]
) -> None:
    """Give a meeting its sittings, and call each person (by id) to the sitting of that place in `sittings`.

    The flag of a call says whether the person's shifts let them come. Answers to earlier sittings are forgotten; who
    was called before and is not any more is called off.
    """
    chosen = [Sitting(starts_at=start, ends_at=end) for start, end in sorted(sittings)]
    order = {place: chosen[at] for at, place in enumerate(sorted(range(len(sittings)), key=lambda one: sittings[one]))}
    known = {call.person_id: call for call in meeting.calls}
    meeting.sittings = chosen
    meeting.calls = [known.get(person) or Call(person_id=person) for person in calls]
    for call in meeting.calls:
        place, call.fits = calls[call.person_id]
        call.sitting, call.answer, call.answered_at = order[place], None, None


def give_answer(call: Call, answer: Answer | None, now: datetime) -> None:
    """Keep what a member says, in the place of what they said before."""
    call.answer, call.answered_at = answer, now if answer else None
