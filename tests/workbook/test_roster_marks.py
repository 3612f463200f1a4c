"""What the words of a roster's cells mean within the shift systems of DOMAIN.md §5."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.workbook.rosters.marks import Marks, Unread, Why
from models.rosters import RosterDay
from models.rotas import Knowledge
from models.shift_patterns import Shift
from models.units import ShiftSystem

THREE = {"1": ["06:00", "14:00"], "2": ["14:00", "22:00"], "3": ["22:00", "06:00"]}
HOURS = {
    "HC": {"H": ["08:00", "17:00"]},
    "3CA": THREE,
    "4K": THREE,
    "12H": {"N": ["08:00", "20:00"], "Đ": ["20:00", "08:00"]},
    "4-2": {"N": ["07:00", "19:00"], "Đ": ["19:00", "07:00"]},
}


@pytest.fixture(scope="module")
def marks() -> Marks:
    return Marks(
        ShiftSystem(code=code, name=code, hours=hours, cycle=[*hours, "-"], anchor=date(2026, 11, 23), crew_offsets={})
        for code, hours in HOURS.items()
    )


def shift(system: str, code: str) -> RosterDay:
    return RosterDay(Shift.of(code, *HOURS[system][code]))


@pytest.mark.parametrize(
    ("system", "mark", "code"),
    [
        ("3CA", "1", "1"),
        ("3CA", "ca 2", "2"),
        ("3CA", "Ca3", "3"),
        ("3CA", "C1", "1"),
        ("3CA", "đêm", "3"),
        ("3CA", "Đ", "3"),
        ("3CA", "S", "1"),
        ("3CA", "chiều", "2"),
        ("3CA", "06:00-14:00", "1"),
        ("3CA", "22h-6h", "3"),
        ("3CA", "14-22", "2"),
        ("12H", "N", "N"),
        ("12H", "n", "N"),
        ("12H", "ca ngày", "N"),
        ("12H", "Đ", "Đ"),
        ("12H", "d", "Đ"),
        ("12H", "ca đêm", "Đ"),
        ("HC", "H", "H"),
        ("HC", "HC", "H"),
        ("HC", "hành chính", "H"),
    ],
)
def test_a_shift_is_known_by_its_code_its_words_or_its_hours(marks: Marks, system: str, mark: str, code: str) -> None:
    assert marks.read(system, mark) == shift(system, code)


@pytest.mark.parametrize("mark", ["-", "–", "OFF", "off", "0", "O", "nghỉ", "CN", "NB", "lễ"])
def test_a_day_off_is_written_in_many_ways(marks: Marks, mark: str) -> None:
    for system in HOURS:
        assert marks.read(system, mark) == RosterDay(None)


@pytest.mark.parametrize("mark", ["P", "p", "phép", "Phép", "NP", "Ô", "TS", "KL", "F"])
def test_leave_is_leave_whatever_its_reason(marks: Marks, mark: str) -> None:
    for system in (*HOURS, None):
        assert marks.read(system, mark) == RosterDay(None, is_leave=True)


def test_the_codes_of_the_system_come_before_the_words_of_timesheets() -> None:
    own = Marks(
        [
            ShiftSystem(
                code="X", name="X", hours={"P": ["05:00", "13:00"]}, cycle=["P"], anchor=date.min, crew_offsets={}
            )
        ]
    )
    assert own.read("X", "P") == RosterDay(Shift.of("P", "05:00", "13:00"))


def test_office_hours_are_understood_by_people_of_every_system(marks: Marks) -> None:
    assert marks.read("3CA", "HC") == shift("HC", "H")


def test_without_a_system_a_code_counts_when_all_systems_agree(marks: Marks) -> None:
    assert marks.read(None, "1") == shift("3CA", "1")
    assert marks.read(None, "N") == Unread(Why.NO_SYSTEM)


@pytest.mark.parametrize("mark", ["X", "ca X", "4", "N", "1/2", "06/11/2026", "#N/A", "V", "đi làm", "1P", "25-30"])
def test_what_is_not_in_the_system_is_not_guessed(marks: Marks, mark: str) -> None:
    assert marks.read("3CA", mark) == Unread(Why.UNKNOWN_SHIFT, "3CA")


@pytest.mark.parametrize(
    ("mark", "starts", "ends"),
    [("1+TC3", 14, 17), ("1 TC 3h", 14, 17), ("1+3", 14, 17), ("1, tăng ca 14:00-17:00", 14, 17), ("1TC2", 14, 16)],
)
def test_overtime_follows_the_shift_or_has_its_hours(marks: Marks, mark: str, starts: int, ends: int) -> None:
    day = marks.read("3CA", mark)
    assert isinstance(day, RosterDay)
    assert day.shift == shift("3CA", "1").shift
    assert day.overtime is not None
    assert (day.overtime.start, day.overtime.end) == (starts * 60, ends * 60)


def test_overtime_alone_says_nothing_of_the_shift(marks: Marks) -> None:
    day = marks.read("3CA", "TC 17:00-20:30")
    assert isinstance(day, RosterDay)
    assert day.shift is Knowledge.UNKNOWN
    assert day.overtime is not None
    assert (day.overtime.start, day.overtime.end) == (17 * 60, 20 * 60 + 30)


@pytest.mark.parametrize("mark", ["TC", "TC3", "1+TC", "1+TC15", "tăng ca"])
def test_overtime_without_its_hours_is_asked_for(marks: Marks, mark: str) -> None:
    assert marks.read("3CA", mark) == Unread(Why.OVERTIME_HOURS, "3CA")


def test_hours_of_no_system_are_a_shift_of_their_own(marks: Marks) -> None:
    assert marks.read("3CA", "7h30-16h30") == RosterDay(Shift("07:30-16:30", 450, 990))
