"""When people sleep and how long they rest: what the law says, and what is assumed until somebody says otherwise.

The law's figures carry their document. The assumptions carry the mark "?", so that they are shown as unverified like
any other figure of that mark, and each of them is a setting (:class:`Habits`).
"""

from __future__ import annotations

from dataclasses import dataclass as plain_dataclass
from datetime import date, time

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from models.deadlines import Mark, Sourced, Words
from models.shift_patterns import MINUTES_A_DAY

# Together less than a day, so that a night shift is slept off before the day after next.
LONGEST_TRAVEL_MINUTES = 4 * 60
LONGEST_REST_MINUTES = 16 * 60
_FIELDS = ConfigDict(extra="forbid")
_LABOUR_CODE = "Bộ luật Lao động 45/2019/QH14"
_LABOUR_CODE_DATE = date(2019, 11, 20)


@plain_dataclass(frozen=True, slots=True)
class ClockHours:
    """A stretch of every day's clock, ``[start, end)``; one that ends before it starts ends on the next day.

    Raises ``ValueError`` when it ends where it starts, as that could be nothing or the whole day.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError(f"expected hours that end at another time than {self.start:%H:%M}, where they start")

    @property
    def first(self) -> int:
        """Return the minute of the day at which it starts."""
        return self.start.hour * 60 + self.start.minute

    @property
    def length(self) -> int:
        """Return how many minutes it lasts."""
        return (self.end.hour * 60 + self.end.minute - self.first) % MINUTES_A_DAY

    def left(self, minute: int) -> int:
        """Return how many minutes of it are left at a minute of the day; 0 outside it."""
        return max(0, self.length - (minute - self.first) % MINUTES_A_DAY)


@dataclass(frozen=True, slots=True, kw_only=True, config=_FIELDS)
class Hours(Sourced):
    """A figure that is a stretch of the clock."""

    value: ClockHours


@dataclass(frozen=True, slots=True, kw_only=True, config=_FIELDS)
class Length(Sourced):
    """A figure that is a length of time, in minutes."""

    value: int


NIGHT_WORK = Hours(
    code="night_work",
    title=Words(vi="Giờ làm việc ban đêm", en="Night work"),
    value=ClockHours(time(22), time(6)),
    source=_LABOUR_CODE,
    source_date=_LABOUR_CODE_DATE,
    source_place="Điều 106",
    mark=Mark.QUOTED,
)
REST_BEFORE_ANOTHER_SHIFT = Length(
    code="rest_before_another_shift",
    title=Words(vi="Nghỉ trước khi chuyển sang ca khác", en="Rest before a change of shift"),
    value=12 * 60,
    source=_LABOUR_CODE,
    source_date=_LABOUR_CODE_DATE,
    source_place="Điều 110",
    mark=Mark.QUOTED,
)
NIGHT_SLEEP = Hours(
    code="night_sleep",
    title=Words(vi="Giờ ngủ của người không làm ca đêm", en="Sleep of those who do not work that night"),
    value=NIGHT_WORK.value,
    mark=Mark.UNSEEN,
)
REST_AFTER_NIGHT = Length(
    code="rest_after_night",
    title=Words(vi="Thời gian ngủ sau ca đêm", en="Sleep after a night shift"),
    value=8 * 60,
    mark=Mark.UNSEEN,
)
TRAVEL = Length(
    code="travel",
    title=Words(vi="Thời gian đi từ nhà đến nơi làm việc", en="The way between home and work"),
    value=30,
    mark=Mark.UNSEEN,
)


@plain_dataclass(frozen=True, slots=True)
class Habits:
    """What is assumed of everybody's day. Each figure is a setting; none of them was seen in a document.

    The travel is one way. The rest after a night shift begins when the way home from it ends. `night` is the sleep of
    those who do not work that night, by the clock of `timezone`. Raises ``ValueError`` for lengths below nothing or
    beyond ``LONGEST_TRAVEL_MINUTES`` and ``LONGEST_REST_MINUTES``.
    """

    travel_minutes: int = TRAVEL.value
    rest_after_night_minutes: int = REST_AFTER_NIGHT.value
    night: ClockHours = NIGHT_SLEEP.value
    timezone: str = "Asia/Ho_Chi_Minh"

    def __post_init__(self) -> None:
        if not 0 <= self.travel_minutes <= LONGEST_TRAVEL_MINUTES:
            raise ValueError(f"expected 0 to {LONGEST_TRAVEL_MINUTES} minutes of travel, not {self.travel_minutes}")
        if not 0 <= self.rest_after_night_minutes <= LONGEST_REST_MINUTES:
            given = self.rest_after_night_minutes
            raise ValueError(f"expected 0 to {LONGEST_REST_MINUTES} minutes of rest after a night shift, not {given}")
