"""“Dữ liệu của tôi”: everything held, in words and as a file; consent, and its withdrawal."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from handlers.attachments import draw
from handlers.turn import Attachment
from models.audit import Actor, Via, act_as
from models.candidates import Candidate
from models.chats import Chat, Conversation
from models.classes import Course, Enrolment
from models.consent import Consent
from models.people import Gender, Person
from tests.conversations.conftest import Cast
from tests.support.zalo_phones import ZaloExchange


def _fill(cast: Cast) -> None:
    """Give the worker everything that can be held about somebody."""
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        lam = session.scalars(select(Person).where(Person.code == "CN010")).one()
        lam.birth_date, lam.birth_year, lam.gender, lam.phone = "2001-05-12", 2001, Gender.MALE, "0912345678"
        course = Course(code="L4", name="Lớp nhận thức về Đảng, khóa 4", kind="Nhận thức")
        session.add(Enrolment(course=course, person=lam))
        session.scalars(select(Candidate).where(Candidate.code == "QC012")).one().person_id = lam.id


async def test_everything_held_is_told_in_plain_words(cast: Cast) -> None:
    _fill(cast)
    answer = await cast.lam.says("dữ liệu của tôi")
    for fact in (
        "Nguyễn Mạnh Lâm (CN010)",
        "sinh 12/05/2001",
        "nam",
        "0912345678",
        "Công ty CP Động cơ Minh Quang",
        "3 ca, kíp B",
        "học viên lớp bồi dưỡng",
        "Lớp nhận thức về Đảng, khóa 4",
        "QC012",
        "Zalo" if isinstance(cast.exchange, ZaloExchange) else "Telegram",
        "Đã đồng ý ngày 24/11/2026",
    ):
        assert fact in answer
    assert len(answer.split("\n")) <= 10
    assert cast.lam.buttons == ["Rút lại đồng ý", "Sửa, hạn chế, xóa"]
    assert any(message.has_attachment for message in cast.lam.last)


async def test_a_member_reads_about_cell_membership_and_tasks(cast: Cast) -> None:
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        session.scalars(select(Person).where(Person.code == "DV075")).one().joined_party_on = date(2015, 11, 17)
    answer = await cast.trinh.says("dữ liệu của tôi")
    assert "Chi bộ Minh Quang · đảng viên chính thức · vào Đảng 17/11/2015 · bí thư Chi bộ Minh Quang" in answer
    assert "Những gì đang lưu về đồng chí" in answer


async def test_what_is_not_held_is_not_mentioned(straight: Cast) -> None:
    answer = await straight.quang.says("dữ liệu của tôi")
    assert "điện thoại" not in answer
    assert "None" not in answer


async def test_the_file_holds_all_of_it_and_nothing_about_others(straight: Cast) -> None:
    _fill(straight)
    with straight.database.read() as session:
        drawn = draw(session, Attachment("person_data", {"code": "CN010", "name": "du-lieu-cua-toi.json"}))
    document = json.loads(drawn.content)
    assert (drawn.name, drawn.media_type, drawn.is_picture) == ("du-lieu-cua-toi.json", "application/json", False)
    assert document["person"]["full_name"] == "Nguyễn Mạnh Lâm"
    assert document["person"]["phone"] == "0912345678"
    assert len(document["consents"]) == 1
    assert "Trinh" not in drawn.content.decode()


@pytest.mark.parametrize("words", ["du lieu cua toi", "/dulieu", "thông tin của tôi", "my data"])
async def test_it_can_be_asked_for_in_many_words(straight: Cast, words: str) -> None:
    assert "Nguyễn Mạnh Lâm" in await straight.lam.says(words)


async def test_nobody_reads_about_somebody_else(cast: Cast) -> None:
    for phone in (cast.trinh, cast.outsider):
        answer = await phone.says("dữ liệu của tôi")
        assert "Lâm" not in answer


async def test_withdrawing_is_one_press_and_ends_everything(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Lê Bích Ngọc 1998")
    await cast.trinh.says("dữ liệu của tôi")
    answer = await cast.trinh.presses("Rút lại đồng ý")
    assert "Đồng chí đã rút lại đồng ý" in answer
    assert cast.trinh.buttons == []
    with cast.database.read() as session:
        chat = session.scalars(select(Chat).where(Chat.external_id == cast.trinh.external_id)).one()
        assert chat.joined_at is None
        consents = session.scalars(select(Consent).where(Consent.person_id == chat.person_id)).all()
        assert [consent.withdrawn_at for consent in consents] == [cast.clock.now()], "kept as proof, and ended"
        assert session.scalars(select(Conversation)).all() == [], "the unfinished report is gone"
    for words in ("danh sách nguồn", "QC012", "menu", "tiếp tục"):
        answer = await cast.trinh.says(words)
        assert "cần câu trả lời" in answer
        assert "Hoàng Mạnh Tùng" not in answer
    assert "cần câu trả lời" in await cast.trinh.says("QC012")


async def test_consent_can_be_given_again_and_each_stands_by_itself(cast: Cast) -> None:
    await cast.lam.says("dữ liệu của tôi")
    await cast.lam.presses("Rút lại đồng ý")
    cast.wait(days=2)
    await cast.lam.says("chào")
    await cast.lam.presses("Tôi đồng ý")
    assert "Đã đồng ý ngày 26/11/2026" in await cast.lam.says("dữ liệu của tôi")
    with cast.database.read() as session:
        person = select(Person.id).where(Person.code == "CN010").scalar_subquery()
        consents = session.scalars(select(Consent).where(Consent.person_id == person).order_by(Consent.id)).all()
        assert [consent.withdrawn_at is None for consent in consents] == [False, True]


@pytest.mark.not_on_zalo("presses an old button")
async def test_saying_no_to_the_old_question_after_having_agreed_ends_nothing_by_accident(cast: Cast) -> None:
    await cast.outsider.says(await cast.code_for("DV076"))
    _agree, decline = cast.outsider.last[-1].data
    await cast.outsider.presses("Tôi đồng ý")
    assert "Những gì đang lưu" in await cast.outsider.forges(decline)
    assert cast.outsider.buttons == ["Rút lại đồng ý", "Sửa, hạn chế, xóa"]
    assert "Tôi giúp được gì" in await cast.outsider.says("menu")


async def test_agreeing_twice_is_one_consent(cast: Cast) -> None:
    await cast.outsider.says(await cast.code_for("DV076"))
    agree = cast.outsider.last[-1].data[0]
    await cast.outsider.forges(agree)
    await cast.outsider.forges(agree)
    with cast.database.read() as session:
        person = select(Person.id).where(Person.code == "DV076").scalar_subquery()
        assert len(session.scalars(select(Consent).where(Consent.person_id == person)).all()) == 1
