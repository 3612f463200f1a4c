"""The outbox: sends what turns and sweeps have written, in the order and at the pace that the messenger allows.

A row is claimed before it is sent, and marked after (bot/claims.py). A process that dies in between leaves a claimed
row: it is sent again by whoever finds the claim orphaned, so only what was in flight at that instant can arrive twice.
When the messenger's answer to a send is lost the message may have arrived; it is marked ``uncertain``, counted, and
not sent again. While nothing can be marked nothing more is sent: a kill would double all of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.allowances import Allowance
from bot.channels.channel import Channel
from bot.claims import LEASE, Claimed, Claims, Result
from bot.clock import Clock
from bot.messages import Outgoing
from bot.pace import Limits
from bot.sender import Sender
from bot.spending import Counted
from bot.writer import Writer
from models.chats import Platform
from models.database import Database
from models.messages import OutgoingState, Priority
from models.quota import Quota, Supply

LOOK_EVERY_SECONDS = 2.0
TRY_AGAIN_SECONDS = 1.0  # after a database error
MISCONFIGURED = "the token is refused"
REMEMBERED = 10_000  # finished messages that are recognised without asking the database
_log = structlog.get_logger(__name__)


class Outbox:
    """Sends outgoing rows over the channels. ``run`` works until it is cancelled."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        clock: Clock,
        channels: Iterable[Channel],
        limits: Mapping[Platform, Limits] | None = None,
        *,
        quotas: Mapping[Platform, Quota] | None = None,
        timezone: str = "UTC",
    ) -> None:
        """Limits are of pace, quotas of the messages in a calendar month of `timezone`."""
        self._writer = writer
        self._clock = clock
        self._allowances = {
            platform: Allowance(quota.messages) for platform, quota in (quotas or {}).items() if quota.messages
        }
        self._senders = {
            channel.platform: Sender(
                channel,
                database,
                (limits or {}).get(channel.platform),
                may_send=self._until_ours,
                is_open=self._is_open,
                note=self._note,
                allowance=self._allowances.get(channel.platform),
                now=lambda: clock.now().timestamp(),
            )
            for channel in channels
        }
        self._claims = Claims(database, clock, self._senders, quotas, timezone)
        self._in_hand: set[int] = set()
        self._finished: dict[int, None] = {}  # the latest that need not be sent any more, oldest first
        self._results: list[Result] = []
        self._has_results = asyncio.Event()
        # Rows that were given back may be claimed at once: what this process holds is written down before it is asked.
        self._at_table = asyncio.Lock()
        self._look = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._claimed_at: datetime | None = None
        self._has_looked = asyncio.Event()
        self._troubles: set[str] = set()
        self._news = asyncio.Event()

    @property
    def name(self) -> str:
        """Return the name under which this outbox claims rows."""
        return self._claims.name

    @property
    def sent(self) -> int:
        """Return how many messages were sent since the start."""
        return sum(sender.sent for sender in self._senders.values())

    @property
    def waiting(self) -> int:
        """Return how many messages are in hand and not yet sent and marked."""
        return len(self._in_hand)

    @property
    def healthy(self) -> bool:
        """Return whether rows can be claimed and marked, and no messenger refuses the bot's token."""
        return not self._troubles and not self.troubles()

    def troubles(self) -> dict[Platform, str]:
        """Return which messengers fail for a reason that somebody must mend, and the reason."""
        return {platform: MISCONFIGURED for platform, sender in self._senders.items() if sender.token_refused}

    def well(self) -> set[Platform]:
        """Return the messengers that have taken a message since they last refused the token, if ever."""
        return {platform for platform, sender in self._senders.items() if sender.token_refused is False}

    async def ready(self) -> None:
        """Wait for the first sign of life, or for the first failure to give one: from then on rows can be claimed."""
        if self._claims.are_shared:
            await self._has_looked.wait()

    def may_claim(self, platform: Platform) -> bool:
        """Return whether rows for a messenger may be written as claimed by this outbox.

        Not when it does not serve the messenger (another process may), nor before it has given a sign of life: nobody
        would know that it has died.
        """
        return platform in self._senders and not (self._claims.are_shared and self._claimed_at is None)

    def take(self, messages: Iterable[Outgoing], *, are_chosen: bool = False) -> None:
        """Take rows that this process has claimed; what is in hand or finished already is not taken again.

        While messages are scarce, notices are chosen from the table alone: those of a turn go back there.
        """
        for message in messages:
            sender = self._senders.get(message.platform)
            if sender is None or self._knows_any(message.rows):
                continue
            self._in_hand.update(message.rows)
            self._idle.clear()
            if are_chosen or not self._must_be_chosen(message):
                sender.put(message)
            else:
                self._note(Result(message, OutgoingState.WAITING))

    def _knows_any(self, rows: Iterable[int]) -> bool:
        return any(row in self._in_hand or row in self._finished for row in rows)

    def _must_be_chosen(self, message: Outgoing) -> bool:
        allowance = self._allowances.get(message.platform)
        return allowance is not None and message.priority >= Priority.NOTICE and allowance.supply < Supply.PLENTY

    def let_go(self, rows: Iterable[int]) -> set[int]:
        """Send no more those of `rows` that are in hand and of which nothing is under way; return them.

        They stay claimed in the database: whoever asks for it says there what becomes of them.
        """
        free = {row for row in rows if self._is_in_hand(row) and not self._is_leaving(row)}
        self._out_of_hand(free)
        return free

    def wake(self) -> None:
        """Look for waiting rows now, not at the next regular moment."""
        self._look.set()

    async def look(self) -> None:
        """Take the rows that wait now. Raises ``SQLAlchemyError`` when that cannot be written."""
        began_at = self._clock.now()
        async with self._at_table:
            self._took(began_at, await self._writer.run(partial(self._claims.claim, frozenset(self._in_hand))))

    async def settle(self) -> None:
        """Wait until everything in hand has been sent and marked."""
        await self._idle.wait()

    async def run(self) -> None:
        """Send until cancelled; what is under way then is given a moment to end and is marked."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._look_for_rows())
                tasks.create_task(self._write_results())
                for sender in self._senders.values():
                    tasks.create_task(sender.run())
        finally:
            await self._finish()

    async def _finish(self) -> None:
        await asyncio.gather(*(sender.finish() for sender in self._senders.values()))
        try:
            if self._results:
                await self._writer.run(partial(self._claims.mark, self._results))
            await self._writer.run(self._claims.release)
        except SQLAlchemyError as error:
            _log.error("not_marked_at_the_end", error=type(error).__name__, messages=len(self._results))

    # -- what the senders ask ------------------------------------------------------------------------------------

    def _is_open(self, message: Outgoing) -> bool:
        return all(self._is_in_hand(row) for row in message.rows)

    def _is_in_hand(self, row: int) -> bool:
        return row in self._in_hand and row not in self._finished

    def _is_leaving(self, row: int) -> bool:
        return any(sender.is_leaving(row) for sender in self._senders.values())

    async def _until_ours(self) -> None:
        """Wait while results cannot be marked, or while our claims are so old that others may take them over."""
        while "mark" in self._troubles or self._claims_may_lapse():
            self._news.clear()
            self.wake()
            await self._news.wait()

    def _claims_may_lapse(self) -> bool:
        if not self._claims.are_shared:
            return False
        return self._claimed_at is None or self._clock.now() - self._claimed_at > LEASE / 2

    def _note(self, result: Result) -> None:
        if result.state != OutgoingState.WAITING:
            self._finished.update(dict.fromkeys(result.message.rows))
        while len(self._finished) > REMEMBERED:
            del self._finished[next(iter(self._finished))]
        self._results.append(result)
        self._has_results.set()

    # -- the database --------------------------------------------------------------------------------------------

    async def _write_results(self) -> None:
        """Write down what became of messages, as many at once as have come together while the writer was busy."""
        while True:
            await self._has_results.wait()
            self._has_results.clear()
            results = list(self._results)
            try:
                async with self._at_table:
                    await self._mark(results)
            except SQLAlchemyError as error:
                self._has_results.set()
                await self._in_trouble("mark", error)
                continue
            self._well("mark")

    async def _mark(self, results: list[Result]) -> None:
        """Mark, once: a write that was begun cannot be called back, so a stop in the middle sees it end."""
        marking = self._writer.run(partial(self._claims.mark, results))
        try:
            self._marked(results, await asyncio.shield(marking))
        except asyncio.CancelledError:
            await asyncio.wait([marking])
            if marking.exception() is None:
                self._marked(results, marking.result())
            raise

    def _marked(self, results: list[Result], counted: Counted) -> None:
        del self._results[: len(results)]
        self._now_counted(counted)
        for result in results:
            if allowance := self._allowances.get(result.message.platform):
                allowance.give_back(result.left)
        self._out_of_hand({row for result in results for row in result.message.rows})

    async def _look_for_rows(self) -> None:
        while True:
            self._look.clear()
            try:
                await self.look()
            except SQLAlchemyError as error:
                self._has_looked.set()
                await self._in_trouble("claim", error)
                continue
            self._has_looked.set()
            self._well("claim")
            try:
                async with asyncio.timeout(LOOK_EVERY_SECONDS):
                    await self._look.wait()
            except TimeoutError:
                pass

    def _took(self, began_at: datetime, claimed: Claimed) -> None:
        self._claimed_at = began_at
        self._out_of_hand(claimed.lost)
        self._now_counted(claimed.counted)
        self.take(claimed.messages, are_chosen=True)

    def _now_counted(self, counted: Counted) -> None:
        for platform, sent in counted.sent.items():
            self._allowances[platform].counted(counted.month, sent)

    def _out_of_hand(self, rows: set[int]) -> None:
        self._in_hand -= rows
        if not self._in_hand:
            self._idle.set()

    async def _in_trouble(self, what: str, error: SQLAlchemyError) -> None:
        self._troubles.add(what)
        _log.error("outbox_cannot_write", what=what, error=type(error).__name__)
        await asyncio.sleep(TRY_AGAIN_SECONDS)

    def _well(self, what: str) -> None:
        self._troubles.discard(what)
        self._news.set()
