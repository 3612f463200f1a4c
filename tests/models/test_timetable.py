"""The timetable of the sample organisation's course, and what is told when not everybody can be served."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import product

import pytest

from models.timetable import (
    Change,
    Course,
    Goal,
    HalfDay,
    Hindrance,
    Lack,
    LeftOut,
    NoTimetableError,
    Obstacle,
    Sitting,
    Slot,
    Timetable,
    Worker,
    effect,
    gains,
    half_days,
    hindrances,
    of_rotas,
    timetable,
)
from tests.models.timetables import course, is_told_truly, slot
from tests.support.shift_systems import VIETNAM, at, rota

# The workers on the sample's sheet “Công nhân đăng ký học”: how many of each crew.
CREWS = {
    "3CA": {"A": 7, "B": 3, "C": 8, "D": 5},
    "4K": {"A": 6, "B": 7, "C": 7, "D": 5},
    "12H": {"A": 14, "B": 7, "C": 8, "D": 8},
    "4-2": {"A": 7, "B": 11, "C": 8, "D": 9},
}
TOPICS = [("Lịch sử", 1), ("Cương lĩnh", 2), ("Điều lệ", 1), ("Đạo đức", 1), ("Phấn đấu", 1)]
HOURS = [(time(8), time(11, 30)), (time(14), time(17, 30)), (time(18, 30), time(21, 30))]


def sample(most_sittings: int) -> Course:
    """The course of the sheet “Lớp học”: any morning, afternoon or evening from 1 to 27 December, a room of 60."""
    days = (date(2026, 12, 1) + timedelta(days=day) for day in range(27))
    slots = tuple(
        Slot(datetime.combine(day, start, VIETNAM), datetime.combine(day, end, VIETNAM), 60)
        for day, (start, end) in product(days, HOURS)
    )
    crews = {(system, crew): number for system, of in CREWS.items() for crew, number in of.items()}
    free = of_rotas({f"{system} {crew}": rota(system, crew) for system, crew in crews}, slots)
    workers = tuple(
        Worker(f"{system} {crew} {number}", system, free[f"{system} {crew}"])
        for (system, crew), size in crews.items()
        for number in range(size)
    )
    return Course(tuple(half_days(TOPICS, date(2026, 12, 1), date(2026, 12, 27))), slots, workers, most_sittings)


@pytest.fixture(scope="module")
def of_twelve() -> Timetable:
    return timetable(sample(12))


def test_of_the_sample_course_98_of_120_can_be_served_in_twelve_sittings(of_twelve: Timetable) -> None:
    is_told_truly(of_twelve)
    assert of_twelve.is_optimal
    assert (of_twelve.served, of_twelve.most, len(of_twelve.left_out)) == (98, 98, 22)
    assert of_twelve.largest_share_left_out == Fraction(3, 7)  # 15 of the 35 in the system of four days on and two off
    assert len(of_twelve.sittings) == 12
    assert of_twelve.sittings[-1].slot.end == at("2026-12-27T21:30")


def test_without_a_second_sitting_49_of_the_sample_can_be_served() -> None:
    found = timetable(sample(6))
    is_told_truly(found)
    assert found.is_optimal
    assert found.served == 49
    assert [sitting.half_day for sitting in found.sittings] == [0, 1, 2, 3, 4, 5]


def test_a_thirteenth_sitting_would_serve_seven_more_of_the_sample(of_twelve: Timetable) -> None:
    first, *_ = gains(of_twelve)
    assert first.workers == 7
    seen = effect(of_twelve, Change(added=first.sitting))
    is_told_truly(seen.after)
    assert (seen.gain, seen.losing) == (7, ())


def test_a_sitting_that_is_called_off_takes_seats_from_some(of_twelve: Timetable) -> None:
    seen = effect(of_twelve, Change(removed=of_twelve.places[0]))
    is_told_truly(seen.after)
    assert seen.gain < 0
    assert seen.gain == -len(seen.losing)
    assert set(seen.losing) <= {worker.id for worker in of_twelve.course.workers}


def test_all_of_the_sample_who_are_left_out_are_told_why(of_twelve: Timetable) -> None:
    for one in of_twelve.left_out:
        assert one.could_attend
        assert any(obstacle in {Obstacle.ON_SHIFT, Obstacle.ASLEEP} for obstacle in one.obstacles)
    assert [one.lack for one in of_twelve.shortages] == []


def test_when_time_is_up_the_best_until_then_is_told_with_a_bound() -> None:
    found = timetable(sample(14), seconds=0.5)
    is_told_truly(found)
    assert not found.is_optimal
    assert 0 < found.served < found.most <= 120


def test_the_same_course_gets_the_same_timetable() -> None:
    assert timetable(sample(6)) == timetable(sample(6))


def test_a_shift_with_its_way_and_the_sleep_after_a_night_are_no_time_for_a_class() -> None:
    slots = [
        Slot(at(f"2026-12-0{day}T{start}"), at(f"2026-12-0{day}T{end}"), 60)
        for day in (7, 8)
        for start, end in (("08:00", "11:30"), ("14:00", "17:30"), ("18:30", "21:30"))
    ]
    # Until 13 December crew A is in its third week: nights from 22:00 to 06:00.
    assert hindrances(rota("3CA", "A"), slots) == (
        None,
        None,
        None,
        Hindrance.ASLEEP,
        Hindrance.ASLEEP,
        None,
    )
    assert hindrances(rota("3CA", "C"), slots) == (None, Hindrance.ON_SHIFT, Hindrance.ON_SHIFT) * 2
    busy = [(at("2026-12-07T20:00"), at("2026-12-07T20:30"))]
    assert hindrances(rota("HC", "A"), slots[2:], busy)[0] is Hindrance.BUSY
    assert hindrances(rota("3CA", None), slots) == (Hindrance.UNKNOWN,) * 6


def test_who_is_left_out_learns_of_each_half_day_what_stands_in_the_way() -> None:
    slots = [slot(place, capacity=1) for place in range(3)]
    found = timetable(course(2, slots, [("x", {0, 1}), ("x", {0, 1}), ("x", {1, 2}), ("x", {0}), ("y", ())], 2))
    assert found.served == 1
    assert found.left_out[0] == LeftOut("w1", could_attend=True, obstacles=(Obstacle.FULL, Obstacle.FULL))
    assert found.left_out[1].obstacles == (Obstacle.ON_SHIFT, None)
    assert found.left_out[2] == LeftOut("w3", could_attend=False, obstacles=(None, Obstacle.ON_SHIFT))
    assert found.left_out[3].obstacles == (Obstacle.ON_SHIFT, Obstacle.ON_SHIFT)


def test_who_stands_earlier_among_equals_has_the_seat() -> None:
    found = timetable(course(1, [slot(0, capacity=2)], [("x", {0})] * 4, 1))
    assert found.sittings[0].attending == ("w0", "w1")


def test_groups_share_what_there_is() -> None:
    found = timetable(course(1, [slot(0, capacity=3)], [("x", {0})] * 4 + [("y", {0})] * 2, 1))
    assert found.sittings[0].groups == {"x": 2, "y": 1}
    assert found.largest_share_left_out == Fraction(1, 2)


def lacks(asked: Course) -> list[tuple[Lack, int, int, int | None]]:
    with pytest.raises(NoTimetableError) as error:
        timetable(asked)
    return [(one.lack, one.have, one.need, one.half_day) for one in error.value.shortages]


def test_a_course_without_slots_for_a_half_day_says_which() -> None:
    late = HalfDay("late", first=date(2027, 1, 1))
    asked = course(2, [slot(0), slot(1)], [("x", {0, 1})], 2, [HalfDay("first"), late])
    assert (Lack.SLOTS, 0, 1, 1) in lacks(asked)


def test_a_course_with_fewer_sittings_than_half_days_says_how_many_are_missing() -> None:
    asked = course(3, [slot(place) for place in range(5)], [("x", range(5))] * 3, 2)
    assert lacks(asked) == [(Lack.SITTINGS, 2, 3, None)]


def test_a_course_for_which_nobody_is_free_often_enough_says_how_often() -> None:
    asked = course(3, [slot(place) for place in range(4)], [("x", {0, 2}), ("x", {1})], 6)
    assert lacks(asked)[:2] == [(Lack.FREE_WORKERS, 0, 2, None), (Lack.FREE_SLOTS, 2, 3, 2)]


def test_too_few_seats_and_sittings_for_everybody_are_counted() -> None:
    slots = [slot(place, capacity=2) for place in range(2)]
    found = timetable(course(1, slots, [("x", {0, 1})] * 5, 1))
    assert [(one.lack, one.have, one.need, one.short_by) for one in found.shortages] == [
        (Lack.SEATS, 4, 5, 1),
    ]
    found = timetable(course(1, slots, [("x", {0, 1})] * 3, 1))
    assert [(one.lack, one.short_by) for one in found.shortages] == [(Lack.SITTINGS, 1)]


def test_sittings_that_cannot_be_are_refused() -> None:
    found = timetable(course(1, [slot(0), slot(1)], [("x", {0, 1})], 2, [HalfDay("first", last=date(2026, 12, 1))]))
    with pytest.raises(ValueError, match="is not held"):
        effect(found, Change(removed=Sitting(0, 1)))
    with pytest.raises(ValueError, match="is used"):
        effect(found, Change(added=found.places[0]))


def test_slots_that_meet_in_one_room_are_refused() -> None:
    with pytest.raises(ValueError, match="two slots meet"):
        course(1, [slot(0, 2), slot(1)], [], 1)
    assert course(1, [slot(0, 2, room="A"), slot(1, room="B")], [], 1).slots


def test_a_proof_names_the_goals_in_their_order(of_twelve: Timetable) -> None:
    assert of_twelve.proven == (Goal.MOST_SERVED, Goal.FAIREST, Goal.FEWEST_SITTINGS, Goal.EARLIEST_END)
