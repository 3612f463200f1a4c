"""What is true of everybody's days, whatever they work; and how fast it is told of all the workers of the zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from models.rest import ClockHours, Habits
from models.rotas import Knowledge, Rota, Rotas
from models.shift_exceptions import Closing, Leave, Overtime, ShiftException, Swap, contradictions
from models.shift_patterns import Cycle, Shift
from models.shifts import SEARCH_DAYS, State, free_intervals, next_good_hour, state_at, timeline
from tests.support.shift_systems import ANCHOR, DAY, VIETNAM, at, systems

MINUTE = timedelta(minutes=1)
WORKERS = 96_000
MOMENTS = st.integers(0, 21 * 86_400).map(lambda seconds: at("2026-12-20T00:00") + timedelta(seconds=seconds))
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
STRETCHES = st.lists(CLOCKS, min_size=2, max_size=2, unique=True).map(lambda ends: ClockHours(*ends))
SHIFTS = st.builds(lambda hours: Shift.of("x", f"{hours.start:%H:%M}", f"{hours.end:%H:%M}"), STRETCHES)
DAYS = st.dates(date(2026, 12, 18), date(2027, 1, 12))
STAYS = st.tuples(DAYS, st.integers(0, 8)).map(lambda stay: (stay[0], stay[0] + stay[1] * DAY))
EXCEPTIONS = st.lists(
    st.one_of(
        st.builds(Swap, DAYS, st.none() | SHIFTS),
        st.builds(Overtime, DAYS, SHIFTS),
        STAYS.map(lambda stay: Leave(*stay)),
        STAYS.map(lambda stay: Closing(*stay)),
    ),
    max_size=3,
).filter(lambda exceptions: not contradictions(exceptions))
OF_THE_SAMPLE = [
    Cycle.of(one.hours, one.cycle, ANCHOR, offset) for one in systems() for offset in set(one.crew_offsets.values())
]
CYCLES = st.sampled_from(OF_THE_SAMPLE) | st.builds(
    Cycle, st.lists(st.none() | SHIFTS, min_size=1, max_size=9).map(tuple), st.dates(date(2026, 1, 1), date(2028, 1, 1))
)
HABITS = st.builds(Habits, st.integers(0, 240), st.integers(0, 960), STRETCHES)


@st.composite
def rotas(draw: st.DrawFn) -> Rota:
    return Rota(draw(st.none() | CYCLES), tuple(draw(EXCEPTIONS)), draw(HABITS))


@st.composite
def known(draw: st.DrawFn) -> tuple[Cycle, tuple[ShiftException, ...]]:
    return draw(CYCLES), tuple(draw(EXCEPTIONS))


def free_minutes(person: Rota, start: datetime, end: datetime) -> set[datetime]:
    free = free_intervals(person, start, end)
    assert free is not Knowledge.UNKNOWN
    return {since + number * MINUTE for since, until in free for number in range((until - since) // MINUTE)}


@given(rotas(), MOMENTS, st.integers(1, 5000))
def test_the_states_cover_every_minute_and_never_overlap(person: Rota, start: datetime, minutes: int) -> None:
    end = start + minutes * MINUTE
    spans = timeline(person, start, end)
    assert (spans[0].start, spans[-1].end) == (start, end)
    for one, following in pairwise(spans):
        assert one.start < one.end == following.start
        assert one.state is not following.state


@given(rotas(), MOMENTS, st.integers(1, 5000), st.data())
def test_a_moment_and_the_timeline_agree(person: Rota, start: datetime, minutes: int, data: st.DataObject) -> None:
    start = start.replace(second=0)
    moment = start + data.draw(st.integers(0, minutes - 1)) * MINUTE
    (here,) = (span for span in timeline(person, start, start + minutes * MINUTE) if span.start <= moment < span.end)
    assert state_at(person, moment) is here.state
    assert state_at(person, moment.astimezone(UTC) + timedelta(seconds=59)) is here.state


@given(known(), HABITS, MOMENTS, st.integers(0, 960), st.integers(0, 240))
def test_a_longer_rest_or_way_never_makes_more_free_time(
    work: tuple[Cycle, tuple[ShiftException, ...]], habits: Habits, start: datetime, rest: int, travel: int
) -> None:
    longer = Habits(max(travel, habits.travel_minutes), max(rest, habits.rest_after_night_minutes), habits.night)
    start = start.replace(second=0)
    less, more = (free_minutes(Rota(*work, one), start, start + 3 * DAY) for one in (longer, habits))
    assert less <= more


@given(CYCLES, HABITS, MOMENTS)
def test_whoever_is_free_can_attend_by_the_planners_definition(cycle: Cycle, habits: Habits, start: datetime) -> None:
    """The blocks of CONTRACTS.md §4, written down from there; sleep in nights that are not worked comes on top."""
    travel, rest = timedelta(minutes=habits.travel_minutes), timedelta(minutes=habits.rest_after_night_minutes)
    start = start.replace(second=0)
    free = free_minutes(Rota(cycle, (), habits), start, start + 2 * DAY)
    for number in range(-4, 5):
        day = datetime.combine(start.date() + number * DAY, time(), VIETNAM)
        shift = cycle.on(day.date())
        if shift is None:
            continue
        begins, ends = day + shift.start * MINUTE, day + shift.end * MINUTE
        until = ends + travel + (rest if shift.is_night else timedelta())
        assert not any(begins - travel <= minute < until for minute in free)


@given(CYCLES, HABITS, EXCEPTIONS, MOMENTS, st.integers(-4, 4))
def test_an_anchor_is_one_of_many(
    cycle: Cycle, habits: Habits, exceptions: list[ShiftException], start: datetime, cycles: int
) -> None:
    moved = Cycle(cycle.days, cycle.anchor + cycles * len(cycle.days) * DAY)
    one, other = (Rota(each, tuple(exceptions), habits) for each in (cycle, moved))
    assert timeline(one, start, start + 4 * DAY) == timeline(other, start, start + 4 * DAY)


@given(rotas(), MOMENTS, st.none() | STRETCHES)
def test_a_good_hour_is_free_and_not_quiet_and_none_is_earlier(
    person: Rota, after: datetime, quiet: ClockHours | None
) -> None:
    good = next_good_hour(person, after, quiet)
    searched = good if isinstance(good, datetime) else after + (3 * DAY if good is None else timedelta())

    def is_good(moment: datetime) -> bool:
        is_quiet = quiet is not None and bool(quiet.left(moment.hour * 60 + moment.minute))
        return state_at(person, moment) is State.FREE and not is_quiet

    assert good is None or good is Knowledge.UNKNOWN or (good >= after and is_good(good))
    minutes = range((searched - after) // MINUTE)
    assert not any(is_good(after + number * MINUTE) for number in minutes if after + number * MINUTE < searched)


def test_the_good_hours_of_all_workers_are_told_within_two_seconds_of_work() -> None:
    rotas = Rotas(systems())
    crews = [(one.code, crew) for one in systems() for crew in one.crew_offsets]
    overtime = [Overtime(date(2026, 12, 7), Shift.of("+", "22:00", "23:00"))]
    after, quiet = at("2026-12-07T23:30"), ClockHours(time(21), time(7))
    began = process_time()
    found = [
        next_good_hour(rotas.of(*crews[number % len(crews)], overtime if number % 20 == 0 else ()), after, quiet)
        for number in range(WORKERS)
    ]
    assert process_time() - began < 2
    assert all(isinstance(one, datetime) and after < one < after + SEARCH_DAYS * DAY for one in found)
