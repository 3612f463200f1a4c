"""One call of a bot, and what sending needs first: the person it goes to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.quota import MonthlyQuota
from bot.sandbox.records import SandboxBot, SandboxPerson
from bot.sandbox.state import State
from bot.sandbox.zalo.errors import bad_request, quota_exceeded
from bot.sandbox.zalo.ids import id_of_person
from bot.sandbox.zalo.parameters import Parameters


@dataclass(frozen=True)
class Call:
    """What a method is given."""

    state: State
    bot: SandboxBot
    parameters: Parameters
    quota: MonthlyQuota

    def recipient(self) -> SandboxPerson:
        """The person whose private chat the call names.

        Raises:
            ApiError: none is named, or nobody who has written to this bot has this id: no other can be known to it.
        """
        wanted = self.parameters.text("chat_id")
        if not wanted:
            raise bad_request("chat_id is empty")
        for person in self.state.people:
            if self._is_known(person) and id_of_person(person) == wanted:
                return person
        raise bad_request("chat not found")

    def refuse_beyond_quota(self) -> None:
        """Raises ApiError (429) when the bot has sent all that it may in this month."""
        if self.quota.is_spent(self.bot):
            raise quota_exceeded()

    def _is_known(self, person: SandboxPerson) -> bool:
        return person.started and person.platform == self.bot.platform and person.bot == self.bot.username


Method = Callable[[Call], Awaitable[Any]]
"""A method of the Bot Platform; what it returns stands under "result", and None under nothing."""
