"""“Lịch học” of somebody on a class: what they see, change, ask leave from, and are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest
from icalendar import Calendar, Event
from sqlalchemy import select

from handlers.attachments import draw
from handlers.classes import make_up, telling
from handlers.turn import Attachment
from models import class_seats
from models.audit import Actor, Via, act_as
from models.classes import ClassSitting, Enrolment, Seat, SeatState, SittingState
from models.meetings import Attendance
from models.notices import Notice
from models.people import Person
from models.rest import Habits
from tests.conversations.conftest import Cast
from tests.support.classes import LAM, Klass, add_course, add_workers, hold, seat, seats_of, taken
from tests.support.meetings import local
from tests.support.phones import Phone

# Lâm is of crew B of 3CA: nights from 30/11, mornings from 7/12, afternoons from 14/12; off on Sundays.
DAYS = {
    1: [local("2026-12-03", "14:30"), local("2026-12-06", "08:00")],  # before the night; slept off a night
    2: [local("2026-12-08", "18:30"), local("2026-12-09", "08:00")],  # after the morning shift; in it
    3: [local("2026-12-12", "14:30"), local("2026-12-13", "08:00")],  # after it; a day off
    4: [local("2026-12-16", "08:00"), local("2026-12-17", "18:30")],  # before the afternoon shift; in it
}
FORGED = (
    *("", "x", "own", "own:x", "own:999", "change", "change:x", "change:999", "half:x:1", "half:1:x", "half:1:99"),
    *("half:999:1", "take", "take:x:1", "take:999:1", "unwait:x", "unwait:999", "leave:x", "off:x", "off:999"),
    *("ics:", "ics:999", "own:" + "9" * 30, "take:" + "9" * 30 + ":1", "half:1:" + "9" * 30),
)


def lam_on(cast: Cast, booked: Sequence[int | None] = (0, 0, None, 0), *others: str, capacity: int = 2) -> Klass:
    """Put Lâm on a course, and others who have no seats."""
    return add_course(cast.database, DAYS, people=(LAM, *others), booked={LAM: booked}, capacity=capacity)


def colleagues(cast: Cast, chats: Mapping[str, str] | None = None) -> None:
    """Write three more workers of Lâm's plant: two in office hours, one of whom nobody knows the shifts."""
    shifts = {"CN301": ("HC", None), "CN302": ("HC", None), "CN303": (None, None)}
    add_workers(cast.database, shifts, chats=chats or {})


def hours_at(cast: Cast, moment: datetime) -> None:
    cast.clock.moment = moment


async def test_the_timetable_is_shown_and_an_open_half_day_is_placed(cast: Cast) -> None:
    lam_on(cast)
    shown = (await cast.lam.says("lich hoc")).split("\n")
    assert len(shown) <= 10
    assert shown[:3] == [
        "Lớp bồi dưỡng nhận thức về Đảng, khóa 4",
        "📅 Buổi tới: thứ Năm 3/12 14:30–18:00, Hội trường A · Bài 1: Khái quát lịch sử Đảng (trước ca 3)",
        "Bài 2 (buổi 1): thứ Ba 8/12 18:30 (sau ca 1)",
    ]
    assert shown[3] == (
        "Bài 2 (buổi 2): chưa xếp; buổi hợp ca của bạn: 1) thứ Bảy 12/12 14:30 (sau ca 1, còn 2 chỗ); "
        "2) chủ nhật 13/12 8:00 (bạn nghỉ ca, còn 2 chỗ)"
    )
    assert shown[4] == "Bài 3: thứ Tư 16/12 8:00 (trước ca 2)"
    assert shown[5] == ("Chứng nhận: đã học 0/4 buổi, cần thêm ít nhất 4 buổi để đủ 80% (chưa đối chiếu văn bản gốc).")
    told = await cast.lam.says("2")
    assert told.startswith("✅ Đã xếp chỗ: Bài 2 (buổi 2): chủ nhật 13/12 8:00–11:30, Hội trường A.")
    assert seats_of(cast.database, LAM)[3, "13/12 08:00"] == "booked"
    assert "Bài 2 (buổi 2): chủ nhật 13/12 8:00 (bạn nghỉ ca)" in await cast.lam.says("lịch học")
    assert "Mở tệp để thêm vào lịch" in await cast.lam.presses("Thêm vào lịch điện thoại")
    assert any(message.has_attachment for message in cast.lam.last)


async def test_a_sitting_is_changed_within_the_places_left_and_changed_back(cast: Cast) -> None:
    course = lam_on(cast, (0, 0, 0, 0))
    assert "Bạn muốn đổi buổi nào?" in await cast.lam.says("doi buoi")
    shown = await cast.lam.says("3")
    assert "Buổi của bạn: thứ Bảy 12/12 14:30 (sau ca 1)" in shown
    assert "1) chủ nhật 13/12 8:00 (bạn nghỉ ca, còn 2 chỗ)" in shown
    told = await cast.lam.says("1")
    assert "Chỗ thứ Bảy 12/12 14:30 đã nhường lại." in told
    assert taken(cast.database, course.sittings[3][1]) == [LAM]
    assert "Bạn đã có lại chỗ thứ Bảy 12/12 14:30." in await cast.lam.says("hoàn tác")
    assert (taken(cast.database, course.sittings[3][0]), taken(cast.database, course.sittings[3][1])) == ([LAM], [])


async def test_leave_with_a_reason_frees_the_place_and_a_make_up_is_chosen_at_once(cast: Cast) -> None:
    course = lam_on(cast, (0, 0, 1, 0))
    summary = await cast.lam.says("xin vắng chủ nhật 13/12 vì con ốm")
    assert "Xin vắng: Bài 2 (buổi 2), chủ nhật 13/12 8:00–11:30\nLý do: con ốm" in summary
    assert seats_of(cast.database, LAM)[3, "13/12 08:00"] == "booked", "nothing is saved before the summary is sent"
    told = await cast.lam.says("gửi")
    assert "✅ Đã ghi xin vắng: Bài 2 (buổi 2), chủ nhật 13/12 8:00–11:30." in told
    assert "1) thứ Bảy 12/12 14:30 (sau ca 1, còn 2 chỗ)" in told
    assert taken(cast.database, course.sittings[3][1]) == []
    assert "✅ Đã xếp chỗ: Bài 2 (buổi 2): thứ Bảy 12/12 14:30" in await cast.lam.says("1")
    assert seats_of(cast.database, LAM)[3, "12/12 14:30"] == "booked, make-up"
    cast.wait(days=2)
    await cast.sweep()
    assert "học bù" not in await cast.lam.reads(), "a make-up that was chosen is not offered again"


async def test_without_a_course_or_a_timetable_it_is_said_kindly(straight: Cast) -> None:
    assert "Bạn chưa có tên trong lớp nào." in await straight.lam.says("lịch học")
    assert "Bạn chưa có buổi học nào sắp tới để xin vắng." in await straight.lam.says("xin vắng")
    add_course(straight.database)
    assert "Lớp chưa có lịch; có lịch là bạn được báo ngay." in await straight.lam.says("lịch học")
    assert straight.lam.buttons == ["Chặng đường"]


async def test_a_member_on_a_course_is_addressed_as_one_and_sees_only_their_own(straight: Cast) -> None:
    add_course(straight.database, DAYS, people=("DV075",), booked={"DV075": (0, 0, 0, 0)})
    shown = await straight.trinh.says("lịch học")
    assert "Bài 2 (buổi 1): thứ Ba 8/12 18:30 (chưa rõ ca của đồng chí)" in shown
    assert "chưa có tên trong lớp nào" in await straight.lam.says("lịch học")
    for data in ("seat:own:1", "seat:change:1", "seat:half:1:1", "seat:take:1:1", "seat:leave:1", "seat:off:1"):
        assert "không còn dùng được" in await straight.lam.forges(data), data


async def test_forged_and_outdated_presses_change_nothing(straight: Cast) -> None:
    course = lam_on(straight)
    before = seats_of(straight.database, LAM)
    for data in FORGED:
        assert "không còn dùng được" in await straight.lam.forges(f"seat:{data}"), data
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.get_one(ClassSitting, course.sittings[3][0]).round = 2
    moved = await straight.lam.forges(f"seat:take:{course.sittings[3][0]}:1")
    assert "Buổi đó đã dời sang lúc khác, chưa đổi gì." in moved
    assert "1) thứ Bảy 12/12 14:30" in moved
    assert seats_of(straight.database, LAM) == before


async def test_sittings_that_do_not_fit_come_last_and_are_taken_with_a_warning(straight: Cast) -> None:
    lam_on(straight, (0, 0, 0, 0))
    shown = await straight.lam.forges("seat:half:1:2")
    assert "1) thứ Tư 9/12 8:00 (trùng ca 1, còn 2 chỗ)" in shown
    told = await straight.lam.says("1")
    assert "⚠️ Theo ca làm: trùng ca 1." in told
    assert "⚠️ Bài 2 (buổi 1): thứ Tư 9/12 8:00 (trùng ca 1)" in await straight.lam.says("lịch học")


async def test_the_order_of_half_days_is_refused_with_the_reason(straight: Cast) -> None:
    late = {**DAYS, 2: [local("2026-12-08", "18:30"), local("2026-12-13", "14:00")]}
    course = add_course(straight.database, late, booked={LAM: (0, 0, 0, None)})
    shown = await straight.lam.forges("seat:half:1:2")
    assert "Không chọn được: CN 13/12 14:00 (vì bài 2 (buổi 2) học T7 12/12 14:30)" in shown
    refused = await straight.lam.forges(f"seat:take:{course.sittings[2][1]}:1")
    assert (
        "Chưa đổi được: bài 2 (buổi 1) phải học trước bài 2 (buổi 2), "
        "mà bài 2 (buổi 2) học thứ Bảy 12/12 14:30." in refused
    )
    assert seats_of(straight.database, LAM)[2, "08/12 18:30"] == "booked"


async def test_of_the_last_place_one_gets_it_the_other_waits_and_moves_up(straight: Cast) -> None:
    colleagues(straight, {"CN303": straight.spare.chat})
    course = lam_on(straight, (0, 0, 0, 0), "CN303", capacity=1)
    other: Phone = straight.spare
    first, second = course.sittings[3]
    assert "✅ Đã xếp chỗ" in await other.forges(f"seat:take:{second}:1")
    shown = await straight.lam.forges("seat:half:1:3")
    assert "1) chủ nhật 13/12 8:00 (bạn nghỉ ca, đã đủ chỗ)" in shown
    waits = await straight.lam.presses("Chờ chỗ Bài 2 (buổi 2): CN 13/12 8:00")
    assert "Buổi chủ nhật 13/12 8:00 vừa đủ chỗ.\nBạn đứng thứ 1 trong danh sách chờ" in waits
    assert "Trong lúc chờ, bạn vẫn giữ chỗ thứ Bảy 12/12 14:30." in waits
    assert "đang chờ chỗ chủ nhật 13/12 8:00" in await straight.lam.says("lịch học")
    assert "Đã đúng như vậy rồi." in await straight.lam.forges(f"seat:take:{second}:1")
    await other.says("xin vắng bài 2 do bận việc")
    await other.says("gửi")
    assert (taken(straight.database, second), taken(straight.database, first)) == ([LAM], [])
    await straight.sweep()
    told = await straight.lam.reads()
    assert "✅ Đã có chỗ: bài 2 (buổi 2) bạn học chủ nhật 13/12 8:00." in told
    await straight.sweep()
    assert await straight.lam.reads() == ""


async def test_who_no_longer_waits_is_off_the_list_and_undo_takes_back_a_wait(straight: Cast) -> None:
    colleagues(straight)
    course = lam_on(straight, (0, 0, 0, 0), "CN301", capacity=1)
    second = course.sittings[3][1]
    seat(straight.database, second, "CN301")
    await straight.lam.forges(f"seat:take:{second}:1")
    assert "Bạn không chờ chỗ chủ nhật 13/12 8:00 nữa." in await straight.lam.presses("Thôi chờ")
    assert taken(straight.database, second, SeatState.WAITING) == []
    await straight.lam.forges(f"seat:take:{second}:1")
    assert "Bạn không còn tên trong buổi chủ nhật 13/12 8:00." in await straight.lam.says("hoàn tác")
    assert taken(straight.database, second, SeatState.WAITING) == []


async def test_undo_does_not_take_a_place_that_somebody_else_has_by_now(straight: Cast) -> None:
    colleagues(straight)
    course = lam_on(straight, (0, 0, 0, 0), "CN303", capacity=1)
    first, second = course.sittings[3]
    seat(straight.database, first, "CN303", SeatState.WAITING)
    await straight.lam.forges(f"seat:take:{second}:1")
    assert taken(straight.database, first) == ["CN303"]
    assert "Chỗ thứ Bảy 12/12 14:30 đã có người khác" in await straight.lam.says("hoàn tác")
    assert taken(straight.database, second) == [LAM]


async def test_leave_is_asked_step_by_step_and_can_be_taken_back(straight: Cast) -> None:
    lam_on(straight, (0, 0, 0, 0))
    await straight.lam.says("lịch học")
    await straight.lam.presses("Xin vắng")
    assert "Vì lý do gì?" in await straight.lam.says("2")
    assert straight.lam.buttons == ["Ốm", "Việc gia đình", "Phải đi làm"]
    assert "Lý do: Việc gia đình" in await straight.lam.says("viec gia dinh")
    assert "Lý do: cưới em gái" in await straight.lam.says("cưới em gái")
    told = await straight.lam.presses("Gửi")
    assert "Chưa có buổi học bù hợp ca" in told
    with straight.database.read() as session:
        excused = session.scalars(select(Seat).where(Seat.state == SeatState.EXCUSED)).one()
        assert (excused.half_day, excused.reason) == (2, "cưới em gái")
    assert "Bạn đã có lại chỗ thứ Ba 8/12 18:30." in await straight.lam.says("hoàn tác")
    assert seats_of(straight.database, LAM)[2, "08/12 18:30"] == "booked"


@pytest.mark.parametrize("words", ["xin vắng họp chi bộ", "xin vắng buổi sinh hoạt"])
async def test_leave_from_a_meeting_is_not_leave_from_a_class(straight: Cast, words: str) -> None:
    lam_on(straight, (0, 0, 0, 0))
    assert "Xin vắng: Bài" not in await straight.lam.says(words)
    assert "bạn xin vắng buổi nào" not in (await straight.lam.says(words)).casefold()


async def test_a_missed_half_day_is_offered_again_once_and_counts_once(straight: Cast) -> None:
    course = lam_on(straight, (0, 0, 0, 0))
    missed = course.sittings[3][0]
    hours_at(straight, local("2026-12-12", "18:10"))
    hold(straight.database, missed, {LAM: Attendance.ABSENT})
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        row = session.scalars(select(Seat).where(Seat.sitting_id == missed)).one()
        found = make_up.offer(session, row, straight.clock.now())
        assert found is not None
        assert found.id == course.sittings[3][1]
    await straight.sweep()
    assert "học bù" not in await straight.lam.reads(), "a roll can be taken back for a while"
    straight.wait(minutes=16)
    await straight.sweep()
    told = await straight.lam.reads()
    assert "Bạn vắng bài 2 (buổi 2) thứ Bảy 12/12 14:30; học bù thì được tính đủ." in told
    assert "chủ nhật 13/12 8:00 (bạn nghỉ ca, còn 2 chỗ)" in told
    assert "✅ Đã xếp chỗ" in await straight.lam.presses("Bài 2 (buổi 2): CN 13/12 8:00")
    hold(straight.database, course.sittings[3][1])
    straight.wait(days=1)
    shown = await straight.lam.says("lịch học")
    assert "Đã học: bài 2 (buổi 2)" in shown
    assert "đã học 1/4 buổi" in shown


async def test_a_new_sitting_is_offered_to_who_has_none_and_can_come(straight: Cast) -> None:
    colleagues(straight)
    course = lam_on(straight, (0, 0, 0, None), "CN301", "CN303")
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        new = session.get_one(ClassSitting, course.sittings[4][0])
        assert make_up.offer_new(session, new, straight.clock.now(), Habits()) == 2
        told = session.scalars(select(Person.code).join(Notice, Notice.person_id == Person.id).order_by(Person.code))
        assert list(told) == [LAM, "CN303"], "CN301 is at work then"
    await straight.sweep()
    assert "có thêm buổi học bài 3.\nBuổi hợp ca của bạn:\nthứ Tư 16/12 8:00" in await straight.lam.reads()


async def test_the_timetable_and_a_moved_sitting_are_told_with_where_one_stands(straight: Cast) -> None:
    course = lam_on(straight, (0, 0, None, 0))
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        lam = session.scalars(select(Person.id).where(Person.code == LAM)).one()
        sittings = session.scalars(select(ClassSitting)).all()
        telling.tell_timetable(session, course.course_id, sittings, [lam], straight.clock.now())
    await straight.sweep()
    told = await straight.lam.reads()
    assert "📅 Đã có lịch học của bạn.\nLớp bồi dưỡng nhận thức về Đảng, khóa 4\n📅 Buổi tới: thứ Năm 3/12" in told
    assert "Bài 2 (buổi 2): chưa xếp; buổi hợp ca của bạn: thứ Bảy 12/12 14:30" in told
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        moved = session.get_one(ClassSitting, course.sittings[4][0])
        moved.starts_at, moved.ends_at, moved.round = local("2026-12-20", "08:00"), local("2026-12-20", "11:30"), 2
        telling.tell_change(session, moved, [lam], straight.clock.now(), moved.ends_at)
    await straight.sweep()
    told = await straight.lam.reads()
    assert "⚠️ Lớp bồi dưỡng nhận thức về Đảng, khóa 4: buổi học bài 3 đã dời." in told
    assert "Bài 3: chủ nhật 20/12 8:00 (bạn nghỉ ca), Hội trường A" in told


async def test_who_changes_shifts_is_offered_the_sittings_that_fit_now(straight: Cast) -> None:
    lam_on(straight, (0, 0, 0, 0))
    await straight.lam.says("tôi tăng ca 12/12 14h-18h")
    await straight.lam.says("lưu")
    await straight.sweep()
    told = await straight.lam.reads()
    assert "⚠️ Bài 2 (buổi 2), thứ Bảy 12/12 14:30: bạn tăng ca lúc đó theo ca mới." in told
    assert "chủ nhật 13/12 8:00 (bạn nghỉ ca, còn 2 chỗ)" in told
    assert "Chỗ thứ Bảy 12/12 14:30 đã nhường lại." in await straight.lam.presses("Bài 2 (buổi 2): CN 13/12 8:00")
    await straight.sweep()
    assert await straight.lam.reads() == ""


async def test_a_clash_that_is_over_before_it_is_told_is_not_told(straight: Cast) -> None:
    lam_on(straight, (0, 0, 0, 0))
    await straight.lam.says("tôi tăng ca 12/12 14h-18h")
    await straight.lam.says("lưu")
    await straight.lam.says("hoàn tác")
    await straight.sweep()
    assert "theo ca mới" not in await straight.lam.reads()


async def test_the_calendar_holds_one_entry_of_each_half_day_whatever_was_changed(straight: Cast) -> None:
    course = lam_on(straight, (0, 0, 0, None))
    straight.wait(minutes=5)
    before = _entries(straight, course)
    await straight.lam.forges(f"seat:take:{course.sittings[3][1]}:1")
    after = _entries(straight, course)
    assert before.keys() == after.keys()
    uid = f"class-{course.course_id}-3@taonguon"
    assert after[uid] > before[uid], "a phone takes the newer one"
    assert [after[one] for one in after if one != uid] == [before[one] for one in before if one != uid]


def _entries(cast: Cast, course: Klass) -> dict[str, tuple[int, date]]:
    with cast.database.read() as session:
        person = session.scalars(select(Person).where(Person.code == LAM)).one()
        params = {"course_id": course.course_id, "person_id": person.id, "language": "vi"}
        content = draw(session, Attachment("class_calendar", params)).content
    events = Calendar.from_ical(content).walk("VEVENT")
    assert all("Đảng" not in str(event["summary"]) for event in events), "a locked screen does not tell the class"
    return {str(event["uid"]): (event.sequence, event.start) for event in events if isinstance(event, Event)}


async def test_a_completed_course_says_so_and_nobody_is_told_of_it_any_more(straight: Cast) -> None:
    lam_on(straight, (0, 0, 0, 0))
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.scalars(select(Enrolment)).one().completed_on = straight.clock.now().date()
    assert "✅ Đã có chứng nhận ngày 24/11/2026" in await straight.lam.says("lịch học")


async def test_a_long_course_still_fits_into_ten_lines(straight: Cast) -> None:
    days = {number: [local(f"2026-12-{number + 5:02}", "18:30")] for number in range(1, 11)}
    topics = [(f"Chuyên đề {number}", 1) for number in range(1, 11)]
    placed = [0 if number % 3 else None for number in range(1, 11)]
    add_course(straight.database, days, topics=topics, booked={LAM: placed})
    shown = (await straight.lam.says("lịch học")).split("\n")
    assert len(shown) <= 10
    assert any(line.startswith("Sau đó: bài 2 thứ Hai 7/12 18:30") for line in shown)


async def test_a_cancelled_sitting_is_no_seat_and_the_rest_can_be_chosen(straight: Cast) -> None:
    course = lam_on(straight, (0, 0, 0, 0))
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        cancelled = session.get_one(ClassSitting, course.sittings[3][0])
        cancelled.state = SittingState.CANCELLED
        class_seats.give_up(session, cancelled.seats[0], straight.clock.now(), Habits())
    assert "Bài 2 (buổi 2): chưa xếp; buổi hợp ca của bạn: 1) chủ nhật 13/12 8:00" in await straight.lam.says(
        "lịch học"
    )
