"""Whose names are seen in a class: everybody's by who runs whole classes, else those of the own people."""

from __future__ import annotations

from datetime import UTC

import pytest
from sqlalchemy import select

from models.audit import Actor, Via, act_as
from models.classes import RollPhoto, Seat
from models.database import Database
from models.people import Person, Role, RoleName
from models.units import Unit
from tests.conversations.conftest import Cast
from tests.support.classes import LAM, Klass, add_course, add_workers
from tests.support.meetings import local

OTHER, NAME = "CN301", "Vũ Đình Phú"  # works at the enterprise of CB07, of which Mai is in charge


@pytest.fixture
def klass(straight: Cast) -> Klass:
    """Write Lâm and somebody of another enterprise on a course whose only sitting has just been."""
    add_workers(straight.database, {OTHER: (None, None)}, enterprise="DN002", names={OTHER: NAME})
    written = add_course(
        straight.database,
        {1: [local("2026-12-12", "14:30")]},
        people=(LAM, OTHER),
        booked={LAM: [0], OTHER: [0]},
        topics=(("Bài 1", 1),),
    )
    straight.clock.moment = local("2026-12-12", "18:30").astimezone(UTC)
    return written


def _put_in_charge_of_everything(database: Database, code: str) -> None:
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, local("2026-12-01", "08:00")))
        person = session.scalars(select(Person).where(Person.code == code)).one()
        root = session.scalars(select(Unit).where(Unit.code == "DB")).one()
        session.add(Role(person=person, name=RoleName.COMMITTEE, unit=root))


def _marked(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.scalars(select(Person.code).join(Seat).where(Seat.attendance.is_not(None))))


async def test_a_committee_member_takes_the_roll_of_the_units_in_charge_and_of_nobody_else(
    straight: Cast, klass: Klass
) -> None:
    assert "1/1 có mặt" in await straight.long.forges(f"croll:open:{klass.sittings[1][0]}")
    assert not any("Phú" in label for label in straight.long.buttons)
    assert "không có ai tên “Phú”" in await straight.long.says("vắng Phú")
    await straight.long.says("lưu")
    assert _marked(straight.database) == {LAM}
    assert "Phú" not in await straight.long.forges(f"croll:view:{klass.sittings[1][0]}")
    assert "1/1 có mặt" in await straight.mai.forges(f"croll:open:{klass.sittings[1][0]}")
    await straight.mai.says("lưu")
    assert _marked(straight.database) == {LAM, OTHER}


async def test_who_is_in_charge_of_everything_takes_the_whole_roll(straight: Cast, klass: Klass) -> None:
    _put_in_charge_of_everything(straight.database, "DV066")
    assert "2/2 có mặt" in await straight.long.forges(f"croll:open:{klass.sittings[1][0]}")
    await straight.long.says("lưu")
    assert "2/2 người" in await straight.long.says("chứng nhận")


async def test_a_committee_member_without_people_in_a_sitting_opens_neither_its_roll_nor_its_screen(
    straight: Cast, klass: Klass
) -> None:
    add_workers(straight.database, {"CN302": (None, None)}, enterprise="DN002")
    alone = add_course(
        straight.database, {1: [local("2026-12-12", "18:00")]}, people=("CN302",), booked={"CN302": [0]}, code="L2026-5"
    )
    for place in ("open", "view", "screen", "anew", "photo", "look"):
        assert "không còn dùng được" in await straight.long.forges(f"croll:{place}:{alone.sittings[1][0]}")
    assert "L2026-5" in await straight.mai.forges(f"croll:screen:{alone.sittings[1][0]}")
    assert klass.course_id != alone.course_id


async def test_a_photo_of_the_whole_roll_certificates_and_names_in_the_workbook_are_not_for_a_committee_member(
    straight: Cast, klass: Klass
) -> None:
    sitting = klass.sittings[1][0]
    await straight.quang.forges(f"croll:open:{sitting}")
    await straight.quang.says("lưu")
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.add(RollPhoto(sitting_id=sitting, content=b"a roll on paper", added_at=straight.clock.now()))
    await straight.long.forges(f"croll:view:{sitting}")
    assert "Ảnh điểm danh giấy" not in straight.long.buttons
    assert "không còn dùng được" in await straight.long.forges(f"croll:look:{sitting}:0")
    assert "không còn dùng được" in await straight.long.forges(f"croll:cert:{klass.course_id}")
    assert "chưa hiểu" in await straight.long.says("/chungnhan")
    assert "không có họ tên" in await straight.long.says("bảng lớp L2026-4")
    assert "2/2 người" in await straight.quang.says("chứng nhận")


async def test_a_committee_member_goes_on_planning_with_codes(straight: Cast, klass: Klass) -> None:
    told = await straight.long.says("L2026-4")
    assert "2 người" in told
    assert not any(name in told for name in ("Phú", "Lâm"))
    assert klass.course_id
