"""“Hồ sơ của tôi”: a candidate sees their own way, and nothing that others think of them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import helpers
from models.audit import Actor, Via, act_as
from models.candidates import PATH, Candidate, Stage, StageStep
from models.helpers import Naming, Remark
from models.people import Person, Role
from models.units import Unit
from tests.conversations.conftest import Cast

# What others wrote or think, and what belongs to others.
NEVER = (
    "bình thường",
    "cần giúp",
    "chưa đủ",
    "Nguyễn Phương Thảo",
    "Hoàng Mạnh Tùng",
    "QC007",
    "%",
    "điểm số",
    "xếp hạng",
)


def _on_the_path(cast: Cast, stage: Stage = Stage.INTRODUCED, code: str = "QC012") -> None:
    """Let the worker of the cast be the candidate of `code`, who has come as far as `stage`."""
    with cast.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, cast.clock.now()))
        candidate = session.scalars(select(Candidate).where(Candidate.code == code)).one()
        worker, kien = _person(session, "CN010"), _person(session, "DV076")
        candidate.person_id, candidate.full_name, candidate.initials = worker.id, worker.full_name, "N.M.L."
        if stage is not Stage.INTRODUCED:
            naming = Naming(date(2026, 6, 1), None, "chưa đủ thời gian")
            helpers.assign(session, candidate, kien, naming, by=_person(session, "DV075").id, now=cast.clock.now())
            helpers.note(
                session,
                candidate.id,
                kien.id,
                date(2026, 10, 1),
                has_met=True,
                remark=Remark.NEEDS_HELP,
                now=cast.clock.now(),
            )
        if stage not in (Stage.INTRODUCED, Stage.MENTORED):
            candidate.stage = stage
            candidate.steps.append(
                StageStep(stage=stage, reached_on=date(2026, 9, 2), recorded_at=cast.clock.now(), reason="bình thường")
            )


def _person(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()


async def test_it_says_stage_next_step_own_part_and_whom_to_ask(cast: Cast) -> None:
    _on_the_path(cast, Stage.MENTORED)
    answer = await cast.lam.says("hồ sơ của tôi")
    assert "Quá trình phấn đấu vào Đảng của bạn" in answer
    assert "Đã có đảng viên được phân công giúp đỡ bạn. (từ 01/06/2026)" in answer
    assert "Tiếp theo: lớp bồi dưỡng nhận thức về Đảng." in answer
    assert "Việc bạn có thể làm: gặp người giúp đỡ" in answer
    assert "Hỏi ai: Nguyễn Lan Trinh, Chi bộ Minh Quang" in answer
    assert "Người giúp đỡ của bạn: Nguyễn Minh Kiên" in answer
    assert len(answer.split("\n")) <= 10
    assert not any(words in answer for words in NEVER)


async def test_it_stands_in_the_menu_of_a_candidate_only(cast: Cast) -> None:
    await cast.lam.says("menu")
    assert "Hồ sơ của tôi" not in cast.lam.buttons
    _on_the_path(cast)
    await cast.lam.says("menu")
    assert "chi bộ theo dõi và giúp đỡ bạn" in await cast.lam.presses("Hồ sơ của tôi")


@pytest.mark.parametrize("stage", Stage)
async def test_every_stage_is_told_in_few_plain_words(straight: Cast, stage: Stage) -> None:
    _on_the_path(straight, stage)
    for words in ("hồ sơ của tôi", "/language en", "my path"):
        answer = await straight.lam.says(words)
        assert len(answer.split("\n")) <= 10
        assert not any(secret in answer for secret in NEVER)
    assert "way" in answer
    if stage in PATH[:-1]:
        assert "Next: " in answer
        assert "What you can do: " in answer
    else:
        assert "Next: " not in answer


async def test_a_rest_says_where_the_way_stood(straight: Cast) -> None:
    _on_the_path(straight, Stage.PAUSED)
    answer = await straight.lam.says("hồ sơ của tôi")
    assert "đang tạm dừng" in answer
    assert "Trước khi tạm dừng: Đã có đảng viên được phân công giúp đỡ bạn." in answer


async def test_a_step_that_no_longer_counts_gives_no_date(straight: Cast) -> None:
    _on_the_path(straight, Stage.MENTORED)
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        for step in session.scalars(select(StageStep).where(StageStep.stage == Stage.MENTORED)):
            step.undone_at = straight.clock.now()
    assert "01/06/2026" not in await straight.lam.says("hồ sơ của tôi")


async def test_a_helper_who_has_left_is_not_named(straight: Cast) -> None:
    _on_the_path(straight, Stage.MENTORED)
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        _person(session, "DV076").unit = session.scalars(select(Unit).where(Unit.code == "CB07")).one()
    assert "Kiên" not in await straight.lam.says("hồ sơ của tôi")


async def test_without_a_secretary_nobody_is_named(straight: Cast) -> None:
    _on_the_path(straight)
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.execute(delete(Role).where(Role.person_id == _person(session, "DV075").id))
    assert "Hỏi ai" not in await straight.lam.says("hồ sơ của tôi")


@pytest.mark.parametrize("who", ["lam", "trinh", "nhung", "long", "quang"])
async def test_who_is_no_candidate_hears_a_kind_sentence_that_reveals_nothing(cast: Cast, who: str) -> None:
    phone = getattr(cast, who)
    answer = await phone.says("hồ sơ của tôi")
    assert "Ở đây không có việc gì để" in answer
    assert not any(words in answer for words in ("QC0", "nguồn", "kết nạp", *NEVER))


async def test_a_candidate_whose_consent_is_withdrawn_is_told_the_same(straight: Cast) -> None:
    other = await straight.lam.says("hồ sơ của tôi")
    _on_the_path(straight)
    with straight.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, straight.clock.now()))
        session.scalars(select(Candidate).where(Candidate.code == "QC012")).one().consented_on = None
    assert await straight.lam.says("hồ sơ của tôi") == other


async def test_a_stranger_is_at_the_door(cast: Cast) -> None:
    assert "mã mời" in await cast.outsider.says("hồ sơ của tôi")


async def test_a_candidate_sees_nobody_else(straight: Cast) -> None:
    _on_the_path(straight, Stage.MENTORED)
    for said in ("QC012", "QC007", "danh sách nguồn", "người giúp đỡ", "nhận xét quý", "việc quá hạn"):
        answer = await straight.lam.says(said)
        assert not any(words in answer for words in ("1989", "1999", "Kiên", *NEVER)), said
