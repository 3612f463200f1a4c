"""Making a messenger misbehave on purpose, and remembering what was called."""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from bot.sandbox.errors import SandboxError
from bot.sandbox.fields import Fields

FaultKind = Literal["429", "403", "500", "timeout_after_accept", "duplicate_update", "slow"]

# Without a named method these strike calls that address a chat: the bot's polling goes on, as it does in life.
_CHAT_CALLS_ONLY = frozenset({"429", "403", "timeout_after_accept"})
CALLS_KEPT = 20_000


@dataclass
class Fault:
    """`times`: calls left, None until removed. `retry_after` and `seconds` (of "slow") in seconds.

    `hidden`: the error comes with HTTP status 200, and only the body tells of it.
    """

    platform: str
    kind: FaultKind
    method: str | None = None
    retry_after: int = 1
    times: int | None = None
    probability: float = 1.0
    seconds: float = 2.0
    hidden: bool = False

    def meets(self, platform: str, method: str, *, has_chat: bool) -> bool:
        if self.platform != platform or self.times == 0:
            return False
        if self.method is not None:
            return self.method.lower() == method.lower()
        return has_chat or self.kind not in _CHAT_CALLS_ONLY


class Faults:
    """The faults that are switched on, oldest first. Chance is seeded: the same calls meet the same faults."""

    def __init__(self, seed: int = 0) -> None:
        self._active: list[Fault] = []
        self._seed = seed
        self._chance = random.Random(seed)  # noqa: S311 - repeatable chance for tests, nothing secret

    def add(self, fault: Fault) -> None:
        self._active.append(fault)

    def clear(self) -> None:
        self._active.clear()
        self._chance.seed(self._seed)

    def strike(self, platform: str, method: str, *, has_chat: bool) -> Fault | None:
        """The fault that this call meets, if any, spent once."""
        return self._take(
            lambda fault: fault.kind != "duplicate_update" and fault.meets(platform, method, has_chat=has_chat)
        )

    def repeat_update(self, platform: str) -> bool:
        """Whether the update that is being handed out shall be handed out once more later."""
        return self._take(lambda fault: fault.kind == "duplicate_update" and fault.platform == platform) is not None

    def _take(self, meets: Callable[[Fault], bool]) -> Fault | None:
        for fault in self._active:
            if fault.times == 0 or not meets(fault):
                continue
            if fault.probability < 1 and self._chance.random() >= fault.probability:
                continue
            if fault.times is not None:
                fault.times -= 1
            return fault
        return None


def read_fault(body: dict[str, Any]) -> Fault:
    """A fault as callers describe it.

    Raises:
        SandboxError: a field is missing, unknown or out of range.
    """
    fields = Fields(body)
    fault = Fault(
        platform=fields.platform(),
        kind=fields.choice("kind", get_args(FaultKind)),
        method=fields.text("method", required=False) or None,
        retry_after=fields.integer("retry_after", 1, 1, 86_400),
        times=fields.integer("times", None, 1, 1_000_000),
        probability=fields.number("probability", 1.0, 0.0, 1.0),
        seconds=fields.number("seconds", 2.0, 0.0, 60.0),
        hidden=fields.flag("hidden"),
    )
    fields.refuse_others()
    if fault.hidden and fault.platform != "zalo":
        raise SandboxError("Only Zalo hides errors behind HTTP status 200.")
    if fault.kind == "duplicate_update" and fault.method not in {None, "getUpdates"}:
        raise SandboxError('A "duplicate_update" has no method: it repeats what getUpdates or the webhook delivers.')
    return fault


@dataclass(frozen=True)
class CallRecord:
    at: datetime
    platform: str
    method: str
    chat_id: int | str | None
    status: int


CallLog = deque[CallRecord]


def new_call_log() -> CallLog:
    return deque(maxlen=CALLS_KEPT)
