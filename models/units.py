"""Party units as a tree of any depth, and the enterprises in which they work."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.database import Base


class UnitKind(StrEnum):
    """What a unit is; the tree itself has no built-in levels."""

    COMMITTEE = "committee"  # đảng bộ, đảng ủy
    ADMINISTRATIVE_CELL = "administrative_cell"  # chi bộ hành chính, sự nghiệp
    ENTERPRISE_CELL = "enterprise_cell"  # chi bộ doanh nghiệp


class OwnerSupport(StrEnum):
    """How far an enterprise's owner makes room for Party work."""

    GOOD = "good"
    ORDINARY = "ordinary"
    NOT_YET = "not_yet"


class ShiftSystem(Base):
    """A cycle of shifts with an anchor day and an offset for each crew (DOMAIN.md §5)."""

    __tablename__ = "shift_systems"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    hours: Mapped[dict[str, list[str]]] = mapped_column(JSON)  # {"1": ["06:00", "14:00"]}
    cycle: Mapped[list[str]] = mapped_column(JSON)  # one shift letter a day, "-" a day off
    anchor: Mapped[date]
    crew_offsets: Mapped[dict[str, int]] = mapped_column(JSON)  # {"A": 0, "B": 7}, in days


class Enterprise(Base):
    """A company of the zones."""

    __tablename__ = "enterprises"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str | None] = mapped_column(String(80))
    workers: Mapped[int] = mapped_column(default=0)
    has_trade_union: Mapped[bool] = mapped_column(default=False)
    has_youth_union: Mapped[bool] = mapped_column(default=False)
    has_party_organisation: Mapped[bool] = mapped_column(default=False)
    owner_support: Mapped[OwnerSupport | None]
    shift_system_code: Mapped[str | None] = mapped_column(ForeignKey("shift_systems.code"))


class Unit(Base):
    """A Party unit. ``path`` holds the ids from the root down, ``/1/7/``, so that a subtree is one range of it."""

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[UnitKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"))
    path: Mapped[str] = mapped_column(String(400), default="", index=True)

    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id")
    enterprise: Mapped[Enterprise | None] = relationship()


def place(session: Session, unit: Unit, parent: Unit | None) -> None:
    """Hang `unit` below `parent` (None: at the root) and move everything below it along.

    Raises ``ValueError`` when `parent` is the unit itself or stands below it.
    """
    session.flush()
    old_path, new_path = unit.path, f"{parent.path if parent else '/'}{unit.id}/"
    if parent is not None and old_path and parent.path.startswith(old_path):
        raise ValueError(f"{unit.code} cannot stand below {parent.code}, which stands below it")
    below = [] if not old_path else session.query(Unit).filter(Unit.path.startswith(old_path)).all()
    unit.parent_id, unit.path = (parent.id if parent else None), new_path
    for descendant in below:
        if descendant is not unit:
            descendant.path = new_path + descendant.path.removeprefix(old_path)
