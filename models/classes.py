"""Courses with their topics, the sittings in which they are held, who is enrolled, and who sits where.

A course is a row of half-days: those of its topics, in order. Each half-day is held in one sitting or in several, so
that people of every shift find one of each.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, EncryptedBytes, EncryptedText, UTCDateTime
from models.meetings import Attendance
from models.people import Person


class SittingState(StrEnum):
    """Where a sitting stands."""

    PLANNED = "planned"
    HELD = "held"  # its roll has been saved
    CANCELLED = "cancelled"


class SeatState(StrEnum):
    """What a seat is."""

    BOOKED = "booked"
    WAITING = "waiting"  # for a place that becomes free, in the order of asking
    EXCUSED = "excused"  # asked for leave before the sitting
    MISSED = "missed"  # was not there: a make-up may be booked
    GIVEN_UP = "given_up"  # moved to another sitting, or no longer on the course


class Wage(StrEnum):
    """Whether the enterprise paid the hours of a sitting within working hours."""

    PAID = "paid"
    UNPAID = "unpaid"
    UNKNOWN = "unknown"


class Course(Base):
    """One run of a class, for example the fourth awareness course of 2026."""

    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(80))
    organiser: Mapped[str | None] = mapped_column(String(200))

    topics: Mapped[list[CourseTopic]] = relationship(
        back_populates="course", cascade="all, delete-orphan", order_by="CourseTopic.position"
    )


class CourseTopic(Base):
    """A topic of a course: how many half-days it takes, where, and between which days."""

    __tablename__ = "course_topics"
    __table_args__ = (UniqueConstraint("course_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    half_days: Mapped[int]
    room: Mapped[str | None] = mapped_column(String(200))
    capacity: Mapped[int | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    course: Mapped[Course] = relationship(back_populates="topics")


class Enrolment(Base):
    """A person on a course."""

    __tablename__ = "enrolments"
    __table_args__ = (UniqueConstraint("course_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)

    completed_on: Mapped[date | None]  # of the certificate, once the organiser has confirmed it
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    course: Mapped[Course] = relationship()
    person: Mapped[Person] = relationship()


class ClassSitting(Base):
    """One time at which a half-day is held. ``half_day`` counts from 1 over the whole course.

    ``round`` counts how often it was moved: what was said of an earlier round is out of date.
    """

    __tablename__ = "class_sittings"
    __table_args__ = (Index("ix_class_sittings_course", "course_id", "half_day", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("course_topics.id", ondelete="CASCADE"), index=True)
    half_day: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    room: Mapped[str | None] = mapped_column(String(200))
    capacity: Mapped[int | None]
    state: Mapped[SittingState]
    round: Mapped[int] = mapped_column(default=1)
    check_in_key: Mapped[str | None] = mapped_column(EncryptedText)  # from which the code of each half minute follows
    held_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when the roll, or a first part, was saved
    held_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)

    course: Mapped[Course] = relationship()
    topic: Mapped[CourseTopic] = relationship()
    seats: Mapped[list[Seat]] = relationship(back_populates="sitting", cascade="all, delete-orphan", order_by="Seat.id")


class Seat(Base):
    """Somebody's place in a sitting. Of each half-day a person has one booked seat at most: a make-up counts once."""

    __tablename__ = "class_seats"
    __table_args__ = (
        UniqueConstraint("sitting_id", "person_id"),
        Index(
            "uq_class_seats_booked",
            "course_id",
            "person_id",
            "half_day",
            unique=True,
            sqlite_where=text("state = 'booked'"),
            postgresql_where=text("state = 'booked'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("class_sittings.id", ondelete="CASCADE"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    half_day: Mapped[int]
    state: Mapped[SeatState]
    is_make_up: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)  # the order of the waiting list
    reason: Mapped[str | None] = mapped_column(EncryptedText)  # of leave, in the person's words
    attendance: Mapped[Attendance | None]
    checked_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    is_walk_in: Mapped[bool] = mapped_column(default=False)  # checked in without having been booked
    wage: Mapped[Wage | None]
    lost_minutes: Mapped[int | None]  # of working time that it took, once attended; None until that is reckoned

    sitting: Mapped[ClassSitting] = relationship(back_populates="seats")
    course: Mapped[Course] = relationship()
    person: Mapped[Person] = relationship()


class RollPhoto(Base):
    """A photograph of a roll on paper, as evidence for a while (models/retention.py)."""

    __tablename__ = "roll_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("class_sittings.id", ondelete="CASCADE"), index=True)
    content: Mapped[bytes] = mapped_column(EncryptedBytes)
    added_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
