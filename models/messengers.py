"""Since when a messenger has been out of reach, as far as the service's processes have seen."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.chats import Platform
from models.database import Base, UTCDateTime

# Several processes look once a minute each: what one of them reached within this time is not out of reach.
FRESH = timedelta(minutes=3)


class MessengerState(Base):
    """When a messenger last answered. ``failed_since`` is None while it does."""

    __tablename__ = "messenger_states"

    platform: Mapped[Platform] = mapped_column(primary_key=True)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failed_since: Mapped[datetime | None] = mapped_column(UTCDateTime)


def note(session: Session, platform: Platform, now: datetime, *, answers: bool) -> None:
    """Note what one process sees of a messenger now; that another one has just reached it weighs more."""
    state = session.get(MessengerState, platform, with_for_update=True)
    if state is None:
        state = MessengerState(platform=platform)
        session.add(state)
    if answers:
        state.answered_at, state.failed_since = now, None
    elif state.answered_at is None or now - state.answered_at >= FRESH:
        state.failed_since = state.failed_since or now
    session.flush()


def failing(session: Session) -> frozenset[Platform]:
    """Return the messengers that no process reaches, for however short a time."""
    return frozenset(session.scalars(select(MessengerState.platform).where(MessengerState.failed_since.is_not(None))))


def out_of_reach(session: Session, now: datetime, after: timedelta) -> frozenset[Platform]:
    """Return the messengers that no process has reached for as long as `after`."""
    return frozenset(session.scalars(select(MessengerState.platform).where(MessengerState.failed_since <= now - after)))
