"""The writer: in order, off the event loop, together what waits together, and each with its own end."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from threading import Event

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.writer import writer_of
from models.database import Database
from models.messages import Heartbeat

AT = datetime(2026, 11, 24, tzinfo=UTC)


def _beat(database: Database, part: str) -> str:
    with database.write() as session:
        session.add(Heartbeat(part=part, at=AT))
    return part


def _parts(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.scalars(select(Heartbeat.part)))


async def test_what_waits_together_ends_each_for_itself(database: Database) -> None:
    writer, gate = writer_of(database), Event()
    first = writer.run(gate.wait)
    good = [writer.run(partial(_beat, database, part)) for part in "bc"]
    same = [writer.run(partial(_beat, database, "a")) for _ in range(2)]
    gate.set()
    assert await asyncio.gather(first, *good) == [True, "b", "c"]
    ends = await asyncio.gather(*same, return_exceptions=True)
    # Several writers have no order among themselves: either of the two may be the one that came too late.
    assert [type(end) for end in ends if end != "a"] == [IntegrityError]
    if database.is_sqlite:
        assert ends[0] == "a"
    assert _parts(database) == {"a", "b", "c"}
    writer.close()


async def test_a_result_is_told_only_when_it_is_durable(database: Database) -> None:
    writer, gate = writer_of(database), Event()
    opened = writer.run(gate.wait)
    waiting = [writer.run(partial(_beat, database, str(part))) for part in range(40)]
    gate.set()
    for told in asyncio.as_completed(waiting):
        assert await told in await asyncio.to_thread(_parts, database)
    assert await opened
    writer.close()


async def test_what_was_begun_ends_before_the_writer_closes(database: Database) -> None:
    writer = writer_of(database)
    begun = [writer.run(partial(_beat, database, part)) for part in "abcd"]
    if database.is_sqlite:
        await asyncio.to_thread(writer.close)
    await asyncio.gather(*begun)
    assert _parts(database) == set("abcd")
    writer.close()


async def test_who_gave_up_waiting_disturbs_nobody(database: Database) -> None:
    writer, gate = writer_of(database), Event()
    waiting = writer.run(gate.wait)
    given_up, other = (writer.run(partial(_beat, database, part)) for part in "ab")
    given_up.cancel()
    gate.set()
    assert (await waiting, await other) == (True, "b")
    writer.close()
