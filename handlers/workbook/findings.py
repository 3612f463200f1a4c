"""What reading a workbook finds: places that were mended, places at fault, and what was left aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Translate(Protocol):
    """Turns an English source string and its values into the reader's words (``handlers.locales.Translator``)."""

    def __call__(self, message: str, /, **values: object) -> str: ...


def in_english(message: str, /, **values: object) -> str:
    """Return the source string itself, its placeholders filled."""
    return message.format(**values)


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English source string and the values of its placeholders, to be said in the reader's language later."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, translate: Translate) -> str:
        """Return the sentence in the words of `translate`."""
        return translate(self.msgid, **self.values)


class MendingKind(StrEnum):
    """Untidiness that a person would read without noticing."""

    SPACES = "spaces"
    UNICODE = "unicode"  # letters written as base letter and separate accents (NFD)
    CAPITALS = "capitals"
    DATE_FORMAT = "date_format"  # text instead of a date, in one of its ways of writing
    DATE_NUMBER = "date_number"  # a day counted in Excel's serial days
    PHONE_ZERO = "phone_zero"  # the leading zero was lost
    PHONE_FORMAT = "phone_format"
    YES_NO = "yes_no"
    WORDING = "wording"  # another word for the same
    NUMBER_AS_TEXT = "number_as_text"
    PERCENT = "percent"
    CODE = "code"
    NAME_FOR_CODE = "name_for_code"  # a name stands where a code belongs, and only one thing has that name
    NOTHING = "nothing"  # a dash for an empty cell


class FaultKind(StrEnum):
    """What a person has to put right."""

    MISSING = "missing"
    FORMULA = "formula"
    ERROR_VALUE = "error_value"
    TOO_LONG = "too_long"
    UNUSUAL_VALUE = "unusual_value"  # not what this column holds
    NOT_A_DATE = "not_a_date"
    UNCLEAR_DATE = "unclear_date"
    IN_THE_FUTURE = "in_the_future"
    BACKWARDS = "backwards"  # a date before the one that must come first
    TOO_YOUNG = "too_young"
    DOUBLED = "doubled"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_CREW = "unknown_crew"
    NOT_OFFICIAL = "not_official"  # the helper is not an official member
    ABOVE_ITSELF = "above_itself"  # a unit that stands below itself
    SECOND_SECRETARY = "second_secretary"
    OTHER_KIND = "other_kind"  # the code already belongs to another kind of person
    MISSING_COLUMN = "missing_column"
    DOUBLED_COLUMN = "doubled_column"
    MISSING_HEADINGS = "missing_headings"
    DOUBLED_SHEET = "doubled_sheet"
    NO_SHEET = "no_sheet"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_FAULTS = "too_many_faults"


class IgnoredKind(StrEnum):
    """What was seen and left aside on purpose."""

    SHEET = "sheet"
    COLUMN = "column"
    ROW = "row"  # totals, signatures, repeated headings


@dataclass(frozen=True, slots=True)
class Mending:
    """One cell that was read in spite of how it was written."""

    sheet: str
    row: int
    column: str  # its letter
    kind: MendingKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that has to be put right before anything is imported."""

    sheet: str
    row: int | None  # None: the sheet as a whole
    column: str | None  # its letter; None: the row or the sheet as a whole
    header: str
    found: str
    expected: Sentence
    kind: FaultKind

    @property
    def cell(self) -> str:
        """Its address as a spreadsheet writes it, ``D155``; as much of it as there is."""
        return f"{self.column or ''}{self.row or ''}"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A sheet, column or row that is not part of the organisation."""

    kind: IgnoredKind
    sheet: str
    row: int | None
    column: str | None
    text: str


class CellRefusedError(Exception):
    """A cell cannot be read; carries what is wrong and what was expected, never the cell's words."""

    def __init__(self, kind: FaultKind, expected: Sentence) -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.expected = expected


class UnreadableWorkbook(Exception):
    """The file as a whole cannot be read; ``sentence`` says why and how to mend it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.msgid)
        self.sentence = sentence
