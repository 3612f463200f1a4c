"""The library's calendar against the law, written down by hand."""

from __future__ import annotations

import pytest

from models.public_holidays import of_year
from tests.support.holidays import LAW


@pytest.mark.parametrize("year", LAW)
def test_the_library_knows_every_day_off_by_law(year: int) -> None:
    holidays = of_year(year)
    assert holidays.is_complete
    assert LAW[year].keys() <= holidays.names.keys()


@pytest.mark.parametrize("year", LAW)
def test_any_further_weekday_off_is_exchanged_for_a_weekend_day(year: int) -> None:
    holidays = of_year(year)
    further = {day for day in holidays.names if day.weekday() < 5} - LAW[year].keys()
    assert len(further) == len(holidays.worked)


def test_the_names_are_vietnamese() -> None:
    assert all("Tết" in of_year(day.year).names[day] for day in LAW[2026] if day.month <= 2)


def test_beyond_the_lunar_calendar_the_holidays_are_not_complete() -> None:
    assert not of_year(9000).is_complete
