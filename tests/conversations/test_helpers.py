"""Helpers: one official member for each candidate, their own view, and their line of each quarter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.app import settings_of
from bot.config import Config
from bot.sections import Organisation
from models.audit import Actor, Via, act_as
from models.candidates import Candidate, Stage
from models.helpers import HelperAssignment, HelperNote
from models.people import Membership, Person, Role
from models.units import Enterprise, Unit
from tests.conversations.conftest import Cast
from tests.support.organisation import candidate
from tests.support.phones import Phone

TUNG, KIEN = "Hoàng Mạnh Tùng", "Nguyễn Minh Kiên"
SECRETS = (TUNG, "H.M.T.", KIEN, "1989")


def _write(cast: Cast, change: Callable[[Session], None]) -> None:
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        change(session)


def _person(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()


def _candidate(session: Session, code: str = "QC012") -> Candidate:
    return session.scalars(select(Candidate).where(Candidate.code == code)).one()


def _helper(cast: Cast, code: str = "QC012") -> str | None:
    with cast.database.read() as session:
        helper = _candidate(session, code).helper
        return helper.code if helper else None


def _history(cast: Cast) -> list[tuple[str, date, date | None]]:
    with cast.database.read() as session:
        rows = session.execute(
            select(Person.code, HelperAssignment.since, HelperAssignment.until)
            .join(Person, Person.id == HelperAssignment.helper_id)
            .order_by(HelperAssignment.id)
        )
        return [(code, since, until) for code, since, until in rows]


def _notes(cast: Cast) -> list[tuple[date, bool, str | None]]:
    with cast.database.read() as session:
        return [(note.quarter, note.has_met, note.remark) for note in session.scalars(select(HelperNote))]


def _more_candidates(cast: Cast, *names: str) -> None:
    def write(session: Session) -> None:
        unit = session.scalars(select(Unit).where(Unit.code == "CB06")).one()
        enterprise = session.scalars(select(Enterprise).where(Enterprise.code == "DN001")).one()
        for number, name in enumerate(names, 20):
            candidate(session, f"QC{number:03d}", name, 1995, unit, enterprise, cast.clock.now())

    _write(cast, write)


def _move(cast: Cast, unit: str | None) -> None:
    def write(session: Session) -> None:
        found = session.scalar(select(Unit).where(Unit.code == unit))
        _person(session, "DV076").unit = found

    _write(cast, write)


async def _kien(cast: Cast) -> Phone:
    """Return the phone of the official member without a role, who joins first."""
    await cast.spare.says(await cast.code_for("DV076"))
    await cast.spare.presses("Tôi đồng ý")
    return cast.spare


async def _assign(cast: Cast, who: str = "Tùng") -> str:
    await cast.trinh.says(f"phân công đồng chí Kiên giúp đỡ {who}")
    await cast.trinh.presses("Đủ 12 tháng trở lên")
    return await cast.trinh.presses("Lưu")


async def test_one_sentence_one_question_and_the_summary_is_confirmed(cast: Cast) -> None:
    asked = await cast.trinh.says("phân công đồng chí Kiên giúp đỡ Tùng hôm qua")
    assert f"{KIEN} cùng công tác với QC012 · {TUNG} từ khi nào?" in asked
    summary = await cast.trinh.presses("Đủ 12 tháng trở lên")
    assert "Đồng chí phân công đảng viên giúp đỡ:" in summary
    assert f"Đảng viên giúp đỡ: {KIEN} (đang giúp 0, tối đa 2)" in summary
    assert "Từ ngày 23/11/2026" in summary
    assert "Còn thiếu" not in summary
    assert _helper(cast) is None
    assert f"✅ Đã lưu: QC012 · {TUNG}: {KIEN} giúp đỡ từ 23/11/2026" in await cast.trinh.presses("Lưu")
    assert _helper(cast) == "DV076"
    assert _history(cast) == [("DV076", date(2026, 11, 23), None)]
    assert "có đảng viên giúp đỡ 23/11/2026" in await cast.trinh.says("QC012")


async def test_it_goes_by_numbers_and_without_accents(cast: Cast) -> None:
    await cast.trinh.says("phan cong giup do QC012")
    assert "(0/2)" in " ".join(cast.trinh.buttons)
    await cast.trinh.says("kien")
    await cast.trinh.says("1")
    assert "Đã lưu" in await cast.trinh.says("1")
    assert _helper(cast) == "DV076"


async def test_the_card_offers_to_name_a_helper(cast: Cast) -> None:
    await cast.trinh.says("QC012")
    asked = await cast.trinh.presses("Phân công giúp đỡ")
    assert f"Phân công ai giúp đỡ QC012 · {TUNG}?" in asked
    assert cast.trinh.buttons[:2] == ["Nguyễn Lan Trinh (0/2)", f"{KIEN} (0/2)"]


async def test_less_than_twelve_months_is_missing_and_kept_knowingly_with_its_basis(cast: Cast) -> None:
    await cast.trinh.says("phân công Kiên giúp đỡ QC012")
    asked = await cast.trinh.presses("Chưa đủ 12 tháng")
    assert "Chưa đủ 12 tháng cùng công tác" in asked
    assert "QĐ 24-QĐ/TW 30/7/2021, 3.2.1" in asked
    summary = await cast.trinh.says("chưa ai khác cùng ca")
    assert "⚠️ Còn thiếu: 12 tháng cùng công tác. Căn cứ: QĐ 24-QĐ/TW 30/7/2021, 3.2.1" in summary
    assert "Lý do: chưa ai khác cùng ca" in summary
    await cast.trinh.presses("Vẫn lưu")
    with cast.database.read() as session:
        steps = [step for step in _candidate(session).steps if step.stage is Stage.MENTORED]
        assert [(step.reached_on, step.reason) for step in steps] == [(date(2026, 11, 24), "chưa ai khác cùng ca")]


@pytest.mark.parametrize(("said", "missing"), [("11/2025", True), ("10/2025", False), ("2024", False), ("2025", True)])
async def test_a_month_or_a_year_is_counted_from_its_last_day(straight: Cast, said: str, missing: bool) -> None:
    await straight.trinh.says("phân công Kiên giúp đỡ QC012")
    asked = await straight.trinh.says(said)
    assert ("Chưa đủ 12 tháng" in asked) is missing


async def test_undo_takes_the_helper_and_the_step_back(cast: Cast) -> None:
    phone = await _kien(cast)
    await _assign(cast)
    assert "đồng chí được phân công giúp đỡ QC012 · H.M.T." in (await phone.reads()).replace("Đồng chí", "đồng chí")
    assert TUNG not in phone.last[-1].text
    assert "QC012 trở lại như trước" in await cast.trinh.presses("Hoàn tác")
    assert _helper(cast) is None
    assert _history(cast) == []
    assert "được lấy lại" in await phone.reads()
    with cast.database.read() as session:
        found = _candidate(session)
        assert found.stage is Stage.INTRODUCED
        assert [step.undone_at is None for step in found.steps] == [True, False]


async def test_another_helper_ends_the_first_one_s_help(cast: Cast) -> None:
    phone = await _kien(cast)
    await _assign(cast)
    await phone.reads()
    cast.wait(days=30)
    await cast.trinh.says("QC012")
    await cast.trinh.presses("Người giúp đỡ khác")
    assert not any(KIEN in label for label in cast.trinh.buttons)
    await cast.trinh.says("Trinh")
    summary = await cast.trinh.presses("Đủ 12 tháng trở lên")
    assert f"Thay {KIEN}, thôi giúp đỡ từ ngày đó." in summary
    await cast.trinh.presses("Lưu")
    assert _history(cast) == [
        ("DV076", date(2026, 11, 24), date(2026, 12, 24)),
        ("DV075", date(2026, 12, 24), None),
    ]
    told = await phone.reads()
    assert "Từ nay có đảng viên khác giúp đỡ QC012 · H.M.T." in told
    await cast.trinh.says("hoàn tác")
    assert _helper(cast) == "DV076"


async def test_nobody_helps_more_than_the_setting_allows(straight: Cast) -> None:
    _more_candidates(straight, "Trần Văn An", "Lê Thị Bình")
    await _assign(straight)
    await _assign(straight, "QC020")
    answer = await straight.trinh.says("phân công Kiên giúp đỡ Bình")
    assert f"{KIEN} đã giúp đỡ 2 người, là tối đa cùng lúc." in answer
    assert not any(KIEN in label for label in straight.trinh.buttons)
    assert "tối đa cùng lúc" in await straight.trinh.says("Kiên")


async def test_who_helps_fewest_is_suggested_first(straight: Cast) -> None:
    _more_candidates(straight, "Trần Văn An")
    await _assign(straight)
    await straight.trinh.says("phân công giúp đỡ QC020")
    assert straight.trinh.buttons[0] == "Nguyễn Lan Trinh (0/2)"
    assert f"{KIEN} (1/2)" in straight.trinh.buttons


async def test_only_an_official_member_of_the_cell_or_above_can_help(straight: Cast) -> None:
    def write(session: Session) -> None:
        _person(session, "DV076").membership = Membership.PROBATIONARY

    _write(straight, write)
    answer = await straight.trinh.says("phân công Kiên giúp đỡ QC012")
    assert f"{KIEN} chưa là đảng viên chính thức" in answer
    elsewhere = await straight.trinh.says("Nguyễn Thị Nhung")
    assert "Tôi không thấy đảng viên chính thức “Nguyễn Thị Nhung”" in elsewhere
    assert elsewhere.replace("Nguyễn Thị Nhung", "Nguyễn Thị Xuyến") == await straight.trinh.says("Nguyễn Thị Xuyến")


async def test_two_candidates_of_one_name_are_asked_about(cast: Cast) -> None:
    _more_candidates(cast, "Trần Văn Tùng")
    assert "Có 2 người tên “Tùng”" in await cast.trinh.says("phân công Kiên giúp đỡ Tùng")
    await cast.trinh.says("2")
    await cast.trinh.presses("Đủ 12 tháng trở lên")
    await cast.trinh.presses("Lưu")
    assert (_helper(cast), _helper(cast, "QC020")) == (None, "DV076")


async def test_several_in_one_message_come_one_after_another(straight: Cast) -> None:
    _more_candidates(straight, "Trần Văn An")
    asked = await straight.trinh.says("phân công Kiên giúp đỡ QC012 và QC020")
    assert "QC012" in asked
    await straight.trinh.presses("Đủ 12 tháng trở lên")
    saved = await straight.trinh.presses("Lưu")
    assert "Đã lưu: QC012" in saved
    assert "QC020 · Trần Văn An từ khi nào?" in saved
    await straight.trinh.presses("Đủ 12 tháng trở lên")
    await straight.trinh.presses("Lưu")
    assert (_helper(straight), _helper(straight, "QC020")) == ("DV076", "DV076")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("phân công Kiên giúp đỡ QC012 ngày 31/2", "“ngày 31/2” không có trong lịch"),
        ("phân công Kiên giúp đỡ QC012 ngày 1/2/2026", "QC012 được giới thiệu ngày 01/03/2026"),
        ("mai phân công Kiên giúp đỡ QC012", "tôi chưa lưu gì"),
        ("phân công Kiên giúp đỡ QC012 ngày 30/11/2026", "tôi chưa lưu gì"),
        ("phân công Kiên giúp đỡ QC999", "Tôi không thấy mã QC999"),
        ("phân công Kiên giúp đỡ QC007", "Tôi không thấy mã QC007"),
        ("phân công Kiên giúp đỡ Phương Thảo", "Tôi không thấy ai tên “Phương Thảo”"),
    ],
)
async def test_what_cannot_be_is_said_and_not_saved(straight: Cast, said: str, answer: str) -> None:
    assert answer in await straight.trinh.says(said)
    assert _helper(straight) is None
    assert _history(straight) == []


async def test_a_day_is_asked_when_the_one_that_was_said_cannot_be(straight: Cast) -> None:
    await straight.trinh.says("phân công Kiên giúp đỡ QC012 ngày 31/2")
    assert "chưa đến" in await straight.trinh.says("25/11/2026")
    await straight.trinh.says("20/11")
    assert "Từ ngày 20/11/2026" in await straight.trinh.presses("Đủ 12 tháng trở lên")
    assert "Từ ngày 21/11/2026" in await straight.trinh.says("21/11")


async def test_a_draft_gets_no_helper_before_the_person_has_agreed(straight: Cast) -> None:
    await straight.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998 cty Minh Quang")
    await straight.trinh.presses("Chưa")
    assert "cần có sự đồng ý của người đó trước" in await straight.trinh.says("phân công Kiên giúp đỡ QC013")
    await straight.trinh.says("QC013")
    assert "Phân công giúp đỡ" not in straight.trinh.buttons


async def test_of_two_at_once_the_second_is_told_what_the_first_has_saved(cast: Cast) -> None:
    await cast.long.says("phân công Trinh giúp đỡ QC012")
    await cast.long.presses("Đủ 12 tháng trở lên")
    await _assign(cast)
    answer = await cast.long.presses("Lưu")
    assert f"người khác đã phân công {KIEN} giúp đỡ QC012" in answer
    assert _helper(cast) == "DV076"
    await cast.long.presses("Lưu")
    assert _helper(cast) == "DV075"


async def test_the_list_shows_first_who_needs_a_helper(cast: Cast) -> None:
    _more_candidates(cast, "Trần Văn An")
    await _assign(cast)
    answer = await cast.trinh.says("người giúp đỡ")
    assert "Người giúp đỡ: 2 nguồn, 1 cần phân công" in answer
    assert answer.index("QC020 · Trần Văn An: chưa có người giúp đỡ") < answer.index(f"QC012 · {TUNG}: {KIEN}")
    assert "Phân công ai giúp đỡ QC020" in await cast.trinh.presses("Phân công QC020")


@pytest.mark.parametrize("unit", ["CB07", None])
async def test_a_helper_who_moves_or_leaves_must_be_replaced_and_sees_nothing_more(
    straight: Cast, unit: str | None
) -> None:
    phone = await _kien(straight)
    await _assign(straight)
    _move(straight, unit)
    assert f"{KIEN} không còn ở đơn vị, cần người giúp đỡ mới" in await straight.trinh.says("người giúp đỡ")
    assert "không còn ở đơn vị, cần người mới" in await straight.trinh.says("QC012")
    assert TUNG not in await phone.says("QC012")
    assert TUNG not in await phone.says("người giúp đỡ")


async def test_a_helper_sees_exactly_those_they_help(cast: Cast) -> None:
    _more_candidates(cast, "Trần Văn An")
    phone = await _kien(cast)
    assert "chưa hiểu" in await phone.says("người giúp đỡ")
    await _assign(cast)
    await phone.reads()
    mine = await phone.says("người giúp đỡ")
    assert f"QC012 · {TUNG}: có đảng viên giúp đỡ" in mine
    assert "QC020" not in mine
    card = await phone.presses("QC012")
    assert TUNG in card
    assert "Tiếp theo: " in card
    assert "1989" not in card
    assert "Công đoàn" not in card
    assert (await phone.says("QC020")).replace("QC020", "QC999") == await phone.says("QC999")
    assert "chưa hiểu" in await phone.says("danh sách nguồn")


async def test_a_line_of_the_quarter_is_two_choices(cast: Cast) -> None:
    phone = await _kien(cast)
    await _assign(cast)
    await phone.reads()
    assert "Quý 4/2026" in await phone.says("nhận xét quý")
    assert phone.buttons == ["Đã gặp", "Chưa gặp"]
    await phone.says("đã gặp")
    assert phone.buttons == ["tốt", "bình thường", "cần giúp"]
    saved = await phone.presses("bình thường")
    assert f"✅ Đã lưu: QC012 · {TUNG}: đã gặp, bình thường" in saved
    assert "Nhận xét quý này đã đủ: 1/1" in saved
    assert _notes(cast) == [(date(2026, 10, 1), True, "fine")]
    assert await cast.trinh.reads() == ""


async def test_a_second_line_of_a_quarter_takes_the_place_of_the_first_and_undo_brings_it_back(cast: Cast) -> None:
    phone = await _kien(cast)
    await _assign(cast)
    await phone.reads()
    for remark in ("tốt", "bình thường"):
        await phone.says("nhan xet quy")
        if "QC012" in phone.buttons:
            await phone.presses("QC012")
        await phone.presses("Đã gặp")
        await phone.presses(remark)
    assert _notes(cast) == [(date(2026, 10, 1), True, "fine")]
    await phone.says("hoàn tác")
    assert _notes(cast) == [(date(2026, 10, 1), True, "good")]
    assert "Đã lấy lại nhận xét về QC012" in await phone.says("hoàn tác")
    assert _notes(cast) == []


async def test_needs_help_reaches_the_secretary_once_without_a_name(cast: Cast) -> None:
    phone = await _kien(cast)
    await _assign(cast)
    await phone.reads()
    await phone.says("nhận xét quý")
    asked = await phone.presses("Chưa gặp")
    assert "QC012 có cần giúp thêm không?" in asked
    await phone.presses("Cần giúp")
    told = await cast.trinh.reads()
    assert "⚠️ QC012 · H.M.T.: người giúp đỡ báo cần giúp thêm." in told
    assert TUNG not in told
    assert _notes(cast) == [(date(2026, 10, 1), False, "needs_help")]
    assert "QC012 · Hoàng Mạnh Tùng: cần giúp" in await cast.trinh.says("nhận xét quý")


@pytest.mark.not_on_zalo("presses the same button twice, which needs a button")
async def test_pressing_twice_tells_the_secretary_once(cast: Cast) -> None:
    phone = await _kien(cast)
    await _assign(cast)
    for _ in range(2):
        await phone.forges("note:QC012:2026-10-01:yes:needs_help")
    assert (await cast.trinh.reads()).count("người giúp đỡ báo cần giúp") == 1
    assert len(_notes(cast)) == 1


async def test_the_secretary_sees_who_has_not_noted_this_quarter(cast: Cast) -> None:
    phone = await _kien(cast)
    await _assign(cast)
    answer = await cast.trinh.says("nhận xét quý")
    assert "Quý 4/2026: đã có 0/1 nhận xét" in answer
    assert f"QC012 · {TUNG}: {KIEN} chưa nhận xét" in answer
    await phone.says("nhận xét quý")
    await phone.presses("Đã gặp")
    await phone.presses("tốt")
    answer = await cast.trinh.says("nhận xét quý")
    assert "Quý 4/2026: đã có 1/1 nhận xét" in answer
    assert "tốt" not in answer


@pytest.mark.not_on_zalo("forges presses, which need a button")
@pytest.mark.parametrize(
    "data",
    [
        "note:QC012:2026-10-01:yes:bad",
        "note:QC012:2026-10-01:maybe",
        "note:QC012:2026-04-01:yes:good",
        "note:QC012:2027-01-01:yes:good",
        "note:QC012",
        "note:",
        "note:QC007:2026-10-01:yes:good",
        "helper:pick:QC007",
        "helper:x",
        "helper:",
    ],
)
async def test_a_forged_or_old_press_changes_nothing(straight: Cast, data: str) -> None:
    phone = await _kien(straight)
    await _assign(straight)
    for one in (phone, straight.trinh):
        await one.says("thôi")
        assert "không còn dùng được" in await one.forges(data)
    assert _notes(straight) == []


@pytest.mark.not_on_zalo("forges presses, which need a button")
async def test_the_quarter_before_may_still_be_answered(straight: Cast) -> None:
    phone = await _kien(straight)
    await _assign(straight)
    await phone.forges("note:QC012:2026-07-01:yes:good")
    assert _notes(straight) == [(date(2026, 7, 1), True, "good")]


@pytest.mark.not_on_zalo("forges presses, which need a button")
@pytest.mark.parametrize("who", ["outsider", "lam", "nhung", "mai", "member"])
async def test_everybody_else_sees_and_does_nothing(straight: Cast, who: str) -> None:
    phone = await _kien(straight) if who == "member" else getattr(straight, who)
    said = ("người giúp đỡ", "nhận xét quý", "phân công Kiên giúp đỡ QC012", "phân công Kiên giúp đỡ Tùng", "QC012")
    pressed = (
        *("helper:pick:QC012", "helper:list:0", "helper:quarter:0", "helper:mine", "helper:note", "go:helpers"),
        *("note:QC012:2026-10-01:yes:good", "note:QC012:2026-10-01:yes", "note:QC012:2026-10-01"),
    )
    for round_ in range(2):  # without a helper, and with somebody else as the helper
        for text in said:
            straight.wait(hours=1)
            answer = await phone.says(text)
            assert not any(secret in f"{answer} {phone.buttons}" for secret in SECRETS), text
        for data in pressed:
            answer = await phone.forges(data)
            assert not any(secret in f"{answer} {phone.buttons}" for secret in SECRETS), data
        assert _notes(straight) == []
        if round_ == 0:
            assert _helper(straight) is None
            await straight.trinh.says("phân công Trinh giúp đỡ QC012")
            await straight.trinh.presses("Đủ 12 tháng trở lên")
            await straight.trinh.presses("Lưu")
    assert _helper(straight) == "DV075"


async def test_another_form_that_stands_unfinished_is_not_put_aside(straight: Cast) -> None:
    await straight.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    for answer in (
        await straight.trinh.says("phân công Kiên giúp đỡ QC012"),
        await straight.trinh.forges("helper:pick:QC012"),
    ):
        assert "Nguyễn Thị Hạnh" in answer
    await straight.trinh.presses("Đã đồng ý")
    assert _helper(straight) is None


async def test_of_several_the_one_who_is_not_there_is_said_and_the_next_begins(straight: Cast) -> None:
    answer = await straight.trinh.says("phân công Kiên giúp đỡ QC999 và QC012")
    assert "Tôi không thấy mã QC999" in answer
    assert "QC012 · Hoàng Mạnh Tùng từ khi nào?" in answer


async def test_a_name_that_fits_several_keeps_its_day_in_order(straight: Cast) -> None:
    _more_candidates(straight, "Trần Văn Tùng")
    await straight.trinh.says("phân công Kiên giúp đỡ Tùng ngày 1/2/2026")
    assert "QC020 được giới thiệu ngày 01/03/2026" in await straight.trinh.says("2")
    assert "Phân công ngày nào?" in straight.trinh.last[-1].text


async def test_those_in_charge_of_several_cells_see_whose_candidate_it_is(straight: Cast) -> None:
    assert "⚠️ CB07 · QC007 · Nguyễn Phương Thảo: chưa có người giúp đỡ" in await straight.quang.says("người giúp đỡ")


async def test_an_administrator_sees_the_list_and_names_nobody(straight: Cast) -> None:
    assert "Người giúp đỡ: 2 nguồn, 2 cần phân công" in await straight.quang.says("người giúp đỡ")
    await straight.quang.presses("QC012")
    assert "Phân công giúp đỡ" not in straight.quang.buttons
    await straight.quang.forges("helper:pick:QC012")
    await straight.quang.says("phân công Kiên giúp đỡ QC012")
    assert _helper(straight) is None
    assert _history(straight) == []


async def test_a_secretary_whose_role_has_ended_saves_nothing(straight: Cast) -> None:
    await straight.trinh.says("phân công Kiên giúp đỡ QC012")
    await straight.trinh.presses("Đủ 12 tháng trở lên")

    def write(session: Session) -> None:
        session.execute(delete(Role).where(Role.person_id == _person(session, "DV075").id))

    _write(straight, write)
    assert TUNG not in await straight.trinh.presses("Lưu")
    assert _helper(straight) is None


async def test_a_helper_of_many_sees_them_page_by_page(straight: Cast) -> None:
    _more_candidates(
        straight, *(f"Trần Văn {name}" for name in ("An", "Bình", "Cường", "Dũng", "Giang", "Hải", "Khoa"))
    )

    def write(session: Session) -> None:
        kien = _person(session, "DV076")
        for number in range(20, 27):
            _candidate(session, f"QC{number:03d}").helper = kien

    _write(straight, write)
    phone = await _kien(straight)
    first = await phone.says("người giúp đỡ")
    assert "đang giúp đỡ 7 người" in first
    assert "QC026" not in first
    assert "QC026" in await phone.says("trang 2")


async def test_the_list_goes_page_by_page(straight: Cast) -> None:
    _more_candidates(
        straight, *(f"Trần Văn {name}" for name in ("An", "Bình", "Cường", "Dũng", "Giang", "Hải", "Khoa"))
    )
    first = await straight.trinh.says("người giúp đỡ")
    assert "trang 1/2" in first
    assert len(first.split("\n")) <= 10
    assert "trang 2/2" in await straight.trinh.says("trang 2")


def test_the_setting_of_the_organisation_is_the_limit() -> None:
    config = Config(organisation=Organisation(candidates_per_helper=3))
    assert settings_of(config).candidates_per_helper == 3
