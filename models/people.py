"""People and the roles they hold in units."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base, EncryptedText
from models.units import Enterprise, Unit


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"


class Membership(StrEnum):
    """Party membership; None for people who are not members."""

    OFFICIAL = "official"  # đảng viên chính thức
    PROBATIONARY = "probationary"  # đảng viên dự bị


class RoleName(StrEnum):
    """What a person may do in a unit and, for committee and administrator, below it."""

    SECRETARY = "secretary"
    DEPUTY = "deputy"
    COMMITTEE = "committee"  # cấp ủy viên in charge of a unit
    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"  # runs classes
    WORKER = "worker"


CELL_LEADERS = (RoleName.SECRETARY, RoleName.DEPUTY)  # who lead a cell


class Person(Base):
    """Anybody the committee has to do with: a member, a worker on a class, an administrator."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)  # DV001, CN010, QT01
    full_name: Mapped[str] = mapped_column(EncryptedText)
    name_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)  # of names.name_key, under Cipher.digest
    birth_date: Mapped[str | None] = mapped_column(EncryptedText)  # ISO 8601
    birth_year: Mapped[int | None]
    gender: Mapped[Gender | None]
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"), index=True)
    membership: Mapped[Membership | None]
    joined_party_on: Mapped[date | None]
    shift_system_code: Mapped[str | None] = mapped_column(ForeignKey("shift_systems.code"))
    crew: Mapped[str | None] = mapped_column(String(8))
    shifts_said_on: Mapped[date | None]  # when the person, or who leads the cell, last said or confirmed them

    unit: Mapped[Unit | None] = relationship()
    enterprise: Mapped[Enterprise | None] = relationship()
    roles: Mapped[list[Role]] = relationship(back_populates="person", cascade="all, delete-orphan")

    @property
    def workplace(self) -> Enterprise | None:
        """Return the enterprise in which the person works; that of the cell where nothing else is known."""
        return self.enterprise or (self.unit.enterprise if self.unit else None)

    @property
    def usual_system_code(self) -> str | None:
        """Return the code of the shift system in which the person works; that of the workplace where none is said."""
        return self.shift_system_code or (self.workplace.shift_system_code if self.workplace else None)


class Role(Base):
    """A person's role in a unit. An administrator's unit is None: the whole organisation."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("person_id", "name", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    name: Mapped[RoleName] = mapped_column(index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)

    person: Mapped[Person] = relationship(back_populates="roles")
    unit: Mapped[Unit | None] = relationship()
