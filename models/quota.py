"""How many messages a messenger takes in a month, and what is still sent when they run short.

Zalo's free plan takes 3,000 messages in a calendar month and 50 users (PLATFORMS.md, “Quotas”). What is left at the end
of a month must still carry the urgent ones, so it is spent by importance: :class:`Supply` says how much there is,
:func:`lets` what it is spent on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.chats import Platform
from models.database import Base
from models.inserts import insert_into
from models.messages import Priority

SCARCE_PERCENT = 20  # of the month's messages left: from here on notices of a chat are one a day
RESERVED_PERCENT = 5  # left: only replies and urgent messages
MESSAGES_TOLD_AT = (80, 95, 100)  # per cent used; the first two are where the supply changes
USERS_TOLD_AT = (80, 100)
REPLY_KEPT_FOR = timedelta(days=1)  # an answer that comes later than that answers nothing any more

# In place of a month, what else administrators have been told of a messenger.
USERS = date.min
TOKEN = date(1, 2, 1)


class MessageCount(Base):
    """The messages that left for one messenger in one calendar month of the organisation's time zone.

    The rows of the months :data:`USERS` and :data:`TOKEN` count nothing: their ``told_percent`` says what
    administrators know of the messenger's users, and (100) that it refuses the bot's token.
    """

    __tablename__ = "message_counts"

    platform: Mapped[Platform] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    sent: Mapped[int] = mapped_column(default=0)
    # The highest share, in per cent, of which the administrators have been told: each is told once.
    told_percent: Mapped[int] = mapped_column(default=0)


_COUNTS = cast("Table", MessageCount.__table__)


@dataclass(frozen=True, slots=True)
class Quota:
    """What a messenger allows: messages in a calendar month, and users. 0 is no limit."""

    messages: int = 0
    users: int = 0


class Supply(IntEnum):
    """What is left of a month's messages."""

    GONE = 0
    RESERVED = 1  # for replies and urgent messages
    SCARCE = 2  # notices of a chat are joined: one message a day
    PLENTY = 3


def supply(left: int, limit: int) -> Supply:
    """Return what `left` of `limit` messages means; without a limit (0) there is always plenty."""
    if not limit:
        return Supply.PLENTY
    if left <= 0:
        return Supply.GONE
    if left * 100 <= limit * RESERVED_PERCENT:
        return Supply.RESERVED
    return Supply.SCARCE if left * 100 <= limit * SCARCE_PERCENT else Supply.PLENTY


def lets(here: Supply, priority: Priority) -> bool:
    """Return whether a message may leave at all; one a day and chat is :func:`models.held_messages.is_held`'s part."""
    return here >= (Supply.SCARCE if priority >= Priority.NOTICE else Supply.RESERVED)


def supplies(limits: Mapping[Platform, int], sent: Mapping[Platform, int]) -> dict[Platform, Supply]:
    """Return what is left on each messenger of which `limits` says how many messages it takes."""
    return {platform: supply(limit - sent[platform], limit) for platform, limit in limits.items()}


def month_of(now: datetime, timezone: str) -> date:
    """Return the first day of the month at the organisation's place."""
    return now.astimezone(ZoneInfo(timezone)).date().replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after that of the first day `month`."""
    return (month + timedelta(days=31)).replace(day=1)


def day_began(now: datetime, timezone: str) -> datetime:
    """Return when the present day began at the organisation's place."""
    local = now.astimezone(ZoneInfo(timezone))
    return datetime.combine(local.date(), time(), local.tzinfo)


def percent(part: int, whole: int) -> int:
    """Return the share in whole per cent, rounded down: 80 only when it is reached."""
    return part * 100 // whole


def reached(share: int, marks: Iterable[int]) -> int:
    """Return the highest of `marks`, in per cent, that `share` has reached; 0 when none."""
    return max((mark for mark in marks if share >= mark), default=0)


def forecast(sent: int, now: datetime, timezone: str) -> int:
    """Return how many messages will have left at the month's end, if they go on leaving at the present rate.

    The first day counts as a whole one: an hour says nothing about a month.
    """
    zone = ZoneInfo(timezone)
    month = month_of(now, timezone)
    began, ends = (datetime.combine(day, time(), zone) for day in (month, next_month(month)))
    passed = max(now - began, timedelta(days=1))
    return max(sent, round(sent * ((ends - began) / passed)))


def sent_in(session: Session, platforms: Iterable[Platform], month: date) -> dict[Platform, int]:
    """Return how many messages left for each of `platforms` in a month."""
    counts = dict.fromkeys(platforms, 0)
    query = select(MessageCount.platform, MessageCount.sent).where(
        MessageCount.platform.in_(counts), MessageCount.month == month
    )
    return counts | dict(session.execute(query).all())


def count(session: Session, messages: Mapping[Platform, int], month: date) -> dict[Platform, int]:
    """Add messages that left; return the sums. One statement each, so that several processes may count at once."""
    connection = session.connection()
    insert = insert_into(_COUNTS, connection.dialect.name)
    adding = insert.on_conflict_do_update(
        index_elements=[_COUNTS.c.platform, _COUNTS.c.month], set_={"sent": _COUNTS.c.sent + insert.excluded.sent}
    ).returning(_COUNTS.c.sent)
    return {
        platform: connection.execute(
            adding, {"platform": platform, "month": month, "sent": left, "told_percent": 0}
        ).scalar_one()
        for platform, left in sorted(messages.items())
    }


def tell(session: Session, platform: Platform, month: date, mark: int) -> bool:
    """Note that administrators are told of `mark` per cent; return whether they had not been told of it before.

    A lower mark than before (a larger plan, a new token) is noted too, and lets the higher one be told again.
    """
    row = (_COUNTS.c.platform == platform) & (_COUNTS.c.month == month)
    connection = session.connection()
    told = connection.execute(select(_COUNTS.c.told_percent).where(row)).scalar_one_or_none()
    if (told or 0) == mark:
        return False
    if told is None:
        values = {"platform": platform, "month": month, "sent": 0, "told_percent": 0}
        connection.execute(insert_into(_COUNTS, connection.dialect.name).on_conflict_do_nothing(), values)
    changed = _COUNTS.update().where(row, _COUNTS.c.told_percent == (told or 0)).values(told_percent=mark)
    return connection.execute(changed).rowcount == 1 and mark > (told or 0)
