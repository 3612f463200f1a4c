"""How an outbox spends what its messengers take in a month (models/quota.py): what it claims, joins and counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from bot.diverting import divert
from bot.joining import joined
from bot.messages import Outgoing
from models.chats import Platform
from models.held_messages import OwnerIs, give_up_replies, is_held
from models.messages import Priority
from models.quota import Quota, Supply, count, day_began, month_of, sent_in, supplies

DIVERTED_AT_ONCE = 500
Supplies = Mapping[Platform, Supply]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many messages have left in a month for messengers with a quota."""

    month: date
    sent: Mapping[Platform, int]


class Spending:
    """The messengers among `platforms` that take only so many messages in a calendar month of `timezone`."""

    def __init__(self, quotas: Mapping[Platform, Quota], timezone: str, platforms: Collection[Platform]) -> None:
        self.limits = {
            platform: quota.messages for platform, quota in quotas.items() if quota.messages and platform in platforms
        }
        self._timezone = timezone

    def counted(self, session: Session, now: datetime) -> Counted:
        """Return what has been counted this month."""
        month = month_of(now, self._timezone)
        return Counted(month, sent_in(session, self.limits, month) if self.limits else {})

    def count(self, session: Session, left: Mapping[Platform, int], now: datetime) -> Counted:
        """Count messages that left; return the sums of the messengers that they left for."""
        month = month_of(now, self._timezone)
        limited = {platform: messages for platform, messages in left.items() if messages and platform in self.limits}
        return Counted(month, count(session, limited, month) if limited else {})

    def supplies(self, counted: Counted) -> Supplies:
        """Return what is left for each messenger with a quota."""
        return supplies(self.limits, counted.sent)

    def make_room(self, session: Session, supplies: Supplies, free: ColumnElement[bool], now: datetime) -> None:
        """Where messages are scarce, let notices go by other ways; where none are left, give up old replies.

        `free` is the condition for rows that no outbox has in hand.
        """
        scarce = {platform for platform, here in supplies.items() if here < Supply.PLENTY}
        gone = {platform for platform, here in supplies.items() if here == Supply.GONE}
        if scarce:
            divert(session, scarce, free, DIVERTED_AT_ONCE)
        if gone:
            give_up_replies(session, gone, free, now)

    def may_go(self, supplies: Supplies, now: datetime, is_alive: OwnerIs) -> list[ColumnElement[bool]]:
        """Return the conditions for rows that need not wait; none in the common case, which costs nothing."""
        if all(here == Supply.PLENTY for here in supplies.values()):
            return []
        return [~is_held(supplies, day_began(now, self._timezone), is_alive)]

    def as_few(self, messages: Sequence[Outgoing], supplies: Supplies) -> list[Outgoing]:
        """Return messages with the notices of a chat joined where they count; where scarce, one of each chat."""
        free = [message for message in messages if message.platform not in supplies]
        return free + list(
            _one_a_chat(joined(message for message in messages if message.platform in supplies), supplies)
        )


def _one_a_chat(letters: Iterable[Outgoing], supplies: Supplies) -> Iterable[Outgoing]:
    """Pass over further notices of a chat where they are scarce: they are not claimed, and wait for another day."""
    have_one: set[int] = set()
    for letter in letters:
        if letter.priority >= Priority.NOTICE and supplies[letter.platform] < Supply.PLENTY:
            if letter.chat_id in have_one:
                continue
            have_one.add(letter.chat_id)
        yield letter
