"""Putting people on a course by chat: by codes and names, several at once, taken back, and only by who may."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.classes import Enrolment
from models.people import Person
from tests.conversations.conftest import Cast
from tests.support.classes import add_course, add_workers, enrol
from tests.support.meetings import local

LAM_NAME = "Nguyễn Mạnh Lâm"


def on_it(cast: Cast) -> list[str]:
    with cast.database.read() as session:
        query = select(Person.code).join(Enrolment, Enrolment.person_id == Person.id)
        return list(session.scalars(query.where(Enrolment.left_at.is_(None)).order_by(Person.code)))


def with_course(cast: Cast) -> None:
    add_workers(cast.database, {"CN101": ("3CA", "A"), "CN102": ("3CA", "B")}, names={"CN101": "Vũ Thị Sen"})
    add_course(cast.database, {1: [local("2026-12-12", "14:30")]}, capacity=5, people=())


async def test_people_are_put_on_a_course_told_and_taken_off_again(cast: Cast) -> None:
    with_course(cast)
    await cast.quang.says("L2026-4")
    assert "Thêm ai vào lớp L2026-4?" in await cast.quang.presses("Thêm học viên")
    summary = await cast.quang.says("cn010, vu thi sen")
    assert "Thêm vào L2026-4: 2 người" in summary
    assert "CN101 · Vũ Thị Sen" in summary
    assert on_it(cast) == []
    assert "✅ Đã thêm vào L2026-4: 2 người." in await cast.quang.presses("Thêm 2 người")
    assert on_it(cast) == ["CN010", "CN101"]
    await cast.sweep()
    assert "Đã có lịch học của bạn" in await cast.lam.reads()
    assert "Đã rút 2 người khỏi lớp L2026-4" in await cast.quang.says("hoàn tác")
    assert on_it(cast) == []


async def test_one_sentence_is_enough(straight: Cast) -> None:
    with_course(straight)
    assert "Thêm vào L2026-4: 2 người" in await straight.quang.says("thêm học viên CN010 CN102 vào lớp L2026-4")
    await straight.quang.presses("Thêm 2 người")
    assert on_it(straight) == ["CN010", "CN102"]


async def test_who_is_on_it_already_is_told_apart(straight: Cast) -> None:
    with_course(straight)
    enrol(straight.database, 1, "CN101")
    summary = await straight.quang.says("thêm học viên CN101, CN102 vào L2026-4")
    assert "Thêm vào L2026-4: 1 người" in summary
    assert "Đã có trong lớp: CN101" in summary


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("CN999", "Tôi không thấy “CN999”"),
        ("...", "Tôi chưa hiểu. Ví dụ"),
        (", ".join(f"CN{n}" for n in range(200, 300)), "nhiều nhất 60"),
    ],
)
async def test_what_nobody_can_be_meant_by_is_asked_again(straight: Cast, said: str, answer: str) -> None:
    with_course(straight)
    await straight.quang.forges("class:enrol:1")
    assert answer in await straight.quang.says(said)
    assert "Thêm vào L2026-4: 1 người" in await straight.quang.says("CN101")


async def test_two_of_one_name_are_told_apart_by_their_codes(straight: Cast) -> None:
    with_course(straight)
    add_workers(straight.database, {"CN103": ("3CA", "A")}, names={"CN103": "Vũ Thị Sen"})
    await straight.quang.forges("class:enrol:1")
    assert "Có nhiều người tên “vu thi sen”: CN101, CN103" in await straight.quang.says("vu thi sen")


async def test_somebody_with_a_seat_stays_when_it_is_taken_back(straight: Cast) -> None:
    with_course(straight)
    await straight.quang.says("thêm học viên CN010 vào L2026-4")
    await straight.quang.presses("Thêm 1 người")
    await straight.lam.forges("seat:take:1:1")
    assert "giữ nguyên" in await straight.quang.says("hoàn tác")
    assert on_it(straight) == ["CN010"]


@pytest.mark.parametrize("who", ["lam", "trinh", "nhung", "outsider"])
async def test_others_put_nobody_on_a_course(straight: Cast, who: str) -> None:
    with_course(straight)
    phone = getattr(straight, who)
    for told in (await phone.says("thêm học viên CN010 vào L2026-4"), await phone.forges("class:enrol:1")):
        assert LAM_NAME not in told
        assert "Thêm ai" not in told
    assert on_it(straight) == []


async def test_a_committee_member_knows_nobody_beyond_the_units_in_their_charge(straight: Cast) -> None:
    with_course(straight)
    add_workers(straight.database, {"CN201": ("3CA", "A")}, enterprise="DN002", names={"CN201": "Đỗ Văn Xa"})
    await straight.long.forges("class:enrol:1")
    assert "Tôi không thấy “CN201”" in await straight.long.says("CN201")
    assert "Tôi không thấy “đỗ văn xa”" in await straight.long.says("đỗ văn xa")
