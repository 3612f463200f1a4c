"""“Ca của tôi”: the coming two weeks as a picture, and in words for those who cannot see it."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.attachments.pictures import shift_strip
from handlers.markup import bold
from handlers.shifts import crew, crew_saving, known, words
from handlers.turn import Choice, Reply, Turn, rows
from models.rotas import Knowledge, Rota
from models.shift_exceptions import Closing, Leave, ShiftException
from models.shift_patterns import Shift
from models.shift_sayings import Period

_WEEK = timedelta(days=7)
_MOST_EXCEPTIONS = 4


def show(turn: Turn) -> Reply:
    """Show the writer's two weeks; without any known shift ask for the crew at once."""
    person = turn.known_person
    first = Period.week_of(turn.today).first
    last = first + 2 * _WEEK - timedelta(days=1)
    rota = known.rota(turn, person, first, last)
    if rota.knowledge is Knowledge.UNKNOWN and not rota.exceptions:
        return crew.ask(turn)
    lines = _lines(turn, rota, Period(first, last))
    return Reply("\n".join(lines), rows(_choices(turn), 2), shift_strip(turn, person.id, first))


def right(turn: Turn) -> Reply:
    """Note that the shifts are right as they are."""
    if turn.known_person.shift_system_code is None:
        return crew.ask(turn)
    return crew_saving.confirm(turn)


def _lines(turn: Turn, rota: Rota, span: Period) -> list[str]:
    person = turn.known_person
    system = known.system(turn, person.shift_system_code)
    what = words.crew(turn.t, person.crew, system) if system else turn.t("crew not known")
    lines = [bold(turn.t("{Your} shifts: {what}.", what=what))]
    for week in (Period.week_of(span.first), Period.week_of(span.first + _WEEK)):
        when = words.upper(words.period(turn.t, week, turn.today))
        dates = words.days(turn.t, week.first, week.last)
        lines.append(f"{when} ({dates}): {words.week(turn.t, rota, week.first)}.")
    worked = {shift.code: shift for day in span.days if isinstance(shift := rota.shift_on(day), Shift) and shift.code}
    if worked:
        told = "; ".join(f"{words.shift(turn.t, shift)} {words.hours(shift)}" for _, shift in sorted(worked.items()))
        lines.append(words.upper(f"{told}."))
    coming = [one for one in rota.exceptions if _last_day(one) >= turn.today]
    said = [f"• {line}" for line in words.told(turn.t, sorted(coming, key=_last_day))]
    return [*lines, *said[:_MOST_EXCEPTIONS]]


def _last_day(one: ShiftException) -> date:
    return one.last if isinstance(one, Leave | Closing) else one.day


def _choices(turn: Turn) -> list[Choice]:
    choices = [
        Choice(turn.t("Right as it is"), "shifts:right"),
        Choice(turn.t("Change crew"), "shifts:crew"),
        Choice(turn.t("Swap a shift"), "shifts:swap"),
        Choice(turn.t("On leave"), "shifts:leave"),
        Choice(turn.t("Overtime"), "shifts:overtime"),
    ]
    if turn.access.led:
        choices.append(Choice(turn.t("Shifts of the cell"), "shifts:cell:0"))
    return choices
