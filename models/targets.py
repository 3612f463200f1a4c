"""Targets of units for a period."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base
from models.units import Unit


class Metric(StrEnum):
    """What a target counts."""

    ADMISSIONS = "admissions"
    INTRODUCED = "introduced"
    CLASS_GRADUATES = "class_graduates"
    OFFICIAL_RECOGNITIONS = "official_recognitions"
    MEETING_ATTENDANCE_PERCENT = "meeting_attendance_percent"
    ENTERPRISES_WITH_PARTY_PERCENT = "enterprises_with_party_percent"
    NEW_CELLS = "new_cells"


class Target(Base):
    """How much of a metric a unit is to reach between two days, both included."""

    __tablename__ = "targets"
    __table_args__ = (UniqueConstraint("unit_id", "metric", "starts_on", "ends_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    metric: Mapped[Metric]
    amount: Mapped[float]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(200))

    unit: Mapped[Unit] = relationship()
