"""What is held of somebody's classes: told in words, freed when the person is deleted, kept when consent ends."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.audit import Actor, Via, act_as
from models.classes import Seat, SeatState, Wage
from models.meetings import Attendance
from models.notices import Notice
from models.people import Person
from tests.conversations.conftest import Cast
from tests.support.classes import LAM, Klass, add_course, add_workers, seat, seats_of, taken
from tests.support.meetings import local

WAITS = "CN201"
FIRST, SECOND, THIRD = (1, "20/11 14:30"), (2, "12/12 14:30"), (3, "26/12 14:30")


@pytest.fixture
def klass(straight: Cast) -> Klass:
    """Let Lâm have been in the first sitting; somebody waits for the only place of the second, which Lâm has."""
    add_workers(straight.database, {WAITS: (None, None)}, chats={WAITS: "555001"})
    written = add_course(
        straight.database,
        {1: [local("2026-11-20", "14:30")], 2: [local("2026-12-12", "14:30")], 3: [local("2026-12-26", "14:30")]},
        people=(LAM, WAITS),
        booked={LAM: [0, 0], WAITS: [None, None, 0]},
        capacity=1,
        topics=(("Bài 1", 1), ("Bài 2", 1), ("Bài 3", 1)),
    )
    seat(straight.database, written.sittings[2][0], WAITS, SeatState.WAITING)
    seat(straight.database, written.sittings[3][0], LAM, SeatState.WAITING)
    return written


async def test_the_place_of_somebody_who_is_deleted_goes_to_who_waits_for_it_and_they_are_told(
    straight: Cast, klass: Klass
) -> None:
    await straight.lam.says("xóa dữ liệu của tôi")
    await straight.lam.says("có")
    await straight.trinh.says("YC2026-001")
    await straight.trinh.presses("Xóa hẳn")
    await straight.trinh.says("1")
    with straight.database.read() as session:
        assert session.scalar(select(Person).where(Person.code == LAM)) is None
        told = session.execute(select(Person.code, Notice.kind).join(Notice, Notice.person_id == Person.id)).all()
    assert taken(straight.database, klass.sittings[2][0]) == [WAITS]
    assert (WAITS, "class_place") in [tuple(row) for row in told]


async def test_withdrawing_consent_keeps_the_places_in_a_class_and_ends_the_waiting(
    straight: Cast, klass: Klass
) -> None:
    await straight.lam.says("dữ liệu của tôi")
    await straight.lam.presses("Rút lại đồng ý")
    assert seats_of(straight.database, LAM) == {FIRST: "booked", SECOND: "booked", THIRD: "given_up"}
    assert taken(straight.database, klass.sittings[2][0]) == [LAM]


async def test_what_is_held_of_sittings_is_told_in_one_line(straight: Cast, klass: Klass) -> None:
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        mine = {row.half_day: row for row in session.scalars(select(Seat).join(Person).where(Person.code == LAM))}
        mine[1].attendance, mine[1].checked_in_at, mine[1].wage = Attendance.PRESENT, straight.clock.now(), Wage.UNPAID
        mine[2].attendance, mine[2].state, mine[2].reason = Attendance.EXCUSED, SeatState.EXCUSED, "con ốm"
    answer = await straight.lam.says("dữ liệu của tôi")
    [line] = [line for line in answer.split("\n") if "Lớp bồi dưỡng nhận thức về Đảng, khóa 4" in line]
    for fact in (
        "có mặt 1 buổi",
        "vắng 1 buổi",
        "tự điểm danh bằng mã 1 buổi",
        "lý do xin vắng: con ốm",
        "1 buổi không được trả lương",
    ):
        assert fact in line
    assert len(answer.split("\n")) <= 10
    assert klass.course_id
