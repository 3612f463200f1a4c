"""“Chuyên cần”: how many come to the meetings of a year. A cell for who leads it, cells without names for who oversees
them, and for everybody their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from sqlalchemy import select

from handlers import menu
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.meetings import missed
from handlers.paging import Page
from handlers.turn import Choice, Reply, Turn, rows
from models import attendance
from models.attendance import Tally
from models.people import Person
from models.units import Unit

AIM = "meeting_attendance"
MEMBERS_PAGE, CELLS_PAGE = 5, 7


def begin(turn: Turn, _heard: Heard) -> Reply:
    """Show the cell that the person leads, the cells that they oversee, or their own rate."""
    if turn.access.led:
        return _cell(turn, _led(turn)[0], 0)
    return _cells(turn, 0) if turn.access.oversees else own(turn)


def pressed(turn: Turn, args: str) -> Reply:
    """Go where a choice about rates leads; rights are asked again."""
    match args.split(":"):
        case ["cell", code, page] if page.isdecimal():
            unit = next((unit for unit in _led(turn) if unit.code == code), None)
            return _cell(turn, unit, int(page)) if unit else menu.outdated(turn)
        case ["cells", page] if page.isdecimal() and turn.access.oversees:
            return _cells(turn, int(page))
        case ["own"] if turn.access.is_member:
            return own(turn)
        case _:
            return menu.outdated(turn)


def own(turn: Turn) -> Reply:
    """Show the person's own rate."""
    mine = attendance.of_person(turn.session, turn.writer_id, turn.today)
    if not mine.called:
        return Reply(turn.t("No roll of the last 12 months names {you}."), menu.show(turn).choices)
    told = turn.t("{Your} attendance in 12 months: {share}", share=share(mine))
    return Reply("\n".join([bold(told), _apart(turn, mine)]), rows([Choice(turn.t("My data"), "go:my_data")]))


def share(counted: Tally) -> str:
    """Return a rate with its sums: ``83/96 (86%)``; never rounded up, so that 90% is not shown where it is missed."""
    percent = floor((counted.rate or Fraction(0)) * 100)
    return f"{counted.present}/{counted.called} ({percent}%)"


@dataclass(frozen=True, slots=True)
class _Member:
    person: Person
    counted: Tally
    months: int  # missed without a reason


def _led(turn: Turn) -> Sequence[Unit]:
    return turn.session.scalars(select(Unit).where(Unit.id.in_(turn.access.led)).order_by(Unit.code)).all()


def _cell(turn: Turn, unit: Unit, page: int) -> Reply:
    tallies = attendance.by_person(turn.session, unit.id, turn.today)
    whole = sum(tallies.values(), Tally())
    others = [Choice(other.code, f"rate:cell:{other.code}:0") for other in _led(turn) if other is not unit]
    if turn.access.oversees:
        others.append(Choice(turn.t("All cells"), "rate:cells:0"))
    if not whole.called:
        none = turn.t("No roll of {unit} has been saved in the last 12 months.", unit=unit.name)
        return Reply(none, rows([*others, Choice(turn.t("Take the roll"), "go:attendance")], 3))
    below = _below(turn, unit, tallies)
    at = Page.of(len(below), MEMBERS_PAGE, page)
    title = turn.t("Attendance of {unit} in 12 months: {share}", unit=unit.name, share=share(whole))
    lines = [bold(title + at.words(turn)), _aim(turn, whole), _apart(turn, whole)]
    if below:
        lines.append(turn.t("Below the aim: {count}", count=len(below)))
    lines += [_member(turn, one) for one in at.cut(below)]
    mine = tallies.get(turn.writer_id)
    lines += [turn.t("{Your} own: {share}", share=share(mine))] if mine else []
    turning = at.turning(turn, f"rate:cell:{unit.code}")
    return Reply("\n".join(lines), (*rows(turning, 2), *rows(others, 3)), replaces=at.last > 0)


def _below(turn: Turn, unit: Unit, tallies: dict[int, Tally]) -> list[_Member]:
    """Return the members of today who are below the aim or near the rule's number of months, the worst first."""
    people = turn.session.scalars(
        select(Person).where(Person.unit_id == unit.id, Person.membership.is_not(None), Person.id.in_(tallies))
    ).all()
    timezone, most = turn.settings.timezone, turn.settings.rules.rules[missed.RULE].value
    months = attendance.months_missed(turn.session, [person.id for person in people], turn.today, timezone)
    members = [_Member(person, tallies[person.id], len(months.get(person.id, ()))) for person in people]
    aim = _aimed_at(turn)
    noted = [one for one in members if not one.counted.reaches(aim) or one.months >= min(missed.told_at(most))]
    return sorted(noted, key=lambda one: (-one.months, one.counted.rate or 0, one.person.code))


def _member(turn: Turn, one: _Member) -> str:
    words = f"{one.person.full_name}: {share(one.counted)}"
    if one.counted.excused:
        words += ", " + turn.t("with leave {count}", count=one.counted.excused)
    most = turn.settings.rules.rules[missed.RULE].value
    if one.months >= min(missed.told_at(most)):
        return "⚠️ " + turn.t("{words}, months without a reason: {months}", words=words, months=one.months)
    return words


def _cells(turn: Turn, page: int) -> Reply:
    """Show the cells in sight, the lowest rate first, without any name."""
    cells = turn.access.cells()
    units = turn.session.scalars(cells).all()
    ids = cells.with_only_columns(Unit.id).order_by(None)
    tallies = attendance.by_unit(turn.session, ids, turn.today)
    if not tallies:
        return Reply(turn.t("No roll has been saved in the last 12 months."), menu.show(turn).choices)
    worst = sorted(units, key=lambda unit: (unit.id not in tallies, _rate(tallies.get(unit.id)), unit.code))
    at = Page.of(len(worst), CELLS_PAGE, page)
    whole = sum(tallies.values(), Tally())
    title = turn.t("Attendance of {count} cells in 12 months: {share}", count=len(worst), share=share(whole))
    lines = [bold(title + at.words(turn)), _aim(turn, whole)]
    lines += [_line(turn, unit, tallies) for unit in at.cut(worst)]
    return Reply("\n".join(lines), rows(at.turning(turn, "rate:cells"), 2), replaces=at.last > 0)


def _line(turn: Turn, unit: Unit, tallies: dict[int, Tally]) -> str:
    counted = tallies.get(unit.id)
    if counted is None:
        return turn.t("{unit}: no roll yet", unit=f"{unit.code} · {unit.name}")
    mark = "" if counted.reaches(_aimed_at(turn)) else "⚠️ "
    return f"{mark}{unit.code} · {unit.name}: {share(counted)}"


def _rate(counted: Tally | None) -> Fraction:
    return (counted.rate if counted else None) or Fraction(0)


def _aimed_at(turn: Turn) -> Fraction:
    return turn.settings.rules.limits[AIM].value / 100


def _aim(turn: Turn, counted: Tally) -> str:
    """Say how far a rate is from the aim, with the mark of the aim's source."""
    limit = turn.settings.rules.limits[AIM]
    reached = counted.reaches(_aimed_at(turn))
    told = (
        turn.t("Aim {percent}%: reached", percent=limit.value)
        if reached
        else turn.t("Aim {percent}%: not reached", percent=limit.value)
    )
    return told if limit.verified else turn.t("{told} (not yet compared with the original document)", told=told)


def _apart(turn: Turn, counted: Tally) -> str:
    return turn.t("Absent with leave {excused}, without {absent}", excused=counted.excused, absent=counted.absent)
