"""Who hears of it when sittings are moved, cancelled or added, when places open, and when a workbook is imported."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from handlers import workbook_effects
from handlers.workbook import Changes, SheetKind
from handlers.workbook.changes import KindChanges
from models.audit import Actor, Via, act_as
from models.classes import Enrolment, SeatState
from models.notices import Notice, NoticeState
from models.people import Person
from models.rest import Habits
from tests.conversations.conftest import Cast
from tests.support.classes import LAM, Klass, add_course, add_organiser, add_workers, enrol, seat, seats_of
from tests.support.meetings import local
from tests.support.phones import Phone

HANH, DUNG = "CN201", "CN202"
SATURDAY, SUNDAY = local("2026-12-12", "14:30"), local("2026-12-13", "08:00")
ONE = (("Điều lệ Đảng", 1),)
MOVE, CANCEL = "Dời và báo học viên", "Hủy và báo học viên"


@pytest.fixture
def hang(straight: Cast) -> Phone:
    """Return the organiser's phone."""
    add_organiser(straight.database)
    return Phone("1010", straight.exchange)


@pytest.fixture
def hanh(straight: Cast) -> Phone:
    """Return the phone of a worker of crew A; Dũng, whose shifts nobody knows, has none."""
    add_workers(straight.database, {HANH: ("3CA", "A"), DUNG: (None, None)}, chats={HANH: "1011"})
    return Phone("1011", straight.exchange)


def waiting_for(cast: Cast, *starts: object, capacity: int = 1) -> Klass:
    """Hạnh sits in the first of the sittings of one half-day, and Lâm waits for it."""
    course = add_course(
        cast.database,
        {1: list(starts)},  # type: ignore[arg-type]
        people=(LAM, HANH),
        booked={HANH: [0]},
        capacity=capacity,
        topics=ONE,
    )
    seat(cast.database, course.sittings[1][0], LAM, SeatState.WAITING)
    return course


def told_of(cast: Cast, kind: str) -> list[str]:
    with cast.database.read() as session:
        query = select(Person.code).join(Notice, Notice.person_id == Person.id).where(Notice.kind == kind)
        return sorted(session.scalars(query.where(Notice.state != NoticeState.DROPPED)))


async def add(hang: Phone, said: str) -> str:
    await hang.says(said)
    if "Thêm buổi này" not in hang.buttons:
        await hang.presses(hang.buttons[0])
    return await hang.presses("Thêm buổi này")


async def test_who_moves_up_because_a_sitting_was_moved_is_told(straight: Cast, hang: Phone, hanh: Phone) -> None:
    waiting_for(straight, local("2026-12-10", "15:00"))
    await hang.says("dời buổi 1 sang 13/12 8h")  # Hạnh comes from the night shift then
    await hang.presses(MOVE)
    assert seats_of(straight.database, LAM) == {(1, "13/12 08:00"): "booked"}
    await straight.sweep()
    assert "✅ Đã có chỗ: bài 1 bạn học chủ nhật 13/12 8:00." in await straight.lam.reads()


async def test_who_waits_for_a_sitting_that_is_cancelled_is_told(straight: Cast, hang: Phone, hanh: Phone) -> None:
    waiting_for(straight, SATURDAY)
    await hang.says("hủy buổi 1")
    assert "2 học viên sẽ được báo" in await hang.presses(CANCEL)
    await straight.sweep()
    told = await straight.lam.reads()
    assert "buổi bài 1 mà bạn chờ chỗ đã hủy." in told
    assert "Bài 1: chưa xếp" in told


async def test_taking_back_a_cancellation_restores_the_waits_too(straight: Cast, hang: Phone, hanh: Phone) -> None:
    waiting_for(straight, SATURDAY)
    await hang.says("hủy buổi 1")
    await hang.presses(CANCEL)
    assert seats_of(straight.database, LAM) == {(1, "12/12 14:30"): "given_up"}
    assert "trở lại như trước" in await hang.says("hoàn tác")
    assert seats_of(straight.database, LAM) == {(1, "12/12 14:30"): "waiting"}
    assert seats_of(straight.database, HANH) == {(1, "12/12 14:30"): "booked"}
    assert told_of(straight, "class_moved") == []


async def test_who_waits_for_a_sitting_that_is_moved_is_told_the_new_time(
    straight: Cast, hang: Phone, hanh: Phone
) -> None:
    waiting_for(straight, SATURDAY)
    await hang.says("dời buổi 1 sang 12/12 15h")
    await hang.presses(MOVE)
    assert seats_of(straight.database, LAM) == {(1, "12/12 15:00"): "waiting"}
    await straight.sweep()
    assert "buổi bài 1 mà bạn đang chờ chỗ đã dời sang thứ Bảy 12/12 15:00." in await straight.lam.reads()


async def test_a_wait_elsewhere_that_a_move_ends_comes_back_with_its_undo(
    straight: Cast, hang: Phone, hanh: Phone
) -> None:
    starts = [local("2026-12-10", "15:00"), local("2026-12-14", "06:00"), local("2026-12-20", "14:30")]
    course = add_course(straight.database, {1: starts}, people=(LAM, HANH), booked={LAM: [0]}, capacity=1, topics=ONE)
    seat(straight.database, course.sittings[1][1], LAM, SeatState.WAITING)
    seat(straight.database, course.sittings[1][1], HANH)
    before = seats_of(straight.database, LAM)
    await hang.says("dời buổi 1 sang 11/12 7h")  # Lâm is at work then, and gets the seat on the 20th
    await hang.presses(MOVE)
    assert seats_of(straight.database, LAM)[1, "20/12 14:30"] == "booked"
    assert "trở lại như trước" in await hang.says("hoàn tác")
    after = seats_of(straight.database, LAM)
    assert {place: state for place, state in after.items() if place in before} == before


async def test_a_sitting_that_is_added_is_offered_to_who_needs_it(straight: Cast, hang: Phone) -> None:
    add_course(straight.database, {1: [local("2026-12-01", "08:00")]}, topics=ONE)
    assert "1 người chưa có chỗ học bài này được mời" in await add(hang, "thêm buổi 20/12 14h30")
    await straight.sweep()
    told = await straight.lam.reads()
    assert "có thêm buổi học bài 1." in told
    assert "chủ nhật 20/12 14:30" in told
    assert "Đã báo cho 1 người nên giữ nguyên." in await hang.says("hoàn tác")
    await straight.sweep()
    assert await straight.lam.reads() == ""


async def test_an_added_sitting_that_nobody_has_heard_of_is_taken_back_with_its_offers(
    straight: Cast, hang: Phone
) -> None:
    add_course(straight.database, {1: [local("2026-12-01", "08:00")]}, topics=ONE)
    await add(hang, "thêm buổi 20/12 14h30")
    assert "Đã bỏ buổi vừa thêm" in await hang.says("hoàn tác")
    assert told_of(straight, "class_make_up") == []
    await add(hang, "thêm buổi 21/12 8h")
    await straight.sweep()
    assert "thứ Hai 21/12 8:00" in await straight.lam.reads()


async def test_a_sitting_that_is_moved_is_offered_to_whom_it_fits_now(straight: Cast, hang: Phone) -> None:
    add_course(straight.database, {1: [local("2026-12-09", "08:00")]}, topics=ONE)  # Lâm is at work then
    await hang.says("dời buổi 1 sang 12/12 14h30")
    await hang.presses(MOVE)
    await straight.sweep()
    told = await straight.lam.reads()
    assert "nay có buổi học bài 1 hợp với bạn." in told
    assert "thứ Bảy 12/12 14:30" in told


async def test_a_place_that_becomes_free_is_offered_to_who_has_none(straight: Cast, hanh: Phone) -> None:
    add_course(straight.database, {1: [SATURDAY]}, people=(LAM, HANH), booked={HANH: [0]}, capacity=1, topics=ONE)
    await hanh.says("xin vắng vì con ốm")
    await hanh.presses("Gửi")
    await straight.sweep()
    assert "nay có buổi học bài 1 hợp với bạn." in await straight.lam.reads()
    assert "nay có" not in await hanh.reads(), "who has just asked leave from it is not asked to come"


async def test_a_roll_that_was_taken_back_and_saved_again_still_invites_to_the_make_up(
    straight: Cast, hang: Phone
) -> None:
    add_course(straight.database, {1: [SATURDAY, local("2026-12-20", "14:30")]}, booked={LAM: [0]}, topics=ONE)
    straight.clock.moment = local("2026-12-12", "18:30")
    await hang.says("điểm danh vắng Lâm")
    await hang.says("lưu")
    await hang.says("hoàn tác")
    straight.wait(minutes=20)
    await straight.sweep()
    assert "học bù" not in await straight.lam.reads()
    await hang.says("điểm danh vắng Lâm")
    await hang.says("lưu")
    straight.wait(minutes=20)
    await straight.sweep()
    assert "học bù thì được tính đủ" in await straight.lam.reads()


def imported(cast: Cast, kind: SheetKind, changed: dict[str, Sequence[str]]) -> None:
    """Let what follows from an import that has changed these fields of these people."""
    changes = Changes(kinds={kind: KindChanges(changed={code: list(fields) for code, fields in changed.items()})})
    with cast.database.write() as session:
        workbook_effects.follow_silently(session, changes, cast.clock.now(), Habits())


async def test_who_is_put_on_a_class_by_a_workbook_after_its_timetable_was_set_is_told_it(straight: Cast) -> None:
    course = add_course(straight.database, {1: [SATURDAY, SUNDAY]}, people=(), topics=ONE)
    enrol(straight.database, course.course_id, LAM)
    for _ in range(2):
        imported(straight, SheetKind.WORKERS, {LAM: ["courses"]})
    await straight.sweep()
    told = await straight.lam.reads()
    assert "📅 Đã có lịch học của bạn." in told
    assert "Bài 1: chưa xếp; buổi hợp ca của bạn: thứ Bảy 12/12 14:30" in told
    imported(straight, SheetKind.WORKERS, {LAM: ["courses"]})
    await straight.sweep()
    assert await straight.lam.reads() == ""


async def test_shifts_that_a_workbook_changes_are_compared_with_the_seats(straight: Cast) -> None:
    add_course(straight.database, {1: [SATURDAY, local("2026-12-20", "14:30")]}, booked={LAM: [0]}, topics=ONE)
    with straight.database.write() as session:
        act_as(session, Actor(Via.IMPORT, straight.clock.now()))
        session.scalars(select(Person).where(Person.code == LAM)).one().crew = "C"  # in the afternoon of the 12th
    imported(straight, SheetKind.WORKERS, {LAM: ["crew"]})
    assert told_of(straight, "class_shift") == [LAM]
    straight.clock.moment = local("2026-12-06", "10:00")  # a day off
    await straight.sweep()
    told = await straight.lam.reads()
    assert "theo ca mới" in told
    assert "chủ nhật 20/12 14:30" in told


async def test_a_shift_system_that_a_workbook_changes_concerns_everybody_in_it(straight: Cast) -> None:
    add_course(straight.database, {1: [local("2026-12-09", "08:00")]}, booked={LAM: [0]}, topics=ONE)
    imported(straight, SheetKind.SHIFT_SYSTEMS, {"3CA": ["cycle"]})
    assert told_of(straight, "class_shift") == [LAM]


async def test_who_has_left_the_class_is_not_offered_a_sitting(straight: Cast, hang: Phone) -> None:
    add_course(straight.database, {1: [local("2026-12-01", "08:00")]}, topics=ONE)
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.scalars(select(Enrolment)).one().left_at = straight.clock.now()
    await add(hang, "thêm buổi 20/12 14h30")
    assert told_of(straight, "class_make_up") == []


async def test_who_leaves_the_class_gives_the_places_on_and_can_come_back(straight: Cast, hanh: Phone) -> None:
    add_organiser(straight.database)
    course = add_course(
        straight.database, {1: [SATURDAY]}, people=(LAM, HANH, DUNG), booked={LAM: [0]}, capacity=1, topics=ONE
    )
    summary = await straight.lam.says("xin thôi học")
    assert "Xin thôi học: Lớp bồi dưỡng nhận thức về Đảng, khóa 4\n1 chỗ" in summary
    assert seats_of(straight.database, LAM) == {(1, "12/12 14:30"): "booked"}, "nothing is saved before it is confirmed"
    assert "✅ Bạn đã thôi học lớp" in await straight.lam.presses("Xin thôi học")
    assert seats_of(straight.database, LAM) == {(1, "12/12 14:30"): "given_up"}
    assert "chưa có tên trong lớp nào" in await straight.lam.says("lịch học")
    assert told_of(straight, "class_make_up") == [HANH, DUNG], "the place is offered to who has none"
    assert "Bạn đã có tên lại trong lớp" in await straight.lam.says("hoàn tác")
    assert seats_of(straight.database, LAM) == {(1, "12/12 14:30"): "booked"}
    seat(straight.database, course.sittings[1][0], DUNG, SeatState.WAITING)
    await straight.lam.says("em xin thôi học")
    await straight.lam.presses("Xin thôi học")
    assert seats_of(straight.database, DUNG) == {(1, "12/12 14:30"): "booked"}
    assert told_of(straight, "class_place") == [DUNG]
    assert "1 chỗ của bạn đã có người khác" in await straight.lam.says("hoàn tác")


async def test_who_decides_to_stay_keeps_every_seat(straight: Cast) -> None:
    assert "chưa có tên trong lớp nào" in await straight.lam.says("xin thôi học")
    add_course(straight.database, {1: [SATURDAY]}, booked={LAM: [0]}, topics=ONE)
    await straight.lam.says("xin thôi học")
    assert "Bạn vẫn học lớp này." in await straight.lam.presses("Học tiếp")
    assert seats_of(straight.database, LAM) == {(1, "12/12 14:30"): "booked"}
