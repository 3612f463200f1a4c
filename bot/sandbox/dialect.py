"""What a messenger's own file offers the rest of the sandbox."""

from typing import Protocol

from starlette.routing import BaseRoute

from bot.sandbox.actions import Action
from bot.sandbox.quota import MonthlyQuota
from bot.sandbox.records import SandboxBot, SandboxPerson
from bot.sandbox.state import Numbering


class Dialect(Protocol):
    """One messenger: the HTTP that its bots speak, and what its bots are told of what people do."""

    @property
    def platform(self) -> str: ...

    @property
    def numbering(self) -> Numbering:
        """How its people are named."""
        ...

    @property
    def quota(self) -> MonthlyQuota | None:
        """What limits how much its bots send in a month, None when nothing does."""
        ...

    def routes(self) -> list[BaseRoute]:
        """The messenger's HTTP interface."""
        ...

    def base_path(self) -> str:
        """Where a bot library's `base_url` points, below the server's address."""
        ...

    def chat_id(self, person: SandboxPerson) -> str:
        """The messenger's id of the person's private chat, as bots write it."""
        ...

    def act(self, person: SandboxPerson, action: Action) -> int:
        """Carry out what the person does; the id of the message written or pressed.

        Raises:
            SandboxError: it cannot be done.
        """
        ...

    def set_blocked(self, person: SandboxPerson, *, blocked: bool) -> None:
        """The person blocks or unblocks the bot."""
        ...

    def open_group(self, person: SandboxPerson, title: str) -> int:
        """Put the person and the bot into a new group; its chat id.

        Raises:
            SandboxError: the messenger's bots know no groups.
        """
        ...

    def commands_for(self, person: SandboxPerson) -> list[dict[str, str]]:
        """The commands that the bot offers this person: `command` and `description` of each."""
        ...

    def bot_changed(self, bot: SandboxBot) -> None:
        """A bot was added or read back from a saved sandbox: resume what the messenger owes it."""
        ...

    async def close(self) -> None:
        """End everything under way."""
        ...
