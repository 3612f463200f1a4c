"""From a course to the question of the search and back: times, people, seats, reasons; and what a move does."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import class_moving, course_planning
from models.audit import Actor, Via, act_as
from models.class_rules import ClassRules, Part
from models.class_slots import EVERY_DAY, SlotWish
from models.classes import ClassSitting, Course
from models.course_proposals import Impossible, LeftOut, Obstacle, Proposal
from models.courses import days_of, half_days, in_the_way
from models.database import Database
from models.people import Person
from models.person_rotas import rotas_of
from models.rest import Habits
from models.shifts import State, timeline
from models.timetable import Hindrance
from tests.conftest import NOW
from tests.support.classes import add_course, add_workers, seats_of, taken
from tests.support.meetings import PLACE, local

RULES, HABITS = ClassRules(), Habits()
ALWAYS = SlotWish((EVERY_DAY, EVERY_DAY, EVERY_DAY))
FORTNIGHT = (date(2026, 12, 7), date(2026, 12, 20))
TWO = (("Khái quát lịch sử Đảng", 1), ("Cương lĩnh", 1))
SYSTEMS = [("3CA", "A"), ("3CA", "B"), ("3CA", "C"), ("4K", "A"), ("4K", "C"), ("12H", "A"), ("12H", "B"), ("4-2", "A")]
CODES = [f"CN{101 + number}" for number in range(16)]


def with_workers(database: Database, **facts: object) -> int:
    add_workers(database, {code: SYSTEMS[number % len(SYSTEMS)] for number, code in enumerate(CODES)})
    given_ = {"people": CODES, "topics": TWO, "capacity": 5, "days": FORTNIGHT, **facts}
    return add_course(database, **given_).course_id  # type: ignore[arg-type]


def found(
    session: Session, course_id: int, wish: SlotWish = ALWAYS, most: int = 6
) -> tuple[Course, Proposal | Impossible]:
    course = session.get_one(Course, course_id)
    asked = course_planning.load(session, course, wish, most, rules=RULES, habits=HABITS, now=NOW)
    return course, course_planning.propose(asked, 5)


def proposed(session: Session, course_id: int, most: int = 6) -> tuple[Course, Proposal]:
    course, answer = found(session, course_id, most=most)
    assert isinstance(answer, Proposal)
    return course, answer


def test_whoever_is_placed_is_free_in_order_and_within_the_room(organisation: Database) -> None:
    course_id = with_workers(organisation)
    with organisation.read() as session:
        _, proposal = proposed(session, course_id)
        people = {one.id: one for one in session.scalars(select(Person).where(Person.code.in_(CODES)))}
        rotas = rotas_of(session, people.values(), FORTNIGHT[0] - timedelta(3), FORTNIGHT[1] + timedelta(2))
        seats: Counter[int] = Counter()
        for group in proposal.groups:
            held = [proposal.sittings[place] for place in group.places]
            assert [one.half_day for one in held] == [1, 2]
            assert held[0].end <= held[1].start
            for person in group.people:
                seats.update(group.places)
                for one in held:
                    spans = timeline(rotas[person], one.start, one.end)
                    assert {span.state for span in spans} == {State.FREE}, people[person].code
    assert all(one.seats == seats[place] <= 5 for place, one in enumerate(proposal.sittings))
    assert proposal.served + sum(proposal.left_out.values()) == proposal.everybody == len(CODES)
    assert len(proposal.sittings) <= proposal.most


def test_more_sittings_never_bring_fewer_people_through(organisation: Database) -> None:
    course_id = with_workers(organisation, capacity=3)
    with organisation.read() as session:
        served = [proposed(session, course_id, most)[1].served for most in (2, 3, 4, 6)]
    assert served == sorted(served)
    assert served[0] == 3


def test_a_gain_is_kept_when_the_sitting_is_allowed(organisation: Database) -> None:
    course_id = with_workers(organisation, topics=TWO[:1], capacity=4)
    with organisation.read() as session:
        _, first = proposed(session, course_id, 2)
        _, second = proposed(session, course_id, 3)
    assert first.gain is not None
    assert second.served >= first.served + first.gain.more
    assert first.left_out == {LeftOut.SEATS: len(CODES) - first.served}


def test_one_more_sitting_keeps_what_was_promised_however_short_the_search(organisation: Database) -> None:
    course_id = with_workers(organisation, topics=TWO[:1], capacity=4)
    with organisation.read() as session:
        course, first = proposed(session, course_id, 2)
        assert first.gain is not None
        asked = course_planning.load(session, course, ALWAYS, 3, rules=RULES, habits=HABITS, now=NOW)
        again = course_planning.propose(asked, 0.0, first)
    assert isinstance(again, Proposal)
    assert again.served >= first.served + first.gain.more


def test_a_proposal_is_the_same_when_it_was_kept(organisation: Database) -> None:
    course_id = with_workers(organisation, capacity=3)
    with organisation.read() as session:
        _, proposal = proposed(session, course_id)
    assert Proposal.of_json(proposal.to_json()) == proposal


def test_a_room_that_another_class_uses_is_left_to_it(organisation: Database) -> None:
    course_id = with_workers(organisation)
    add_course(organisation, {1: [local("2026-12-12", "14:00")]}, code="L2026-5", people=[], room="Hội trường A")
    with organisation.read() as session:
        course = session.get_one(Course, course_id)
        asked = course_planning.load(session, course, ALWAYS, 6, rules=RULES, habits=HABITS, now=NOW)
    assert asked.taken == 1
    assert datetime(2026, 12, 12, 14, tzinfo=PLACE) not in [slot.start for slot in asked.question.slots]
    assert len(asked.question.slots) == 14 * 3 - 1


def test_whoever_sits_in_another_class_is_busy_then(organisation: Database) -> None:
    sunday = local("2026-12-13", "14:00")
    course_id = with_workers(organisation, people=CODES[1:2], topics=TWO[:1], days=(sunday.date(), sunday.date()))
    other = {"code": "L2026-5", "people": CODES[1:2], "room": "B", "topics": TWO[:1]}
    add_course(organisation, {1: [sunday]}, booked={CODES[1]: [0]}, **other)  # type: ignore[arg-type]
    with organisation.read() as session:
        course = session.get_one(Course, course_id)
        asked = course_planning.load(session, course, ALWAYS, 6, rules=RULES, habits=HABITS, now=NOW)
    hours = [slot.start.hour for slot in asked.question.slots]
    assert dict(zip(hours, asked.question.workers[0].hindrances, strict=True)) == {
        8: None,
        14: Hindrance.BUSY,
        18: None,
    }


@pytest.mark.parametrize(
    ("facts", "wish", "most", "obstacle"),
    [
        ({"people": []}, ALWAYS, 6, Obstacle.NOBODY),
        ({"capacity": 0}, ALWAYS, 6, Obstacle.NO_SEATS),
        ({"days": (date(2026, 12, 7), date(2026, 12, 7))}, SlotWish((0, 0, EVERY_DAY)), 6, Obstacle.FEW_TIMES),
        ({"days": (date(2026, 12, 7), date(2026, 12, 8))}, SlotWish((64, 0, 0)), 6, Obstacle.NO_TIMES),
        ({}, ALWAYS, 1, Obstacle.FEW_SITTINGS),
    ],
)
def test_it_says_why_there_is_no_timetable(
    organisation: Database, facts: dict[str, object], wish: SlotWish, most: int, obstacle: Obstacle
) -> None:
    course_id = with_workers(organisation, **facts)
    with organisation.read() as session:
        _, answer = found(session, course_id, wish, most)
    assert isinstance(answer, Impossible)
    assert answer.obstacle is obstacle


def test_half_days_are_counted_over_the_whole_course(organisation: Database) -> None:
    course_id = with_workers(organisation, topics=(("Một", 1), ("Hai", 2), ("Ba", 1)))
    with organisation.read() as session:
        course = session.get_one(Course, course_id)
        assert [(one.number, one.topic.title, one.part) for one in half_days(course)] == [
            (1, "Một", 1),
            (2, "Hai", 1),
            (3, "Hai", 2),
            (4, "Ba", 1),
        ]
        assert days_of(course) == FORTNIGHT


@given(masks=st.tuples(*[st.integers(0, EVERY_DAY)] * 3))
def test_a_wish_and_its_code_are_one(masks: tuple[int, int, int]) -> None:
    wish = SlotWish(masks)
    if any(masks):
        assert SlotWish.of_code(wish.code) == wish
    assert SlotWish.of((part, days) for parts, days in wish.by_parts().items() for part in parts) == wish
    times = list(wish.times(RULES, *FORTNIGHT, ZoneInfo("Asia/Ho_Chi_Minh")))
    assert times == sorted(times)
    assert len(times) == 2 * sum(mask.bit_count() for mask in masks)
    assert all(one[1] <= other[0] for one, other in pairwise(times))


@pytest.mark.parametrize("code", ["", "000000", "7f7f7", "ffffff", "7f7f7g", "7f7f7f7f"])
def test_no_other_code_is_a_wish(code: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        SlotWish.of_code(code)


def test_the_hours_of_a_part_are_settings() -> None:
    rules = ClassRules(evening=(ClassRules().evening[0], ClassRules().evening[1].replace(minute=0)))
    assert rules.hours(Part.EVENING)[1].minute == 0


def with_sittings(database: Database) -> tuple[int, int, int]:
    """Two sittings of the first half-day, one of the second; CN102 (crew B) and CN103 (crew C) sit in the first."""
    add_workers(database, {"CN102": ("3CA", "B"), "CN103": ("3CA", "C"), "CN104": ("3CA", "C")})
    held = {1: [local("2026-12-10", "15:00"), local("2026-12-12", "08:00")], 2: [local("2026-12-13", "08:00")]}
    booked = {"CN102": [0, 0], "CN103": [1, 0], "CN104": [1, 0]}
    klass = add_course(database, held, people=[*booked], booked=booked, topics=TWO, capacity=3)
    return (*klass.sittings[1], *klass.sittings[2])  # type: ignore[return-value]


def test_a_move_is_foretold_as_it_is_done(organisation: Database) -> None:
    first, second, _ = with_sittings(organisation)
    to = (local("2026-12-11", "08:00"), local("2026-12-11", "11:30"))  # crew B works then
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        sitting = session.get_one(ClassSitting, first)
        told = class_moving.effect(session, sitting, to, NOW, HABITS)
        assert [person.code for person in told.losing] == ["CN102"]
        done = class_moving.move(session, sitting, to, NOW, HABITS)
        assert done.effect == told
        assert sitting.round == 2
        lost = set(told.elsewhere)
    assert taken(organisation, first) == []
    assert bool(lost) == ("CN102" in taken(organisation, second))
    assert in_order(organisation, "CN102")


def in_order(database: Database, code: str) -> bool:
    booked = sorted((day, when) for (day, when), state in seats_of(database, code).items() if state == "booked")
    return [when[3:5] + when[:2] for _, when in booked] == sorted(when[3:5] + when[:2] for _, when in booked)


def test_a_cancelled_sitting_keeps_nobody(organisation: Database) -> None:
    *_, last = with_sittings(organisation)
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        done = class_moving.move(session, session.get_one(ClassSitting, last), None, NOW, HABITS)
        assert len(done.effect.without) == 3
    assert taken(organisation, last) == []


def test_a_sitting_is_in_the_way_only_in_its_room_and_time(organisation: Database) -> None:
    first, second, _ = with_sittings(organisation)
    with organisation.read() as session:
        one, other = session.get_one(ClassSitting, first), session.get_one(ClassSitting, second)
        assert in_the_way(session, one, (other.starts_at, other.ends_at)) is other
        assert in_the_way(session, one, (other.ends_at, other.ends_at + timedelta(hours=1))) is None
        assert in_the_way(session, one, (one.starts_at, one.ends_at)) is None
