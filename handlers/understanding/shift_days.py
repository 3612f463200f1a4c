"""The days in news of shifts: "từ thứ 2 đến thứ 4 tuần sau", "3 ngày", "từ mai", "Dec 3 to Dec 5".

:mod:`.dates` finds single dates; here those that belong together are made one: a week is of every weekday beside it,
"đến" makes a stretch of two days, "từ" without an end goes on from then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from handlers.understanding import shift_words as words
from handlers.understanding.dates import Expect, Precision, SaidDate, find_dates
from handlers.understanding.number_words import number_of
from handlers.understanding.patterns import Found, Line, is_one_of
from handlers.understanding.shift_said import SaidDays
from handlers.understanding.tokens import Shape, fold_word
from handlers.understanding.words import word_set
from models.names import fold

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_NEAR_PAST = timedelta(days=90)
_FAR = timedelta(days=183)
_LONGEST = 60  # days that are said by their number
# Words that the search for dates takes for counting ("26/11 ca", "3/12 nghỉ").
_COUNTING = word_set("ca nghi kip lam tang them em")
_WEEKDAY = re.compile(
    r"(?:(?:sang|trua|chieu|toi|dem|khuya|ngay|hom|bua|vao) )*(?:thu ?\w+|t ?[2-7]|chu nh[au]t|cn|cnhat)"
    r"(?P<week> tuan .+)?"
)
_PART_OF_WEEK = re.compile(r"(?:dau|giua|cuoi) ")
_PART_OF_DAY = re.compile(r"(sang|chieu|toi|dem) ")
_SPAN = re.compile(r"(?:tu )?(?:ngay )?(\d{1,2})(?: ?/ ?(\d{1,2}))?\D+(\d{1,2}) ?(?:/|thang) ?(\d{1,2})(?: ?/ ?\d+)?")
_FROM = word_set("từ from since")
_UNTIL = word_set("đến tới to until till through") | {"-", "–", "—", ">"}
_LINKS = word_set("và hết ngày hôm cả với and từ rồi and") | {",", ";", "&", "+", "(", ")"}
_I = word_set("tôi")
_DOES = word_set("lam nghi ca kip doi tang chuyen di xin se duoc dc o sang qua off c")
_SAYS_NOTHING = word_set("hết ngày hôm cả")


@dataclass(frozen=True, slots=True)
class Span:
    """Days and the tokens from `start` up to `end` that say them; without days there are none such in a calendar.

    `is_backwards`: their last day comes before the first. `part` is a part of the day: "sang", "chieu", "toi", "dem".
    """

    start: int
    end: int
    said: str
    days: SaidDays | None
    is_backwards: bool = False
    part: str | None = None
    weekday: str | None = None  # "bare" without a word for its week, "week" with one
    is_aside: bool = False  # only says of which week the others are

    @property
    def is_bare(self) -> bool:
        """Whether it is a weekday of which nobody said the week."""
        return self.weekday == "bare"

    def on(self, first: date, last: date | None = None) -> Span:
        """Return the span with other days."""
        return replace(self, days=SaidDays(first, last or first))


def find_days(line: Line, taken: Sequence[bool], today: date, shifts: Sequence[Found]) -> tuple[Span, ...]:
    """Return the days in `line`, from left to right, outside the tokens that are `taken`; `shifts` are those found."""
    text, translated = _masked(line, taken)
    behind = {said.start: said for said in find_dates(text, today, Expect.PAST)}
    ahead = [_meant(said, behind.get(said.start), today) for said in find_dates(text, today, Expect.FUTURE)]
    spans = [_span(line, said, translated) for said in ahead]
    spans = sorted([*spans, *_in_two_days(line, taken, spans, today)], key=lambda span: span.start)
    spans = _of_their_weeks(line, spans, shifts)
    stretched = _stretched(line, [span for span in spans if not span.is_aside])
    return (*(_opened(line, span) for span in stretched), *(span for span in spans if span.is_aside))


def counted(spans: Sequence[Span], said: Found, today: date) -> tuple[Span, ...]:
    """Return the spans with "3 ngày" counted from the day that is said, else from today; a stretch stays as it is."""
    count = number_of(said.group("n") or "") * (7 if said.group("unit") in ("tuan", "week") else 1)
    if not 1 <= count <= _LONGEST or len(spans) > 1:
        return tuple(spans)
    span = spans[0] if spans else Span(said.start, said.end, "", SaidDays(today, today))
    if span.days is None or (span.days.first != span.days.last and not span.days.is_week):
        return tuple(spans)
    return (span.on(span.days.first, span.days.first + (count - 1) * _DAY),)


def _span(line: Line, said: SaidDate, translated: Sequence[tuple[int, int]]) -> Span:
    within = [(start, end) for start, end in translated if start < said.end and said.start < end]
    first = min([said.start, *(start for start, _ in within)])
    last = max([said.end, *(end for _, end in within)])
    places = [place for place, token in enumerate(line.tokens) if token.start < last and first < token.end]
    told = fold(said.words)
    weekday = _WEEKDAY.fullmatch(told)
    days = None
    if said.day is not None and said.last is not None:
        is_week = said.precision is Precision.WEEK and not _PART_OF_WEEK.match(told)
        days = SaidDays(said.day, said.last, is_week)
    part = _PART_OF_DAY.match(told)
    return Span(
        places[0],
        places[-1] + 1,
        line.words(places[0], places[-1] + 1),
        days,
        is_backwards=said.is_impossible and _is_backwards(told),
        part=part[1] if part else None,
        weekday=("week" if weekday["week"] else "bare") if weekday else None,
    )


def _is_backwards(said: str) -> bool:
    """Whether both ends of a stretch are days of a calendar, so that only their order is wrong."""
    found = _SPAN.fullmatch(said)
    if found is None:
        return False
    first, month, last, last_month = found.groups()
    return _is_day(first, month or last_month) and _is_day(last, last_month)


def _is_day(day: str, month: str) -> bool:
    try:
        date(2028, int(month), int(day))  # a leap year
    except ValueError:
        return False
    return True


def _in_two_days(line: Line, taken: Sequence[bool], spans: list[Span], today: date) -> list[Span]:
    """ "mốt" by itself, which without accents may be "một" and counts only where a shift or leave follows."""
    day = today + 2 * _DAY
    return [
        Span(place, place + 1, token.text, SaidDays(day, day))
        for place, token in enumerate(line.tokens)
        if is_one_of(token, words.IN_TWO_DAYS)
        and not taken[place]
        and not any(span.start <= place < span.end for span in spans)
        and line.token(place + 1) not in words.COUNTED
    ]


def _of_their_weeks(line: Line, spans: list[Span], shifts: Sequence[Found]) -> list[Span]:
    """The weekdays in the week that is said beside them; such a week by itself is then no days of its own."""
    found = list(spans)
    for place in reversed(range(len(found) - 1)):  # "thứ 3, thứ 5 tuần sau"
        span, after = found[place], found[place + 1]
        if span.is_bare and after.weekday == "week" and _is_linked(line, span, after):
            moved = _in_week_of(span, after)
            is_stretch = _joins(line, span, after)
            if not is_stretch or _first(moved) <= _first(after):
                found[place] = replace(moved, weekday="week")
    for place in range(1, len(found)):  # "thứ 2 tuần sau đến thứ 4"
        span, before = found[place], found[place - 1]
        if span.is_bare and before.weekday == "week" and _is_linked(line, before, span):
            moved = _in_week_of(span, before)
            late = _WEEK if _joins(line, before, span) and _first(moved) < _first(before) else timedelta()
            found[place] = replace(moved.on(_first(moved) + late), weekday="week")
    return _ascending(_of_one_week(line, found, shifts))


def _of_one_week(line: Line, spans: list[Span], shifts: Sequence[Found]) -> list[Span]:
    """ "tuần sau từ thứ 2 đến thứ 4": the week by itself says of which week they are."""
    weeks = [span for span in spans if span.days is not None and span.days.is_week]
    bare = [span for span in spans if span.is_bare]
    if len(weeks) != 1 or not bare or _is_end(line, spans, weeks[0]):
        return spans
    week = weeks[0]
    near = min(bare, key=lambda span: abs(span.start - week.start))
    between = range(min(week.end, near.end), max(week.start, near.start))
    is_own = len(shifts) > 1 or words.LEAVE.stands_in(line)  # "tuần này ca 2, thứ 6 nghỉ phép"
    if is_own and any(shift.start in between for shift in shifts):
        return spans
    aside = [replace(week, is_aside=True) if span is week else span for span in spans]
    return [replace(_in_week_of(span, week), weekday="week") if span.is_bare else span for span in aside]


def _ascending(spans: list[Span]) -> list[Span]:
    """Weekdays one after the other, none of them before the one said before it."""
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        follows = before is not None and before.weekday is not None and span.is_bare
        is_earlier = before is not None and before.days is not None and span.days and span.days.first < before.days.last
        found.append(span.on(_first(span) + _WEEK) if follows and is_earlier else span)
    return found


def _stretched(line: Line, spans: list[Span]) -> list[Span]:
    """The spans with two that "đến" joins made one."""
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        if before is not None and before.days and span.days and _joins(line, before, span):
            last = span.days.last
            if span.is_bare and last < before.days.first:
                last += _WEEK
            is_backwards = last < before.days.first
            days = None if is_backwards else SaidDays(before.days.first, last)
            said = line.words(before.start, span.end)
            found[-1] = Span(before.start, span.end, said, days, is_backwards, before.part, before.weekday)
        else:
            found.append(span)
    return found


def _opened(line: Line, span: Span) -> Span:
    """ "từ thứ 2": from then on, where nothing says until when."""
    before = span.start - 1
    is_open = before >= 0 and is_one_of(line.tokens[before], _FROM)
    is_single = span.days is not None and (span.days.is_week or span.days.first == span.days.last)
    if not is_open or not is_single or span.days is None:
        return span
    return replace(span, days=replace(span.days, is_open=True))


def _is_end(line: Line, spans: list[Span], week: Span) -> bool:
    return any(_joins(line, one, other) for one, other in pairwise(spans) if other is week)


def _is_linked(line: Line, one: Span, other: Span) -> bool:
    between = line.tokens[one.end : other.start]
    return all(is_one_of(token, _LINKS | _UNTIL) or token.text in _LINKS | _UNTIL for token in between)


def _joins(line: Line, one: Span, other: Span) -> bool:
    """Whether "đến" or a dash, and nothing that says more, stands between two spans."""
    between = line.tokens[one.end : other.start]
    told = [token for token in between if not is_one_of(token, _SAYS_NOTHING)]
    return bool(told) and all(token.text in _UNTIL or is_one_of(token, _UNTIL) for token in told)


def _in_week_of(span: Span, other: Span) -> Span:
    day, anchor = _first(span), _first(other)
    return span.on(anchor - anchor.weekday() * _DAY + day.weekday() * _DAY)


def _first(span: Span) -> date:
    assert span.days is not None
    return span.days.first


def _masked(line: Line, taken: Sequence[bool]) -> tuple[str, list[tuple[int, int]]]:
    """The text for the search for dates, and where in it stand translated words.

    It is made strange where it is understood, where it counts, and where "tôi" would read as "tới".
    """
    letters = list(line.source)
    strange = "x" if line.source.upper() != line.source else "X"  # capitals go on to mean nothing
    for place, token in enumerate(line.tokens):
        is_strange = (taken[place] and token.shape is not Shape.MARK) or token.folded in _COUNTING
        if is_strange or _is_self(line, place):
            letters[token.start : token.end] = strange * (token.end - token.start)
    meant = [(found, said) for pattern, said in words.SAID_AS for found in pattern.find(line)]
    meant += [(found, _english(found)) for pattern in words.ENGLISH_DATES for found in pattern.find(line)]
    meant += [(found, "xx") for found in words.ENGLISH_UNTIL.find(line)]
    translated = []
    for found, said in meant:
        start, end = line.tokens[found.start].start, line.tokens[found.end - 1].end
        if len(said) <= end - start and not any(taken[found.start : found.end]):
            letters[start:end] = said.ljust(end - start)
            translated.append((start, end))
    return "".join(letters), translated


def _is_self(line: Line, place: int) -> bool:
    token = line.tokens[place]
    if not is_one_of(token, _I):
        return False
    return not token.plain or line.token(place + 1) in _DOES


def _english(found: Found) -> str:
    month = words.ENGLISH_MONTHS.index(fold_word(found.group("month") or "")[:3]) + 1
    return f"{found.group('d')}/{month}"


def _meant(ahead: SaidDate, behind: SaidDate | None, today: date) -> SaidDate:
    """The day as said of the last weeks rather than of next year: "nghỉ phép 20/11", told on the 24th."""
    if behind is None or behind.day is None or ahead.day is None or ahead.is_explicit_year:
        return ahead
    is_near = behind.day >= today - _NEAR_PAST
    return behind if is_near and ahead.day > today + _FAR else ahead
