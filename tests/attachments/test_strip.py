"""The strip of two weeks: what it tells, and that it can be read whatever somebody works."""

from __future__ import annotations

import io
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import delete

from handlers.attachments import draw, strip
from handlers.attachments.strip import Strip
from handlers.attachments.strip.days import Day, Look, days_of, look_of, monday
from handlers.attachments.wording import translator
from handlers.turn import Attachment
from models.audit import Actor, Via, act_as
from models.chats import Language
from models.database import Database
from models.people import Person
from models.rotas import Rota
from models.shift_exceptions import Closing, Leave, Overtime, Swap
from models.shift_patterns import Shift
from models.units import ShiftSystem
from tests.attachments.laws import hold, words
from tests.conftest import NOW
from tests.models.test_shift_laws import rotas
from tests.support.shift_systems import ANCHOR, DAY, rota

BAD_NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VIETNAMESE = translator({}, is_member=False)


def test_the_tiles_name_shift_hours_and_date() -> None:
    told = words(strip.laid_out(Strip(days_of(rota("3CA", "B"), ANCHOR), None, "3 ca đổi tuần", "B"), VIETNAMESE))
    assert told[:3] == ["Ca của bạn · 23/11 – 6/12", "3 ca đổi tuần · kíp B", "23/11 – 29/11"]
    assert told[3:7] == ["T2", "23", "Ca 2", "14–22"]
    assert "1/12" in told
    assert told[-3:] == ["ca chiều", "ca đêm", "nghỉ ca"]


def test_weeks_are_named_from_today_and_today_is_marked() -> None:
    days = days_of(rota("HC", "A"), ANCHOR)
    told = words(strip.laid_out(Strip(days, ANCHOR + 2 * DAY), VIETNAMESE))
    assert {"Tuần này", "Tuần sau", "hôm nay"} <= set(told)
    assert "hôm nay" not in words(strip.laid_out(Strip(days, ANCHOR - DAY), VIETNAMESE))


def test_exceptions_are_told_and_only_what_occurs_is_in_the_legend() -> None:
    days = days_of(
        rota(
            "3CA",
            "A",
            Swap(ANCHOR, Shift.of("3", "22:00", "06:00")),
            Leave(ANCHOR + 2 * DAY, ANCHOR + 3 * DAY),
            Closing(ANCHOR + 8 * DAY, ANCHOR + 8 * DAY),
            Overtime(ANCHOR + DAY, Shift.of("", "14:00", "18:00")),
            Overtime(ANCHOR + DAY, Shift.of("", "18:00", "20:00")),
        ),
        ANCHOR,
    )
    assert [day.look for day in days[:4]] == [Look.NIGHT, Look.MORNING, Look.LEAVE, Look.LEAVE]
    assert days[8].look is Look.CLOSED
    assert days[0].is_swapped
    assert not days[1].is_swapped
    told = words(strip.laid_out(Strip(days), VIETNAMESE))
    assert "+6h" in told
    assert told[-9:] == [
        "ca sáng", "ca chiều", "ca đêm", "nghỉ ca", "nghỉ phép", "nhà máy nghỉ", "đổi ca", "+", "tăng ca",
    ]  # fmt: skip


def test_shifts_look_as_people_call_them() -> None:
    expected = {
        Look.MORNING: [("06:00", "14:00")],
        Look.DAY: [("08:00", "17:00"), ("07:00", "19:00")],
        Look.AFTERNOON: [("14:00", "22:00")],
        Look.NIGHT: [("22:00", "06:00"), ("19:00", "07:00"), ("00:00", "08:00")],
    }
    for look, hours in expected.items():
        assert [look_of(Shift.of("", *times)) for times in hours] == [look] * len(hours)


def test_without_a_rota_every_day_is_unknown_and_it_says_what_to_write() -> None:
    canvas = strip.laid_out(Strip(days_of(Rota(None), ANCHOR)), VIETNAMESE)
    assert words(canvas).count("?") == 14
    assert any("kíp B" in text for text in words(canvas))
    hold(canvas)


@given(rotas(), st.integers(0, 20), st.sampled_from(Language), st.booleans(), BAD_NAMES, st.none() | st.just("B"))
@settings(max_examples=60, deadline=None)
def test_whatever_somebody_works_it_can_be_read(
    known: Rota, later: int, language: Language, is_member: bool, system: str, crew: str | None
) -> None:
    first = monday(date(2026, 12, 14)) + timedelta(days=7 * (later % 3))
    t = translator({"language": language}, is_member=is_member)
    hold(strip.laid_out(Strip(days_of(known, first), first + later * DAY, system, crew), t))


@given(st.lists(st.builds(
    Day,
    st.just(ANCHOR),
    st.sampled_from([Look.MORNING, Look.DAY, Look.AFTERNOON, Look.NIGHT]),
    st.builds(Shift, BAD_NAMES, st.integers(0, 1439), st.integers(1440, 2880)),
    st.none() | st.builds(Shift, st.just(""), st.integers(0, 1439), st.integers(1440, 2880)),
    st.booleans(),
), min_size=14, max_size=14))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_odd_hours_and_names_of_shifts_fit_into_a_tile(days: list[Day]) -> None:
    hold(strip.laid_out(Strip(tuple(days), ANCHOR), translator({"language": "en"})))


def test_it_is_a_small_png_of_a_phones_width_without_a_name(organisation: Database) -> None:
    with organisation.read() as session:
        lam = session.query(Person).filter_by(code="CN010").one()
        drawn = draw(session, Attachment("shift_strip", {"person_id": lam.id, "first": "2026-11-24"}))
        shown = words(strip.laid_out(strip.loaded(session, lam, ANCHOR, ANCHOR), VIETNAMESE))
    image = Image.open(io.BytesIO(drawn.content))
    assert (drawn.media_type, drawn.is_picture, image.format, image.width) == ("image/png", True, "PNG", 1080)
    assert 900 <= image.height <= 1500
    assert len(drawn.content) <= 150_000
    assert not any(part in text for text in shown for part in ("Lâm", "Mạnh", "CN010"))
    assert "3 ca đổi tuần · kíp B" in shown


def test_somebody_who_was_deleted_is_a_sentence(organisation: Database) -> None:
    with organisation.read() as session:
        drawn = draw(session, Attachment("shift_strip", {"person_id": 999_999, "first": "2026-11-23"}))
    assert Image.open(io.BytesIO(drawn.content)).width == 1080
    assert words(strip.nobody(VIETNAMESE)) == ["Không còn gì để hiển thị ở đây."]
    hold(strip.nobody(VIETNAMESE))


def test_a_system_that_was_deleted_leaves_unknown_days(organisation: Database) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        lam = session.query(Person).filter_by(code="CN010").one()
        lam.shift_system_code = None
        session.flush()
        session.execute(delete(ShiftSystem))
        shown = strip.loaded(session, lam, ANCHOR, None)
    assert {day.look for day in shown.days} == {Look.UNKNOWN}
    assert shown.system is None
