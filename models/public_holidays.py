"""Vietnam's public holidays by the library ``holidays``: Labour Code 2019, Điều 112, with days in lieu (Điều 111.3)."""

from __future__ import annotations

from functools import cache

from models.working_days import Holidays

_TET = "Tết Nguyên Đán"  # in the name of every day of Tết; absent when the library's lunar calendar has ended


@cache
def of_year(year: int) -> Holidays:
    """Return the holidays of `year`; beyond the library's lunar calendar they are not complete."""
    # Loaded with the first date that is counted, as a start and most turns need none.
    from holidays import country_holidays  # noqa: PLC0415 - see above

    found = country_holidays("VN", years=year, language="vi", expand=False)
    return Holidays(
        names={day: name for day, name in found.items() if day.year == year},
        worked=frozenset(day for day in found.weekend_workdays if day.year == year),
        is_complete=any(_TET in name for name in found.values()),
    )
