"""The administrators that the configuration names: they must exist before anybody can be invited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import Actor, Via, act_as
from models.cipher import Cipher
from models.names import name_key
from models.people import Person, Role, RoleName

NAME = "Quản trị viên"


def ensure(session: Session, cipher: Cipher, codes: Iterable[str], now: datetime) -> None:
    """Make each code of `codes` an administrator: a known person, else a new one named after the task."""
    act_as(session, Actor(Via.SERVICE, now))
    for code in codes:
        person = session.scalar(select(Person).where(Person.code == code))
        if person is None:
            person = Person(code=code, full_name=NAME, name_hash=cipher.digest("name", name_key(NAME)))
            session.add(person)
        if not any(role.name == RoleName.ADMINISTRATOR for role in person.roles):
            person.roles.append(Role(name=RoleName.ADMINISTRATOR))
