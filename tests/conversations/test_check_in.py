"""Checking in by oneself with the code of the room, as worker and organiser see it."""

from __future__ import annotations

from datetime import UTC

import pytest
from sqlalchemy import select

from models import check_in
from models.audit import Actor, Via, act_as
from models.classes import ClassSitting, Seat, SeatState
from models.meetings import Attendance
from models.people import Person
from tests.conversations.conftest import Cast
from tests.support.classes import LAM, Klass, add_course, add_organiser, add_workers, enrol, seat, seats_of
from tests.support.meetings import local
from tests.support.phones import Phone

HANH, OTHER = "CN201", "CN301"
SATURDAY, SUNDAY = local("2026-12-12", "14:30"), local("2026-12-13", "08:00")


@pytest.fixture
def hang(straight: Cast) -> Phone:
    """Return the organiser's phone."""
    add_organiser(straight.database)
    return Phone("1010", straight.exchange)


def _klass(cast: Cast, *, time: str = "14:35") -> Klass:
    """Write Lâm into Saturday's sitting, Hạnh, who has no phone, beside him; it is `time` on that Saturday."""
    add_workers(cast.database, {HANH: (None, None)}, names={HANH: "Nguyễn Thị Hạnh"})
    klass = add_course(
        cast.database, {1: [SATURDAY, SUNDAY]}, people=(LAM, HANH), booked={LAM: [0], HANH: [0]}, capacity=60
    )
    cast.clock.moment = local("2026-12-12", time).astimezone(UTC)
    return klass


def _code(cast: Cast, klass: Klass, place: int = 0) -> str:
    with cast.database.read() as session:
        key = session.get_one(ClassSitting, klass.sittings[1][place]).check_in_key
    assert key is not None
    return check_in.code_at(key, cast.clock.now())


def _came(cast: Cast) -> list[str]:
    with cast.database.read() as session:
        query = select(Person.code).join(Seat, Seat.person_id == Person.id).where(Seat.checked_in_at.is_not(None))
        return list(session.scalars(query.order_by(Person.code)))


async def test_a_worker_types_the_code_and_the_roll_knows(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    opened = await hang.says("mở điểm danh")
    code = _code(straight, klass)
    assert f"Mã lúc này: {code[:3]} {code[3:]}" in opened
    assert "0/2 người đã tự điểm danh" in opened
    assert "✅ Đã điểm danh lúc 14:35: Lớp bồi dưỡng nhận thức về Đảng, khóa 4" in await straight.lam.says(code)
    assert "Bạn đã điểm danh lúc 14:35" in await straight.lam.says(f"điểm danh {code}")
    assert _came(straight) == [LAM]
    assert "1/2 người đã tự điểm danh" in await hang.presses("Xem lại")
    page = await hang.says("điểm danh")
    assert "1/2 có mặt\nVắng: 1. Nguyễn Thị Hạnh." in page, "who has not checked in is proposed as absent"


async def test_who_checks_in_while_the_roll_is_open_is_not_lost(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("mở điểm danh")
    await hang.says("điểm danh vắng Lâm, Hạnh")
    await straight.lam.says(_code(straight, klass))
    saved = await hang.says("lưu")
    assert "1/2 có mặt. Vắng: 1." in saved


async def test_who_checks_in_after_a_part_of_the_roll_was_saved_without_them_is_present(
    straight: Cast, hang: Phone
) -> None:
    klass = _klass(straight)
    add_workers(straight.database, {OTHER: (None, None)}, enterprise="DN002")
    enrol(straight.database, klass.course_id, OTHER)
    seat(straight.database, klass.sittings[1][0], OTHER)
    await hang.says("mở điểm danh")
    await straight.trinh.says("điểm danh vắng Lâm, Hạnh")
    await straight.trinh.says("lưu")
    assert seats_of(straight.database, LAM) == {(1, "12/12 14:30"): "missed"}
    assert "✅ Đã điểm danh lúc 14:35" in await straight.lam.says(_code(straight, klass))
    assert seats_of(straight.database, LAM) == {(1, "12/12 14:30"): "booked"}
    assert _mark(straight, klass, LAM) is Attendance.PRESENT
    straight.wait(minutes=20)
    await straight.sweep()
    assert "học bù" not in await straight.lam.reads()
    await hang.forges(f"croll:open:{klass.sittings[1][0]}")
    await hang.says("lưu")
    assert _mark(straight, klass, LAM) is Attendance.PRESENT
    assert _mark(straight, klass, HANH) is Attendance.ABSENT


async def test_undo_of_a_roll_leaves_those_present_who_came_since(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    add_workers(straight.database, {OTHER: (None, None)}, enterprise="DN002")
    enrol(straight.database, klass.course_id, OTHER)
    seat(straight.database, klass.sittings[1][0], OTHER)
    await hang.says("mở điểm danh")
    await straight.trinh.says("điểm danh vắng Lâm")
    await straight.trinh.says("lưu")
    await straight.trinh.says("sửa điểm danh: Hạnh vắng")
    await straight.trinh.says("lưu")
    await straight.lam.says(_code(straight, klass))
    assert "đã trở lại như trước" in await straight.trinh.says("hoàn tác")
    assert _mark(straight, klass, LAM) is _mark(straight, klass, HANH) is Attendance.PRESENT
    assert seats_of(straight.database, LAM) == {(1, "12/12 14:30"): "booked"}


async def test_who_walks_in_while_the_roll_is_open_joins_it_and_no_mark_is_lost(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    add_workers(straight.database, {OTHER: (None, None)})
    enrol(straight.database, klass.course_id, OTHER)
    seat(straight.database, klass.sittings[1][0], OTHER)
    _sits_on_sunday(straight, klass, LAM)
    await hang.says("mở điểm danh")
    await hang.says("điểm danh vắng Hạnh có phép")
    await straight.lam.says(_code(straight, klass))
    saved = await hang.says("lưu")
    assert "2/3 có mặt. Vắng: 1 (1 có phép)." in saved
    assert _mark(straight, klass, HANH) is Attendance.EXCUSED
    assert _mark(straight, klass, LAM) is Attendance.PRESENT


async def test_a_roll_that_somebody_saved_meanwhile_is_still_shown_though_people_checked_in(
    straight: Cast, hang: Phone
) -> None:
    klass = _klass(straight)
    await hang.says("mở điểm danh")
    await hang.says("điểm danh vắng Hạnh")
    await straight.lam.says(_code(straight, klass))
    await straight.trinh.says("điểm danh đủ")
    await straight.trinh.says("lưu")
    assert "Trong lúc đó bí thư đã lưu điểm danh buổi này" in await hang.says("lưu")
    assert _mark(straight, klass, HANH) is Attendance.PRESENT


async def test_who_moves_up_into_the_place_of_somebody_who_walked_in_elsewhere_is_told(
    straight: Cast, hang: Phone
) -> None:
    klass = _klass(straight)
    _sits_on_sunday(straight, klass, LAM)
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.get_one(ClassSitting, klass.sittings[1][1]).capacity = 1
    add_workers(straight.database, {OTHER: (None, None)}, chats={OTHER: "555002"})
    enrol(straight.database, klass.course_id, OTHER)
    seat(straight.database, klass.sittings[1][1], OTHER, SeatState.WAITING)
    await hang.says("mở điểm danh")
    assert "✅ Đã điểm danh" in await straight.lam.says(_code(straight, klass))
    assert seats_of(straight.database, OTHER) == {(1, "13/12 08:00"): "booked"}
    await straight.sweep()
    assert "13/12" in await Phone("555002", straight.exchange).reads()


def _sits_on_sunday(cast: Cast, klass: Klass, code: str) -> None:
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        row = session.scalars(select(Seat).join(Seat.person).where(Person.code == code)).one()
        row.sitting_id = klass.sittings[1][1]


def _mark(cast: Cast, klass: Klass, code: str) -> Attendance | None:
    """Return somebody's mark in Saturday's sitting."""
    with cast.database.read() as session:
        query = select(Seat.attendance).join(Seat.person).where(Person.code == code)
        return session.scalars(query.where(Seat.sitting_id == klass.sittings[1][0])).one()


@pytest.mark.parametrize(
    "words", ["{code}", "{spaced}", "mã {code}", "điểm danh {spaced}", "/start ci-{code}", "check in {code}"]
)
async def test_words_and_links_that_bring_a_code(straight: Cast, hang: Phone, words: str) -> None:
    klass = _klass(straight)
    await hang.says("mở điểm danh")
    code = _code(straight, klass)
    assert "✅ Đã điểm danh" in await straight.lam.says(words.format(code=code, spaced=f"{code[:3]} {code[3:]}"))


async def test_a_code_is_taken_whatever_form_stands_open_and_the_form_goes_on(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("mở điểm danh")
    asked = await straight.lam.says("tuần này tôi ca 2")
    answer = await straight.lam.says(_code(straight, klass))
    assert "✅ Đã điểm danh" in answer
    assert asked.split("\n")[-1] in answer


async def test_codes_that_are_not_taken_get_a_kind_sentence(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    assert "Hiện chưa có buổi học nào" in await straight.lam.says("điểm danh 123456"), "nobody has opened it"
    await hang.says("mở điểm danh")
    old = _code(straight, klass)
    assert "Mỗi người tự điểm danh bằng điện thoại của mình" in await straight.lam.says(f"điểm danh hộ Hạnh {old}")
    straight.wait(minutes=3)
    assert "Mã này vừa đổi" in await straight.lam.says(old)
    wrong = "000000" if _code(straight, klass) != "000000" else "111111"
    for _ in range(4):
        assert "Mã chưa đúng" in await straight.lam.says(wrong)
    assert "tạm ngừng nhận mã đến 14:48" in await straight.lam.says(wrong)
    assert "tạm ngừng" in await straight.lam.says(_code(straight, klass))
    assert "1 người nhập sai mã quá nhiều lần" in await hang.presses("Xem lại")
    straight.wait(hours=5)
    assert "Hiện chưa có buổi học nào" in await straight.lam.says(old)
    assert _came(straight) == []


async def test_whoever_is_on_no_course_learns_nothing_of_codes(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("mở điểm danh")
    code = _code(straight, klass)
    for phone in (straight.nhung, straight.outsider, straight.mai):
        for words in (code, f"/start ci-{code}"):
            assert "điểm danh lúc" not in await phone.says(words)
    assert "không đúng" not in await straight.outsider.says(f"/start ci-{code}"), "a link costs no try at the door"
    assert _came(straight) == []


async def test_a_new_address_makes_the_old_codes_worthless(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("mở điểm danh")
    old = _code(straight, klass)
    await hang.forges(f"croll:anew:{klass.sittings[1][0]}")
    assert _code(straight, klass) != old
    assert "Mã chưa đúng" in await straight.lam.says(old)


async def test_before_its_time_the_screen_says_when_codes_are_taken(straight: Cast, hang: Phone) -> None:
    _klass(straight, time="09:00")
    opened = await hang.says("mo diem danh")
    opened = await hang.presses(hang.buttons[0]) if "Mở điểm danh buổi nào?" in opened else opened
    assert "Nhận mã từ 14:00 12/12 đến hết buổi." in opened
    assert "Mã lúc này" not in opened


async def test_the_whole_check_in_on_every_messenger(cast: Cast) -> None:
    klass = _klass(cast)
    assert "Mở điểm danh: L2026-4" in await cast.quang.says("mở điểm danh")
    assert "✅ Đã điểm danh lúc 14:35" in await cast.lam.says(_code(cast, klass))
    await cast.quang.says("điểm danh")
    saved = await cast.quang.says("lưu")
    assert "1/2 có mặt. Vắng: 1." in saved
    assert "CN 13/12 8:00" in saved
