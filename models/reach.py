"""Which chat reaches a person, and which messages are stranded on the way (DESIGN.md, invariant 9).

A person's *usual* chat is the preferred one, else the newest. While it cannot be reached another one stands in for it
(``Chat.stands_in_since``); bot/redirecting.py lets it begin and end, so that whoever only asks for a chat needs to
know nothing about outages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from models.chats import Chat, Platform
from models.messages import OutgoingMessage, OutgoingState, Priority


@dataclass(frozen=True, slots=True)
class Reach:
    """A person's usual chat, and the chat that reaches the person now: the same, another one, or none."""

    usual: Chat
    now: Chat | None

    @property
    def is_detour(self) -> bool:
        """Whether another chat must stand in for the usual one."""
        return self.now is not None and self.now is not self.usual


def chats_of(session: Session, person_ids: Iterable[int]) -> dict[int, Chat]:
    """Return for each person the chat that messages go to: agreed to and not stopped.

    Of several the one that stands in for the usual one, else the preferred one, else the newest.
    """
    open_chats = session.scalars(
        select(Chat)
        .where(Chat.person_id.in_(set(person_ids)), Chat.joined_at.is_not(None), Chat.stopped_at.is_(None))
        .order_by(Chat.stands_in_since.is_not(None), Chat.is_preferred, Chat.joined_at, Chat.id)
    )
    return {chat.person_id: chat for chat in open_chats if chat.person_id is not None}


def reach_of(session: Session, person_ids: Iterable[int], out: Collection[Platform]) -> dict[int, Reach]:
    """Return how each person is reached while the messengers `out` are not; the chats are locked until the commit."""
    chats = session.scalars(
        select(Chat)
        .where(Chat.person_id.in_(set(person_ids)), Chat.joined_at.is_not(None))
        .order_by(Chat.person_id, Chat.id)
        .with_for_update()
    )
    found: dict[int, Reach] = {}
    for person_id, own in groupby(chats, lambda chat: chat.person_id):
        best_first = sorted(own, key=lambda chat: (chat.is_preferred, chat.joined_at, chat.id), reverse=True)
        reachable = [chat for chat in best_first if chat.stopped_at is None and chat.platform not in out]
        if person_id is not None:
            found[person_id] = Reach(best_first[0], reachable[0] if reachable else None)
    return found


def stranded(out: Collection[Platform]) -> Select[OutgoingMessage]:
    """Return a query of what nobody asked for and cannot arrive, while its person could be reached by another chat.

    An answer is not among it: it belongs where the question was asked.
    """
    return (
        select(OutgoingMessage)
        .join(Chat, Chat.id == OutgoingMessage.chat_id)
        .where(
            OutgoingMessage.state.in_((OutgoingState.WAITING, OutgoingState.CLAIMED, OutgoingState.UNREACHABLE)),
            OutgoingMessage.priority > Priority.REPLY,
            OutgoingMessage.content.is_not(None),
            Chat.joined_at.is_not(None),
            or_(Chat.stopped_at.is_not(None), Chat.platform.in_(out)),
            _has_another(out),
        )
        .order_by(OutgoingMessage.priority, OutgoingMessage.id)
    )


def people_to_look_at(session: Session) -> set[int]:
    """Return the people for whom a chat stands in, and those of several chats who have stopped one."""
    standing_in = select(Chat.person_id).where(Chat.stands_in_since.is_not(None))
    stopped = select(Chat.person_id).where(Chat.stopped_at.is_not(None), Chat.joined_at.is_not(None), _has_another(()))
    return {person_id for person_id in session.scalars(standing_in.union(stopped)) if person_id is not None}


def _has_another(out: Collection[Platform]) -> ColumnElement[bool]:
    other = aliased(Chat)
    return exists().where(
        and_(
            other.person_id == Chat.person_id,
            other.id != Chat.id,
            other.joined_at.is_not(None),
            other.stopped_at.is_(None),
            other.platform.not_in(out),
        )
    )
