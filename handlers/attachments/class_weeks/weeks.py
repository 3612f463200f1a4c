"""What the picture of a timetable tells: weeks with sittings, the half-days, and how many people find their way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from models.class_rules import Part
from models.course_proposals import LeftOut

_AFTERNOON, _EVENING = time(12), time(17, 30)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class HalfDay(NamedTuple):
    """A half-day as the picture names it: the number of its topic, which of its `parts` it is, the topic's title."""

    topic: int
    part: int
    parts: int
    title: str

    @property
    def mark(self) -> str:
        """Return it as short as a chip is narrow: ``3``, and ``2b`` for the second half-day of a topic."""
        return f"{self.topic}{_letter(self.part)}" if self.parts > 1 else str(self.topic)

    @property
    def marks(self) -> str:
        """Return the marks of all half-days of the topic: ``2a–b``."""
        return f"{self.topic}a–{_letter(self.parts)}" if self.parts > 1 else str(self.topic)


class Chip(NamedTuple):
    """A sitting of a half-day (counted from 0) at a local start: `seats` people sit in it.

    With `more` it is only thought of, and would bring so many more people through the course.
    """

    half_day: int
    start: datetime
    seats: int
    more: int = 0

    @property
    def part(self) -> Part:
        """Return the part of the day in which it begins."""
        at = self.start.time()
        return Part.MORNING if at < _AFTERNOON else Part.AFTERNOON if at < _EVENING else Part.EVENING


@dataclass(frozen=True, slots=True)
class Weeks:
    """A timetable. `served` of `everybody` attend every half-day; None for one that is approved and only shown."""

    code: str
    half_days: tuple[HalfDay, ...]
    chips: tuple[Chip, ...]
    capacity: int | None
    served: int | None
    everybody: int
    left_out: Mapping[LeftOut, int]

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """Return the timetable that ``pictures.class_weeks`` has described."""
        zone = ZoneInfo(params["timezone"])
        chips = [
            Chip(half_day, datetime.fromisoformat(start).astimezone(zone), seats, more)
            for half_day, start, seats, more in params["chips"]
        ]
        return cls(
            params["code"],
            tuple(HalfDay(*facts) for facts in params["half_days"]),
            tuple(sorted(chips, key=lambda chip: (chip.start, chip.half_day))),
            params["capacity"],
            params["served"],
            params["everybody"],
            {LeftOut(reason): count for reason, count in params["left_out"].items()},
        )

    @property
    def held(self) -> list[Chip]:
        """Return the sittings, without what is only thought of."""
        return [chip for chip in self.chips if not chip.more]

    @property
    def mondays(self) -> list[date]:
        """Return the Mondays of the weeks in which there is a sitting."""
        return sorted({_monday(chip.start.date()) for chip in self.chips})

    @property
    def parts(self) -> list[Part]:
        """Return the parts of the day that are used in any week."""
        return sorted({chip.part for chip in self.chips})

    def of_week(self, monday: date) -> dict[tuple[date, Part], list[Chip]]:
        """Return the sittings of a week by day and part of the day."""
        found = defaultdict[tuple[date, Part], list[Chip]](list)
        for chip in self.chips:
            if _monday(chip.start.date()) == monday:
                found[chip.start.date(), chip.part].append(chip)
        return found

    def starts(self, part: Part) -> time | None:
        """Return when the sittings of a part of the day begin, None when they do not all begin at the same time."""
        return _only({chip.start.time() for chip in self.chips if chip.part is part})


def _letter(part: int) -> str:
    return _LETTERS[(part - 1) % len(_LETTERS)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _only(found: Iterable[time]) -> time | None:
    first, *others = found
    return None if others else first
