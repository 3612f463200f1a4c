"""Courses with their topics, and targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from handlers.workbook.layout import SheetKind
from handlers.workbook.merging.merger import Merger
from handlers.workbook.organisation import Row
from models.classes import ClassSitting, Course, CourseTopic
from models.targets import Metric, Target
from models.units import Unit

_KEY_FIELDS = ("unit", "metric", "starts_on", "ends_on")


class _Topic(NamedTuple):
    title: str
    half_days: int
    room: str | None
    capacity: int | None
    starts_on: date | None
    ends_on: date | None

    @classmethod
    def of_row(cls, row: Row) -> _Topic:
        return cls._make(row.get(name) for name in cls._fields)

    @classmethod
    def of_entity(cls, topic: CourseTopic) -> _Topic:
        return cls._make(getattr(topic, name) for name in cls._fields)

    def over(self, held: _Topic) -> _Topic:
        """Return this topic with what is held where the file says nothing."""
        return _Topic._make(old if new is None else new for new, old in zip(self, held, strict=True))


class Courses(Merger[Course]):
    """Courses; a row of the sheet is a topic of one.

    Topics that the file no longer has go, but for those up to the last one with sittings: these are held, and sittings
    count their half-days over the topics before them.
    """

    kind = SheetKind.COURSES
    entity = Course

    def wanted(self) -> Iterator[tuple[str, dict[str, Any]]]:
        courses: dict[str, dict[str, Any]] = {}
        for row in self.organisation.rows(self.kind):
            course = courses.setdefault(row.values["code"], {"topics": []})
            for name in ("name", "kind", "organiser"):
                if row.get(name) is not None:
                    course.setdefault(name, row.get(name))
            course["topics"].append(_Topic.of_row(row))
        yield from courses.items()

    def load(self, keys: list[str]) -> dict[str, Course]:
        query = select(Course).where(Course.code.in_(keys)).options(selectinload(Course.topics))
        courses = {course.code: course for course in self.session.scalars(query)}
        last = select(CourseTopic.course_id, func.max(CourseTopic.position)).join(
            ClassSitting, ClassSitting.topic_id == CourseTopic.id
        )
        rows = self.session.execute(last.group_by(CourseTopic.course_id))
        self._last_held: dict[int, int] = {row[0]: row[1] for row in rows}
        return courses

    def reconcile(self, _key: str, entity: Course | None, fields: dict[str, Any]) -> dict[str, Any]:
        if entity is not None:
            wanted, held = fields["topics"], self.held(entity, "topics")
            fields["topics"] = [new.over(old) for new, old in zip(wanted, held, strict=False)]
            fields["topics"] += wanted[len(held) :] + held[len(wanted) : self._last_held.get(entity.id, 0)]
        return fields

    def held(self, entity: Course, name: str) -> Any:
        if name == "topics":
            return [_Topic.of_entity(topic) for topic in entity.topics]
        return super().held(entity, name)

    def put(self, entity: Course, name: str, value: Any) -> None:
        if name != "topics":
            super().put(entity, name, value)
            return
        for index, wanted in enumerate(value):
            if index == len(entity.topics):
                entity.topics.append(CourseTopic(position=index + 1, **wanted._asdict()))
            else:
                for field, content in wanted._asdict().items():
                    setattr(entity.topics[index], field, content)
        del entity.topics[len(value) :]


class Targets(Merger[Target]):
    """Targets; one is known by its unit, its metric and its period."""

    kind = SheetKind.TARGETS
    entity = Target
    references: ClassVar = {"unit": ("unit_id", SheetKind.UNITS)}

    def wanted(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for key, row in self._rows().items():
            yield key, {name: row.get(name) for name in ("amount", "note") if row.get(name) is not None}

    def load(self, keys: list[str]) -> dict[str, Target]:
        found = self.session.execute(select(Unit.code, Target).join(Unit, Target.unit_id == Unit.id))
        targets = {_key(unit, target.metric, target.starts_on, target.ends_on): target for unit, target in found}
        return {key: targets[key] for key in keys if key in targets}

    def keys(self) -> Iterable[str]:
        query = select(Unit.code, Target.metric, Target.starts_on, Target.ends_on)
        return [_key(*parts) for parts in self.session.execute(query.join(Unit, Target.unit_id == Unit.id))]

    def make(self, key: str, fields: dict[str, Any]) -> Target:
        row = self._rows()[key]
        target = Target()
        for name in _KEY_FIELDS:
            self.put(target, name, row.values[name])
        for name, value in fields.items():
            self.put(target, name, value)
        return target

    def _rows(self) -> dict[str, Row]:
        return {_key(*(row.values[name] for name in _KEY_FIELDS)): row for row in self.organisation.rows(self.kind)}


def _key(unit: str, metric: Metric, starts_on: date, ends_on: date) -> str:
    return f"{unit} {metric.value} {starts_on.isoformat()}/{ends_on.isoformat()}"
