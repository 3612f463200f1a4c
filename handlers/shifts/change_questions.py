"""The questions about a change: on which days, with whom, which shift, from when to when, and of which enterprise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from handlers.forms import Answers, Asked, Problem, Question
from handlers.hearing import hear
from handlers.helpers.people import matching
from handlers.shifts import change_plan, colleagues, effects, known, words
from handlers.shifts.change_plan import Change
from handlers.shifts.crew_questions import no_such_shift
from handlers.turn import Turn
from handlers.understanding import Expect, SaidHours, find_dates
from handlers.understanding.patterns import read_line
from handlers.understanding.shift_times import find_hours
from models import shift_sayings
from models.shift_patterns import DAY_OFF, Shift, clock_of
from models.shift_records import RecordKind

_DAY = timedelta(days=1)
_NOBODY = "nobody"
_MOST_OPTIONS = 8
_LENGTHS = (2, 3, 4)  # hours of overtime that are offered


def open_question(turn: Turn, answers: Answers) -> Question | None:
    """Return the question that stands open, None when the summary can be shown."""
    name = _open(turn, Change.of(answers))
    return QUESTIONS[name] if name else None


def _open(turn: Turn, change: Change) -> str | None:
    if change.asking is not None:
        return change.asking
    if change.kind is RecordKind.CLOSING and known.plant(turn, change.enterprise) is None:
        return "plant"
    if change.is_denied:
        return None
    if not change.all_days:
        return "days"
    return _open_of_day(turn, change)


def _open_of_day(turn: Turn, change: Change) -> str | None:
    """What is still open of a swap or of overtime once its days are known."""
    if change.kind is RecordKind.SWAP and change.shift is None:
        if change.whom is not None and change.colleague is None:
            return "colleague"
        return None if effects.exceptions(turn, change) else "shift"
    lacks_hours = change.kind is RecordKind.OVERTIME and effects.hours(turn, change) is None
    return "hours" if lacks_hours else None


def on_days(turn: Turn, change: Change, days: tuple[change_plan.Days, ...]) -> tuple[Change, Problem | None]:
    """Return the change on these days; too long ago or too far ahead is refused."""
    if change_plan.is_too_early(days, turn.today):
        sentence = turn.t("That is too long ago: at most {days} days back.", days=change_plan.EARLIEST_DAYS)
        return change, Problem(sentence)
    if change_plan.is_too_late(days, turn.today):
        months = change_plan.LATEST_MONTHS
        sentence = turn.t("That is far ahead: at most {months} months. Please say it again then.", months=months)
        return change, Problem(sentence)
    return change.on(days), None


def with_hours(change: Change, said: SaidHours) -> Change:
    """Return overtime with the hours that were said."""
    return replace(
        change,
        starts=f"{said.starts:%H:%M}" if said.starts else None,
        ends=f"{said.ends:%H:%M}" if said.ends else None,
        minutes=said.minutes,
        asking=None,
    )


def _ask_days(turn: Turn, answers: Answers) -> Asked:
    asked = {
        RecordKind.SWAP: turn.t("On which day do {you} swap? Choose, or type for example “thứ 5” or “3/12”."),
        RecordKind.LEAVE: turn.t("On which days are {you} on leave? For example “3/12–5/12”."),
        RecordKind.OVERTIME: turn.t("On which day do {you} work overtime? For example “thứ 5”."),
        RecordKind.CLOSING: turn.t("On which days is it closed? For example “14/2–20/2”."),
    }
    change = Change.of(answers)
    near = [(change.since or turn.today) + step * _DAY for step in range(4)]
    options = [(words.upper(words.day(turn.t, day)), day.isoformat()) for day in near]
    text = asked[change.kind]
    if change.since is not None:
        text = turn.t("From {day} until which day? For example “5/12”.", day=words.day(turn.t, change.since))
    return Asked(text, tuple(options), width=2)


def take_days(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take days, pressed or typed."""
    change = Change.of(answers)
    days = _days(turn, said)
    if not days:
        return Problem(turn.t("I did not understand the day. For example “thứ 5”, “3/12” or “3/12–5/12”."))
    if change.since is not None and len(days) == 1 and days[0][0] == days[0][1]:
        days = ((change.since, days[0][1]),)
    if any(last < first for first, last in days):
        return Problem(turn.t("The last day comes before the first. Please say it again."))
    change, problem = on_days(turn, change, days)
    answers.update(change.to_answers())
    return problem


def _days(turn: Turn, said: str) -> tuple[change_plan.Days, ...]:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        news = hear(turn, f"nghỉ phép {said}").understanding.shift_news
        if news is not None and news.days:
            return tuple((span.first, span.last) for span in news.days)
        found = find_dates(said, turn.today, Expect.FUTURE)
        return tuple((one.day, one.last) for one in found if one.day is not None and one.last is not None)
    return ((day, day),)


def _ask_colleague(turn: Turn, answers: Answers) -> Asked:
    said = Change.of(answers).whom or ""
    found = colleagues.named(turn, said)[:_MOST_OPTIONS]
    options = tuple((person.full_name, person.code) for person in found)
    text = turn.t("“{name}” fits {count} people. Who is meant?", name=said, count=len(found))
    return Asked(text, (*options, (turn.t("None of these"), _NOBODY)))


def _take_colleague(turn: Turn, answers: Answers, said: str) -> Problem | None:
    change = Change.of(answers)
    if said == _NOBODY:
        answers.update(replace(change, colleague="", asking=None).to_answers())
        return None
    found = colleagues.named(turn, said)
    if len(found) != 1:
        return Problem(turn.t("Please choose one of these, or type the code."))
    answers.update(replace(change, colleague=found[0].code, asking=None).to_answers())
    return None


def _ask_shift(turn: Turn, answers: Answers) -> Asked:
    change = Change.of(answers)
    system = known.system(turn, change.system)
    first, last = change.bounds
    lines = []
    colleague = colleagues.of_code(turn, change.colleague)
    if colleague is not None:
        days = words.days(turn.t, first, last)
        lines.append(turn.t("The shifts of {name} are not known for {days}.", name=colleague.full_name, days=days))
    elif change.colleague == "":
        lines.append(turn.t("I do not know the shifts of “{name}”.", name=change.whom or ""))
    lines.append(turn.t("Which shift do {you} work on {days}?", days=words.days(turn.t, first, last)))
    codes = sorted(system.hours) if system else []
    options = [(words.upper(words.code(turn.t, code)), code) for code in codes]
    return Asked("\n".join(lines), (*options, (turn.t("Off"), DAY_OFF)), width=2)


def _take_shift(turn: Turn, answers: Answers, said: str) -> Problem | None:
    change = Change.of(answers)
    system = known.system(turn, change.system)
    if system is None:
        return Problem(turn.t("Please choose one of these."))
    news = hear(turn, said).understanding.shift_news
    meant = news.shifts[0].shift if news is not None and news.shifts else said.strip()
    meant = "off" if meant.casefold() in ("nghỉ", "nghi") else meant
    code = shift_sayings.shift_meant(system, meant)
    if code is None:
        return Problem(no_such_shift(turn, system, meant[:12]))
    answers.update(replace(change, shift=code, resolve=None, asking=None).to_answers())
    return None


def _ask_hours(turn: Turn, answers: Answers) -> Asked:
    change = Change.of(answers)
    day = min(change.all_days)
    shift = known.rota(turn, turn.known_person, day, day).shift_on(day)
    system = known.own_system(turn, turn.known_person)
    if isinstance(shift, Shift):
        offered = _offered(turn, change, day, shift)
    else:
        offered = [(starts, ends) for _, (starts, ends) in sorted(system.hours.items())] if system else []
    options = [(f"{starts}–{ends}",) * 2 for starts, ends in offered]
    text = turn.t(
        "From when to when do {you} work overtime on {day}? For example “17h–20h”.", day=words.day(turn.t, day)
    )
    return Asked(text, tuple(options))


def _offered(turn: Turn, change: Change, day: date, shift: Shift) -> list[tuple[str, str]]:
    """Hours after the shift, or in the part of the day that was said; today none that are over."""
    begins = effects.begins_after(shift, change) or shift.end
    now = turn.local(turn.now)
    if day == turn.today and begins + 60 * _LENGTHS[0] <= now.hour * 60 + now.minute:
        begins = 60 * (now.hour + 1)
    return [(clock_of(begins), clock_of(begins + 60 * length)) for length in _LENGTHS]


def take_hours(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take the hours of overtime."""
    change = Change.of(answers)
    found = find_hours(read_line(said))
    changed = with_hours(change, found[0]) if found else change
    if found is None or effects.hours(turn, changed) is None:
        return Problem(turn.t("I did not understand the hours. For example “17h–20h” or “3 tiếng”."))
    answers.update(changed.to_answers())
    return None


def _ask_plant(turn: Turn, _answers: Answers) -> Asked:
    found = turn.session.scalars(turn.access.plants().limit(_MOST_OPTIONS)).all()
    text = turn.t("Which enterprise is closed? Choose, or type its name.")
    return Asked(text, tuple((plant.name, plant.code) for plant in found))


def _take_plant(turn: Turn, answers: Answers, said: str) -> Problem | None:
    plant = known.plant(turn, said)
    if plant is None:
        found = matching(turn.session.scalars(turn.access.plants()).all(), said, lambda one: one.name)
        plant = found[0] if len(found) == 1 else None
    if plant is None:
        return Problem(turn.t("I do not find that enterprise. Please choose one of these, or type its whole name."))
    answers.update(replace(Change.of(answers), enterprise=plant.code, asking=None).to_answers())
    return None


QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in (
        Question("days", _ask_days, take_days),
        Question("colleague", _ask_colleague, _take_colleague),
        Question("shift", _ask_shift, _take_shift),
        Question("hours", _ask_hours, take_hours),
        Question("plant", _ask_plant, _take_plant),
    )
}
