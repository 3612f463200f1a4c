"""Laws of rosters: what is kept of one gives its days back, what people said prevails, nothing is written twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import rosters
from models.roster_records import rewrite
from models.rosters import RosterDay
from models.rotas import Knowledge, Rota
from models.shift_exceptions import Closing, ContradictionError, Leave, Overtime, OwnException, ShiftException, Swap
from models.shift_patterns import Cycle, Shift
from models.shift_records import RecordSource, ShiftRecord, values_of

FIRST = date(2026, 12, 1)
SHIFTS = (Shift.of("1", "06:00", "14:00"), Shift.of("2", "14:00", "22:00"), Shift.of("3", "22:00", "06:00"))
LATE = Shift.of("TC", "18:00", "20:00")
AFTER_NIGHT = Shift("TC", 30 * 60, 33 * 60)
DAYS = [FIRST + timedelta(days=number) for number in range(14)]
WEEKS = Cycle((*[SHIFTS[0]] * 6, None, *[SHIFTS[1]] * 6, None, *[SHIFTS[2]] * 6, None), FIRST)
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)

shifts = st.sampled_from((*SHIFTS, None))
days = st.sampled_from(DAYS)
periods = st.tuples(days, days).map(sorted)
plans = st.dictionaries(
    days,
    st.one_of(
        st.builds(RosterDay, shifts),
        st.builds(RosterDay, shifts, overtime=st.just(LATE)),
        st.just(RosterDay(None, is_leave=True)),
        st.just(RosterDay(Knowledge.UNKNOWN, overtime=LATE)),
        st.just(RosterDay(SHIFTS[2], overtime=AFTER_NIGHT)),
    ),
)
cycles = st.sampled_from((WEEKS, None))
closings = st.lists(periods.map(lambda ends: Closing(ends[0], ends[1])), max_size=2)
own = st.lists(
    st.one_of(
        st.builds(Swap, days, shifts),
        periods.map(lambda ends: Leave(ends[0], ends[1])),
        st.builds(Overtime, days, st.sampled_from((LATE, Shift.of("TC", "05:00", "06:00")))),
    ),
    max_size=4,
)


def true_together(exceptions: list[OwnException]) -> list[OwnException]:
    """Leave out those that contradict an earlier one."""
    kept: list[OwnException] = []
    for one in exceptions:
        try:
            Rota(None, (*kept, one))
        except ContradictionError:
            continue
        kept.append(one)
    return kept


def news_of(plan: dict[date, RosterDay], rota: Rota, said: list[OwnException]) -> rosters.News:
    usual = {day: rota.shift_on(day) for day in plan}
    return rosters.news(plan, usual, rosters.by_day(said, [*plan, *(day + rosters.ONE_DAY for day in plan)]))


@given(plans, cycles, closings, own.map(true_together))
def test_the_days_come_back_from_what_is_kept_and_what_was_said_prevails(
    plan: dict[date, RosterDay], cycle: Cycle | None, plants: list[ShiftException], said: list[OwnException]
) -> None:
    news = news_of(plan, Rota(cycle, tuple(plants)), said)
    before = Rota(cycle, (*plants, *said))
    after = Rota(cycle, (*plants, *said, *news.exceptions))  # raises when two of them contradict each other
    for day, planned in plan.items():
        if day in news.contradicted or planned.shift is Knowledge.UNKNOWN:
            assert after.shift_on(day) == before.shift_on(day)
        else:
            assert after.shift_on(day) == planned.shift
            worked = [end - start for start, end in after.work_on(day)]
            assert planned.overtime is not LATE or len(worked) >= (planned.shift is not None) + 1


@given(plans, cycles)
def test_days_of_the_cycle_need_no_record(plan: dict[date, RosterDay], cycle: Cycle | None) -> None:
    rota = Rota(cycle)
    usual = {day: RosterDay(rota.shift_on(day)) for day in plan if rota.shift_on(day) is not Knowledge.UNKNOWN}
    assert news_of(usual, rota, []) == rosters.News((), ())


def records_of(exceptions: list[OwnException] | tuple[OwnException, ...], first_id: int = 1) -> list[ShiftRecord]:
    return [
        ShiftRecord(id=number, person_id=1, source=RecordSource.ROSTER, recorded_at=NOW, **values_of(one))
        for number, one in enumerate(exceptions, first_id)
    ]


def after_reading(earlier: list[ShiftRecord], plan: dict[date, RosterDay], rota: Rota) -> list[ShiftRecord]:
    change = rewrite(1, "DV001", plan.keys(), news_of(plan, rota, []).exceptions, earlier)
    return [record for record in earlier if record not in change.gone] + records_of(change.added, 1_000)


@given(plans, plans, cycles)
def test_a_second_roster_replaces_the_first_on_its_own_days_only(
    first: dict[date, RosterDay], second: dict[date, RosterDay], cycle: Cycle | None
) -> None:
    rota = Rota(cycle)
    once = after_reading([], first, rota)
    twice = Rota(cycle, tuple(record.exception for record in after_reading(once, second, rota)))
    for day, planned in (first | second).items():
        if planned.shift is not Knowledge.UNKNOWN:
            assert twice.shift_on(day) == planned.shift


@given(plans, cycles)
def test_reading_the_same_roster_again_writes_nothing(plan: dict[date, RosterDay], cycle: Cycle | None) -> None:
    rota = Rota(cycle)
    once = after_reading([], plan, rota)
    change = rewrite(1, "DV001", plan.keys(), news_of(plan, rota, []).exceptions, once)
    assert (change.gone, change.added) == ((), ())


def test_leave_of_an_earlier_roster_is_cut_and_never_doubled() -> None:
    earlier = records_of([Leave(DAYS[0], DAYS[9])])
    worked = {DAYS[4]: RosterDay(SHIFTS[1])}
    change = rewrite(1, "DV001", worked, news_of(worked, Rota(WEEKS), []).exceptions, earlier)
    assert change.gone == tuple(earlier)
    assert change.added == (Leave(DAYS[0], DAYS[3]), Swap(DAYS[4], SHIFTS[1]), Leave(DAYS[5], DAYS[9]))
    again = {DAYS[4]: RosterDay(None, is_leave=True)}
    change = rewrite(1, "DV001", again, news_of(again, Rota(WEEKS), []).exceptions, earlier)
    assert (change.gone, change.added) == ((), ())


def test_overtime_after_a_night_shift_begins_on_the_next_day() -> None:
    plan = {DAYS[0]: RosterDay(SHIFTS[2], overtime=AFTER_NIGHT)}
    news = news_of(plan, Rota(None), [])
    assert news.exceptions == (Swap(DAYS[0], SHIFTS[2]), Overtime(DAYS[1], Shift.of("TC", "06:00", "09:00")))


@pytest.mark.parametrize(
    ("said", "planned", "is_contradicted"),
    [
        (Swap(DAYS[0], SHIFTS[1]), RosterDay(SHIFTS[1]), False),
        (Swap(DAYS[0], SHIFTS[1]), RosterDay(SHIFTS[0]), True),  # also where the roster agrees with the cycle
        (Swap(DAYS[0], None), RosterDay(None, is_leave=True), False),
        (Leave(DAYS[0], DAYS[2]), RosterDay(None), False),
        (Leave(DAYS[0], DAYS[2]), RosterDay(SHIFTS[0]), True),
        (Leave(DAYS[0], DAYS[2]), RosterDay(Knowledge.UNKNOWN, overtime=LATE), True),
        (Overtime(DAYS[0], LATE), RosterDay(SHIFTS[0]), False),
        (Overtime(DAYS[0], LATE), RosterDay(SHIFTS[0], overtime=LATE), False),
        (Overtime(DAYS[0], LATE), RosterDay(None, is_leave=True), True),
    ],
)
def test_what_contradicts_what_somebody_said(said: OwnException, planned: RosterDay, *, is_contradicted: bool) -> None:
    news = news_of({DAYS[0]: planned}, Rota(WEEKS), [said])
    assert (DAYS[0] in news.contradicted) is is_contradicted


OFFSETS = {"A": 0, "B": 7, "C": 14}
CREWS: dict[rosters.CrewPlace, Cycle] = {("3CA", crew): WEEKS.of_crew(offset) for crew, offset in OFFSETS.items()}


def days_of(cycle: Cycle, count: int) -> dict[date, RosterDay]:
    return {day: RosterDay(cycle.on(day)) for day in DAYS[:count]}


def test_a_row_fits_the_crew_that_works_so_from_its_first_day_to_its_last() -> None:
    assert rosters.fitting(days_of(CREWS["3CA", "B"], 14), CREWS) == [("3CA", "B")]
    one_other = days_of(CREWS["3CA", "B"], 14) | {DAYS[3]: RosterDay(SHIFTS[2])}
    assert rosters.fitting(one_other, CREWS) == []
    on_leave = days_of(CREWS["3CA", "B"], 14) | {DAYS[3]: RosterDay(None, is_leave=True)}
    assert rosters.fitting(on_leave, CREWS) == [("3CA", "B")]


def test_fewer_than_seven_days_fit_nobody() -> None:
    assert rosters.fitting(days_of(WEEKS, 6), CREWS) == []
    assert rosters.fitting(days_of(WEEKS, 7), CREWS) == [("3CA", "A")]


def test_one_crew_is_meant_only_when_no_other_works_alike() -> None:
    alike: dict[rosters.CrewPlace, Cycle] = {("HC", crew): WEEKS for crew in "AB"}
    both = CREWS | alike
    assert rosters.only_place([("3CA", "B")], both) == ("3CA", "B")
    assert rosters.only_place([("3CA", "B"), ("3CA", "C")], both) is None
    assert rosters.only_place([("3CA", "A"), ("HC", "A")], both) is None
    assert rosters.only_place([("HC", "A"), ("HC", "B")], both) == ("HC", None)
    assert rosters.only_place([], both) is None


def test_a_change_to_an_earlier_shift_leaves_too_little_rest() -> None:
    plan = {DAYS[0]: RosterDay(SHIFTS[1]), DAYS[1]: RosterDay(SHIFTS[0]), DAYS[2]: RosterDay(SHIFTS[1])}
    assert rosters.short_rests(plan) == [(DAYS[1], 8 * 60)]
