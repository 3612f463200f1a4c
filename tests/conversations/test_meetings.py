"""The monthly meeting by chat: proposed, called, answered, moved, called off; and what each reader sees of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event
from sqlalchemy import delete, select

from bot.app import settings_of
from handlers.attachments import draw
from handlers.meetings import shift_changes
from handlers.turn import Attachment, Said, Turn
from models.audit import Actor, Via, act_as
from models.chats import Chat
from models.meetings import Answer, Call, Meeting, MeetingState
from models.notices import Notice, NoticeState
from models.people import Person, Role
from models.person_rotas import rotas_of
from models.shifts import State, timeline
from models.units import ShiftSystem
from tests.conversations.conftest import Cast
from tests.support.cells import MIXED, fill_cell, set_shifts
from tests.support.meetings import PLACE, call, local, state
from tests.support.phones import CONFIG, Phone

KIEN = "DV076"
DECEMBER = "xếp lịch sinh hoạt tháng 12"
CALLED = "✅ Đã mời họp: Sinh hoạt tháng 12"
# Of a cell, of a meeting, of a call: cut short, out of place, or about what does not exist.
FORGED = (
    *("", "x", "pick", "pick:2", "pick:2:m", "pick:2:m:x", "pick:2:x:2612131000", "plan:2:m:x"),
    *("plan:2:m:20261231-20261201", "split:2:m:x:0", "to:1:x", "who:x", "cells:x", "one:9"),
    *("say", "say:x:1:yes", "say:999:1:yes", "say:1:1:x", "when:2:m:0:x", "sit:1:1:x", "ics:", "ics:99"),
)


async def join_kien(cast: Cast) -> Phone:
    """Let the other member of the cell join with the spare phone."""
    await cast.spare.says(await cast.code_for(KIEN))
    await cast.spare.says("Tôi đồng ý")
    return cast.spare


async def call_for(cast: Cast, words: str = "sinh hoạt 10/12 17:30 tại hội trường") -> str:
    """Call a meeting; return what is said of it."""
    await cast.trinh.says(words)
    return await cast.trinh.says("Mời họp")


def meetings_of(cast: Cast) -> list[Meeting]:
    with cast.database.read() as session:
        return list(session.scalars(select(Meeting).order_by(Meeting.id)))


def meeting_of(cast: Cast) -> Meeting:
    (only,) = meetings_of(cast)
    return only


def answers_of(cast: Cast) -> dict[str, Answer | None]:
    with cast.database.read() as session:
        return {one.person.code: one.answer for one in session.scalars(select(Call))}


async def test_a_meeting_is_proposed_called_answered_and_counted(cast: Cast) -> None:
    kien = await join_kien(cast)
    shown = await cast.trinh.says("lịch sinh hoạt")
    assert shown.startswith("Chi bộ Minh Quang: chưa có lịch sinh hoạt.\nTháng 11 chưa có lịch.")
    assert "Quý 4 chưa có sinh hoạt chuyên đề" in shown
    assert cast.trinh.buttons == ["Xếp lịch tháng 11", "Xếp lịch tháng 12", "Chuyên đề quý 4"]
    proposed = await cast.trinh.presses("Xếp lịch tháng 12")
    assert "3 thời điểm tốt nhất" in proposed
    assert "2/2 người" in proposed
    assert "Giờ mọi khi (chủ nhật 8:00) cũng được 2/2." in proposed
    assert "Chưa rõ ca: 2 (Nguyễn Lan Trinh, Nguyễn Minh Kiên; tính là đi được)." in proposed
    assert any(message.has_attachment for message in cast.trinh.last)
    assert "Họp ở đâu?" in await cast.trinh.says("1")
    summary = await cast.trinh.says("Hội trường tầng 2")
    assert "Nơi họp: Hội trường tầng 2" in summary
    assert meetings_of(cast) == [], "nothing is saved before the summary is confirmed"
    told = await cast.trinh.presses("Mời họp")
    assert told.startswith(CALLED)
    await cast.sweep()
    invited = await kien.reads()
    assert "📅 Sinh hoạt tháng 12 · Chi bộ Minh Quang: thứ Ba 1/12 8:00–9:30, Hội trường tầng 2." in invited
    assert "Đồng chí đi được không?" in invited
    assert kien.buttons[-2:] == ["Đi được", "Không đi được"]
    assert "✅ Đã ghi: đồng chí đi được." in await kien.says("di duoc")
    refused = await kien.says("không đi được, bận con ốm")
    assert "không lưu lý do" in refused
    assert answers_of(cast) == {"DV075": Answer.COMING, KIEN: Answer.NOT_COMING}
    seen = await cast.trinh.says("lịch sinh hoạt")
    assert "Đi được 1, không đi được 1, chưa trả lời 0" in seen
    assert "Chưa đủ để biểu quyết: 1/2 đảng viên chính thức đi được. Cần 2 (chưa đối chiếu văn bản gốc)." in seen
    assert "DV076 · Nguyễn Minh Kiên: không đi được" in await cast.trinh.says("ai đi được?")
    assert "đi được" in await kien.presses("Đi được")
    assert "✅ Đủ để biểu quyết: 2/2" in await cast.trinh.says("lịch sinh hoạt")
    mine = await kien.says("lịch sinh hoạt")
    assert "Đồng chí đã trả lời: đi được." in mine
    assert "Mở tệp để thêm vào lịch" in await kien.presses("Thêm vào lịch điện thoại")
    assert any(message.has_attachment for message in kien.last)


async def test_moving_and_calling_off_tell_each_once(cast: Cast) -> None:
    kien = await join_kien(cast)
    assert (await call_for(cast)).startswith(CALLED)
    await cast.sweep()
    assert "thứ Năm 10/12 17:30" in await kien.reads()
    summary = await cast.trinh.says("doi sinh hoat sang CN 13/12 8:00")
    assert "📅 Chủ nhật 13/12 8:00–9:30" in summary
    assert "Nơi họp: hội trường" in summary
    assert "✅ Đã dời" in await cast.trinh.presses("Dời và báo mọi người")
    await cast.sweep()
    moved = await kien.reads()
    assert "⚠️ Lịch sinh hoạt đã dời" in moved
    assert "chủ nhật 13/12 8:00" in moved
    await cast.sweep()
    assert await kien.reads() == ""
    assert "Vì sao hủy?" in await cast.trinh.says("hủy lịch sinh hoạt")
    assert "Lý do: bận việc đột xuất" in await cast.trinh.says("bận việc đột xuất")
    assert "✅ Đã hủy" in await cast.trinh.presses("Hủy buổi này")
    await cast.sweep()
    ended = await kien.reads()
    assert "⚠️ Đã hủy: Sinh hoạt tháng 12, chủ nhật 13/12 8:00–9:30." in ended
    assert "Lý do: bận việc đột xuất" in ended
    assert "Hiện chưa có lịch sinh hoạt" in await kien.says("lịch sinh hoạt")
    await cast.sweep()
    assert await kien.reads() == ""


def free_at(cast: Cast, start: datetime) -> int:
    """Count the members of the cell who neither work nor sleep during an hour and a half, by the laws over shifts."""
    end = start + timedelta(minutes=90)
    with cast.database.read() as session:
        secretary = session.scalars(select(Person).where(Person.code == "DV075")).one()
        people = session.scalars(select(Person).where(Person.unit_id == secretary.unit_id)).all()
        rotas = rotas_of(session, people, start.date(), end.date())
    taken = {State.WORKING, State.ASLEEP}
    return sum(not taken & {span.state for span in timeline(rota, start, end)} for rota in rotas.values())


async def test_a_mixed_cell_gets_the_best_times_against_the_usual_one_and_two_sittings(straight: Cast) -> None:
    fill_cell(straight.database, straight.clock, MIXED)
    proposed = (await straight.trinh.says(DECEMBER)).split("\n")
    assert len(proposed) <= 10
    assert proposed[0] == "Sinh hoạt tháng 12 (1/12–31/12): 3 thời điểm tốt nhất"
    assert [re.findall(r": (\d+)/24 người", line) for line in proposed[1:4]] == [["22"]] * 3
    assert all("(vắng: 2 đang ca 2)" in line for line in proposed[1:4])
    for line in proposed[1:4]:
        day, month, hour, minute, told = map(int, re.findall(r"(\d+)/(\d+) (\d+):(\d+): (\d+)/24", line)[0])
        assert told == free_at(straight, datetime(2026, month, day, hour, minute, tzinfo=PLACE))
    assert "Giờ mọi khi (chủ nhật 8:00) chỉ được 15/24." in proposed
    assert any(line.startswith("Chia hai buổi: 24/24 người (") for line in proposed)
    assert straight.trinh.buttons[3:] == ["Chia hai buổi", "Giờ khác"]
    await straight.trinh.says("chia hai buổi")
    summary = await straight.trinh.says("báo sau")
    assert "Đi được: 24/24 người" in summary
    assert summary.count("📅") == 2
    saved = await straight.trinh.says("mời họp")
    assert "0 người sẽ được báo, 23 chưa kết nối (“mời” để lấy mã)." in saved
    assert "Đồng chí được ghi là đi được." in saved
    with straight.database.read() as session:
        calls = list(session.scalars(select(Call)))
        assert len(calls) == 24
        assert all(one.fits for one in calls)
        assert {one.sitting_id for one in calls} == {1, 2}


async def test_the_chair_may_name_any_time_and_hears_what_it_costs(straight: Cast) -> None:
    fill_cell(straight.database, straight.clock, MIXED)
    summary = await straight.trinh.says("sinh hoat chu nhat 13/12 8h tai nha van hoa")
    assert "Đi được: 15/24 người (vắng: 5 nghỉ sau ca đêm, 2 đang ca 1, 2 đang ca đêm)" in summary
    assert "⚠️ Ít hơn thời điểm tốt nhất 7 người (tốt nhất: 22)." in summary
    assert "⚠️ Chưa đủ để biểu quyết: 15/24 đảng viên chính thức. Cần 16 (chưa đối chiếu văn bản gốc)." in summary
    assert "Nơi họp: nha van hoa" in summary
    other = await straight.trinh.says("16:30")
    assert "📅 Chủ nhật 13/12 16:30–18:00" in other
    assert "Ít hơn" not in other
    assert "Nơi họp: phân xưởng 3" in await straight.trinh.says("tại phân xưởng 3")
    assert "đã qua" in await straight.trinh.says("hôm nay 8:00")
    assert "Không có ngày hoặc giờ đó" in await straight.trinh.says("31/11 8:00")
    assert "Báo trước chưa đến 3 ngày" in await straight.trinh.says("ngày mai 17h30")
    at_night = await straight.trinh.says("20/12 3h sáng")
    assert "⚠️ Ngoài giờ họp đã đặt (6:00–22:00)." in at_night
    assert "đang giờ ngủ" in at_night
    assert "Đi được: 0/24 người" in at_night
    assert "📅 Chủ nhật 20/12 22:00–23:30" in await straight.trinh.says("20/12 từ 22h đến 23h30")


async def test_a_time_is_asked_for_when_none_of_the_proposed_will_do(straight: Cast) -> None:
    await straight.trinh.says(DECEMBER)
    assert "Họp ngày nào?" in await straight.trinh.presses("Giờ khác")
    assert straight.trinh.buttons[:2] == ["Thứ Ba 1/12", "Thứ Tư 2/12"]
    assert await straight.trinh.says("12/12") == "Thứ Bảy 12/12: mấy giờ?"
    assert straight.trinh.buttons == ["8:00: 2/2", "14:30: 2/2", "17:30: 2/2", "19:00: 2/2"]
    assert "gõ ngày và giờ" in await straight.trinh.says("để xem")
    assert "Họp ở đâu?" in await straight.trinh.says("8h")
    assert "📅 Thứ Bảy 12/12 8:00–9:30" in await straight.trinh.presses("Báo sau")
    assert "Đang chọn" in await straight.trinh.presses("Giờ khác")
    await straight.trinh.says("thứ Năm tuần sau 17h30")
    await straight.trinh.says("thôi")
    await straight.trinh.says(DECEMBER)
    await straight.trinh.presses("Giờ khác")
    assert "17:30: ngày nào?" in await straight.trinh.says("17h30")
    assert "Họp ở đâu?" in await straight.trinh.presses("Thứ Năm 3/12: 2/2")
    assert "📅 Thứ Năm 3/12 17:30–19:00" in await straight.trinh.presses("Báo sau")
    await straight.trinh.says("thôi")
    assert meetings_of(straight) == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("chu nhat 20/12 8h", "Họp ở đâu?"),
        ("20/12", "Chủ nhật 20/12: mấy giờ?"),
        ("31/11", "Không có ngày hoặc giờ đó"),
        ("hay là thôi nhỉ", "Tôi chưa hiểu"),
        ("tuần sau", "(30/11–6/12)"),
    ],
)
async def test_what_is_typed_at_the_proposals_is_taken_as_a_time(straight: Cast, words: str, answer: str) -> None:
    await straight.trinh.says(DECEMBER)
    assert answer in await straight.trinh.says(words)
    if answer[0] in "KT":
        assert straight.trinh.buttons[-1] == "Giờ khác", "the proposals stay in view"


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("xếp lịch sinh hoạt quý 1 năm sau", "Sinh hoạt (1/1–4/2/2027)"),
        ("sinh hoạt tuần sau", "(30/11–6/12)"),
        ("lịch sinh hoạt tháng 11", "(27/11–30/11)"),
        ("lich sinh hoat thang 12", "(1/12–31/12)"),
        ("sinh hoạt cuối tháng 12", "(21/12–31/12)"),
        ("họp chi bộ ngày 12/12", "(12/12–12/12)"),
        ("chuyên đề quý 4", "(27/11–31/12)"),
        ("sinh hoạt chuyên đề tháng 12", "(1/12–31/12)"),
        ("/sinhhoat tháng 12", "(1/12–31/12)"),
    ],
)
async def test_the_days_that_are_asked_for_are_planned(straight: Cast, words: str, days: str) -> None:
    assert days in (await straight.trinh.says(words)).split("\n", maxsplit=1)[0]


async def test_a_thematic_meeting_has_a_topic_and_lasts_two_hours(straight: Cast) -> None:
    await straight.trinh.says("lịch sinh hoạt")
    assert "Sinh hoạt chuyên đề quý 4" in await straight.trinh.says("Chuyên đề quý 4")
    assert "Chuyên đề gì?" in await straight.trinh.says("1")
    assert "Họp ở đâu?" in await straight.trinh.says("An toàn lao động")
    summary = await straight.trinh.says("hội trường")
    assert "Chuyên đề: An toàn lao động" in summary
    assert "8:00–10:00" in summary
    await straight.trinh.says("Mời họp")
    assert "chưa có sinh hoạt chuyên đề" not in await straight.trinh.says("lịch sinh hoạt")


async def test_any_words_may_be_the_topic_and_the_place(straight: Cast) -> None:
    await straight.trinh.says("chuyên đề quý 4")
    await straight.trinh.says("1")
    assert "Họp ở đâu?" in await straight.trinh.says("Sinh hoạt chuyên đề về chuyển đổi số")
    summary = await straight.trinh.says("Họp chi bộ tại hội trường A")
    assert "Chuyên đề: Sinh hoạt chuyên đề về chuyển đổi số" in summary
    assert "Họp chi bộ tại hội trường A" in summary
    await straight.trinh.says("thôi")
    assert meetings_of(straight) == []


async def test_a_month_without_days_left_says_so_with_numbers_and_offers_the_next(straight: Cast) -> None:
    straight.clock.moment = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)
    told = await straight.trinh.says("lịch sinh hoạt tháng 11")
    assert told == "Đến 30/11 chỉ còn 1 ngày, mà lịch phải báo trước 3 ngày. Quản trị viên đổi được số ngày này."
    assert straight.trinh.buttons == ["Xếp lịch sinh hoạt tháng 12", "Giờ khác"]
    assert "(2/12–31/12)" in await straight.trinh.says("1")
    assert "còn xa" in await straight.trinh.says("lịch sinh hoạt tháng 10")
    assert "phải báo trước 3 ngày" in await straight.trinh.says("xếp lịch sinh hoạt hôm nay")
    assert "Mới xem 35 ngày đầu, đến 4/2." in await straight.trinh.says("xếp lịch sinh hoạt quý 1 năm sau")


async def test_a_window_in_which_nobody_can_come_says_what_to_loosen(straight: Cast) -> None:
    for code in ("DV075", KIEN):
        fill_cell(straight.database, straight.clock, (), chats=())
        set_shifts(straight.database, straight.clock, code, "12H", "A")
    told = await straight.trinh.says("sinh hoạt ngày 27/11")
    assert "2/2" in told, "after twelve hours of work there is the evening"
    with_long_days(straight)
    told = await straight.trinh.says("sinh hoạt ngày 27/11")
    assert "⚠️ Những ngày này, từ 6:00 đến 22:00, không giờ nào có người đi được." in told
    assert "Vướng: 2 đang ca 24." in told
    assert "Nếu tìm đến ngày 11/12: 2/2 người." in told


def with_long_days(cast: Cast) -> None:
    """Let the cell work from five to eleven on six days of the week."""

    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        system = session.get_one(ShiftSystem, "12H")
        system.hours, system.cycle, system.crew_offsets = {"24": ["05:00", "23:30"]}, [*["24"] * 6, "-"], {"A": 0}


async def test_a_cell_of_none_and_a_cell_of_one(straight: Cast) -> None:
    alone = await straight.nhung.says(DECEMBER)
    assert "1/1 người" in alone
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.scalars(select(Person).where(Person.code == "DV097")).one().unit_id = None
    assert "chưa có đảng viên nào" in await straight.nhung.says(DECEMBER)


async def test_a_cell_of_five_hundred_gets_one_sitting_at_once_and_two_by_another_press(straight: Cast) -> None:
    fill_cell(straight.database, straight.clock, MIXED * 22)
    proposed = await straight.trinh.says("sinh hoạt tuần sau")
    assert "/486 người" in proposed
    assert "Chia hai buổi" not in proposed
    split = await straight.trinh.presses("Thử chia hai buổi")
    assert "Chia hai buổi: 486/486 người" in split
    await straight.trinh.says("1")
    assert "Đi được: 486/486 người" in await straight.trinh.says("hội trường")


async def test_nobody_else_sees_or_changes_the_meetings_of_a_cell(straight: Cast) -> None:
    fill_cell(straight.database, straight.clock, MIXED[:2], chats=["2001"])
    await call_for(straight)
    number = meeting_of(straight).id
    with straight.database.read() as session:
        own = session.scalars(select(Call.id).where(Call.meeting_id == number)).all()
    outdated = "Lựa chọn đó không còn dùng được"
    for phone in (straight.nhung, straight.long, straight.quang, straight.lam, Phone("2001", straight.exchange)):
        for data in (f"one:{number}", f"who:{number}:0", f"move:{number}", f"end:{number}", f"to:{number}:2612131000"):
            assert outdated in await phone.forges(f"meet:{data}")
        for data in ("pick:2:m:2612131000", "plan:2:m:20261201-20261231", "when:2:m:0", "cell:2"):
            assert outdated in await phone.forges(f"meet:{data}")
    for answer in own[2:]:
        assert outdated in await straight.nhung.forges(f"meet:say:{answer}:1:yes")
        assert outdated in await straight.nhung.forges(f"meet:ics:{answer}")
    assert "Lịch sinh hoạt chi bộ dành cho đảng viên" in await straight.lam.says("lịch sinh hoạt")
    assert "Nhập mã" in await straight.outsider.says("lịch sinh hoạt")
    assert "chưa có lịch sinh hoạt" in await straight.nhung.says("lịch sinh hoạt")
    assert meeting_of(straight).round == 1


async def test_forged_presses_lead_nowhere(straight: Cast) -> None:
    await call_for(straight)
    for data in FORGED:
        assert "không còn dùng được" in await straight.trinh.forges(f"meet:{data}"), data


async def test_the_committee_sees_which_cells_have_met_and_nobodys_name(straight: Cast) -> None:
    call(straight.database, local("2026-11-10", "08:00"), unit="CB07", roll={})
    call(straight.database, local("2026-11-29", "08:00"))
    seen = await straight.quang.says("lịch sinh hoạt")
    assert seen.startswith("Sinh hoạt tháng 11: 1/2 chi bộ đã họp, 1 đã có lịch, 0 chưa có gì")
    assert "📅 CB06 · Chi bộ Minh Quang: lịch 29/11" in seen
    assert "✅ CB07 · Chi bộ Thái Sơn: đã họp 10/11" in seen
    assert "Chuyên đề quý 4: 0/2 chi bộ." in seen
    one = await straight.long.says("lịch sinh hoạt")
    assert "CB06" in one
    assert "CB07" not in one
    assert "⚠️ CB06 · Chi bộ Minh Quang: chưa có lịch" in await next_month(straight)


async def next_month(cast: Cast) -> str:
    cast.clock.moment = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
    return await cast.quang.says("lịch sinh hoạt")


async def test_a_call_is_taken_back_silently_until_somebody_has_heard_of_it(straight: Cast) -> None:
    kien = await join_kien(straight)
    await call_for(straight)
    assert "chưa ai được báo" in await straight.trinh.says("hoàn tác")
    await straight.sweep()
    assert await kien.reads() == ""
    assert meetings_of(straight) == []
    await call_for(straight)
    await straight.sweep()
    assert "Sinh hoạt tháng 12" in await kien.reads(), "the same number may be called again"
    kept = await straight.trinh.says("hoàn tác")
    assert "Đã báo cho 1 người nên giữ nguyên." in kept
    assert "“hủy lịch sinh hoạt”" in kept
    assert len(meetings_of(straight)) == 1


async def test_moving_and_calling_off_are_taken_back_until_somebody_has_heard(straight: Cast) -> None:
    kien = await join_kien(straight)
    await call_for(straight)
    await straight.sweep()
    await kien.reads()
    await kien.says("đi được")
    await straight.trinh.says("dời sinh hoạt sang 12/12 8:00")
    await straight.trinh.presses("Dời và báo mọi người")
    assert "trở lại như trước" in await straight.trinh.says("hoàn tác")
    assert answers_of(straight) == {"DV075": Answer.COMING, KIEN: Answer.COMING}
    await straight.trinh.says("hủy sinh hoạt")
    await straight.trinh.presses("Không nêu lý do")
    await straight.trinh.presses("Hủy buổi này")
    assert meeting_of(straight).state is MeetingState.CANCELLED
    assert "trở lại như trước" in await straight.trinh.says("hoàn tác")
    assert meeting_of(straight).state is MeetingState.CALLED
    await straight.sweep()
    assert await kien.reads() == ""
    await straight.trinh.says("dời sinh hoạt sang 12/12 8:00")
    await straight.trinh.presses("Dời và báo mọi người")
    await straight.sweep()
    assert "thứ Bảy 12/12 8:00" in await kien.reads(), "moved again after it was taken back"


async def test_who_heard_nothing_of_the_first_time_only_hears_the_new_one(straight: Cast) -> None:
    fill_cell(straight.database, straight.clock, [("3CA", "C"), ("3CA", "A")], chats=["2001", "2002"])
    asleep, working = Phone("2001", straight.exchange), Phone("2002", straight.exchange)
    await call_for(straight)
    await straight.sweep()
    assert "10/12" not in await asleep.reads()
    await straight.trinh.says("dời sinh hoạt sang 12/12 8:00")
    await straight.trinh.presses("Dời và báo mọi người")
    for _ in range(48):
        straight.wait(minutes=30)
        await straight.sweep()
    for phone in (asleep, working):
        heard = await phone.reads()
        assert heard.count("Sinh hoạt tháng 12") == 1
        assert "thứ Bảy 12/12 8:00" in heard
        assert "10/12" not in heard
        assert "đã dời" not in heard


@pytest.mark.parametrize("heard_first", [0, 1, 4])
async def test_a_moved_meeting_tells_each_exactly_once(straight: Cast, heard_first: int) -> None:
    chats = ["2001", "2002", "2003", "2004"]
    fill_cell(straight.database, straight.clock, MIXED[:4], chats=chats)
    phones = [Phone(chat, straight.exchange) for chat in chats]
    await call_for(straight)
    for _ in range(heard_first):
        await straight.sweep()
        straight.wait(hours=5)
    await straight.trinh.says("dời sinh hoạt sang 12/12 8:00")
    await straight.trinh.presses("Dời và báo mọi người")
    for _ in range(30):
        await straight.sweep()
        straight.wait(hours=1)
    for phone in phones:
        assert (await phone.reads()).count("thứ Bảy 12/12 8:00") == 1
    with straight.database.read() as session:
        told = session.scalars(select(Notice).where(Notice.key == "1:2", Notice.state == NoticeState.SENT)).all()
        assert len({notice.person_id for notice in told}) == len(told) == 4


async def test_who_has_not_answered_is_asked_once_more(straight: Cast) -> None:
    kien = await join_kien(straight)
    fill_cell(straight.database, straight.clock, [(None, None)], chats=["2001"])
    other = Phone("2001", straight.exchange)
    await call_for(straight)
    await straight.sweep()
    assert "Đồng chí đi được không?" in await kien.reads()
    await other.reads()
    await other.says("không đi được")
    straight.clock.moment = local("2026-12-08", "16:00").astimezone(UTC)
    await straight.sweep()
    assert "chưa trả lời" not in await kien.reads(), "that is too early"
    straight.wait(hours=2)
    await straight.sweep()
    assert "tôi chỉ hỏi lại một lần này" in await kien.reads()
    assert "hỏi lại" not in await other.reads()
    straight.wait(hours=16)
    await straight.sweep()
    assert "hỏi lại" not in await kien.reads()
    assert "✅ Đã ghi" in await kien.says("đi được")


async def test_answers_end_when_the_meeting_begins(straight: Cast) -> None:
    kien = await join_kien(straight)
    await call_for(straight)
    await straight.sweep()
    await kien.reads()
    pressed = next(
        data for message in kien.last for data in message.data if data.startswith("meet:say") and data.endswith(":yes")
    )
    straight.clock.moment = local("2026-12-10", "17:30").astimezone(UTC)
    assert "đã bắt đầu" in await kien.forges(pressed)
    assert "Hiện không có lời mời" in await kien.says("đi được")
    assert "Không có lịch sinh hoạt nào để thay đổi" not in await straight.trinh.says("dời sinh hoạt sang 12/12 8:00")
    assert "đã bắt đầu" in await straight.trinh.says("hủy lịch sinh hoạt")


async def test_a_button_of_before_the_move_shows_the_new_time(straight: Cast) -> None:
    kien = await join_kien(straight)
    await call_for(straight)
    await straight.sweep()
    await kien.reads()
    pressed = next(
        data for message in kien.last for data in message.data if data.startswith("meet:say") and data.endswith(":yes")
    )
    await straight.trinh.says("dời sinh hoạt sang 12/12 8:00")
    await straight.trinh.presses("Dời và báo mọi người")
    assert "đã dời: Sinh hoạt tháng 12: thứ Bảy 12/12 8:00" in await kien.forges(pressed)
    assert answers_of(straight)[KIEN] is None


async def test_a_second_meeting_of_a_month_is_said_before_it_is_called(straight: Cast) -> None:
    await call_for(straight)
    assert "Sinh hoạt tháng 12 đã có lịch." in await straight.trinh.says(DECEMBER)
    await straight.trinh.says("dời sinh hoạt sang 10/12")
    assert "vẫn như cũ" in await straight.trinh.presses("Dời và báo mọi người")
    summary = await straight.trinh.says("sinh hoạt 4/12 8:00 tại hội trường")
    assert "⚠️ Sinh hoạt tháng 12 đã có buổi 10/12; đây là buổi thêm?" in summary
    assert "Sẽ dời" not in await straight.trinh.presses("Dời buổi 10/12 sang giờ này")
    assert "Dời và báo mọi người" in straight.trinh.buttons
    await straight.trinh.says("thôi")
    await straight.trinh.says("sinh hoạt 4/12 8:00 tại hội trường")
    assert (await straight.trinh.says("Mời họp")).startswith(CALLED)
    assert len(meetings_of(straight)) == 2
    seen = await straight.trinh.says("lịch sinh hoạt")
    assert seen.index("4/12") < seen.index("10/12")
    assert straight.trinh.buttons[:2] == ["Sinh hoạt tháng 12, 4/12", "Sinh hoạt tháng 12, 10/12"]


def changes(cast: Cast, code: str, system: str | None, crew: str | None) -> None:
    """Give a person other shifts, and look at their meetings as the conversation about shifts does."""
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        person = session.scalars(select(Person).where(Person.code == code)).one()
        person.shift_system_code, person.crew = system, crew
        chat = session.scalars(select(Chat).order_by(Chat.id).limit(1)).one()
        shift_changes.look(Turn(session, cast.clock.now(), chat, Said(text=""), settings_of(CONFIG)), [person])


async def test_after_a_change_of_shifts_the_secretary_hears_who_is_lost_and_what_is_next_best(
    straight: Cast,
) -> None:
    fill_cell(straight.database, straight.clock, [("HC", "A")])
    await call_for(straight)
    changes(straight, KIEN, "HC", "A")
    await straight.sweep()
    assert "không còn dự được" not in await straight.trinh.reads(), "office hours end before"
    changes(straight, KIEN, "3CA", "C")
    await straight.sweep()
    told = await straight.trinh.reads()
    assert "⚠️ DV076 · N.M.K. (đổi ca) không còn dự được sinh hoạt tháng 12, thứ Năm 10/12 17:30–19:00." in told
    assert "Còn đi được: 2/3." in told
    assert "Tốt nhất tiếp theo: " in told
    assert "Kiên" not in told
    changes(straight, KIEN, "3CA", "C")
    await straight.sweep()
    assert await straight.trinh.reads() == ""
    await straight.trinh.says("1")
    assert "✅ Đã dời" in await straight.trinh.says("1")


async def test_several_who_are_lost_are_told_in_one_block_with_their_reasons(straight: Cast) -> None:
    codes = fill_cell(straight.database, straight.clock, [("HC", "A"), ("HC", "A")])
    await call_for(straight)
    for code in codes:
        changes(straight, code, "3CA", "C")
    await straight.sweep()
    told = await straight.trinh.reads()
    assert "DV300 · N.V.A. (đổi ca), DV301 · T.T.B. (đổi ca) không còn dự được" in told
    assert told.count("Còn đi được") == 1
    assert straight.trinh.buttons.count("Giữ lịch này") == 1


async def test_own_leave_that_collides_takes_back_the_answer_and_says_so_at_once(straight: Cast) -> None:
    await call_for(straight)
    await straight.trinh.says("nghỉ phép 9/12-11/12")
    told = await straight.trinh.says("Lưu")
    assert "⚠️ Theo ca mới, đồng chí không đi được sinh hoạt tháng 12: thứ Năm 10/12 17:30–19:00" in told
    assert "“đi được” đã được rút lại" in told
    assert answers_of(straight)["DV075"] is None
    await straight.sweep()
    assert "không còn dự được" not in await straight.trinh.reads(), "nobody is told about themselves"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("em đi dc ạ", Answer.COMING),
        ("ok", Answer.COMING),
        ("được", Answer.COMING),
        ("không", Answer.NOT_COMING),
        ("mình bận rồi ko đến được", Answer.NOT_COMING),
        ("chắc", None),
    ],
)
async def test_words_answer_the_newest_invitation(straight: Cast, words: str, answer: Answer | None) -> None:
    kien = await join_kien(straight)
    await call_for(straight)
    await straight.sweep()
    await kien.reads()
    await straight.trinh.says("sinh hoạt 20/12 8:00 tại hội trường")
    await straight.trinh.says("Mời họp")
    straight.wait(minutes=5)
    await straight.sweep()
    assert "20/12" in await kien.reads()
    said = await kien.says(words)
    assert "20/12" in said
    assert ("đi được không?" in said) is (answer is None)
    with straight.database.read() as session:
        calls = session.scalars(select(Call).join(Call.person).where(Person.code == KIEN).order_by(Call.id)).all()
        assert [call.answer for call in calls] == [None, answer]


async def test_words_mean_the_newest_round_though_older_buttons_stand_open(straight: Cast) -> None:
    kien = await join_kien(straight)
    await call_for(straight)
    await straight.sweep()
    await kien.reads()
    await straight.trinh.says("dời sinh hoạt sang 12/12 8:00")
    await straight.trinh.presses("Dời và báo mọi người")
    assert "thứ Bảy 12/12 8:00" in await kien.says("Không đi được")
    assert answers_of(straight)[KIEN] is Answer.NOT_COMING


async def test_who_has_not_answered_is_asked_for_by_words(straight: Cast) -> None:
    await call_for(straight)
    assert "DV076 · Nguyễn Minh Kiên: chưa trả lời" in await straight.trinh.says("ai chưa trả lời")
    assert "Sinh hoạt tháng 12" in await straight.trinh.says("mời họp"), "nobody is called “họp”"
    assert "📅 Chủ nhật 20/12 8:00" in await straight.trinh.says("doi lich hop chi bo sang 20/12 luc 8 gio sang")


async def test_who_fits_another_sitting_after_a_change_of_shifts_is_moved_to_it_and_told(straight: Cast) -> None:
    kien = await join_kien(straight)
    number = call(straight.database, local("2026-12-10", "17:30"), local("2026-12-11", "09:00"))
    changes(straight, KIEN, "3CA", "C")
    straight.wait(hours=6)  # who is on nights sleeps now
    await straight.sweep()
    told = await kien.reads()
    assert "Theo ca mới" in told
    assert "thứ Sáu 11/12 9:00" in told
    assert "không còn dự được" not in await straight.trinh.reads()
    assert state(straight.database, number) == "called"


async def test_the_calendar_entry_keeps_its_identity_through_a_move_and_a_cancellation(straight: Cast) -> None:
    await call_for(straight)
    first = event_of(straight)
    await straight.trinh.says("dời sinh hoạt sang 12/12 8:00")
    await straight.trinh.presses("Dời và báo mọi người")
    second = event_of(straight)
    await straight.trinh.says("hủy sinh hoạt")
    await straight.trinh.presses("Không nêu lý do")
    await straight.trinh.presses("Hủy buổi này")
    third = event_of(straight)
    assert {str(one["uid"]) for one in (first, second, third)} == {str(first["uid"])}
    assert [one["sequence"] for one in (first, second, third)] == [1, 2, 3]
    assert [str(one["status"]) for one in (first, second, third)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert second.start == local("2026-12-12", "08:00")
    assert second.end - second.start == timedelta(minutes=90)
    assert str(first["location"]) == "hội trường"
    assert str(first["summary"]) == "Sinh hoạt tháng 12 · Chi bộ Minh Quang"
    assert not first.walk("VALARM")


def event_of(cast: Cast) -> Event:
    with cast.database.read() as session:
        drawn = draw(session, Attachment("meeting_calendar", {"call_id": 1, "language": "vi"}))
    calendar = Calendar.from_ical(drawn.content)
    (event,) = calendar.events
    assert str(calendar["method"]) == ("CANCEL" if str(event["status"]) == "CANCELLED" else "PUBLISH")
    return event


async def test_who_leads_two_cells_is_asked_which(straight: Cast) -> None:
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        trinh = session.scalars(select(Person).where(Person.code == "DV075")).one()
        other = session.scalars(select(Person).where(Person.code == "DV097")).one()
        session.execute(delete(Role).where(Role.person_id == trinh.id, Role.unit_id == other.unit_id))
        session.add(Role(person_id=trinh.id, name=other.roles[0].name, unit_id=other.unit_id))
    assert "Chi bộ nào?" in await straight.trinh.says("lịch sinh hoạt")
    assert "Chi bộ Thái Sơn: chưa có lịch" in await straight.trinh.presses("Chi bộ Thái Sơn")
    await straight.trinh.says(DECEMBER)
    assert "Sinh hoạt tháng 12 · Chi bộ Thái Sơn" in await straight.trinh.presses("Chi bộ Thái Sơn")


async def test_an_unfinished_form_is_not_put_aside(straight: Cast) -> None:
    await straight.trinh.says("báo nguồn")
    await straight.trinh.says(DECEMBER)
    answer = await straight.trinh.presses(straight.trinh.buttons[0])
    assert "Họ và tên" in answer


async def test_in_english(straight: Cast) -> None:
    await straight.trinh.says("english please")
    await straight.trinh.says("meetings")
    proposed = await straight.trinh.presses("Plan month 12")
    assert proposed.startswith("Meeting of month 12 (1/12–31/12): the 3 best times\nTuesday 1/12 8:00: 2/2 people")
