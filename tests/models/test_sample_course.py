"""The course of the sample organisation as its workbook has it: what is proposed for it can be held and attended."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from bot.demo.sample import load_sample
from models import course_planning
from models.class_rules import ClassRules
from models.class_slots import EVERY_DAY, SlotWish
from models.classes import Course
from models.course_proposals import Proposal
from models.courses import days_of, half_days, most_sittings, people_of
from models.database import Database
from models.person_rotas import rotas_of
from models.rest import Habits
from models.shifts import State, timeline
from tests.conftest import NOW
from tests.models.test_timetable import CREWS
from tests.support.meetings import PLACE

RULES, HABITS = ClassRules(), Habits()
ALWAYS = SlotWish((EVERY_DAY, EVERY_DAY, EVERY_DAY))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_proposed_for_the_course_of_the_sample_can_be_held_and_attended(database: Database) -> None:
    load_sample(database, NOW, HABITS.timezone, lambda _told: None)
    with database.read() as session:
        course = session.scalars(select(Course).where(Course.code == "L2026-4")).one()
        people, parts, days = people_of(session, course.id), half_days(course), days_of(course)
        assert days is not None
        assert (len(people), len(parts), {topic.capacity for topic in course.topics}) == (120, 6, {60})
        most = most_sittings(course, RULES)
        asked = course_planning.load(session, course, ALWAYS, most, rules=RULES, habits=HABITS, now=NOW)
        found = course_planning.propose(asked, 30)
        rotas = rotas_of(session, people, days[0] - timedelta(3), days[1] + timedelta(2), HABITS)
    crews = Counter((person.shift_system_code, person.crew) for person in people)
    assert crews == {(system, crew): count for system, of in CREWS.items() for crew, count in of.items()}
    assert isinstance(found, Proposal)
    assert 0 < found.served <= found.everybody == 120
    assert found.served + sum(found.left_out.values()) == found.everybody
    assert len(found.sittings) <= most == 12
    seats: Counter[int] = Counter()
    served: list[int] = []
    for group in found.groups:
        held = [found.sittings[place] for place in group.places]
        assert [one.half_day for one in held] == [1, 2, 3, 4, 5, 6]
        assert all(one.end <= next_one.start for one, next_one in pairwise(held))
        for person in group.people:
            served.append(person)
            seats.update(group.places)
            for one in held:
                assert {span.state for span in timeline(rotas[person], one.start, one.end)} == {State.FREE}
    assert len(served) == len(set(served)) == found.served
    assert set(served) <= {person.id for person in people}
    for place, one in enumerate(found.sittings):
        assert one.seats == seats[place] <= 60
        topic = parts[one.half_day - 1].topic
        assert topic.starts_on is not None
        assert topic.ends_on is not None
        assert topic.starts_on <= one.start.astimezone(PLACE).date() <= topic.ends_on
