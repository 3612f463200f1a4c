"""Time limits: how long after (or before) an event something is due, and on which document that rests (DOMAIN.md §3).

Months are calendar months and end on the day of the same number, or on the last day of a month that has no such day
(Civil Code 2015, Điều 148.3). A period of months or days that ends on a weekend or a holiday is **not** moved to the
next working day, as Điều 148.5 does for contracts: no Party document seen says so, and the earlier day is safe under
both readings.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass as plain_dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import ConfigDict, Field, PlainValidator, model_validator
from pydantic.dataclasses import dataclass

from models.working_days import WorkingDays

MONTHS_OF_A_YEAR, MONTHS_OF_A_QUARTER = 12, 3
FIRST_YEAR = 1930  # the Party's first
_FIELDS = ConfigDict(extra="forbid")
Day = date  # for a class that has a field named so


class NoDueDateError(ValueError):
    """The rule counts something; no date follows from it."""


class Unit(StrEnum):
    """What a rule's value counts, and so how its date is found."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    DAYS_BEFORE = "days_before"
    MONTHS = "months"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    MONTHS_A_YEAR = "months_a_year"


class LimitUnit(StrEnum):
    """What a limit's value counts."""

    YEARS = "years"
    PEOPLE = "people"
    PERCENT = "percent"
    SHARE = "share"


class Bound(StrEnum):
    """Whether the date is the last one allowed, or the first one possible."""

    LATEST = "latest"
    EARLIEST = "earliest"


class Mark(StrEnum):
    """How well the source is known (DOMAIN.md, "Marks")."""

    SEEN = "V"
    QUOTED = "V2"
    UNSEEN = "?"


@dataclass(frozen=True, slots=True, config=_FIELDS)
class Words:
    """One title or note in both languages."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the words for a reader of `language`, ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi


def _date_or_year(value: object) -> date | int | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, int) and FIRST_YEAR <= value <= date.max.year:
        return value
    raise ValueError("expected a date such as 2025-01-20, or the year alone")


@dataclass(frozen=True, slots=True, kw_only=True, config=_FIELDS)
class Sourced:
    """A figure's name, and the document that it rests on.

    `is_changed` tells that the organisation has changed the figure, so that the document no longer vouches for it.
    """

    code: str
    title: Words
    mark: Mark
    source: str = ""
    source_date: Annotated[date | int | None, PlainValidator(_date_or_year)] = None
    source_place: str = ""
    note: Words | None = None
    is_changed: bool = False

    @property
    def verified(self) -> bool:
        """Whether the rule was seen on a page of the Party, the government or the press."""
        return self.mark is Mark.SEEN

    @property
    def basis(self) -> str:
        """The document as it is cited, ``QĐ 232-QĐ/TW 20/1/2025, 4.3.1``; numbers repeat, so never without its date."""
        day = self.source_date
        written = f"{day.day}/{day.month}/{day.year}" if isinstance(day, date) else str(day or "")
        return ", ".join(part for part in (f"{self.source} {written}".strip(), self.source_place) if part)


@plain_dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and how that came about.

    `extended` is the date with the whole extension, where the rule has one. `skipped` names the holidays and days off
    on the way (ordinary weekends are not named). From `uncertain_from` on, up to the later date, the holidays are not
    completely known, so the dates may still move.
    """

    date: Day
    extended: Day | None = None
    skipped: tuple[tuple[Day, str], ...] = ()
    uncertain_from: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=_FIELDS)
class Rule(Sourced):
    """A time limit: `value` × `unit` from the event `counts_from` to the event `to`."""

    value: Annotated[int, Field(strict=True, ge=1, le=1000)]
    unit: Unit
    counts_from: str
    to: str
    bound: Bound = Bound.LATEST
    extension: Annotated[int, Field(strict=True, ge=0, le=1000)] = 0

    @model_validator(mode="after")
    def _extends_a_length(self) -> Rule:
        if self.extension and self.unit not in (Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS):
            raise ValueError(f"expected no extension, as {self.unit} is no length of time")
        return self

    def due(self, start: date, calendar: WorkingDays) -> Due:
        """Return when it is due if its event was on `start`.

        Raises :class:`NoDueDateError` for a rule that only counts, ``OverflowError`` beyond the year 9999.
        """
        day = _end(self.unit, self.value, start, calendar)
        extended = _end(self.unit, self.value + self.extension, start, calendar) if self.extension else None
        if self.unit is not Unit.WORKING_DAYS:
            return Due(day, extended)
        last = extended or day
        return Due(day, extended, calendar.skipped(start, day), calendar.uncertain_from(start, last))


@dataclass(frozen=True, slots=True, kw_only=True, config=_FIELDS)
class Limit(Sourced):
    """A figure that is no time limit: an age, a share of votes, a number of people."""

    value: Annotated[Fraction, Field(gt=0)]
    unit: LimitUnit

    @model_validator(mode="after")
    def _is_possible(self) -> Limit:
        most = {LimitUnit.SHARE: 1, LimitUnit.PERCENT: 100}.get(self.unit)
        if most is not None and self.value > most:
            raise ValueError(f"expected a {self.unit} of at most {most}")
        if self.unit is not LimitUnit.SHARE and self.value.denominator != 1:
            raise ValueError(f"expected a whole number of {self.unit}")
        return self


def add_months(start: date, months: int) -> date:
    """Return the same day `months` later, or the last day of a month that is too short. Raises ``OverflowError``."""
    year, month = divmod(start.year * MONTHS_OF_A_YEAR + start.month - 1 + months, MONTHS_OF_A_YEAR)
    if year > date.max.year:
        raise OverflowError("the calendar ends with the year 9999")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _end(unit: Unit, value: int, start: date, calendar: WorkingDays) -> date:
    match unit:
        case Unit.WORKING_DAYS:
            return calendar.add(start, value)
        case Unit.DAYS:
            return start + timedelta(days=value)
        case Unit.DAYS_BEFORE:
            return start - timedelta(days=value)
        case Unit.MONTHS:
            return add_months(start, value)
        case Unit.MONTHLY:
            return _end_of_month(start.year, start.month)
        case Unit.QUARTERLY:
            return _end_of_month(start.year, start.month + -start.month % MONTHS_OF_A_QUARTER)
        case Unit.MONTHS_A_YEAR:
            raise NoDueDateError("the rule counts months of a year; no date follows from it")


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
