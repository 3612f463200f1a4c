"""What a roster would change: every person's days compared with what is known, nothing written."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from handlers.workbook.rosters.kept import KeptRow
from handlers.workbook.rosters.marks import Marks, Unread
from handlers.workbook.rosters.people import with_places
from models import rosters
from models.people import Person
from models.person_rotas import plants_of
from models.roster_records import Rewrite, rewrite
from models.rosters import CrewPlace, RosterDay, Usual
from models.rotas import Knowledge, Rotas, cycles_of
from models.shift_exceptions import ShiftException
from models.shift_patterns import Cycle
from models.shift_records import RecordSource, ShiftRecord
from models.units import ShiftSystem

_CHUNK = 1_000  # people in one statement


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of the roster, and whose it is."""

    sheet: str
    row: int
    column: str
    day: date
    mark: str
    person: Person


@dataclass(frozen=True, slots=True)
class Misread:
    """A cell that is not understood."""

    spot: Spot
    unread: Unread


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A cell that says otherwise than the person did, and what the person said the day is."""

    spot: Spot
    said: Usual


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody whose days are those of one crew, and of which crew they were known so far."""

    person: Person
    place: CrewPlace
    before: CrewPlace | None = None  # known already, and another: left as it is


@dataclass(slots=True)
class RosterPlan:
    """Everything that a roster would change, and everything about it that a person should hear."""

    people: list[Person] = field(default_factory=list)  # of whom it says at least one day
    days: list[date] = field(default_factory=list)
    told: int = 0  # cells that are understood
    fresh: int = 0  # of them on days of which nothing was known
    differing: int = 0  # of them on days that were known otherwise
    rewrites: list[Rewrite] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    elsewhere: list[Placed] = field(default_factory=list)
    misread: list[Misread] = field(default_factory=list)
    contradicted: list[Contradicted] = field(default_factory=list)
    short_rests: list[tuple[Spot, int]] = field(default_factory=list)  # and the minutes of rest
    systems: dict[str, str] = field(default_factory=dict)  # the names of the shift systems by their codes

    @property
    def changes(self) -> bool:
        """Whether anything but the day of the last word about somebody's shifts would change."""
        return bool(self.rewrites or self.placed)

    @property
    def digest(self) -> str:
        """Return a short digest of what would be written: the same only when nothing of it has changed."""
        words = [repr((one.person_id, one.added, [record.id for record in one.gone])) for one in self.rewrites]
        words += [repr((one.person.id, one.place)) for one in self.placed]
        words += [repr(sorted(person.id for person in self.people)), repr(self.told)]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]


def plan(session: Session, scope: Select[Person], rows: Sequence[KeptRow]) -> RosterPlan:
    """Return what the `rows` of a roster would change; people who are not, or no longer, in `scope` are passed over."""
    planner = _Planner(session, scope, rows)
    for person_id, theirs in planner.by_person.items():
        if person_id in planner.people:
            planner.think_of(planner.people[person_id], theirs)
    planner.plan.days = sorted({day for row in rows for day in row.columns})
    return planner.plan


class _Planner:
    """Compares person after person; everything that is known was read before, in a few statements."""

    def __init__(self, session: Session, scope: Select[Person], rows: Sequence[KeptRow]) -> None:
        self.plan = RosterPlan()
        self.by_person: dict[int, list[KeptRow]] = defaultdict(list)
        for row in rows:
            self.by_person[row.person_id].append(row)
        ids = list(self.by_person)
        self.people = {
            person.id: person
            for at in range(0, len(ids), _CHUNK)
            for person in session.scalars(with_places(scope).where(Person.id.in_(ids[at : at + _CHUNK])))
        }
        systems = list(session.scalars(select(ShiftSystem).order_by(ShiftSystem.code)))
        self.plan.systems = {system.code: system.name for system in systems}
        self._rotas = Rotas(systems)
        self._crews: dict[str, dict[CrewPlace, Cycle]] = {
            system.code: {(system.code, crew): cycle for crew, cycle in cycles_of(system).items()} for system in systems
        }
        self._marks = Marks(systems)
        days = [day for row in rows for day in row.columns]
        self._plants = plants_of(session, self.people.values())
        self._records = _records(session, list(self.people), set(self._plants.values()), days)

    def think_of(self, person: Person, rows: Sequence[KeptRow]) -> None:
        """Add what the roster says of one person to the plan."""
        spots = _spots(person, rows)
        system = person.usual_system_code
        place = self._place(person, spots, system)
        told = self._understood(spots, place[0] if place else system)
        if not told:
            return
        self.plan.people.append(person)
        self._compare(person, spots, told, place)

    def _place(self, person: Person, spots: Mapping[date, Spot], system: str | None) -> CrewPlace | None:
        """The crew that is known or fits; people without a known one are placed where the whole row fits only one."""
        is_known = self._rotas.of(person.shift_system_code, person.crew).knowledge is Knowledge.KNOWN
        candidates = [system] if system else list(self._crews)
        crews = {key: cycle for code in candidates for key, cycle in self._crews.get(code, {}).items()}
        fits: list[CrewPlace] = []
        for candidate in candidates:
            days = {day: self._marks.read(candidate, spot.mark) for day, spot in spots.items()}
            if any(isinstance(day, Unread) for day in days.values()):
                continue
            own = self._crews.get(candidate, {})
            fits += rosters.fitting({day: said for day, said in days.items() if isinstance(said, RosterDay)}, own)
        only = rosters.only_place(fits, crews)
        held = (person.shift_system_code or "", person.crew)
        if is_known:
            if only is not None and only[1] is not None and person.crew is not None and held not in fits:
                self.plan.elsewhere.append(Placed(person, only, held))
            return person.shift_system_code or "", person.crew
        if only is not None:
            self.plan.placed.append(Placed(person, only))
        return only

    def _understood(self, spots: Mapping[date, Spot], system: str | None) -> dict[date, RosterDay]:
        told = {}
        for day, spot in spots.items():
            said = self._marks.read(system, spot.mark)
            if isinstance(said, RosterDay):
                told[day] = said
            else:
                self.plan.misread.append(Misread(spot, said))
        return told

    def _compare(
        self, person: Person, spots: Mapping[date, Spot], told: dict[date, RosterDay], place: CrewPlace | None
    ) -> None:
        records = self._records.get(person.id, [])
        closed = self._records.get(-self._plants.get(person.id, 0), [])
        closings = rosters.by_day((record.exception for record in closed), told)
        spoken = (one.exception for one in records if one.source is RecordSource.SAID)
        said = rosters.by_day(spoken, told.keys() | {day + rosters.ONE_DAY for day in told})
        usual = self._usual(place, told, closings)
        known = self._usual((person.shift_system_code or "", person.crew), told, closings)
        everything = rosters.by_day((record.exception for record in records), told)
        self._count(told, {day: rosters.shift_on(day, known[day], everything.get(day, ())) for day in told})
        news = rosters.news(told, usual, said)
        for day in news.contradicted:
            self.plan.contradicted.append(Contradicted(spots[day], rosters.shift_on(day, usual[day], said[day])))
        self.plan.short_rests += [(spots[day], rest) for day, rest in rosters.short_rests(told)]
        earlier = [record for record in records if record.source is RecordSource.ROSTER]
        change = rewrite(person.id, person.code, told.keys(), news.exceptions, earlier)
        if change.gone or change.added:
            self.plan.rewrites.append(change)

    def _usual(
        self, place: CrewPlace | None, days: Iterable[date], closings: Mapping[date, Sequence[ShiftException]]
    ) -> dict[date, Usual]:
        """The shift of each day by the cycle of a crew and by what closes the plant."""
        rota = self._rotas.of(place[0] or None, place[1]) if place else self._rotas.of(None, None)
        return {day: rosters.shift_on(day, rota.shift_on(day), closings.get(day, ())) for day in days}

    def _count(self, told: Mapping[date, RosterDay], known: Mapping[date, Usual]) -> None:
        self.plan.told += len(told)
        for day, said in told.items():
            if said.shift is Knowledge.UNKNOWN:
                continue
            if known[day] is Knowledge.UNKNOWN:
                self.plan.fresh += 1
            elif not rosters.same_hours(known[day], said.shift):
                self.plan.differing += 1


def _spots(person: Person, rows: Sequence[KeptRow]) -> dict[date, Spot]:
    """The cells of a person by day; where two sheets tell of one day the later one counts."""
    found = {
        day: Spot(row.sheet, row.number, row.columns[day], day, mark, person)
        for row in rows
        for day, mark in row.marks.items()
    }
    return dict(sorted(found.items()))


def _records(
    session: Session, people: Sequence[int], plants: Collection[int], days: Collection[date]
) -> dict[int, list[ShiftRecord]]:
    """What was recorded of these days, by the id of the person, or by that of the enterprise, negative."""
    found: dict[int, list[ShiftRecord]] = defaultdict(list)
    if not days:
        return found
    whose: list[ColumnElement[bool]] = [ShiftRecord.enterprise_id.in_(plants)]
    whose += [ShiftRecord.person_id.in_(people[at : at + _CHUNK]) for at in range(0, len(people), _CHUNK)]
    # Overtime after the last night stands on the day after it.
    first, last = min(days), max(days) + rosters.ONE_DAY
    for one in whose:
        touches = (ShiftRecord.first_on <= last, ShiftRecord.last_on >= first)
        for record in session.scalars(select(ShiftRecord).where(one, *touches).order_by(ShiftRecord.id)):
            found[record.person_id if record.person_id is not None else -(record.enterprise_id or 0)].append(record)
    return found
