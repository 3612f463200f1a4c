"""What people and rosters have said beside the usual cycle: swaps, leave, overtime and closings, as rows."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UTCDateTime
from models.shift_exceptions import Closing, ClosingReason, Leave, Overtime, ShiftException, Swap
from models.shift_patterns import Shift


class RecordKind(StrEnum):
    """What a record says; the laws are in models/shift_exceptions.py."""

    SWAP = "swap"
    LEAVE = "leave"
    OVERTIME = "overtime"
    CLOSING = "closing"


class RecordSource(StrEnum):
    """Where it comes from: a roster that is read again replaces what a roster said, never what a person said."""

    SAID = "said"
    ROSTER = "roster"


class ShiftRecord(Base):
    """One exception, of a person or, for a closing, of an enterprise. Both days are included.

    A swap has one day, and the shift that is worked on it with its hours ("22:00", "06:00"), or none for a day off;
    overtime has one day and its hours.
    """

    __tablename__ = "shift_records"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (enterprise_id IS NULL)", name="of_one"),
        CheckConstraint("first_on <= last_on", name="days_in_order"),
        Index("ix_shift_records_person", "person_id", "last_on"),
        Index("ix_shift_records_enterprise", "enterprise_id", "last_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id", ondelete="CASCADE"))
    kind: Mapped[RecordKind]
    first_on: Mapped[date]
    last_on: Mapped[date]
    shift: Mapped[str | None] = mapped_column(String(16))
    starts: Mapped[str | None] = mapped_column(String(5))
    ends: Mapped[str | None] = mapped_column(String(5))
    reason: Mapped[ClosingReason | None]
    source: Mapped[RecordSource]
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)

    @property
    def exception(self) -> ShiftException:
        """Return what it says, as the laws over shifts take it."""
        match self.kind:
            case RecordKind.SWAP:
                return Swap(self.first_on, self._hours())
            case RecordKind.OVERTIME:
                hours = self._hours()
                assert hours is not None
                return Overtime(self.first_on, hours)
            case RecordKind.LEAVE:
                return Leave(self.first_on, self.last_on)
            case RecordKind.CLOSING:
                return Closing(self.first_on, self.last_on, self.reason or ClosingReason.HOLIDAY)

    def _hours(self) -> Shift | None:
        if self.starts is None or self.ends is None:
            return None
        return Shift.of(self.shift or "", self.starts, self.ends)
