"""Members, and workers who are sent to a class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from handlers.workbook.layout import SheetKind
from handlers.workbook.merging.merger import Merger, add_all, said
from handlers.workbook.merging.personal import birth_held, keep_fuller_birth, put_birth, put_name, shift_of
from models.classes import Enrolment
from models.people import Person, Role, RoleName


class _People(Merger[Person]):
    entity = Person
    references: ClassVar = {
        "unit": ("unit_id", SheetKind.UNITS),
        "enterprise": ("enterprise_id", SheetKind.ENTERPRISES),
    }

    def wanted(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for row in self.organisation.rows(self.kind):
            fields = said(row, "position", "course", "shift_system", "crew")
            fields |= shift_of(row)
            yield row.values["code"], fields

    def reconcile(self, _key: str, entity: Person | None, fields: dict[str, Any]) -> dict[str, Any]:
        return keep_fuller_birth(entity, fields)

    def held(self, entity: Person, name: str) -> Any:
        return birth_held(entity) if name == "birth" else super().held(entity, name)

    def put(self, entity: Person, name: str, value: Any) -> None:
        if name == "full_name":
            put_name(self.session, entity, value)
        elif name == "birth":
            put_birth(entity, value)
        else:
            super().put(entity, name, value)
            if self.pen and name in ("shift_system_code", "crew"):
                entity.shifts_said_on = self.pen.now.date()  # just said: nobody need be asked at once


class Members(_People):
    kind = SheetKind.MEMBERS

    def keys(self) -> Iterable[str]:
        return self.session.scalars(select(Person.code).where(Person.membership.is_not(None)))


class Workers(_People):
    """Workers hold the role that lets them see their class; a course of the file is added to those of before."""

    kind = SheetKind.WORKERS

    def wanted(self) -> Iterator[tuple[str, dict[str, Any]]]:
        courses = {row.values["code"]: row.get("course") for row in self.organisation.rows(self.kind)}
        for code, fields in super().wanted():
            fields["is_worker"] = True
            if courses[code]:
                fields["courses"] = frozenset({courses[code]})
            yield code, fields

    def load(self, keys: list[str]) -> dict[str, Person]:
        query = select(Person).where(Person.code.in_(keys)).options(selectinload(Person.roles))
        people = {person.code: person for person in self.session.scalars(query)}
        ids = [person.id for person in people.values()]
        self._courses: dict[int, set[str]] = {person_id: set() for person_id in ids}
        self._enrol: list[tuple[Person, str]] = []
        self._appoint: list[Person] = []
        for enrolment in self.session.scalars(select(Enrolment).where(Enrolment.person_id.in_(ids))):
            code = self.ids.code(SheetKind.COURSES, enrolment.course_id)
            self._courses[enrolment.person_id].add(code or "")
        return people

    def keys(self) -> Iterable[str]:
        return self.session.scalars(
            select(Person.code).join(Role, Role.person_id == Person.id).where(Role.name == RoleName.WORKER)
        )

    def reconcile(self, key: str, entity: Person | None, fields: dict[str, Any]) -> dict[str, Any]:
        fields = super().reconcile(key, entity, fields)
        if entity is not None and "courses" in fields:
            fields["courses"] |= self._courses[entity.id]
        return fields

    def held(self, entity: Person, name: str) -> Any:
        if name == "is_worker":
            return any(role.name is RoleName.WORKER for role in entity.roles)
        return frozenset(self._courses[entity.id]) if name == "courses" else super().held(entity, name)

    def put(self, entity: Person, name: str, value: Any) -> None:
        if name == "is_worker":
            self._appoint.append(entity)
        elif name == "courses":
            self._enrol += [(entity, code) for code in value - self._courses.get(entity.id, set())]
        else:
            super().put(entity, name, value)

    def flushed(self) -> None:
        add_all(self.session, [Role(person_id=person.id, name=RoleName.WORKER) for person in self._appoint])
        courses = ((person.id, self.ids.of(SheetKind.COURSES, code)) for person, code in self._enrol)
        add_all(self.session, [Enrolment(person_id=person_id, course_id=course_id) for person_id, course_id in courses])
