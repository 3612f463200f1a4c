"""The forms in which dates are said, and what each of them means.

One row is a pattern as it is written on paper and the function that reads what it found. Abbreviations and usual
misspellings ("hqua", "hom wa", "t5", "cn") stand beside the words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from handlers.understanding import days
from handlers.understanding.days import IMPOSSIBLE, Expect, Frame, Meaning
from handlers.understanding.number_words import alternatives, number_of
from handlers.understanding.patterns import Found, Pattern

Reader = Callable[[Found, Frame], Meaning | None]

_DAY = rf"(?P<d>\d{{1,2}}|{alternatives(1, 31)})"
_MONTH = rf"(?P<m>\d{{1,2}}|{alternatives(1, 12)})"
_SOME = rf"(?P<n>\d{{1,3}}|{alternatives(1, 31)})"
_YEAR = r"(?P<y>\d{4})"
_WAYS = "này|nay|trước|rồi|vừa rồi|vừa qua|qua|sau|tới"
_NEAR = rf"(?P<near>{_WAYS})"
_OF_YEAR = r"(?: năm (?P<of>ngoái|trước|nay|này|sau|tới))"
_PART = r"(?P<part>đầu|giữa|cuối) "
_AS_DAY = r"(?P<as>ngày|hôm|bữa|mùng|mồng) ?"
_HOUR = r"(?:(?:sáng|trưa|chiều|tối|đêm|khuya) )"
# How far the words after a week, a month, a year or a weekday lead from this one.
_STEPS = {"nay": 0, "truoc": -1, "roi": -1, "vua roi": -1, "vua qua": -1, "qua": -1, "ngoai": -1, "sau": 1, "toi": 1}
_WEEKDAYS = {"2": 0, "hai": 0, "3": 1, "ba": 1, "4": 2, "tu": 2, "5": 3, "nam": 3, "6": 4, "sau": 4, "7": 5, "bay": 5}
_SUNDAY = 6
# A year of two figures lies at most so far ahead; later ones are of the last century.
_FARTHEST_YEARS = 10
_DISTANCES = (
    (0, rf"{_HOUR}?(?:ngày )?(?:hôm nay|hum nay|bữa nay|hnay|h nay)|(?:sáng|trưa|chiều|chìu|tối|đêm|khuya) nay|today"),
    (0, r"(?:hồi|ban|lúc) (?:sáng|trưa|chiều|tối)|(?:vừa|ban|hồi|lúc) nãy"),
    (-1, rf"{_HOUR}?(?:ngày )?(?:hôm|hum|bữa) (?:qua|wa)|{_HOUR}?(?:hqua|hqa|hwa|h qua)|yesterday"),
    (-1, r"(?:sáng|trưa|chiều|chìu|tối|đêm|khuya) (?:qua|wa)"),
    (-2, rf"{_HOUR}?(?:hôm|hum|bữa) (?:kia|kja)"),
    (-3, r"(?:hôm|hum) kìa"),
    (1, rf"{_HOUR}?(?:ngày|hôm|bữa) mai|(?:sáng|trưa|chiều|chìu|tối|đêm) mai|mai|tomorrow"),
    (2, rf"{_HOUR}?(?:ngày|hôm|bữa) (?:mốt|kia)|(?:sáng|trưa|chiều|tối) mốt"),
)


def _year(found: Found, frame: Frame) -> int | None:
    """The year that was said, "26" and "năm ngoái" among the ways; None when none was."""
    figures, of = found.group("y"), found.group("of")
    if of:
        return frame.today.year + _STEPS[of]
    if not figures or len(figures) == 4:
        return int(figures) if figures else None
    year = frame.today.year // 100 * 100 + int(figures)
    return year - 100 if year > frame.today.year + _FARTHEST_YEARS else year


def _number(found: Found, name: str) -> int:
    return number_of(found.group(name) or "0")


def _calendar_day(found: Found, frame: Frame) -> Meaning:
    return days.calendar_day(_number(found, "d"), _number(found, "m"), frame, _year(found, frame))


def _range(found: Found, frame: Frame) -> Meaning:
    """ "3/12-5/12", "từ 3 đến 5/12": the end is looked for first, the start before it."""
    end = _calendar_day(found, frame)
    month = found.number("m1") or _number(found, "m")
    if end.day is None:
        return IMPOSSIBLE
    year = end.day.year - (month > end.day.month)
    start = days.calendar_day(_number(found, "d1"), month, frame, year)
    if start.day is None or start.day > end.day:
        return IMPOSSIBLE
    return Meaning(start.day, end.day, is_calendar=True, has_year=end.has_year)


def _near_day(found: Found, frame: Frame) -> Meaning:
    """ "ngày 12", "mùng 5", "ngày 12 vừa rồi"."""
    step = _STEPS[found.group("near") or "nay"]
    if step:
        frame = Frame(frame.today, Expect.PAST if step < 0 else Expect.FUTURE)
    return days.day_of_near_month(_number(found, "d"), frame)


def _day_of_month(found: Found, frame: Frame) -> Meaning:
    return days.day_of_month(_number(found, "d"), _STEPS[found.group("near") or "nay"], frame)


def _month(found: Found, frame: Frame) -> Meaning:
    return days.whole_month(_number(found, "m"), frame, _year(found, frame), found.group("part"))


def _near_month(found: Found, frame: Frame) -> Meaning:
    return days.month_from_now(_STEPS[found.group("near") or "nay"], frame, found.group("part"))


def _part_of_month(found: Found, frame: Frame) -> Meaning:
    return days.part_of_near_month(found.group("part") or "dau", frame)


def _near_week(found: Found, frame: Frame) -> Meaning:
    return days.week_from_now(_STEPS[found.group("near") or "nay"], frame, found.group("part"))


def _part_of_week(found: Found, frame: Frame) -> Meaning:
    return days.part_of_near_week(found.group("part") or "dau", frame)


def _weekday(found: Found, frame: Frame) -> Meaning:
    weekday = _WEEKDAYS.get(found.group("w") or found.group("t") or "", _SUNDAY)
    week, near = found.group("week"), found.group("near")
    if week:
        return days.weekday_of_week(weekday, _STEPS[week], frame)
    if near is None:
        return days.near_weekday(weekday, frame)
    step = _STEPS[near]
    if step == 0:
        return days.weekday_of_week(weekday, 0, frame)
    expect = Expect.PAST if step < 0 else Expect.FUTURE
    return days.near_weekday(weekday, Frame(frame.today, expect), or_today=False)


def _ago(found: Found, frame: Frame) -> Meaning:
    return days.from_now(-_number(found, "n"), _unit(found), frame)


def _ahead(found: Found, frame: Frame) -> Meaning:
    return days.from_now(_number(found, "n"), _unit(found), frame)


def _unit(found: Found) -> str:
    unit = found.group("unit") or "ngay"
    return unit if unit in {"tuan", "thang"} else "ngay"


def _at_distance(distance: int) -> Reader:
    return lambda _found, frame: days.one_day(frame.today + timedelta(days=distance))


_OF_WEEK = rf"(?: tuần (?P<week>{_WAYS})| {_NEAR})?"
_ALONE = r"(?<!\d[/.:-])(?<!\d [-–] )"
_ENDS = r"(?![/.:-]\d)"
_FORMS: tuple[tuple[str, Reader], ...] = (
    (rf"{_YEAR}(?P<stroke>[-/.])(?P<m>\d{{1,2}})(?P=stroke)(?P<d>\d{{1,2}})", _calendar_day),
    (
        rf"{_ALONE}(?:{_AS_DAY})?(?P<d>\d{{1,2}})(?P<stroke> ?/ ?|[-.])(?P<m>\d{{1,2}})(?P=stroke)"
        rf"(?P<y>\d{{4}}|\d{{2}}){_ENDS}",
        _calendar_day,
    ),
    (
        rf"{_ALONE}(?:{_AS_DAY})?(?P<d>\d{{1,2}})(?P<bare> ?/ ?|[-.])(?P<m>\d{{1,2}}){_ENDS}"
        rf"(?: năm {_YEAR}|{_OF_YEAR})?",
        _calendar_day,
    ),
    (
        rf"(?:(?:ngày|hôm|mùng|mồng) {_DAY}) (?:tháng|th) ?{_MONTH}(?:(?: năm|,|/|-)? ?{_YEAR}|{_OF_YEAR})?",
        _calendar_day,
    ),
    (
        rf"(?P<d>\d{{1,2}}|{alternatives(11, 31)}) (?:tháng|th) ?{_MONTH}(?:(?: năm|,|/|-)? ?{_YEAR}|{_OF_YEAR})?",
        _calendar_day,
    ),
    (rf"(?:ngày|hôm|mùng|mồng) {_DAY} tháng {_NEAR}", _day_of_month),
    (rf"(?:{_AS_DAY})(?P<d>\d{{1,2}})(?: {_NEAR})?(?! ?[/.-] ?\d)", _near_day),
    (rf"(?:mùng|mồng) {_DAY}(?: {_NEAR})?", _near_day),
    (rf"ngày (?P<d>{alternatives(11, 19)}|{alternatives(21, 29)}|ba mươi mốt)", _near_day),
    (
        r"(?:từ )?(?:ngày )?(?P<d1>\d{1,2})(?: ?/ ?(?P<m1>\d{1,2}))? ?(?:[-–—]|đến|tới|->) ?(?:hết )?(?:ngày )?"
        rf"(?P<d>\d{{1,2}}) ?(?:/ ?|tháng )(?P<m>\d{{1,2}})(?: ?/ ?(?P<y>\d{{4}}|\d{{2}}))?{_ENDS}",
        _range,
    ),
    # Before the months by number, so that "thang sau" without accents is the next one and not June.
    (rf"(?:{_PART})?tháng {_NEAR}", _near_month),
    (rf"(?:{_PART})?tháng {_MONTH}(?:(?: năm| ?/| ?-)? ?{_YEAR}|{_OF_YEAR})?(?! ?/ ?\d)", _month),
    (rf"(?:{_PART})?(?:tháng |t|T)?{_ALONE}(?P<m>\d{{1,2}}) ?[/-] ?{_YEAR}{_ENDS}", _month),
    (r"t(?P<m>1[0-2]|[89])", _month),
    (rf"{_PART}tháng", _part_of_month),
    (rf"(?:{_PART})?tuần {_NEAR}", _near_week),
    (rf"{_PART}tuần", _part_of_week),
    (
        rf"{_HOUR}?(?:ngày |hôm |bữa )?(?:thứ ?(?P<w>[2-7]|hai|ba|tư|năm|sáu|bảy|bẩy)(?! ?[/.-] ?\d)"
        rf"|t(?P<t>[2-7])(?! ?[/.-] ?\d)|chủ nhật|chủ nhựt|cnhat){_OF_WEEK}",
        _weekday,
    ),
    (rf"(?P<sunday>{_HOUR}?(?:ngày |hôm |bữa )?cn{_OF_WEEK})", _weekday),
    (rf"(?:cách đây|trước đây|cách nay) {_SOME} (?P<unit>ngày|hôm|bữa|tuần|tháng)(?: trước)?", _ago),
    (rf"{_SOME} (?P<unit>ngày|hôm|bữa|tuần|tháng) (?:trước|về trước)", _ago),
    (rf"(?:sau )?{_SOME} (?P<unit>ngày|hôm|bữa|tuần|tháng) nữa", _ahead),
)
FORMS: tuple[tuple[Pattern, Reader], ...] = (
    *((Pattern(source), reader) for source, reader in _FORMS),
    *((Pattern(source), _at_distance(distance)) for distance, source in _DISTANCES),
)
