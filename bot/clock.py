"""The clock that is handed to everything that asks for the time: the system's, or the demo's, which can be moved."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time. Every part of the service is given one and asks nobody else."""

    def now(self) -> datetime:
        """The present moment: aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """Runs at the speed of real time from a moment of its own, and only ever moves forward."""

    def __init__(self, start: datetime | None = None) -> None:
        """`start` is aware; without one the clock starts at the real time.

        Raises:
            ValueError: `start` has no time zone.
        """
        self._set(start if start is not None else datetime.now(UTC))

    def now(self) -> datetime:
        return self._moment + timedelta(seconds=time.monotonic() - self._set_at)

    def move_to(self, moment: datetime) -> None:
        """Jump forward to an aware moment.

        Raises:
            ValueError: the moment has no time zone, or lies before the clock's present.
        """
        if moment.tzinfo is None:
            raise ValueError("the moment needs a time zone")
        if moment < self.now():
            raise ValueError("the clock only moves forward")
        self._set(moment)

    def _set(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("the moment needs a time zone")
        self._moment = moment.astimezone(UTC)
        # Monotonic, so that a correction of the machine's clock never turns demo time back.
        self._set_at = time.monotonic()


class FrozenClock:
    """Stands still: for what must happen at one moment, and for tests."""

    def __init__(self, moment: datetime) -> None:
        """`moment` is aware."""
        self.moment = moment

    def now(self) -> datetime:
        return self.moment
