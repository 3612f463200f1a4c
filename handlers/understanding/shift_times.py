"""The hours of overtime as people write them: "17h-20h", "đến 8h tối", "3 tiếng"."""

from __future__ import annotations

from datetime import time

from handlers.understanding.patterns import Found, Line, Pattern
from handlers.understanding.shift_said import SaidHours

_UNIT = r"(?:h|g|giờ|:)"
_PART = r"(?: ?(?P<{name}>sáng|trưa|chiều|tối|đêm))?"
_TO = r" ?(?:-|–|—|đến|tới|to) ?"
_FROM = rf"(?:từ |lúc )?(?P<h1>\d{{1,2}}) ?{_UNIT} ?(?P<m1>[0-5]\d)?" + _PART.format(name="p1")
_BARE_FROM = r"(?:từ |lúc )?(?P<h1>\d{1,2})"
_UNTIL = rf"(?P<h2>\d{{1,2}}) ?{_UNIT} ?(?P<m2>[0-5]\d)?" + _PART.format(name="p2")
_BARE_UNTIL = r"(?P<h2>\d{1,2})(?! ?[/\d])" + _PART.format(name="p2")
_FORMS = (
    Pattern(f"{_FROM}{_TO}{_UNTIL}"),
    Pattern(f"{_BARE_FROM}{_TO}{_UNTIL}"),
    Pattern(f"{_FROM}{_TO}{_BARE_UNTIL}"),
    Pattern(f"(?:đến|tới|until|till) (?:hết )?{_UNTIL}"),
    Pattern(r"(?:thêm )?(?P<n>\d{1,2})(?P<half> ?rưỡi)? ?(?:tiếng|giờ đồng hồ|hours?)(?P<late> rưỡi)?"),
    Pattern(f"(?:từ|lúc|from) {_FROM.removeprefix('(?:từ |lúc )?')}"),
    Pattern(r"(?P<n>[1-6]) ?(?:h|giờ)"),
)
_AFTERNOON = frozenset({"chieu", "toi"})
_NIGHT = frozenset({"dem"})


def find_hours(line: Line) -> tuple[SaidHours, Found] | None:
    """Return the hours in `line` and where they stand; None when there are none, or none of the clock."""
    for form in _FORMS:
        for found in form.find(line):
            hours = _hours(found)
            if hours is not None:
                return hours, found
    return None


def _hours(found: Found) -> SaidHours | None:
    if found.group("n"):
        half = bool(found.group("half") or found.group("late"))
        return SaidHours(minutes=(found.number("n") or 0) * 60 + 30 * half)
    part = found.group("p2")
    starts = _time(found, "h1", "m1", found.group("p1") or part)
    ends = _time(found, "h2", "m2", part)
    if (found.group("h1") and starts is None) or (found.group("h2") and ends is None) or starts == ends:
        return None
    return SaidHours(starts, ends)


def _time(found: Found, hour: str, minute: str, part: str | None) -> time | None:
    figures = found.number(hour)
    if figures is None:
        return None
    if figures < 12 and (part in _AFTERNOON or (part in _NIGHT and figures >= 6)):
        figures += 12
    figures %= 24 if figures == 24 else 100
    return time(figures, found.number(minute) or 0) if figures < 24 else None
