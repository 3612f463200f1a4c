"""Which outgoing rows are kept back while a messenger's messages are scarce, and where they may go instead."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, false, or_, select, true, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, contains_eager

from models.chats import Chat, Platform
from models.messages import OutgoingMessage, OutgoingState, Priority
from models.messengers import MessengerState
from models.quota import REPLY_KEPT_FOR, Quota, Supply, day_began, month_of, sent_in, supplies

OwnerIs = Callable[[InstrumentedAttribute[str | None]], ColumnElement[bool]]
GIVEN_UP = "quota"  # the error of a reply that could not be sent within its day
_WENT = (OutgoingState.SENT, OutgoingState.UNCERTAIN)


def _any_owner(_claimed_by: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    return true()


def is_held(
    supplies: Mapping[Platform, Supply], day_began: datetime, is_alive: OwnerIs = _any_owner
) -> ColumnElement[bool]:
    """Return the condition for rows, joined with their chats, that must wait.

    Args:
        supplies: what is left on each messenger that has a quota.
        day_began: since when a notice counts as today's.
        is_alive: the condition that the outbox of this name, which has a row in hand, still works.
    """
    return or_(false(), *(_held_on(platform, here, day_began, is_alive) for platform, here in supplies.items()))


def _held_on(platform: Platform, here: Supply, day_began: datetime, is_alive: OwnerIs) -> ColumnElement[bool]:
    on_it, may_wait = Chat.platform == platform, OutgoingMessage.priority >= Priority.NOTICE
    if here == Supply.GONE:
        return on_it
    if here == Supply.RESERVED:
        return and_(on_it, may_wait)
    if here == Supply.SCARCE:
        return and_(on_it, may_wait, _has_todays(day_began, is_alive))
    return false()


def _has_todays(day_began: datetime, is_alive: OwnerIs) -> ColumnElement[bool]:
    """Return the condition that the chat of a row has had its notice of the day, or is just being sent it."""
    other = aliased(OutgoingMessage)
    under_way = and_(other.state == OutgoingState.CLAIMED, is_alive(other.claimed_by))
    gone_today = and_(other.state.in_(_WENT), other.done_at >= day_began)
    return (
        select(other.id)
        .where(
            other.chat_id == OutgoingMessage.chat_id,
            other.id != OutgoingMessage.id,
            other.priority >= Priority.NOTICE,
            or_(under_way, gone_today),
        )
        .correlate(OutgoingMessage)
        .exists()
    )


def held_now(session: Session, quotas: Mapping[Platform, Quota], now: datetime, timezone: str) -> ColumnElement[bool]:
    """Return the condition for rows, joined with their chats, that wait because of a quota."""
    limits = {platform: quota.messages for platform, quota in quotas.items() if quota.messages}
    here = supplies(limits, sent_in(session, limits, month_of(now, timezone)))
    return (OutgoingMessage.state == OutgoingState.WAITING) & is_held(here, day_began(now, timezone))


def give_up_replies(session: Session, platforms: Collection[Platform], free: ColumnElement[bool], now: datetime) -> int:
    """Give up `free` replies that have waited too long for a messenger that takes no more; return how many."""
    there = select(Chat.id).where(Chat.platform.in_(platforms))
    given_up: Any = session.execute(
        update(OutgoingMessage)
        .where(
            free,
            OutgoingMessage.priority == Priority.REPLY,
            OutgoingMessage.created_at < now - REPLY_KEPT_FOR,
            OutgoingMessage.chat_id.in_(there),
        )
        .values(state=OutgoingState.REFUSED, error=GIVEN_UP, done_at=now, content=None),
        execution_options={"synchronize_session": False},
    )
    assert isinstance(given_up, CursorResult)
    return given_up.rowcount


def waiting_notices(
    session: Session, platforms: Collection[Platform], free: ColumnElement[bool], at_most: int
) -> list[OutgoingMessage]:
    """Return the oldest `free` notices to these messengers whose people have another chat, locked."""
    elsewhere = aliased(Chat)
    return list(
        session.scalars(
            select(OutgoingMessage)
            .join(OutgoingMessage.chat)
            .where(
                free,
                OutgoingMessage.priority >= Priority.NOTICE,
                Chat.platform.in_(platforms),
                select(elsewhere.id)
                .where(elsewhere.person_id == Chat.person_id, _reaches(elsewhere, platforms))
                .correlate(Chat)
                .exists(),
            )
            .order_by(OutgoingMessage.id)
            .limit(at_most)
            .options(contains_eager(OutgoingMessage.chat))
            .with_for_update(skip_locked=True, of=OutgoingMessage)
        )
    )


def chats_elsewhere(session: Session, person_ids: Iterable[int], avoided: Collection[Platform]) -> dict[int, Chat]:
    """Return each person's chat on another messenger than the `avoided`: the preferred one, else the newest.

    It has been agreed to, is not stopped, and its messenger is not known to be out of reach.
    """
    chats = session.scalars(
        select(Chat)
        .where(Chat.person_id.in_(set(person_ids)), _reaches(Chat, avoided))
        .order_by(Chat.is_preferred, Chat.joined_at)
    )
    return {chat.person_id: chat for chat in chats if chat.person_id is not None}


def _reaches(chat: type[Chat], avoided: Collection[Platform]) -> ColumnElement[bool]:
    out_of_reach = select(MessengerState.platform).where(MessengerState.failed_since.is_not(None))
    return and_(
        chat.joined_at.is_not(None),
        chat.stopped_at.is_(None),
        chat.platform.not_in(avoided),
        chat.platform.not_in(out_of_reach),
    )
