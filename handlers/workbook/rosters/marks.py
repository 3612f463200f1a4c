"""What the words of one cell of a roster mean: a shift of somebody's system, a day off, leave, overtime."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from handlers.workbook.special_cells import DAY_OFF
from models import names
from models.rosters import RosterDay, same_hours
from models.rotas import Knowledge
from models.shift_patterns import MINUTES_A_DAY, Shift
from models.units import ShiftSystem

_OFF = {
    DAY_OFF,
    "–",
    "—",
    "_",
    "0",
    "o",
    "off",
    "nghỉ",
    "nghi",
    "day off",
    "do",
    "nb",
    "nghỉ bù",
    "nghi bu",
    "nt",
    "cn",
}
_OFF |= {"nl", "lễ", "le", "nghỉ lễ", "nghi le"}
# Why somebody is away is nobody's business here: sick, maternity and unpaid leave are all leave.
_LEAVE = {"p", "phép", "phep", "f", "np", "pn", "al", "nghỉ phép", "nghi phep", "ô", "ốm", "om", "cô", "ts", "thai sản"}
_LEAVE |= {"thai san", "kl", "ro", "không lương", "khong luong"}
_NIGHT = {"đ", "d", "đêm", "dem", "night"}
_MORNING = {"s", "sáng", "sang", "morning"}
_AFTERNOON = {"c", "chiều", "chieu", "afternoon"}
_DAYTIME = {"ngày", "ngay", "day"}
_OFFICE = {"hc", "h", "hành chính", "hanh chinh", "office"}
_LABEL = re.compile(r"(?:ca|shift)\s*\.?\s*(?=\w)|[cs]\s*\.?\s*(?=\d)")  # “CN” is Sunday, not the shift N
_OVERTIME = re.compile(
    r"(?:(?P<base>.+?)\s*[+,;/]?\s*)??(?:\btc|(?<=\d)tc|tăng ca|tang ca|\bot)\s*[:.]?\s*(?P<rest>.*)"
)
_MORE_HOURS = re.compile(r"(?P<base>.+?)\s*\+\s*(?P<rest>\d{1,2}\s*(?:h|g|giờ|gio)?)")
_HOURS = re.compile(r"(\d{1,2})\s*(?:h|g|giờ|gio|tiếng|tieng)?")
_CLOCK = r"(\d{1,2})(?:[:hg.](\d{2})?)?"
_RANGE = re.compile(rf"(?:từ |tu )?{_CLOCK}\s*(?:-|–|—|đến|den|to)\s*{_CLOCK}")
_LONGEST_OVERTIME_HOURS = 12
_MORNING_STARTS, _AFTERNOON_STARTS = range(4 * 60, 11 * 60), range(11 * 60, 19 * 60)
_OFFICE_STARTS, _OFFICE_LENGTHS = range(7 * 60, 9 * 60 + 1), range(8 * 60, 10 * 60 + 1)


class Why(StrEnum):
    """Why a cell is not understood."""

    UNKNOWN_SHIFT = "unknown_shift"
    NO_SYSTEM = "no_system"  # nobody has said in which system of shifts the person works
    OVERTIME_HOURS = "overtime_hours"  # overtime without its hours


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that is not understood; ``system`` is the one in which its shift was looked for."""

    why: Why
    system: str | None = None


class Marks:
    """Understands cells within the shift systems of an organisation; the same cell is thought about once."""

    def __init__(self, systems: Iterable[ShiftSystem]) -> None:
        self._systems = {
            system.code: {code.upper(): Shift.of(code, *hours) for code, hours in system.hours.items()}
            for system in systems
        }
        self._known: dict[tuple[str | None, str], RosterDay | Unread] = {}

    def read(self, system: str | None, mark: str) -> RosterDay | Unread:
        """Return what `mark` means for somebody in the system of this code; `None` when theirs is not known."""
        known = self._known.get((system, mark))
        if known is None:
            known = self._known[system, mark] = self._read(system, " ".join(mark.casefold().split()))
        return known

    def _read(self, system: str | None, text: str) -> RosterDay | Unread:
        day = self._day(system, text)
        if day is not None:
            return day
        for pattern in (_OVERTIME, _MORE_HOURS):
            if found := pattern.fullmatch(text):
                return self._with_overtime(system, found["base"], found["rest"])
        return Unread(Why.UNKNOWN_SHIFT if system else Why.NO_SYSTEM, system)

    def _day(self, system: str | None, text: str) -> RosterDay | None:
        shift = self._coded(system, text)
        if shift is not None:
            return RosterDay(shift)
        if text in _LEAVE:
            return RosterDay(None, is_leave=True)
        if text in _OFF:
            return RosterDay(None)
        shift = self._named(system, text) or self._timed(system, text)
        return RosterDay(shift) if shift is not None else None

    def _coded(self, system: str | None, text: str) -> Shift | None:
        """The shift that is called so in the system; without a system, in every one that has a shift of that name."""
        bare = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
        for code in dict.fromkeys((text.upper(), bare.upper())):
            if system is not None:
                found = self._systems.get(system, {}).get(code)
            else:
                found = _agreed(hours[code] for hours in self._systems.values() if code in hours)
            if found is not None:
                return found
        folded = names.fold(bare)
        own = self._systems.get(system or "", {})
        return _only(shift for code, shift in own.items() if names.fold(code) == folded)

    def _named(self, system: str | None, text: str) -> Shift | None:
        bare = text.removeprefix("ca ").strip()
        own = self._systems.get(system or "", {}).values()
        for words, fits in _NAMED:
            if bare in words:
                return _only(shift for shift in own if fits(shift))
        if bare in _OFFICE:
            everywhere = (shift for hours in self._systems.values() for shift in hours.values())
            return _agreed(shift for shift in everywhere if _is_office(shift))
        return None

    def _timed(self, system: str | None, text: str) -> Shift | None:
        """Hours in place of a name; bare numbers are hours only when a shift has them."""
        written = _range(text)
        if written is None:
            return None
        systems = self._systems.values() if system is None else [self._systems.get(system, {})]
        known = _agreed(shift for hours in systems for shift in hours.values() if same_hours(shift, written))
        is_clock = any(sign in text for sign in ":hg")
        return known or (written if is_clock else None)

    def _with_overtime(self, system: str | None, base: str | None, rest: str) -> RosterDay | Unread:
        day = self._day(system, base) if base else RosterDay(Knowledge.UNKNOWN)
        if day is None or day.is_leave:
            return Unread(Why.UNKNOWN_SHIFT if system else Why.NO_SYSTEM, system)
        hours = _range(rest)
        if hours is None and (found := _HOURS.fullmatch(rest)) and isinstance(day.shift, Shift):
            hours = _after(day.shift, int(found[1]))
        return RosterDay(day.shift, overtime=hours) if hours else Unread(Why.OVERTIME_HOURS, system)


def _range(text: str) -> Shift | None:
    found = _RANGE.fullmatch(text.replace("giờ", "h").replace(" h", "h"))
    if found is None:
        return None
    first_hour, first_minute, last_hour, last_minute = (int(part or 0) for part in found.groups())
    if max(first_hour, last_hour) > 24 or max(first_minute, last_minute) > 59:
        return None
    start, end = (first_hour % 24) * 60 + first_minute, last_hour * 60 + last_minute
    if end > MINUTES_A_DAY:
        return None
    until = end if end > start else end + MINUTES_A_DAY
    code = f"{start // 60:02}:{start % 60:02}-{until // 60 % 24:02}:{until % 60:02}"
    return Shift(code, start, until)


def _after(shift: Shift, hours: int) -> Shift | None:
    """Overtime of so many hours, right after a shift."""
    if not 1 <= hours <= _LONGEST_OVERTIME_HOURS:
        return None
    return Shift("TC", shift.end, shift.end + hours * 60)


def _is_office(shift: Shift) -> bool:
    return shift.start in _OFFICE_STARTS and shift.end - shift.start in _OFFICE_LENGTHS


_NAMED: tuple[tuple[set[str], Callable[[Shift], bool]], ...] = (
    (_NIGHT, lambda shift: shift.is_night),
    (_MORNING, lambda shift: shift.start in _MORNING_STARTS),
    (_AFTERNOON, lambda shift: shift.start in _AFTERNOON_STARTS),
    (_DAYTIME, lambda shift: shift.start in _MORNING_STARTS),
)


def _only(shifts: Iterator[Shift]) -> Shift | None:
    found = list(shifts)
    return found[0] if len(found) == 1 else None


def _agreed(shifts: Iterator[Shift]) -> Shift | None:
    """The shift on whose hours all agree."""
    found = list(shifts)
    return found[0] if found and all(same_hours(found[0], other) for other in found) else None
