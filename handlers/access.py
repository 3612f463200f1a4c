"""Who may see and do what. Every query about candidates, people and units starts from an :class:`Access`.

What a person may not see is answered as if it did not exist (CONVERSATIONS.md, rule 7): a query that finds nothing
and a query that was not allowed give the same nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, contains_eager, joinedload

from models import helpers
from models.candidates import Candidate
from models.classes import ClassSitting, Course, Enrolment, Seat, SeatState
from models.meetings import Call, Meeting
from models.people import CELL_LEADERS, Membership, Person, Role, RoleName
from models.rights import DataRequest
from models.units import Enterprise, Unit, UnitKind

T = TypeVar("T")
# Built once: it is asked on every turn.
_OWN_UNIT = aliased(Unit)
_HELPED_UNIT = aliased(Unit)
_HELPS = (
    select(Candidate.id)
    .join(_HELPED_UNIT, _HELPED_UNIT.id == Candidate.unit_id)
    .where(
        Candidate.helper_id == Person.id,
        Candidate.stage.in_(helpers.HELPED),
        Candidate.consented_on.is_not(None),
        helpers.is_fitting(_OWN_UNIT, _HELPED_UNIT),
    )
    .correlate(Person, _OWN_UNIT)
    .exists()
)
_IS_CANDIDATE = (
    select(Candidate.id)
    .where(Candidate.person_id == Person.id, Candidate.consented_on.is_not(None))
    .correlate(Person)
    .exists()
)
_HELD = (
    select(Person.membership, Enterprise.code, _HELPS, _IS_CANDIDATE, Role.name, Role.unit_id, Unit.path)
    .outerjoin(_OWN_UNIT, _OWN_UNIT.id == Person.unit_id)
    .outerjoin(Enterprise, Enterprise.id == _OWN_UNIT.enterprise_id)
    .outerjoin(Role, Role.person_id == Person.id)
    .outerjoin(Unit, Unit.id == Role.unit_id)
    .where(Person.id == bindparam("person"))
)
_ROOT_SLASHES = 2  # “/1/” is the path of a unit that has none above it


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may see: the cells they lead, the subtrees they are in charge of, or everything."""

    person_id: int | None = None
    own_enterprise: str | None = None  # code of the enterprise that the person's own unit belongs to
    is_member: bool = False
    is_administrator: bool = False
    is_worker: bool = False
    is_candidate: bool = False  # on the path, and agreed to it
    helps: bool = False  # an official member who helps somebody on the path
    runs_classes: bool = False  # holds the role of an organiser
    led: tuple[int, ...] = ()  # ids of the units whose secretary or deputy the person is
    in_charge: tuple[str, ...] = ()  # paths of the units that the person is in charge of, with all below

    @classmethod
    def of(cls, session: Session, person_id: int | None) -> Access:
        """Return the access of the person of this id; a stranger's is empty."""
        if person_id is None:
            return cls()
        held = session.connection().execute(_HELD, {"person": person_id}).all()  # columns only: half the time
        names = {name for *_, name, _, _ in held if name is not None}
        return cls(
            person_id=person_id,
            own_enterprise=next((enterprise for _, enterprise, *_ in held), None),
            is_member=any(membership is not None for membership, *_ in held) or bool(names - {RoleName.WORKER}),
            is_administrator=RoleName.ADMINISTRATOR in names,
            is_worker=RoleName.WORKER in names,
            runs_classes=RoleName.ORGANISER in names,
            helps=any(helps for _, _, helps, *_ in held),
            is_candidate=any(is_candidate for _, _, _, is_candidate, *_ in held),
            led=tuple(unit for *_, name, unit, _ in held if name in CELL_LEADERS and unit is not None),
            in_charge=tuple(path for *_, name, _, path in held if name == RoleName.COMMITTEE and path),
        )

    @property
    def may_report(self) -> bool:
        """Whether the person reports candidates: secretaries and deputies, of their own cell."""
        return bool(self.led)

    @property
    def oversees(self) -> bool:
        """Whether the person sees several units: a committee member or an administrator."""
        return self.is_administrator or bool(self.in_charge)

    @property
    def organises(self) -> bool:
        """Whether the person opens classes and sets their timetables: an organiser, and who oversees units.

        Planning shows codes and numbers and nobody's name; for names see :attr:`runs_whole_classes`.
        """
        return self.runs_classes or self.oversees

    @property
    def runs_whole_classes(self) -> bool:
        """Whether the person sees everybody's name in a class: photographs of rolls, certificates, the workbook.

        A course belongs to the whole organisation and to no unit below it, so these are the organisers, the
        administrators and who is in charge of a root unit. A committee member in charge of other units sees and takes
        the roll of the people of those units, as a leader does of their own cell's (:meth:`seats`).
        """
        return self.runs_classes or self.sees_every_plant

    def courses(self) -> Select[Course]:
        """Return a query of the courses that the person organises, the newest first."""
        may = true() if self.organises else false()
        return select(Course).where(may).order_by(Course.id.desc())

    def whole_courses(self) -> Select[Course]:
        """Return a query of the courses in which the person sees everybody's name, the newest first."""
        may = true() if self.runs_whole_classes else false()
        return select(Course).where(may).order_by(Course.id.desc())

    def learners(self) -> Select[Person]:
        """Return a query of the people whom the person may put on a course, by code: see :attr:`runs_whole_classes`."""
        theirs = true() if self.runs_whole_classes else self._people_of(self._led_or_in_charge())
        return select(Person).where(theirs if self.organises else false()).order_by(Person.code)

    @property
    def sees_several(self) -> bool:
        """Whether more than one unit may be in sight, so that they must be told apart."""
        return self.oversees or len(set(self.led)) > 1

    @property
    def sees_candidates(self) -> bool:
        """Whether the person sees any candidate at all."""
        return self.may_report or self.oversees

    @property
    def may_record(self) -> bool:
        """Whether the person records the path of any candidate: see :meth:`records`."""
        return bool(self.led or self.in_charge)

    @property
    def may_invite(self) -> bool:
        """Whether the person may join others to the bot."""
        return self.sees_candidates

    def units(self) -> Select[Unit]:
        """Return a query of the units that the person leads or oversees, in the order of their codes."""
        return select(Unit).where(self._unit_filter()).order_by(Unit.code)

    def cells(self) -> Select[Unit]:
        """Return a query of the cells among :meth:`units`."""
        return self.units().where(Unit.kind != UnitKind.COMMITTEE)

    def candidates(self) -> Select[Candidate]:
        """Return a query of the candidates that the person may see, with their unit and enterprise."""
        return (
            select(Candidate)
            .join(Candidate.unit)
            .where(self._unit_filter())
            .options(joinedload(Candidate.unit), joinedload(Candidate.enterprise))
        )

    def recordable(self) -> Select[Candidate]:
        """Return a query of the candidates whose path the person records: see :meth:`records`."""
        return self.candidates().where(self._led_or_in_charge())

    def destinations(self) -> Select[Unit]:
        """Return a query of the cells to which the person may move a candidate: all, for who records."""
        may = true() if self.may_record else false()
        return select(Unit).where(may, Unit.kind != UnitKind.COMMITTEE).order_by(Unit.code)

    def candidate_ids(self) -> Select[int]:
        """Return a query of the ids of :meth:`candidates`, for what is reckoned of many of them at once."""
        return self.candidates().with_only_columns(Candidate.id).order_by(None)

    def helped(self) -> Select[Candidate]:
        """Return a query of the candidates whom the person helps, beside whatever they see by their roles."""
        return helpers.helped_by(self.person_id or 0).options(
            contains_eager(Candidate.unit), joinedload(Candidate.enterprise)
        )

    def own_path(self) -> Select[Candidate]:
        """Return a query of the person's own way to membership, once they have agreed to it; the newest first."""
        return (
            select(Candidate)
            .where(Candidate.person_id == (self.person_id or 0), Candidate.consented_on.is_not(None))
            .options(joinedload(Candidate.unit), joinedload(Candidate.helper).joinedload(Person.unit))
            .order_by(Candidate.id.desc())
        )

    def helpers_of(self, unit: Unit) -> Select[Person]:
        """Return a query of the members who may help a candidate of `unit`, when the person may name one."""
        may = true() if self.records(unit) else false()
        above = [int(part) for part in unit.path.strip("/").split("/") if part]
        return (
            select(Person)
            .where(may, Person.membership == Membership.OFFICIAL, Person.unit_id.in_(above))
            .options(joinedload(Person.unit))
            .order_by(Person.code)
        )

    def candidate_counts(self, column: InstrumentedAttribute[T]) -> Select[T, int]:
        """Return a query of how many candidates that the person may see have each value of `column`."""
        return (
            select(column, func.count())
            .select_from(Candidate)
            .join(Candidate.unit)
            .where(self._unit_filter())
            .group_by(column)
        )

    def people(self) -> Select[Person]:
        """Return a query of the people whom the person may invite: members and workers of their units."""
        own = select(Unit.id).where(self._unit_filter())
        enterprises = select(Unit.enterprise_id).where(self._unit_filter(), Unit.enterprise_id.is_not(None))
        below = or_(
            Person.unit_id.in_(own),
            and_(Person.membership.is_(None), Person.unit_id.is_(None), Person.enterprise_id.in_(enterprises)),
        )
        return select(Person).where(true() if self.is_administrator else below).order_by(Person.code)

    @property
    def may_own_requests(self) -> bool:
        """Whether the person sees to what others wish done with their data: a secretary, a deputy, an administrator."""
        return self.is_administrator or bool(self.led)

    def requests(self) -> Select[DataRequest]:
        """Return a query of the requests about data that the person sees to; one's own is somebody else's."""
        people = self.people().with_only_columns(Person.id).order_by(None)
        theirs = self.candidates().with_only_columns(Candidate.person_id).order_by(None)
        about = or_(
            DataRequest.person_id.in_(people),
            DataRequest.candidate_id.in_(self.candidate_ids()),
            DataRequest.person_id.in_(theirs.where(Candidate.person_id.is_not(None))),
        )
        may = true() if self.may_own_requests else false()
        own = DataRequest.person_id.is_not_distinct_from(self.person_id)
        return select(DataRequest).where(may, ~own, true() if self.is_administrator else about)

    def watched_meetings(self) -> Select[Meeting]:
        """Return a query of the meetings whose roll the person may see: of cells that they lead or are in charge of."""
        mine = self._led_or_in_charge()
        return select(Meeting).join(Meeting.unit).where(mine).options(contains_eager(Meeting.unit))

    def meetings(self) -> Select[Meeting]:
        """Return a query of the meetings of the cells that the person leads, the oldest first."""
        led = Meeting.unit_id.in_(self.led)
        return select(Meeting).where(led).options(joinedload(Meeting.unit)).order_by(Meeting.period, Meeting.id)

    def own_calls(self) -> Select[Call]:
        """Return a query of the calls of the person to meetings, with the meeting and its unit."""
        return (
            select(Call)
            .join(Call.meeting)
            .where(Call.person_id == (self.person_id or 0))
            .options(contains_eager(Call.meeting).joinedload(Meeting.unit), joinedload(Call.sitting))
        )

    def own_courses(self) -> Select[Enrolment]:
        """Return a query of the courses that the person is on, with these: what is not ended first, then the newest."""
        return (
            select(Enrolment)
            .where(Enrolment.person_id == (self.person_id or 0), Enrolment.left_at.is_(None))
            .options(joinedload(Enrolment.course))
            .order_by(Enrolment.completed_on.is_not(None), Enrolment.course_id.desc())
        )

    def own_seats(self) -> Select[Seat]:
        """Return a query of the person's own seats in the courses that they are on."""
        mine = self.own_courses().with_only_columns(Enrolment.course_id).order_by(None)
        return (
            select(Seat)
            .where(Seat.person_id == (self.person_id or 0), Seat.course_id.in_(mine))
            .options(joinedload(Seat.sitting).joinedload(ClassSitting.topic))
        )

    @property
    def may_bring_rosters(self) -> bool:
        """Whether the person may bring a plant's roster: a secretary, a deputy, an administrator."""
        return self.is_administrator or bool(self.led)

    def on_rosters(self) -> Select[Person]:
        """Return a query of the people whose shifts a roster of the person tells.

        The members of the cells that they lead and the workers on a class of those cells' enterprises; everybody, for
        an administrator.
        """
        theirs = true() if self.is_administrator else self._people_of(Unit.id.in_(self.led))
        return select(Person).where(theirs).order_by(Person.code)

    @property
    def takes_rolls(self) -> bool:
        """Whether the person takes any roll: of cells or classes; whose is said by :meth:`seats`."""
        return bool(self.led) or self.organises

    def seats(self) -> Select[Seat]:
        """Return a query of the seats whose roll the person takes, with the people who have them.

        All, for who runs whole classes; for who leads a cell or is in charge of units those of the members there and of
        the workers of the enterprises there.
        """
        mine = true() if self.runs_whole_classes else self._people_of(self._led_or_in_charge())
        return select(Seat).join(Seat.person).where(mine).options(contains_eager(Seat.person))

    def rolled_sittings(self) -> Select[ClassSitting]:
        """Return a query of the sittings of classes whose roll, or a part of it, the person takes."""
        theirs = self.seats().with_only_columns(Seat.sitting_id).where(Seat.state != SeatState.WAITING)
        return (
            select(ClassSitting)
            .where(true() if self.runs_whole_classes else ClassSitting.id.in_(theirs))
            .options(joinedload(ClassSitting.course))
        )

    def cell_people(self) -> Select[Person]:
        """Return a query of the people of the cells that the person leads, whose crews they set; a fixed order."""
        return (
            select(Person)
            .join(Person.unit)
            .where(Person.unit_id.in_(self.led))
            .order_by(Unit.code, Person.code)
            .options(contains_eager(Person.unit))
        )

    def colleagues(self) -> Select[Person]:
        """Return a query of those with whom the person swaps shifts: the others of the own cell, and of cells led."""
        own = select(Person.unit_id).where(Person.id == (self.person_id or 0)).scalar_subquery()
        near = or_(Person.unit_id == own, Person.unit_id.in_(self.led))
        return select(Person).where(near, Person.id != (self.person_id or 0)).order_by(Person.code)

    def plants(self) -> Select[Enterprise]:
        """Return a query of the enterprises whose closing the person reports: of cells that they lead or oversee."""
        theirs = Enterprise.id.in_(select(Unit.enterprise_id).where(self._unit_filter()))
        return select(Enterprise).where(true() if self.is_administrator else theirs).order_by(Enterprise.code)

    @property
    def sees_every_plant(self) -> bool:
        """Whether sums over all enterprises are for the person: an administrator, who is in charge of a root unit."""
        return self.is_administrator or any(path.count("/") == _ROOT_SLASHES for path in self.in_charge)

    def leads(self, unit_id: int) -> bool:
        """Whether the person is secretary or deputy of that very unit."""
        return unit_id in self.led

    def records(self, unit: Unit) -> bool:
        """Whether the person records the path of the unit's candidates: who leads it, and who is in charge of it."""
        return self.leads(unit.id) or any(unit.path.startswith(path) for path in self.in_charge)

    @staticmethod
    def _people_of(are_meant: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return the condition of the people of some units: their members, and workers on a class."""
        units = select(Unit.id).where(are_meant)
        enterprises = select(Unit.enterprise_id).where(are_meant, Unit.enterprise_id.is_not(None))
        workers = and_(
            Person.unit_id.is_(None),
            Person.enterprise_id.in_(enterprises),
            Person.roles.any(Role.name == RoleName.WORKER),
        )
        return or_(Person.unit_id.in_(units), workers)

    def _led_or_in_charge(self) -> ColumnElement[bool]:
        """Return the condition of the units that the person leads or is in charge of."""
        return or_(*(Unit.path.startswith(path) for path in self.in_charge), Unit.id.in_(self.led))

    def _unit_filter(self) -> ColumnElement[bool]:
        if self.is_administrator:
            return true()
        wanted = [Unit.path.startswith(path) for path in self.in_charge]
        if self.led:
            wanted.append(Unit.id.in_(self.led))
        return or_(*wanted) if wanted else false()


def is_addressed_as_member(person: Person) -> bool:
    """Whether somebody is spoken to as a member: who is one, or holds any role but a worker's."""
    return person.membership is not None or any(role.name != RoleName.WORKER for role in person.roles)
