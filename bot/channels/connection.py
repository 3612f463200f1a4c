"""A messenger as the service has it: opened at the start, listened to, sent over, closed at the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from starlette.routing import Route

from bot.channels.channel import Channel
from bot.engine import Engine
from models.chats import Platform
from models.cipher import Cipher


@dataclass(frozen=True, slots=True)
class Listener:
    """What brings a messenger's messages in, by polling or by webhook. ``run`` works until it is cancelled."""

    run: Callable[[], Awaitable[None]]
    is_healthy: Callable[[], bool]
    routes: tuple[Route, ...] = ()

    @property
    def healthy(self) -> bool:
        """Whether messages come in, as far as is known."""
        return self.is_healthy()


class UnusableError(Exception):
    """A messenger cannot be used at the start; the text says why and what to do, and holds no token."""


class Connection(Protocol):
    """One messenger."""

    @property
    def platform(self) -> Platform:
        """Return which messenger this is."""
        ...

    @property
    def channel(self) -> Channel:
        """Return what sends."""
        ...

    @property
    def bot_name(self) -> str:
        """Return the name under which people find the bot; empty until the messenger has said it."""
        ...

    async def open(self) -> None:
        """Reach the messenger. Raises :class:`UnusableError`; listening may then still succeed later."""
        ...

    def listener(self, engine: Engine, cipher: Cipher, public_url: str) -> Listener:
        """Return what brings its messages to `engine`: a webhook where there is a `public_url`, else polling."""
        ...

    async def close(self) -> None:
        """Close what was opened."""
        ...
