"""Setting one's own crew: as a form, from the press “change crew”, a statement (“tuần này tôi ca 2”) or a letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from handlers import forms, menu
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.markup import bold
from handlers.shifts import change, crew_saving, crew_until, known, words
from handlers.shifts.change_plan import OWN_FORMS
from handlers.shifts.crew_plan import CrewPlan, Found, found, since_of
from handlers.shifts.crew_questions import QUESTIONS, crew_named, no_such_crew, statements, take_words
from handlers.turn import Reply, Turn
from handlers.understanding import ShiftNews
from models import shift_sayings
from models.person_rotas import rotas_of
from models.rotas import Knowledge, Rota, Rotas
from models.shift_patterns import Shift
from models.shift_sayings import Mixed, Period, Statement
from models.units import ShiftSystem

_DIFFERS = "differs"
_WEEK = timedelta(days=7)
_MOST_DAYS = 7  # of which the shifts are listed


def ask(turn: Turn, before: str = "") -> Reply:
    """Ask for the crew anew, whatever is known."""
    system = known.own_system(turn, turn.known_person)
    return _start(turn, CrewPlan(system=system.code if system else None), before)


def named(turn: Turn, news: ShiftNews) -> Reply:
    """Begin with a crew or a system that was named: “tôi kíp B”."""
    system = known.system_said(turn, news.system) if news.system else known.own_system(turn, turn.known_person)
    since = since_of(news.days, turn.today)
    if system is None:
        unknown = turn.t("I do not know that system. Please choose one of these.") if news.system else ""
        return _start(turn, CrewPlan(crew=news.crew, since=since), unknown)
    if news.crew is None:
        return _start(turn, CrewPlan(system=system.code, since=since))
    crew = crew_named(system, news.crew)
    if crew is not None:
        return _start(turn, CrewPlan(system=system.code, crew=crew, since=since))
    return _start(
        turn, CrewPlan(system=system.code, asking="letter", since=since), no_such_crew(turn, system, news.crew)
    )


def stated(turn: Turn, news: ShiftNews) -> Reply:
    """Take a statement: it confirms what is known, tells the crew, or differs, which is asked about."""
    person = turn.known_person
    system = known.own_system(turn, person)
    since = since_of([one.days for one in news.shifts if one.days and one.days.is_open], turn.today)
    if system is None:
        return _start(turn, CrewPlan(raw=news.shifts, since=since))
    made, problem = statements(turn, system, news.shifts)
    if problem is not None:
        return _start(turn, CrewPlan(system=system.code), problem.sentence)
    if _is_known(turn, made):
        return crew_saving.confirm(turn)
    plan = CrewPlan(system=system.code, said=made, typed=made, since=since)
    has_crew = person.shift_system_code == system.code and person.crew is not None
    at = found(turn, plan)
    differs = has_crew or shift_sayings.works_alike(system) or (at is not None and not at.fitting)
    return _start(turn, replace(plan, asking=_DIFFERS) if differs else plan)


def _is_known(turn: Turn, made: tuple[Statement, ...]) -> bool:
    """Whether the rota, exceptions included, already says what was said."""
    person = turn.known_person
    first, last = min(one.period.first for one in made), max(one.period.last for one in made)
    rota = rotas_of(turn.session, [person], first, last, turn.settings.habits)[person.id]
    if rota.knowledge is Knowledge.UNKNOWN:
        return False
    return all(_codes(rota, one.period) == {one.shift} - ({None} if one.period.is_week else set()) for one in made)


def _codes(rota: Rota, period: Period) -> set[str | None]:
    """The shifts of a period; days off in a week say nothing."""
    found = {shift.code if isinstance(shift, Shift) else None for shift in map(rota.shift_on, period.days)}
    return found - {None} if period.is_week else found


def _start(turn: Turn, plan: CrewPlan, before: str = "") -> Reply:
    if (busy := menu.busy(turn, *OWN_FORMS)) is not None:
        return busy
    if plan.since is not None and plan.since > turn.today + crew_until.FARTHEST:
        sentence = turn.t(
            "A crew can be changed at most {days} days ahead. Please say it again nearer to the day.",
            days=crew_until.FARTHEST.days,
        )
        return Reply(sentence, menu.show(turn).choices)
    if not known.systems(turn):
        return Reply(turn.t("No shift system is known yet; the committee sets them up."), menu.show(turn).choices)
    return forms.start(turn, FORM, plan.to_answers(), before)


def _next_question(turn: Turn, answers: Answers) -> Question | None:
    plan = CrewPlan.of(answers)
    if plan.asking == _DIFFERS:
        return None
    at = found(turn, plan)
    if at is None or plan.asking == "system":
        return QUESTIONS["system"]
    if plan.asking == "letter" or not (at.is_clear or at.fitting):
        return QUESTIONS["letter"] if plan.asking == "letter" or not plan.typed else None
    return None if at.is_clear else QUESTIONS["shift"]


def _summary(turn: Turn, answers: Answers) -> Asked:
    plan = CrewPlan.of(answers)
    at = found(turn, plan)
    assert at is not None
    if plan.asking == _DIFFERS or not at.is_clear:
        return _ask_which(turn, plan, at)
    what = words.crew(turn.t, at.crew, at.system)
    head = turn.t("{Your} shifts: {what}.", what=what)
    if plan.since is not None:
        head = turn.t("{Your} shifts from {day} on: {what}.", day=words.day(turn.t, plan.since), what=what)
    lines = [bold(head)]
    rota = Rotas([at.system], turn.settings.habits).of(at.system.code, at.crew)
    first = plan.since or turn.today
    for week in (Period.week_of(first), Period.week_of(first + _WEEK)):
        when = words.upper(words.period(turn.t, week, turn.today))
        lines.append(f"{when}: {words.week(turn.t, rota, week.first)}.")
    lines += [crew_until.told(turn)] if plan.since is not None else []
    lines.append(turn.t("Is that right?"))
    options = (
        (turn.t("Right, save"), "yes"),
        (turn.t("Choose again"), "again"),
        (turn.t("Another system"), "system"),
        (turn.t("Discard"), "discard"),
    )
    return Asked("\n".join(lines), options, width=2)


def _ask_which(turn: Turn, plan: CrewPlan, at: Found) -> Asked:
    """Ask what a statement means that is not what is known: another crew, or a swap on these days only."""
    person, one = turn.known_person, plan.typed[0]
    when, said = words.period(turn.t, one.period, turn.today), words.code(turn.t, one.shift)
    is_mine = person.shift_system_code == at.system.code
    lines = []
    if is_mine and person.crew is not None:
        lines.append(_known_so_far(turn, at.system, one.period, said))
    others = [crew for crew in at.fitting if crew is not None and crew != person.crew]
    moves = [(_moved(turn, crew, plan.since), f"crew{crew}") for crew in others[:2]]
    if not others:
        lines.append(turn.t("No crew of {system} works that {when}.", system=at.system.name, when=when))
        lines += _at_work(turn, at.system, one.period)
    options = (
        *moves,
        (turn.t("A swap, on these days only"), "swap"),
        (turn.t("Choose the crew"), "letter"),
        (turn.t("Leave it as it was"), "discard"),
    )
    return Asked("\n".join(lines), options)


def _known_so_far(turn: Turn, system: ShiftSystem, period: Period, said: str) -> str:
    """What the writer's crew works in a period beside what they say."""
    crew = turn.known_person.crew or ""
    when = words.upper(words.period(turn.t, period, turn.today))
    now = shift_sayings.worked_in(system, period).get(crew)
    if now is None:
        return turn.t("{when} crew {crew} is off; {you} say: {said}.", when=when, crew=crew, said=said)
    what = words.code(turn.t, now)
    if isinstance(now, Mixed):
        rota = Rotas([system], turn.settings.habits).of(system.code, crew)
        what = words.worked(turn.t, rota, list(period.days)[:_MOST_DAYS])
    return turn.t("{when} crew {crew} works: {known}; {you} say: {said}.", when=when, crew=crew, known=what, said=said)


def _moved(turn: Turn, crew: str, since: date | None) -> str:
    if since is None:
        return turn.t("I am in crew {crew} now", crew=crew)
    return turn.t("I am in crew {crew} from {day} on", crew=crew, day=words.day(turn.t, since))


def _at_work(turn: Turn, system: ShiftSystem, period: Period) -> list[str]:
    """Which crews do what in a period; on its first day where that is more than one thing."""
    worked = shift_sayings.worked_in(system, period)
    if Mixed.MIXED in worked.values():
        period = Period(period.first, period.first)
        worked = shift_sayings.worked_in(system, period)
    told = words.crews_at_work(turn.t, worked)
    return [f"{words.upper(words.period(turn.t, period, turn.today))}: {told}."] if told else []


def _save(turn: Turn, answers: Answers) -> Reply:
    plan = CrewPlan.of(answers)
    at = found(turn, plan)
    if at is None or not at.is_clear or plan.asking == _DIFFERS:
        return forms.proceed(turn, FORM, answers)
    forms.finish(turn)
    return crew_saving.save(turn, at.system, at.crew, plan.since)


def _again(turn: Turn, answers: Answers) -> Reply:
    return forms.proceed(turn, FORM, CrewPlan.of(answers).again().to_answers())


def _another_system(turn: Turn, answers: Answers) -> Reply:
    return forms.proceed(turn, FORM, replace(CrewPlan.of(answers).again(), asking="system").to_answers())


def _letter(turn: Turn, answers: Answers) -> Reply:
    return forms.proceed(turn, FORM, replace(CrewPlan.of(answers).again(), asking="letter").to_answers())


def _swap(turn: Turn, answers: Answers) -> Reply:
    plan = CrewPlan.of(answers)
    at = found(turn, plan)
    if at is None or not plan.typed:
        return forms.proceed(turn, FORM, answers)
    crew = turn.known_person.crew if turn.known_person.shift_system_code == at.system.code else None
    return change.swap_days(turn, at.system, plan.typed, crew)


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take a letter, a system or another statement typed at the summary; “crewC” is the press of that crew."""
    plan = CrewPlan.of(answers)
    at = found(turn, plan)
    if said.startswith("crew") and at is not None and said.removeprefix("crew") in at.system.crew_offsets:
        answers.update(replace(plan, crew=said.removeprefix("crew"), asking=None).to_answers())
        return None
    return take_words(turn, answers, said)


FORM = Form(
    "crew",
    _next_question,
    _summary,
    {
        "yes": _save,
        "again": _again,
        "system": _another_system,
        "letter": _letter,
        "swap": _swap,
        "discard": menu.discard,
    },
    _mend,
    QUESTIONS,
)
