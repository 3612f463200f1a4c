"""A person's several chats: which are agreed to, which is preferred, and how one is left."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.chats import Chat, Platform
from models.messages import OutgoingMessage, OutgoingState, Priority


def agreed(session: Session, person_id: int, *, but: Chat | None = None) -> list[Chat]:
    """Return the chats in which the person has agreed to the data notice, the newest last, without the chat `but`."""
    own = session.scalars(
        select(Chat).where(Chat.person_id == person_id, Chat.joined_at.is_not(None)).order_by(Chat.joined_at, Chat.id)
    )
    return [chat for chat in own if chat is not but]


def prefer(session: Session, person_id: int, platform: Platform, *, here: Chat) -> Chat | None:
    """Let messages go to the person's chat on `platform`: to `here` if it is one, else to the newest; return it.

    None, and nothing changes, when the person has stopped all of them.
    """
    own = agreed(session, person_id)
    fitting = [chat for chat in own if chat.platform == platform and chat.stopped_at is None]
    if not fitting:
        return None
    chosen = here if here in fitting else fitting[-1]
    for chat in own:
        chat.is_preferred, chat.stands_in_since = chat is chosen, None
    return chosen


def leave(session: Session, chat: Chat) -> list[OutgoingMessage]:
    """Take a chat from its person, so that whoever holds that phone is a stranger.

    Nothing that waits is sent there any more; return what of it nobody had asked for, to be sent another way.
    """
    chat.person = None
    chat.joined_at, chat.offer = None, None
    chat.is_preferred, chat.stands_in_since = False, None
    waiting = session.scalars(
        select(OutgoingMessage)
        .where(OutgoingMessage.chat_id == chat.id, OutgoingMessage.state == OutgoingState.WAITING)
        .order_by(OutgoingMessage.id)
        .with_for_update()
    ).all()
    for row in waiting:
        session.delete(row)
    session.flush()
    return [row for row in waiting if row.priority > Priority.REPLY]
