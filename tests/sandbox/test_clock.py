"""The demo's clock: forward only, by the contract's two ways, running what falls due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import MovableClock, SystemClock
from bot.sandbox.durations import parse_duration, parse_moment
from tests.sandbox.conftest import START
from tests.sandbox.world import World


def test_a_movable_clock_runs_and_only_jumps_forward() -> None:
    clock = MovableClock(START)
    assert START <= clock.now() < START + timedelta(minutes=1)
    clock.move_to(START + timedelta(days=3))
    assert clock.now() >= START + timedelta(days=3)
    with pytest.raises(ValueError, match="only moves forward"):
        clock.move_to(START)
    with pytest.raises(ValueError, match="time zone"):
        MovableClock(datetime(2026, 1, 1))  # noqa: DTZ001 - the fault under test


def test_clocks_tell_utc() -> None:
    assert SystemClock().now().tzinfo is UTC
    assert MovableClock().now().tzinfo is UTC


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_a_written_duration_is_read_back(days: int, hours: int, minutes: int, seconds: int) -> None:
    expected = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    assert parse_duration(f"P{days}DT{hours}H{minutes}M{seconds}S") == expected


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "1D", "P1M", "P1Y", "-P1D", "P1D2H", "PT1H ", "p1d", "P1.5D", "P١D"]
)
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


def test_a_time_without_an_offset_is_meant_in_vietnam() -> None:
    assert parse_moment("2026-12-07T07:00") == datetime(2026, 12, 7, 0, 0, tzinfo=UTC)
    assert parse_moment("2026-12-07T07:00Z") == datetime(2026, 12, 7, 7, 0, tzinfo=UTC)


async def test_moving_forward_and_to_a_time(world: World) -> None:
    status, answer = await world.post("/sandbox/clock", {"forward": "P1DT2H"})
    assert (status, answer["sent"]) == (200, 0)
    assert answer["now"].startswith("2026-12-01T10:00:")
    assert answer["now"].endswith("+07:00")
    _, answer = await world.post("/sandbox/clock", {"to": "2026-12-07T07:00"})
    assert answer["now"].startswith("2026-12-07T07:00:")
    assert (await world.get("/sandbox/clock"))[1]["now"].startswith("2026-12-07T07:00:")
    assert (await world.sent())["date"] == int(datetime(2026, 12, 7, 0, 0, tzinfo=UTC).timestamp())


async def test_what_falls_due_on_the_way_runs_and_is_counted(world: World) -> None:
    async def advance(target: datetime) -> int:
        world.sandbox.clock.move_to(target - timedelta(hours=1))
        await world.sent("nhắc việc")
        return 1

    world.sandbox.advance = advance
    _, answer = await world.post("/sandbox/clock", {"forward": "P1D"})
    assert answer["sent"] == 1
    assert answer["now"].startswith("2026-12-01T08:00:")
    [seen] = await world.seen()
    assert seen["at"].startswith("2026-12-01T07:00:")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"to": "2026-11-29"},
        {"to": "mai"},
        {"to": 5},
        {"forward": "1 ngày"},
        {"forward": "P99999D"},
        {"to": "2026-12-07", "forward": "P1D"},
        {"to": "9999-12-31"},
        {"forward": "P1D", "fast": True},
    ],
)
async def test_an_impossible_move_is_refused_and_the_clock_stays(world: World, body: dict[str, object]) -> None:
    status, answer = await world.post("/sandbox/clock", body)
    assert status == 400
    assert answer["error"].endswith(".")
    assert (await world.get("/sandbox/clock"))[1]["now"].startswith("2026-11-30T08:00:")
