"""The questions about a crew: the system, the shift of this week or of today, and the letter for those who know it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from handlers.forms import Answers, Asked, Problem, Question
from handlers.hearing import hear
from handlers.shifts import known, words
from handlers.shifts.crew_plan import CrewPlan, Found, found, since_of
from handlers.turn import Turn
from handlers.understanding import SaidDays, SaidShift, ShiftNews, ShiftTopic
from models import shift_sayings
from models.names import fold
from models.shift_patterns import DAY_OFF
from models.shift_sayings import Period, Statement
from models.units import ShiftSystem

OTHER_SYSTEM, BY_LETTER = "system", "letter"
_LETTER = re.compile(r"(?:(?:ca )?(?:kip|crew) )?(\w{1,8})")


def crew_named(system: ShiftSystem, said: str) -> str | None:
    """Return the crew of a system that `said`, its name as typed, means."""
    return next((crew for crew in system.crew_offsets if fold(crew) == fold(said).strip()), None)


def no_such_crew(turn: Turn, system: ShiftSystem, said: str) -> str:
    """Return the sentence for a crew that a system does not have, with those that it has."""
    named = ", ".join(sorted(system.crew_offsets))
    if not named:
        return turn.t("In {system} there are no crews.", system=system.name)
    return turn.t(
        "There is no crew {crew} in {system}. There are: {crews}.", crew=said[:8], system=system.name, crews=named
    )


def no_such_shift(turn: Turn, system: ShiftSystem, said: str) -> str:
    """Return the sentence for a shift that a system does not have, with those that it has."""
    named = ", ".join(words.code(turn.t, code) for code in sorted(system.hours))
    what = said if not said.isdecimal() else words.code(turn.t, said)
    return turn.t(
        "There is no “{shift}” in {system}. There are: {shifts}.", shift=what, system=system.name, shifts=named
    )


def statements(
    turn: Turn, system: ShiftSystem, said: Iterable[SaidShift]
) -> tuple[tuple[Statement, ...], Problem | None]:
    """Return what was said of shifts within a system, a shift without days being that of this week or of today."""
    made = []
    for one in said:
        code = shift_sayings.shift_meant(system, one.shift)
        if code is None:
            return (), Problem(no_such_shift(turn, system, one.shift))
        made.append(Statement(_period(turn, system, one.days), None if code == DAY_OFF else code))
    return tuple(made), None


def _period(turn: Turn, system: ShiftSystem, days: SaidDays | None) -> Period:
    if days is None:
        is_weekly = shift_sayings.is_weekly(system, turn.today)
        return Period.week_of(turn.today) if is_weekly else Period(turn.today, turn.today)
    if days.is_open and not days.is_week:
        return _from(system, days.first)
    return Period.week_of(days.first) if days.is_week else Period(days.first, days.last)


def _from(system: ShiftSystem, day: date) -> Period:
    """The rest of the week of `day`, where a shift goes on for a week; else the day alone."""
    week = Period.week_of(day)
    return (
        Period(day, week.last, is_week=True)
        if shift_sayings.is_weekly(system, day) and day < week.last
        else Period(day, day)
    )


def _ask_system(turn: Turn, _answers: Answers) -> Asked:
    usual = known.of_enterprise(turn, turn.known_person)
    offered = sorted(known.systems(turn), key=lambda system: system is not usual)
    text = turn.t("In which shift system do {you} work?")
    if usual is not None:
        text += "\n" + turn.t("That of {your} enterprise: {system}.", system=usual.name)
    return Asked(text, tuple((system.name, system.code) for system in offered))


def _take_system(turn: Turn, answers: Answers, said: str) -> Problem | None:
    wanted = fold(said).strip()
    offered = known.systems(turn)
    fitting = [system for system in offered if wanted in (fold(system.code), fold(system.name))]
    news = hear(turn, said).understanding.shift_news
    if not fitting and news is not None and news.system:
        meant = known.system_said(turn, news.system)
        fitting = [meant] if meant else []
        answers["crew"] = news.crew or answers["crew"]
    if len(fitting) != 1:
        return Problem(turn.t("I do not know that system. Please choose one of these."))
    return _in_system(turn, answers, fitting[0])


def _in_system(turn: Turn, answers: Answers, system: ShiftSystem) -> Problem | None:
    """Go on in a system with the crew or the statement that was said before it was known."""
    plan = CrewPlan.of(answers)
    made, problem = statements(turn, system, plan.raw)
    crew = crew_named(system, plan.crew) if plan.crew else None
    if plan.crew and crew is None:
        problem = Problem(no_such_crew(turn, system, plan.crew))
    asking = "letter" if plan.crew and crew is None else None
    made_plan = CrewPlan(system=system.code, crew=crew, said=made, typed=made, asking=asking, since=plan.since)
    answers.update(made_plan.to_answers())
    return problem


def _ask_shift(turn: Turn, answers: Answers) -> Asked:
    at = found(turn, CrewPlan.of(answers))
    if at is None:
        return _ask_system(turn, answers)
    asked = _asked_period(turn, at)
    worked = [what for crew, what in shift_sayings.worked_in(at.system, asked).items() if crew in at.fitting]
    codes = sorted({what for what in worked if isinstance(what, str)})
    text = turn.t("{when} which shift do {you} work?", when=words.upper(words.period(turn.t, asked, turn.today)))
    options = [(words.upper(words.code(turn.t, code)), code) for code in codes]
    if None in worked or not CrewPlan.of(answers).said:
        options.append((turn.t("Off"), DAY_OFF))
    options += [(turn.t("By the crew's letter"), BY_LETTER), (turn.t("Another system"), OTHER_SYSTEM)]
    return Asked(f"{at.system.name}. {text}", tuple(options), width=2)


def _asked_period(turn: Turn, at: Found) -> Period:
    return shift_sayings.period_to_ask(at.system, at.fitting, turn.today)


def _take_shift(turn: Turn, answers: Answers, said: str) -> Problem | None:
    plan = CrewPlan.of(answers)
    at = found(turn, plan)
    if at is None or said in (BY_LETTER, OTHER_SYSTEM):
        asking = "letter" if said == BY_LETTER else "system"
        answers.update(replace(plan, asking=asking).to_answers())
        return None
    code = shift_sayings.shift_meant(at.system, said.strip())
    if code is None:
        return take_words(turn, answers, said)
    asked = _asked_period(turn, at)
    one = Statement(asked, None if code == DAY_OFF else code)
    works = shift_sayings.worked_in(at.system, asked)
    if one.shift is None and not any(works[crew] is None for crew in at.fitting):
        return _off_without_a_crew(turn, answers, asked)
    answers.update(replace(plan, said=(*plan.said, one), asking=None).to_answers())
    return None


def _off_without_a_crew(turn: Turn, answers: Answers, asked: Period) -> Problem:
    """Ask for the letter of somebody who is off when no crew is: on leave, or wrong about the system."""
    answers.update(replace(CrewPlan.of(answers), asking="letter").to_answers())
    when = words.period(turn.t, asked, turn.today)
    return Problem(turn.t("No crew is off {when}. When {you} are on leave, say it afterwards.", when=when))


def take_words(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take a crew by its letter, a system, or a statement such as “tuần sau ca 3”."""
    plan = CrewPlan.of(answers)
    news = hear(turn, said).understanding.shift_news
    if news is not None and news.topic is ShiftTopic.CREW:
        return _take_crew(turn, answers, news)
    at = found(turn, plan)
    if news is not None and news.topic is ShiftTopic.SHIFT and at is not None:
        made, problem = statements(turn, at.system, news.shifts)
        if problem is None:
            since = since_of([one.days for one in news.shifts if one.days and one.days.is_open], turn.today)
            answers.update(replace(plan, crew=None, said=made, typed=made, asking=None, since=since).to_answers())
        return problem
    letter = _LETTER.fullmatch(fold(said).strip(" ."))
    crew = crew_named(at.system, letter[1]) if at is not None and letter is not None else None
    if crew is None:
        return Problem(turn.t("I did not understand that. For example “ca 2”, “kíp B”, or choose:"))
    answers.update(replace(plan, crew=crew, asking=None).to_answers())
    return None


def _take_crew(turn: Turn, answers: Answers, news: ShiftNews) -> Problem | None:
    plan = CrewPlan.of(answers)
    system = known.system_said(turn, news.system) if news.system else known.system(turn, plan.system)
    if system is None:
        return Problem(turn.t("I do not know that system. Please choose one of these."))
    crew = crew_named(system, news.crew) if news.crew else None
    if news.crew and crew is None:
        return Problem(no_such_crew(turn, system, news.crew))
    since = since_of(news.days, turn.today) or plan.since
    answers.update(CrewPlan(system=system.code, crew=crew, since=since).to_answers())
    return None


def _ask_letter(turn: Turn, answers: Answers) -> Asked:
    at = found(turn, CrewPlan.of(answers))
    if at is None:
        return _ask_system(turn, answers)
    is_weekly = shift_sayings.is_weekly(at.system, turn.today)
    asked = Period.week_of(turn.today) if is_weekly else Period(turn.today, turn.today)
    options = [
        (turn.t("Crew {crew} ({shift})", crew=crew, shift=words.code(turn.t, what)), crew)
        for crew, what in shift_sayings.worked_in(at.system, asked).items()
        if crew is not None
    ]
    when = words.period(turn.t, asked, turn.today)
    text = turn.t("{system}: which crew are {you} in? In brackets: {when}.", system=at.system.name, when=when)
    return Asked(text, (*options, (turn.t("Another system"), OTHER_SYSTEM)), width=2)


def _take_letter(turn: Turn, answers: Answers, said: str) -> Problem | None:
    if said == OTHER_SYSTEM:
        answers.update(replace(CrewPlan.of(answers), asking="system").to_answers())
        return None
    at = found(turn, CrewPlan.of(answers))
    letter = _LETTER.fullmatch(fold(said).strip(" ."))
    if at is not None and letter is not None and crew_named(at.system, letter[1]) is None and len(letter[1]) == 1:
        return Problem(no_such_crew(turn, at.system, letter[1].upper()))
    return take_words(turn, answers, said)


QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in (
        Question("system", _ask_system, _take_system),
        Question("shift", _ask_shift, _take_shift),
        Question("letter", _ask_letter, _take_letter),
    )
}
