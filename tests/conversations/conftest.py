"""The cast's phones, on every way to the bot and on both databases."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.clock import FrozenClock
from models.database import Database
from tests.support.organisation import CHATS, OUTSIDER
from tests.support.phones import EngineExchange, Phone, SandboxExchange, over_sandbox, through_engine
from tests.support.zalo_phones import over_zalo

WAYS = ("engine", "sandbox", "zalo")
SPARE = "7777"  # a phone that nobody has used yet
_CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on Zalo what Zalo does not have: a test marked with ``not_on_zalo("why")``."""
    out = [item for item in items if item.get_closest_marker("not_on_zalo") and _way(item) == "zalo"]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


def _way(item: pytest.Item) -> str | None:
    call = getattr(item, "callspec", None)
    return call.params.get("cast") if call else None


@dataclass
class Cast:
    """Everybody's phone."""

    trinh: Phone  # secretary of CB06
    nhung: Phone  # secretary of CB07
    long: Phone  # in charge of CB06
    mai: Phone  # in charge of CB07
    quang: Phone  # administrator
    lam: Phone  # worker
    outsider: Phone
    spare: Phone
    exchange: EngineExchange | SandboxExchange
    database: Database
    clock: FrozenClock

    def wait(self, **duration: float) -> None:
        """Let time pass: ``wait(minutes=15)``."""
        self.clock.moment += timedelta(**duration)

    async def sweep(self) -> int:
        """Let the bot say what is due now; return how many messages that was. ``phone.reads()`` then gives them."""
        return await self.exchange.sweep()

    async def code_for(self, person: str) -> str:
        """Return an invitation code that the administrator makes for the person of this code: ``ACDE-FGHJ``."""
        return code_in(await self.quang.says(f"mời {person}"))


def code_in(text: str) -> str:
    """Return the invitation code in an answer."""
    found = _CODE.search(text)
    assert found is not None, text
    return found[0]


@pytest.fixture(params=WAYS)
async def cast(request: pytest.FixtureRequest, organisation: Database, clock: FrozenClock) -> AsyncIterator[Cast]:
    """Give the cast on each way to the bot."""
    chats = {**CHATS, "outsider": OUTSIDER, "spare": SPARE}
    ways: dict[str, Callable[[], AbstractAsyncContextManager[EngineExchange | SandboxExchange]]] = {
        "engine": lambda: through_engine(organisation, clock),
        "sandbox": lambda: over_sandbox(organisation, clock, chats),
        "zalo": lambda: over_zalo(organisation, clock, chats),
    }
    async with ways[request.param]() as exchange:
        yield cast_over(exchange, organisation, clock)


@pytest.fixture
async def straight(organisation: Database, clock: FrozenClock) -> AsyncIterator[Cast]:
    """Give the cast straight through the engine, for what would take long on every way."""
    async with through_engine(organisation, clock) as exchange:
        yield cast_over(exchange, organisation, clock)


def cast_over(exchange: EngineExchange | SandboxExchange, database: Database, clock: FrozenClock) -> Cast:
    """Return the cast with phones on `exchange`."""
    phones = {name: Phone(chat, exchange) for name, chat in CHATS.items()}
    outsider, spare = Phone(OUTSIDER, exchange), Phone(SPARE, exchange)
    return Cast(**phones, outsider=outsider, spare=spare, exchange=exchange, database=database, clock=clock)
