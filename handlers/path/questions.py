"""The questions about a step: who is meant, on which day, where to, and why."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from handlers.forms import Answers, Asked, Problem, Question
from handlers.path import checks, finding, words
from handlers.path.entries import OUTSIDE, Entry, Record
from handlers.path.reading import problem_of
from handlers.turn import Turn
from handlers.understanding import find_date
from models.candidates import Candidate
from models.path import OF_THE_DAY

OTHER_DAY, BACK = "other", "back"
REASON_CHARACTERS = 200
_SHORTEST_REASON = 3
_CODE = re.compile(r"qc ?0*(\d{1,4})", re.IGNORECASE)


def open_question(record: Record) -> str | None:
    """Return the name of the question that stands open, None when the summary can be shown."""
    entries = record.entries
    found = (
        ("who", any(entry.is_open for entry in entries)),
        ("place", any(entry.lacks_place for entry in entries)),
        (record.asking, record.asking is not None),
        ("day", any(entry.lacks_day for entry in entries)),
        ("reason", any(entry.wants_reason for entry in entries)),
    )
    return next((name for name, is_open in found if is_open), None)


def _ask_who(turn: Turn, answers: Answers) -> Asked:
    _, entry = _first(Record.of(answers), "who")
    lines = [turn.t("“{name}” fits {count} people. Who is meant?", name=entry.said, count=len(entry.codes))]
    for code in entry.codes:
        candidate = finding.by_code(turn, code)
        if candidate is not None:
            facts = (code, candidate.full_name, candidate.birth_year, candidate.unit.name)
            lines.append(" · ".join(str(fact) for fact in facts if fact))
    return Asked("\n".join(lines), tuple((code, code) for code in entry.codes), width=3)


def _take_who(turn: Turn, answers: Answers, said: str) -> Problem | None:
    record = Record.of(answers)
    place, entry = _first(record, "who")
    typed = _CODE.fullmatch(said.strip())
    code = f"QC{int(typed[1]):03d}" if typed else said
    named = (code,) if code in entry.codes else tuple(one for one in finding.who(turn, said) if one in entry.codes)
    if len(named) != 1:
        return Problem(turn.t("Please choose one of them, for example “{code}”.", code=entry.codes[0]))
    answers.update(record.with_entry(place, replace(entry, codes=named)).to_answers())
    return None


def _ask_day(turn: Turn, answers: Answers) -> Asked:
    record = Record.of(answers)
    entry = _asked_of(record)
    told = [words.line(turn, candidate, replace(entry, day=None)) for candidate in _those(turn, record, entry)]
    today, yesterday = turn.today, turn.today - timedelta(days=1)
    options = (
        (turn.t("Today ({day})", day=f"{today:%d/%m}"), today.isoformat()),
        (turn.t("Yesterday ({day})", day=f"{yesterday:%d/%m}"), yesterday.isoformat()),
        (turn.t("Another day"), OTHER_DAY),
    )
    return Asked("\n".join([*told, turn.t("On which day?")]), options, width=2)


def _take_day(turn: Turn, answers: Answers, said: str) -> Problem | None:
    if said == OTHER_DAY:
        return Problem(turn.t("Type the day, for example “12/11” or “thứ năm tuần trước”."))
    record = Record.of(answers)
    entry = _asked_of(record)
    group = entry.group if record.asking is None else None
    problem, moved = with_day(turn, record, said, group)
    if problem is None:
        answers.update(moved.to_answers())
    return problem


def with_day(turn: Turn, record: Record, said: str, group: int | None) -> tuple[Problem | None, Record]:
    """Return the record with the day that `said` names, or what is wrong with that day."""
    on = find_date(said, turn.today)
    if on is None or on.day is None:
        sentence = problem_of(turn, on) if on else None
        return Problem(sentence or turn.t("I did not understand the day. For example: “hôm qua”, “12/11”.")), record
    sentence = problem_of(turn, on)
    moved = record.with_day(on.day, group)
    for one in checks.checked(turn, moved):
        of_day = [lack for lack in one.check.refusals if lack.code in OF_THE_DAY]
        if of_day and sentence is None and group in (None, one.entry.group):
            reasons = "; ".join(words.refusal(turn, one.candidate, lack) for lack in of_day)
            sentence = f"{one.candidate.code}: {reasons}."
    return (Problem(sentence), record) if sentence else (None, moved)


def _ask_place(turn: Turn, answers: Answers) -> Asked:
    _, entry = _first(Record.of(answers), "place")
    asked = turn.t("Where does {who} move to? Type a cell or an enterprise, for example “CB07”.", who=entry.code)
    if entry.place_said:
        unknown = turn.t("I find no “{words}” in the organisation.", words=entry.place_said)
        asked = f"{unknown}\n{asked}"
    return Asked(asked, ((turn.t("Outside the organisation"), OUTSIDE),))


def _take_place(turn: Turn, answers: Answers, said: str) -> Problem | None:
    record = Record.of(answers)
    place, entry = _first(record, "place")
    if said == OUTSIDE:
        answers.update(record.with_entry(place, replace(entry, place=entry.place_said or OUTSIDE)).to_answers())
        return None
    unit, enterprise = finding.where(turn, said)
    if unit is None and enterprise is None:
        answers.update(record.with_entry(place, replace(entry, place_said=said[:REASON_CHARACTERS])).to_answers())
        return None
    answers.update(record.with_entry(place, replace(entry, unit=unit, enterprise=enterprise)).to_answers())
    return None


def _ask_reason(turn: Turn, answers: Answers) -> Asked:
    asked = turn.t("The reason, in a few words (nothing out of a dossier):")
    return Asked(asked, ((turn.t("Back"), BACK),) if Record.of(answers).asking else ())


def _take_reason(turn: Turn, answers: Answers, said: str) -> Problem | None:
    record = Record.of(answers)
    if said == BACK and record.asking:
        answers.update(replace(record, asking=None).to_answers())
        return None
    reason = " ".join(said.split())
    if not _SHORTEST_REASON <= len(reason) <= REASON_CHARACTERS or not any(map(str.isalpha, reason)):
        return Problem(
            turn.t("A few words are needed, for example “đã học lớp năm 2024”; at most {most} characters.", most=200)
        )
    answers.update(record.with_reason(reason).to_answers())
    return None


def _first(record: Record, question: str) -> tuple[int, Entry]:
    """The first entry about which `question` stands open, with its place."""
    return next(
        (place, entry)
        for place, entry in enumerate(record.entries)
        if (entry.is_open if question == "who" else entry.lacks_place)
    )


def _asked_of(record: Record) -> Entry:
    """The entry whose day is asked for; of all of them when the day is asked for again."""
    return next((entry for entry in record.entries if entry.lacks_day), record.entries[0])


def _those(turn: Turn, record: Record, entry: Entry) -> list[Candidate]:
    """Those of whom the same was said together with `entry`."""
    codes = dict.fromkeys(one.code for one in record.entries if (one.group, one.stage) == (entry.group, entry.stage))
    found = (finding.by_code(turn, code) for code in codes)
    return [candidate for candidate in found if candidate is not None]


QUESTIONS = {
    question.name: question
    for question in (
        Question("who", _ask_who, _take_who),
        Question("place", _ask_place, _take_place),
        Question("day", _ask_day, _take_day),
        Question("reason", _ask_reason, _take_reason, is_free=True),
    )
}
