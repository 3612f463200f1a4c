"""Cells with a form of their own: choices, numbers, telephone numbers, and the cycles of shift systems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from handlers.workbook.cells import Reading, shown
from handlers.workbook.dates import Calendar
from handlers.workbook.findings import CellRefusedError, FaultKind, MendingKind, Sentence
from models import names

LONGEST_CYCLE_DAYS = 366
DAY_OFF = "-"
_SHIFT_HOURS = re.compile(
    r"(?P<shift>\w{1,4})\s*[=:]\s*(?P<h1>\d{1,2})[:hg.](?P<m1>\d{2})?\s*[-–]\s*(?P<h2>\d{1,2})[:hg.](?P<m2>\d{2})?"
)


class Choice:
    """One of a few words. `words` leads from each way of writing to its meaning, the proper way of each first."""

    def __init__(self, words: Mapping[str, object], mending: MendingKind = MendingKind.WORDING) -> None:
        self._mending = mending
        self._proper = {meaning: word for word, meaning in reversed(list(words.items()))}
        self._folded = {_words_only(word): meaning for word, meaning in words.items()}

    @property
    def expected(self) -> Sentence:
        return Sentence("Expected one of: {choices}.", {"choices": ", ".join(reversed(self._proper.values()))})

    def read(self, value: object, _calendar: Calendar) -> Reading:
        text = shown(value)
        folded = _words_only(text)
        if folded not in self._folded:
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        meaning = self._folded[folded]
        return Reading(meaning, [] if text == self._proper[meaning] else [self._mending])


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number between two bounds, both included."""

    least: int
    most: int

    @property
    def expected(self) -> Sentence:
        return Sentence("Expected a whole number from {least} to {most}.", {"least": self.least, "most": self.most})

    def read(self, value: object, _calendar: Calendar) -> Reading:
        number, mendings = _number(value, self.expected)
        if number != int(number) or not self.least <= number <= self.most:
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        return Reading(int(number), mendings)


@dataclass(frozen=True, slots=True)
class Amount:
    """The amount of a target; a text with a percent sign is a number of percent."""

    most: int = 1_000_000
    expected: ClassVar[Sentence] = Sentence("Expected a number, for example 15.")

    def read(self, value: object, _calendar: Calendar) -> Reading:
        is_percent = isinstance(value, str) and value.endswith("%")
        number, mendings = _number(value.rstrip("% ") if isinstance(value, str) else value, self.expected)
        if not 0 <= number <= self.most:
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        return Reading(float(number), [MendingKind.PERCENT] if is_percent else mendings)


@dataclass(frozen=True, slots=True)
class Phone:
    """A Vietnamese telephone number: ten figures beginning with 0, eleven for a fixed line."""

    expected: ClassVar[Sentence] = Sentence("Expected a telephone number like 0912345678.")

    def read(self, value: object, _calendar: Calendar) -> Reading:
        text = shown(value)
        digits = re.sub(r"[\s.\-()]", "", text)
        digits = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))", "0", digits)
        if re.fullmatch(r"[1-9]\d{8,9}", digits):
            return Reading("0" + digits, [MendingKind.PHONE_ZERO])
        if not re.fullmatch(r"0\d{9,10}", digits):
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        return Reading(digits, [MendingKind.PHONE_FORMAT] if digits != text else [])


@dataclass(frozen=True, slots=True)
class Crew:
    """The letter of a crew."""

    expected: ClassVar[Sentence] = Sentence("Expected the letter of a crew, for example A.")

    def read(self, value: object, _calendar: Calendar) -> Reading:
        text = shown(value)
        crew = re.sub(r"(?i)^(kíp|kip|tổ|ca)\s+", "", text).upper()
        if not re.fullmatch(r"\w{1,8}", crew):
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        return Reading(crew, [MendingKind.CAPITALS] if crew != text else [])


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of each shift: ``1=06:00-14:00; 2=14:00-22:00`` gives ``{"1": ["06:00", "14:00"], …}``."""

    expected: ClassVar[Sentence] = Sentence("Expected the hours of each shift like 1=06:00-14:00; 2=14:00-22:00.")

    def read(self, value: object, _calendar: Calendar) -> Reading:
        hours: dict[str, list[str]] = {}
        for part in re.split(r"[;,\n]", shown(value)):
            found = _SHIFT_HOURS.fullmatch(part.strip())
            if part.strip() and (found is None or found["shift"].upper() in hours):
                raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
            if found is not None:
                ends = [self._clock(found["h1"], found["m1"]), self._clock(found["h2"], found["m2"])]
                hours[found["shift"].upper()] = ends
        return Reading(hours, [])

    def _clock(self, hour: str, minute: str | None) -> str:
        if int(hour) > 24 or int(minute or 0) > 59 or (int(hour) == 24 and int(minute or 0)):
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        return f"{int(hour) % 24:02}:{int(minute or 0):02}"


@dataclass(frozen=True, slots=True)
class Cycle:
    """One shift a day, ``-`` a day off: ``1 1 2 2 3 3 - -`` gives a list of eight."""

    expected: ClassVar[Sentence] = Sentence("Expected one shift for each day, - for a day off, like 1 1 2 2 3 3 - -.")

    def read(self, value: object, _calendar: Calendar) -> Reading:
        days = re.split(r"[\s,;]+", shown(value).replace("–", DAY_OFF).upper().strip(" ,;"))
        if len(days) > LONGEST_CYCLE_DAYS or set(days) == {DAY_OFF}:
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        return Reading(days, [])


@lru_cache(maxsize=1_000)
def _words_only(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", names.fold(text)))


def _number(value: object, expected: Sentence) -> tuple[float, list[MendingKind]]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value in (float("inf"), float("-inf")):
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, expected)
        return value, []
    if isinstance(value, str):
        if re.fullmatch(r"\d{1,3}(?:[.,\s]\d{3})+", value):  # 1.250 is a thousand and more, as Vietnamese writes it
            return int(re.sub(r"\D", "", value)), [MendingKind.NUMBER_AS_TEXT]
        if re.fullmatch(r"\d{1,9}(?:[.,]\d{1,4})?", value):
            return float(value.replace(",", ".")), [MendingKind.NUMBER_AS_TEXT]
    raise CellRefusedError(FaultKind.UNUSUAL_VALUE, expected)
