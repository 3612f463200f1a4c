"""What a messenger still takes this month, as this process knows it between two looks into the database."""

from __future__ import annotations

from datetime import date

from models.messages import Priority
from models.quota import Supply, lets, supply


class Allowance:
    """The messages of one messenger: those counted in the database, and those under way and not yet counted.

    Several processes see each other's messages with their next claim, so each can be late by what is under way in the
    others; the messenger's own 429 then says so.
    """

    def __init__(self, limit: int = 0) -> None:
        """`limit` is messages in a calendar month; 0 is no limit."""
        self._limit = limit
        self._month = date.min
        self._counted = 0
        self._under_way = 0

    @property
    def is_limited(self) -> bool:
        """Return whether messages are counted at all."""
        return self._limit > 0

    @property
    def supply(self) -> Supply:
        """Return what is left."""
        return supply(self._limit - self._counted - self._under_way, self._limit)

    def lets(self, priority: Priority) -> bool:
        """Return whether a message of this priority may leave now."""
        return lets(self.supply, priority)

    def take(self) -> None:
        """Note that a message is leaving."""
        self._under_way += 1

    def give_back(self, messages: int = 1) -> None:
        """Note that messages did not leave after all, or have been counted in the database."""
        self._under_way -= messages

    def counted(self, month: date, sent: int) -> None:
        """Note what the database says; what it said before about the same month can only have been less."""
        self._counted = sent if month != self._month else max(sent, self._counted)
        self._month = month
