"""The timetable of a course: from its rows to the question of the search, and from the answer to a proposal.

Heavy: the search brings its solver along, so this is imported when somebody asks for a timetable, and not before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import timetable
from models.class_rules import ClassRules
from models.class_slots import SlotWish, Times
from models.classes import ClassSitting, Course, Seat, SeatState, SittingState
from models.course_proposals import Gain, Impossible, LeftOut, Obstacle, Proposal, grouped, with_seats
from models.courses import days_of, half_days, people_of, planned_at
from models.people import Person
from models.person_rotas import rotas_of
from models.rest import Habits
from models.rotas import Rota
from models.timetable import Hindrance, Lack, NoTimetableError, Sitting, Slot, Timetable, Worker
from models.timetable.repair import solution
from models.timetable.timetable import of_solution

# A shift that starts before the first day may last into it; to one after the last people may be on their way.
_DAYS_BEFORE, _DAYS_AFTER = 3, 2
_FOR_GAIN = 2.0  # seconds for what one more sitting would gain
_OBSTACLES = {
    Lack.SLOTS: Obstacle.FEW_TIMES,
    Lack.FREE_SLOTS: Obstacle.ORDER,
    Lack.SITTINGS: Obstacle.FEW_SITTINGS,
    Lack.SEATS: Obstacle.NO_SEATS,
}


@dataclass(frozen=True, slots=True)
class Planning:
    """The question. `people` are those who are to attend, in the order of its workers.

    `taken` is how many of the allowed times the rooms are used by other courses.
    """

    question: timetable.Course
    people: tuple[int, ...] = field(repr=False)
    taken: int = 0


def load(
    session: Session, course: Course, wish: SlotWish, most: int, *, rules: ClassRules, habits: Habits, now: datetime
) -> Planning:
    """Return the question of a course in at most `most` sittings, one at a time, at the allowed times from tomorrow on.

    Raises ``LookupError`` for a course without days (:func:`models.courses.days_of`).
    """
    days = days_of(course)
    if days is None:
        raise LookupError(f"course {course.code} has no days")
    zone = ZoneInfo(habits.timezone)
    first = max(days[0], now.astimezone(zone).date() + timedelta(days=1))
    allowed = list(wish.times(rules, first, days[1], zone))
    used = _used_rooms(session, course, allowed)
    people = people_of(session, course.id)
    seats = _seats(course, len(people))
    slots = [Slot(*times, seats) for times in allowed if not any(_meet(times, other) for other in used)]
    topics = [half_day.topic for half_day in half_days(course)]
    question = timetable.Course(
        tuple(timetable.HalfDay(topic.title, topic.starts_on, topic.ends_on) for topic in topics),
        tuple(slots),
        _workers(session, course.id, people, slots, habits),
        most,
    )
    return Planning(question, tuple(person.id for person in people), len(allowed) - len(slots))


def propose(planning: Planning, seconds: float, known: Proposal | None = None) -> Proposal | Impossible:
    """Return the best timetable that is found in about so many seconds, or why there is none.

    When a proposal of the same course is `known`, it is never worse than that one with the sitting of its gain. What
    one more sitting would gain is looked for as well, for two seconds more at most.
    """
    if not planning.people:
        return Impossible(Obstacle.NOBODY)
    if not planning.question.slots:
        return Impossible(Obstacle.NO_TIMES, taken=planning.taken)
    if not any(slot.capacity for slot in planning.question.slots):
        return Impossible(Obstacle.NO_SEATS, 0, len(planning.people))
    try:
        found = timetable.timetable(planning.question, seconds)
    except NoTimetableError as error:
        return _why(planning, error)
    grown = _grown(planning, found, known) if known else None
    return _proposal(planning, grown if grown is not None and grown.served > found.served else found)


def _grown(planning: Planning, found: Timetable, known: Proposal) -> Timetable | None:
    """The known timetable with the sitting of its gain; None when it does not fit the question any more."""
    places = {slot.start: place for place, slot in enumerate(planning.question.slots)}
    wanted = [(one.half_day, one.start) for one in known.sittings]
    wanted += [(known.gain.half_day, known.gain.start)] if known.gain else []
    if len(wanted) > planning.question.most_sittings or any(start not in places for _, start in wanted):
        return None
    sittings = [Sitting(half_day - 1, places[start]) for half_day, start in wanted]
    return of_solution(found.problem, solution(found.problem, sittings), most=found.most)


def _proposal(planning: Planning, found: Timetable) -> Proposal:
    slots = planning.question.slots
    order = sorted(found.places, key=lambda one: (one.half_day, one.slot))
    places = {sitting: place for place, sitting in enumerate(order)}
    groups = grouped(
        {planning.people[worker]: tuple(places[sitting] for sitting in way) for worker, way in found.ways.items()}
    )
    return Proposal(
        most=planning.question.most_sittings,
        everybody=len(planning.people),
        sittings=with_seats([(one.half_day + 1, slots[one.slot].start, slots[one.slot].end) for one in order], groups),
        groups=groups,
        left_out=_left_out(planning, found),
        gain=_gain(found),
        is_proven=timetable.Goal.MOST_SERVED in found.proven,
    )


def _left_out(planning: Planning, found: Timetable) -> dict[LeftOut, int]:
    counted: Counter[LeftOut] = Counter()
    unknown = {worker.id for worker in planning.question.workers if _is_unknown(worker)}
    for one in found.left_out:
        if one.could_attend:
            counted[LeftOut.SEATS] += 1
        else:
            counted[LeftOut.UNKNOWN if one.id in unknown else LeftOut.SHIFTS] += 1
    return {reason: counted[reason] for reason in LeftOut if counted[reason]}


def _is_unknown(worker: Worker) -> bool:
    return Hindrance.UNKNOWN in worker.hindrances


def _gain(found: Timetable) -> Gain | None:
    if found.served == len(found.course.workers):
        return None
    best = next(iter(timetable.gains(found, 1, _FOR_GAIN)), None)
    if best is None:
        return None
    return Gain(best.sitting.half_day + 1, found.course.slots[best.sitting.slot].start, best.workers)


def _why(planning: Planning, error: NoTimetableError) -> Impossible:
    if all(_is_unknown(worker) for worker in planning.question.workers):
        return Impossible(Obstacle.UNKNOWN, 0, len(planning.people))
    for shortage in error.shortages:
        obstacle = _OBSTACLES.get(shortage.lack)
        if obstacle is None:
            continue
        number = 0 if shortage.half_day is None else shortage.half_day + 1
        have, need = shortage.have, shortage.need
        if obstacle is Obstacle.FEW_TIMES:  # a half-day that is left without: those before it can be held
            have, need = number - 1, len(planning.question.half_days)
        return Impossible(obstacle, have, need, number, planning.taken)
    return Impossible(Obstacle.TIME)


def _used_rooms(session: Session, course: Course, times: Sequence[Times]) -> list[Times]:
    """When sittings of other courses use a room of this one."""
    rooms = {topic.room for topic in course.topics if topic.room}
    found = planned_at(session, times) if rooms else ()
    return [(one.starts_at, one.ends_at) for one in found if one.room in rooms and one.course_id != course.id]


def _seats(course: Course, people: int) -> int:
    """The seats of every sitting: of the smallest room, enough for all where no room has a limit."""
    return min((topic.capacity for topic in course.topics if topic.capacity is not None), default=people)


def _workers(
    session: Session, course_id: int, people: Sequence[Person], slots: Sequence[Slot], habits: Habits
) -> tuple[Worker, ...]:
    """Who is to attend; fairness compares shift systems."""
    if not slots:
        return tuple(Worker(str(one.id), one.shift_system_code or "", ()) for one in people)
    first = slots[0].start.date() - timedelta(days=_DAYS_BEFORE)
    last = slots[-1].end.date() + timedelta(days=_DAYS_AFTER)
    rotas, busy = rotas_of(session, people, first, last, habits), _elsewhere(session, course_id, people)
    usual = timetable.of_rotas({str(one.id): rotas[one.id] for one in people if one.id not in busy}, slots)

    def hindrances(person: int, rota: Rota) -> tuple[Hindrance | None, ...]:
        return timetable.hindrances(rota, slots, busy[person]) if person in busy else usual[str(person)]

    return tuple(Worker(str(one.id), one.shift_system_code or "", hindrances(one.id, rotas[one.id])) for one in people)


def _elsewhere(session: Session, course_id: int, people: Iterable[Person]) -> Mapping[int, list[Times]]:
    """When people sit in other courses."""
    query = (
        select(Seat.person_id, ClassSitting.starts_at, ClassSitting.ends_at)
        .join(Seat.sitting)
        .where(
            Seat.course_id != course_id,
            Seat.person_id.in_([one.id for one in people]),
            Seat.state == SeatState.BOOKED,
            ClassSitting.state == SittingState.PLANNED,
        )
    )
    found: dict[int, list[Times]] = defaultdict(list)
    for person, start, end in session.execute(query):
        found[person].append((start, end))
    return found


def _meet(one: Times, other: Times) -> bool:
    return one[0] < other[1] and other[0] < one[1]
