"""The laws of seats: whatever people ask for, in whatever order, on both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import combinations
from threading import Barrier

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import class_fits, class_seats
from models.audit import Actor, Via, act_as
from models.class_seats import Outcome
from models.classes import ClassSitting, Enrolment, Seat, SeatState, SittingState
from models.database import Database
from models.meetings import Attendance
from models.people import Person
from models.rest import Habits
from tests.support.classes import Klass, add_course, add_workers, hold, seat, seats_of, taken
from tests.support.meetings import local

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HABITS = Habits()
# The second sitting of a half-day lies after the first of the next, so that not every pair of them is in order.
DAYS = {
    1: [local("2026-12-01", "08:00"), local("2026-12-06", "14:30")],
    2: [local("2026-12-03", "18:30"), local("2026-12-09", "08:00")],
    3: [local("2026-12-08", "08:00"), local("2026-12-12", "14:30")],
}
PEOPLE = {"CN201": (None, None), "CN202": ("3CA", "A"), "CN203": ("3CA", "B"), "CN204": ("HC", None)}
_A_PERSON, _A_SITTING = st.sampled_from(sorted(PEOPLE)[:3]), st.integers(0, 5)
WISHES = st.lists(
    st.one_of(
        *[st.tuples(st.just("ask"), _A_PERSON, _A_SITTING)] * 3,
        st.tuples(st.sampled_from(["give up", "leave", "absent"]), _A_PERSON, st.integers(1, 3)),
        st.tuples(st.just("days go by"), _A_PERSON, st.integers(1, 4)),
    ),
    min_size=5,
    max_size=20,
)
many = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class World:
    """People who ask for seats of one course as time goes by."""

    def __init__(self, session: Session) -> None:
        self.session, self.now = session, NOW
        self.sittings = session.scalars(select(ClassSitting).order_by(ClassSitting.id)).all()

    def person(self, code: str) -> Person:
        return self.session.scalars(select(Person).where(Person.code == code)).one()

    def does(self, what: str, code: str, number: int) -> None:
        if what == "days go by":
            self.now += timedelta(days=number)
            return
        person = self.person(code)
        if what == "ask":
            class_seats.ask(self.session, self.sittings[number], person, self.now, HABITS)
            return
        held = [one for one in class_fits.seats(self.session, person.id) if one.half_day == number]
        for one in (one for one in held if one.state is SeatState.BOOKED):
            if what == "absent" and one.sitting.starts_at <= self.now:
                one.state, one.attendance = SeatState.MISSED, Attendance.ABSENT
                self.session.flush()
            elif what != "absent":
                state = SeatState.GIVEN_UP if what == "give up" else SeatState.EXCUSED
                class_seats.give_up(self.session, one, self.now, HABITS, state=state)

    def check(self) -> None:
        rows = self.session.scalars(select(Seat).execution_options(populate_existing=True)).all()
        booked = [one for one in rows if one.state is SeatState.BOOKED]
        for sitting in self.sittings:
            taken_places = sum(one.sitting_id == sitting.id for one in booked)
            assert sitting.capacity is not None
            assert taken_places <= sitting.capacity
            waits = [one for one in rows if one.sitting_id == sitting.id and one.state is SeatState.WAITING]
            assert len({one.person_id for one in waits}) == len(waits)
        of_half_days = Counter((one.person_id, one.half_day) for one in booked)
        assert set(of_half_days.values()) <= {1}
        for one, other in combinations(booked, 2):
            if one.person_id == other.person_id:
                self._check_order(*sorted((one, other), key=lambda row: row.half_day))

    @staticmethod
    def _check_order(one: Seat, other: Seat) -> None:
        first, second = one.sitting, other.sitting
        assert first.ends_at <= second.starts_at or (one.is_make_up and second.ends_at <= first.starts_at)


def _course(database: Database, capacity: int = 2) -> Klass:
    add_workers(database, PEOPLE)
    return add_course(database, DAYS, people=sorted(PEOPLE), capacity=capacity)


def _acting(session: Session) -> Session:
    act_as(session, Actor(Via.COMMAND_LINE, NOW))
    return session


@many
@given(wishes=WISHES, capacity=st.integers(1, 2))
def test_no_wishes_break_capacity_order_or_the_one_seat_of_a_half_day(
    organisation: Database, wishes: list[tuple[str, str, int]], capacity: int
) -> None:
    with organisation.read() as session:
        is_new = session.scalar(select(ClassSitting.id)) is None
    if is_new:
        _course(organisation)
    with organisation.write() as session:
        world = World(_acting(session))
        example = session.begin_nested()
        for sitting in world.sittings:
            sitting.capacity = capacity
        for wish in wishes:
            world.does(*wish)
            world.check()
        session.flush()
        example.rollback()


@many
@given(order=st.permutations(["CN211", "CN212", "CN213", "CN214", "CN215"]))
def test_the_waiting_list_moves_in_the_order_of_asking_past_who_cannot_come(
    organisation: Database, order: list[str]
) -> None:
    on_shift = "CN213"  # crew A of 3CA works 06:00–14:00 in the week of the sitting
    with organisation.read() as session:
        is_new = session.scalar(select(ClassSitting.id)) is None
    if is_new:
        add_workers(organisation, {code: ("3CA", "A") if code == on_shift else (None, None) for code in sorted(order)})
        add_course(organisation, {1: [local("2026-11-27", "08:00")]}, people=order, capacity=1)
    with organisation.write() as session:
        world = World(_acting(session))
        example = session.begin_nested()
        (sitting,) = world.sittings
        for minutes, code in enumerate(order):
            later = NOW + timedelta(minutes=minutes)
            class_seats.ask(session, sitting, world.person(code), later, HABITS)
        seated = [order[0]]
        for _ in range(len(order)):
            held = session.scalars(select(Seat).where(Seat.state == SeatState.BOOKED)).one_or_none()
            if held is None:
                break
            seated += [one.person.code for one in class_seats.give_up(session, held, NOW, HABITS)]
        assert seated == [code for code in order if code != on_shift or code == order[0]]
        left = [one.person.code for one in class_seats.waiting(session, sitting.id)]
        assert left == ([] if order[0] == on_shift else [on_shift])
        example.rollback()


def _ask(database: Database, sitting_id: int, code: str, now: datetime = NOW) -> class_seats.Asked:
    with database.write() as session:
        sitting = _acting(session).get_one(ClassSitting, sitting_id)
        person = session.scalars(select(Person).where(Person.code == code)).one()
        return class_seats.ask(session, sitting, person, now, HABITS)


def test_of_two_who_ask_for_the_last_place_at_once_one_gets_it_and_the_other_waits(organisation: Database) -> None:
    course = _course(organisation, capacity=1)
    (last,) = course.sittings[1][:1]
    together = Barrier(2)

    def asks(code: str) -> Outcome:
        together.wait()
        return _ask(organisation, last, code).outcome

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(asks, ["CN201", "CN202"]))
    assert sorted(outcomes) == [Outcome.BOOKED, Outcome.WAITING]
    assert len(taken(organisation, last)) == len(taken(organisation, last, SeatState.WAITING)) == 1


def test_two_who_change_places_at_once_do_not_block_each_other(organisation: Database) -> None:
    course = _course(organisation, capacity=2)
    first, second = course.sittings[1]
    _ask(organisation, first, "CN201")
    _ask(organisation, second, "CN202")
    together = Barrier(2)

    def changes(wish: tuple[str, int]) -> Outcome:
        together.wait()
        return _ask(organisation, wish[1], wish[0]).outcome

    with ThreadPoolExecutor(2) as threads:
        outcomes = set(threads.map(changes, [("CN201", second), ("CN202", first)]))
    assert outcomes == {Outcome.BOOKED}
    assert (taken(organisation, first), taken(organisation, second)) == (["CN202"], ["CN201"])


def test_who_waits_keeps_their_place_until_they_move_up_and_it_is_given_on(organisation: Database) -> None:
    course = _course(organisation, capacity=1)
    first, second = course.sittings[1]
    _ask(organisation, first, "CN201")
    _ask(organisation, second, "CN202")
    assert _ask(organisation, first, "CN202").outcome is Outcome.WAITING
    assert _ask(organisation, second, "CN203").outcome is Outcome.WAITING
    assert taken(organisation, second) == ["CN202"]
    with organisation.write() as session:
        held = _acting(session).scalars(select(Seat).where(Seat.sitting_id == first)).first()
        assert held is not None
        moved = class_seats.give_up(session, held, NOW, HABITS)
        assert [one.person.code for one in moved] == ["CN202", "CN203"]
    assert (taken(organisation, first), taken(organisation, second)) == (["CN202"], ["CN203"])


def test_nobody_is_moved_up_so_late_that_they_may_not_hear_of_it(organisation: Database) -> None:
    course = _course(organisation, capacity=1)
    first = course.sittings[1][0]
    _ask(organisation, first, "CN201")
    _ask(organisation, first, "CN204")
    late = local("2026-12-01", "08:00") - class_seats.MOVES_UP_BEFORE + timedelta(minutes=1)
    with organisation.write() as session:
        held = _acting(session).scalars(select(Seat).where(Seat.state == SeatState.BOOKED)).one()
        assert class_seats.give_up(session, held, late, HABITS) == ()
    assert _ask(organisation, first, "CN202", late).outcome is Outcome.BOOKED, "but the place is open to who asks"


def test_the_order_of_half_days_is_refused_with_the_sitting_that_stands_against_it(organisation: Database) -> None:
    course = _course(organisation)
    _ask(organisation, course.sittings[2][0], "CN201")
    refused = _ask(organisation, course.sittings[1][1], "CN201")
    assert refused.outcome is Outcome.CLASH
    assert refused.against is not None
    assert refused.against.id == course.sittings[2][0]
    assert _ask(organisation, course.sittings[1][0], "CN201").outcome is Outcome.BOOKED


def test_a_make_up_may_come_after_later_half_days_and_counts_once(organisation: Database) -> None:
    course = _course(organisation)
    for half_day in (1, 2):
        _ask(organisation, course.sittings[half_day][0], "CN201")
    hold(organisation, course.sittings[1][0], {"CN201": Attendance.ABSENT})
    after = local("2026-12-02", "08:00")
    made_up = _ask(organisation, course.sittings[1][1], "CN201", after)
    assert made_up.outcome is Outcome.BOOKED
    assert seats_of(organisation, "CN201") == {
        (1, "01/12 08:00"): "missed",
        (2, "03/12 18:30"): "booked",
        (1, "06/12 14:30"): "booked, make-up",
    }
    hold(organisation, course.sittings[2][0])
    hold(organisation, course.sittings[1][1])
    assert _ask(organisation, course.sittings[2][1], "CN201", local("2026-12-07", "08:00")).outcome is Outcome.ATTENDED
    with organisation.read() as session:
        present = session.scalars(select(Seat.half_day).where(Seat.attendance == Attendance.PRESENT)).all()
        assert sorted(present) == [1, 2]


def test_what_has_begun_is_cancelled_or_is_not_theirs_cannot_be_asked_for(organisation: Database) -> None:
    course = _course(organisation)
    first = course.sittings[1][0]
    assert _ask(organisation, first, "CN201", local("2026-12-01", "08:00")).outcome is Outcome.BEGUN
    with organisation.write() as session:
        _acting(session).get_one(ClassSitting, first).state = SittingState.CANCELLED
    assert _ask(organisation, first, "CN201").outcome is Outcome.BEGUN
    assert _ask(organisation, course.sittings[1][1], "CN010").outcome is Outcome.NOT_ENROLLED


def test_who_leaves_the_course_leaves_the_places_to_who_waits(organisation: Database) -> None:
    course = _course(organisation, capacity=1)
    first = course.sittings[1][0]
    _ask(organisation, first, "CN201")
    _ask(organisation, first, "CN202")
    with organisation.write() as session:
        leaves = _acting(session).scalars(select(Enrolment).join(Enrolment.person).where(Person.code == "CN201"))
        moved = class_seats.leave_course(session, leaves.one(), NOW, HABITS)
        assert [one.person.code for one in moved] == ["CN202"]
    assert _ask(organisation, first, "CN201").outcome is Outcome.NOT_ENROLLED


def test_leave_ends_the_seat_and_what_was_said_goes_when_it_is_booked_again(organisation: Database) -> None:
    course = _course(organisation)
    first = course.sittings[1][0]
    seat_id = seat(organisation, first, "CN201")
    with organisation.write() as session:
        held = _acting(session).get_one(Seat, seat_id)
        class_seats.give_up(session, held, NOW, HABITS, state=SeatState.EXCUSED, reason="con ốm")
    assert seats_of(organisation, "CN201") == {(1, "01/12 08:00"): "excused"}
    assert _ask(organisation, first, "CN201").outcome is Outcome.BOOKED
    with organisation.read() as session:
        again = session.get_one(Seat, seat_id)
        assert (again.reason, again.is_make_up) == (None, False)


def test_options_are_ordered_by_what_fits_then_by_places(organisation: Database) -> None:
    course = _course(organisation, capacity=1)
    late, early = local("2026-12-05", "15:00"), local("2026-12-01", "14:30")
    with organisation.write() as session:
        _acting(session)
        for start, at in ((early, 0), (late, 1)):
            one = session.get_one(ClassSitting, course.sittings[1][at])
            one.starts_at, one.ends_at = start, start + timedelta(hours=2)
    with organisation.read() as session:
        person = session.scalars(select(Person).where(Person.code == "CN204")).one()  # office hours, Saturdays too
        found = class_fits.options(session, person, course.course_id, 1, now=NOW, habits=HABITS)
        assert [(one.fits, one.places) for one in found] == [(False, 1), (False, 1)]
        free = session.scalars(select(Person).where(Person.code == "CN202")).one()
        found = class_fits.options(session, free, course.course_id, 1, now=NOW, habits=HABITS)
        assert [one.sitting.id for one in found] == list(course.sittings[1])


def test_adding_a_sitting_and_booking_a_seat_at_once_do_not_block_each_other(organisation: Database) -> None:
    """Who adds locks the course, then its sittings; a new seat refers to the course while the sittings are locked."""
    course = _course(organisation, capacity=2)
    first = course.sittings[1][0]
    locked = Barrier(2)

    def adds(_: str) -> bool:
        with organisation.write() as session:
            class_seats.lock_course(session, course.course_id)
            if not organisation.is_sqlite:
                locked.wait(10)
            class_seats.lock(_acting(session), course.course_id)
            return True

    def books(code: str) -> bool:
        with organisation.write() as session:
            sittings = class_seats.lock(_acting(session), course.course_id)
            if not organisation.is_sqlite:
                locked.wait(10)
            person = session.scalars(select(Person).where(Person.code == code)).one()
            sitting = next(one for one in sittings if one.id == first)
            return class_seats.book(session, sitting, person, NOW, HABITS).outcome is Outcome.BOOKED

    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(adds, ""), threads.submit(books, "CN201")]
        assert all(one.result() for one in done)
