"""Reads at which times an organiser allows a class: “tối thứ Ba và thứ Năm; sáng, chiều chủ nhật”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.class_rules import Part
from models.class_slots import SlotWish
from models.names import fold

_PART_WORDS = {
    "sang": (Part.MORNING,),
    "morning": (Part.MORNING,),
    "mornings": (Part.MORNING,),
    "chieu": (Part.AFTERNOON,),
    "afternoon": (Part.AFTERNOON,),
    "afternoons": (Part.AFTERNOON,),
    "toi": (Part.EVENING,),
    "evening": (Part.EVENING,),
    "evenings": (Part.EVENING,),
    "ca ngay": tuple(Part),
    "all day": tuple(Part),
}
_DAY_WORDS = {
    "moi ngay": range(7),
    "hang ngay": range(7),
    "cac ngay": range(7),
    "ca tuan": range(7),
    "every day": range(7),
    "ngay thuong": range(5),
    "trong tuan": range(5),
    "weekdays": range(5),
    "cuoi tuan": range(5, 7),
    "weekend": range(5, 7),
    "chu nhat": (6,),
    "cn": (6,),
    "sunday": (6,),
    "saturday": (5,),
    "friday": (4,),
    "thursday": (3,),
    "wednesday": (2,),
    "tuesday": (1,),
    "monday": (0,),
}
_NUMBERS = {"hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7}
_NUMBER = rf"(?:[2-7]|{'|'.join(_NUMBERS)})"
_WORD = re.compile(
    rf"(?P<run>(?:thu|t) ?(?P<first>{_NUMBER}) ?(?:-|–|den) ?(?:(?:thu|t) ?)?(?P<last>{_NUMBER}|cn|chu nhat)\b)"
    rf"|(?P<day>\b(?:thu|t) ?(?P<number>{_NUMBER})\b)"
    rf"|\b(?P<days>{'|'.join(_DAY_WORDS)})\b"
    rf"|\b(?P<part>{'|'.join(_PART_WORDS)})\b"
)
_Found = tuple[list[Part], list[int]]


def read(text: str) -> SlotWish | None:
    """Return the times that `text` allows; None when it names none.

    Parts of the day belong to the weekdays beside them, in whichever order they stand: without weekdays they mean
    every day, weekdays without parts the whole day.
    """
    groups = list(_groups(fold(text)))
    if not groups:
        return None
    return SlotWish.of((part, days or range(7)) for parts, days in groups for part in parts or Part)


def _groups(text: str) -> Iterator[_Found]:
    parts, days = list[Part](), list[int]()
    starts_with_parts: bool | None = None
    for found in _WORD.finditer(text):
        is_part = found["part"] is not None
        if starts_with_parts is None:
            starts_with_parts = is_part
        if is_part is starts_with_parts and (days if starts_with_parts else parts):
            yield parts, days
            parts, days = [], []
        if is_part:
            parts += _PART_WORDS[found["part"]]
        else:
            days += _days(found)
    if parts or days:
        yield parts, days


def _days(found: re.Match[str]) -> list[int]:
    if found["days"] is not None:
        return list(_DAY_WORDS[found["days"]])
    if found["day"] is not None:
        return [_weekday(found["number"])]
    first, last = _weekday(found["first"]), _weekday(found["last"])
    return list(range(first, last + 1)) if first <= last else [first, last]


def _weekday(word: str) -> int:
    if word in ("cn", "chu nhat"):
        return 6
    return (_NUMBERS.get(word) or int(word)) - 2
