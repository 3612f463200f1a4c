"""The times at which an organiser allows the sittings of a class: parts of the day on weekdays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from models.class_rules import ClassRules, Part

Times = tuple[datetime, datetime]  # [start, end)
EVERY_DAY = 0b1111111
_CODE = re.compile("[0-7][0-9a-f][0-7][0-9a-f][0-7][0-9a-f]")


@dataclass(frozen=True, slots=True)
class SlotWish:
    """For each part of the day the weekdays on which it is allowed: bit 0 stands for Monday."""

    weekdays: tuple[int, int, int]

    @classmethod
    def of(cls, pairs: Iterable[tuple[Part, Iterable[int]]]) -> Self:
        """Return the wish for these parts, each on its weekdays (counted from Monday, 0)."""
        found = [0, 0, 0]
        for part, weekdays in pairs:
            for weekday in weekdays:
                found[part] |= 1 << weekday
        return cls((found[0], found[1], found[2]))

    @classmethod
    def of_code(cls, code: str) -> Self:
        """Return the wish that :attr:`code` wrote. Raises ``ValueError`` for anything else, and for no time at all."""
        if not _CODE.fullmatch(code):
            raise ValueError(f"expected six digits, not {code!r}")
        wish = cls((int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)))
        if not any(wish.weekdays):
            raise ValueError("expected some time of some day")
        return wish

    @property
    def code(self) -> str:
        """Return it in six letters, for the data of a choice."""
        return "".join(f"{mask:02x}" for mask in self.weekdays)

    def parts_on(self, weekday: int) -> tuple[Part, ...]:
        """Return the parts that are allowed on a weekday."""
        return tuple(part for part in Part if self.weekdays[part] >> weekday & 1)

    def by_parts(self) -> Mapping[tuple[Part, ...], tuple[int, ...]]:
        """Return the weekdays that have the same parts of the day, by these; weekdays without any are left out."""
        found: dict[tuple[Part, ...], tuple[int, ...]] = {}
        for weekday in range(7):
            parts = self.parts_on(weekday)
            if parts:
                found[parts] = (*found.get(parts, ()), weekday)
        return found

    def times(self, rules: ClassRules, first: date, last: date, zone: ZoneInfo) -> Iterator[Times]:
        """Yield the allowed times of the days `first` to `last`, both included, in ascending order."""
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            for part in self.parts_on(day.weekday()):
                start, end = rules.hours(part)
                yield datetime.combine(day, start, zone), datetime.combine(day, end, zone)
