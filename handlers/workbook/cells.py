"""How one cell of each kind is read: what it may hold, what is mended on the way, what is refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, NamedTuple, Protocol

from handlers.workbook.dates import (
    EXPECTED_BIRTH,
    EXPECTED_DAY,
    Birth,
    Calendar,
    When,
    read_birth,
    read_day,
    written,
)
from handlers.workbook.findings import CellRefusedError, FaultKind, MendingKind, Sentence
from models import names

MAX_CELL_CHARACTERS = 1_000
_ERROR_VALUES = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
_NOTHING = {"-", "–", "—", "_", "…", "..."}
_FORMULA_STARTS = tuple("=+-@")
_NAME = re.compile(r"(?:[^\W\d_]|[ '’.\-\u0300-\u036f])+")  # letters, also those that have no composed form

EXPECTED_VALUE = Sentence("Formulas are not accepted: paste the value itself.")
EXPECTED_RESULT = Sentence("The cell shows an error of the spreadsheet: write the value itself.")
EXPECTED_SHORTER = Sentence("Expected at most {limit} characters.", {"limit": MAX_CELL_CHARACTERS})


class Reading(NamedTuple):
    """What a cell says, and how it was mended to say it."""

    value: object
    mendings: list[MendingKind]


NOTHING = Reading(None, [])


class CellType(Protocol):
    """A kind of cell."""

    @property
    def expected(self) -> Sentence:
        """What a person should write into it."""

    def read(self, value: object, calendar: Calendar) -> Reading:
        """Return what `value` (never None) says; raises :class:`CellRefusedError`."""


def read_cell(cell_type: CellType, raw: object, calendar: Calendar) -> Reading:
    """Read any cell of a workbook: formulas, errors and overlong texts are refused before its type is asked.

    A text reaches the type in NFC with single blanks; an empty cell gives the value None.
    """
    if raw is None:
        return NOTHING
    if not isinstance(raw, str):
        if not isinstance(raw, bool | int | float | datetime | date):
            # openpyxl's objects for array formulas and data tables, and lengths of time, which no column holds.
            raise CellRefusedError(*_refusal_of_object(raw, cell_type))
        return cell_type.read(raw, calendar)
    _refuse_dangerous_text(raw)
    text, mendings = tidy(raw)
    if not text:
        return NOTHING
    if text in _NOTHING:
        return Reading(None, [MendingKind.NOTHING])
    value, more = cell_type.read(text, calendar)
    return Reading(value, mendings + more)


def tidy(raw: str) -> tuple[str, list[MendingKind]]:
    """Return a cell's text in NFC, on one line, with single blanks, and how it was mended."""
    if raw.isprintable() and unicodedata.is_normalized("NFC", raw) and " ".join(raw.split()) == raw:
        return raw, []  # most cells; the careful way takes five times as long
    composed = unicodedata.normalize("NFC", raw)
    text = " ".join(names.clean(composed).split())
    mendings = [MendingKind.UNICODE] if composed != raw else []
    return text, [*mendings, MendingKind.SPACES] if text != composed else mendings


def shown(value: object) -> str:
    """Return a cell's value as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return written(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _refuse_dangerous_text(raw: str) -> None:
    if raw.lstrip().startswith("="):
        raise CellRefusedError(FaultKind.FORMULA, EXPECTED_VALUE)
    if len(raw) > MAX_CELL_CHARACTERS:
        raise CellRefusedError(FaultKind.TOO_LONG, EXPECTED_SHORTER)
    if raw.strip().upper() in _ERROR_VALUES:
        raise CellRefusedError(FaultKind.ERROR_VALUE, EXPECTED_RESULT)


def _refusal_of_object(raw: object, cell_type: CellType) -> tuple[FaultKind, Sentence]:
    if type(raw).__module__.startswith("openpyxl"):
        return FaultKind.FORMULA, EXPECTED_VALUE
    return FaultKind.UNUSUAL_VALUE, cell_type.expected


@dataclass(frozen=True, slots=True)
class Text:
    """Free words: names of things, places, notes."""

    limit: int = 200
    expected: ClassVar[Sentence] = Sentence("Expected a few words.")

    def read(self, value: object, _calendar: Calendar) -> Reading:
        if isinstance(value, bool):
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        text = shown(value)
        if text.startswith(_FORMULA_STARTS):
            raise CellRefusedError(FaultKind.FORMULA, EXPECTED_VALUE)
        if len(text) > self.limit:
            raise CellRefusedError(
                FaultKind.TOO_LONG, Sentence("Expected at most {limit} characters.", {"limit": self.limit})
            )
        return Reading(text, [])


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's full name, with the capitals of ordinary writing."""

    limit: int = 80
    expected: ClassVar[Sentence] = Sentence("Expected a full name like Nguyễn Văn An.")

    def read(self, value: object, _calendar: Calendar) -> Reading:
        if not isinstance(value, str):
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        if value.startswith(_FORMULA_STARTS):
            raise CellRefusedError(FaultKind.FORMULA, EXPECTED_VALUE)
        if len(value) > self.limit or not _NAME.fullmatch(value):
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        name = with_capitals(value)
        return Reading(name, [MendingKind.CAPITALS] if name != value else [])


@dataclass(frozen=True, slots=True)
class Code:
    """A code: capital letters and figures; ``đv 001`` is ``DV001``."""

    limit: int = 16
    expected: ClassVar[Sentence] = Sentence("Expected a code of letters and figures, at most 16 characters.")

    def read(self, value: object, _calendar: Calendar) -> Reading:
        if isinstance(value, bool | datetime | date):
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        text = shown(value)
        code = as_code(text)
        is_words = " " in text and not any(c.isdigit() for c in code)
        if is_words or len(code) > self.limit or not re.fullmatch(r"[A-Z0-9][A-Z0-9._/\-]*", code):
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        return Reading(code, [MendingKind.CODE] if code != text else [])


@dataclass(frozen=True, slots=True)
class Reference:
    """The code of something that stands elsewhere, or its name; which of the two is decided when all is read."""

    expected: Sentence

    def read(self, value: object, _calendar: Calendar) -> Reading:
        if isinstance(value, datetime | date):
            # Excel makes a date of the shift system "4-2" as soon as it is typed.
            return Reading(f"{value.day}-{value.month}", [MendingKind.CODE])
        if isinstance(value, bool):
            raise CellRefusedError(FaultKind.UNUSUAL_VALUE, self.expected)
        return Reading(shown(value), [])


@dataclass(frozen=True, slots=True)
class Day:
    """A day."""

    when: When
    expected: ClassVar[Sentence] = EXPECTED_DAY

    def read(self, value: object, calendar: Calendar) -> Reading:
        day, mendings = read_day(value, calendar, self.when)
        return Reading(day, mendings)


@dataclass(frozen=True, slots=True)
class DayOfBirth:
    """A date of birth, or its year."""

    expected: ClassVar[Sentence] = EXPECTED_BIRTH

    def read(self, value: object, calendar: Calendar) -> Reading:
        birth, mendings = read_birth(value, calendar)
        assert isinstance(birth, Birth)
        return Reading(birth, mendings)


def as_code(text: str) -> str:
    """Return `text` written as a code: no accents, no blanks, capitals."""
    return "".join(names.fold(text).split()).upper()


def with_capitals(name: str) -> str:
    """Return a name with the capitals of ordinary writing; ``H'Hen`` and ``McCay`` keep theirs."""
    if name.isupper():
        name = names.proper_name(name)
        return re.sub(r"(?<=['’\-])\w", lambda letter: letter.group().upper(), name)
    return " ".join(syllable[:1].upper() + syllable[1:] for syllable in name.split())
