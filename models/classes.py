"""Courses with their topics, and who is enrolled."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base
from models.people import Person


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

    course: Mapped[Course] = relationship()
    person: Mapped[Person] = relationship()
