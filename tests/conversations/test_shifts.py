"""Shifts by conversation: the own crew in two presses, exceptions, the crews of a cell, the monthly question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.app import settings_of
from handlers.notices import KINDS, shift_check
from handlers.notices.saying import say_due
from models.audit import Actor, Via, act_as
from models.people import Membership, Person
from models.person_rotas import rota_of
from models.shift_records import RecordKind, ShiftRecord
from models.units import Enterprise, Unit
from tests.conversations.conftest import Cast
from tests.support.organisation import _member
from tests.support.phones import CONFIG
from tests.support.shift_systems import systems

TUESDAY = date(2026, 11, 24)
LEAVE = "nghỉ phép 3/12–5/12"
SECRETS = ("Nguyễn Minh Kiên", "Nguyễn Lan Trinh", "kíp C", "Nguyễn Mạnh Lâm")


def _write(cast: Cast, change: Callable[[Session], None]) -> None:
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        change(session)


def _person(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()


def _crew(cast: Cast, code: str = "CN010") -> tuple[str | None, str | None, date | None]:
    with cast.database.read() as session:
        person = _person(session, code)
        return person.shift_system_code, person.crew, person.shifts_said_on


def _records(cast: Cast) -> list[tuple[RecordKind, date, date, str | None]]:
    with cast.database.read() as session:
        rows = session.scalars(select(ShiftRecord).order_by(ShiftRecord.first_on, ShiftRecord.id))
        return [(row.kind, row.first_on, row.last_on, row.starts) for row in rows]


def _works(cast: Cast, code: str, day: date) -> bool:
    """Whether somebody, put into a crew that would, works on a day."""
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        person = _person(session, code)
        person.shift_system_code, person.crew = "3CA", "A"
        works = rota_of(session, person, day, day).shift_on(day) is not None
        session.rollback()
        return works


def _plants(cast: Cast, system: str | None = "3CA", *, worker: tuple[str | None, str | None] = (None, None)) -> None:
    """Write the other shift systems, that of the enterprise of CB06, and the system and crew of the worker."""

    def write(session: Session) -> None:
        session.add_all(one for one in systems() if one.code != "3CA")
        session.flush()
        session.scalars(select(Enterprise).where(Enterprise.code == "DN001")).one().shift_system_code = system
        lam = _person(session, "CN010")
        lam.shift_system_code, lam.crew = worker

    _write(cast, write)


def _known(cast: Cast, code: str, system: str, crew: str) -> None:
    def write(session: Session) -> None:
        person = _person(session, code)
        person.shift_system_code, person.crew = system, crew

    _write(cast, write)


async def test_the_own_crew_is_set_in_two_presses(cast: Cast) -> None:
    _plants(cast)
    assert "Tuần này bạn làm ca nào?" in await cast.lam.says("ca của tôi")
    summary = await cast.lam.presses("Ca 2")
    assert "kíp B" in summary
    assert "Tuần này: T2–T7 ca 2, CN nghỉ" in summary
    assert "Tuần sau: T2–T7 ca 3, CN nghỉ" in summary
    assert _crew(cast) == (None, None, None)
    assert "✅ Đã lưu" in await cast.lam.presses("Đúng, lưu")
    assert _crew(cast) == ("3CA", "B", TUESDAY)
    shown = await cast.lam.says("ca cua toi")
    assert "Tuần này (23/11–29/11): T2–T7 ca 2, CN nghỉ" in shown
    assert any(message.has_attachment for message in cast.lam.last)
    assert len(shown.split("\n")) <= 10 + len(cast.lam.buttons)


async def test_it_goes_by_numbers_and_without_accents(cast: Cast) -> None:
    _plants(cast, system=None)
    assert "chế độ ca nào" in await cast.lam.says("doi ca")
    await cast.lam.says("3ca")
    assert "Tuần này bạn làm ca nào?" in cast.lam.last[-1].text
    await cast.lam.says("ca 2")
    await cast.lam.says("1")
    assert _crew(cast) == ("3CA", "B", TUESDAY)


async def test_what_was_said_of_the_week_is_kept_until_the_system_is_known(straight: Cast) -> None:
    _plants(straight, system=None)
    assert "chế độ ca nào" in await straight.lam.says("tuần này tôi ca 2")
    assert "3 ca đổi tuần, kíp B" in await straight.lam.presses("3 ca đổi tuần")
    await straight.lam.presses("Chế độ khác")
    assert "Hôm nay bạn làm ca nào?" in await straight.lam.presses("4K")


async def test_a_letter_is_kept_until_the_system_is_known(straight: Cast) -> None:
    _plants(straight, system=None)
    await straight.lam.says("kíp D")
    assert "3 ca đổi tuần không có kíp D" in await straight.lam.presses("3 ca đổi tuần")
    await straight.lam.presses("Chế độ khác")
    await straight.lam.says("tôi kíp D")
    assert "4K, kíp D" in await straight.lam.says("làm 3 ca 4 kíp, kíp D")


async def test_what_is_known_is_confirmed_at_once(straight: Cast) -> None:
    assert "Đúng như tôi đang ghi" in await straight.lam.says("tuần này tôi ca 2")
    assert _crew(straight) == ("3CA", "B", TUESDAY)
    await straight.lam.says("ca của tôi")
    assert "Đúng như tôi đang ghi" in await straight.lam.presses("Đúng rồi")


async def test_a_statement_that_differs_is_another_crew_or_a_swap(straight: Cast) -> None:
    assert "Tuần này kíp B làm ca 2; bạn báo ca 3." in await straight.lam.says("tuần này ca 3")
    await straight.lam.presses("Tôi đã sang kíp C")
    await straight.lam.presses("Đúng, lưu")
    assert _crew(straight)[1] == "C"
    assert "ca trở lại như trước" in await straight.lam.says("hoàn tác")
    assert _crew(straight) == ("3CA", "B", None)
    await straight.lam.says("tuần này ca 3")
    await straight.lam.presses("Chỉ đổi ca những ngày này")
    saved = await straight.lam.presses("Lưu")
    assert "24/11–28/11: ca 3" in saved
    assert [day for _, day, _, _ in _records(straight)] == [TUESDAY + timedelta(days=step) for step in range(5)]
    assert "Đúng như tôi đang ghi" not in await straight.lam.says("tuần này ca 2")


async def test_a_statement_that_fits_no_crew_says_what_the_crews_do(straight: Cast) -> None:
    _plants(straight, "4K", worker=("4K", "A"))
    answer = await straight.lam.says("tuần này tôi ca 2")
    assert "tuần này không kíp nào làm như vậy" in answer
    assert "kíp A ca 1, kíp B ca 2, kíp C ca 3, kíp D nghỉ" in answer
    await straight.lam.presses("Chỉ đổi ca những ngày này")
    await straight.lam.presses("Lưu")
    assert {starts for _, _, _, starts in _records(straight)} == {"14:00"}


@pytest.mark.parametrize(
    ("said", "answer"), [("kíp Z", "không có kíp Z. Có các kíp: A, B, C"), ("tuần này ca 4", "ca 1")]
)
async def test_a_crew_or_a_shift_that_does_not_exist_names_those_that_do(
    straight: Cast, said: str, answer: str
) -> None:
    assert answer in await straight.lam.says(said)
    assert _crew(straight) == ("3CA", "B", None)


async def test_a_cycle_that_is_not_whole_weeks_is_asked_by_the_day(straight: Cast) -> None:
    _plants(straight, "4K")
    assert "Hôm nay bạn làm ca nào?" in await straight.lam.says("ca của tôi")
    assert "kíp D" in await straight.lam.presses("Nghỉ")


async def test_where_several_crews_fit_the_day_another_day_is_asked(straight: Cast) -> None:
    _plants(straight, "4-2")
    await straight.lam.says("ca của tôi")
    assert "bạn làm ca nào?" in await straight.lam.presses("Nghỉ")
    assert "Hôm nay" not in straight.lam.last[-1].text
    await straight.lam.presses("Ca ngày")
    assert "Đã lưu" in await straight.lam.says("1")
    assert _crew(straight)[1] in ("B", "D")


async def test_who_works_in_office_hours_needs_no_crew(straight: Cast) -> None:
    _plants(straight)
    assert "T2–T7 hành chính, CN nghỉ" in await straight.lam.says("tôi làm hành chính")
    await straight.lam.presses("Đúng, lưu")
    assert _crew(straight) == ("HC", None, TUESDAY)


async def test_leave_is_shown_confirmed_and_taken_back(cast: Cast) -> None:
    assert "Thứ Năm 3/12 đến Thứ Bảy 5/12" in await cast.lam.says("nghi phep 3/12-5/12")
    assert _records(cast) == []
    assert "✅ Đã lưu: 3/12–5/12: nghỉ phép" in await cast.lam.says("1")
    assert _records(cast) == [(RecordKind.LEAVE, date(2026, 12, 3), date(2026, 12, 5), None)]
    assert "T2–T4 ca 3, T5–CN nghỉ" in await cast.lam.says("ca của tôi")
    assert "Đã hoàn tác" in await cast.lam.says("hoàn tác")
    assert _records(cast) == []


async def test_what_contradicts_is_asked_and_the_leave_gives_way_for_that_day_only(cast: Cast) -> None:
    await cast.lam.says(LEAVE)
    await cast.lam.says("1")
    asked = await cast.lam.says("thứ 6 tuần sau tôi đổi sang ca 1")
    assert "Đã ghi: 3/12–5/12: nghỉ phép. Mới báo: Thứ Sáu 4/12: ca 1 (06:00–14:00)" in asked
    await cast.lam.says("1")
    await cast.lam.says("1")
    days = [(kind, first.day, last.day) for kind, first, last, _ in _records(cast)]
    assert days == [(RecordKind.LEAVE, 3, 3), (RecordKind.SWAP, 4, 4), (RecordKind.LEAVE, 5, 5)]
    await cast.lam.says("hoàn tác")
    assert [(first.day, last.day) for _, first, last, _ in _records(cast)] == [(3, 5)]


async def test_what_is_kept_stays(straight: Cast) -> None:
    await straight.lam.says(LEAVE)
    await straight.lam.says("1")
    await straight.lam.says("tăng ca 17h-20h thứ 6 tuần sau")
    assert "Giữ như cũ" in await straight.lam.presses("Giữ: 3/12–5/12: nghỉ phép")
    assert len(_records(straight)) == 1


async def test_leave_that_is_said_twice_is_saved_once(straight: Cast) -> None:
    for _ in range(2):
        await straight.lam.says(LEAVE)
        await straight.lam.says("1")
    assert len(_records(straight)) == 1
    await straight.lam.says("nghỉ phép 4/12-7/12")
    await straight.lam.says("1")
    assert [(first.day, last.day) for _, first, last, _ in _records(straight)] == [(3, 5), (6, 7)]


async def test_leave_is_taken_off_for_the_days_said(straight: Cast) -> None:
    await straight.lam.says(LEAVE)
    await straight.lam.says("1")
    assert "Sẽ bỏ:" in await straight.lam.says("hủy nghỉ phép 4/12")
    assert straight.lam.buttons == ["Bỏ nghỉ phép", "Giữ nguyên"]
    await straight.lam.presses("Giữ nguyên")
    assert len(_records(straight)) == 1
    await straight.lam.says("hủy nghỉ phép 4/12")
    await straight.lam.says("bỏ")
    assert [(first.day, last.day) for _, first, last, _ in _records(straight)] == [(3, 3), (5, 5)]
    assert "Tôi không thấy ghi" in await straight.lam.says("hủy tăng ca 4/12")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("nghỉ phép 1/11", "trong vòng 7 ngày"),
        ("nghỉ phép 1/1/2030", "nhiều nhất 12 tháng"),
        ("nghỉ phép 31/2", "không có trong lịch"),
        ("nghỉ phép 30/11-28/11", "ngày cuối lại trước ngày đầu"),
        ("đổi ca thứ 5 sang ca 4", "không có “ca 4”"),
    ],
)
async def test_what_cannot_be_is_said_and_asked_again(straight: Cast, said: str, answer: str) -> None:
    assert answer in await straight.lam.says(said)
    assert straight.lam.buttons
    assert _records(straight) == []


async def test_a_day_of_the_last_week_may_be_told_late(straight: Cast) -> None:
    await straight.lam.says("nghỉ phép 20/11")
    await straight.lam.says("1")
    assert _records(straight)[0][1] == date(2026, 11, 20)


async def test_leave_that_is_said_without_its_end_asks_for_it(straight: Cast) -> None:
    assert "Từ Thứ Năm 3/12 đến hết ngày nào?" in await straight.lam.says("nghỉ phép từ 3/12")
    assert "ngày cuối lại trước ngày đầu" in (await straight.lam.says("1/12")).lower()
    assert "Thứ Năm 3/12 đến Thứ Bảy 5/12" in await straight.lam.says("5/12")


async def test_two_things_said_of_one_day_in_one_message_are_asked(straight: Cast) -> None:
    asked = await straight.lam.says("nghỉ phép 3/12 đến 5/12 và 4/12 ca 1")
    assert "Thứ Sáu 4/12, bạn báo hai điều khác nhau: 3/12–5/12: nghỉ phép; Thứ Sáu 4/12: ca 1" in asked
    await straight.lam.says("1")
    await straight.lam.presses("Lưu")
    days = [(kind, first.day, last.day) for kind, first, last, _ in _records(straight)]
    assert days == [(RecordKind.LEAVE, 3, 3), (RecordKind.SWAP, 4, 4), (RecordKind.LEAVE, 5, 5)]


async def test_new_words_take_the_place_of_the_open_question(straight: Cast) -> None:
    await straight.lam.says(LEAVE)
    await straight.lam.says("1")
    assert "Ghi theo việc nào?" in await straight.lam.says("tăng ca 4/12 17h-20h")
    assert "Mới báo: Thứ Sáu 4/12: ca 2 (14:00–22:00)" in await straight.lam.says("4/12 ca 2")
    assert "Thứ Bảy 12/12 đến Thứ Hai 14/12" in await straight.lam.says("nghỉ phép 12/12-14/12")
    assert "kíp C" in await straight.lam.says("tôi kíp C")
    assert "Thứ Bảy 12/12 đến Thứ Hai 14/12" in await straight.lam.says("nghỉ phép 12/12-14/12")
    await straight.lam.says("1")
    assert len(_records(straight)) == 2


async def test_a_crew_that_holds_from_a_day_on_leaves_the_days_before_as_they_are(straight: Cast) -> None:
    summary = await straight.lam.says("từ thứ 2 tuần sau em làm kíp C")
    assert "Từ Thứ Hai 30/11, ca của bạn: 3 ca đổi tuần, kíp C." in summary
    assert "Tuần sau: T2–T7 ca 1, CN nghỉ" in summary
    assert "Trước ngày đó vẫn như cũ: 3 ca đổi tuần, kíp B." in summary
    assert "từ Thứ Hai 30/11" in await straight.lam.says("1")
    assert _crew(straight) == ("3CA", "C", TUESDAY)
    assert "T2 ca 3, T3–T7 ca 2, CN nghỉ" in await straight.lam.says("ca của tôi")
    await straight.lam.says("hoàn tác")
    assert (_crew(straight), _records(straight)) == (("3CA", "B", None), [])
    assert "nhiều nhất 31 ngày" in await straight.lam.says("từ 1/3 em làm kíp C")


async def test_a_shift_from_a_day_on_asks_for_the_crew_that_follows(straight: Cast) -> None:
    assert "Đúng như tôi đang ghi" in await straight.lam.says("em chuyển sang ca 3 từ thứ 2")
    assert "Từ Thứ Tư 25/11 kíp B làm ca 2; bạn báo ca 3." in await straight.lam.says("từ mai làm ca 3")
    await straight.lam.presses("Từ Thứ Tư 25/11 tôi sang kíp C")
    await straight.lam.presses("Đúng, lưu")
    assert _crew(straight) == ("3CA", "C", TUESDAY)
    assert [day for _, day, _, _ in _records(straight)] == [TUESDAY]


async def test_a_crew_that_is_off_is_said_to_be_off_and_bo_leaves_the_question(straight: Cast) -> None:
    _plants(straight, "4K", worker=("4K", "D"))
    assert "Hôm nay kíp D nghỉ; bạn báo ca 1." in await straight.lam.says("hôm nay ca 1")
    assert "Đã bỏ" in await straight.lam.says("bỏ")
    assert "Tuần này kíp D làm T2–T3 nghỉ, T4–T5 ca 1" in await straight.lam.says("tuần này ca 1")


async def test_work_on_a_day_off_asks_which_shift(straight: Cast) -> None:
    assert "Chủ nhật 29/11: bạn làm ca nào?" in await straight.lam.says("cn nay di lam")
    assert "ca 1 (06:00–14:00), thay cho nghỉ" in await straight.lam.says("ca 1")


async def test_overtime_in_the_evening_is_offered_in_the_evening(straight: Cast) -> None:
    _known(straight, "CN010", "3CA", "A")
    await straight.lam.says("tăng ca tối nay")
    assert straight.lam.buttons == ["18:00–20:00", "18:00–21:00", "18:00–22:00"]
    assert "18:00–20:00" in await straight.lam.says("overtime tonight 2 hours")
    straight.clock.moment = straight.clock.now().replace(hour=13, minute=39)  # 20:39 in Vietnam
    await straight.lam.says("tăng ca tối nay")
    assert straight.lam.buttons == ["21:00–23:00", "21:00–00:00", "21:00–01:00"]


async def test_overtime_asks_for_its_hours_and_warns_of_what_is_odd(straight: Cast) -> None:
    assert "từ mấy giờ đến mấy giờ?" in await straight.lam.says("tăng ca tối nay")
    assert straight.lam.buttons == ["22:00–00:00", "22:00–01:00", "22:00–02:00"]
    assert "trùng với ca 2 (14:00–22:00)" in await straight.lam.says("17h-20h")
    await straight.lam.presses("Giờ khác")
    assert "22:00–00:00" in await straight.lam.says("2 tiếng")
    await straight.lam.presses("Lưu")
    assert _records(straight) == [(RecordKind.OVERTIME, TUESDAY, TUESDAY, "22:00")]


async def test_a_rest_that_becomes_too_short_is_said(straight: Cast) -> None:
    answer = await straight.lam.says("thứ 5 đổi sang ca 1")
    assert "⚠️ Trước ca Thứ Năm 26/11 chỉ được nghỉ 8 giờ; luật yêu cầu 12 giờ" in answer
    assert "chưa đối chiếu văn bản gốc" in answer
    assert "⚠️" not in await straight.lam.says("thứ 7 đổi sang ca 3")


async def test_a_swap_takes_the_colleagues_shift_of_the_day_and_changes_only_the_own(straight: Cast) -> None:
    _known(straight, "DV075", "3CA", "A")
    _known(straight, "DV076", "3CA", "C")
    answer = await straight.trinh.says("đổi ca với anh Kiên thứ 5")
    assert "Thứ Năm 26/11: ca 3 (22:00–06:00), thay cho ca 1, đổi với Nguyễn Minh Kiên" in answer
    assert "Tôi chỉ đổi ca của đồng chí" in await straight.trinh.presses("Lưu")
    assert len(_records(straight)) == 1


async def test_who_is_not_of_the_cell_is_answered_as_if_nobody_was_called_so(straight: Cast) -> None:
    _known(straight, "DV076", "3CA", "C")
    there = await straight.lam.says("đổi ca với Kiên thứ 5")
    await straight.lam.says("thôi")
    nowhere = await straight.lam.says("đổi ca với Xuyến thứ 5")
    assert there.replace("Kiên", "Xuyến") == nowhere
    assert "làm ca nào?" in there


async def test_a_closing_is_of_everybody_and_comes_from_who_leads_the_cell(cast: Cast) -> None:
    assert "Công ty CP Động cơ Minh Quang nghỉ" in await cast.trinh.says("xí nghiệp nghỉ tết 14/12-20/12")
    await cast.trinh.presses("Lưu")
    assert _records(cast) == [(RecordKind.CLOSING, date(2026, 12, 14), date(2026, 12, 20), None)]
    assert "không cần lưu gì thêm" in await cast.trinh.says("xí nghiệp nghỉ tết 14/12-20/12")
    assert _works(cast, "DV075", date(2026, 12, 15)) is False
    assert _works(cast, "DV097", date(2026, 12, 15)) is True
    await cast.trinh.says("hoàn tác")
    assert _records(cast) == []
    asked = await cast.lam.says("nhà máy đóng cửa tuần sau")
    assert "Riêng bạn, tôi có thể ghi là ngày nghỉ" in asked
    await cast.lam.says("1")
    assert _records(cast) == [(RecordKind.LEAVE, date(2026, 11, 30), date(2026, 12, 6), None)]


async def test_the_secretary_of_another_cell_closes_only_their_own_plant(straight: Cast) -> None:
    answer = await straight.nhung.says("công ty Minh Quang đóng cửa tuần sau")
    assert "Động cơ Minh Quang" not in f"{answer} {straight.nhung.buttons}"
    await straight.nhung.says("1")
    await straight.nhung.presses("Lưu")
    with straight.database.read() as session:
        codes = session.scalars(select(Enterprise.code).join(ShiftRecord, ShiftRecord.enterprise_id == Enterprise.id))
        assert codes.all() == ["DN002"]


async def test_a_secretary_sets_a_crew_at_once(cast: Cast) -> None:
    _plants(cast)
    shown = await cast.trinh.says("ca của chi bộ")
    assert "đã rõ 0/2 người" in shown
    summary = await cast.trinh.says("kíp C: 1, Kiên, Xuyến")
    assert "Kíp C: 2 người" in summary
    assert "Tôi không thấy Xuyến" in summary
    assert "✅ Đã lưu: kíp C, 2 người" in await cast.trinh.presses("Lưu")
    assert _crew(cast, "DV076") == ("3CA", "C", TUESDAY)
    assert "đã rõ 2/2 người" in await cast.trinh.says("ca cua chi bo")
    await cast.trinh.says("hoàn tác")
    assert _crew(cast, "DV076") == (None, None, None)


async def test_a_crew_is_begun_by_a_press_and_goes_on_with_names(straight: Cast) -> None:
    _plants(straight)
    await straight.trinh.says("ca của chi bộ")
    assert "Ai làm kíp B?" in await straight.trinh.presses("Kíp B…")
    assert "Nguyễn Minh Kiên" in await straight.trinh.says("kien")
    await straight.trinh.says("1")
    assert _crew(straight, "DV076")[:2] == ("3CA", "B")


async def test_two_of_one_name_are_asked_about_and_many_go_page_by_page(straight: Cast) -> None:
    _plants(straight)

    def write(session: Session) -> None:
        cell = session.scalars(select(Unit).where(Unit.code == "CB06")).one()
        for number, name in enumerate(("Hoàng Văn Kiên", "Lê Thị An", "Bùi Văn Bình", "Vũ Thị Cúc", "Đỗ Văn Dũng"), 80):
            person = _member(session, f"DV0{number}", name, cell, None)  # type: ignore[arg-type]  # nobody's sex is said
            person.membership = Membership.OFFICIAL

    _write(straight, write)
    assert "trang 1/2" in await straight.trinh.says("ca của chi bộ")
    assert "Đỗ Văn Dũng" in await straight.trinh.says("trang 2")
    assert "“Kiên”" in await straight.trinh.says("Kiên kíp A")
    await straight.trinh.says("1")
    await straight.trinh.presses("Lưu")
    assert _crew(straight, "DV076")[1] == "A"
    assert _crew(straight, "DV080")[1] is None


async def test_a_secretary_moves_several_into_office_hours(straight: Cast) -> None:
    _plants(straight)
    summary = await straight.trinh.says("Kiên, Trinh chuyển sang hành chính")
    assert "Hành chính: 2 người" in summary or "HC: 2 người" in summary
    assert "2 người" in await straight.trinh.presses("Lưu")
    assert _crew(straight, "DV076") == ("HC", None, TUESDAY)
    assert "kíp B: 1, 3, 5" in await straight.trinh.says("Kiên chuyển sang 3 ca 4 kíp")


@pytest.mark.parametrize("who", ["outsider", "lam", "nhung", "mai"])
async def test_everybody_else_sees_and_sets_nothing(straight: Cast, who: str) -> None:
    _known(straight, "DV076", "3CA", "C")
    _known(straight, "DV075", "3CA", "C")
    phone = getattr(straight, who)
    said = ("ca của chi bộ", "kíp A: Kiên", "kíp A gồm 1, 2", "Kiên kíp A", "Kiên chuyển sang hành chính")
    pressed = ("shifts:cell:0", "shifts:crewof:A", "shifts:check:3CA.C:yes", "shifts:check:", "shifts:", "shifts:x")
    for text in said:
        straight.wait(hours=1)
        await phone.says("thôi")
        answer = await phone.says(text)
        assert not any(secret in f"{answer} {phone.buttons}" for secret in SECRETS), text
    for data in pressed:
        straight.wait(hours=1)
        await phone.says("thôi")
        answer = await phone.forges(data)
        assert not any(secret in f"{answer} {phone.buttons}" for secret in SECRETS), data
    assert _crew(straight, "DV076") == ("3CA", "C", None)


async def test_another_form_that_stands_unfinished_is_not_put_aside(straight: Cast) -> None:
    await straight.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    for said in ("tuần này tôi ca 2", "ca của tôi", LEAVE, "kíp A: Kiên"):
        assert "Nguyễn Thị Hạnh" in await straight.trinh.says(said)
    assert _records(straight) == []


# The monthly question.


def _settle(cast: Cast, *, said_days_ago: int | None, worker: tuple[str, str | None] = ("3CA", "B")) -> None:
    def write(session: Session) -> None:
        lam = _person(session, "CN010")
        lam.shift_system_code, lam.crew = worker
        today = cast.clock.now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()
        lam.shifts_said_on = None if said_days_ago is None else today - timedelta(days=said_days_ago)

    _write(cast, write)


def _asked(cast: Cast) -> list[str]:
    """Raise and say what is due; return what is asked of whom, as “code: words”."""
    found: list[str] = []
    settings = settings_of(CONFIG)

    def write(session: Session) -> None:
        shift_check.raise_due(session, cast.clock.now(), settings)
        said, _ = say_due(session, cast.clock.now(), settings, KINDS, 100)
        for one in said:
            for notice, reply in one.notices:
                if notice.kind == shift_check.NAME:
                    found.append(f"{notice.person.code}: {reply.text}")

    _write(cast, write)
    return found


@pytest.mark.parametrize(("said_days_ago", "asked"), [(None, True), (30, True), (29, False)])
async def test_only_those_whose_last_word_is_old_are_asked(
    straight: Cast, said_days_ago: int | None, asked: bool
) -> None:
    _settle(straight, said_days_ago=said_days_ago)
    assert _asked(straight) == (["CN010: Tuần này bạn làm ca 2, đúng không?"] if asked else [])


async def test_it_is_asked_once_in_a_month_and_not_again_at_its_turn(straight: Cast) -> None:
    _settle(straight, said_days_ago=40)
    assert len(_asked(straight)) == 1
    straight.wait(days=3)
    assert _asked(straight) == []
    straight.wait(days=7, hours=7)  # a Friday afternoon of December, after a night shift
    assert _asked(straight) == []
    straight.wait(days=20)
    assert len(_asked(straight)) == 1


async def test_nobody_is_asked_while_at_work(straight: Cast) -> None:
    _settle(straight, said_days_ago=None)
    straight.wait(hours=6)  # 15:00, in the middle of shift 2
    assert _asked(straight) == []
    straight.wait(hours=18)
    assert len(_asked(straight)) == 1


@pytest.mark.parametrize("worker", [("HC", "A"), ("HC", None), ("3CA", None)])
async def test_office_hours_and_unknown_crews_are_not_asked_about(
    straight: Cast, worker: tuple[str, str | None]
) -> None:
    _plants(straight)
    _settle(straight, said_days_ago=None, worker=worker)
    assert _asked(straight) == []


async def test_who_works_by_the_day_is_asked_about_today_and_tomorrow(straight: Cast) -> None:
    _plants(straight)
    _settle(straight, said_days_ago=None, worker=("4K", "D"))
    assert _asked(straight) == ["CN010: Ca của bạn: hôm nay nghỉ, ngày mai ca 1. Đúng không?"]


@pytest.mark.not_on_zalo("forges presses, which need a button")
async def test_yes_notes_the_day_and_no_asks_for_the_crew(straight: Cast) -> None:
    _settle(straight, said_days_ago=40)
    assert "Cảm ơn bạn" in await straight.lam.forges("shifts:check:3CA.B:yes")
    assert _crew(straight) == ("3CA", "B", TUESDAY)
    assert "Tuần này bạn làm ca nào?" in await straight.lam.forges("shifts:check:3CA.B:no")
    assert "3 ca đổi tuần, kíp B" in await straight.lam.forges("shifts:check:3CA.C:yes")
