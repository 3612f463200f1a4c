"""What organisers say of classes beyond the usual: a topic by its number, days beyond the class, one name twice."""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.conversations.conftest import Cast
from tests.support.classes import add_course, add_workers
from tests.support.meetings import local


async def test_one_more_sitting_of_a_topic_is_said_in_one_sentence(straight: Cast) -> None:
    add_course(straight.database, {1: [local("2026-12-12", "14:30")]})
    summary = await straight.quang.says("thêm buổi bài 3 thứ bảy 19/12 8h")
    assert summary.startswith("L2026-4 · Bài 3")
    assert "📅 thứ Bảy 19/12 8:00" in summary


async def test_a_day_beyond_the_class_is_taken_with_a_warning_that_names_the_year(straight: Cast) -> None:
    add_course(straight.database, {1: [local("2026-12-12", "14:30")]})
    summary = await straight.quang.says("dời buổi 1 sang 1/11 14h30")
    assert "⚠️ 01/11/2027 nằm ngoài thời gian của lớp (" in summary
    assert "nằm ngoài" not in await straight.quang.says("13/12 14h30")


async def test_the_code_of_a_class_after_words_about_plans_means_the_class(straight: Cast) -> None:
    add_course(straight.database)
    assert "vào khung giờ nào" in await straight.quang.says("xep lich L2026-4")


async def test_a_single_sitting_of_a_proposal_is_moved_after_it_is_approved(straight: Cast) -> None:
    add_workers(straight.database, {"CN101": ("3CA", "A")})
    add_course(straight.database, people=["CN101"])
    await straight.quang.says("xếp lịch lớp L2026-4")
    await straight.quang.presses("Sáng, chiều, tối mọi ngày")
    told = await straight.quang.says("dời buổi 1 sang 13/12 8h")
    assert told.startswith("Từng buổi thì dời sau khi duyệt lịch")
    assert "Duyệt và báo học viên" in straight.quang.buttons


async def test_two_of_one_name_on_a_roll_are_told_apart_by_their_codes(straight: Cast) -> None:
    names = {"CN101": "Vũ Thị Sen", "CN102": "Vũ Thị Sen", "CN103": "Đỗ Thị Nga"}
    add_workers(straight.database, dict.fromkeys(names, ("3CA", "A")), names=names)
    add_course(
        straight.database, {1: [local("2026-12-12", "14:30")]}, people=list(names), booked={one: [0] for one in names}
    )
    straight.clock.moment = local("2026-12-12", "18:30").astimezone(UTC)
    await straight.quang.says("điểm danh")
    labels = [label.split(":")[0] for label in straight.quang.buttons]
    assert {"1. Đỗ Thị Nga", "2. Vũ Thị Sen (CN101)", "3. Vũ Thị Sen (CN102)"} <= set(labels)


@pytest.mark.parametrize(
    "place",
    ["roll:open", "roll:view", "roll:result", "roll:seen", "croll:open", "meet:one", "meet:cell", "meet:ics", "papers"],
)
async def test_an_id_longer_than_a_database_holds_is_no_id(straight: Cast, place: str) -> None:
    assert "không còn dùng được" in await straight.trinh.forges(f"{place}:{'9' * 30}")
