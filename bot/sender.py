"""Sends the messages that are in hand for one messenger, and says what became of each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.allowances import Allowance
from bot.attempts import Attempts
from bot.channels.channel import (
    AnswerLost,
    Channel,
    Letter,
    Misconfigured,
    PersonStopped,
    Refused,
    SendError,
    TooFast,
    Unavailable,
)
from bot.claims import Result
from bot.messages import Outgoing
from bot.outages import Outages
from bot.pace import Limits, Pace
from bot.paced_queue import PacedQueue, Waiting
from bot.parts import FORMS, parts_of
from handlers.attachments import Drawn, draw
from handlers.turn import Attachment
from models.database import Database
from models.held_messages import GIVEN_UP
from models.messages import OutgoingState, Priority
from models.quota import REPLY_KEPT_FOR

AT_ONCE = 64  # messages under way at the same time
GRACE_SECONDS = 5.0  # what is under way when the service stops may take so long to end
# A message that fails for so long, or so often while those of other chats arrive, is given up.
FAILS_AT_MOST_SECONDS = 24 * 3600.0
FAILS_AT_MOST = 20
_log = structlog.get_logger(__name__)

_STATES: dict[type[SendError], OutgoingState] = {
    PersonStopped: OutgoingState.UNREACHABLE,
    Refused: OutgoingState.REFUSED,
}


@dataclass(frozen=True, slots=True)
class _Part:
    """The next part of a message to be sent; almost every message has one."""

    message: Outgoing
    number: int = 0


class Sender:
    """Sends over one channel. ``run`` works until it is cancelled; ``finish`` then ends what is under way.

    Args:
        may_send: returns once it is certain that a message in hand is still ours to send.
        is_open: whether a message is still to be sent, with all of its rows.
        note: is told once what became of each message.
        allowance: what the messenger still takes this month.
        now: seconds, by which it is known for how long a message has failed.
    """

    def __init__(
        self,
        channel: Channel,
        database: Database,
        limits: Limits | None,
        *,
        may_send: Callable[[], Awaitable[None]],
        is_open: Callable[[Outgoing], bool],
        note: Callable[[Result], None],
        allowance: Allowance | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._channel = channel
        self._database = database
        self._may_send = may_send
        self._is_open = is_open
        self._note = note
        self._queue: PacedQueue[_Part] = PacedQueue(Pace(limits))
        self._allowance = allowance or Allowance()
        self._attempts = Attempts(now)
        self._outages = Outages()
        self._leaving: set[int] = set()  # rows under way, or of which a part has left
        self._under_way: set[asyncio.Task[None]] = set()
        self._pausing: set[asyncio.Task[None]] = set()
        self.sent = 0  # messages since the start
        self.token_refused: bool | None = None  # None until the messenger has said

    def put(self, message: Outgoing) -> None:
        """Let a message wait for its turn."""
        self._queue.put(_Part(message), message.chat_id, message.priority, message.id)

    def is_leaving(self, row: int) -> bool:
        """Return whether a row is under way, or a part of it has left."""
        return row in self._leaving

    async def run(self) -> None:
        """Send until cancelled."""
        places = asyncio.Semaphore(AT_ONCE)
        while True:
            await places.acquire()
            waiting = await self._queue.get()
            await self._may_send()
            task = _start(self._send(waiting), self._under_way)
            task.add_done_callback(lambda _: places.release())

    async def finish(self) -> None:
        """Give what is under way a moment to end; what does not is left as if the process had been killed."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=GRACE_SECONDS)
        left = self._under_way | self._pausing
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _send(self, waiting: Waiting[_Part]) -> None:
        part, queue, allowance = waiting.item, self._queue, self._allowance
        message = part.message
        # A long text that has begun is ended; the messenger's own 429 is the last word.
        if not self._is_open(message) or (not part.number and not allowance.lets(message.priority)):
            self._end(part, OutgoingState.WAITING)
            queue.done(waiting)
            return
        self._attempts.begin(message.id)
        self._leaving.update(message.rows)
        allowance.take()
        try:
            letter, is_last = await self._letter(part)
            external_id = await self._channel.send(letter)
        except AnswerLost as fault:
            self._end(part, OutgoingState.UNCERTAIN, error=fault.code, left=part.number + 1)
            queue.failed(waiting)
        except Exception as fault:
            allowance.give_back()
            self._failed(waiting, fault)
        else:
            self._succeeded(waiting, external_id if is_last else None)

    def _succeeded(self, waiting: Waiting[_Part], external_id: str | None) -> None:
        """Note a success; without an `external_id` more parts follow, before anything else of the chat."""
        part = waiting.item
        self.sent += 1
        self.token_refused = False
        self._outages.succeeded(waiting.chat)
        if external_id is not None:
            self._end(part, OutgoingState.SENT, external_id=external_id, left=part.number + 1)
        else:
            self._queue.put(_Part(part.message, part.number + 1), waiting.chat, waiting.priority, waiting.order)
        self._queue.done(waiting)

    def _failed(self, waiting: Waiting[_Part], fault: Exception) -> None:
        """Do what a fault says about a message that did not arrive."""
        part = waiting.item
        if not part.number:
            self._leaving.difference_update(part.message.rows)
        if isinstance(fault, TooFast):
            self._too_fast(waiting, fault)
        elif isinstance(fault, Unavailable | Misconfigured):
            self._unavailable(waiting, fault)
        elif isinstance(fault, SendError):
            self._end(part, _STATES[type(fault)], error=fault.code)
            self._queue.done(waiting)
        else:  # a message that cannot be rendered must not stop the others
            error = type(fault).__name__
            _log.error("not_rendered", platform=self._channel.platform, error=error, row=part.message.id)
            self._end(part, OutgoingState.REFUSED, error=error)
            self._queue.done(waiting)

    def _end(
        self,
        part: _Part,
        state: OutgoingState,
        *,
        external_id: str | None = None,
        error: str | None = None,
        left: int | None = None,
    ) -> None:
        """Note what became of a message; without `left`, the parts before this one have left."""
        attempts = self._attempts.end(part.message.id)
        self._leaving.difference_update(part.message.rows)
        left = part.number if left is None else left
        self._note(Result(part.message, state, external_id, error, left, attempts))

    def _too_fast(self, waiting: Waiting[_Part], fault: TooFast) -> None:
        """Obey a 429. Where messages are counted it means the whole bot, and perhaps that the month's are gone."""
        message, has_quota = waiting.item.message, self._allowance.is_limited
        _log.warning("too_fast", platform=self._channel.platform, seconds=fault.seconds)
        waited = self._attempts.seconds(message.id)
        if has_quota and message.priority == Priority.REPLY and waited > REPLY_KEPT_FOR.total_seconds():
            self._end(waiting.item, OutgoingState.REFUSED, error=GIVEN_UP)
            self._queue.done(waiting)
        else:
            self._queue.refused(waiting, fault.seconds, whole_bot=has_quota)

    def _unavailable(self, waiting: Waiting[_Part], fault: Unavailable | Misconfigured) -> None:
        self.token_refused = isinstance(fault, Misconfigured)
        wait = self._outages.failed(waiting.chat, everybody=self.token_refused)
        _log.warning(
            "unavailable",
            platform=self._channel.platform,
            error=fault.code,
            seconds=round(wait.seconds, 1),
            everybody=wait.everybody,
        )
        if not wait.everybody and self._is_hopeless(waiting.item.message):
            self._outages.gave_up(waiting.chat)
            self._end(waiting.item, OutgoingState.REFUSED, error=fault.code)
            self._queue.done(waiting)
        elif wait.everybody:
            self._queue.postponed(waiting, wait.seconds)
        else:
            _start(self._again(waiting, wait.seconds), self._pausing)

    def _is_hopeless(self, message: Outgoing) -> bool:
        """Return whether a message that fails by itself, and not with everybody's, has failed for long enough."""
        too_often = self._outages.failures_of_its_own(message.chat_id) >= FAILS_AT_MOST
        return too_often or self._attempts.seconds(message.id) >= FAILS_AT_MOST_SECONDS

    async def _again(self, waiting: Waiting[_Part], seconds: float) -> None:
        """Put a message back after a pause of its own; until then its chat waits, and nobody else."""
        await asyncio.sleep(seconds)
        self._queue.postponed(waiting, 0)

    async def _letter(self, part: _Part) -> tuple[Letter, bool]:
        """Return the part as a channel sends it, and whether it is the last of its message."""
        message = part.message
        parts = parts_of(message.reply, FORMS[message.platform])
        reply = parts[part.number]
        drawn = await asyncio.to_thread(self._draw, reply.attachment) if reply.attachment else None
        replaces = message.replaces if len(parts) == 1 else None
        return Letter(message.chat, reply, drawn, replaces), part.number == len(parts) - 1

    def _draw(self, attachment: Attachment) -> Drawn:
        try:
            with self._database.read() as session:
                return draw(session, attachment)
        except SQLAlchemyError as error:
            raise Unavailable(f"not drawn: {type(error).__name__}") from None


def _start(work: Coroutine[None, None, None], group: set[asyncio.Task[None]]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    group.add(task)
    task.add_done_callback(group.discard)
    return task
