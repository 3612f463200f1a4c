"""Once a month those whose last word about their shifts is old are asked whether they still fit.

Only of a crew that is known, and not in a system in which everybody works alike: there is nothing to be wrong about.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from handlers.notices.kinds import Kind, Telling
from handlers.settings import Settings
from handlers.shifts import checking, words
from handlers.turn import Choice, Reply, rows
from models import notices, shift_sayings
from models.chats import Chat
from models.notices import Notice
from models.people import Person
from models.shift_sayings import Period
from models.units import ShiftSystem

NAME = "shift_check"
_ASKED_FOR = timedelta(days=14)


def raise_due(session: Session, now: datetime, settings: Settings) -> int:
    """Raise the question for everybody with a joined chat who is to be asked; not twice in a month, nor at its turn."""
    today = settings.day_of(now)
    key = f"{today:%Y-%m}"
    lately = now - timedelta(days=settings.shifts_asked_after_days)
    asked = exists().where(
        Notice.person_id == Person.id, Notice.kind == NAME, or_(Notice.key == key, Notice.raised_at > lately)
    )
    due = session.scalars(
        select(Person.id)
        .join(Chat, Chat.person_id == Person.id)
        .where(
            Chat.joined_at.is_not(None),
            Person.crew.is_not(None),
            Person.shift_system_code.in_(_rotating(session)),
            or_(Person.shifts_said_on.is_(None), Person.shifts_said_on <= _old(today, settings)),
            ~asked,
        )
        .distinct()
    ).all()
    return notices.raise_for(session, due, kind=NAME, key=key, about={}, now=now, until=now + _ASKED_FOR)


def compose(telling: Telling, _notice: Notice) -> Reply | None:
    """Return the question about this week, or today and tomorrow; None when the crew was said again meanwhile."""
    person, t = telling.person, telling.t
    system = telling.session.get(ShiftSystem, person.shift_system_code) if person.shift_system_code else None
    said_on = person.shifts_said_on
    is_fresh = said_on is not None and said_on > _old(telling.today, telling.settings)
    if system is None or person.crew not in system.crew_offsets or is_fresh or shift_sayings.works_alike(system):
        return None
    choices = (
        Choice(t("Right, that is my shift"), f"shifts:check:{checking.token(person)}:yes"),
        Choice(t("No, another shift"), f"shifts:check:{checking.token(person)}:no"),
    )
    return Reply(_question(telling, system, person.crew), rows(list(choices), 2))


def _question(telling: Telling, system: ShiftSystem, crew: str | None) -> str:
    t, today = telling.t, telling.today
    cycle = shift_sayings.crews(system)[crew]
    worked = shift_sayings.shift_in(cycle, Period.week_of(today))
    if isinstance(worked, str):
        return t("This week {you} work {shift}, is that right?", shift=words.code(t, worked))
    now, then = (words.shift(t, cycle.on(today + timedelta(days=step))) for step in (0, 1))
    return t("Today {you} work: {now}; tomorrow: {then}. Is that right?", now=now, then=then)


def _rotating(session: Session) -> list[str]:
    """The codes of the systems in which crews work differently."""
    return [system.code for system in session.scalars(select(ShiftSystem)) if not shift_sayings.works_alike(system)]


def _old(today: date, settings: Settings) -> date:
    """The latest day that is long ago."""
    return today - timedelta(days=settings.shifts_asked_after_days)


KIND = Kind(NAME, compose, raise_due)
