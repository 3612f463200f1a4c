"""What the bot says unasked, as rows: raised once, said at a good hour, dropped when no longer true.

A row says what it is about by ids; its words are made when it is sent (DESIGN.md, invariant 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    CursorResult,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    exists,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, joinedload, mapped_column, relationship

from models.database import Base, UTCDateTime
from models.inserts import insert_into
from models.messages import Priority
from models.people import Person


class NoticeState(StrEnum):
    """What has become of a notice."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"  # no longer true, too late, or nobody to tell


class Notice(Base):
    """One thing to tell one person.

    `kind` and `key` name the matter: of each person there is one notice of it, which is sent once. What was dropped
    unsaid waits again when the matter is raised anew (:func:`raise_for`).
    """

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("person_id", "kind", "key"), Index("ix_notices_due", "state", "not_before"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    about: Mapped[dict[str, Any]] = mapped_column(JSON)  # ids and days only, nothing personal
    priority: Mapped[Priority] = mapped_column(SmallInteger)
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    not_before: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime] = mapped_column(UTCDateTime)  # after that it makes no sense any more
    state: Mapped[NoticeState]
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    outgoing_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_messages.id", ondelete="SET NULL"), index=True)

    person: Mapped[Person] = relationship()


_NOTICES = cast("Table", Notice.__table__)
_AT_ONCE = 1_000  # people in one statement


def raise_for(
    session: Session,
    people: Iterable[int],
    *,
    kind: str,
    key: str,
    about: Mapping[str, Any],
    now: datetime,
    until: datetime,
    not_before: datetime | None = None,
    priority: Priority = Priority.NOTICE,
    revives: bool = True,
) -> int:
    """Raise a notice for each of the `people` (ids) who has not been told this before; return how many wait anew.

    What was dropped unsaid, as it was not true when its hour came, waits again: it is true now. A sweep that raises the
    same again and again says ``revives=False``, so that what it lets drop does not come back every minute.
    """
    wanted = sorted(set(people))  # in one order, so that two who raise the same at once do not wait for each other
    fresh = {
        "about": dict(about),
        "priority": priority,
        "raised_at": now,
        "not_before": max(now, not_before or now),
        "until": until,
        "state": NoticeState.WAITING,
    }
    rows = [{"person_id": person, "kind": kind, "key": key, **fresh} for person in wanted]
    if not rows:
        return 0
    session.flush()
    revived = _revive(session, wanted, kind, key, fresh) if revives else 0
    statement = insert_into(_NOTICES, session.get_bind().dialect.name).on_conflict_do_nothing().returning(_NOTICES.c.id)
    return revived + len(session.execute(statement, rows).all())


def _revive(session: Session, people: list[int], kind: str, key: str, fresh: Mapping[str, Any]) -> int:
    """Let dropped notices of a matter wait again.

    Only dropped rows are locked: those that the sweep is about to say stay its own, so neither waits for the other, and
    of two processes that revive one row the second finds it waiting.
    """
    revived = 0
    for first in range(0, len(people), _AT_ONCE):
        done = session.scalars(
            update(Notice)
            .where(
                Notice.person_id.in_(people[first : first + _AT_ONCE]),
                Notice.kind == kind,
                Notice.key == key,
                Notice.state == NoticeState.DROPPED,
            )
            .values(**fresh, done_at=None, outgoing_id=None)
            .returning(Notice.id),
            execution_options={"synchronize_session": "fetch"},
        )
        revived += len(done.all())
    return revived


def due(session: Session, now: datetime, at_most: int) -> list[Notice]:
    """Return the waiting notices whose time has come, locked: whole people, the most important of each first."""
    people = (
        select(Notice.person_id)
        .where(Notice.state == NoticeState.WAITING, Notice.not_before <= now)
        .group_by(Notice.person_id)
        .order_by(Notice.person_id)
        .limit(at_most)
    )
    found = session.scalars(
        select(Notice)
        .where(Notice.state == NoticeState.WAITING, Notice.not_before <= now, Notice.person_id.in_(people))
        .order_by(Notice.person_id, Notice.priority, Notice.until, Notice.id)
        .options(joinedload(Notice.person).selectinload(Person.roles))
        .with_for_update(skip_locked=True, of=Notice)
    )
    return list(found)


def untold(kind: str, person: InstrumentedAttribute[int], key: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a person was not told of a matter yet, and is not about to be.

    For what raises notices by looking at many rows: it then finds only what is new.
    """
    return ~exists().where(Notice.person_id == person, Notice.kind == kind, Notice.key == key)


def next_time(session: Session) -> datetime | None:
    """Return when the next waiting notice may be said; None without any."""
    return session.scalar(
        select(Notice.not_before).where(Notice.state == NoticeState.WAITING).order_by(Notice.not_before).limit(1)
    )


def drop(session: Session, now: datetime, *, kind: str, key: str | None = None) -> int:
    """Drop the waiting notices of a kind, or of one matter; return how many there were."""
    which = [Notice.state == NoticeState.WAITING, Notice.kind == kind]
    if key is not None:
        which.append(Notice.key == key)
    gone: Any = session.execute(
        update(Notice).where(*which).values(state=NoticeState.DROPPED, done_at=now),
        execution_options={"synchronize_session": "fetch"},
    )
    assert isinstance(gone, CursorResult)
    return gone.rowcount
