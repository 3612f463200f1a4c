"""Who was deleted on request, so that an old list does not bring them back: keyed hashes and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.candidates import Candidate
from models.cipher import Cipher
from models.database import cipher_of
from models.names import name_key
from models.people import Person
from models.rights import Forgotten


def remember(session: Session, person: Person | None, candidates: Sequence[Candidate], now: datetime) -> None:
    """Note that these are deleted: by name and year of birth, and by name alone for lists that lack the year.

    Of a candidate who never agreed no name is held; there the code stands in for it.
    """
    cipher = cipher_of(session.get_bind().dialect)
    marks: set[bytes] = set()
    for row in (person, *candidates):
        if row is None or (isinstance(row, Person) and any(row.code == draft.code for draft in candidates)):
            continue  # a person made for a candidate's chat has the candidate's name, or only initials
        if row.full_name:
            marks |= {_by_name(cipher, row.full_name, year) for year in (row.birth_year, None)}
        else:
            marks.add(_by_code(cipher, row.code))
    known = set(session.scalars(select(Forgotten.who_hash).where(Forgotten.who_hash.in_(marks))))
    session.add_all(Forgotten(who_hash=mark, since=now.date()) for mark in sorted(marks - known))


class Memory:
    """What :func:`remember` noted, to be asked for each row of a list."""

    def __init__(self, session: Session) -> None:
        self._cipher = cipher_of(session.get_bind().dialect)
        self._since = dict(session.execute(select(Forgotten.who_hash, Forgotten.since)).all())

    def __bool__(self) -> bool:
        return bool(self._since)

    def since(self, code: str, full_name: str, birth_year: int | None) -> date | None:
        """Return since when the person of a list is deleted; None when the person is not."""
        marks: Iterable[bytes] = (_by_name(self._cipher, full_name, birth_year), _by_code(self._cipher, code))
        return next((self._since[mark] for mark in marks if mark in self._since), None)


def _by_name(cipher: Cipher, full_name: str, year: int | None) -> bytes:
    return cipher.digest("forgotten", f"{name_key(full_name)}|{year or ''}")


def _by_code(cipher: Cipher, code: str) -> bytes:
    return cipher.digest("forgotten", f"code|{code}")
