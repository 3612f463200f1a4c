"""Sends the messages that are in hand for one messenger, and says what became of each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

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
from bot.parts import SIZES, parts_of
from handlers.attachments import Drawn, draw
from handlers.turn import Attachment
from models.database import Database
from models.messages import OutgoingState

AT_ONCE = 64  # messages under way at the same time
GRACE_SECONDS = 5.0  # what is under way when the service stops may take so long to end
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
        is_open: whether the row of this id is still to be sent.
        note: is told once what became of each message.
    """

    def __init__(
        self,
        channel: Channel,
        database: Database,
        limits: Limits | None,
        *,
        may_send: Callable[[], Awaitable[None]],
        is_open: Callable[[int], bool],
        note: Callable[[Result], None],
    ) -> None:
        self._channel = channel
        self._database = database
        self._may_send = may_send
        self._is_open = is_open
        self._note = note
        self._queue: PacedQueue[_Part] = PacedQueue(Pace(limits))
        self._outages = Outages()
        self._under_way: set[asyncio.Task[None]] = set()
        self._pausing: set[asyncio.Task[None]] = set()
        self.sent = 0  # messages since the start
        self.token_refused = False

    def put(self, message: Outgoing) -> None:
        """Let a message wait for its turn."""
        self._queue.put(_Part(message), message.chat_id, message.priority, message.id)

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
        message, queue = waiting.item.message, self._queue
        if not self._is_open(message.id):
            queue.done(waiting)
            return
        try:
            letter, is_last = await self._letter(waiting.item)
            external_id = await self._channel.send(letter)
        except TooFast as fault:
            _log.warning("too_fast", platform=self._channel.platform, seconds=fault.seconds)
            queue.refused(waiting, fault.seconds)
        except (Unavailable, Misconfigured) as fault:
            self._unavailable(waiting, fault)
        except AnswerLost as fault:
            self._note(Result(message, OutgoingState.UNCERTAIN, error=fault.code))
            queue.failed(waiting)
        except SendError as fault:
            self._note(Result(message, _STATES[type(fault)], error=fault.code))
            queue.done(waiting)
        except Exception as error:  # a message that cannot be rendered must not stop the others
            _log.error("not_rendered", platform=self._channel.platform, error=type(error).__name__, row=message.id)
            self._note(Result(message, OutgoingState.REFUSED, error=type(error).__name__))
            queue.done(waiting)
        else:
            self._succeeded(waiting, external_id if is_last else None)

    def _succeeded(self, waiting: Waiting[_Part], external_id: str | None) -> None:
        """Note a success; without an `external_id` more parts follow, before anything else of the chat."""
        part = waiting.item
        self.sent += 1
        self.token_refused = False
        self._outages.succeeded(waiting.chat)
        if external_id is not None:
            self._note(Result(part.message, OutgoingState.SENT, external_id))
        else:
            self._queue.put(_Part(part.message, part.number + 1), waiting.chat, waiting.priority, waiting.order)
        self._queue.done(waiting)

    def _unavailable(self, waiting: Waiting[_Part], fault: SendError) -> None:
        self.token_refused = isinstance(fault, Misconfigured)
        wait = self._outages.failed(waiting.chat, everybody=self.token_refused)
        _log.warning(
            "unavailable",
            platform=self._channel.platform,
            error=fault.code,
            seconds=round(wait.seconds, 1),
            everybody=wait.everybody,
        )
        if wait.everybody:
            self._queue.postponed(waiting, wait.seconds)
        else:
            _start(self._again(waiting, wait.seconds), self._pausing)

    async def _again(self, waiting: Waiting[_Part], seconds: float) -> None:
        """Put a message back after a pause of its own; until then its chat waits, and nobody else."""
        await asyncio.sleep(seconds)
        self._queue.postponed(waiting, 0)

    async def _letter(self, part: _Part) -> tuple[Letter, bool]:
        """Return the part as a channel sends it, and whether it is the last of its message."""
        message = part.message
        parts = parts_of(message.reply, SIZES[message.platform])
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
