"""What the words about meetings say: which meeting, which days, which time, and what is to be done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from handlers.turn import Turn
from handlers.understanding import Expect, Precision, SaidDate, SaidTime, find_dates, find_times
from handlers.understanding.meeting_words import without
from models.meeting_windows import end_of
from models.meetings import MeetingKind
from models.names import fold

_MOVES = re.compile(r"\b(?:doi|hoan|chuyen(?! de)|move|postpone)\b")
_ENDS = re.compile(r"\b(?:huy|cancel)\b")
_ASKS_WHO = re.compile(r"\b(?:ai|who) (?:(?:chua|khong|ko) )?(?:tra loi|(?:di|du|hop)\b|comes\b|has not answered)")
_CALLS = re.compile(r"moi (?:di )?(?:hop|sinh hoat)(?: chi bo)?")
_TO = re.compile(r"\b(?:sang|thanh|qua|to)\b")  # what stands behind it is the new time
_THEMATIC = re.compile(r"\b(?:chuyen de|thematic)\b")
_QUARTER = re.compile(r"\b(?:quy|quarter) ?([1-4]|iv|i{1,3})(?: ?/? ?(?:nam )?(\d{4}|sau|toi))?\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
Said = TypeVar("Said", SaidDate, SaidTime)
_PLACE = re.compile(
    r"(?:^|[\s,;])(?:nơi họp|địa điểm|noi hop|dia diem|tại|tai|ở|place|at)[\s:]+(?=[^\W\d])(.+)$", re.IGNORECASE
)
_TOPIC = re.compile(r"(?:chuyên đề|chủ đề|chuyen de|chu de|topic)\s*[:–-]\s*(.+)$", re.IGNORECASE)


class Wish(StrEnum):
    """What somebody wants of a meeting."""

    SHOW = "show"
    MOVE = "move"
    END = "end"
    WHO = "who"  # comes, or has not answered
    CALL = "call"  # the members, to what was chosen


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said. `first` and `last` are the days that were asked for, a single one with `at` when a time was."""

    wish: Wish = Wish.SHOW
    kind: MeetingKind | None = None
    first: date | None = None
    last: date | None = None
    at: time | None = None
    is_impossible: bool = False
    place: str | None = None
    topic: str | None = None

    @property
    def is_day(self) -> bool:
        """Whether one day was named."""
        return self.first is not None and self.first == self.last

    @property
    def has_time(self) -> bool:
        """Whether any day or time was named."""
        return self.first is not None or self.at is not None


def read(turn: Turn, text: str) -> Asked:
    """Return what `text` says of a meeting; days without a year are those to come."""
    folded = fold(text)
    place, topic = _PLACE.search(text), _TOPIC.search(text)
    bare = text[: place.start()] if place else text
    wish = _wish(folded)
    dates = find_dates(bare, turn.today, Expect.FUTURE)
    times = find_times(_without(bare, dates))
    if wish is Wish.MOVE:
        dates, times = _after_to(bare, dates), _after_to(_without(bare, dates), times)
    first, last = _days(turn, folded, dates)
    return Asked(
        wish=wish,
        kind=MeetingKind.THEMATIC if _THEMATIC.search(folded) else None,
        first=first,
        last=last,
        at=times[0].time if times else None,  # of “từ 22h đến 23h30” the start
        is_impossible=any(said.is_impossible for said in dates) or any(said.time is None for said in times),
        place=place[1].strip() if place else None,
        topic=topic[1].strip() if topic else None,
    )


def _wish(folded: str) -> Wish:
    if _MOVES.search(folded):
        return Wish.MOVE
    if _ENDS.search(folded):
        return Wish.END
    if _ASKS_WHO.search(folded):
        return Wish.WHO
    return Wish.CALL if _CALLS.fullmatch(folded.strip()) else Wish.SHOW


def _after_to(text: str, said: tuple[Said, ...]) -> tuple[Said, ...]:
    """Of “dời buổi 10/12 17:30 sang 13/12 8:00” the new day and time; everything where the words do not tell."""
    to = next((found.start() for found in _TO.finditer(fold(text))), None)
    later = tuple(one for one in said if to is not None and one.start > to)
    return later or said


def moment(turn: Turn, day: date, at: time) -> datetime:
    """Return the moment of a local day and time."""
    return datetime.combine(day, at, turn.settings.zone)


def _without(text: str, dates: tuple[SaidDate, ...]) -> str:
    """The text without its dates, whose last word may make a time look like a duration ("tuần sau 17h30")."""
    return without(text, [(said.start, said.end) for said in dates])


def _days(turn: Turn, folded: str, dates: tuple[SaidDate, ...]) -> tuple[date | None, date | None]:
    exact = next((said for said in dates if said.precision is Precision.DAY and said.day), None)
    said = exact or next((said for said in dates if said.day), None)
    if said is not None and said.day and said.last:
        is_rest = said.precision is Precision.MONTH and said.day == turn.today
        return (said.day.replace(day=1) if is_rest else said.day), said.last
    found = _QUARTER.search(folded)
    if found is None:
        return None, None
    number = _ROMAN.get(found[1]) or int(found[1])
    year, told = turn.today.year, (found[2] or "").strip()
    if told:
        return _quarter(int(told) if told.isdecimal() else year + 1, number)
    first, last = _quarter(year, number)
    return (first, last) if last >= turn.today else _quarter(year + 1, number)


def _quarter(year: int, number: int) -> tuple[date, date]:
    first = date(year, number * 3 - 2, 1)
    return first, end_of(MeetingKind.THEMATIC, first)
