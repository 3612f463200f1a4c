"""A fake Bot API server with people who write, as lean as it can be, in a process of its own.

    python -m bench.fake_telegram --chats 64 --replies 3000 [--delay-ms 50] [--pace 100] [--script FILE] [--limit 30]

Each of the chats says its next step as soon as it has its reply (a closed loop), or, with `--pace`, whoever has no
question open says something that many times a second. `--delay-ms` is the time from each call to its answer. `--limit`
refuses what is more than that many messages in any second, with a 429. `--unasked N` ends after N messages that
nobody asked for: a broadcast. `--gather-ms` lets a poll wait that much longer when there is an update, so that it
brings what others write at the same time; without it, many a poll brings one update only, which flatters bots that poll
cheaply.

On standard output, a line `READY PORT` and, when all is measured, a line of JSON (`Meter.result`). It serves until it
is terminated, so that the bot under test is not cut off. Chats are numbered from `FIRST_CHAT` on.
"""

import argparse
import asyncio
import json
import os
import time
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench.http_server import Connection, Respond
from bench.meter import Meter
from bench.person import BOT, FIRST_CHAT, Person
from bench.script import read_script

SENDS = frozenset({"sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageCaption"})
LONGEST_BATCH = 100
ME = {**BOT, "can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}


class FakeTelegram:
    """The server's state. `pace`: steps a second, 0 for the closed loop; `limit`: messages a second, 0 for none;
    `gather`: seconds that a poll waits when there is an update."""

    def __init__(
        self, people: list[Person], meter: Meter, *, pace: float = 0.0, limit: int = 0, gather: float = 0.0
    ) -> None:
        self._people = {person.chat_id: person for person in people}
        self._meter = meter
        self._pace = pace
        self._limit = limit
        self._gather = gather
        self._pending: deque[dict[str, Any]] = deque()
        self._next_update_id = 700_000_000
        self._poll: tuple[Respond, asyncio.TimerHandle] | None = None
        self._started = False
        self._loop = asyncio.get_running_loop()
        self.complete = asyncio.Event()

    def handle(self, method: str, call: dict[str, Any], respond: Respond) -> None:
        """Answer one call of the bot."""
        self._meter.calls[method] += 1
        if method in SENDS:
            self._send(call, respond)
        elif method == "getUpdates":
            self._get_updates(call, respond)
        else:
            respond(200, {"ok": True, "result": ME if method == "getMe" else True})

    def _send(self, call: dict[str, Any], respond: Respond) -> None:
        now = time.monotonic()
        if self._limit and self._meter.in_last_second(now) >= self._limit:
            self._meter.refused += 1
            respond(429, _refusal(retry_after=1))
            return
        self._meter.accepted(now)
        person = self._people.get(int(call["chat_id"])) or Person(int(call["chat_id"]), read_script(None))
        respond(200, {"ok": True, "result": person.receive(call)})
        if person.expected == 0:
            self._meter.came_unasked(now)
        else:
            person.expected -= 1
            if person.expected == 0:
                self._replied(person, now)
        if self._meter.complete:
            self.complete.set()

    def _replied(self, person: Person, now: float) -> None:
        self._meter.replied(person.asked_at, now)
        if not self._pace:
            self._say(person)

    def _say(self, person: Person) -> None:
        try:
            self._pending.append(person.next_update(self._next_update_id, time.monotonic()))
        except LookupError as error:
            self._meter.failures.append(f"chat {person.chat_id}, turn {person.turn}: {error}")
            self.complete.set()
            return
        self._next_update_id += 1
        if self._poll is not None:
            respond, timer = self._poll
            self._poll = None
            timer.cancel()
            self._answer_poll(respond)

    def _get_updates(self, call: dict[str, Any], respond: Respond) -> None:
        self._start()
        offset = int(call.get("offset", 0))
        while self._pending and self._pending[0]["update_id"] < offset:
            self._pending.popleft()
        if self._pending:
            self._answer_poll(respond)
        else:
            timer = self._loop.call_later(float(call.get("timeout", 0)), self._end_poll)
            self._poll = (respond, timer)

    def _answer_poll(self, respond: Respond) -> None:
        # A function: what comes in while the answer is on its way still goes with it.
        batch = partial(respond, 200, lambda: {"ok": True, "result": list(self._pending)[:LONGEST_BATCH]})
        self._loop.call_later(self._gather, batch)

    def _end_poll(self) -> None:
        if self._poll is not None:
            respond, _ = self._poll
            self._poll = None
            respond(200, {"ok": True, "result": []})

    def _start(self) -> None:
        """The people begin when the bot asks for the first time."""
        if self._started:
            return
        self._started = True
        if self._pace:
            self._next_paced(time.monotonic(), self._in_turn())
        else:
            for person in self._people.values():
                self._say(person)

    def _next_paced(self, due: float, people: Iterator[Person]) -> None:
        person = next((p for p, _ in zip(people, self._people, strict=False) if p.expected == 0), None)
        if person is not None:
            self._say(person)
        due += 1 / self._pace
        self._loop.call_later(max(0.0, due - time.monotonic()), self._next_paced, due, people)

    def _in_turn(self) -> Iterator[Person]:
        while True:
            yield from self._people.values()


def _refusal(retry_after: int) -> dict[str, Any]:
    return {
        "ok": False,
        "error_code": 429,
        "description": f"Too Many Requests: retry after {retry_after}",
        "parameters": {"retry_after": retry_after},
    }


async def serve(options: argparse.Namespace) -> None:
    """Serve until terminated; print the two lines."""
    script = read_script(options.script)
    people = [Person(FIRST_CHAT + number, script) for number in range(options.chats)]
    warm_up = max(options.warm_up, len(script.first) * len(people))
    meter = Meter(warm_up, options.replies, options.unasked)
    fake = FakeTelegram(people, meter, pace=options.pace, limit=options.limit, gather=options.gather_ms / 1000)
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(fake.handle, options.delay_ms / 1000), "127.0.0.1", options.port
    )
    print("READY", server.sockets[0].getsockname()[1], flush=True)
    await fake.complete.wait()
    print(json.dumps(meter.result()), flush=True)
    await server.serve_forever()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--chats", type=int, default=64)
    parser.add_argument("--warm-up", type=int, default=200)
    parser.add_argument("--replies", type=int, default=3000)
    parser.add_argument("--unasked", type=int, default=0)
    parser.add_argument("--delay-ms", type=float, default=0.0)
    parser.add_argument("--pace", type=float, default=0.0)
    parser.add_argument("--gather-ms", type=float, default=0.0)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--script", type=Path)
    parser.add_argument("--core", type=int)
    options = parser.parse_args()
    if options.core is not None:
        os.sched_setaffinity(0, {options.core})
    asyncio.run(serve(options))


if __name__ == "__main__":
    main()
