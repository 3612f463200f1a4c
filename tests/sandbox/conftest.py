from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock import MovableClock
from bot.sandbox import Sandbox
from tests.sandbox.world import World, open_world
from tests.sandbox.zalo_world import ZaloWorld, open_zalo_world

START = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)


@pytest.fixture
async def sandbox() -> Sandbox:
    return Sandbox(MovableClock(START))


@pytest.fixture
async def world(sandbox: Sandbox) -> AsyncIterator[World]:
    async with open_world(sandbox) as world:
        yield world


@pytest.fixture
async def zalo(sandbox: Sandbox) -> AsyncIterator[ZaloWorld]:
    async with open_zalo_world(sandbox) as world:
        yield world
