"""The cast on a messenger that counts its messages."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.clock import FrozenClock
from handlers.turn import Reply
from models.audit import Actor, Via, act_as
from models.chats import Chat, Platform
from models.database import Database
from models.messages import OutgoingMessage, OutgoingState, Priority
from models.messengers import MessengerState
from models.quota import Quota, count, month_of, sent_in
from tests.support.messenger import Messenger
from tests.support.organisation import CHATS
from tests.support.phones import CONFIG

ZONE = CONFIG.organisation.timezone
LIMIT = 100
QUOTAS = {Platform.ZALO: Quota(messages=LIMIT)}


def move_to_zalo(database: Database) -> None:
    """Let everybody but the administrator have their chats on Zalo."""
    with database.engine.begin() as connection:
        connection.execute(update(Chat).where(Chat.external_id != CHATS["quang"]).values(platform=Platform.ZALO))


def use(database: Database, clock: FrozenClock, messages: int) -> None:
    """Let so many messages more have left this month."""
    with database.write() as session:
        count(session, {Platform.ZALO: messages}, month_of(clock.now(), ZONE))


def used(database: Database, clock: FrozenClock) -> int:
    """Return how many messages have been counted this month."""
    with database.read() as session:
        return sent_in(session, [Platform.ZALO], month_of(clock.now(), ZONE))[Platform.ZALO]


def rows(database: Database) -> list[OutgoingMessage]:
    """Return every outgoing row, in the order in which they were written."""
    with database.read() as session:
        return list(session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


def post_reply(
    database: Database, clock: FrozenClock, chat: str, reply: Reply, priority: Priority = Priority.NOTICE
) -> None:
    """Write a row with more than words that nobody has claimed yet."""
    with database.write() as session:
        row = session.scalars(select(Chat).where(Chat.external_id == chat)).one()
        content, state = reply.to_json(), OutgoingState.WAITING
        session.add(OutgoingMessage(chat=row, priority=priority, content=content, state=state, created_at=clock.now()))


def tried(messenger: Messenger, chat: str) -> list[str]:
    """Return what was tried to be sent to a chat."""
    return [call.text for call in messenger.calls if call.chat == chat]


def join_telegram(
    database: Database,
    clock: FrozenClock,
    chat: str,
    telegram: str,
    *,
    joined: bool = True,
    stopped: bool = False,
    failing: bool = False,
) -> None:
    """Give the person of a chat another one, which may not be agreed to, be stopped, or out of reach."""
    now = clock.now()
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, now))
        person = session.scalars(select(Chat.person_id).where(Chat.external_id == chat)).one()
        other = Chat(platform=Platform.TELEGRAM, external_id=telegram, person_id=person, first_seen_at=now)
        other.joined_at = now if joined else None
        other.stopped_at = now if stopped else None
        session.add(other)
        if failing:
            session.add(MessengerState(platform=Platform.TELEGRAM, failed_since=now))
