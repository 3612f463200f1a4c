"""How any list is merged: load what is held, see which fields differ, write those."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.workbook.changes import KindChanges
from handlers.workbook.layout import SheetKind
from handlers.workbook.organisation import Organisation, Row
from models.classes import Course
from models.consent import ConsentMeans
from models.database import Base
from models.people import Person
from models.units import Enterprise, Unit

CHUNK_ROWS = 2_000  # one SELECT and one flush each; keeps memory flat whatever the size of the list

E = TypeVar("E", bound=Base)


@dataclass(frozen=True, slots=True)
class Pen:
    """With which the changes are written: when, by whom, and how consents came about."""

    now: datetime
    person_id: int | None = None
    means: ConsentMeans = ConsentMeans.IMPORTED


class Ids:
    """The ids behind codes, and the codes behind ids; read again once more rows were written."""

    _TABLES: ClassVar[dict[SheetKind, Any]] = {
        SheetKind.ENTERPRISES: Enterprise,
        SheetKind.UNITS: Unit,
        SheetKind.COURSES: Course,
        SheetKind.MEMBERS: Person,
    }

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ids: dict[SheetKind, dict[str, int]] = {}
        self._codes: dict[SheetKind, dict[int, str]] = {}

    def forget(self) -> None:
        """Read everything again when it is next asked for."""
        self._ids.clear()
        self._codes.clear()

    def of(self, kind: SheetKind, code: str) -> int:
        """Return the id of what has `code`; raises ``KeyError`` when nothing has."""
        return self._load(kind)[code]

    def code(self, kind: SheetKind, row_id: int | None) -> str | None:
        """Return the code of what has `row_id`."""
        if row_id is None:
            return None
        self._load(kind)
        return self._codes[kind].get(row_id)

    def _load(self, kind: SheetKind) -> dict[str, int]:
        if kind not in self._ids:
            table = self._TABLES[kind]
            ids: dict[str, int] = dict(self._session.execute(select(table.code, table.id)).all())
            self._ids[kind] = ids
            self._codes[kind] = {row_id: code for code, row_id in ids.items()}
        return self._ids[kind]


class Merger(Generic[E]):
    """Merges one list. A subclass says what the file wants, what is held, and how a field is put."""

    kind: ClassVar[SheetKind]
    entity: ClassVar[Any]
    # field → (attribute, list of the code) for the fields that refer to something by its code
    references: ClassVar[Mapping[str, tuple[str, SheetKind]]] = {}

    def __init__(self, session: Session, organisation: Organisation, ids: Ids, pen: Pen | None) -> None:
        self.session = session
        self.organisation = organisation
        self.ids = ids
        self.pen = pen  # None: compare only

    def merge(self, advance: Callable[[int], None]) -> KindChanges:
        """Compare the whole list and, with a pen, write what differs; `advance` is told the rows done."""
        changes = KindChanges()
        wanted = self.wanted()
        while chunk := dict(islice(wanted, CHUNK_ROWS)):
            held = self.load(list(chunk))
            made = [self._merge_one(key, fields, held.get(key), changes) for key, fields in chunk.items()]
            if self.pen:
                add_all(self.session, [entity for entity in made if entity is not None])
                self.flushed()
            advance(len(chunk))
        in_file = {row_key for row_key, _ in self.wanted()}
        changes.missing = sorted(set(self.keys()) - in_file)
        return changes

    def wanted(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the key of each item of the file with its fields; an empty cell says nothing and is left out."""
        for row in self.organisation.rows(self.kind):
            yield row.values["code"], said(row)

    def load(self, keys: list[str]) -> dict[str, E]:
        """Return what the database holds of `keys`."""
        found = self.session.scalars(select(self.entity).where(self.entity.code.in_(keys)))
        return {entity.code: entity for entity in found}

    def keys(self) -> Iterable[str]:
        """Return every key that the database holds of this list."""
        return self.session.scalars(select(self.entity.code))

    def reconcile(self, _key: str, _entity: E | None, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the fields as they shall be, given what is held; None for a new item."""
        return fields

    def held(self, entity: E, name: str) -> Any:
        """Return what is held of the field `name`, in the file's terms."""
        if name in self.references:
            attribute, kind = self.references[name]
            return self.ids.code(kind, getattr(entity, attribute))
        return getattr(entity, name)

    def put(self, entity: E, name: str, value: Any) -> None:
        """Set the field `name`."""
        if name in self.references:
            attribute, kind = self.references[name]
            setattr(entity, attribute, self.ids.of(kind, value))
        else:
            setattr(entity, name, value)

    def make(self, key: str, fields: dict[str, Any]) -> E:
        """Return a new item; it is added to the session with the others of its chunk."""
        entity: E = self.entity(code=key)
        for name, value in fields.items():
            self.put(entity, name, value)
        return entity

    def flushed(self) -> None:
        """Write what needs the ids of a chunk that was just flushed."""

    def _merge_one(self, key: str, fields: dict[str, Any], entity: E | None, changes: KindChanges) -> E | None:
        fields = self.reconcile(key, entity, fields)
        if entity is None:
            changes.new.append(key)
            return self.make(key, fields) if self.pen else None
        differing = [name for name, value in fields.items() if self.held(entity, name) != value]
        if not differing:
            changes.unchanged += 1
            return None
        changes.changed[key] = differing
        if self.pen:
            for name in differing:
                self.put(entity, name, fields[name])
        return None


def add_all(session: Session, entities: Sequence[Base]) -> None:
    """Add many new rows of one table and flush.

    On SQLite SQLAlchemy cannot tell which returned id belongs to which row, so it would insert one row at a time: the
    writer, who holds the database's lock, numbers them here instead, which halves the time of a large import.
    """
    if session.get_bind().dialect.name == "sqlite":
        nameless: list[Any] = [entity for entity in entities if getattr(entity, "id", 0) is None]
        if nameless:
            table: Any = type(nameless[0])
            last = session.scalar(select(func.max(table.id))) or 0
            for row_id, entity in enumerate(nameless, start=last + 1):
                entity.id = row_id
    session.add_all(entities)
    session.flush()


def said(row: Row, *without: str) -> dict[str, Any]:
    """Return the fields of `row` that say something, its code and those named in `without` left out."""
    return {name: value for name, value in row.values.items() if value is not None and name not in ("code", *without)}
