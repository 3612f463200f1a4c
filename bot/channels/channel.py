"""What the outbox needs of a messenger, and what may go wrong there: each fault says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from handlers.attachments import Drawn
from handlers.turn import Reply
from models.chats import Platform


class SendError(Exception):
    """A message could not be sent. ``code`` is for the record: it holds no personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooFast(SendError):
    """The messenger wants us to wait (429)."""

    def __init__(self, seconds: float) -> None:
        super().__init__("429")
        self.seconds = seconds


class Unavailable(SendError):
    """The message certainly did not arrive, but may later: network down, server error."""


class AnswerLost(SendError):
    """The message may have arrived: nobody knows, so it is not sent again."""


class PersonStopped(SendError):
    """The person blocked the bot or closed the account. Nothing else ever means that."""


class Refused(SendError):
    """The messenger will never take this message."""


class Misconfigured(SendError):
    """The token is wrong or revoked: nothing can be sent until somebody mends it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a channel sends it: where to, what, the drawn attachment, and what to edit in place."""

    chat: str
    reply: Reply
    drawn: Drawn | None = None
    replaces: str | None = None


class Channel(Protocol):
    """A messenger. It translates, nothing else."""

    @property
    def platform(self) -> Platform:
        """Return which messenger this is."""
        ...

    async def send(self, letter: Letter) -> str:
        """Send a message; return the messenger's id of it. Raises a :class:`SendError`."""
        ...
