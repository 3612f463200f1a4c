"""Dates as people write them: "12/11", "hqua", "thứ năm tuần trước", "ngày 12", "cuối tháng".

What a date without a year means depends on what is expected. Of something done it is the latest such date that is not
after today, of a plan the first that is not before it; so "28/12" told on 5/1/2027 is 28/12/2026. What does not exist
("31/02") is returned as an impossible date with its words, never as another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handlers.understanding.date_forms import FORMS
from handlers.understanding.days import Expect, Frame, Meaning, Precision
from handlers.understanding.not_dates import is_no_date
from handlers.understanding.patterns import Line, read_line
from handlers.understanding.tokens import Shape

__all__ = ["Expect", "Precision", "SaidDate", "find_date", "find_dates"]

# Between a weekday and its date there may stand these: "thứ năm, ngày 12/11", "hôm qua (23/11)".
_JOINS = frozenset({",", "(", "-", "–", "ngay", "tuc", "la", "hom", ":"})


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A date as `words` said it, from `start` up to `end` in the text.

    It is the days from `day` up to `last`, the same for a single day; a stretch that reaches over today ends or begins
    there, as expected. Both are None when there is no such day. `is_explicit_year`: the year was said, so that
    expectation decided nothing.
    """

    day: date | None
    last: date | None
    precision: Precision
    words: str
    start: int
    end: int
    is_explicit_year: bool = False

    @property
    def is_impossible(self) -> bool:
        """Whether there is no such day."""
        return self.day is None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the tokens from `start` up to `end` mean."""

    start: int
    end: int
    meaning: Meaning


def find_dates(text: str, today: date, expect: Expect = Expect.PAST) -> tuple[SaidDate, ...]:
    """Return the dates in `text` (in NFC) from left to right; `today` is the local day on which it was written."""
    line = read_line(text)
    readings = _joined(line, _surest(_readings(line, Frame(today, expect))))
    return tuple(_said(line, reading) for reading in readings)


def find_date(text: str, today: date, expect: Expect = Expect.PAST) -> SaidDate | None:
    """Return the one date of `text`: None when it says none, or several that differ."""
    found = find_dates(text, today, expect)
    same = len({(said.day, said.last) for said in found}) == 1
    return found[0] if same else None


def _readings(line: Line, frame: Frame) -> Iterator[_Reading]:
    for pattern, read in FORMS:
        for found in pattern.find(line):
            if not is_no_date(line, found, frame.today):
                meaning = read(found, frame)
                if meaning is not None:
                    yield _Reading(found.start, found.end, meaning)


def _surest(readings: Iterator[_Reading]) -> list[_Reading]:
    """The longest readings, the first of equals, of which no two share a word; from left to right."""
    chosen: list[_Reading] = []
    for reading in sorted(readings, key=lambda one: one.start - one.end):
        if all(reading.end <= other.start or other.end <= reading.start for other in chosen):
            chosen.append(reading)
    return sorted(chosen, key=lambda one: one.start)


def _joined(line: Line, readings: list[_Reading]) -> list[_Reading]:
    """The readings with two that stand side by side and name one day made one ("thứ năm, 12/11")."""
    joined: list[_Reading] = []
    for reading in readings:
        before = joined[-1] if joined else None
        if before and _is_one_day(line, before, reading):
            meaning = before.meaning if before.meaning.is_calendar else reading.meaning
            joined[-1] = _Reading(before.start, reading.end, meaning)
        else:
            joined.append(reading)
    return joined


def _is_one_day(line: Line, one: _Reading, other: _Reading) -> bool:
    if any(reading.meaning.precision is not Precision.DAY for reading in (one, other)):
        return False
    between = line.tokens[one.end : other.start]
    if any(token.folded not in _JOINS or token.shape is Shape.NUMBER for token in between):
        return False
    return one.meaning.is_calendar != other.meaning.is_calendar or one.meaning.day == other.meaning.day


def _said(line: Line, reading: _Reading) -> SaidDate:
    meaning = reading.meaning
    return SaidDate(
        day=meaning.day,
        last=meaning.last,
        precision=meaning.precision,
        words=line.words(reading.start, reading.end),
        start=line.tokens[reading.start].start,
        end=line.tokens[reading.end - 1].end,
        is_explicit_year=meaning.has_year,
    )
