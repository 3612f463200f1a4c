"""Times of day as people write them: "7h30", "19:00", "8 giờ sáng", "8h tối", "5 rưỡi chiều"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from handlers.understanding.number_words import alternatives, number_of
from handlers.understanding.patterns import Found, Line, Pattern, read_line
from handlers.understanding.words import word_set

_PARTS = "sáng|trưa|chiều|tối|đêm|khuya"
_PART_BEFORE = word_set("sang trua chieu toi dem khuya")
# Between a part of the day and its hour there may stand these: "tối nay lúc 8h", "sáng mai 7h30".
_BETWEEN = word_set("nay mai qua hom ngay luc hoi vao kia")
_REACH = 4
_HOUR = rf"(?P<hour>\d{{1,2}}|{alternatives(1, 12)})"
_FORMS = tuple(
    Pattern(source)
    for source in (
        rf"(?P<hour>\d{{1,2}}) ?(?:h|g|giờ) ?(?P<minute>\d{{2}})(?: ?(?:phút|p|ph))?(?: (?P<part>{_PARTS}))?",
        rf"{_HOUR} ?(?:h|g|giờ) kém (?P<less>\d{{1,2}})(?: ?(?:phút|p|ph))?(?: (?P<part>{_PARTS}))?",
        rf"{_HOUR} ?(?:(?:h|g|giờ) )?(?P<half>rưỡi)(?: (?P<part>{_PARTS}))?",
        rf"(?P<hour>\d{{1,2}}) ?(?:h|g|giờ)(?: (?P<part>{_PARTS}))?",
        rf"{_HOUR} giờ(?: (?P<part>{_PARTS}))?",
        r"(?<!\d[:/.-])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?![:/.-]?\d)"
        rf"(?: ?h)?(?: (?P<part>{_PARTS}))?",
        rf"lúc (?P<hour>\d{{1,2}})(?:[.:](?P<minute>\d{{2}}))?(?! ?[/-])(?: (?P<part>{_PARTS}))?",
    )
)
# "ca 12h", "làm 8 giờ" and "trong 2 giờ" are how long, not when; so is "8 giờ một ngày".
_DURATION_BEFORE = word_set("ca lam trong suot mat du them hon thieu kip tong hoc moi truoc sau")
_DURATION_AFTER = word_set("mot 1 moi dong lien tuc nua")
_NOON = 12


@dataclass(frozen=True, slots=True)
class SaidTime:
    """A time as `words` said it, from `start` up to `end` in the text; `time` is None when there is no such time."""

    time: time | None
    words: str
    start: int
    end: int


def find_times(text: str) -> tuple[SaidTime, ...]:
    """Return the times of day in `text` (in NFC) from left to right, as local time."""
    line = read_line(text)
    found = [one for pattern in _FORMS for one in pattern.find(line) if not _is_duration(line, one)]
    chosen: list[Found] = []
    for one in sorted(found, key=lambda one: one.start - one.end):
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return tuple(_said(line, one) for one in sorted(chosen, key=lambda one: one.start))


def _is_duration(line: Line, found: Found) -> bool:
    return line.token(found.start - 1) in _DURATION_BEFORE or line.token(found.end) in _DURATION_AFTER


def _said(line: Line, found: Found) -> SaidTime:
    start, end = line.tokens[found.start].start, line.tokens[found.end - 1].end
    return SaidTime(_time(line, found), line.words(found.start, found.end), start, end)


def _time(line: Line, found: Found) -> time | None:
    hour = _hour_of_day(number_of(found.group("hour") or "0"), found.group("part") or _part_before(line, found.start))
    minute = 30 if found.group("half") else found.number("minute") or 0
    less = found.number("less") or 0
    if hour == 24 and minute == 0 and not less:
        hour = 0
    if hour > 23 or minute > 59 or less > 59:
        return None
    total = hour * 60 + minute - less
    return time(total // 60 % 24, total % 60)


def _hour_of_day(hour: int, part: str | None) -> int:
    """The hour from 0 to 23 that `hour` of that part of the day is: "1 giờ trưa" is 13, "12 giờ đêm" is 0."""
    if hour > _NOON or part is None or part == "sang":
        return hour
    if part in {"dem", "khuya"}:
        return hour % _NOON + (_NOON if 6 <= hour < _NOON else 0)
    if part == "trua":
        return hour + _NOON if hour < 10 else hour
    return hour if hour == _NOON else hour + _NOON


def _part_before(line: Line, start: int) -> str | None:
    """The part of the day that was said a little before ("tối nay lúc")."""
    for place in range(start - 1, max(-1, start - 1 - _REACH), -1):
        word = line.token(place)
        if word in _PART_BEFORE:
            return word
        if word not in _BETWEEN:
            return None
    return None
