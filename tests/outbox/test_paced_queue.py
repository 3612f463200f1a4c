"""The line of waiting messages with a clock."""

import asyncio

import pytest

from bot.pace import REPLY, Limits, Pace
from bot.paced_queue import PacedQueue, Waiting


async def test_the_queue_hands_out_what_is_put_while_it_waits() -> None:
    queue: PacedQueue[str] = PacedQueue(Pace())
    getting = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    queue.put("hello", chat=1, priority=REPLY, order=1)
    assert (await getting).item == "hello"


async def test_the_queue_waits_for_the_pace() -> None:
    queue: PacedQueue[int] = PacedQueue(Pace(Limits(per_second=30, chat_burst=1, chat_per_second=50)))
    for order in range(4):
        queue.put(order, chat=1, priority=REPLY, order=order)
    loop = asyncio.get_running_loop()
    start, got = loop.time(), []
    for _ in range(4):
        waiting = await queue.get()
        got.append(waiting.item)
        queue.done(waiting)
    assert got == [0, 1, 2, 3]
    assert loop.time() - start >= 3 / 50


async def test_a_cancelled_get_loses_nothing() -> None:
    queue: PacedQueue[str] = PacedQueue(Pace())
    getting = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    queue.put("kept", chat=1, priority=REPLY, order=1)
    getting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await getting
    assert (await queue.get()).item == "kept"


async def test_a_refused_message_is_handed_out_again_after_its_wait() -> None:
    now = 0.0
    queue: PacedQueue[str] = PacedQueue(Pace(), now=lambda: now)
    queue.put("again", chat=1, priority=REPLY, order=1)
    waiting: Waiting[str] = await queue.get()
    queue.refused(waiting, retry_after=5.0)
    getting = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    assert not getting.done()
    now = 5.0
    queue.put("other", chat=2, priority=REPLY, order=2)
    assert (await getting).item == "again"
