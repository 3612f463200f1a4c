"""What is held about the person who asks, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from handlers import menu
from handlers.locales import N_
from handlers.report.drafts import Draft
from handlers.report.words import GENDER_WORDS, born, shift
from handlers.turn import Turn
from models import class_rolls
from models.candidates import Candidate
from models.chats import Chat
from models.classes import Course, Enrolment, Seat, Wage
from models.consent import Consent
from models.export import by_code
from models.meetings import Attendance
from models.people import Membership, Person

_MEMBERSHIP_WORDS = {
    Membership.OFFICIAL: N_("official Party member"),
    Membership.PROBATIONARY: N_("probationary Party member"),
}
_WAGE_WORDS = {
    Wage.PAID: N_("wage paid for {count} sittings"),
    Wage.UNPAID: N_("wage not paid for {count} sittings"),
    Wage.UNKNOWN: N_("wage not known yet for {count} sittings"),
}


def lines(turn: Turn) -> list[str]:
    """Return a line for each thing that is held; what is not held is not mentioned."""
    person = turn.known_person
    found = (
        turn.t("Name: {name} ({code})", name=person.full_name, code=person.code),
        _personal(turn, person),
        _work(turn, person),
        _party(turn, person),
        _classes(turn, person),
        _candidate(turn, person),
        _reach(turn, person),
        _consents(turn, person),
    )
    return [line for line in found if line]


def _personal(turn: Turn, person: Person) -> str | None:
    day = born(Draft(birth_date=person.birth_date, birth_year=person.birth_year))
    facts = (
        turn.t("born {day}", day=day) if day else None,
        turn.t(GENDER_WORDS[person.gender]) if person.gender else None,
        turn.t("telephone {number}", number=person.phone) if person.phone else None,
    )
    return _line(turn.t("Personal"), facts)


def _work(turn: Turn, person: Person) -> str | None:
    enterprise = person.enterprise.name if person.enterprise else None
    return _line(turn.t("Work"), (enterprise, shift(turn, person.shift_system_code, person.crew)))


def _party(turn: Turn, person: Person) -> str | None:
    since = f"{person.joined_party_on:%d/%m/%Y}" if person.joined_party_on else None
    facts = (
        person.unit.name if person.unit else None,
        turn.t(_MEMBERSHIP_WORDS[person.membership]) if person.membership else None,
        turn.t("joined the Party on {day}", day=since) if since else None,
        *menu.roles(turn),
    )
    return _line(turn.t("Party and tasks"), facts)


def _classes(turn: Turn, person: Person) -> str | None:
    names = turn.session.scalars(
        select(Course.name).join(Enrolment).where(Enrolment.person_id == person.id).order_by(Course.code)
    )
    seats = turn.session.scalars(select(Seat).where(Seat.person_id == person.id).order_by(Seat.id)).all()
    return _line(turn.t("Classes"), (*names, *_seats(turn, seats)))


def _seats(turn: Turn, seats: Sequence[Seat]) -> list[str]:
    """Return what is held of sittings: attendance, check-in, reasons of leave, wage."""
    present = sum(seat.attendance is Attendance.PRESENT for seat in seats)
    away = sum(seat.attendance in class_rolls.AWAY for seat in seats)
    by_code = sum(seat.checked_in_at is not None for seat in seats)
    wages = Counter(seat.wage for seat in seats if seat.wage is not None)
    reasons = ", ".join(dict.fromkeys(seat.reason for seat in seats if seat.reason))
    told = (
        present and turn.t("present {count} times", count=present),
        away and turn.t("absent {count} times", count=away),
        by_code and turn.t("checked in by code {count} times", count=by_code),
        reasons and turn.t("reason of leave: {reasons}", reasons=reasons),
        *(turn.t(_WAGE_WORDS[wage], count=count) for wage, count in sorted(wages.items())),
    )
    return [one for one in told if one]


def _candidate(turn: Turn, person: Person) -> str | None:
    own = by_code(turn.session.scalars(select(Candidate).where(Candidate.person_id == person.id)))
    return _line(turn.t("Followed as a candidate"), tuple(candidate.code for candidate in own))


def _reach(turn: Turn, person: Person) -> str | None:
    names = turn.session.scalars(select(Chat.platform).where(Chat.person_id == person.id).order_by(Chat.id))
    return _line(turn.t("Accounts"), tuple(name.value.capitalize() for name in names))


def _consents(turn: Turn, person: Person) -> str | None:
    given = turn.session.scalars(
        select(Consent).where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None)).order_by(Consent.id)
    )
    days = dict.fromkeys(f"{turn.local(consent.given_at):%d/%m/%Y}" for consent in given)
    return turn.t("Consent given on {day}", day=", ".join(days)) if days else None


def _line(title: str, facts: tuple[str | None, ...]) -> str | None:
    told = " · ".join(fact for fact in facts if fact)
    return f"{title}: {told}" if told else None
