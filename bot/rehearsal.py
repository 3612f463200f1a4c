"""What the bot would answer to a message, found by the real way in a database that is thrown away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers import router
from handlers.markup import to_plain
from handlers.settings import Settings
from handlers.turn import Said, Turn
from models.audit import Actor, Via, act_as
from models.chats import Chat, Platform
from models.cipher import Cipher, new_secret
from models.database import Database
from models.people import Membership, Person, Role, RoleName
from models.schema import metadata
from models.units import Enterprise, ShiftSystem, Unit, UnitKind, place


def rehearse(text: str, enterprises: Iterable[tuple[str, str]], now: datetime) -> str:
    """Return the words that a cell secretary of an organisation with these enterprises would get."""
    database = Database("sqlite://", Cipher(new_secret()))
    metadata.create_all(database.engine)
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, now))
        cell = Unit(code="CB01", name="Chi bộ", kind=UnitKind.ENTERPRISE_CELL)
        session.add(cell)
        session.add(_three_shifts(now))
        session.add_all([Enterprise(code=code, name=name) for code, name in enterprises])
        place(session, cell, None)
        secretary = Person(
            code="DV001",
            full_name="Bí thư",
            name_hash=b"",
            unit=cell,
            membership=Membership.OFFICIAL,
            roles=[Role(name=RoleName.SECRETARY, unit=cell)],
        )
        chat = Chat(platform=Platform.TELEGRAM, external_id="0", person=secretary, first_seen_at=now, joined_at=now)
        session.add(chat)
        session.flush()
        reply = router.answer(Turn(session, now, chat, Said(text=text), Settings()))
        words = to_plain(reply.text)
    database.close()
    return words


def _three_shifts(now: datetime) -> ShiftSystem:
    """The most usual shift system (DOMAIN.md §5)."""
    return ShiftSystem(
        code="3CA",
        name="3 ca đổi tuần",
        hours={"1": ["06:00", "14:00"], "2": ["14:00", "22:00"], "3": ["22:00", "06:00"]},
        cycle=list("111111-222222-333333-"),
        anchor=now.date() - timedelta(days=now.weekday()),
        crew_offsets={"A": 0, "B": 7, "C": 14},
    )
