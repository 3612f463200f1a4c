"""The papers around a class, by chat: the letter to the company, the wage, the workbook, the picture of the way."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.audit import Actor, Via, act_as
from models.classes import Seat, Wage
from models.meetings import Attendance
from models.people import Person
from models.shift_records import ShiftRecord
from tests.conversations.conftest import Cast
from tests.support.classes import LAM, Klass, add_course, add_organiser, add_workers, hold
from tests.support.meetings import local
from tests.support.phones import Phone

ORGANISER = "1010"
OUTDATED = "không còn dùng được"


def _on_a_class(cast: Cast) -> Klass:
    """Put Lâm on a class; of its sittings to come the first two fall within his shift from 14:00 to 22:00."""
    return add_course(
        cast.database,
        {1: [local("2026-11-26", "14:30")], 2: [local("2026-11-27", "12:30")], 3: [local("2026-11-29", "08:00")]},
        booked={LAM: [0, 0, 0]},
    )


def _wages(cast: Cast) -> list[Wage | None]:
    with cast.database.read() as session:
        return list(session.scalars(select(Seat.wage).order_by(Seat.id)))


async def _after_the_first_sitting(cast: Cast, **roll: Attendance) -> Klass:
    """Let the first sitting be over and its roll be saved; it is the next morning."""
    course = _on_a_class(cast)
    hold(cast.database, course.sittings[1][0], roll)
    cast.wait(days=3)
    await cast.sweep()
    return course


async def test_a_worker_gets_the_letter_the_discreet_one_first(cast: Cast) -> None:
    _on_a_class(cast)
    asked = await cast.lam.says("giấy gửi công ty")
    assert "2 buổi trùng giờ làm việc, 5,5 giờ" in asked
    assert "thứ Năm 26/11 14:30–18:00" in asked
    assert "thứ Sáu 27/11 12:30–16:00 (giờ làm: 14:00–16:00)" in asked
    assert "29/11" not in asked
    answer = await cast.lam.says("1")
    assert "không nêu nội dung lớp" in answer
    assert any(message.has_attachment for message in cast.lam.last)
    assert "Đảng" not in answer


async def test_the_full_name_only_when_chosen(straight: Cast) -> None:
    _on_a_class(straight)
    await straight.lam.says("giay gui cong ty")
    assert "nhận thức về Đảng, khóa 4" in await straight.lam.presses("Ghi đầy đủ tên lớp")
    assert any(message.has_attachment for message in straight.lam.last)


async def test_without_a_class_or_without_a_sitting_within_work_it_says_so_kindly(straight: Cast) -> None:
    assert "chưa ở lớp học nào" in await straight.lam.says("giấy gửi công ty")
    add_course(straight.database, {1: [local("2026-11-29", "08:00")]}, booked={LAM: [0]})
    assert "đều ngoài giờ làm việc" in await straight.lam.says("giấy gửi công ty")


async def test_whose_shifts_are_not_known_is_asked_for_them_first(straight: Cast) -> None:
    _on_a_class(straight)
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.scalars(select(Person).where(Person.code == LAM)).one().crew = None
    assert "chưa biết lịch ca của bạn" in await straight.lam.says("giấy gửi công ty")
    assert "Ca của tôi" in straight.lam.buttons


async def test_leave_taken_that_day_needs_no_letter(straight: Cast) -> None:
    _on_a_class(straight)
    await straight.lam.says("nghỉ phép 26/11–27/11")
    await straight.lam.presses("Lưu")
    with straight.database.read() as session:
        assert session.scalar(select(ShiftRecord)) is not None
    assert "đều ngoài giờ làm việc" in await straight.lam.says("giấy gửi công ty")


async def test_nobody_gets_the_letter_of_another_class(straight: Cast) -> None:
    add_workers(straight.database, {"CN011": ("3CA", "B")})
    course = add_course(
        straight.database, {1: [local("2026-11-26", "14:30")]}, people=("CN011",), booked={"CN011": [0]}
    )
    for manner in ("", ":quiet", ":open", ":x"):
        assert OUTDATED in await straight.lam.forges(f"cpaper:letter:{course.course_id}{manner}")


async def test_after_a_sitting_within_work_one_question_about_the_wage(cast: Cast) -> None:
    await _after_the_first_sitting(cast)
    asked = await cast.lam.reads()
    assert "Buổi học thứ Năm 26/11 14:30–18:00 trùng giờ làm việc của bạn." in asked
    assert "Buổi này công ty có tính lương không?" in asked
    answer = await cast.lam.says("2")
    assert "công ty không tính lương (3,5 giờ)" in answer
    assert "không có tên bạn" in answer
    assert _wages(cast) == [Wage.UNPAID, None, None]
    cast.wait(days=1)
    await cast.sweep()
    assert "tính lương" not in await cast.lam.reads(), "it is asked once"
    assert "hoàn tác" in (await cast.lam.says("hoàn tác")).lower()


async def test_an_answer_can_be_mended_and_taken_back(straight: Cast) -> None:
    await _after_the_first_sitting(straight)
    await straight.lam.reads()
    await straight.lam.presses("Chưa biết")
    assert _wages(straight)[0] is Wage.UNKNOWN
    assert straight.lam.buttons == ["Có", "Không"]
    assert "có tính lương" in await straight.lam.presses("Có")
    assert _wages(straight)[0] is Wage.PAID
    assert "câu trả lời về tiền lương" in await straight.lam.says("hoàn tác")
    assert _wages(straight)[0] is Wage.UNKNOWN


async def test_who_was_absent_or_off_is_not_asked(straight: Cast) -> None:
    course = _on_a_class(straight)
    hold(straight.database, course.sittings[1][0], {LAM: Attendance.ABSENT})
    hold(straight.database, course.sittings[3][0])
    straight.wait(days=6)
    await straight.sweep()
    assert "tính lương" not in await straight.lam.reads()


async def test_a_question_whose_roll_was_corrected_is_dropped(straight: Cast) -> None:
    course = _on_a_class(straight)
    hold(straight.database, course.sittings[1][0])
    straight.wait(days=2, hours=14)  # 23:00: the question is raised and waits for the morning
    await straight.sweep()
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.scalars(select(Seat).order_by(Seat.id)).first().attendance = Attendance.ABSENT  # type: ignore[union-attr]
    straight.wait(hours=10)
    await straight.sweep()
    assert "tính lương" not in await straight.lam.reads()


async def test_nobody_answers_for_another_or_before_the_sitting(straight: Cast) -> None:
    await _after_the_first_sitting(straight)
    for phone in (straight.trinh, straight.quang, straight.nhung):
        assert OUTDATED in await phone.forges("cpaper:wage:1:unpaid")
    for forged in (
        "cpaper:wage:2:unpaid",
        "cpaper:wage:1:x",
        "cpaper:wage:x:paid",
        "cpaper:wage:" + "9" * 30,
        "cpaper:",
    ):
        assert OUTDATED in await straight.lam.forges(forged)
    assert _wages(straight) == [None, None, None]


async def test_the_committee_sees_sums_of_enterprises_and_never_few_people(straight: Cast) -> None:
    assert "Chưa có giờ học" in await straight.quang.says("tiền lương ngày học")
    add_workers(straight.database, {"CN011": ("3CA", "B"), "CN012": ("3CA", "B")})
    people = (LAM, "CN011", "CN012")
    course = add_course(
        straight.database,
        {1: [local("2026-11-26", "14:00")]},
        people=people,
        booked={one: [0] for one in people},
        capacity=9,
    )
    hold(straight.database, course.sittings[1][0])
    straight.wait(days=3)
    await straight.sweep()
    await _unpaid(straight, people[:2])
    assert "chưa đến 3 người" in await straight.quang.says("tiền lương ngày học")
    await _unpaid(straight, people)
    for phone in (straight.quang, straight.long):
        told = await phone.says("tien luong ngay hoc")
        assert "Công ty CP Động cơ Minh Quang: 10,5 giờ không lương, 3 người" in told
        assert not any(code in told for code in ("Lâm", *people))
    assert "Minh Quang" not in await straight.mai.says("tiền lương ngày học"), "who is in charge elsewhere"
    assert "Chưa có giờ học" in await straight.long.forges("cpaper:wages:202610")
    for phone in (straight.lam, straight.trinh):
        assert "Minh Quang" not in await phone.says("tiền lương ngày học")
        assert OUTDATED in await phone.forges("cpaper:wages:202611")
    assert OUTDATED in await straight.quang.forges("cpaper:wages:202612"), "a month to come"


async def test_the_organiser_gets_the_workbook_with_names_others_without(cast: Cast) -> None:
    _on_a_class(cast)
    assert "Bảng có họ tên" in await cast.quang.says("bảng lớp L2026-4")
    assert any(message.has_attachment for message in cast.quang.last)
    assert "không có họ tên" in await cast.long.says("bang lop l2026-4")
    assert any(message.has_attachment for message in cast.long.last)
    assert "Không có lớp đó" in await cast.quang.says("bảng lớp L2025-1")
    for phone in (cast.lam, cast.trinh):
        assert "Bảng" not in (await phone.says("bảng lớp L2026-4")).split("\n")[0]
        assert not any(message.has_attachment for message in phone.last)


async def test_of_several_classes_the_organiser_chooses(straight: Cast) -> None:
    organiser = Phone(ORGANISER, straight.exchange)
    add_organiser(straight.database)
    assert "Không có lớp đó" in await organiser.says("bảng lớp")
    for number in (4, 5):
        add_course(straight.database, code=f"L2026-{number}", name=f"Lớp {number}", people=())
    await organiser.says("bảng lớp")
    assert organiser.buttons == ["L2026-5 · Lớp 5", "L2026-4 · Lớp 4"]
    assert "Lớp 4" in await organiser.presses("L2026-4 · Lớp 4")
    assert "Bảng có họ tên" in organiser.last[-1].text
    assert OUTDATED in await straight.lam.forges("cpaper:book:1")


async def test_the_way_is_a_picture_for_who_is_on_one(cast: Cast) -> None:
    assert "không có việc gì" in await cast.lam.says("chặng đường")
    assert not any(message.has_attachment for message in cast.lam.last)
    _on_a_class(cast)
    assert "Chặng đường đã qua của bạn" in await cast.lam.says("chặng đường")
    assert any(message.has_attachment for message in cast.lam.last)


@pytest.mark.parametrize("who", ["outsider", "nhung"])
async def test_others_learn_nothing_of_a_way(straight: Cast, who: str) -> None:
    _on_a_class(straight)
    phone: Phone = getattr(straight, who)
    await phone.forges("cpaper:way")
    assert not any(message.has_attachment for message in phone.last)


async def _unpaid(cast: Cast, codes: tuple[str, ...]) -> None:
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        for seat in session.scalars(select(Seat).join(Seat.person).where(Person.code.in_(codes))):
            seat.wage = Wage.UNPAID
