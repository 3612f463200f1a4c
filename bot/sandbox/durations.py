"""Moments and durations as people and programs write them: ISO 8601, strictly."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_DURATION = re.compile(
    r"P(?!$)(?:(?P<days>\d{1,5})D)?(?:T(?!$)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,8})S)?)?",
    re.ASCII,
)


def parse_duration(text: str) -> timedelta:
    """Read `PnDTnHnMnS`, for example `P1DT2H`. Months and years are refused: their length depends on the calendar.

    Raises:
        ValueError: the text is anything else.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"not an ISO 8601 duration: {text!r}")
    return timedelta(**{unit: int(amount) for unit, amount in match.groupdict().items() if amount is not None})


def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 date or time; without an offset it is meant in Asia/Ho_Chi_Minh.

    Raises:
        ValueError: the text is not a moment.
    """
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=VIETNAM)


def show_moment(moment: datetime) -> str:
    """An aware moment as ISO 8601 with Vietnam's offset, to the millisecond."""
    return moment.astimezone(VIETNAM).isoformat(timespec="milliseconds")
