"""The people whose phones the demo shows: sample data, joined from the start but for the stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.demo.folder import ADMINISTRATOR, TELEGRAM_USERNAME, ZALO_NAME
from bot.sandbox import PersonStatus, Sandbox, SandboxPerson
from bot.sandbox.records import Role
from handlers.access import Access
from models.audit import Actor, Via, act_as
from models.chats import Chat, Platform
from models.consent import Consent, ConsentMeans, Purpose
from models.database import Database
from models.people import Person


@dataclass(frozen=True, slots=True)
class Part:
    """A phone of the demo. ``code`` is the person's code in the sample organisation, None for a stranger."""

    id: str
    code: str | None
    name: str = ""


CAST = (
    Part("tg-1001", "DV075"),
    Part("tg-1002", "DV066"),
    Part("tg-1003", "CN010"),
    Part("tg-1004", None, "Người lạ"),
    Part("tg-1005", "DV097"),
    Part("tg-1006", ADMINISTRATOR),
    Part("za-2001", "DV130"),
    Part("za-2002", "DV024"),
    Part("za-2003", "CN011"),
    Part("za-2004", None, "Người lạ trên Zalo"),
)
_BOTS = {Platform.TELEGRAM: TELEGRAM_USERNAME, Platform.ZALO: ZALO_NAME}
_PREFIXES = {"tg": Platform.TELEGRAM, "za": Platform.ZALO}


def join_all(database: Database, sandbox: Sandbox, now: datetime) -> None:
    """Put the cast's phones on the page, and join each to its person once (a later start changes nothing)."""
    with database.write() as session:
        act_as(session, Actor(Via.SERVICE, now))
        for part in CAST:
            person = session.scalar(select(Person).where(Person.code == part.code)) if part.code else None
            if part.code and person is None:
                continue  # an empty organisation has no such person
            name = person.full_name if person else part.name
            platform = _PREFIXES[part.id.partition("-")[0]]
            phone = sandbox.add_person(platform, name, _BOTS[platform], person_id=part.id, started=person is not None)
            if person is not None:
                _join(session, platform, sandbox.chat_id(phone), person, now)


def _join(session: Session, platform: Platform, external_id: str, person: Person, now: datetime) -> None:
    known = session.scalar(select(Chat).where(Chat.platform == platform, Chat.external_id == external_id))
    if known is not None:
        return
    chat = Chat(platform=platform, external_id=external_id, person_id=person.id, first_seen_at=now, joined_at=now)
    session.add(chat)
    session.add(Consent(person_id=person.id, purpose=Purpose.USE_BOT, means=ConsentMeans.SAMPLE, given_at=now))


class StatusBoard:
    """Tells the page who each phone belongs to, and whether its owner has joined."""

    def __init__(self, database: Database, sandbox: Sandbox) -> None:
        self._database = database
        self._sandbox = sandbox

    def __call__(self, phone: SandboxPerson) -> PersonStatus:
        """Return role, unit and whether joined, as the product knows them at this moment."""
        with self._database.read() as session:
            chat = session.scalar(
                select(Chat).where(Chat.platform == phone.platform, Chat.external_id == self._sandbox.chat_id(phone))
            )
            if chat is None or chat.person is None:
                return PersonStatus()
            access = Access.of(session, chat.person_id)
            units = [unit.name for unit in session.scalars(access.units())] if not access.is_administrator else []
            return PersonStatus(_role(access), ", ".join(units) or None, joined=chat.joined_at is not None)


def _role(access: Access) -> Role:
    if access.is_administrator:
        return "admin"
    if access.in_charge:
        return "committee"
    return "secretary" if access.led else "worker"
