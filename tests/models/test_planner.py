"""Meeting times by worked examples: every boundary of who can come, and what is best among equals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from models.planning import Member, NoPossibleStartError, Plan, PlanRequest, plan
from models.shift_patterns import MINUTES_A_DAY, Cycle

HOURS = {"1": ("06:00", "14:00"), "2": ("14:00", "22:00"), "3": ("22:00", "06:00"), "D": ("12:00", "24:00")}
FIRST = date(2026, 12, 1)  # a Tuesday
HOUR = 60
DAY = MINUTES_A_DAY


def member(pattern: str = "-", anchor: date = FIRST, **more: Any) -> Member:
    return replace(Member("m1", Cycle.of(HOURS, pattern, anchor)), **more)


def request(*members: Member, **more: Any) -> PlanRequest:
    """One day from 00:00 to 24:00, sittings of an hour at each half hour, half an hour of travel, 8 hours of rest."""
    one_day = PlanRequest(
        first=FIRST,
        last=FIRST,
        duration=HOUR,
        earliest=0,
        latest_end=DAY,
        step=30,
        usual_start=8 * HOUR,
        members=members,
        travel=30,
        rest=8 * HOUR,
    )
    return replace(one_day, **more)


def best(asked: PlanRequest) -> Plan:
    return plan(asked).plans[-1]


def free_at(one: Member, **more: Any) -> list[str]:
    """The starts at which one member can come."""
    found = []
    for start in request(one, **more).starts():
        at_start = request(one, **{**more, "earliest": start % DAY, "latest_end": start % DAY + HOUR})
        if best(at_start).attending:
            found.append(f"{start // HOUR:02}:{start % HOUR:02}")
    return found


def span(first: str, last: str) -> list[str]:
    """The half hours from `first` to `last`."""
    every = [f"{minute // HOUR:02}:{minute % HOUR:02}" for minute in range(0, DAY, 30)]
    return every[every.index(first) : every.index(last) + 1]


def test_a_day_off_is_free_from_the_first_start_to_the_last() -> None:
    assert free_at(member("-")) == span("00:00", "23:00")


def test_a_sitting_may_touch_the_way_to_a_shift_and_the_way_home() -> None:
    assert free_at(member("1-", FIRST)) == span("00:00", "04:30") + span("14:30", "23:00")


def test_a_night_shift_of_the_day_before_the_window_is_slept_off() -> None:
    assert free_at(member("3-", date(2026, 11, 30))) == span("14:30", "23:00")


def test_two_night_shifts_leave_the_afternoon() -> None:
    assert free_at(member("3")) == span("14:30", "20:30")


def test_the_rest_after_a_night_may_last_into_the_window_from_days_before() -> None:
    night_of_sunday = member("3------", date(2026, 11, 29))
    assert free_at(night_of_sunday, rest=0) == span("00:00", "23:00")
    assert free_at(night_of_sunday, rest=30 * HOUR) == span("12:30", "23:00")
    assert free_at(night_of_sunday, rest=40 * HOUR + 30) == ["23:00"]
    assert free_at(night_of_sunday, rest=40 * HOUR + 31) == []


def test_the_way_to_the_shift_after_the_window_counts() -> None:
    starts_at_midnight = {"0": ("00:00", "08:00")}
    tomorrow = Member("m1", Cycle.of(starts_at_midnight, "-0", FIRST))
    assert free_at(tomorrow) == span("00:00", "22:30")


def test_a_shift_until_midnight_is_no_night_shift() -> None:
    assert free_at(member("D-", date(2026, 11, 30))) == span("00:30", "23:00")


def test_an_anchor_in_the_future_counts_back() -> None:
    assert free_at(member("1-", date(2027, 3, 1))) == free_at(member("1-", date(2026, 12, 1)))


def test_a_busy_time_may_be_touched_at_both_ends() -> None:
    assert free_at(member(busy=((9 * HOUR, 10 * HOUR),))) == span("00:00", "08:00") + span("10:00", "23:00")


def test_a_minute_of_a_busy_time_is_enough() -> None:
    assert free_at(member(busy=((9 * HOUR - 1, 10 * HOUR + 1),))) == span("00:00", "07:30") + span("10:30", "23:00")


def test_busy_times_may_overlap_and_lie_in_each_other() -> None:
    overlapping = member(busy=((9 * HOUR, 14 * HOUR), (10 * HOUR, 11 * HOUR), (13 * HOUR, 15 * HOUR)))
    assert free_at(overlapping) == span("00:00", "08:00") + span("15:00", "23:00")
    assert f"{best(request(overlapping, usual_start=12 * HOUR)).sittings[0].start:%H:%M}" == "15:00"


def test_the_step_counts_from_the_earliest_start_and_need_not_divide_the_day() -> None:
    asked = request(member(), earliest=6 * HOUR + 10, latest_end=9 * HOUR, step=50)
    assert asked.starts() == [370, 420, 470]
    assert asked.starts() == request(member(), earliest=370, latest_end=530, step=50).starts(), "an end at latest_end"
    assert request(member(), earliest=370, latest_end=529, step=50).starts() == [370, 420]


def test_both_ends_of_the_window_are_included() -> None:
    days = {start // DAY for start in request(member(), last=date(2026, 12, 3)).starts()}
    assert days == {0, 1, 2}
    on_the_last_day_only = member(busy=((0, 2 * DAY),))
    assert best(request(on_the_last_day_only, last=date(2026, 12, 3))).sittings[0].start.date() == date(2026, 12, 3)


def test_a_window_without_room_for_a_sitting_has_no_plan() -> None:
    with pytest.raises(NoPossibleStartError):
        plan(request(member(), earliest=8 * HOUR, latest_end=8 * HOUR + 59))


def test_the_first_reason_is_told_when_there_are_several() -> None:
    worker = member("3", busy=((0, DAY),))

    def reason(start: int) -> str:
        return best(request(worker, earliest=start, latest_end=start + HOUR)).absent[0].reason

    assert reason(6 * HOUR) == "on_shift"  # on the way home
    assert reason(6 * HOUR + 30) == "rest_after_night"
    assert reason(13 * HOUR + 30) == "rest_after_night"
    assert reason(14 * HOUR + 30) == "busy"
    assert reason(21 * HOUR) == "on_shift"


def test_an_absence_is_explained_by_the_first_sitting() -> None:
    at_work_then_busy = member("1-", FIRST, busy=((DAY, 2 * DAY),))
    asked = request(
        at_work_then_busy, member(id="m2"), last=date(2026, 12, 2), earliest=480, latest_end=540, sittings=2
    )
    told = best(asked)
    assert [sitting.start.day for sitting in told.sittings] == [1, 2]
    assert told.absent == (("m1", "on_shift"),)


def test_most_members_come_first_even_far_from_the_usual_time() -> None:
    crew = [member("1", id=f"m{place}") for place in range(3)] + [member("-", id="m4", missed_in_a_row=9)]
    told = best(request(*crew))
    assert told.attending == 4
    assert f"{told.sittings[0].start:%H:%M}" == "04:30", "an hour and a half nearer to 08:00 than 14:30"


def test_among_equals_those_who_have_missed_more_are_let_come() -> None:
    seldom, often = member("1", id="m1", missed_in_a_row=1), member("2", id="m2", missed_in_a_row=2)
    asked = request(seldom, often, earliest=8 * HOUR, latest_end=16 * HOUR)
    assert best(asked).sittings[0].attending == ("m2",)
    assert best(asked).absent == (("m1", "on_shift"),)


def test_the_nearest_to_the_usual_time_is_taken_and_of_two_the_earlier() -> None:
    busy_at_eight = member(busy=((8 * HOUR, 9 * HOUR),))
    assert f"{best(request(busy_at_eight)).sittings[0].start:%H:%M}" == "07:00"


def test_two_sittings_are_never_the_same() -> None:
    told = best(request(member(), sittings=2))
    assert [f"{sitting.start:%H:%M}" for sitting in told.sittings] == ["07:30", "08:00"]


def test_a_window_with_fewer_starts_than_sittings_gives_all_of_them() -> None:
    found = plan(request(member(), earliest=8 * HOUR, latest_end=10 * HOUR, step=HOUR, sittings=4))
    assert [len(told.sittings) for told in found.plans] == [1, 2, 2, 2]
    assert found.is_optimal


def test_alternatives_are_on_days_of_their_own() -> None:
    asked = request(member(), last=date(2026, 12, 5), sittings=2)
    single, pair = plan(asked).plans
    assert [one.sittings[0].start.day for one in (single, *single.alternatives)] == [1, 2, 3, 4]
    days = [{sitting.start.day for sitting in one.sittings} for one in (pair, *pair.alternatives)]
    assert days == [{1, 2}, {3, 4}, {5}]


@pytest.mark.parametrize(("quorum", "is_met"), [("2/3", True), ("0.667", False), ("0", True), ("1", False)])
def test_the_quorum_is_a_share_of_all_members(quorum: str, *, is_met: bool) -> None:
    crew = [member(id="m1"), member(id="m2"), member(id="m3", busy=((0, DAY),))]
    assert best(request(*crew, quorum=Fraction(quorum))).meets_quorum is is_met


def test_nobody_can_ever_come() -> None:
    told = best(request(member(busy=((0, DAY),))))
    assert (told.attending, told.absent) == (0, (("m1", "busy"),))
    assert f"{told.sittings[0].start:%H:%M}" == "08:00"


def test_the_ends_of_the_calendar_are_no_trouble() -> None:
    first, last = date(1, 1, 1), date(9999, 12, 30)
    assert best(request(member("3"), first=first, last=first)).attending == 1
    assert best(request(member("1"), first=last, last=last)).attending == 1
