"""“Buổi này công ty có tính lương không?”: a worker's answer, and what the committee sees of all answers together.

An answer stays with the seat. What is shown are sums over people: never a person's name (models/wages.py).
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from handlers import menu
from handlers.attachments.wording import hours
from handlers.hearing import BACK, Heard, id_in
from handlers.locales import N_, Translator
from handlers.markup import bold
from handlers.meetings.words import lowered, when
from handlers.turn import Choice, Reply, Rows, Turn, rows
from models import wages
from models.audit import UndoStep
from models.classes import Seat, Wage
from models.deadlines import add_months
from models.meetings import Attendance

UNDO_KIND = "class_wage"
_MOST = 6  # enterprises that are named
_ANSWERS = {Wage.PAID: N_("Paid"), Wage.UNPAID: N_("Not paid"), Wage.UNKNOWN: N_("Not known yet")}
_SAVED = {
    Wage.PAID: N_("Noted: the company pays for the sitting of {sitting}."),
    Wage.UNPAID: N_("Noted: the company does not pay for the sitting of {sitting} ({hours} hours)."),
    Wage.UNKNOWN: N_("Noted: not known yet for the sitting of {sitting}. Choose here when {you} know."),
}


def answered(turn: Turn, args: str) -> Reply:
    """Keep an answer, ``<seat id>:<wage>``, about a sitting that the writer attended within working hours."""
    seat_id, _, told = args.partition(":")
    seat = turn.session.scalar(
        select(Seat).where(
            Seat.id == id_in(seat_id),
            Seat.person_id == turn.writer_id,
            Seat.attendance == Attendance.PRESENT,
            Seat.lost_minutes > 0,
        )
    )
    if seat is None or told not in tuple(Wage):
        return menu.outdated(turn)
    wage = Wage(told)
    if seat.wage is not wage:
        details = {"seat": seat.id, "before": seat.wage}
        turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))
        seat.wage = wage
    later = (
        Choice(turn.t(words), _data(seat, known)) for known, words in _ANSWERS.items() if known is not Wage.UNKNOWN
    )
    choices = rows(list(later), 2) if wage is Wage.UNKNOWN else ()
    return Reply("\n".join([_saved(turn, seat, wage), _promise(turn)]), choices)


def choices_for(t: Translator, seat: Seat) -> Rows:
    """Return the answers to the question about a seat."""
    return rows([Choice(t(words), _data(seat, wage)) for wage, words in _ANSWERS.items()], 3)


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take an answer back."""
    seat = turn.session.get(Seat, step.details["seat"])
    if seat is not None:
        seat.wage = Wage(step.details["before"]) if step.details["before"] else None
    return turn.t("Taken back: the answer about the wage.")


def show(turn: Turn, _heard: Heard | None = None) -> Reply:
    """Show the committee the unpaid hours of this month."""
    return _month(turn, turn.today.replace(day=1))


def pressed(turn: Turn, args: str) -> Reply:
    """Show another month, ``202612``; who may not sees nothing."""
    try:
        month = datetime.strptime(args, "%Y%m").date()  # noqa: DTZ007 - a month only
    except ValueError:
        return menu.outdated(turn)
    if not turn.access.oversees or month > turn.today:
        return menu.outdated(turn)
    return _month(turn, month)


def _month(turn: Turn, month: date) -> Reply:
    """Months only, and whole ones: of two periods that overlap the difference would tell of few people."""
    zone = ZoneInfo(turn.settings.timezone)
    since, until = (datetime.combine(day, time.min, zone) for day in (month, add_months(month, 1)))
    plants = None if turn.access.sees_every_plant else turn.access.plants()
    found = wages.unpaid(turn.session, since, until, plants)
    lines = [bold(turn.t("Wages of class days, {month}", month=f"{month:%m/%Y}")), *_shares(turn, found)]
    before = add_months(month, -1)
    choices = [Choice(turn.t(BACK), f"cpaper:wages:{before:%Y%m}")]
    if month < turn.today.replace(day=1):
        choices.append(Choice(turn.t("This month"), f"cpaper:wages:{turn.today:%Y%m}"))
    return Reply("\n".join(lines), rows(choices, 2), replaces=True)


def _shares(turn: Turn, found: wages.Unpaid) -> list[str]:
    if found.is_withheld:
        return [
            turn.t(
                "There are unpaid hours, but of fewer than {count} people, so they are not shown.",
                count=wages.FEWEST_PEOPLE,
            )
        ]
    if not found.shares and found.rest is None:
        return [turn.t("No unpaid hours have been told of.")]
    named, others = found.shares[:_MOST], found.shares[_MOST:]
    lines = [
        turn.t(
            "{enterprise}: {hours} hours unpaid, {people} people",
            enterprise=one.enterprise.name,
            hours=hours(turn.translator, one.minutes),
            people=one.people,
        )
        for one in named
    ]
    enterprises = len(others) + (found.rest.enterprises if found.rest else 0)
    if enterprises:
        minutes = sum(one.minutes for one in others) + (found.rest.minutes if found.rest else 0)
        told = hours(turn.translator, minutes)
        lines.append(turn.t("{count} other enterprises: {hours} hours unpaid together", count=enterprises, hours=told))
    return lines


def _data(seat: Seat, wage: Wage) -> str:
    return f"cpaper:wage:{seat.id}:{wage}"


def _saved(turn: Turn, seat: Seat, wage: Wage) -> str:
    sitting = lowered(when(turn.translator, turn.local(seat.sitting.starts_at)))
    return turn.t(_SAVED[wage], sitting=sitting, hours=hours(turn.translator, seat.lost_minutes or 0))


def _promise(turn: Turn) -> str:
    return turn.t("Only sums over several people reach the committee, never {your} name; the company is told nothing.")
