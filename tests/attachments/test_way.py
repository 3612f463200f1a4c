"""The picture of a way: what it tells, and that it can be read whatever has been reached."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.attachments import draw, way
from handlers.attachments.way.steps import HalfDay, State, Step, Way, load, of_candidate, of_course
from handlers.attachments.wording import translator
from handlers.turn import Attachment
from models.audit import Actor, Via, act_as
from models.candidates import PATH, Candidate, Stage, StageStep
from models.chats import Language
from models.classes import Enrolment
from models.database import Database
from models.meetings import Attendance
from models.people import Person
from tests.attachments.laws import hold as can_be_read
from tests.attachments.laws import words
from tests.conftest import NOW
from tests.support.classes import LAM, add_course, hold
from tests.support.meetings import local

VIETNAMESE = translator({}, is_member=False)
DAY = date(2026, 9, 2)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def _params(session: Session) -> dict[str, Any]:
    person = session.scalars(select(Person).where(Person.code == LAM)).one()
    return {"person_id": person.id, "today": "2026-11-24", "timezone": "Asia/Ho_Chi_Minh"}


def _on_the_path(database: Database, stage: Stage, *reached: Stage) -> None:
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        candidate = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
        candidate.person_id = session.scalars(select(Person.id).where(Person.code == LAM)).one()
        candidate.stage = stage
        candidate.steps += [StageStep(stage=one, reached_on=DAY, recorded_at=NOW) for one in reached]


def _way(database: Database) -> Way | None:
    with database.read() as session:
        return load(session, _params(session), VIETNAMESE)


def test_it_tells_what_is_done_where_somebody_stands_and_what_comes_next(organisation: Database) -> None:
    _on_the_path(organisation, Stage.MENTORED, Stage.MENTORED)
    found = _way(organisation)
    assert found is not None
    assert [step.state for step in found.steps] == [State.DONE, State.HERE, State.NEXT, *[State.LATER] * 8]
    told = words(way.laid_out(found, VIETNAMESE))
    assert told[:2] == ["Quá trình phấn đấu vào Đảng của bạn", "Tính đến 24/11/2026"]
    assert {"Được giới thiệu", "01/03/2026", "02/09/2026", "Bạn đang ở đây", "Tiếp theo"} <= set(told)


def test_a_step_that_was_passed_over_is_not_called_done(organisation: Database) -> None:
    _on_the_path(organisation, Stage.APPLIED, Stage.MENTORED, Stage.APPLIED)
    found = _way(organisation)
    assert found is not None
    assert found.steps[2].state is State.PASSED
    assert "chưa ghi ngày" in words(way.laid_out(found, VIETNAMESE))


def test_the_class_tells_how_far_it_is_and_a_rest_that_nothing_comes_next(organisation: Database) -> None:
    _on_the_path(organisation, Stage.PAUSED, Stage.MENTORED)
    course = add_course(organisation, {1: [local("2026-11-20", "08:00")]}, booked={LAM: [0]})
    hold(organisation, course.sittings[1][0])
    found = _way(organisation)
    assert found is not None
    told = words(way.laid_out(found, VIETNAMESE))
    assert "Đã học 1/4 buổi" in told
    assert "Đang tạm dừng" in told
    assert "Tiếp theo" not in told


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.REJECTED, Stage.TRANSFERRED])
def test_a_way_that_has_ended_is_not_shown(organisation: Database, stage: Stage) -> None:
    _on_the_path(organisation, stage)
    assert _way(organisation) is None


def test_who_is_on_a_class_only_sees_its_half_days(organisation: Database) -> None:
    course = add_course(
        organisation,
        {1: [local("2026-11-20", "08:00")], 2: [local("2026-11-21", "08:00")], 3: [local("2026-12-12", "14:30")]},
        booked={LAM: [0, 0, 0]},
    )
    hold(organisation, course.sittings[1][0])
    hold(organisation, course.sittings[2][0], {LAM: Attendance.ABSENT})
    found = _way(organisation)
    assert found is not None
    assert (found.title, found.under) == ("Lớp bồi dưỡng nhận thức về Đảng, khóa 4", "Đã học 1/4 buổi")
    assert [step.state.value for step in found.steps] == ["here", "next", "later", "later", "later"]
    assert [step.note for step in found.steps] == ["", "", "T7 12/12, 14:30", "", ""]
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        session.scalars(select(Enrolment)).one().completed_on = DAY
    found = _way(organisation)
    assert found is not None
    assert (found.steps[-1].state, found.steps[-1].day) == (State.HERE, DAY)


def test_who_has_not_agreed_or_is_on_nothing_has_no_picture_and_no_name_is_in_any(organisation: Database) -> None:
    assert _way(organisation) is None
    _on_the_path(organisation, Stage.MENTORED, Stage.MENTORED)
    found = _way(organisation)
    assert found is not None
    assert not any("Lâm" in text or "CN0" in text or "QC0" in text for text in words(way.laid_out(found, VIETNAMESE)))
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        session.scalars(select(Candidate).where(Candidate.code == "QC012")).one().consented_on = None
    assert _way(organisation) is None
    can_be_read(way.nobody(VIETNAMESE))


def test_it_is_a_small_png_of_a_phones_width(organisation: Database) -> None:
    _on_the_path(organisation, Stage.MENTORED, Stage.MENTORED)
    with organisation.read() as session:
        drawn = draw(session, Attachment("own_way", _params(session)))
    image = Image.open(io.BytesIO(drawn.content))
    assert (drawn.media_type, drawn.is_picture, image.width) == ("image/png", True, 1080)
    assert len(drawn.content) <= 150_000


@given(
    st.sampled_from([*PATH, Stage.PAUSED]),
    st.sets(st.sampled_from(PATH)),
    st.integers(0, 8),
    st.sampled_from(Language),
    st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_whatever_was_reached_it_can_be_read(
    stage: Stage, reached: set[Stage], attended: int, language: Language, is_member: bool
) -> None:
    candidate = Candidate(stage=stage, introduced_on=DAY, consented_on=DAY)
    candidate.steps = [StageStep(stage=one, reached_on=DAY) for one in reached]
    half_days = [HalfDay(f"Bài {number}", DAY if number < attended else None) for number in range(6)]
    t = translator({"language": language}, is_member=is_member)
    found = of_candidate(candidate, half_days, {"today": "2026-11-24"}, t)
    assert [step.state for step in found.steps].count(State.HERE) == 1
    assert [step.state for step in found.steps].count(State.NEXT) <= 1
    can_be_read(way.laid_out(found, t))


@given(
    st.lists(st.builds(HalfDay, TEXTS, st.none() | st.just(DAY), st.none() | st.just(NOW))),
    TEXTS,
    st.none() | st.just(DAY),
)
@settings(max_examples=40, deadline=None)
def test_odd_titles_and_many_half_days_fit(half_days: list[HalfDay], name: str, completed: date | None) -> None:
    can_be_read(way.laid_out(of_course(name, half_days, completed, VIETNAMESE), VIETNAMESE))


@given(st.lists(st.builds(Step, TEXTS, st.sampled_from(State), st.none() | st.just(DAY), TEXTS), min_size=1))
@settings(max_examples=40, deadline=None)
def test_odd_steps_fit(steps: list[Step]) -> None:
    day = DAY + timedelta(days=1)
    can_be_read(way.laid_out(Way("A", f"{day}", tuple(steps)), VIETNAMESE))
