"""Whose a row of a roster is, among the people whose shifts its sender may tell.

Plants have numbers of their own, so a code that nobody has here is passed over where a name stands beside it. Who is
outside the sender's scope is not found, like somebody who does not exist.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from handlers.workbook.cells import as_code
from handlers.workbook.rosters.reading import Roster, RosterRow, RosterSheet, headed_rows
from models.database import cipher_of
from models.names import fold, name_key
from models.people import Person
from models.units import Unit

_CHUNK = 1_000  # values in one statement
_FEW = 3_000  # people whose names are compared one by one when they are written without accents

T = TypeVar("T")


class Missing(StrEnum):
    """Why a row belongs to nobody."""

    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"  # several people are called so
    OTHER_NAME = "other_name"  # the code belongs to somebody who is called otherwise
    DOUBLED = "doubled"  # the same person stands in another row, too


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A row that belongs to nobody."""

    sheet: str
    row: RosterRow
    why: Missing


@dataclass(frozen=True, slots=True)
class Matched:
    """A row and whose it is."""

    person: Person
    sheet: RosterSheet
    row: RosterRow


def match(session: Session, scope: Select[Person], roster: Roster) -> tuple[list[Matched], list[Unmatched]]:
    """Return the rows of `roster` with the people of `scope` whose they are, and the rows that belong to nobody."""
    rows = list(headed_rows(roster))
    finder = _Finder(session, scope, [row for _, row in rows])
    found = [(sheet, row, finder.whose(row)) for sheet, row in rows]
    times = Counter((id(sheet), one.id) for sheet, _, one in found if isinstance(one, Person))
    matched: list[Matched] = []
    unmatched: list[Unmatched] = []
    for sheet, row, one in found:
        if isinstance(one, Missing):
            unmatched.append(Unmatched(sheet.title, row, one))
        elif times[id(sheet), one.id] > 1:
            unmatched.append(Unmatched(sheet.title, row, Missing.DOUBLED))
        else:
            matched.append(Matched(one, sheet, row))
    return matched, unmatched


class _Finder:
    """Looks up the people of all rows by a few statements."""

    def __init__(self, session: Session, scope: Select[Person], rows: Sequence[RosterRow]) -> None:
        self._cipher = cipher_of(session.get_bind().dialect)
        self._hashes = {
            name: self._cipher.digest("name", name_key(name)) for name in {row.name for row in rows} if name
        }
        codes = {as_code(row.code) for row in rows if row.code} | {as_code(row.name) for row in rows if not row.code}
        people = {
            person.id: person
            for column, values in ((Person.code, codes), (Person.name_hash, self._hashes.values()))
            for chunk in _chunks(values)
            for person in session.scalars(with_places(scope).where(column.in_(chunk)))
        }
        self._by_code = {person.code: person for person in people.values()}
        self._by_hash = _grouped((person.name_hash, person) for person in people.values())
        self._by_fold: dict[str, list[Person]] = {}
        bare = [name for name, digest in self._hashes.items() if digest not in self._by_hash and _is_bare(name)]
        if bare and (session.scalar(select(func.count()).select_from(scope.order_by(None).subquery())) or 0) <= _FEW:
            everybody = session.scalars(with_places(scope))
            self._by_fold = _grouped((fold(person.full_name), person) for person in everybody)

    def whose(self, row: RosterRow) -> Person | Missing:
        """Return whose `row` is."""
        by_code = self._by_code.get(as_code(row.code or row.name))
        if by_code is not None:
            is_called_so = not row.code or not row.name or fold(by_code.full_name) == fold(row.name)
            return by_code if is_called_so else Missing.OTHER_NAME
        if not row.name:
            return Missing.NOT_FOUND
        called = self._by_hash.get(self._hashes[row.name]) or self._by_fold.get(fold(row.name), [])
        if len(called) > 1:
            return Missing.AMBIGUOUS
        return called[0] if called else Missing.NOT_FOUND


def with_places(scope: Select[Person]) -> Select[Person]:
    """Return `scope` with what the shifts of people depend on: their enterprise, and that of their cell."""
    return scope.options(joinedload(Person.enterprise), joinedload(Person.unit).joinedload(Unit.enterprise))


def _is_bare(name: str) -> bool:
    return fold(name) == name.casefold()


def _grouped(pairs: Iterable[tuple[T, Person]]) -> dict[T, list[Person]]:
    found: dict[T, list[Person]] = defaultdict(list)
    for key, person in pairs:
        found[key].append(person)
    return found


def _chunks(values: Iterable[T]) -> Iterator[list[T]]:
    items = list(values)
    for at in range(0, len(items), _CHUNK):
        yield items[at : at + _CHUNK]
