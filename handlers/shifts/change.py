"""Swaps, leave, overtime and closings as a form: how a sentence begins it, its summary, and contradictions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from handlers import forms, menu
from handlers.forms import Answers, Asked, Form, Problem
from handlers.hearing import hear
from handlers.markup import bold
from handlers.shifts import change_saving, colleagues, effects, known, words
from handlers.shifts.change_plan import OWN_FORMS, Change
from handlers.shifts.change_questions import QUESTIONS, on_days, open_question, take_days, take_hours
from handlers.shifts.change_reading import KINDS, read
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding import ShiftNews, ShiftTopic
from models import shift_sayings
from models.shift_exceptions import Closing, Leave, Overtime, OwnException, ShiftException, Swap
from models.shift_patterns import DAY_OFF
from models.shift_records import RecordKind
from models.shift_sayings import Statement
from models.units import ShiftSystem

_MOST_LINES = 5


def begin(turn: Turn, news: ShiftNews) -> Reply:
    """Begin what a sentence says; what it leaves open is asked."""
    change, problem = read(turn, news)
    return start(turn, change, problem.sentence if problem else "")


def start(turn: Turn, change: Change, before: str = "") -> Reply:
    """Put the first question or the summary of a change."""
    if (busy := menu.busy(turn, *OWN_FORMS)) is not None:
        return busy
    if change.kind is RecordKind.CLOSING and turn.session.scalar(turn.access.plants().limit(1)) is None:
        leave = replace(change, kind=RecordKind.LEAVE, enterprise=None)
        before = turn.t(
            "Who leads the cell reports that an enterprise is closed. For {you} alone it can be kept as leave:"
        )
        return start(turn, leave, before)
    if change.is_denied and not effects.denied(turn, change) and _has_plant(turn, change):
        forms.finish(turn)
        return Reply(turn.t("Nothing of the kind is kept for these days."), rows([_mine(turn)]))
    return forms.start(turn, FORM, change.to_answers(), before)


def swap_days(turn: Turn, system: ShiftSystem, said: Sequence[Statement], crew: str | None) -> Reply:
    """Begin with the days of statements that are kept as swaps: of a week those days on which one works."""
    days = [
        (day, one.shift or DAY_OFF)
        for one in said
        for day in (shift_sayings.days_worked(system, crew, one.period) if one.period.is_week else one.period.days)
        if day >= turn.today or not one.period.is_week
    ]
    change = Change(RecordKind.SWAP, system=system.code, swaps=tuple(days))
    _, problem = on_days(turn, change, tuple((day, day) for day, _ in days))
    if problem is not None or not days:
        forms.finish(turn)
        sentence = problem.sentence if problem else turn.t("There is no working day left in that week.")
        return Reply(sentence, rows([_mine(turn)]))
    return start(turn, change)


def _has_plant(turn: Turn, change: Change) -> bool:
    return change.kind is not RecordKind.CLOSING or known.plant(turn, change.enterprise) is not None


def _summary(turn: Turn, answers: Answers) -> Asked:
    change = Change.of(answers)
    within = effects.within(turn, change)
    if within is not None:
        return _ask_within(turn, *within)
    effect = effects.of(turn, change)
    if effect.clashes:
        return _ask_which(turn, effect.clashes[0])
    if effect.is_nothing:
        sentence = turn.t("That is what is known here already; nothing needs to be saved.")
        return Asked(sentence, ((turn.t("All right"), "fine"), (turn.t("Another day"), "days")), width=2)
    lines = [bold(_title(turn, change))]
    if change.is_denied:
        gone = words.told(turn.t, [record.exception for record in effect.removes])
        lines += map(words.upper, gone[:_MOST_LINES])
        if effect.rests:
            left = ", ".join(words.exception(turn.t, one) for _, one in effect.rests)
            lines.append(turn.t("What stays: {what}.", what=left))
    else:
        lines += [_line(turn, change, one) for one in effect.adds[:_MOST_LINES]]
        more = len(effect.adds) - _MOST_LINES
        lines += [turn.t("… and {count} more days.", count=more)] if more > 0 else []
        lines += effects.remarks(turn, change, effect)
    return Asked("\n".join(lines), tuple(_options(turn, change)), width=2)


def _title(turn: Turn, change: Change) -> str:
    if change.is_denied:
        return turn.t("To be taken off:")
    if change.kind is RecordKind.CLOSING:
        plant = known.plant(turn, change.enterprise)
        return turn.t("{plant} is closed, for everybody who has said nothing else:", plant=plant.name if plant else "")
    return {
        RecordKind.SWAP: turn.t("{You} swap:"),
        RecordKind.LEAVE: turn.t("{You} are on leave:"),
        RecordKind.OVERTIME: turn.t("{You} work overtime:"),
    }[change.kind]


def _line(turn: Turn, change: Change, one: ShiftException) -> str:
    match one:
        case Swap():
            colleague = colleagues.of_code(turn, change.colleague)
            told = turn.t(
                "{what} instead of {usual}", what=words.exception(turn.t, one), usual=effects.usual(turn, one.day)
            )
            told += turn.t(", with {name}", name=colleague.full_name) if colleague else ""
            return words.upper(told)
        case Overtime():
            return words.upper(f"{words.day(turn.t, one.day)}: {words.hours(one.hours)}")
        case Leave() | Closing() if one.first != one.last:
            return turn.t("{first} to {last}", first=_full(turn, one.first), last=words.day(turn.t, one.last))
        case Leave() | Closing():
            return _full(turn, one.first)


def _full(turn: Turn, day: date) -> str:
    return words.upper(words.day(turn.t, day))


def _options(turn: Turn, change: Change) -> list[tuple[str, str]]:
    if change.is_denied:
        return [(_takes_off(turn, change), "yes"), (turn.t("Leave it as it is"), "fine")]
    options = [(turn.t("Save"), "yes"), (turn.t("Another day"), "days")]
    if change.kind is RecordKind.SWAP and not change.swaps:
        options.append((turn.t("Another shift"), "shift"))
    if change.kind is RecordKind.OVERTIME:
        options.append((turn.t("Other hours"), "hours"))
    return [*options, (turn.t("Discard"), "discard")]


def _takes_off(turn: Turn, change: Change) -> str:
    return {
        RecordKind.SWAP: turn.t("Take off the swap"),
        RecordKind.LEAVE: turn.t("Take off the leave"),
        RecordKind.OVERTIME: turn.t("Take off the overtime"),
        RecordKind.CLOSING: turn.t("Take off the closing"),
    }[change.kind]


def _ask_within(turn: Turn, worked: Swap, leave: Leave) -> Asked:
    """Ask which of two is true that one message said of the same day."""
    told = (words.exception(turn.t, leave), words.exception(turn.t, worked))
    text = turn.t(
        "⚠️ Of {day} {you} said two things: {leave}; {work}. Which is right?",
        day=words.day(turn.t, worked.day),
        leave=bold(told[0]),
        work=bold(told[1]),
    )
    options = (
        (turn.t("Work: {what}", what=told[1]), "work"),
        (turn.t("Leave: {what}", what=told[0]), "leave"),
        (turn.t("Discard"), "discard"),
    )
    return Asked(text, options)


def _ask_which(turn: Turn, clash: tuple[OwnException, OwnException]) -> Asked:
    """Ask which of two prevails: “Thứ Năm 26/11 đã nghỉ phép: bỏ nghỉ phép, hay giữ?”."""
    new, standing = clash
    text = turn.t(
        "⚠️ Two things that cannot both be true. Known so far: {known}. New: {new}. Which is right?",
        known=bold(words.exception(turn.t, standing)),
        new=bold(words.exception(turn.t, new)),
    )
    options = (
        (turn.t("The new: {what}", what=words.exception(turn.t, new)), "new"),
        (turn.t("Keep: {what}", what=words.exception(turn.t, standing)), "known"),
        (turn.t("Discard"), "discard"),
    )
    return Asked(text, options)


def _save(turn: Turn, answers: Answers) -> Reply:
    change = Change.of(answers)
    effect = effects.of(turn, change)
    if effect.clashes or effect.is_nothing or effects.within(turn, change):
        return forms.proceed(turn, FORM, answers)
    forms.finish(turn)
    return change_saving.save(turn, change, effect)


def _settle(turn: Turn, answers: Answers, which: str) -> Reply:
    change = replace(Change.of(answers), resolve=which)
    if which == "known" and effects.of(turn, change).is_nothing:
        return _fine(turn, answers)
    return forms.proceed(turn, FORM, change.to_answers())


def _fine(turn: Turn, _answers: Answers) -> Reply:
    forms.finish(turn)
    return Reply(turn.t("It stays as it was; nothing was saved."), rows([_mine(turn)]))


def _new(turn: Turn, answers: Answers) -> Reply:
    return _settle(turn, answers, "new")


def _known(turn: Turn, answers: Answers) -> Reply:
    return _settle(turn, answers, "known")


def _prevails(which: str) -> Callable[[Turn, Answers], Reply]:
    def settle(turn: Turn, answers: Answers) -> Reply:
        change = replace(Change.of(answers), prevails=which)
        return forms.proceed(turn, FORM, change.to_answers())

    return settle


def _again(question: str) -> Callable[[Turn, Answers], Reply]:
    def ask(turn: Turn, answers: Answers) -> Reply:
        change = replace(Change.of(answers), asking=question)
        return forms.proceed(turn, FORM, change.to_answers())

    return ask


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take another day, other hours, another shift, or a whole sentence in the place of this one."""
    news = hear(turn, said).understanding.shift_news
    if news is not None and news.topic in KINDS:
        change, problem = read(turn, news)
        if problem is None:
            answers.update(change.to_answers())
        return problem
    change = Change.of(answers)
    if news is not None and news.topic is not ShiftTopic.SHIFT:
        return Problem(turn.t("First this is to be ended, or left with “thôi”; the other was not saved."))
    if news is not None and change.kind is RecordKind.SWAP:
        return QUESTIONS["shift"].take(turn, answers, said)
    if change.kind is RecordKind.OVERTIME and take_hours(turn, answers, said) is None:
        return None
    return take_days(turn, answers, said)


def _mine(turn: Turn) -> Choice:
    return Choice(turn.t("My shifts"), "shifts:show")


FORM = Form(
    "shift",
    open_question,
    _summary,
    {
        "yes": _save,
        "new": _new,
        "known": _known,
        "work": _prevails("swap"),
        "leave": _prevails("leave"),
        "days": _again("days"),
        "shift": _again("shift"),
        "hours": _again("hours"),
        "fine": _fine,
        "discard": menu.discard,
    },
    _mend,
    QUESTIONS,
)
