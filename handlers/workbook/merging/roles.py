"""The roles that a workbook gives: by position in the members' sheet, by the members in charge in the units' sheet."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.workbook.changes import GivenRole
from handlers.workbook.layout import SheetKind
from handlers.workbook.merging.merger import Ids
from handlers.workbook.organisation import Organisation
from models.audit import AuditRecord, Via
from models.people import Person, Role, RoleName
from models.units import Unit

# Administrators, organisers and workers are never given or taken by these sheets.
_BY_SHEET = (RoleName.SECRETARY, RoleName.DEPUTY, RoleName.COMMITTEE)


class RoleMerger:
    """Compares the roles that the file gives with those held."""

    def __init__(self, session: Session, organisation: Organisation) -> None:
        self._session = session
        self._organisation = organisation
        query = (
            select(Person.code, Unit.code, Role)
            .join(Person, Role.person_id == Person.id)
            .join(Unit, Role.unit_id == Unit.id)
            .where(Role.name.in_(_BY_SHEET))
        )
        found = session.execute(query)
        self._held = {GivenRole(person, role.name, unit): role for person, unit, role in found}
        self._members = {
            row.values["code"]: row for row in organisation.rows(SheetKind.MEMBERS) if "position" in row.values
        }
        self._units_judged = organisation.has(SheetKind.UNITS, "in_charge")
        self._wanted = set(self._roles_of_the_file())
        self.given = sorted(self._wanted - self._held.keys())
        self.taken = sorted(self._imported(set(filter(self._is_judged, self._held)) - self._wanted))

    def write(self, ids: Ids) -> None:
        """Give and take the roles."""
        for given in self.given:
            person_id = ids.of(SheetKind.MEMBERS, given.person)
            unit_id = ids.of(SheetKind.UNITS, given.unit)
            self._session.add(Role(person_id=person_id, name=given.role, unit_id=unit_id))
        for taken in self.taken:
            self._session.delete(self._held[taken])
        self._session.flush()

    def _roles_of_the_file(self) -> Iterator[GivenRole]:
        in_charge = set(self._in_charge())
        yield from in_charge
        leading = {role.person for role in in_charge}
        for code, row in self._members.items():
            position, unit = row.get("position"), row.values["unit"]
            # A committee member sees the units that are in that member's charge; without any, only the own one.
            if position is not None and not (position is RoleName.COMMITTEE and code in leading):
                yield GivenRole(code, position, unit)

    def _in_charge(self) -> Iterator[GivenRole]:
        if self._units_judged:
            for row in self._organisation.rows(SheetKind.UNITS):
                if row.get("in_charge"):
                    yield GivenRole(row.get("in_charge"), RoleName.COMMITTEE, row.values["code"])
        else:
            committee = (role for role in self._held if role.role is RoleName.COMMITTEE)
            for role in committee:
                member = self._members.get(role.person)
                if member is not None and member.get("position") is RoleName.COMMITTEE:
                    yield role

    def _is_judged(self, role: GivenRole) -> bool:
        """Tell whether the file has the cell that would give this role."""
        member = self._members.get(role.person)
        if role.role is not RoleName.COMMITTEE:
            return member is not None
        if member is not None and role.unit == member.values["unit"]:
            return True
        units = (
            {row.values["code"] for row in self._organisation.rows(SheetKind.UNITS)} if self._units_judged else set()
        )
        return role.unit in units

    def _imported(self, roles: set[GivenRole]) -> Iterator[GivenRole]:
        """Yield those roles that an import gave: what a person gave by hand is not the sheet's to take."""
        by_id = {str(self._held[role].id): role for role in roles}
        if not by_id:
            return
        records = self._session.execute(
            select(AuditRecord.key, AuditRecord.via)
            .where(AuditRecord.key.in_(by_id), AuditRecord.entity == Role.__tablename__, AuditRecord.action == "insert")
            .order_by(AuditRecord.id)
        )
        # The last record counts: a database may use the id of a deleted row again.
        for key, via in dict(records.all()).items():
            if via is Via.IMPORT:
                yield by_id[key]
