"""What an organiser's words about classes say: which course and sitting, when, and what is to be done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from handlers.meetings import reading as meeting_words
from handlers.turn import Turn
from models.names import fold

_WISHES = (
    (re.compile(r"\bthem buoi\b|\badd sitting\b"), "add"),
    (re.compile(r"\bthem (?:nguoi|hoc vien)\b|\badd (?:learners?|people)\b"), "enrol"),
    (re.compile(r"\b(?:doi|chuyen|hoan) buoi\b|\bmove sitting\b"), "move"),
    (re.compile(r"\bhuy buoi\b|\bcancel sitting\b"), "end"),
    (re.compile(r"\bxep\b|\bthoi khoa bieu\b"), "plan"),
    (re.compile(r"\bmo (?:mot )?lop\b|\b(?:open|new) class\b"), "open"),
)
_COURSE = re.compile(r"\bl\d{4}-\d{1,3}\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:buoi|sitting)(?: hoc)?(?: so| thu)? (\d{1,2})\b(?! ?[/h:g])")
_TOPIC = re.compile(r"\b(?:bai|topic)(?: so)? (\d{1,2})\b(?! ?[/h:g])")
_SITTING = re.compile(rf"{_NUMBER.pattern}|\b(?:buoi|sitting)(?: hoc)?\b")


class Wish(StrEnum):
    """What somebody wants of a class."""

    SHOW = "show"
    OPEN = "open"
    PLAN = "plan"
    MOVE = "move"
    END = "end"
    ADD = "add"
    ENROL = "enrol"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said. `course` is a code in capitals, `number` that of a sitting, `topic` that of a topic,
    `day` and `at` are when the sitting is to be; `is_impossible`: there is no such day or time.
    """

    wish: Wish = Wish.SHOW
    course: str | None = None
    number: int | None = None
    day: date | None = None
    at: time | None = None
    is_impossible: bool = False
    topic: int | None = None

    @property
    def has_time(self) -> bool:
        """Whether a day or a time was named."""
        return self.day is not None or self.at is not None


def read(turn: Turn, text: str) -> Asked:
    """Return what `text` says of a class; days without a year are those to come."""
    folded = fold(text)
    wish = next((Wish(wish) for words, wish in _WISHES if words.search(folded)), Wish.SHOW)
    course, number, topic = _COURSE.search(text), _NUMBER.search(folded), _TOPIC.search(folded)
    when = meeting_words.read(turn, _without_numbers(text))
    return Asked(
        wish=wish,
        course=course[0].upper() if course else None,
        number=int(number[1]) if number else None,
        day=when.first if when.is_day else None,
        at=when.at,
        is_impossible=when.is_impossible,
        topic=int(topic[1]) if topic else None,
    )


def _without_numbers(text: str) -> str:
    """The text without the numbers of courses and sittings, and without the word before them: “buổi 3” is no day.

    Nor is “buổi 19/12” a share of sittings here.
    """
    bare = _COURSE.sub(",", text)
    folded = fold(bare)
    if len(folded) != len(bare):
        return bare
    for found in sorted([*_TOPIC.finditer(folded), *_SITTING.finditer(folded)], key=lambda one: -one.start()):
        bare = f"{bare[: found.start()]},{bare[found.end() :]}"
    return bare
