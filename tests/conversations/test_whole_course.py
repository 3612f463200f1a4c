"""A whole course, day by day: from the proposed timetable to the certificate that stands in the path of a worker.

Lâm and Hạnh are of crew B of 3CA, Dũng and Lan of crew C: in the week of 24/11 crew B works afternoons and crew C
nights, from 30/11 nights and mornings, from 7/12 mornings and afternoons. Of the mornings and evenings that the
organiser allows, exactly four are free for each crew, so there is one best timetable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from models import check_in
from models.audit import Actor, Via, act_as
from models.candidates import Candidate, Stage
from models.classes import ClassSitting, Enrolment
from models.people import Person
from tests.conversations.conftest import Cast
from tests.support.classes import LAM, add_course, add_workers
from tests.support.meetings import PLACE, local
from tests.support.phones import Phone

HANH, DUNG, LAN = "CN201", "CN202", "CN203"
CREWS = {HANH: ("3CA", "B"), DUNG: ("3CA", "C"), LAN: ("3CA", "C")}
NAMES = {HANH: "Nguyễn Thị Hạnh", DUNG: "Lê Tiến Dũng", LAN: "Phạm Thị Lan"}
CLASS, OTHERS = ("lam", "spare", "trinh", "quang"), ("nhung", "outsider", "long", "mai")
NOT_FOR_OTHERS = (
    "L2026-4",
    "khóa 4",
    "Hội trường A",
    "Nguyễn Mạnh Lâm",
    "con ốm",
    LAM,
    "QC012 ·",
    *CREWS,
    *NAMES.values(),
)
HOURS = (time(10), time(20))  # at which the bot says what is due: whatever the shift, one of them suits
TIMETABLE, SHOWN = "Đã có lịch học của bạn", "Lớp bồi dưỡng nhận thức về Đảng, khóa 4"
WAGE, ABSENCES = "công ty có tính lương không", "đã vắng 2 buổi liên tiếp"


@dataclass
class Walk:
    """The walk through the course: the cast, and what each of them has read unasked on the way."""

    cast: Cast
    heard: dict[str, str] = field(default_factory=lambda: dict.fromkeys((*CLASS, *OTHERS), ""))

    @property
    def dung(self) -> Phone:
        """Return the phone of Dũng, who joins with a code; Hạnh and Lan have none."""
        return self.cast.spare

    async def to(self, day: str, at: str) -> None:
        """Let the days pass until ``to("12-01", "21:40")``; the bot says what falls due on the way."""
        until = local(f"2026-{day}", at)
        while self.cast.clock.now() < until:
            self.cast.clock.moment = min(_next_hour(self.cast.clock.now()), until).astimezone(UTC)
            await self.cast.sweep()
        await self.listen(CLASS)

    async def listen(self, names: Sequence[str]) -> None:
        """Let each of them read what has come unasked since they last looked."""
        for name in names:
            self.heard[name] += await self._phone(name).reads() + "\n"

    async def nothing_for_others(self, *more: str) -> None:
        """Let the outsider and the secretary of the other cell try what others say: they learn nothing of the class."""
        await self.listen(OTHERS)
        for name in ("nhung", "outsider"):
            phone, told = self._phone(name), [self.heard[name]]
            for words in ("lịch học", "L2026-4", "điểm danh", "chứng nhận", *more):
                told += [await phone.says(words), *phone.buttons]
            shown = "\n".join(told)
            assert not any(secret in shown for secret in NOT_FOR_OTHERS), (name, shown)
            assert "Đã điểm danh" not in shown

    def _phone(self, name: str) -> Phone:
        phone: Phone = getattr(self.cast, name)
        return phone


async def test_a_course_is_walked_day_by_day_from_the_timetable_to_the_certificates(cast: Cast) -> None:
    walk = Walk(cast)
    await _four_workers_are_on_a_course_and_one_more_of_them_joins(walk)
    await _the_timetable_is_proposed_and_approved(walk)
    await _each_is_told_when_awake_and_off_work(walk)
    await _lam_changes_to_a_sitting_within_his_shift(walk)
    await _the_secretary_takes_the_first_roll_by_number(walk)
    await _lam_asks_leave_and_is_offered_a_make_up(walk)
    await _the_second_roll_is_taken_by_name(walk)
    await _two_absences_in_a_row_are_told_to_the_secretary(walk)
    await _lam_makes_up_what_he_missed(walk)
    await _the_third_roll_is_taken_with_the_code_of_the_room(walk)
    await _lam_is_asked_about_the_wage(walk)
    await _the_last_rolls_are_taken(walk)
    await _the_certificates_are_confirmed(walk)
    await _the_date_stands_in_the_path_of_lam(walk)
    await _everything_was_said_once_and_to_nobody_else(walk)


async def _four_workers_are_on_a_course_and_one_more_of_them_joins(walk: Walk) -> None:
    cast = walk.cast
    add_workers(cast.database, CREWS, names=NAMES)
    add_course(cast.database, people=(LAM, *CREWS), capacity=6, days=(date(2026, 11, 30), date(2026, 12, 13)))
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        lam = session.scalars(select(Person).where(Person.code == LAM)).one()
        candidate = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
        candidate.person_id, candidate.full_name, candidate.initials = lam.id, lam.full_name, "N.M.L."
    assert "Lê Tiến Dũng" in await walk.dung.says(await cast.code_for(DUNG))
    assert "Cảm ơn bạn" in await walk.dung.presses("Tôi đồng ý")
    assert "Lớp chưa có lịch" in await cast.lam.says("lịch học")


async def _the_timetable_is_proposed_and_approved(walk: Walk) -> None:
    quang = walk.cast.quang
    await walk.to("11-24", "15:00")
    assert "vào khung giờ nào" in await quang.says("xếp lịch lớp L2026-4")
    proposal = await quang.says("sáng, tối thứ Ba, thứ Năm")
    assert "4/4 người học được đủ mọi bài, 6 buổi" in proposal
    assert "Bài 1: T3 1/12 18:30 4/6" in proposal
    assert "Bài 2 (buổi 2): T3 8/12 8:00 2/6 · T3 8/12 18:30 2/6" in proposal
    assert SHOWN not in await walk.cast.lam.reads(), "nothing is told before it is approved"
    approved = await quang.presses("Duyệt và báo học viên")
    assert "✅ Đã duyệt lịch L2026-4: 6 buổi, 4/4 người có chỗ học." in approved
    assert "mỗi người vào lúc thức và không làm việc" in approved


async def _each_is_told_when_awake_and_off_work(walk: Walk) -> None:
    """Dũng has slept off his night shift; Lâm works until 22:00 and sleeps then."""
    await walk.to("11-24", "23:30")
    assert TIMETABLE in walk.heard["spare"]
    assert "Bài 2 (buổi 2): thứ Ba 8/12 8:00 (trước ca 2)" in walk.heard["spare"]
    assert TIMETABLE not in walk.heard["lam"]
    await walk.to("11-25", "10:00")
    assert TIMETABLE in walk.heard["lam"]
    await walk.nothing_for_others()


async def _lam_changes_to_a_sitting_within_his_shift(walk: Walk) -> None:
    lam = walk.cast.lam
    shown = await lam.says("lịch học")
    assert "📅 Buổi tới: thứ Ba 1/12 18:30–21:30, Hội trường A · Bài 1: Khái quát lịch sử Đảng (trước ca 3)" in shown
    assert "Bài 2 (buổi 2): thứ Ba 8/12 18:30 (sau ca 1)" in shown
    assert "muốn đổi buổi nào" in await lam.says("đổi buổi")
    assert "1) thứ Ba 8/12 8:00 (trùng ca 1, còn 4 chỗ)" in await lam.says("3")
    changed = await lam.says("1")
    assert "✅ Đã xếp chỗ: Bài 2 (buổi 2): thứ Ba 8/12 8:00–11:30" in changed
    assert "⚠️ Theo ca làm: trùng ca 1." in changed
    assert "⚠️ Bài 2 (buổi 2): thứ Ba 8/12 8:00 (trùng ca 1)" in await lam.says("lịch học")
    letter = await lam.says("giấy gửi công ty")
    assert "1 buổi trùng giờ làm việc, 3,5 giờ" in letter
    assert "Đảng" not in await lam.says("1")
    assert any(message.has_attachment for message in lam.last)


async def _the_secretary_takes_the_first_roll_by_number(walk: Walk) -> None:
    trinh = walk.cast.trinh
    await walk.to("12-01", "21:40")
    assert "Bài 1, T3 1/12 18:30: 4/4 có mặt" in await trinh.says("điểm danh")
    assert "Vắng: 2. Nguyễn Thị Hạnh." in await trinh.says("vắng 2")
    saved = await trinh.says("lưu")
    assert "3/4 có mặt. Vắng: 1." in saved
    assert "Chưa có buổi học bù nào hợp ca" in saved


async def _lam_asks_leave_and_is_offered_a_make_up(walk: Walk) -> None:
    lam, quang = walk.cast.lam, walk.cast.quang
    await walk.to("12-02", "15:00")
    shown = await lam.says("lịch học")
    assert "Đã học: bài 1" in shown
    assert "đã học 1/4 buổi" in shown
    assert "Lý do: con ốm" in await lam.says("xin vắng thứ Năm 3/12 vì con ốm")
    assert "Chưa có buổi học bù hợp ca; có là bạn được báo ngay." in await lam.says("gửi")
    assert "Thêm một buổi của bài nào?" in await quang.says("thêm buổi thứ Bảy 5/12 18h30")
    summary = await quang.presses("Bài 2 (buổi 1): Cương lĩnh xây dựng đất nước")
    assert "1 người chưa có chỗ học bài này có thể đến." in summary
    assert "✅ Đã thêm: Bài 2 (buổi 1), thứ Bảy 5/12 18:30–21:30." in await quang.presses("Thêm buổi này")
    await walk.to("12-03", "16:00")
    offered = walk.heard["lam"]
    assert "Bạn đã xin vắng bài 2 (buổi 1); có thể học bù." in offered
    assert "thứ Bảy 5/12 18:30 (trước ca 3" in offered
    taken = await lam.presses("Bài 2 (buổi 1): T7 5/12 18:30")
    assert "✅ Đã xếp chỗ: Bài 2 (buổi 1): thứ Bảy 5/12 18:30–21:30, Hội trường A." in taken


async def _the_second_roll_is_taken_by_name(walk: Walk) -> None:
    quang = walk.cast.quang
    await walk.to("12-03", "21:40")
    page = await quang.says("điểm danh vắng Hạnh, Lâm")
    assert "Bài 2 (buổi 1), T5 3/12 18:30: 2/4 có mặt" in page
    assert "Vắng: 2. Nguyễn Thị Hạnh, 3. Nguyễn Mạnh Lâm (có phép)." in page
    saved = await quang.says("lưu")
    assert "2/4 có mặt. Vắng: 2 (1 có phép)." in saved
    assert "mời buổi học bù phù hợp ca: T7 5/12 18:30" in saved


async def _two_absences_in_a_row_are_told_to_the_secretary(walk: Walk) -> None:
    assert ABSENCES not in walk.heard["trinh"]
    await walk.to("12-04", "10:00")
    told = walk.heard["trinh"]
    assert f"⚠️ CN201 · N.T.H. {ABSENCES} của lớp L2026-4.\nT3 1/12 18:30, T5 3/12 18:30" in told
    assert "Bài 2 (buổi 1): hợp ca vào T7 5/12 18:30." in told
    assert "Nguyễn Thị Hạnh" not in told, "what nobody asked for carries no full name"


async def _lam_makes_up_what_he_missed(walk: Walk) -> None:
    cast = walk.cast
    await walk.to("12-05", "21:40")
    page = await cast.quang.says("điểm danh đủ")
    assert "Bài 2 (buổi 1), T7 5/12 18:30: 1/1 có mặt" in page
    assert "1/1 có mặt." in await cast.quang.says("lưu")
    await walk.to("12-06", "16:00")
    shown = await cast.lam.says("lịch học")
    assert "Đã học: bài 1, bài 2 (buổi 1)" in shown
    assert "đã học 2/4 buổi" in shown


async def _the_third_roll_is_taken_with_the_code_of_the_room(walk: Walk) -> None:
    cast = walk.cast
    await walk.to("12-08", "08:05")
    assert "Bài 2 (buổi 2), T3 8/12 8:00" in await cast.quang.says("mở điểm danh")
    code = _code_of_the_room(cast)
    for phone in (cast.lam, walk.dung):
        assert "✅ Đã điểm danh lúc 08:05" in await phone.says(code)
    await walk.nothing_for_others(code)
    assert "2/3 người đã tự điểm danh" in await cast.quang.says("mở điểm danh")
    await walk.to("12-08", "11:40")
    page = await cast.quang.says("điểm danh")
    assert "2/3 có mặt" in page
    assert "Vắng: 3. Phạm Thị Lan." in page, "she has no phone"
    assert "3/3 có mặt" in await cast.quang.says("Lan có mặt")
    assert "3/3 có mặt." in await cast.quang.says("lưu")


async def _lam_is_asked_about_the_wage(walk: Walk) -> None:
    cast = walk.cast
    assert WAGE not in walk.heard["lam"]
    await walk.to("12-08", "16:00")
    assert "Buổi học thứ Ba 8/12 8:00–11:30 trùng giờ làm việc của bạn." in walk.heard["lam"]
    assert WAGE in walk.heard["lam"]
    assert "công ty không tính lương (3,5 giờ)" in await cast.lam.presses("Không")
    assert "chưa đến 3 người" in await cast.quang.says("tiền lương ngày học"), "the hours of one are nobody's to see"


async def _the_last_rolls_are_taken(walk: Walk) -> None:
    cast = walk.cast
    for day, at, phone, what in (
        ("12-08", "21:40", cast.quang, "Bài 2 (buổi 2), T3 8/12 18:30: 1/1 có mặt"),
        ("12-10", "11:40", cast.trinh, "Bài 3, T5 10/12 8:00: 2/2 có mặt"),
        ("12-10", "21:40", cast.quang, "Bài 3, T5 10/12 18:30: 2/2 có mặt"),
    ):
        await walk.to(day, at)
        assert what in await phone.says("điểm danh")
        assert what in await phone.says("đủ")
        assert "✅ Đã lưu điểm danh" in await phone.says("lưu")
    assert "Không có buổi nào chờ điểm danh" in await cast.trinh.says("điểm danh")


async def _the_certificates_are_confirmed(walk: Walk) -> None:
    quang = walk.cast.quang
    await walk.to("12-11", "10:00")
    assert "📅 Lớp L2026-4 đã học xong: 3/4 người đủ điều kiện cấp chứng nhận" in walk.heard["quang"]
    assert "Chứng nhận lớp L2026-4: 3/3 người" in await quang.says("chứng nhận")
    assert not any("Hạnh" in label for label in quang.buttons)
    saved = await quang.presses("Xác nhận 3 người")
    assert "lớp L2026-4, 3 chứng nhận ngày 11/12/2026" in saved
    assert "QC012 (xong lớp nhận thức về Đảng)" in saved
    assert "60 tháng" in saved
    await walk.to("12-12", "16:00")
    for name in ("lam", "spare"):
        assert "✅ Bạn đã hoàn thành" in walk.heard[name]


async def _the_date_stands_in_the_path_of_lam(walk: Walk) -> None:
    cast = walk.cast
    own = await cast.lam.says("hồ sơ của tôi")
    assert "Bạn đã học xong lớp bồi dưỡng nhận thức về Đảng. (từ 11/12/2026)" in own
    shown = await cast.lam.says("lịch học")
    assert "Đã học: bài 1, bài 2 (buổi 1), bài 2 (buổi 2), bài 3" in shown
    assert "✅ Đã có chứng nhận ngày 11/12/2026" in shown
    assert "xong lớp nhận thức về Đảng 11/12/2026" in await cast.trinh.says("QC012")
    with cast.database.read() as session:
        candidate = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
        assert candidate.stage is Stage.CLASS_COMPLETED
        assert [step.reached_on for step in candidate.steps if step.stage is Stage.CLASS_COMPLETED] == [
            date(2026, 12, 11)
        ]
        certified = select(Person.code).join(Enrolment, Enrolment.person_id == Person.id)
        certified = certified.where(Enrolment.completed_on == date(2026, 12, 11))
        assert set(session.scalars(certified)) == {LAM, DUNG, LAN}
    await walk.nothing_for_others("QC012", "bảng lớp L2026-4")


async def _everything_was_said_once_and_to_nobody_else(walk: Walk) -> None:
    await walk.listen(OTHERS)
    once = {
        TIMETABLE: ("lam", "spare"),
        "có thể học bù": ("lam",),
        ABSENCES: ("trinh",),
        WAGE: ("lam",),
        "đã học xong": ("quang",),
        "Bạn đã hoàn thành": ("lam", "spare"),
    }
    for words, readers in once.items():
        counted = {name: told.count(words) for name, told in walk.heard.items() if words in told}
        assert counted == dict.fromkeys(readers, 1), words


def _next_hour(now: datetime) -> datetime:
    """Return the next of the `HOURS` at the organisation's place."""
    here = now.astimezone(PLACE)
    days = (here.date(), here.date() + timedelta(days=1))
    return next(hour for day in days for hour in (datetime.combine(day, one, PLACE) for one in HOURS) if hour > here)


def _code_of_the_room(cast: Cast) -> str:
    """Return the code that is shown now in the room whose check-in is open."""
    with cast.database.read() as session:
        key = session.scalars(select(ClassSitting.check_in_key).where(ClassSitting.check_in_key.is_not(None))).one()
    assert key is not None
    return check_in.code_at(key, cast.clock.now())
