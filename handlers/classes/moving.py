"""Moving or cancelling a sitting as a form: the new time, whom that loses, and what confirming it does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import forms, menu
from handlers.classes import (
    finding,
    make_up,
    overview,
    publishing,
    reading,
    seat_telling,
    telling,
    undoing,
    words,
)
from handlers.forms import Answers, Form, Problem, Question
from handlers.forms import Asked as Put
from handlers.markup import bold
from handlers.meetings.reading import moment
from handlers.meetings.words import lowered, span
from handlers.turn import Choice, Reply, Turn, rows
from models import class_moving, class_seats
from models.class_moving import Effect, Moved
from models.class_slots import Times
from models.classes import ClassSitting
from models.courses import in_the_way
from models.people import Person

_FARTHEST = timedelta(days=366)
_MOST_CODES = 8


def begin(turn: Turn, sitting: ClassSitting, asked: reading.Asked | None = None) -> Reply:
    """Begin moving a sitting; a time that was said is taken at once."""
    answers: Answers = {"sitting": sitting.id, "round": sitting.round}
    problem = _take(turn, answers, asked) if asked and (asked.has_time or asked.is_impossible) else None
    return _start(turn, answers, problem)


def begin_end(turn: Turn, sitting: ClassSitting) -> Reply:
    """Begin cancelling a sitting."""
    return _start(turn, {"sitting": sitting.id, "round": sitting.round, "end": True}, None)


def new_start(turn: Turn, asked: reading.Asked, before: datetime | None) -> datetime | Problem:
    """Return the local start that was said; a day or an hour alone changes the other of `before`."""
    if asked.is_impossible:
        return Problem(turn.t("There is no such day or time. For example: “CN 13/12 8:00”."))
    day = asked.day or (before.date() if before and asked.at else None)
    at = asked.at or (before.time() if before and asked.day else None)
    if day is None or at is None:
        return Problem(turn.t("Type the day and the time, for example “T7 12/12 14h30”."))
    start = moment(turn, day, at)
    if start <= turn.now:
        return Problem(turn.t("{when} is over already.", when=words.short(turn.translator, start)))
    if start > turn.now + _FARTHEST:
        return Problem(turn.t("{when} is more than a year away.", when=f"{start:%d/%m/%Y}"))
    return start


def _start(turn: Turn, answers: Answers, problem: Problem | None) -> Reply:
    busy = menu.busy(turn, FORM.name)
    if busy is not None:
        return busy
    return forms.start(turn, FORM, answers, problem.sentence if problem else "")


def _next(_turn: Turn, answers: Answers) -> Question | None:
    return None if answers.get("end") or "start" in answers else QUESTIONS["when"]


def _ask_when(turn: Turn, answers: Answers) -> Put:
    sitting = _sitting(turn, answers)
    if sitting is None:
        return Put(turn.t("This can no longer be saved."))
    told = turn.t("When is it to be held instead? For example “T7 12/12 14h30”.")
    return Put(f"{_named(turn, sitting)}\n{told}")


def _take_when(turn: Turn, answers: Answers, said: str) -> Problem | None:
    return _take(turn, answers, reading.read(turn, said))


def _take(turn: Turn, answers: Answers, asked: reading.Asked) -> Problem | None:
    sitting = _sitting(turn, answers)
    if sitting is None:
        return Problem(turn.t("This can no longer be saved."))
    before = datetime.fromisoformat(answers["start"]) if "start" in answers else finding.times(turn, sitting)[0]
    start = new_start(turn, asked, before)
    if isinstance(start, Problem):
        return start
    other = in_the_way(turn.session, sitting, _times(sitting, start))
    if other is not None:
        return Problem(publishing.room_taken(turn, other))
    answers["start"] = start.isoformat()
    return None


def _times(sitting: ClassSitting, start: datetime) -> Times:
    """As long as it was."""
    return start, start + (sitting.ends_at - sitting.starts_at)


def _summary(turn: Turn, answers: Answers) -> Put:
    sitting = _sitting(turn, answers)
    if sitting is None:
        return Put(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    times = _asked_times(answers, sitting)
    effect = class_moving.effect(turn.session, sitting, times, turn.now, turn.settings.habits)
    if times is None:
        lines = [turn.t("To be cancelled: {sitting}", sitting=_named(turn, sitting))]
        options = [(turn.t("Cancel it and tell them"), "yes"), (turn.t("Keep it"), "discard")]
    else:
        lines = [_named(turn, sitting), f"→ 📅 {bold(span(turn.translator, times))}"]
        lines += words.outside(turn.translator, sitting.course, times[0])
        options = [(turn.t("Move it and tell them"), "yes"), (turn.t("Another time"), "when")]
        options.append((turn.t("Discard"), "discard"))
    return Put("\n".join([*lines, *_effect(turn, effect)]), tuple(options), width=2)


def _effect(turn: Turn, effect: Effect) -> list[str]:
    """Whom it loses: counts and codes, nobody's name."""
    everybody = len(effect.staying) + len(effect.losing)
    if not effect.losing:
        return [turn.t("All {count} who sit in it can come.", count=everybody)]
    lines = []
    if effect.staying:
        lines.append(turn.t("{count} of {all} who sit in it can come.", count=len(effect.staying), all=everybody))
    lines.append("⚠️ " + turn.t("{count} cannot: {codes}.", count=len(effect.losing), codes=_codes(turn, effect.losing)))
    if effect.elsewhere:
        lines.append(turn.t("{count} of them get a seat in another sitting that fits.", count=len(effect.elsewhere)))
    if effect.without:
        lines.append(
            turn.t(
                "{count} are left without this session: {codes}.",
                count=len(effect.without),
                codes=_codes(turn, effect.without),
            )
        )
    return lines


def _codes(turn: Turn, people: Sequence[Person]) -> str:
    codes = sorted(person.code for person in people)
    shown = ", ".join(codes[:_MOST_CODES])
    left = len(codes) - _MOST_CODES
    more = turn.t("and {count} more", count=left)
    return f"{shown} {more}" if left > 0 else shown


def _save(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    known = _sitting(turn, answers)
    if known is not None:
        class_seats.lock(turn.session, known.course_id)
    sitting = _sitting(turn, answers)
    if sitting is None or sitting.round != answers["round"]:
        sentence = turn.t("That sitting was changed meanwhile; nothing was saved.")
        return Reply(sentence, rows([Choice(turn.t("All classes"), "class:list:0")]))
    times = _asked_times(answers, sitting)
    other = in_the_way(turn.session, sitting, times) if times else None
    if other is not None or (times and times[0] <= turn.now):
        told = publishing.room_taken(turn, other) if other else turn.t("That is over already.")
        nothing = turn.t("Nothing was saved.")
        return Reply(f"{told} {nothing}", rows([overview.back(turn, sitting.course)]))
    return _done(turn, sitting, times)


def _done(turn: Turn, sitting: ClassSitting, times: Times | None) -> Reply:
    before, named = finding.times(turn, sitting), _named(turn, sitting)
    done = class_moving.move(turn.session, sitting, times, turn.now, turn.settings.habits)
    people = [person.id for person in (*done.effect.staying, *done.effect.losing)]
    until = max(before[1], times[1] if times else before[1])
    waiters = [person.id for person in done.waiters if person.id not in people]
    telling.tell_change(turn.session, sitting, people, turn.now, until)
    telling.tell_change(turn.session, sitting, waiters, turn.now, until, waited=True)
    seat_telling.tell_moved_up(turn.session, done.moved_up, turn.now)
    known = {*people, *waiters, *(seat.person_id for seat in done.moved_up)}
    if times is not None:
        make_up.offer_new(turn.session, sitting, turn.now, turn.settings.habits, is_added=False, but=known)
    undoing.remember_change(turn, sitting, before, done)
    if times is None:
        lines = [turn.t("✅ Cancelled: {sitting}", sitting=named)]
    else:
        session, when = words.held_in(turn.translator, sitting), span(turn.translator, times)
        lines = [turn.t("✅ Moved: {session} is now {when}.", session=session, when=when)]
    lines += _outcome(turn, done, len(known))
    choices = [overview.back(turn, sitting.course), Choice(turn.t("Undo"), "go:undo")]
    return Reply("\n".join(lines), rows(choices, 2))


def _outcome(turn: Turn, done: Moved, people: int) -> list[str]:
    lines = []
    if done.given:
        lines.append(turn.t("{count} were given a seat in another sitting that fits.", count=len(done.given)))
    without = len(done.effect.losing) - len(done.given)
    if without:
        lines.append(turn.t("{count} have no seat for it now and are told so.", count=without))
    if people:
        lines.append(turn.t("{count} learners are told, each when awake and off work.", count=people))
    lines.append(turn.t("Wrong? “hoàn tác” before anybody is told."))
    return lines


def _asked_times(answers: Answers, sitting: ClassSitting) -> Times | None:
    return None if answers.get("end") else _times(sitting, datetime.fromisoformat(answers["start"]))


def _discard(turn: Turn, _answers: Answers) -> Reply:
    forms.finish(turn)
    return Reply(turn.t("It stays as it is."), rows([Choice(turn.t("All classes"), "class:list:0")]))


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take another time typed at the summary."""
    if answers.get("end"):
        return Problem(turn.t("I did not understand that. {You} can choose one of these."))
    return _take(turn, answers, reading.read(turn, said))


def _sitting(turn: Turn, answers: Answers) -> ClassSitting | None:
    return finding.sitting(turn, str(answers["sitting"]))


def _named(turn: Turn, sitting: ClassSitting) -> str:
    number = finding.number_of(turn, sitting)
    when = span(turn.translator, finding.times(turn, sitting))
    told = turn.t(
        "sitting {number} of {code}, {session}, {when}",
        number=number,
        code=sitting.course.code,
        session=lowered(words.held_in(turn.translator, sitting)),
        when=when,
    )
    return bold(told)


QUESTIONS = {"when": Question("when", _ask_when, _take_when)}
FORM = Form(
    name="class_move",
    next_question=_next,
    summary=_summary,
    actions={"yes": _save, "discard": _discard},
    mend=_mend,
    questions=QUESTIONS,
    asks_again={"when": ("start",)},
)
