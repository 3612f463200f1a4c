"""The code of the room: whose it is, how long it is good for, and what is counted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models import check_in
from models.audit import Actor, Via, act_as
from models.check_in import CheckedIn, Outcome
from models.classes import ClassSitting, Seat, SeatState, SittingState
from models.database import Database
from models.meetings import Attendance
from models.people import Person
from models.rest import Habits
from tests.conftest import NOW
from tests.support.classes import LAM, Klass, add_course, add_workers, enrol, seat, seats_of
from tests.support.meetings import local

KEY = "ab" * 32
START = local("2026-12-12", "14:30")
IN_TIME = START + timedelta(minutes=5)
HANH, WAITING = "CN201", "CN202"


@pytest.fixture
def klass(organisation: Database) -> Klass:
    """Give a course whose first half-day has two sittings; Lâm sits in the first, Hạnh in the second."""
    add_workers(organisation, {HANH: (None, None)})
    first = {1: [START, local("2026-12-13", "08:00")], 2: [local("2026-12-19", "14:30")]}
    klass = add_course(organisation, first, people=(LAM, HANH), booked={LAM: [0], HANH: [1]}, capacity=2)
    with organisation.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        for sitting in session.scalars(select(ClassSitting)):
            sitting.check_in_key = check_in.new_key()
    return klass


def _types(database: Database, who: str, code: str, now: datetime) -> CheckedIn:
    with database.write() as session:
        act_as(session, Actor(Via.SERVICE, now))
        person = session.scalars(select(Person).where(Person.code == who)).one()
        return check_in.check_in(session, person, code, now, Habits())


def _code(database: Database, klass: Klass, now: datetime, *, place: int = 0) -> str:
    with database.read() as session:
        key = session.get_one(ClassSitting, klass.sittings[1][place]).check_in_key
    assert key is not None
    return check_in.code_at(key, now)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)), st.integers(-600, 600))  # noqa: DTZ001 - made aware below
def test_a_code_is_good_for_its_half_minute_and_the_ones_beside_it(moment: datetime, shift: int) -> None:
    shown = moment.replace(tzinfo=NOW.tzinfo)
    typed = shown + timedelta(seconds=shift)
    steps = abs(int(typed.timestamp() // 30) - int(shown.timestamp() // 30))
    code = check_in.code_at(KEY, shown)
    assert len(code) == 6
    if steps <= 1:
        assert check_in.fits(KEY, code, typed)
    elif check_in.fits(KEY, code, typed):  # one in a million by chance
        near = {check_in.code_at(KEY, typed + timedelta(seconds=30 * by)) for by in (-1, 0, 1)}
        assert code in near


def test_another_sittings_code_is_another_one() -> None:
    assert check_in.code_at(check_in.new_key(), NOW) != check_in.code_at(check_in.new_key(), NOW)


@pytest.mark.parametrize(
    ("minutes", "outcome"),
    [(-31, Outcome.NOT_OPEN), (-30, Outcome.DONE), (0, Outcome.DONE), (210, Outcome.DONE), (211, Outcome.NOT_OPEN)],
)
def test_codes_are_taken_from_half_an_hour_before_the_start_to_the_end(
    organisation: Database, klass: Klass, minutes: int, outcome: Outcome
) -> None:
    now = START + timedelta(minutes=minutes)
    assert _types(organisation, LAM, _code(organisation, klass, now), now).outcome is outcome


def test_each_person_counts_once(organisation: Database, klass: Klass) -> None:
    code = _code(organisation, klass, IN_TIME)
    first = _types(organisation, LAM, code, IN_TIME)
    later = IN_TIME + timedelta(seconds=20)
    again = _types(organisation, LAM, code, later)
    assert (first.outcome, again.outcome, again.at) == (Outcome.DONE, Outcome.ALREADY, IN_TIME)


def test_yesterdays_code_and_one_of_a_minute_ago_are_told_apart_from_a_wrong_one(
    organisation: Database, klass: Klass
) -> None:
    old = _code(organisation, klass, IN_TIME - timedelta(minutes=2))
    assert _types(organisation, LAM, old, IN_TIME).outcome is Outcome.OUTDATED
    yesterdays = _code(organisation, klass, IN_TIME - timedelta(days=1))
    assert _types(organisation, LAM, yesterdays, IN_TIME).outcome is Outcome.WRONG


def test_more_than_five_wrong_ones_in_ten_minutes_close_the_door_for_ten(organisation: Database, klass: Klass) -> None:
    wrong = "000000" if _code(organisation, klass, IN_TIME) != "000000" else "000001"
    outcomes = [_types(organisation, LAM, wrong, IN_TIME + timedelta(seconds=at)).outcome for at in range(6)]
    assert outcomes == [Outcome.WRONG] * 5 + [Outcome.CLOSED]
    last = IN_TIME + timedelta(seconds=5)
    soon = last + timedelta(minutes=9)
    assert _types(organisation, LAM, _code(organisation, klass, soon), soon).outcome is Outcome.CLOSED
    after = last + timedelta(minutes=10)
    assert _types(organisation, LAM, _code(organisation, klass, after), after).outcome is Outcome.DONE
    with organisation.read() as session:
        assert check_in.board(session, session.get_one(ClassSitting, klass.sittings[1][0])).shut_out == 1


def test_somebody_of_the_course_who_was_booked_for_another_sitting_is_noted_as_a_walk_in(
    organisation: Database, klass: Klass
) -> None:
    came = _types(organisation, HANH, _code(organisation, klass, IN_TIME), IN_TIME)
    assert came.outcome is Outcome.WALKED_IN
    assert seats_of(organisation, HANH) == {(1, "13/12 08:00"): "given_up", (1, "12/12 14:30"): "booked"}
    with organisation.read() as session:
        assert check_in.board(session, session.get_one(ClassSitting, klass.sittings[1][0])).walked_in == 1
    tomorrow = local("2026-12-13", "08:10")
    again = _types(organisation, HANH, _code(organisation, klass, tomorrow, place=1), tomorrow)
    assert again.outcome is Outcome.ATTENDED, "a half-day counts once"


def test_the_screens_address_ends_with_the_sitting_and_nobody_guesses_it(organisation: Database, klass: Klass) -> None:
    with organisation.read() as session:
        sitting = session.get_one(ClassSitting, klass.sittings[1][0])
        other = session.get_one(ClassSitting, klass.sittings[1][1])
        address, of_other = check_in.address_of(sitting), check_in.address_of(other)
        assert address is not None
        assert of_other is not None
        assert check_in.sitting_at(session, address, IN_TIME) is sitting
        forged = f"{sitting.id}.{of_other.partition('.')[2]}"
        for wrong in (forged, str(sitting.id), f"{sitting.id}.", "", "x.y", "²." + address):
            assert check_in.sitting_at(session, wrong, IN_TIME) is None
        assert check_in.sitting_at(session, address, sitting.ends_at + timedelta(seconds=1)) is None


def test_after_the_roll_was_saved_no_more_codes_are_taken(organisation: Database, klass: Klass) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        session.get_one(ClassSitting, klass.sittings[1][0]).state = SittingState.HELD
    assert _types(organisation, LAM, _code(organisation, klass, IN_TIME), IN_TIME).outcome is Outcome.NOT_OPEN
    with organisation.read() as session:
        states = session.scalars(select(Seat.state).where(Seat.checked_in_at.is_not(None)))
        assert SeatState.BOOKED not in set(states)


def test_who_asked_leave_and_comes_all_the_same_has_the_seat_again_and_no_make_up(
    organisation: Database, klass: Klass
) -> None:
    _excuse(organisation, klass)
    seat(organisation, klass.sittings[1][1], LAM, is_make_up=True)
    seat(organisation, klass.sittings[1][1], WAITING, SeatState.WAITING)
    came = _types(organisation, LAM, _code(organisation, klass, IN_TIME), IN_TIME)
    assert came.outcome is Outcome.DONE
    assert seats_of(organisation, LAM) == {(1, "12/12 14:30"): "booked", (1, "13/12 08:00"): "given_up"}
    assert len(came.moved_up) == 1, "who waited for the make-up has the place"
    assert seats_of(organisation, WAITING) == {(1, "13/12 08:00"): "booked"}


def test_who_was_at_the_make_up_already_does_not_count_twice(organisation: Database, klass: Klass) -> None:
    _excuse(organisation, klass)
    seat(organisation, klass.sittings[1][1], LAM, is_make_up=True, attendance=Attendance.PRESENT)
    came = _types(organisation, LAM, _code(organisation, klass, IN_TIME), IN_TIME)
    assert came.outcome is Outcome.ATTENDED
    assert seats_of(organisation, LAM)[1, "12/12 14:30"] == "excused"


def _excuse(database: Database, klass: Klass) -> None:
    """Give Lâm leave from Saturday, and enrol somebody without a seat."""
    add_workers(database, {WAITING: (None, None)})
    enrol(database, klass.course_id, WAITING)
    with database.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        row = session.scalars(select(Seat).join(Seat.person).where(Person.code == LAM)).one()
        row.state = SeatState.EXCUSED
