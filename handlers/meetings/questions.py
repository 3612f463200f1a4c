"""The questions about a meeting that is called or moved: when, where, and about what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from handlers import day_words
from handlers.forms import Answers, Asked, Problem, Question
from handlers.meetings import calling, near, reading, words
from handlers.meetings.draft import Draft
from handlers.meetings.proposing import best_within
from handlers.turn import Turn
from models.meetings import MeetingKind, in_period, last_place, period_of

LATER, LAST, KEPT = "later", "last", "kept"
_LONGEST = 200  # characters, as the columns have
_SHORTEST = 2


def open_question(_turn: Turn, answers: Answers) -> Question | None:
    """Return the question that stands open, None when the summary can be shown."""
    draft = Draft.of(answers)
    if draft.asking is not None:
        return QUESTIONS[draft.asking]
    if not draft.starts:
        return QUESTIONS["when"]
    if draft.topic is None and draft.meeting_kind is MeetingKind.THEMATIC:
        return QUESTIONS["topic"]
    return QUESTIONS["place"] if draft.place is None else None


def take_when(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take a day and a time; one of both alone changes the other of what was chosen before."""
    draft, asked = Draft.of(answers), reading.read(turn, said)
    before = draft.times(turn)[0][0] if draft.starts else None
    day, at = _so_far(draft, before)
    if asked.is_impossible:
        return Problem(turn.t("There is no such day or time. For example: “CN 13/12 8:00”."))
    if not asked.has_time or (asked.first is not None and not asked.is_day):
        return Problem(turn.t("Type the day and the time, for example “CN 13/12 8:00” or “thứ Năm tuần sau 17h30”."))
    day, at = asked.first or day, asked.at or at
    if day is not None and day < turn.today:
        return Problem(turn.t("{when} is over already.", when=day_words.day(day)))
    if day is None or at is None:
        kept = replace(draft, day=day.isoformat() if day else None, at=at.isoformat() if at else None)
        answers.update(replace(kept, place=asked.place or draft.place).to_answers())
        return None
    start = reading.moment(turn, day, at)
    moved = replace(draft, starts=(start.isoformat(),), asking=None, place=asked.place or draft.place)
    problem = calling.impossible(turn, moved.times(turn))
    if problem:
        return Problem(problem)
    answers.update(compared(turn, replace(moved, day=None, at=None)).to_answers())
    return None


def compared(turn: Turn, draft: Draft) -> Draft:
    """Return a draft whose time is chosen with the best time it has to stand against, and the meeting beside it."""
    day, kind = draft.times(turn)[0][0].date(), draft.meeting_kind
    known = None if draft.meeting else in_period(turn.session, draft.unit, kind, period_of(kind, day))
    return replace(draft, best=best_within(turn, draft.unit, kind, day), beside=known.id if known else 0)


def _so_far(draft: Draft, before: datetime | None) -> tuple[date | None, time | None]:
    """The day and the hour that are known already."""
    day = date.fromisoformat(draft.day) if draft.day else (before.date() if before else None)
    at = time.fromisoformat(draft.at) if draft.at else (before.time() if before else None)
    return day, at


def _ask_when(turn: Turn, answers: Answers) -> Asked:
    draft = Draft.of(answers)
    if draft.starts:
        before = draft.times(turn)[0][0]
        now = words.spans(turn.translator, draft.times(turn))
        told = turn.t("On which day and at what time? For example “CN 13/12 8:00”.")
        options = (*near.hours(turn, draft, before.date()), *near.days(turn, draft))
        return Asked("\n".join((turn.t("Chosen so far: {when}.", when=now), told)), options, width=2)
    day, at = _so_far(draft, None)
    if day is not None:
        named = day_words.weekday_and_day(turn.translator, day)
        return Asked(turn.t("{day}: at what time?", day=named), near.hours(turn, draft, day), width=2)
    if at is not None:
        return Asked(turn.t("{time}: on which day?", time=words.clock(at)), near.days(turn, draft, at), width=2)
    told = turn.t("On which day is the meeting? The hour can be typed with it: “CN 13/12 8:00”.")
    return Asked(told, near.days(turn, draft), width=2)


def _ask_place(turn: Turn, answers: Answers) -> Asked:
    draft = Draft.of(answers)
    last = last_place(turn.session, draft.unit)
    options = [(draft.place, KEPT)] if draft.place else []
    options += [(last, LAST)] if last and last != draft.place else []
    options.append((turn.t("Told later"), LATER))
    return Asked(turn.t("Where is the meeting? Type the place."), tuple(options))


def _take_place(turn: Turn, answers: Answers, said: str) -> Problem | None:
    draft = Draft.of(answers)
    chosen = {LATER: "", LAST: last_place(turn.session, draft.unit) or "", KEPT: draft.place or ""}
    place = chosen.get(said, said.strip())
    problem = _length(turn, place) if said not in chosen else None
    if problem is None:
        answers.update(replace(draft, place=place, asking=None).to_answers())
    return problem


def _ask_topic(turn: Turn, _answers: Answers) -> Asked:
    return Asked(turn.t("What is the topic? Type it in a few words."), ((turn.t("Told later"), LATER),))


def _take_topic(turn: Turn, answers: Answers, said: str) -> Problem | None:
    topic = "" if said == LATER else said.strip()
    problem = _length(turn, topic) if topic else None
    if problem is None:
        answers.update(replace(Draft.of(answers), topic=topic, asking=None).to_answers())
    return problem


def _length(turn: Turn, text: str) -> Problem | None:
    if _SHORTEST <= len(text) <= _LONGEST:
        return None
    return Problem(turn.t("Please type {shortest} to {longest} characters.", shortest=_SHORTEST, longest=_LONGEST))


QUESTIONS = {
    "when": Question("when", _ask_when, take_when),
    "place": Question("place", _ask_place, _take_place, is_free=True),
    "topic": Question("topic", _ask_topic, _take_topic, is_free=True),
}
