"""The roll of a class: taken by the organiser or by who leads a cell, corrected, evidenced, and what follows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from models.audit import Actor, AuditRecord, Via, act_as
from models.candidates import Candidate, Stage
from models.classes import ClassSitting, Enrolment, RollPhoto, Seat, SeatState, SittingState
from models.notices import Notice
from models.people import Person
from tests.conversations.conftest import Cast
from tests.support.classes import LAM, TOPICS, Klass, add_course, add_organiser, add_workers, seat, seats_of
from tests.support.meetings import local
from tests.support.phones import Phone

HANH, DUNG, LAN = "CN201", "CN202", "CN203"
OTHER = "CN301"  # works at another enterprise
NAMES = {HANH: "Nguyễn Thị Hạnh", DUNG: "Lê Tiến Dũng", LAN: "Phạm Thị Lan"}
PEOPLE = (LAM, HANH, DUNG, LAN, OTHER)
SATURDAY, MAKE_UP = local("2026-12-12", "14:30"), local("2026-12-20", "14:30")
PRESENT, EXCUSED, ABSENT = "present", "excused", "absent"


@pytest.fixture
def hang(straight: Cast) -> Phone:
    """Return the organiser's phone."""
    add_organiser(straight.database)
    return Phone("1010", straight.exchange)


def _klass(cast: Cast, topics: Sequence[tuple[str, int]] = TOPICS) -> Klass:
    """Write five people on a course whose first half-day has just been, with a make-up a week later."""
    add_workers(cast.database, dict.fromkeys((HANH, DUNG, LAN), (None, None)), names=NAMES)
    add_workers(cast.database, {OTHER: (None, None)}, enterprise="DN002", names={OTHER: "Vũ Đình Phú"})
    later = {2: [local("2026-12-26", "14:30")], 3: [local("2026-12-27", "08:00")]} if topics == TOPICS else {}
    booked = {person: [0] for person in PEOPLE}
    first = {1: [SATURDAY, MAKE_UP]}
    klass = add_course(cast.database, first | later, people=PEOPLE, booked=booked, capacity=60, topics=topics)
    _at(cast, "2026-12-12", "18:30")
    return klass


def _at(cast: Cast, day: str, time: str) -> None:
    cast.clock.moment = local(day, time).astimezone(UTC)


def _marks(cast: Cast, sitting: int) -> dict[str, str | None]:
    with cast.database.read() as session:
        found = session.execute(
            select(Person.code, Seat.attendance)
            .join(Seat, Seat.person_id == Person.id)
            .where(Seat.sitting_id == sitting)
        )
        return {code: mark.value if mark else None for code, mark in found}


def _state(cast: Cast, sitting: int) -> SittingState:
    with cast.database.read() as session:
        return session.get_one(ClassSitting, sitting).state


def _picture(kind: str = "JPEG") -> bytes:
    """Return a photograph with a note of where it was taken."""
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x8825] = {1: "N", 2: (21.0, 35.0, 24.0)}
    exif[0x010F] = "Secret Camera"
    Image.new("RGB", (40, 30), "white").save(file, kind, exif=exif)
    return file.getvalue()


async def test_the_organiser_takes_the_roll_and_the_absent_are_invited_to_a_make_up(
    straight: Cast, hang: Phone
) -> None:
    klass = _klass(straight)
    page = await hang.says("điểm danh vắng Hạnh, Dũng có phép")
    assert "L2026-4" in page
    assert "3/5 có mặt" in page
    assert _state(straight, klass.sittings[1][0]) is SittingState.PLANNED, "nothing is saved before it is confirmed"
    saved = await hang.says("lưu")
    assert "3/5 có mặt. Vắng: 2 (1 có phép)." in saved
    assert "2 người vắng đã được mời buổi học bù phù hợp ca: CN 20/12 14:30." in saved
    assert len(saved.split("\n")) <= 10
    marks = _marks(straight, klass.sittings[1][0])
    assert (marks[HANH], marks[DUNG], marks[LAM]) == (ABSENT, EXCUSED, PRESENT)
    assert _state(straight, klass.sittings[1][0]) is SittingState.HELD
    assert seats_of(straight.database, HANH) == {(1, "12/12 14:30"): "missed"}


async def test_a_secretary_takes_the_roll_of_own_people_and_sees_nobody_else(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    page = await straight.trinh.says("điểm danh")
    assert "4/4 có mặt" in page
    assert not any("Phú" in label for label in straight.trinh.buttons)
    saved = await straight.trinh.says("lưu")
    assert "những người khác trong buổi này còn chờ điểm danh" in saved
    assert _state(straight, klass.sittings[1][0]) is SittingState.PLANNED
    await straight.nhung.says("điểm danh")
    assert "1/1 có mặt" in straight.nhung.last[-1].text
    await straight.nhung.says("lưu")
    assert _state(straight, klass.sittings[1][0]) is SittingState.HELD
    assert "Không có buổi nào chờ điểm danh" in await hang.says("điểm danh")


async def test_two_who_take_the_same_roll_see_one_truth(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("điểm danh vắng Hạnh")
    await straight.trinh.says("điểm danh vắng Lan")
    await hang.says("lưu")
    theirs = await straight.trinh.says("lưu")
    assert "Trong lúc đó người tổ chức lớp đã sửa điểm danh này" in theirs
    assert "Nguyễn Thị Hạnh" in theirs
    assert _marks(straight, klass.sittings[1][0])[LAN] == PRESENT


async def test_a_roll_saved_twice_is_saved_once(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("điểm danh vắng Hạnh")
    save = next(data for data in hang.last[-1].data if data.endswith(":yes"))
    await hang.forges(save)
    assert "không còn dùng được" in await hang.forges(save)
    assert _marks(straight, klass.sittings[1][0])[HANH] == ABSENT


async def test_a_correction_within_a_week_gives_the_seat_back_and_leaves_a_trace(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("điểm danh vắng Hạnh")
    await hang.says("lưu")
    seat(straight.database, klass.sittings[1][1], HANH, is_make_up=True)
    straight.wait(days=2)
    await hang.says("sửa điểm danh: Hạnh có mặt")
    await hang.says("lưu")
    assert seats_of(straight.database, HANH) == {(1, "12/12 14:30"): "booked", (1, "20/12 14:30"): "given_up"}
    with straight.database.read() as session:
        told = session.scalars(select(AuditRecord.changes).where(AuditRecord.entity == "class_seats"))
        assert [ABSENT, PRESENT] in [change["attendance"] for change in told if "attendance" in change]
    straight.wait(days=6)
    assert "Không có buổi nào chờ điểm danh" in await hang.says("sửa điểm danh")


async def test_undo_takes_the_roll_back_and_nobody_is_invited(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("điểm danh vắng Lâm")
    await hang.says("lưu")
    assert "đã trở lại như trước" in await hang.says("hoàn tác")
    assert set(_marks(straight, klass.sittings[1][0]).values()) == {None}
    assert _state(straight, klass.sittings[1][0]) is SittingState.PLANNED
    straight.wait(hours=40)
    await straight.sweep()
    assert "học bù" not in await straight.lam.reads()


async def test_a_photo_of_a_paper_roll_is_kept_without_its_place_and_only_when_asked_for(
    straight: Cast, hang: Phone
) -> None:
    _klass(straight)
    assert "không được gửi qua ứng dụng nhắn tin" in await hang.sends_file("", _picture())
    assert await straight.exchange.files_fetched() == 0, "a refused picture is not even fetched"
    await hang.says("điểm danh đủ")
    await hang.says("lưu")
    assert "Xin gửi ảnh điểm danh giấy" in await hang.presses("Kèm ảnh điểm danh giấy")
    assert "không đọc được ảnh" in await hang.sends_file("", b"GIF89a no photograph")
    assert "tự xóa sau 90 ngày" in await hang.sends_file("", _picture())
    with straight.database.read() as session:
        (photo,) = session.scalars(select(RollPhoto))
        assert b"Secret Camera" in _picture()
        assert b"Secret Camera" not in photo.content
        assert Image.open(io.BytesIO(photo.content)).size == (40, 30)
    await hang.says("hoàn tác")
    with straight.database.read() as session:
        assert session.scalars(select(RollPhoto)).all() == []
    assert "không được gửi qua ứng dụng nhắn tin" in await hang.sends_file("", _picture())


async def test_two_absences_in_a_row_tell_the_secretary_and_three_the_committee_member_each_once(
    straight: Cast, hang: Phone
) -> None:
    days = ["2026-12-05", "2026-12-06", "2026-12-12"]
    add_workers(straight.database, {HANH: (None, None)}, names=NAMES)
    klass = add_course(
        straight.database,
        {number: [local(day, "08:00")] for number, day in enumerate(days, 1)} | {4: [local("2026-12-26", "08:00")]},
        people=(LAM, HANH),
        booked={LAM: [0, 0, 0, 0], HANH: [0, 0, 0, 0]},
    )
    told: dict[str, list[str]] = {"trinh": [], "long": [], "nhung": [], "mai": []}
    for day in days:
        _at(straight, day, "11:35")
        await hang.says("điểm danh vắng Hạnh")
        await hang.says("lưu")
        for _ in range(3):
            straight.wait(hours=8)
            await straight.sweep()
            for name, seen in told.items():
                seen += [line for line in (await getattr(straight, name).reads()).split("\n") if HANH in line]
    assert told["trinh"] == ["⚠️ CN201 · N.T.H. đã vắng 2 buổi liên tiếp của lớp L2026-4."]
    assert told["long"] == ["⚠️ CN201 · N.T.H. đã vắng 3 buổi liên tiếp của lớp L2026-4."]
    assert told["nhung"] == told["mai"] == []
    assert klass.course_id


async def test_certificates_are_proposed_confirmed_entered_into_the_path_and_taken_back(
    straight: Cast, hang: Phone
) -> None:
    klass = _klass(straight, topics=(("Bài 1", 1),))
    _link_lam_to_candidate(straight)
    await hang.says("điểm danh vắng Dũng")
    await hang.says("lưu")
    page = await hang.says("chứng nhận")
    assert "Chứng nhận lớp L2026-4: 4/4 người" in page
    assert "từ 80% số buổi trở lên (chưa đối chiếu văn bản gốc)" in page
    assert not any("Dũng" in label for label in hang.buttons)
    page = await hang.says("trừ 9")
    assert "không có số 9" in page
    number = next(label.partition(".")[0] for label in hang.buttons if "Phú" in label)
    assert "3/4 người" in await hang.says(f"trừ {number}")
    assert "12/12/2026" in await hang.says("12/12")
    saved = await hang.presses("Xác nhận 3 người")
    assert "lớp L2026-4, 3 chứng nhận ngày 12/12/2026" in saved
    assert "QC012" in saved
    assert "60 tháng" in saved
    assert _completed(straight, klass) == {LAM, HANH, LAN}
    assert _stage(straight) is Stage.CLASS_COMPLETED
    assert "Đã rút lại 3 chứng nhận" in await hang.says("hoàn tác")
    assert _completed(straight, klass) == set()
    assert _stage(straight) is Stage.INTRODUCED


async def test_who_was_certified_is_told_once_it_can_no_longer_be_taken_back(straight: Cast, hang: Phone) -> None:
    _klass(straight, topics=(("Bài 1", 1),))
    await hang.says("điểm danh đủ")
    await hang.says("lưu")
    await hang.says("chứng nhận")
    await hang.presses("Xác nhận 5 người")
    straight.wait(minutes=10)
    await straight.sweep()
    assert "hoàn thành" not in await straight.lam.reads()
    for _ in range(6):
        straight.wait(hours=8)
        await straight.sweep()
    told = await straight.lam.reads()
    assert told.count("Bạn đã hoàn thành Lớp bồi dưỡng nhận thức về Đảng") == 1


async def test_nobody_without_the_right_opens_any_of_it(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("điểm danh đủ")
    await hang.says("lưu")
    sitting = klass.sittings[1][0]
    presses = [f"croll:{place}:{sitting}" for place in ("open", "view", "screen", "anew", "photo", "look")]
    for phone in (straight.lam, straight.outsider):
        for press in (*presses, f"croll:cert:{klass.course_id}", "croll:", "croll:open:x"):
            answer = await phone.forges(press)
            assert not any(name in answer for name in ("Hạnh", "L2026-4", "http"))
    assert "không còn dùng được" in await straight.trinh.forges(f"croll:cert:{klass.course_id}")


def _completed(cast: Cast, klass: Klass) -> set[str]:
    with cast.database.read() as session:
        query = select(Person.code).join(Enrolment, Enrolment.person_id == Person.id)
        return set(
            session.scalars(query.where(Enrolment.course_id == klass.course_id, Enrolment.completed_on.is_not(None)))
        )


def _link_lam_to_candidate(cast: Cast) -> None:
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        lam = session.scalars(select(Person).where(Person.code == LAM)).one()
        session.scalars(select(Candidate).where(Candidate.code == "QC012")).one().person_id = lam.id


def _stage(cast: Cast) -> Stage:
    with cast.database.read() as session:
        return session.scalars(select(Candidate.stage).where(Candidate.code == "QC012")).one()


async def test_the_organiser_is_reminded_once_of_a_roll_that_is_still_to_be_taken(straight: Cast, hang: Phone) -> None:
    _klass(straight)
    seen = ""
    for _ in range(9):
        straight.wait(hours=4)
        await straight.sweep()
        seen += await hang.reads()
    assert seen.count("chưa điểm danh") == 1
    await hang.forges(f"croll:open:{_sitting(straight)}")
    assert "5/5 có mặt" in hang.last[-1].text


async def test_at_the_end_of_a_class_the_organiser_is_shown_who_has_met_the_attendance(
    straight: Cast, hang: Phone
) -> None:
    klass = add_course(straight.database, {1: [SATURDAY]}, booked={LAM: [0]}, topics=(("Bài 1", 1),))
    _at(straight, "2026-12-12", "18:30")
    await hang.says("điểm danh đủ")
    await hang.says("lưu")
    straight.wait(hours=18)
    await straight.sweep()
    assert "đã học xong: 1/1 người đủ điều kiện" in await hang.reads()
    await hang.presses("Xem và xác nhận")
    await hang.presses("Xác nhận 1 người")
    assert _completed(straight, klass) == {LAM}


async def test_a_photo_is_taken_while_the_roll_is_open_and_the_roll_goes_on(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("điểm danh vắng Hạnh")
    assert "4/5 có mặt" in await hang.sends_file("", _picture("PNG"))
    await hang.says("lưu")
    assert _marks(straight, klass.sittings[1][0])[HANH] == ABSENT
    await hang.forges(f"croll:view:{klass.sittings[1][0]}")
    assert "4/5 có mặt" in hang.last[-1].text
    await hang.presses("Ảnh điểm danh giấy")
    assert hang.last[-1].has_attachment
    assert "không còn dùng được" in await straight.trinh.forges(f"croll:look:{klass.sittings[1][0]}:0")


async def test_a_roll_is_not_taken_before_the_sitting_begins(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    _at(straight, "2026-12-12", "14:00")
    for phone in (hang, straight.trinh):
        answer = await phone.forges(f"croll:open:{klass.sittings[1][0]}")
        assert "chưa bắt đầu." in answer
        assert "điểm danh được từ 14:30 12/12 nhé." in answer
        assert phone.buttons, "something else can be done"
    _at(straight, "2026-12-12", "14:30")
    assert "5/5 có mặt" in await hang.forges(f"croll:open:{klass.sittings[1][0]}")
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        moved = session.get_one(ClassSitting, klass.sittings[1][0])
        moved.starts_at, moved.ends_at = moved.starts_at + timedelta(hours=1), moved.ends_at + timedelta(hours=1)
    assert "điểm danh được từ 15:30 12/12" in await hang.says("lưu"), "it was moved while its roll was open"
    assert set(_marks(straight, klass.sittings[1][0]).values()) == {None}
    assert _state(straight, klass.sittings[1][0]) is SittingState.PLANNED


async def test_undo_does_not_take_a_make_up_away_that_was_booked_on_the_roll(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("điểm danh vắng Lâm, Hạnh")
    await hang.says("lưu")
    await straight.lam.forges(f"seat:take:{klass.sittings[1][1]}:1")
    before = seats_of(straight.database, LAM)
    assert before == {(1, "12/12 14:30"): "missed", (1, "20/12 14:30"): "booked, make-up"}
    answer = await hang.says("hoàn tác")
    assert "đã đăng ký buổi học bù sau đó nên điểm danh được giữ nguyên" in answer
    assert "Hạnh" not in answer
    assert seats_of(straight.database, LAM) == before
    assert _marks(straight, klass.sittings[1][0])[LAM] == _marks(straight, klass.sittings[1][0])[HANH] == ABSENT
    await hang.says("sửa điểm danh: Hạnh có mặt")
    await hang.says("lưu")
    assert _marks(straight, klass.sittings[1][0])[HANH] == PRESENT


async def test_who_moves_up_by_a_corrected_roll_is_told(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight)
    await hang.says("điểm danh vắng Hạnh, Lâm")
    await hang.says("lưu")
    make_up = klass.sittings[1][1]
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.get_one(ClassSitting, make_up).capacity = 1
    seat(straight.database, make_up, HANH, is_make_up=True)
    seat(straight.database, make_up, LAM, SeatState.WAITING)
    await hang.says("sửa điểm danh: Hạnh có mặt")
    await hang.says("lưu")
    assert seats_of(straight.database, LAM)[1, "20/12 14:30"] == "booked, make-up"
    told = ""
    for _ in range(3):
        straight.wait(hours=5)
        await straight.sweep()
        told += await straight.lam.reads()
    assert "20/12" in told
    assert _raised(straight, "class_place") == [LAM]


def _raised(cast: Cast, kind: str) -> list[str]:
    with cast.database.read() as session:
        query = select(Person.code).join(Notice, Notice.person_id == Person.id).where(Notice.kind == kind)
        return list(session.scalars(query.order_by(Notice.id)))


@pytest.mark.parametrize("order", [(1, 2, 3), (2, 3, 1), (3, 2, 1), (3, 1, 2)])
async def test_absences_are_told_once_in_whatever_order_the_rolls_are_saved_and_again_of_a_new_row(
    straight: Cast, hang: Phone, order: tuple[int, ...]
) -> None:
    days = {number: f"2026-12-{4 + number:02}" for number in range(1, 7)}
    klass = add_course(
        straight.database,
        {number: [local(day, "14:30")] for number, day in days.items()},
        booked={LAM: [0] * 6},
        topics=tuple((f"Bài {number}", 1) for number in days),
    )
    _at(straight, "2026-12-11", "08:00")
    told: list[str] = []

    async def takes(half_day: int, words: str) -> None:
        await hang.forges(f"croll:open:{klass.sittings[half_day][0]}")
        await hang.says(words)
        assert "Đã lưu điểm danh" in await hang.says("lưu")
        for _ in range(3):
            straight.wait(hours=5)
            await straight.sweep()
            for phone in (straight.trinh, straight.long):
                told.extend(line for line in (await phone.reads()).split("\n") if "liên tiếp" in line)

    for half_day in order:
        await takes(half_day, "vắng 1")
    assert len(told) == 2, "the secretary of two, the committee member of three"
    await takes(4, "đủ")
    await takes(5, "vắng 1")
    assert len(told) == 2
    await takes(6, "vắng 1")
    assert len(told) == 3, "another row of two"


async def test_without_an_organiser_the_administrator_is_reminded_of_a_roll(straight: Cast) -> None:
    _klass(straight)
    seen = ""
    for _ in range(9):
        straight.wait(hours=4)
        await straight.sweep()
        seen += await straight.quang.reads()
    assert seen.count("chưa điểm danh") == 1


async def test_only_those_who_were_shown_are_certified(straight: Cast, hang: Phone) -> None:
    klass = _klass(straight, topics=(("Bài 1", 1),))
    await straight.trinh.says("điểm danh vắng Dũng")
    await straight.trinh.says("lưu")
    assert "3/3 người" in await hang.says("chứng nhận")
    await straight.nhung.says("điểm danh đủ")
    await straight.nhung.says("lưu")
    saved = await hang.presses("Xác nhận 3 người")
    assert "3 chứng nhận" in saved
    assert "Vừa có thêm 1 người đủ điều kiện" in saved
    assert _completed(straight, klass) == {LAM, HANH, LAN}
    assert "1/1 người" in await hang.says("chứng nhận")


async def test_a_part_of_a_roll_is_mended_within_a_week_though_the_rest_was_never_taken(
    straight: Cast, hang: Phone
) -> None:
    klass = _klass(straight)
    sitting = klass.sittings[1][0]
    await straight.trinh.says("điểm danh vắng Lâm")
    await straight.trinh.says("lưu")
    straight.wait(days=6)
    await straight.trinh.says("sửa điểm danh: Hạnh vắng")
    await straight.trinh.says("lưu")
    assert _marks(straight, sitting)[HANH] == ABSENT
    straight.wait(days=2)
    assert "Không có buổi nào chờ điểm danh" in await straight.trinh.says("sửa điểm danh")
    assert "không còn dùng được" in await straight.trinh.forges(f"croll:open:{sitting}")
    await straight.nhung.says("điểm danh đủ")
    assert "Đã lưu điểm danh" in await straight.nhung.says("lưu"), "their part was never taken"
    assert _state(straight, sitting) is SittingState.HELD
    straight.wait(minutes=2)
    assert "đã trở lại như trước" in await straight.nhung.says("hoàn tác")
    assert _state(straight, sitting) is SittingState.PLANNED
    assert "không còn dùng được" in await straight.trinh.forges(f"croll:open:{sitting}")


def _sitting(cast: Cast) -> int:
    with cast.database.read() as session:
        return session.scalars(select(ClassSitting.id).order_by(ClassSitting.id)).first() or 0
