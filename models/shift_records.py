"""What people and rosters have said beside the usual cycle: swaps, leave, overtime and closings, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, inspect
from sqlalchemy.orm import Mapped, mapped_column

from models.database import Base, UTCDateTime
from models.shift_exceptions import Closing, ClosingReason, Leave, Overtime, ShiftException, Swap
from models.shift_patterns import Shift, clock_of


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

    @property
    def days(self) -> Iterator[date]:
        """Yield the days of which it says something."""
        return (self.first_on + timedelta(days=step) for step in range((self.last_on - self.first_on).days + 1))

    def _hours(self) -> Shift | None:
        if self.starts is None or self.ends is None:
            return None
        return Shift.of(self.shift or "", self.starts, self.ends)


def values_of(exception: ShiftException) -> dict[str, Any]:
    """Return the columns of a record that say what `exception` says."""
    match exception:
        case Swap(day, shift):
            return _values(RecordKind.SWAP, day, day, shift)
        case Overtime(day, hours):
            return _values(RecordKind.OVERTIME, day, day, hours)
        case Leave(first, last):
            return _values(RecordKind.LEAVE, first, last)
        case Closing(first, last, reason):
            return {**_values(RecordKind.CLOSING, first, last), "reason": reason}


def document_of(record: ShiftRecord) -> dict[str, Any]:
    """Return a record as JSON values, as an undo step keeps it."""
    return {column.key: _plain(getattr(record, column.key)) for column in inspect(ShiftRecord).column_attrs}


def revived(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the record that :func:`document_of` was given."""
    return {
        **document,
        "kind": RecordKind(document["kind"]),
        "first_on": date.fromisoformat(document["first_on"]),
        "last_on": date.fromisoformat(document["last_on"]),
        "reason": ClosingReason(document["reason"]) if document["reason"] else None,
        "source": RecordSource(document["source"]),
        "recorded_at": datetime.fromisoformat(document["recorded_at"]),
    }


def _values(kind: RecordKind, first: date, last: date, shift: Shift | None = None) -> dict[str, Any]:
    return {
        "kind": kind,
        "first_on": first,
        "last_on": last,
        "shift": (shift.code or None) if shift else None,
        "starts": clock_of(shift.start) if shift else None,
        "ends": clock_of(shift.end) if shift else None,
        "reason": None,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
