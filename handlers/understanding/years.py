"""When somebody was born: a date, a month, a year of two or four digits, an age.

The age limits are those of admission, 18 to 60, counted by month (DOMAIN.md §3). They decide the century of "98" and
what is possible at all: what is not is said in a reason and left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from handlers.understanding.board import Board
from handlers.understanding.tokens import Shape
from handlers.understanding.words import Kind, word_set

LEAST_AGE, GREATEST_AGE = 18, 60
# Before these a number of two or four digits is no year of birth, nor after these.
_COUNTED_AFTER = word_set("h gio nguoi con phut buoi lop thang k d ngay")
_COUNTS_BEFORE = word_set("ca kip qc so to khoa bai lop muc xuong line chuyen may h")
_STROKES = frozenset("/-.")
_JOINS = frozenset("/-.:")
_APOSTROPHES = frozenset("'’‘`")


@dataclass(frozen=True, slots=True)
class Birth:
    """What is known of a birth; nothing when it was not said or cannot be."""

    year: int | None = None
    date: date | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A way to read the tokens from `start` up to `end`; the surer the greater `weight`."""

    start: int
    end: int
    birth: Birth
    weight: int
    rule: str


def recognise(board: Board) -> Birth:
    """Claim the surest date, year or age of birth, the first of equals."""
    readings = [reading for index in range(len(board.tokens)) for reading in _readings(board, index)]
    if not readings:
        return Birth()
    best = max(readings, key=lambda reading: reading.weight)
    start = _with_label(board, best.start)
    board.claim(start, best.end, "birth_year", best.rule)
    return best.birth


def possible_year(year: int, today: date) -> bool:
    """Whether somebody born in `year` can be between the age limits today."""
    return LEAST_AGE <= today.year - year <= GREATEST_AGE


def full_year(digits: str, today: date) -> int | None:
    """The year that two or four `digits` stand for, None when no possible century fits two."""
    if len(digits) == 4:
        return int(digits)
    years = (today.year // 100 * 100 + int(digits) - century for century in (0, 100))
    return next((year for year in years if possible_year(year, today)), None)


def _readings(board: Board, index: int) -> Iterator[_Reading]:
    if not board.is_number(index):
        return
    reading = _date(board, index) or _month(board, index) or _age(board, index) or _year(board, index)
    if reading:
        yield reading


def _with_label(board: Board, start: int) -> int:
    """Where the word that announces the birth begins, "sinh năm:" before "1998"."""
    label = _label_before(board, start)
    return start if label is None else label


def _label_before(board: Board, start: int) -> int | None:
    end = start
    while end > 0 and board.tokens[end - 1].text in {":", "=", "-", ".", *_APOSTROPHES} and board.free(end - 1, end):
        end -= 1
    hit = board.hits.ending(end, Kind.BORN)
    if hit is None or not board.free(hit.start, hit.end):
        return None
    if board.folded(hit.start) == "nam" and board.tokens[hit.start].plain:
        return None  # "nam 1996" without accents may be the sex before the year; it is settled with the name
    if board.owes_given_name(hit.start):
        return None  # "Mai Thị Năm 1990"
    longer = board.hits.ending(hit.start, Kind.BORN)
    if longer is None or board.folded(longer.start) == "nam" or not board.free(longer.start, longer.end):
        return hit.start
    return hit.start if board.owes_given_name(longer.start) else longer.start


def _is_announced(board: Board, start: int) -> bool:
    return _label_before(board, start) is not None


def _numbers(board: Board, index: int, count: int) -> list[str] | None:
    """`count` numbers from `index` on with the same stroke between them."""
    places = range(index, index + 2 * count - 1)
    if places[-1] >= len(board.tokens) or not board.free(places[0], places[-1] + 1):
        return None
    if not all(board.is_number(place) for place in places[::2]) or not _is_tight(board, places[0], places[-1]):
        return None
    strokes = {board.tokens[place].text for place in places[1::2]}
    if len(strokes) != 1 or not strokes <= _STROKES:
        return None
    return [board.tokens[place].text for place in places[::2]]


def _is_tight(board: Board, first: int, last: int) -> bool:
    """Whether no blank parts the numbers, which only strokes may have around them ("ca 1 - 1984" is no month)."""
    pairs = pairwise(board.tokens[first : last + 1])
    return all(one.end == other.start or "/" in {one.text, other.text} for one, other in pairs)


def _date(board: Board, index: int) -> _Reading | None:
    """A day: "12/5/1996", "12-5-96", "ngày 12 tháng 5 năm 1996"."""
    numbers, end = _numbers(board, index, 3), index + 5
    if numbers is None:
        numbers, end = _spoken_date(board, index), index + 5
    if numbers is None or len(numbers[0]) > 2 or len(numbers[1]) > 2 or len(numbers[2]) not in {2, 4}:
        return None
    today = board.context.today
    year = full_year(numbers[2], today)
    try:
        day = date(year or 0, int(numbers[1]), int(numbers[0]))
    except ValueError:
        return _Reading(index, end, Birth(), 9, "there is no such day of birth")
    if not LEAST_AGE * 12 <= _months_between(day, today) <= GREATEST_AGE * 12:
        return _impossible(index, end, 7 if _is_announced(board, index) else 1)
    return _Reading(index, end, Birth(day.year, day), 9, "a day, a month and a year are the date of birth")


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _spoken_date(board: Board, index: int) -> list[str] | None:
    words = (board.folded(index + 1), board.folded(index + 3))
    if words != ("thang", "nam") or not (board.is_number(index + 2) and board.is_number(index + 4)):
        return None
    return [board.tokens[place].text for place in (index, index + 2, index + 4)]


def _month(board: Board, index: int) -> _Reading | None:
    """A month: "5/1996"."""
    numbers = _numbers(board, index, 2)
    if numbers is None or len(numbers[0]) > 2 or len(numbers[1]) != 4 or not 1 <= int(numbers[0]) <= 12:
        return None
    year = int(numbers[1])
    if not possible_year(year, board.context.today):
        return _impossible(index, index + 3, 7 if _is_announced(board, index) else 1)
    return _Reading(index, index + 3, Birth(year), 8, "a month and a year are the time of birth")


def _age(board: Board, index: int) -> _Reading | None:
    """An age: "26 tuổi", "26t"."""
    hit = board.hits.at(index + 1, Kind.AGE)
    digits = board.tokens[index].text
    if hit is None or not board.free(hit.start, hit.end) or len(digits) > 3:
        return None
    age = int(digits)
    if not LEAST_AGE <= age <= GREATEST_AGE:
        return _impossible(index, hit.end, 8)
    year = board.context.today.year - age
    return _Reading(index, hit.end, Birth(year, age=age), 8, "an age gives the year of birth to within one year")


def _year(board: Board, index: int) -> _Reading | None:
    """A year: "sn 98", "'98", "1998", "2k1", a bare "98"."""
    slang = _slang(board, index)
    if slang is not None:
        return _Reading(index, slang[1], Birth(slang[0]), 7, "2k and a figure are a year after 2000")
    if _is_announced(board, index) or _has_apostrophe(board, index):
        return _announced_year(board, index)
    return None if _counts_something(board, index) else _bare_year(board, index)


def _announced_year(board: Board, index: int) -> _Reading | None:
    digits = board.tokens[index].text
    if len(digits) not in {2, 3, 4}:
        return None
    year = full_year(digits, board.context.today) if len(digits) != 3 else None
    if year is None or not possible_year(year, board.context.today):
        return _impossible(index, index + 1, 7)
    return _Reading(index, index + 1, Birth(year), 7, "a number after a word for birth is the year of birth")


def _bare_year(board: Board, index: int) -> _Reading | None:
    digits = board.tokens[index].text
    if len(digits) != 2 and not (len(digits) == 4 and digits[:2] in {"19", "20"}):
        return None
    year = full_year(digits, board.context.today)
    if year is None or not possible_year(year, board.context.today):
        return _impossible(index, index + 1, 1) if len(digits) == 4 else None
    if len(digits) == 4:
        return _Reading(index, index + 1, Birth(year), 6, "four figures that give a possible age are the year of birth")
    return _Reading(index, index + 1, Birth(year), 3, "two figures that give a possible age are the year of birth")


def _slang(board: Board, index: int) -> tuple[int, int] | None:
    """The year and the end of "2k" and "2k1"."""
    if board.tokens[index].text != "2" or board.folded(index + 1) != "k":
        return None
    has_figure = board.is_number(index + 2) and len(board.tokens[index + 2].text) <= 2
    year = 2000 + (int(board.tokens[index + 2].text) if has_figure else 0)
    return (year, index + 2 + has_figure) if possible_year(year, board.context.today) else None


def _has_apostrophe(board: Board, index: int) -> bool:
    return index > 0 and board.tokens[index - 1].text in _APOSTROPHES and len(board.tokens[index].text) == 2


def _counts_something(board: Board, index: int) -> bool:
    """Whether the number belongs to what stands beside it: a time, a shift, a quantity, a code."""
    before, after = board.folded(index - 1), board.folded(index + 1)
    is_name = board.owes_given_name(index - 1)  # "Đoàn Thị Ca 95"
    short = len(board.tokens[index].text) < 4 and not is_name
    if short and (after in _COUNTED_AFTER or (before in _COUNTS_BEFORE and board.is_word(index - 1))):
        return True
    touches = after in _JOINS and board.is_number(index + 2) and _is_tight(board, index, index + 2)
    touched = before in _JOINS and _has_number(board, index - 2) and _is_tight(board, index - 2, index)
    glued = index > 0 and board.tokens[index - 1].end == board.tokens[index].start and board.is_word(index - 1)
    return touches or touched or (glued and before not in {"sn", "ns"})


def _has_number(board: Board, index: int) -> bool:
    return index >= 0 and board.tokens[index].shape is Shape.NUMBER


def _impossible(start: int, end: int, weight: int) -> _Reading:
    return _Reading(start, end, Birth(), weight, "nobody of that age can be a candidate (18 to 60), so it is left out")
