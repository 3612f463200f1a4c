"""The questions about a meeting that is called or moved: when, where, and about what."""

from __future__ import annotations

from dataclasses import replace

from handlers.forms import Answers, Asked, Problem, Question
from handlers.meetings import calling, reading, words
from handlers.meetings.draft import Draft
from handlers.meetings.proposing import best_within
from handlers.turn import Turn
from models.meetings import MeetingKind, last_place

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
    if asked.is_impossible:
        return Problem(turn.t("There is no such day or time. For example: “CN 13/12 8:00”."))
    if not asked.has_time or (asked.first is not None and not asked.is_day):
        return Problem(turn.t("Type the day and the time, for example “CN 13/12 8:00” or “thứ Năm tuần sau 17h30”."))
    day = asked.first or (before.date() if before else None)
    at = asked.at or (before.timetz().replace(tzinfo=None) if before else None)
    if day is None:
        return Problem(turn.t("On which day? For example “CN 13/12 8:00”."))
    if at is None:
        return Problem(turn.t("At what time? For example “{day} 17:30”.", day=f"{day:%d/%m}"))
    start = reading.moment(turn, day, at)
    moved = replace(draft, starts=(start.isoformat(),), asking=None, place=asked.place or draft.place)
    problem = calling.impossible(turn, moved.times(turn))
    if problem:
        return Problem(problem)
    best = best_within(turn, draft.unit, draft.meeting_kind, day)
    answers.update(replace(moved, best=best).to_answers())
    return None


def _ask_when(turn: Turn, answers: Answers) -> Asked:
    draft = Draft.of(answers)
    told = turn.t("On which day and at what time? For example “CN 13/12 8:00”.")
    if not draft.starts:
        return Asked(told)
    now = words.spans(turn.translator, draft.times(turn))
    return Asked("\n".join((turn.t("Chosen so far: {when}.", when=now), told)))


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
    return Problem(turn.t("Please {shortest} to {longest} characters.", shortest=_SHORTEST, longest=_LONGEST))


QUESTIONS = {
    "when": Question("when", _ask_when, take_when),
    "place": Question("place", _ask_place, _take_place),
    "topic": Question("topic", _ask_topic, _take_topic),
}
