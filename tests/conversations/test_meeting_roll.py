"""The roll of a meeting, its papers before it and its result after it, and the rates of a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import Actor, AuditRecord, Via, act_as
from models.meetings import Answer, Attendance, Call
from models.people import Person, Role, RoleName
from models.units import Unit
from tests.conversations.conftest import Cast
from tests.support.cells import set_shifts
from tests.support.meetings import add_members, call, local, marks, state
from tests.support.phones import Phone

TRINH, KIEN, HANH, DUNG, LAN_A, LAN_B = "DV075", "DV076", "DV201", "DV202", "DV203", "DV204"
NAMES = {HANH: "Nguyễn Thị Hạnh", DUNG: "Lê Tiến Dũng", LAN_A: "Phạm Thị Lan", LAN_B: "Hoàng Thị Lan"}
SUNDAY = "2026-11-22"
ABSENT, EXCUSED, PRESENT = "absent", "excused", "present"
# By given name: Dũng, Hạnh, Kiên, Lan (Hoàng before Phạm), Trinh.
ROLL = [DUNG, HANH, KIEN, LAN_B, LAN_A, TRINH]
FULL = dict.fromkeys(ROLL, PRESENT)


def _cell(cast: Cast, **call_facts: object) -> int:
    """Let six members be called to last Sunday's meeting."""
    add_members(cast.database, NAMES)
    return call(cast.database, local(SUNDAY, "08:00"), **call_facts)  # type: ignore[arg-type]  # handed on as they are


def _write(cast: Cast, change: Callable[[Session], None]) -> None:
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        change(session)


async def _deputy(cast: Cast) -> Phone:
    """Make Kiên deputy secretary of CB06 and return his phone."""

    def appoint(session: Session) -> None:
        kien = session.scalars(select(Person).where(Person.code == KIEN)).one()
        unit = session.scalars(select(Unit).where(Unit.code == "CB06")).one()
        session.add(Role(person=kien, name=RoleName.DEPUTY, unit=unit))

    _write(cast, appoint)
    await cast.spare.says(await cast.code_for(KIEN))
    await cast.spare.presses("Tôi đồng ý")
    return cast.spare


def _at(cast: Cast, day: str, time: str) -> None:
    cast.clock.moment = local(day, time).astimezone(UTC)


async def test_one_message_is_enough(cast: Cast) -> None:
    meeting = _cell(cast)
    page = await cast.trinh.says("điểm danh vắng Hạnh, Dũng có phép")
    assert page.startswith("Sinh hoạt tháng 11, 22/11: 4/6 có mặt")
    assert "Vắng: 1. Lê Tiến Dũng (có phép), 2. Nguyễn Thị Hạnh" in page
    assert state(cast.database, meeting) == "called", "nothing is saved before it is confirmed"
    saved = await cast.trinh.says("Lưu")
    assert "✅ Đã lưu điểm danh: Sinh hoạt tháng 11, 22/11" in saved
    assert "4/6 có mặt. Vắng: 2 (1 có phép)." in saved
    assert "Đảng viên chính thức: 4/6, đủ 2/3 (chưa đối chiếu văn bản gốc)." in saved
    assert "ội dung chính, một dòng?" in saved
    assert marks(cast.database, meeting) == {**FULL, HANH: ABSENT, DUNG: EXCUSED}
    assert state(cast.database, meeting) == "held"


async def test_names_are_pressed_or_their_numbers_typed_and_the_message_changes_in_its_place(cast: Cast) -> None:
    meeting = _cell(cast)
    page = await cast.trinh.says("điểm danh")
    assert "6/6 có mặt" in page
    assert "Bấm tên để đổi" in page
    once = await cast.trinh.says("2")
    assert "5/6 có mặt\nVắng: 2. Nguyễn Thị Hạnh (có phép)" in once
    twice = await cast.trinh.says("2")
    assert "Vắng: 2. Nguyễn Thị Hạnh." in twice
    assert "6/6 có mặt" in await cast.trinh.says("2")
    await cast.trinh.says("5")
    assert len((await cast.trinh.says("vang 2")).split("\n")) <= 10
    await cast.trinh.says("luu")
    assert marks(cast.database, meeting) == {**FULL, LAN_A: EXCUSED, HANH: ABSENT}


@pytest.mark.not_on_zalo("it has no buttons")
async def test_a_press_edits_the_message(cast: Cast) -> None:
    _cell(cast)
    await cast.trinh.says("điểm danh")
    assert cast.trinh.buttons[:2] == ["1. Lê Tiến Dũng: có mặt", "2. Nguyễn Thị Hạnh: có mặt"]
    assert cast.trinh.buttons[-3:] == ["Có mặt đủ", "Lưu", "Bỏ"]
    await cast.trinh.presses("2. Nguyễn Thị Hạnh: có mặt")
    assert "2. Nguyễn Thị Hạnh: vắng có phép" in cast.trinh.buttons
    assert all(message.is_edited for message in cast.trinh.last) or cast.exchange.__class__.__name__ == "EngineExchange"
    await cast.trinh.presses("Có mặt đủ")
    assert "2. Nguyễn Thị Hạnh: có mặt" in cast.trinh.buttons


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("vắng 2, 3", {HANH: ABSENT, KIEN: ABSENT}),
        ("vang hanh", {HANH: ABSENT}),
        ("Hạnh", {HANH: ABSENT}),
        ("3 (p)", {KIEN: EXCUSED}),
        ("vắng Hạnh, Dũng, cả hai có phép", {HANH: EXCUSED, DUNG: EXCUSED}),
        ("đủ trừ 6", {TRINH: ABSENT}),
        ("đủ", {}),
        ("có mặt: Hạnh, Dũng, Kiên, Trinh", {LAN_A: ABSENT, LAN_B: ABSENT}),
        ("có mặt 5 vắng 1: Hạnh", {HANH: ABSENT}),
        ("Kiên nghỉ phép", {KIEN: EXCUSED}),
    ],
)
async def test_words_that_mark_the_roll(straight: Cast, words: str, changed: dict[str, str]) -> None:
    meeting = _cell(straight)
    await straight.trinh.says("điểm danh")
    await straight.trinh.says(words)
    await straight.trinh.presses("Lưu")
    assert marks(straight.database, meeting) == {**FULL, **changed}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("vắng 7", "Danh sách có 6 người, không có số 7."),
        ("vắng Hùng", "Danh sách không có ai tên “Hùng”."),
        ("vắng Hạnh, Hùng", "Danh sách không có ai tên “Hùng”."),
        ("có mặt 28 vắng 2", "Danh sách có 6 người, không phải 30."),
        ("trời mưa to quá", "Tôi chưa hiểu"),
        ("???", "Tôi chưa hiểu"),
    ],
)
async def test_words_with_a_mistake_change_nothing(straight: Cast, words: str, told: str) -> None:
    _cell(straight)
    await straight.trinh.says("điểm danh")
    answer = await straight.trinh.says(words)
    assert told in answer
    assert "6/6 có mặt" in answer


async def test_two_who_fit_a_name_are_asked_about(cast: Cast) -> None:
    meeting = _cell(cast)
    asked = await cast.trinh.says("điểm danh vắng Lan có phép")
    assert "Danh sách có mấy người tên “Lan”. Là ai?" in asked
    page = await cast.trinh.says("pham thi lan")
    assert "Vắng: 5. Phạm Thị Lan (có phép)" in page
    await cast.trinh.says("Lưu")
    assert marks(cast.database, meeting) == {**FULL, LAN_A: EXCUSED}


async def test_two_of_the_same_name_are_told_apart_by_their_codes_and_may_be_neither(straight: Cast) -> None:
    add_members(straight.database, {"DV301": "Nguyễn Minh Kiên"})
    call(straight.database, local(SUNDAY, "08:00"))
    await straight.trinh.says("điểm danh vắng Kiên")
    assert straight.trinh.buttons == [
        "Nguyễn Minh Kiên (DV076)",
        "Nguyễn Minh Kiên (DV301)",
        "Không phải ai trong số này",
    ]
    assert "Tôi chưa rõ là ai" in await straight.trinh.says("Minh")
    assert "3/3 có mặt" in await straight.trinh.presses("Không phải ai trong số này")
    await straight.trinh.says("vắng Kiên")
    assert "Vắng: 2. Nguyễn Minh Kiên" in await straight.trinh.says("dv301")


async def test_heads_that_were_counted_are_asked_about_by_name(straight: Cast) -> None:
    meeting = _cell(straight)
    asked = await straight.trinh.says("điểm danh có mặt 4 vắng 2")
    assert "⚠️ Đồng chí báo vắng 2, mới ghi 0. Ai vắng?" in asked
    assert "⚠️ Đồng chí báo vắng 2, mới ghi 1: 2. Nguyễn Thị Hạnh. Ai vắng?" in await straight.trinh.says("Hạnh")
    assert "Còn chưa rõ ai vắng" in await straight.trinh.presses("Lưu")
    assert state(straight.database, meeting) == "called"
    assert "⚠️" not in await straight.trinh.says("Dũng có phép")
    await straight.trinh.presses("Lưu")
    assert marks(straight.database, meeting) == {**FULL, HANH: ABSENT, DUNG: EXCUSED}


async def test_who_said_they_cannot_come_is_proposed_as_absent_with_leave(straight: Cast) -> None:
    meeting = _cell(straight, answers={HANH: Answer.NOT_COMING, DUNG: Answer.COMING})
    assert "Vắng: 2. Nguyễn Thị Hạnh (có phép)" in await straight.trinh.says("điểm danh")
    assert "Vắng: 2. Nguyễn Thị Hạnh (có phép)" in await straight.trinh.says("vắng Hạnh"), "the leave stays"
    assert "Vắng: 2. Nguyễn Thị Hạnh." in await straight.trinh.says("vắng Hạnh không phép")
    assert "6/6 có mặt" in await straight.trinh.says("Hạnh có mặt")
    await straight.trinh.presses("Lưu")
    assert marks(straight.database, meeting) == FULL


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        (["điểm danh vắng Dũng"], {DUNG: ABSENT}),
        (["điểm danh", "vắng 1, 4"], {DUNG: ABSENT, LAN_B: ABSENT}),
        (["điểm danh", "Dũng không phép"], {DUNG: ABSENT}),
        (["điểm danh", "vắng 1", "vắng 4 nữa"], {DUNG: ABSENT, LAN_B: ABSENT}),
        (["điểm danh", "vắng 1", "thêm 4"], {DUNG: ABSENT, LAN_B: ABSENT}),
        (["điểm danh", "vang 1, 2", "them trinh co phep"], {DUNG: ABSENT, HANH: EXCUSED, TRINH: EXCUSED}),
        (["điểm danh", "vắng Dũng, thêm Trinh nữa"], {HANH: EXCUSED, KIEN: EXCUSED, DUNG: ABSENT, TRINH: ABSENT}),
        (["điểm danh", "cả Dũng nữa"], {HANH: EXCUSED, KIEN: EXCUSED, DUNG: ABSENT}),
        (["điểm danh", "Hạnh không phép"], {HANH: ABSENT, KIEN: EXCUSED}),
        (["điểm danh", "vắng Hạnh"], {HANH: EXCUSED}),
        (["điểm danh", "vắng Dũng", "vắng Hạnh"], {DUNG: ABSENT, HANH: EXCUSED}),
        (["điểm danh có mặt 4 vắng 2"], {HANH: EXCUSED, KIEN: EXCUSED}),
        (["điểm danh có mặt 3 vắng 3", "Dũng"], {HANH: EXCUSED, KIEN: EXCUSED, DUNG: ABSENT}),
        (["điểm danh có mặt 5 vắng 1", "Dũng"], {DUNG: ABSENT}),
    ],
)
async def test_a_list_in_words_is_whole_whatever_was_supposed_of_others(
    straight: Cast, words: list[str], changed: dict[str, str]
) -> None:
    meeting = _cell(straight, answers={HANH: Answer.NOT_COMING, KIEN: Answer.NOT_COMING})
    for said in words:
        await straight.trinh.says(said)
    await straight.trinh.presses("Lưu")
    assert marks(straight.database, meeting) == {**FULL, **changed}


async def test_who_announced_an_absence_and_is_present_all_the_same_is_named(straight: Cast) -> None:
    _cell(straight, answers={HANH: Answer.NOT_COMING, KIEN: Answer.NOT_COMING})
    assert "được ghi có mặt" not in await straight.trinh.says("điểm danh")
    page = await straight.trinh.says("vắng Dũng, Hạnh")
    assert "Vắng: 1. Lê Tiến Dũng, 2. Nguyễn Thị Hạnh (có phép)." in page
    assert "Nguyễn Minh Kiên đã xin vắng nhưng được ghi có mặt." in page


async def test_somebody_called_more_is_no_addition(straight: Cast) -> None:
    add_members(straight.database, {"DV301": "Lý Thị Thêm"})
    meeting = call(straight.database, local(SUNDAY, "08:00"), answers={KIEN: Answer.NOT_COMING})
    await straight.trinh.says("điểm danh vắng Thêm có phép")
    await straight.trinh.presses("Lưu")
    assert marks(straight.database, meeting) == {"DV301": EXCUSED, KIEN: PRESENT, TRINH: PRESENT}


async def test_a_roll_that_is_under_way_goes_on_hours_later(cast: Cast) -> None:
    meeting = _cell(cast)
    await cast.trinh.says("điểm danh vắng Hạnh")
    cast.wait(hours=5)
    again = await cast.trinh.says("điểm danh")
    assert "Điểm danh này chưa lưu, xin làm tiếp từ chỗ đang dở." in again
    assert "Vắng: 2. Nguyễn Thị Hạnh." in again
    await cast.trinh.says("Lưu")
    assert marks(cast.database, meeting) == {**FULL, HANH: ABSENT}


async def test_the_choice_of_a_reminder_goes_on_with_the_roll_too(straight: Cast) -> None:
    meeting = _cell(straight)
    await straight.trinh.says("điểm danh vắng Hạnh")
    assert "Vắng: 2. Nguyễn Thị Hạnh." in await straight.trinh.forges(f"roll:open:{meeting}")


async def test_a_roll_without_a_mark_begins_anew(straight: Cast) -> None:
    _cell(straight)
    await straight.trinh.says("điểm danh")
    assert "chưa lưu" not in await straight.trinh.says("điểm danh")


async def test_a_long_roll_comes_page_by_page_and_a_number_means_the_same_on_each(cast: Cast) -> None:
    add_members(cast.database, {f"DV{300 + n}": f"Trần Văn {chr(65 + n)}" for n in range(14)})
    meeting = call(cast.database, local(SUNDAY, "08:00"))
    first = await cast.trinh.says("điểm danh")
    assert "16/16 có mặt · trang 1/3" in first
    assert len(first.split("\n")) <= 10
    assert "trang 2/3" in await cast.trinh.says("tiếp →")
    changed = await cast.trinh.says("3")
    assert "Vắng: 3. Trần Văn C (có phép)" in changed
    assert "trang 1/3" in changed, "the page of the one that was named"
    assert "trang 3/3" in await cast.trinh.says("trang 3")
    assert "trang 2/3" in await cast.trinh.says("← Trước")
    assert "Vắng: 3. Trần Văn C (có phép), 10. Trần Văn J" in await cast.trinh.says("vắng 10")
    await cast.trinh.says("Lưu")
    assert {code for code, mark in marks(cast.database, meeting).items() if mark != PRESENT} == {"DV302", "DV309"}


async def test_several_that_wait_are_chosen_from_newest_first_and_the_words_are_kept(straight: Cast) -> None:
    older = call(straight.database, local("2026-10-18", "08:00"))
    newer = call(straight.database, local(SUNDAY, "08:00"))
    await straight.trinh.says("điểm danh vắng Kiên")
    assert straight.trinh.buttons == ["Sinh hoạt tháng 11, 22/11", "Sinh hoạt tháng 10, 18/10"]
    assert "Xin chọn một buổi" in await straight.trinh.says("hôm nọ")
    assert "Vắng: 1. Nguyễn Minh Kiên" in await straight.trinh.says("2")
    await straight.trinh.presses("Lưu")
    assert (state(straight.database, older), state(straight.database, newer)) == ("held", "called")


async def test_nothing_waits_before_the_meeting_begins(straight: Cast) -> None:
    call(straight.database, local("2026-11-29", "08:00"))
    answer = await straight.trinh.says("điểm danh")
    assert "Không có buổi nào chờ điểm danh." in answer
    assert "Buổi tới: Sinh hoạt tháng 11, 29/11; điểm danh được từ khi bắt đầu, Chủ nhật 29/11 8:00" in answer
    _at(straight, "2026-11-29", "08:01")
    assert "2/2 có mặt" in await straight.trinh.says("điểm danh")


async def test_a_roll_of_two_sittings_is_one_and_walk_ins_are_fine(straight: Cast) -> None:
    add_members(straight.database, NAMES)
    meeting = call(
        straight.database, local(SUNDAY, "08:00"), local("2026-11-26", "14:30"), second=[LAN_A, LAN_B, TRINH]
    )
    page = await straight.trinh.says("điểm danh")
    assert "3/3 có mặt" in page
    assert "3 người được mời buổi sau, chưa họp." in page
    assert straight.trinh.buttons[3] == "4. Hoàng Thị Lan: họp buổi sau"
    await straight.trinh.says("4")
    saved = await straight.trinh.presses("Lưu")
    assert "4/4 có mặt." in saved
    assert "2 người họp buổi sau sẽ điểm danh sau." in saved
    assert "ội dung chính" not in saved
    assert state(straight.database, meeting) == "called"
    _at(straight, "2026-11-26", "16:30")
    assert "6/6 có mặt" in await straight.trinh.says("điểm danh")
    await straight.trinh.says("vắng Phạm Thị Lan")
    assert "ội dung chính" in await straight.trinh.presses("Lưu")
    assert marks(straight.database, meeting) == {**FULL, LAN_A: ABSENT}


async def test_undo_within_fifteen_minutes(cast: Cast) -> None:
    meeting = _cell(cast)
    await cast.trinh.says("vắng 2")
    await cast.trinh.says("Lưu")
    undone = await cast.trinh.says("hoàn tác")
    assert "Điểm danh “Sinh hoạt tháng 11, 22/11” đã trở lại như trước." in undone
    assert set(marks(cast.database, meeting).values()) == {None}
    assert state(cast.database, meeting) == "called"
    assert "Vắng: 3. Nguyễn Minh Kiên" in await cast.trinh.says("vắng 3"), "and it is begun anew"


async def test_a_saved_roll_is_mended_within_seven_days_and_the_audit_keeps_the_trace(straight: Cast) -> None:
    meeting = _cell(straight)
    await straight.trinh.says("điểm danh vắng Hạnh")
    await straight.trinh.presses("Lưu")
    await straight.trinh.presses("Để sau")
    straight.wait(days=6)
    page = await straight.trinh.says("sửa điểm danh")
    assert "Vắng: 2. Nguyễn Thị Hạnh" in page
    await straight.trinh.says("vắng Hạnh có phép")
    await straight.trinh.presses("Lưu")
    assert marks(straight.database, meeting)[HANH] == EXCUSED
    with straight.database.read() as session:
        hanh = session.scalars(select(Call.id).join(Call.person).where(Person.code == HANH)).one()
        told = session.scalars(
            select(AuditRecord.changes)
            .where(AuditRecord.entity == "meeting_calls", AuditRecord.key == str(hanh), AuditRecord.action == "update")
            .order_by(AuditRecord.id)
        ).all()
    assert told == [{"attendance": [None, ABSENT]}, {"attendance": [ABSENT, EXCUSED]}]
    straight.wait(days=2)
    assert "Không có buổi nào chờ điểm danh" in await straight.trinh.says("sửa điểm danh")
    assert "không còn" in (await straight.trinh.forges(f"roll:open:{meeting}")).casefold()


async def test_two_who_take_the_same_roll_see_one_truth(cast: Cast) -> None:
    meeting = _cell(cast)
    deputy = await _deputy(cast)
    await cast.trinh.says("điểm danh vắng Hạnh")
    await deputy.says("điểm danh vắng Dũng")
    await deputy.says("Lưu")
    theirs = await cast.trinh.says("Lưu")
    assert "Trong lúc đó phó bí thư đã lưu điểm danh buổi này. Đây là bản đang lưu:" in theirs
    assert "Vắng: 1. Lê Tiến Dũng" in theirs
    assert "Hạnh" not in theirs.split("Vắng:")[1].split("\n")[0]
    await cast.trinh.says("vắng Hạnh có phép")
    await cast.trinh.says("Lưu")
    assert marks(cast.database, meeting) == {**FULL, DUNG: ABSENT, HANH: EXCUSED}
    refused = await deputy.says("hoàn tác")
    assert "đã được người khác sửa" in refused
    assert marks(cast.database, meeting)[HANH] == EXCUSED


async def test_nobody_else_sees_a_roll(straight: Cast) -> None:
    meeting = _cell(straight, roll={HANH: Attendance.ABSENT})
    for phone in (straight.nhung, straight.mai, straight.lam, straight.quang, straight.outsider):
        for data in ("open", "view", "result", "seen"):
            answer = await phone.forges(f"roll:{data}:{meeting}")
            assert "Hạnh" not in answer
            assert "tháng 11" not in answer
        assert "Hạnh" not in await phone.says("điểm danh")
        assert "Hạnh" not in await phone.says("chuyên cần")
    assert state(straight.database, meeting) == "held"


async def test_who_is_in_charge_looks_and_changes_nothing(straight: Cast) -> None:
    meeting = _cell(straight, roll={HANH: Attendance.ABSENT, DUNG: Attendance.EXCUSED})
    listed = await straight.long.says("điểm danh")
    assert "CB06 · Sinh hoạt tháng 11, 22/11: đã điểm danh" in listed
    shown = await straight.long.says("1")
    assert "4/6 có mặt. Vắng: 2 (1 có phép)." in shown
    assert "Vắng: 1. Lê Tiến Dũng (có phép), 2. Nguyễn Thị Hạnh" in shown
    assert "không còn" in (await straight.long.forges(f"roll:open:{meeting}")).casefold()


async def test_the_result_goes_to_who_is_in_charge_without_names(cast: Cast) -> None:
    _cell(cast)
    await cast.trinh.says("điểm danh vắng Hạnh, Dũng có phép")
    await cast.trinh.says("Lưu")
    summary = await cast.trinh.says("Bàn kế hoạch quý 1; đề nghị 1 quần chúng")
    assert "Có mặt 4/6 · vắng có phép 1 · vắng không phép 1" in summary
    assert "Nội dung: Bàn kế hoạch quý 1; đề nghị 1 quần chúng" in summary
    sent = await cast.trinh.says("Gửi")
    assert "✅ Đã báo kết quả: Sinh hoạt tháng 11, 22/11" in sent
    await cast.sweep()
    assert await cast.long.reads() == "", "as long as it can be taken back"
    cast.wait(minutes=16)
    await cast.sweep()
    told = await cast.long.reads()
    assert "CB06 · Chi bộ Minh Quang: Sinh hoạt tháng 11, 22/11" in told
    assert "Có mặt 4/6 · vắng có phép 1 · vắng không phép 1" in told
    assert "Bàn kế hoạch quý 1" in told
    assert not any(name in told for name in ("Hạnh", "Dũng", "Trinh"))
    assert await cast.mai.reads() == ""
    assert "Đã ghi nhận" in await cast.long.says("đã xem")
    await cast.sweep()
    assert await cast.long.reads() == ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Kết nạp đồng chí Hoàng Mạnh Tùng", "Dòng này có họ tên người"),
        ("phê bình nguyen thi hanh", "Dòng này có họ tên người"),
        ("liên hệ 0912 345 678", "Dòng này có số điện thoại"),
        ("x" * 301, "tối đa 300 ký tự, dòng này có 301"),
    ],
)
async def test_a_line_with_something_private_is_refused(straight: Cast, line: str, told: str) -> None:
    _cell(straight)
    await straight.trinh.says("đủ")
    await straight.trinh.presses("Lưu")
    answer = await straight.trinh.says(line)
    assert told in answer
    assert "Gửi" not in straight.trinh.buttons


@pytest.mark.parametrize(
    "line",
    [
        "Sinh hoạt chuyên đề về chuyển đổi số",
        "Chuyên đề chuyển đổi số",
        "Điểm danh đủ, bàn kế hoạch",
        "Giúp đỡ quần chúng vào Đảng",
        "Kết quả sinh hoạt tốt",
        "Hoàn tất",
        "Nhất trí thông qua kế hoạch",
    ],
)
async def test_any_words_may_be_the_line_of_the_result(straight: Cast, line: str) -> None:
    _cell(straight)
    await straight.trinh.says("điểm danh đủ")
    await straight.trinh.presses("Lưu")
    assert f"Nội dung: {line}" in await straight.trinh.says(line)
    assert f"Nội dung: Rồi {line}" in await straight.trinh.says(f"Rồi {line}"), "and so may another one"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("thôi", "Đã thôi, chưa lưu gì."),
        ("menu", "Tôi giúp được gì"),
        ("giúp", "Có thể nói"),
        ("hoàn tác", "đã trở lại như trước"),
        ("/nguon", "Nguồn phát triển"),
    ],
)
async def test_exact_commands_leave_the_line_of_the_result(straight: Cast, words: str, told: str) -> None:
    _cell(straight)
    await straight.trinh.says("điểm danh đủ")
    await straight.trinh.presses("Lưu")
    answer = await straight.trinh.says(words)
    assert told in answer
    assert "Nội dung:" not in answer


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Kiên bị kiểm điểm", "Kiên"),
        ("Kien bi kiem diem", "Kien"),
        ("Kết nạp Tùng; KIÊN trình bày", "Tùng, KIÊN"),
    ],
)
async def test_a_given_name_in_the_line_is_asked_about(straight: Cast, line: str, named: str) -> None:
    _cell(straight)
    await straight.trinh.says("điểm danh đủ")
    await straight.trinh.presses("Lưu")
    asked = await straight.trinh.says(line)
    assert f"Dòng này có vẻ nêu tên {named}: gửi như vậy, hay viết lại?" in asked
    assert straight.trinh.buttons == ["Gửi", "Viết lại", "Để sau"]
    assert "có vẻ nêu tên" not in await straight.trinh.says("gửi như vậy")
    assert "có vẻ nêu tên" in await straight.trinh.says(line)
    assert "một dòng?" in await straight.trinh.presses("Viết lại")
    assert "có vẻ nêu tên" in await straight.trinh.says(line)
    assert "✅ Đã báo kết quả" in await straight.trinh.says("gui")


@pytest.mark.parametrize("line", ["kiên quyết, kiên trì", "Kiến nghị nâng lương", "Kế hoạch của Chi bộ Minh Quang"])
async def test_other_words_than_given_names_are_not_asked_about(straight: Cast, line: str) -> None:
    add_members(straight.database, {"DV301": "Hoàng Văn Quang"})
    _cell(straight)
    await straight.trinh.says("điểm danh đủ")
    await straight.trinh.presses("Lưu")
    assert "có vẻ nêu tên" not in await straight.trinh.says(line)


async def test_send_is_pressed_by_its_word_though_something_else_was_offered_since(cast: Cast) -> None:
    _cell(cast)
    await cast.trinh.says("điểm danh đủ")
    await cast.trinh.says("Lưu")
    await cast.trinh.says("Kế hoạch quý")
    await cast.trinh.says("menu")
    assert "✅ Đã báo kết quả" in await cast.trinh.says("gửi")


async def test_a_result_that_is_taken_back_in_time_is_never_heard_of(straight: Cast) -> None:
    meeting = _cell(straight)
    await straight.trinh.says("đủ")
    await straight.trinh.presses("Lưu")
    await straight.trinh.says("Kế hoạch quý")
    await straight.trinh.presses("Gửi")
    await straight.trinh.says("hoàn tác")
    straight.wait(minutes=16)
    await straight.sweep()
    assert await straight.long.reads() == ""
    await straight.trinh.says("kết quả sinh hoạt: Kế hoạch quý 1, không có gì khác")
    await straight.trinh.presses("Gửi")
    straight.wait(minutes=16)
    await straight.sweep()
    assert "Kế hoạch quý 1, không có gì khác" in await straight.long.reads()
    assert "đã báo lên cấp ủy" not in await straight.trinh.says("sửa điểm danh vắng Hạnh")
    assert "Cấp ủy đang giữ số liệu cũ." in await straight.trinh.presses("Lưu")
    await straight.trinh.presses("Gửi lại kết quả")
    await straight.trinh.presses("Gửi")
    straight.wait(minutes=16)
    await straight.sweep()
    assert "Có mặt 5/6 · vắng có phép 0 · vắng không phép 1" in await straight.long.reads()
    assert state(straight.database, meeting) == "held"


async def test_what_is_missing_is_reminded_of_the_day_after_and_on_the_last_day_and_closes_itself(cast: Cast) -> None:
    _cell(cast)
    _at(cast, SUNDAY, "20:00")
    await cast.sweep()
    assert await cast.trinh.reads() == ""
    _at(cast, "2026-11-23", "09:00")
    await cast.sweep()
    first = await cast.trinh.reads()
    assert "⚠️ Sinh hoạt tháng 11, 22/11: chưa điểm danh. Kết quả cần báo lên cấp ủy chậm nhất 24/11." in first
    assert "Căn cứ: HD 42-HD/BTCTW 28/10/2025 (chưa đối chiếu văn bản gốc)" in first
    await cast.sweep()
    assert await cast.trinh.reads() == "", "each once"
    await cast.trinh.says("điểm danh")
    await cast.trinh.says("đủ")
    await cast.trinh.says("Lưu")
    await cast.trinh.says("Để sau")
    _at(cast, "2026-11-24", "09:00")
    await cast.sweep()
    last = await cast.trinh.reads()
    assert "chưa báo kết quả. Kết quả phải báo lên cấp ủy trong hôm nay (24/11)." in last
    await cast.trinh.says("báo kết quả")
    await cast.trinh.says("Kế hoạch quý")
    await cast.trinh.says("Gửi")
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        _at(cast, day, "10:00")
        await cast.sweep()
        assert await cast.trinh.reads() == ""


async def test_a_roll_that_is_saved_before_the_good_hour_closes_the_reminder(straight: Cast) -> None:
    _cell(straight)
    _at(straight, "2026-11-23", "00:30")
    await straight.sweep()
    assert await straight.trinh.reads() == "", "in the night nobody is told anything"
    await straight.trinh.says("đủ")
    await straight.trinh.presses("Lưu")
    await straight.trinh.says("Kế hoạch quý")
    await straight.trinh.presses("Gửi")
    _at(straight, "2026-11-23", "08:00")
    await straight.sweep()
    assert await straight.trinh.reads() == ""
    assert await straight.nhung.reads() == ""


async def test_papers_are_told_a_full_day_before_to_everybody_who_is_called(cast: Cast) -> None:
    call(cast.database, local("2026-11-29", "08:00"))
    summary = await cast.trinh.says("tài liệu sinh hoạt: https://example.vn/tai-lieu-11.pdf")
    assert "Tài liệu: Sinh hoạt tháng 11, 29/11\nhttps://example.vn/tai-lieu-11.pdf" in summary
    assert "✅ Đã lưu tài liệu: Sinh hoạt tháng 11, 29/11" in await cast.trinh.says("Lưu")
    _at(cast, "2026-11-27", "06:59")
    await cast.sweep()
    assert await cast.trinh.reads() == ""
    _at(cast, "2026-11-27", "08:00")
    await cast.sweep()
    assert "📅 Tài liệu Sinh hoạt tháng 11, chủ nhật 29/11 8:00\nhttps://example.vn" in await cast.trinh.reads()
    assert await cast.nhung.reads() == ""
    await cast.sweep()
    assert await cast.trinh.reads() == ""


@pytest.mark.parametrize("crew", ["A", "B", "C"])
async def test_whoever_works_shifts_has_the_papers_a_full_day_before(straight: Cast, crew: str) -> None:
    set_shifts(straight.database, straight.clock, KIEN, "3CA", crew)
    await straight.spare.says(await straight.code_for(KIEN))
    await straight.spare.presses("Tôi đồng ý")
    call(straight.database, local("2026-11-29", "08:00"), papers="Nghị quyết tháng 11")
    for day in ("2026-11-27", "2026-11-28"):
        for hour in range(24):
            _at(straight, day, f"{hour:02}:00")
            await straight.sweep()
            told = await straight.spare.reads()
            if told:
                assert "Nghị quyết tháng 11" in told
                assert straight.clock.now() <= local("2026-11-28", "08:00")
                return
    pytest.fail("he was never told")


async def test_new_papers_are_told_again_only_to_who_was_told_already(straight: Cast) -> None:
    call(straight.database, local("2026-11-29", "08:00"), papers="Bản cũ")
    await straight.trinh.says("tài liệu sinh hoạt: Bản thứ hai")
    await straight.trinh.presses("Lưu")
    _at(straight, "2026-11-28", "17:30")
    await straight.sweep()
    told = await straight.trinh.reads()
    assert "Bản thứ hai" in told
    assert "Bản cũ" not in told
    await straight.trinh.says("tài liệu sinh hoạt")
    assert "Thay cho tài liệu trước" in await straight.trinh.says("Bản thứ ba")
    await straight.trinh.presses("Lưu")
    await straight.sweep()
    assert "Bản thứ ba" in await straight.trinh.reads()
    _at(straight, "2026-11-29", "09:31")
    assert "Chưa có tài liệu cho buổi sinh hoạt tới" in await straight.trinh.says("tài liệu họp")


async def test_missing_papers_are_said_to_the_secretary_once_two_days_before(straight: Cast) -> None:
    call(straight.database, local("2026-11-29", "08:00"))
    _at(straight, "2026-11-26", "18:00")
    await straight.sweep()
    assert await straight.trinh.reads() == ""
    _at(straight, "2026-11-27", "08:00")
    await straight.sweep()
    assert "⚠️ Chưa có tài liệu: Sinh hoạt tháng 11, chủ nhật 29/11 8:00." in await straight.trinh.reads()
    await straight.trinh.presses("Gửi tài liệu")
    await straight.trinh.says("Nghị quyết tháng 11")
    await straight.trinh.presses("Lưu")
    await straight.trinh.says("hoàn tác")
    _at(straight, "2026-11-28", "08:00")
    await straight.sweep()
    assert await straight.trinh.reads() == ""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("tài liệu sinh hoạt: gọi 0912345678 để nhận", "số điện thoại"),
        (f"tài liệu sinh hoạt: {'a' * 1001}", "Dài quá: tối đa 1000 ký tự"),
        (
            "tài liệu sinh hoạt: https://example.vn/d/1234567890",
            "Người được mời sẽ nhận từ ngày 27/11, trước cả một ngày",
        ),
        ("tài liệu sinh hoạt: Hoàng Mạnh Tùng nộp đơn hôm qua", "Người được mời sẽ nhận từ ngày 27/11"),
        ("tài liệu sinh hoạt: Điểm danh đủ", "Tài liệu: Sinh hoạt tháng 11, 29/11\nĐiểm danh đủ"),
    ],
)
async def test_what_may_be_papers(straight: Cast, said: str, told: str) -> None:
    call(straight.database, local("2026-11-29", "08:00"))
    assert told in await straight.trinh.says(said)


async def test_any_words_may_be_papers_and_late_ones_are_told_soon(straight: Cast) -> None:
    call(straight.database, local("2026-11-29", "08:00"))
    _at(straight, "2026-11-28", "09:00")
    await straight.trinh.says("tài liệu sinh hoạt")
    summary = await straight.trinh.says("Sinh hoạt chuyên đề về chuyển đổi số")
    assert "29/11\nSinh hoạt chuyên đề về chuyển đổi số\nNgười được mời sẽ nhận sớm, ngoài giờ làm" in summary


async def test_a_file_is_refused_as_papers(straight: Cast) -> None:
    call(straight.database, local("2026-11-29", "08:00"))
    await straight.trinh.says("tài liệu sinh hoạt")
    answer = await straight.trinh.sends_file("tai-lieu.pdf", b"%PDF-1.4")
    assert "không được gửi qua ứng dụng nhắn tin" in answer
    assert await straight.exchange.files_fetched() == 0


async def test_two_months_are_noticed_kindly_and_three_with_the_basis_once_each(cast: Cast) -> None:
    call(cast.database, local("2026-09-20", "08:00"), roll={KIEN: Attendance.ABSENT})
    call(cast.database, local("2026-10-18", "08:00"))
    call(cast.database, local("2026-11-22", "08:00"))
    await cast.trinh.says("điểm danh")
    await cast.trinh.says("Sinh hoạt tháng 10, 18/10")
    await cast.trinh.says("vắng Kiên")
    await cast.trinh.says("Lưu")
    await cast.trinh.says("Để sau")
    cast.wait(minutes=16)
    await cast.sweep()
    two = await cast.trinh.reads()
    assert "DV076 · N.M.K. đã vắng 2 tháng không lý do trong 12 tháng (09/2026, 10/2026)" in two
    assert "Nên hỏi thăm" in two
    assert "xóa tên" not in two
    assert "Nguyễn Minh Kiên" not in two
    await cast.trinh.says("điểm danh vắng Kiên")
    await cast.trinh.says("Lưu")
    await cast.trinh.says("Để sau")
    cast.wait(minutes=16)
    await cast.sweep()
    three = await cast.trinh.reads()
    assert "DV076 · N.M.K. đã vắng 3 tháng" in three
    assert "xóa tên" in three
    assert "Căn cứ: Điều lệ Đảng, Điều 8 (chưa đối chiếu văn bản gốc)" in three
    cast.wait(days=1)
    await cast.sweep()
    assert "DV076" not in await cast.trinh.reads()
    for phone in (cast.long, cast.quang, cast.nhung):
        assert "DV076" not in await phone.reads()


async def test_a_roll_that_is_taken_back_gives_no_warning(straight: Cast) -> None:
    for day in ("2026-09-20", "2026-10-18"):
        call(straight.database, local(day, "08:00"), roll={KIEN: Attendance.ABSENT})
    call(straight.database, local(SUNDAY, "08:00"))
    await straight.trinh.says("điểm danh vắng Kiên")
    await straight.trinh.presses("Lưu")
    await straight.trinh.says("hoàn tác")
    straight.wait(minutes=16)
    await straight.sweep()
    assert "DV076" not in await straight.trinh.reads()


async def test_the_secretary_sees_the_cell_with_sums_and_who_is_below(cast: Cast) -> None:
    add_members(cast.database, NAMES)
    for day in ("2026-08-16", "2026-09-20", "2026-10-18", SUNDAY):
        call(cast.database, local(day, "08:00"), roll={KIEN: Attendance.ABSENT, HANH: Attendance.EXCUSED})
    answer = await cast.trinh.says("ty le sinh hoat nam nay")
    assert answer == await cast.trinh.says("chuyen can")
    assert "Chuyên cần Chi bộ Minh Quang, 12 tháng: 16/24 (66%)" in answer
    assert "Mục tiêu 90%: chưa đạt (chưa đối chiếu văn bản gốc)" in answer
    assert "Vắng có phép 4, không phép 4" in answer
    assert "Dưới mục tiêu: 2 người" in answer
    assert "⚠️ Nguyễn Minh Kiên: 0/4 (0%), 4 tháng vắng không lý do" in answer
    assert "Nguyễn Thị Hạnh: 0/4 (0%), có phép 4" in answer
    assert "Của đồng chí: 4/4 (100%)" in answer
    assert len(answer.split("\n")) <= 10


async def test_the_committee_sees_cells_worst_first_without_names_and_a_member_their_own(straight: Cast) -> None:
    call(straight.database, local(SUNDAY, "08:00"), roll={KIEN: Attendance.ABSENT})
    call(straight.database, local(SUNDAY, "08:00"), unit="CB07", roll={})
    answer = await straight.quang.says("chuyên cần")
    assert answer.startswith("Chuyên cần 2 chi bộ, 12 tháng: 2/3 (66%)")
    assert answer.index("⚠️ CB06 · Chi bộ Minh Quang: 1/2 (50%)") < answer.index("CB07 · Chi bộ Thái Sơn: 1/1 (100%)")
    assert "Kiên" not in answer
    assert "CB07" not in await straight.long.says("chuyên cần")
    kien = straight.spare
    await kien.says(await straight.code_for(KIEN))
    await kien.presses("Tôi đồng ý")
    own = await kien.says("chuyên cần")
    assert own == "Chuyên cần của đồng chí, 12 tháng: 0/1 (0%)\nVắng có phép 0, không phép 1"
    assert "Trinh" not in own
