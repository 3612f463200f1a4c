"""Invariant 5 for a message that says several rows: killed at any instant, none is lost and none is said apart."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import FrozenClock, MovableClock
from models.chats import Platform
from models.database import Database
from models.messages import OutgoingState, Priority
from tests.support.messenger import Messenger, post, service, states, until
from tests.support.quota import QUOTAS, move_to_zalo, rows, used

LONGER_THAN_A_LEASE = timedelta(minutes=1)
SENT = OutgoingState.SENT


@pytest.mark.parametrize(
    ("instant", "left_before", "left_after"), [("before_put", 0, 1), ("before_mark", 1, 1), ("after_mark", 1, 0)]
)
async def test_a_kill_loses_nothing_and_doubles_only_what_was_in_flight(
    organisation: Database, tmp_path: Path, instant: str, left_before: int, left_after: int
) -> None:
    move_to_zalo(organisation)
    now = FrozenClock(datetime.now(UTC))
    post(organisation, now, "1001", "one", "two", "three", priority=Priority.NOTICE)
    paper = tmp_path / "sent"
    paper.touch()
    await _killed(organisation, paper, instant)
    assert paper.read_text(encoding="utf-8").splitlines() == ["1001:one||two||three"] * left_before

    zalo = Messenger(Platform.ZALO)
    clock = MovableClock(datetime.now(UTC) + LONGER_THAN_A_LEASE)
    async with service(organisation, clock, zalo, quotas=QUOTAS) as running:
        await until(lambda: states(organisation) == [SENT] * 3)
        await running.settle()
    assert zalo.texts("1001") == ["one\n\ntwo\n\nthree"] * left_after
    assert len({row.external_id for row in rows(organisation)}) == 1
    assert used(organisation, now) == 1


async def _killed(database: Database, paper: Path, instant: str) -> None:
    address = database.url.render_as_string(hide_password=False)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.killable_outbox", address, str(paper), instant, "1"
    )
    try:
        async with asyncio.timeout(30):
            assert await process.wait() == -signal.SIGKILL
    finally:
        if process.returncode is None:
            process.kill()
