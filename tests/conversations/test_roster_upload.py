"""A plant's roster by chat: shown before anything is written, then saved as shown, and taken back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from bot.clock import FrozenClock
from handlers.workbook import rosters
from models.audit import Actor, Via, act_as
from models.database import Database
from models.people import Person
from models.shift_records import RecordKind, RecordSource, ShiftRecord
from models.uploads import Upload
from tests.conversations.conftest import SPARE, Cast, cast_over
from tests.support.organisation import CHATS, OUTSIDER
from tests.support.zalo_phones import over_zalo
from tests.workbook.roster_builder import MONDAY, Marks, Who, days_from, roster

LAM: Who = ("CN010", "Nguyễn Mạnh Lâm")  # 3CA, crew B: this week on shift 2
KIEN: Who = ("DV076", "Nguyễn Minh Kiên")  # nothing is known of his shifts
NHUNG: Who = ("DV097", "Nguyễn Thị Nhung")  # of another cell
STRANGER: Who = ("DV999", "Trần Thị Không Có")
WEEK = days_from(MONDAY, 7)
LAMS_WEEK: Marks = ["2", "2", "2", "2", "2", "2", "-"]
NAME = "phan-ca.xlsx"
REFUSAL = "Hồ sơ đảng viên không được gửi qua ứng dụng nhắn tin. Tôi đã không lưu tệp này."
_NO_FILES = pytest.mark.not_on_zalo("Zalo sends no documents to bots")


def _saved(cast: Cast) -> int:
    with cast.database.read() as session:
        return session.scalar(select(func.count()).select_from(ShiftRecord)) or 0


def _uploads(cast: Cast) -> int:
    with cast.database.read() as session:
        return session.scalar(select(func.count()).select_from(Upload)) or 0


def _crew(cast: Cast, code: str) -> tuple[str | None, str | None, date | None]:
    with cast.database.read() as session:
        person = session.scalars(select(Person).where(Person.code == code)).one()
        return person.shift_system_code, person.crew, person.shifts_said_on


def _lam_is_on_leave(cast: Cast, day: date) -> None:
    with cast.database.write() as session:
        act_as(session, Actor(Via.CHAT, cast.clock.now()))
        lam = session.scalars(select(Person).where(Person.code == "CN010")).one()
        facts = {"kind": RecordKind.LEAVE, "source": RecordSource.SAID, "recorded_at": cast.clock.now()}
        session.add(ShiftRecord(person_id=lam.id, first_on=day, last_on=day, **facts))


@_NO_FILES
async def test_a_secretary_sees_what_a_roster_changes_saves_it_and_takes_it_back(cast: Cast) -> None:
    rows = [(LAM, ["2", "ca X", "1", "P", "P", "2", "-"]), (KIEN, ["3"] * 6 + ["OFF"]), (STRANGER, LAMS_WEEK)]
    preview = await cast.trinh.sends_file(NAME, roster(rows, WEEK))
    assert preview.split("\n") == [
        "phan-ca.xlsx",
        "23/11–29/11/2026: 2 người, 7 ngày",
        "Khác với điều đang biết: 3 ô; trước đây chưa biết: 7 ô.",
        "Đặt kíp, trước đây chưa biết (1): DV076 kíp C (3 ca đổi tuần)",
        "⚠️ Ô chưa hiểu (1): hàng 2, cột E (24/11): “ca X” không có trong chế độ “3 ca đổi tuần”",
        "⚠️ Hàng bỏ qua (1): hàng 4: không tìm thấy “DV999 · Trần Thị Không Có”",
    ]
    assert cast.trinh.buttons == ["Ghi", "Bỏ"]
    assert (_saved(cast), _crew(cast, "DV076")) == (0, (None, None, None))

    done = await cast.trinh.presses("Ghi")
    assert "Đã ghi bảng phân ca 23/11–29/11/2026: 2 người, 7 ngày" in done
    assert "Số ngày khác vòng ca thường lệ đã lưu: 2." in done
    assert (_saved(cast), _uploads(cast)) == (2, 0)
    assert _crew(cast, "DV076") == ("3CA", "C", date(2026, 11, 24))

    assert "lịch của 2 người trở lại như trước" in await cast.trinh.says("hoan tac")
    assert (_saved(cast), _crew(cast, "DV076")) == (0, (None, None, None))


@_NO_FILES
async def test_a_discarded_roster_leaves_nothing(cast: Cast) -> None:
    await cast.trinh.sends_file(NAME, roster([(LAM, ["1"] * 7)], WEEK))
    assert "chưa lưu gì" in await cast.trinh.presses("Bỏ")
    assert (_saved(cast), _uploads(cast)) == (0, 0)


@_NO_FILES
async def test_an_administrator_reaches_everybody_and_imports_organisations_as_before(cast: Cast) -> None:
    preview = await cast.quang.sends_file(NAME, roster([(LAM, LAMS_WEEK), (NHUNG, LAMS_WEEK)], WEEK))
    assert "2 người, 7 ngày" in preview
    assert "DV097 kíp B (3 ca đổi tuần)" in preview
    assert "Đã ghi" in await cast.quang.presses("Ghi")


async def test_another_cell_is_told_the_same_as_nobody(straight: Cast) -> None:
    rows = [(LAM, LAMS_WEEK), (NHUNG, LAMS_WEEK), (STRANGER, LAMS_WEEK)]
    preview = await straight.trinh.sends_file(NAME, roster(rows, WEEK))
    assert "hàng 3: không tìm thấy “DV097 · Nguyễn Thị Nhung”" in preview
    assert "hàng 4: không tìm thấy “DV999 · Trần Thị Không Có”" in preview
    assert "1 người" in preview
    await straight.trinh.presses("Ghi")
    assert _crew(straight, "DV097") == (None, None, None)


async def test_a_roster_of_nobody_known_is_not_kept(straight: Cast) -> None:
    answer = await straight.trinh.sends_file(NAME, roster([(NHUNG, LAMS_WEEK)], WEEK))
    assert "không có gì ghi được" in answer
    assert straight.trinh.buttons == []
    assert _uploads(straight) == 0


@pytest.mark.parametrize("who", ["long", "lam", "outsider"])
async def test_rosters_of_everybody_else_are_refused_and_not_fetched(straight: Cast, who: str) -> None:
    assert REFUSAL in await getattr(straight, who).sends_file(NAME, roster([(LAM, LAMS_WEEK)], WEEK))
    assert await straight.exchange.files_fetched() == 0


async def test_a_workbook_that_is_no_roster_is_refused_to_a_secretary_with_a_hint(straight: Cast) -> None:
    answer = await straight.trinh.sends_file("ly-lich.xlsx", roster([], ["Ngày sinh", "Quê quán"]))
    assert REFUSAL in answer
    assert "Tôi nhận bảng phân ca" in answer
    assert _uploads(straight) == 0


async def test_a_file_that_is_no_workbook_is_told_so(straight: Cast) -> None:
    assert "không phải là bảng tính Excel" in await straight.trinh.sends_file(NAME, b"ca 1, ca 2")
    assert "tháng" in await straight.trinh.sends_file(NAME, roster([(LAM, ["1"] * 28)], list(range(1, 29))))
    assert _uploads(straight) == 0


async def test_numbers_and_words_do_what_the_buttons_do(straight: Cast) -> None:
    content = roster([(LAM, ["1"] * 7)], WEEK)
    await straight.trinh.sends_file(NAME, content)
    assert "chưa lưu gì" in await straight.trinh.says("2")
    await straight.trinh.sends_file(NAME, content)
    assert "Đã ghi" in await straight.trinh.says("1")
    await straight.trinh.says("hoàn tác")
    await straight.trinh.sends_file(NAME, content)
    assert "Đã ghi" in await straight.trinh.says("ghi")
    assert _saved(straight) == 7


async def test_what_was_shown_is_what_is_saved(straight: Cast) -> None:
    await straight.trinh.sends_file(NAME, roster([(LAM, ["1", *LAMS_WEEK[1:]])], WEEK))
    _lam_is_on_leave(straight, WEEK[0])
    answer = await straight.trinh.presses("Ghi")
    assert "có điều đã thay đổi nên tôi chưa ghi gì" in answer
    assert "hàng 2, cột D (23/11): CN010 đã báo nghỉ, bảng ghi “1”" in answer
    assert _saved(straight) == 1
    assert "Đã ghi" in await straight.trinh.presses("Ghi")
    assert _saved(straight) == 1


async def test_pressing_twice_and_other_peoples_presses_do_nothing(straight: Cast) -> None:
    await straight.trinh.sends_file(NAME, roster([(LAM, ["1"] * 7)], WEEK))
    press = straight.trinh.last[-1].data[0]
    for phone in (straight.nhung, straight.quang, straight.long, straight.lam, straight.outsider):
        await phone.says("menu")
        assert "Đã ghi" not in await phone.forges(press)
    await straight.trinh.forges(press)
    assert _saved(straight) == 7
    assert "không còn dùng được" in await straight.trinh.forges(press)
    for forged in ("roster:save:1-x-y", "roster:save:", "roster:save", "roster:x", "book:import:1-0000000000000000"):
        assert "không còn dùng được" in await straight.trinh.forges(forged)


async def test_a_secretary_cannot_make_an_organisation_of_a_kept_roster(straight: Cast) -> None:
    await straight.quang.sends_file(NAME, roster([(LAM, ["1"] * 7)], WEEK))
    with straight.database.read() as session:
        mark = session.scalars(select(Upload)).one().mark
    answer = await straight.quang.forges(f"book:import:{mark}")
    assert "chưa lưu gì" in answer
    assert "Tôi gặp lỗi" not in answer


async def test_long_lists_come_as_a_file_and_the_message_stays_short(straight: Cast) -> None:
    strangers: list[tuple[Who, Marks]] = [((f"DV{n}", "Trần Thị Không Có"), LAMS_WEEK) for n in range(900, 960)]
    preview = await straight.trinh.sends_file(NAME, roster([(LAM, ["x"] * 6 + ["1"]), *strangers], WEEK))
    assert len(preview.split("\n")) <= 10
    assert "Hàng bỏ qua (60)" in preview
    assert any(message.has_attachment for message in straight.trinh.last)
    assert straight.trinh.buttons == ["Ghi", "Bỏ"]


@_NO_FILES
@pytest.mark.parametrize("name", ["phan-ca.csv", "PHAN CA.CSV", "phan-ca.ods"])
async def test_a_table_of_another_kind_is_to_be_saved_as_xlsx(straight: Cast, name: str) -> None:
    answer = await straight.trinh.sends_file(name, b"a;b")
    assert "Lịch ca cần là tệp Excel (.xlsx)." in answer
    assert REFUSAL not in answer
    assert await straight.exchange.files_fetched() == 0
    assert REFUSAL in await straight.lam.sends_file(name, b"a;b")


async def test_numbers_of_identity_cards_are_not_repeated_and_not_kept(straight: Cast) -> None:
    number = "034098001234"
    rows = [((number, "Trần Thị Không Có"), LAMS_WEEK), (LAM, [number, *LAMS_WEEK[1:]])]
    assert number not in await straight.trinh.sends_file(NAME, roster(rows, WEEK))
    with straight.database.read() as session:
        for upload in session.scalars(select(Upload)):
            assert number not in str(rosters.from_bytes(upload.content))


async def test_undo_ends_after_fifteen_minutes(straight: Cast) -> None:
    await straight.trinh.sends_file(NAME, roster([(LAM, ["1"] * 7)], WEEK))
    await straight.trinh.presses("Ghi")
    straight.wait(minutes=15)
    assert "15 phút" in await straight.trinh.says("hoàn tác")
    assert _saved(straight) == 7


async def test_english_readers_read_english(straight: Cast) -> None:
    await straight.trinh.says("/language en")
    preview = await straight.trinh.sends_file(NAME, roster([(LAM, ["1"] * 7)], WEEK))
    assert "23/11–29/11/2026: 1 people, 7 days" in preview
    assert straight.trinh.buttons == ["Record", "Discard"]


async def test_on_zalo_which_hands_on_no_files_a_way_for_rosters_is_named(
    organisation: Database, clock: FrozenClock
) -> None:
    async with over_zalo(organisation, clock, {**CHATS, "outsider": OUTSIDER, "spare": SPARE}) as exchange:
        cast = cast_over(exchange, organisation, clock)
        assert "gửi bảng phân ca qua Telegram" in await cast.trinh.sends_file(NAME, roster([(LAM, LAMS_WEEK)], WEEK))
        assert "Telegram" not in await cast.lam.sends_file(NAME, roster([(LAM, LAMS_WEEK)], WEEK))
