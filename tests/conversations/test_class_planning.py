"""Classes for organisers: opened by chat, timetabled, approved, and their sittings moved, cancelled and added."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from bot.app import settings_of
from handlers import router
from handlers.classes import planning
from handlers.turn import Said, Turn
from models.chats import Chat
from models.classes import ClassSitting, Course, Seat, SeatState
from models.course_proposals import Proposal
from models.notices import Notice, NoticeState
from models.people import Person
from tests.conversations.conftest import Cast
from tests.support.classes import add_course, add_workers, enrol, seats_of, taken
from tests.support.meetings import local
from tests.support.phones import CONFIG

EVERY = "Sáng, chiều, tối mọi ngày"
APPROVE = "Duyệt và báo học viên"
CREWS = {f"CN{101 + number}": ("3CA", "ABC"[number % 3]) for number in range(9)}
CODES = list(CREWS)
TWO = (("Khái quát lịch sử Đảng", 1), ("Cương lĩnh", 1))
WEEK = (date(2026, 12, 7), date(2026, 12, 13))
SHOWN = "class:one:1:0"


def with_course(cast: Cast, **facts: object) -> int:
    add_workers(cast.database, CREWS)
    given = {"people": CODES, "topics": TWO, "capacity": 5, "days": WEEK, **facts}
    return add_course(cast.database, **given).course_id  # type: ignore[arg-type]


def counted(cast: Cast, state: SeatState = SeatState.BOOKED) -> int:
    with cast.database.read() as session:
        return session.scalar(select(func.count()).select_from(Seat).where(Seat.state == state)) or 0


def sittings(cast: Cast) -> list[tuple[int, str, str]]:
    with cast.database.read() as session:
        found = session.scalars(select(ClassSitting).order_by(ClassSitting.half_day, ClassSitting.starts_at))
        zone = local("2026-12-01", "00:00").tzinfo
        return [(one.half_day, f"{one.starts_at.astimezone(zone):%d/%m %H:%M}", one.state.value) for one in found]


async def planned(cast: Cast) -> str:
    await cast.quang.says("xếp lịch lớp L2026-4")
    return await cast.quang.presses(EVERY)


async def test_a_course_is_timetabled_approved_and_everybody_is_told_once(cast: Cast) -> None:
    with_course(cast, people=["CN010", *CODES])
    assert "L2026-4" in await cast.quang.says("lop")
    shown = await cast.quang.says("L2026-4")
    assert "Lớp chưa có lịch học" in shown
    assert "vào khung giờ nào (07/12–13/12/2026)" in await cast.quang.presses("Xếp lịch")
    proposal = await cast.quang.presses(EVERY)
    assert proposal.startswith("Đề xuất L2026-4: 10/10 người học được đủ mọi bài, 4 buổi")
    assert len(proposal.split("\n")) <= 10
    assert any(message.has_attachment for message in cast.quang.last), "the weeks as a picture"
    assert sittings(cast) == []
    approved = await cast.quang.presses(APPROVE)
    assert "✅ Đã duyệt lịch L2026-4: 4 buổi, 10/10 người có chỗ học." in approved
    assert counted(cast) == 20
    await cast.sweep()
    told = await cast.lam.reads()
    assert "📅" in told
    assert "Bài 1" in told
    await cast.sweep()
    assert await cast.lam.reads() == ""


async def test_without_a_course_it_is_said_how_to_make_one(straight: Cast) -> None:
    told = await straight.quang.says("lịch học")
    assert "Chưa có lớp nào" in told
    assert straight.quang.buttons == ["Mở lớp"]


async def test_the_times_may_be_typed_and_one_more_sitting_asked_for(straight: Cast) -> None:
    with_course(straight, topics=TWO[:1], capacity=2)
    await straight.quang.says("xep lich lop")
    assert "Tôi chưa hiểu" in await straight.quang.says("lúc nào cũng được")
    proposal = await straight.quang.says("tối thứ 2, thứ 3, thứ 4; cả ngày cuối tuần")
    assert "4/9 người học được đủ mọi bài, 2 buổi" in proposal
    assert "Chưa xếp được: 5 người thiếu buổi hoặc hết chỗ." in proposal
    assert "Thêm một buổi tối thứ Tư 9/12 (bài 1): +2 người." in proposal
    assert "6/9 người học được đủ mọi bài, 3 buổi" in await straight.quang.presses("Thêm một buổi")
    assert "học được vào khung giờ nào" in await straight.quang.presses("Đổi khung giờ")
    await straight.quang.says("thôi")
    assert sittings(straight) == []


@pytest.mark.parametrize(
    ("facts", "times", "why"),
    [
        ({"capacity": 0}, EVERY, "Phòng có 0 chỗ"),
        ({"days": (date(2026, 12, 7), date(2026, 12, 7))}, "tối", "Chỉ xếp nối tiếp được 1/2 buổi học: bài 2"),
        ({"days": (date(2026, 12, 7), date(2026, 12, 9))}, "chủ nhật", "không còn khung giờ nào như vậy"),
    ],
)
async def test_a_course_without_a_possible_timetable_says_why(
    straight: Cast, facts: dict[str, object], times: str, why: str
) -> None:
    with_course(straight, **facts)
    await straight.quang.says("xếp lịch lớp")
    told = await (straight.quang.presses(times) if times == EVERY else straight.quang.says(times))
    assert "Không xếp được lịch cho L2026-4" in told
    assert why in told
    assert sittings(straight) == []


async def test_the_search_is_done_before_the_transaction_for_a_press_and_for_a_number(straight: Cast) -> None:
    with_course(straight)
    await straight.quang.says("xếp lịch lớp")
    press = straight.quang.last[-1].data[0]
    with straight.database.read() as session:
        chat = session.scalars(select(Chat).where(Chat.external_id == straight.quang.chat)).one()
        settings = settings_of(CONFIG, {})
        for said in (Said(press=press), Said(text="1")):
            assert router.takes_long(said)
            prepared = router.prepare(Turn(session, straight.clock.now(), chat, said, settings))
            assert isinstance(prepared, planning.Prepared)
            assert isinstance(prepared.found, Proposal)
        assert router.prepare(Turn(session, straight.clock.now(), chat, Said(text="5"), settings)) is None
    assert not router.takes_long(Said(text="lịch học"))


async def test_workers_whose_shifts_are_not_known_are_counted_apart(straight: Cast) -> None:
    add_workers(straight.database, {"CN201": (None, None), "CN202": (None, None)})
    add_course(straight.database, people=["CN201", "CN202"], topics=TWO, days=WEEK)
    assert "Chưa rõ ca của cả 2 người." in await planned(straight)


async def test_what_nobody_has_heard_of_can_be_taken_back(straight: Cast) -> None:
    with_course(straight)
    await planned(straight)
    await straight.quang.presses(APPROVE)
    assert "trở lại chưa có lịch; chưa ai được báo" in await straight.quang.presses("Hoàn tác")
    assert sittings(straight) == []
    assert counted(straight) == 0
    with straight.database.read() as session:
        assert session.scalars(select(Notice)).all() == []
    await planned(straight)
    assert "✅ Đã duyệt lịch" in await straight.quang.presses(APPROVE)


async def test_what_somebody_has_heard_of_stays(straight: Cast) -> None:
    with_course(straight, people=["CN010"])
    await planned(straight)
    await straight.quang.presses(APPROVE)
    await straight.sweep()
    assert "Đã báo cho 1 người" in await straight.quang.says("hoàn tác")
    assert len(sittings(straight)) == 2


async def test_a_timetable_is_approved_once(straight: Cast) -> None:
    with_course(straight)
    await planned(straight)
    await straight.long.says("xếp lịch lớp")
    await straight.long.presses(EVERY)
    assert "✅" in await straight.long.presses(APPROVE)
    assert "Lớp L2026-4 đã có lịch." in await straight.quang.presses(APPROVE)
    assert len(sittings(straight)) == 4


def with_sittings(cast: Cast) -> tuple[int, ...]:
    """Two sittings of the first half-day and one of the second: Lâm and CN101 to CN103 sit in the first of each.

    In the week of 7/12 crew B works shift 1 (6–14), crew C shift 2 (14–22), crew A shift 3 (22–6).
    """
    add_workers(cast.database, CREWS)
    held = {
        1: [local("2026-12-10", "15:00"), local("2026-12-13", "08:00")],
        2: [local("2026-12-20", "08:00")],
    }
    people = ["CN010", "CN101", "CN102", "CN103"]
    booked = dict.fromkeys(people[:3], (0, 0))
    klass = add_course(cast.database, held, people=people, booked=booked, topics=TWO, capacity=5)
    return (*klass.sittings[1], *klass.sittings[2])


async def test_moving_a_sitting_shows_whom_it_loses_and_seats_them_anew(cast: Cast) -> None:
    first, second, _ = with_sittings(cast)
    summary = await cast.quang.says("dời buổi 1 sang 11/12 7h")
    assert "→ 📅 thứ Sáu 11/12 7:00–10:30" in summary
    assert "3 người không đi được: CN010, CN101, CN102." in summary
    assert "2 người trong số đó được chuyển sang buổi khác hợp ca." in summary
    assert "1 người chưa có buổi thay: CN101." in summary  # who comes from the night shift on that Sunday
    assert taken(cast.database, first) == ["CN010", "CN101", "CN102"]
    done = await cast.quang.presses("Dời và báo học viên")
    assert "✅ Đã dời: Bài 1 học thứ Sáu 11/12 7:00–10:30." in done
    assert "2 người đã được chuyển sang buổi khác hợp ca." in done
    assert "1 người chưa có buổi thay và sẽ được báo để chọn lại." in done
    assert taken(cast.database, second) == ["CN010", "CN102"]
    assert (1, "11/12 07:00", "planned") in sittings(cast)
    await cast.sweep()
    told = await cast.lam.reads()
    assert "đã dời" in told
    assert "chủ nhật 13/12 8:00" in told
    await cast.sweep()
    assert await cast.lam.reads() == ""


async def test_a_move_that_nobody_has_heard_of_is_taken_back_with_every_seat(straight: Cast) -> None:
    first, second, _ = with_sittings(straight)
    before = sittings(straight)
    await straight.quang.says("doi buoi 1 sang thu 6 11/12 7h")
    await straight.quang.presses("Dời và báo học viên")
    assert "đã trở lại như trước" in await straight.quang.says("hoàn tác")
    assert sittings(straight) == before
    assert taken(straight.database, first) == ["CN010", "CN101", "CN102"]
    assert taken(straight.database, second) == []
    with straight.database.read() as session:
        assert session.scalars(select(Notice)).all() == []


async def test_cancelling_a_sitting_tells_those_without_another(straight: Cast) -> None:
    *_, last = with_sittings(straight)
    summary = await straight.quang.says("hủy buổi 3")
    assert "Sẽ hủy: Buổi 3 lớp L2026-4, bài 2, chủ nhật 20/12 8:00–11:30" in summary
    assert "3 người chưa có buổi thay: CN010, CN101, CN102." in summary
    assert "✅ Đã hủy" in await straight.quang.presses("Hủy và báo học viên")
    assert taken(straight.database, last) == []
    assert (2, "20/12 08:00", "cancelled") in sittings(straight)
    await straight.sweep()
    assert "Bài 2" in await straight.lam.reads() or "bài 2" in straight.lam.last[-1].text
    assert "Bài 2: chưa" in await straight.quang.says("L2026-4")


async def test_who_has_not_heard_of_the_timetable_only_hears_the_newest(straight: Cast) -> None:
    with_course(straight, people=["CN010"])
    await planned(straight)
    await straight.quang.presses(APPROVE)
    await straight.quang.says("hủy buổi 1")
    await straight.quang.presses("Hủy và báo học viên")
    await straight.sweep()
    assert "đã hủy" not in await straight.lam.reads()
    with straight.database.read() as session:
        told = session.scalars(select(Notice).where(Notice.kind.startswith("class_"))).all()
        assert [(one.kind, one.state) for one in told] == [("class_timetable", NoticeState.SENT)]


async def test_the_order_of_half_days_is_kept_by_a_move(straight: Cast) -> None:
    with_sittings(straight)
    summary = await straight.quang.says("dời buổi 1 sang CN 27/12 8:00")
    assert "3 người không đi được" in summary  # they are in the second half-day a week before


async def test_two_sittings_never_share_a_room(straight: Cast) -> None:
    with_sittings(straight)
    before = sittings(straight)
    told = await straight.quang.says("dời buổi 1 sang CN 13/12 9h")
    assert "Hội trường A lúc đó đã có buổi khác: L2026-4, bài 1, CN 13/12 8:00." in told
    assert "Dời sang lúc nào?" in told
    assert "Hội trường A lúc đó đã có buổi khác" in await straight.quang.says("CN 20/12 11h")
    assert "→ 📅" in await straight.quang.says("CN 20/12 14h")
    await straight.quang.says("thôi")
    assert sittings(straight) == before


async def test_a_day_alone_keeps_the_hour_and_what_is_over_is_refused(straight: Cast) -> None:
    with_sittings(straight)
    await straight.quang.says("dời buổi")
    assert "Dời sang lúc nào?" in await straight.quang.presses("1) Bài 1 · T5 10/12 15:00")
    assert "Mời gõ ngày và giờ" in await straight.quang.says("khi nào rảnh")
    assert "đã qua" in await straight.quang.says("hôm nay 8:00")
    assert "→ 📅 thứ Bảy 12/12 15:00–18:30" in await straight.quang.says("12/12")
    assert "→ 📅 thứ Bảy 12/12 16:00–19:30" in await straight.quang.says("16h")


async def test_a_sitting_moved_meanwhile_is_not_moved_again(straight: Cast) -> None:
    with_sittings(straight)
    await straight.quang.says("dời buổi 1 sang 12/12 15h")
    await straight.long.says("dời buổi 1 sang 12/12 16h")
    await straight.long.presses("Dời và báo học viên")
    assert "vừa có thay đổi khác" in await straight.quang.presses("Dời và báo học viên")
    assert (1, "12/12 16:00", "planned") in sittings(straight)


async def test_a_sitting_is_added_and_taken_back(straight: Cast) -> None:
    with_sittings(straight)
    assert "Thêm một buổi của bài nào?" in await straight.quang.says("thêm buổi 19/12 14h30")
    summary = await straight.quang.presses("Bài 2: Cương lĩnh")
    assert "📅 thứ Bảy 19/12 14:30–18:00, Hội trường A" in summary
    assert "1 người chưa có chỗ học bài này có thể đến." in summary
    assert "✅ Đã thêm" in await straight.quang.presses("Thêm buổi này")
    assert (2, "19/12 14:30", "planned") in sittings(straight)
    assert "Đã bỏ buổi vừa thêm" in await straight.quang.presses("Hoàn tác")
    assert len(sittings(straight)) == 3


async def test_a_course_is_opened_as_a_copy_of_the_last_one(cast: Cast) -> None:
    add_course(cast.database, name="Lớp nhận thức về Đảng khóa 4/2026")
    await cast.quang.says("mở lớp")
    assert "từ ngày nào đến ngày nào" in await cast.quang.presses("Chép L2026-4: Lớp nhận thức về Đảng khóa 4/2026")
    assert "Không có ngày đó" in await cast.quang.says("31/2 đến 10/3")
    summary = await cast.quang.says("từ 1/3/2027 đến 30/3/2027")
    assert "Lớp mới L2027-1: Lớp nhận thức về Đảng khóa 1/2027" in summary
    assert "Địa điểm: Hội trường A, 2 chỗ" in summary
    assert "4 buổi học: " in summary
    assert "✅ Đã mở lớp L2027-1" in await cast.quang.presses("Mở lớp")
    assert "Lớp chưa có lịch học" in await cast.quang.says("L2027-1")
    assert "Đã bỏ lớp L2027-1" in await cast.quang.says("hoàn tác")
    assert "Tôi không thấy lớp đó" in await cast.quang.says("L2027-1")


async def test_a_course_is_opened_by_questions(straight: Cast) -> None:
    assert "Lớp tên là gì?" in await straight.quang.says("mở lớp từ 1/3/2027 đến 30/3/2027")
    await straight.quang.says("Lớp đảng viên mới khóa 1/2027")
    assert "Cần từ 1 đến" in await straight.quang.says("Điều lệ 99")
    await straight.quang.says("1. Cương lĩnh: 2 buổi\n2. Điều lệ Đảng")
    await straight.quang.says("Nhà văn hóa")
    assert "Cần một số" in await straight.quang.says("nhiều")
    summary = await straight.quang.says("60")
    assert "3 buổi học: Cương lĩnh (2); Điều lệ Đảng" in summary
    assert "Thời gian: 01/03–30/03/2027" in summary
    assert "Địa điểm: Hội trường B, 60 chỗ" in await straight.quang.says("tại Hội trường B")
    await straight.quang.presses("Mở lớp")
    with straight.database.read() as session:
        course = session.scalars(select(Course)).one()
        assert course.code == "L2027-1"
        assert [(topic.title, topic.half_days, topic.capacity) for topic in course.topics] == [
            ("Cương lĩnh", 2, 60),
            ("Điều lệ Đảng", 1, 60),
        ]


@pytest.mark.parametrize("who", ["lam", "trinh", "nhung", "outsider"])
async def test_who_does_not_organise_changes_nothing(straight: Cast, who: str) -> None:
    with_sittings(straight)
    before = sittings(straight)
    phone = getattr(straight, who)
    for words in ("dời buổi 1 sang 12/12 14h30", "hủy buổi 1", "mở lớp", "xếp lịch lớp", "L2026-4", "thêm buổi"):
        told = await phone.says(words)
        assert "CN101" not in told
        await phone.says("thôi")
    for data in (SHOWN, "class:list:0", "class:open", "class:plan:1", "class:move:1", "class:end:1", "class:add:1"):
        told = await phone.forges(data)
        assert "L2026-4" not in told
        assert "CN101" not in told
    assert sittings(straight) == before


@pytest.mark.parametrize(
    "data",
    ["class:", "class:x", "class:one:9", "class:move:99", "class:one:x:y", "class:one:" + "9" * 30, "class:end:-1"],
)
async def test_a_forged_press_is_outdated(straight: Cast, data: str) -> None:
    with_sittings(straight)
    assert "không còn dùng được" in await straight.quang.forges(data)


async def test_a_committee_member_sees_codes_and_nobodys_name(straight: Cast) -> None:
    with_sittings(straight)
    seen = [await straight.mai.says(words) for words in ("lớp", "L2026-4", "dời buổi 1 sang 11/12 7h")]
    assert "CN101" in seen[-1]
    with straight.database.read() as session:
        names = session.scalars(select(Person.full_name).where(Person.code.in_(["CN010", *CODES]))).all()
    assert not any(name in told for name in names for told in seen)


async def test_people_enrolled_later_are_counted_and_find_their_sittings(straight: Cast) -> None:
    with_course(straight, people=CODES[:3])
    await planned(straight)
    enrol(straight.database, 1, "CN010")
    assert "3/4 người có chỗ học" in await straight.quang.presses(APPROVE)
    assert seats_of(straight.database, "CN010") == {}
