"""The questions about a class that is opened: a copy or a new one, name, topics, room, seats, days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.classes import finding
from handlers.forms import Answers, Asked, Problem, Question
from handlers.turn import Turn
from handlers.understanding import Expect, find_dates
from models.classes import Course

_NEW, _LATER, _NO_LIMIT = "new", "later", "none"
_LONGEST = 200  # characters, as the columns have
_MOST_SEATS, _MOST_TOPICS, _MOST_HALF_DAYS = 2_000, 20, 10
_LONGEST_COURSE, _FARTHEST = timedelta(days=184), timedelta(days=550)
_RUN = re.compile(r"(khóa|khoá|khoa|course)\s+(\d{1,3})(?:/(\d{4}))?", re.IGNORECASE)
_TOPIC = re.compile(r"^(?:[-•*]\s*|\d{1,2}[.)]\s*)?(.*?)(?:[\s,:(–-]+(\d{1,2})\s*(?:buổi|buoi|half-days?)?\)?)?$")


def last_course(turn: Turn) -> Course | None:
    """Return the newest course that has topics: the one to copy."""
    return next((course for course in finding.courses(turn) if course.topics), None)


def next_question(_turn: Turn, answers: Answers) -> Question | None:
    """Return the question that stands open, None when the summary can be shown."""
    for key, question in _ORDER:
        if key not in answers:
            return QUESTIONS[question]
    return None


_ORDER = (
    ("copy", "source"),
    ("name", "name"),
    ("topics", "topics"),
    ("room", "room"),
    ("capacity", "capacity"),
    ("first", "days"),
)


def _ask_source(turn: Turn, _answers: Answers) -> Asked:
    last = last_course(turn)
    options = [(turn.t("Copy {code}: {name}", code=last.code, name=last.name)[:60], str(last.id))] if last else []
    options.append((turn.t("A new class"), _NEW))
    told = turn.t("A copy has the topics, the room and the seats of the last class; only the days are new.")
    return Asked(told, tuple(options))


def _take_source(turn: Turn, answers: Answers, said: str) -> Problem | None:
    if said == _NEW:
        answers["copy"] = None
        return None
    course = finding.course(turn, said)
    if course is None or not course.topics:
        return Problem(turn.t("I did not understand that. {You} can choose one of these."))
    seats = [topic.capacity for topic in course.topics if topic.capacity is not None]
    answers.update(
        copy=course.id,
        name=_next_name(course.name),
        topics=[[topic.title, topic.half_days] for topic in course.topics],
        room=next((topic.room for topic in course.topics if topic.room), ""),
        capacity=min(seats, default=None),
    )
    return None


def _next_name(name: str) -> str:
    """ "… khóa 4/2026" is followed by "… khóa 5/2026"."""
    found = _RUN.search(name)
    if found is None:
        return name
    year = f"/{found[3]}" if found[3] else ""
    return f"{name[: found.start()]}{found[1]} {int(found[2]) + 1}{year}{name[found.end() :]}"[:_LONGEST]


def run_of_year(name: str, year: int) -> str:
    """Return a name whose run is of `year`: “… khóa 5/2026” becomes “… khóa 1/2027”."""
    found = _RUN.search(name)
    if found is None or found[3] in (None, str(year)):
        return name
    return f"{name[: found.start()]}{found[1]} 1/{year}{name[found.end() :]}"[:_LONGEST]


def _ask_name(turn: Turn, _answers: Answers) -> Asked:
    return Asked(turn.t("What is the class called? For example “Lớp bồi dưỡng nhận thức về Đảng khóa 5/2026”."))


def _take_name(turn: Turn, answers: Answers, said: str) -> Problem | None:
    if not 2 <= len(said.strip()) <= _LONGEST:
        return Problem(turn.t("Please type {shortest} to {longest} characters.", shortest=2, longest=_LONGEST))
    answers["name"] = said.strip()
    return None


def _ask_topics(turn: Turn, _answers: Answers) -> Asked:
    told = turn.t("Which topics, with how many half-days each? A line each, or “;” between them, for example:")
    return Asked(f"{told}\nKhái quát lịch sử Đảng 1\nCương lĩnh xây dựng đất nước 2")


def _take_topics(turn: Turn, answers: Answers, said: str) -> Problem | None:
    found: list[list[str | int]] = []
    for line in re.split(r"[\n;]+", said):
        match = _TOPIC.match(line.strip())
        title = match[1].strip() if match else ""
        if match and title:
            found.append([title[:_LONGEST], int(match[2] or 1)])
    counts = [int(count) for _, count in found]
    if not found or len(found) > _MOST_TOPICS or not all(1 <= count <= _MOST_HALF_DAYS for count in counts):
        return Problem(
            turn.t(
                "Please type 1 to {topics} topics of 1 to {most} half-days.", topics=_MOST_TOPICS, most=_MOST_HALF_DAYS
            )
        )
    answers["topics"] = found
    return None


def _ask_room(turn: Turn, _answers: Answers) -> Asked:
    return Asked(turn.t("In which room? Type the place."), ((turn.t("Told later"), _LATER),))


def take_room(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take the room; “tại” before it is no part of it."""
    room = "" if said == _LATER else re.sub(r"^(?:tại|tai|ở|at)\s+", "", said.strip(), flags=re.IGNORECASE)
    if len(room) > _LONGEST or (said != _LATER and len(room) < 2):
        return Problem(turn.t("Please type {shortest} to {longest} characters.", shortest=2, longest=_LONGEST))
    answers["room"] = room
    return None


def _ask_capacity(turn: Turn, _answers: Answers) -> Asked:
    return Asked(turn.t("How many seats has it? For example 60."), ((turn.t("No limit"), _NO_LIMIT),))


def _take_capacity(turn: Turn, answers: Answers, said: str) -> Problem | None:
    found = re.search(r"\d+", said)
    if said != _NO_LIMIT and (found is None or not 1 <= int(found[0]) <= _MOST_SEATS):
        return Problem(turn.t("Please type a number from 1 to {most}.", most=_MOST_SEATS))
    answers["capacity"] = int(found[0]) if found else None
    return None


def _ask_days(turn: Turn, _answers: Answers) -> Asked:
    return Asked(turn.t("From which day to which day? For example “từ 1/3 đến 30/3”."))


def take_days(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take the first and the last day; a month is all of its days."""
    found = find_dates(said, turn.today, Expect.FUTURE)
    days = [day for one in found for day in (one.day, one.last) if day is not None]
    if any(one.is_impossible for one in found):
        return Problem(turn.t("There is no such day. For example: “từ 1/3 đến 30/3”."))
    if not days or (len(found) == 1 and days[0] == days[-1]):
        return Problem(turn.t("From which day to which day? For example “từ 1/3 đến 30/3”."))
    problem = _impossible(turn, days[0], days[-1])
    if problem is None:
        answers.update(first=days[0].isoformat(), last=days[-1].isoformat())
    return problem


def _impossible(turn: Turn, first: date, last: date) -> Problem | None:
    if last < first:
        return Problem(turn.t("The last day comes before the first: {days}.", days=f"{first:%d/%m}–{last:%d/%m/%Y}"))
    if last <= turn.today:
        return Problem(turn.t("{day} is over already.", day=f"{last:%d/%m/%Y}"))
    if last - first > _LONGEST_COURSE or first > turn.today + _FARTHEST:
        return Problem(turn.t("A class lasts {days} days at most and begins within a year and a half.", days=184))
    return None


QUESTIONS = {
    "source": Question("source", _ask_source, _take_source),
    "name": Question("name", _ask_name, _take_name, is_free=True),
    "topics": Question("topics", _ask_topics, _take_topics, is_free=True),
    "room": Question("room", _ask_room, take_room, is_free=True),
    "capacity": Question("capacity", _ask_capacity, _take_capacity),
    "days": Question("days", _ask_days, take_days),
}
