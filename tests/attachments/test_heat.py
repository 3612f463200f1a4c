"""The month of a cell: it counts as the planner does, and can be read whatever the cell is like."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handlers.attachments import draw, heat
from handlers.attachments.heat.key import bounds
from handlers.attachments.heat.month import Month, month_of
from handlers.attachments.wording import translator
from handlers.turn import Attachment
from models.audit import Actor, Via, act_as
from models.chats import Language
from models.database import Database
from models.meeting_rules import MeetingRules
from models.people import Membership, Person
from models.planning import Member, PlanRequest, plan
from models.shift_patterns import Cycle
from models.units import Unit, UnitKind
from tests.attachments.laws import hold, words
from tests.conftest import NOW
from tests.models.test_shift_laws import OF_THE_SAMPLE

VIETNAMESE = translator({})
RULES = MeetingRules()
FREE = Cycle((None,), date(2026, 12, 1))


def asked(*members: Member, days: int = 31, first: date = date(2026, 12, 1), minutes: int = 90) -> PlanRequest:
    last = first + timedelta(days=days - 1)
    return PlanRequest(first, last, minutes, 360, 1320, 30, 480, members, travel=30, rest=480)


MEMBERS = st.lists(
    st.builds(Member, st.just("m"), st.sampled_from(OF_THE_SAMPLE), st.integers(0, 3)), min_size=1, max_size=30
)


@given(MEMBERS, st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_the_best_times_are_those_that_the_planner_proves(members: list[Member], days: int) -> None:
    request = asked(*members, days=days)
    best = plan(request).plans[0]
    starts = [one.sittings[0] for one in (best, *best.alternatives)][:3]
    proven = [(one.start.date(), one.start.hour * 60 + one.start.minute, len(one.attending)) for one in starts]
    assert list(month_of(request, RULES).best) == [one for one in proven if one[2]]


@given(MEMBERS, st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_no_hour_shows_more_than_the_best_time_has(members: list[Member], days: int) -> None:
    month = month_of(asked(*members, days=days), RULES)
    counts = [count for row in month.able for count in row]
    assert max(counts) == max((start.able for start in month.best), default=0)
    for start in (*month.best, *month.usual):
        assert month.able[(start.day - month.first).days][start.hour - month.hours.start] >= start.able


def test_hours_are_those_within_which_a_meeting_may_begin() -> None:
    assert month_of(asked(Member("a", FREE)), RULES).hours == range(6, 21)
    assert month_of(asked(Member("a", FREE), minutes=120), RULES).hours == range(6, 21)
    assert month_of(asked(Member("a", FREE), minutes=17 * 60), RULES).hours == range(0)


def test_the_usual_time_is_every_sunday_at_eight() -> None:
    usual = month_of(asked(Member("a", FREE)), RULES).usual
    assert [start.day.day for start in usual] == [6, 13, 20, 27]
    assert {start.minute for start in usual} == {480}


@pytest.mark.parametrize("members", [1, 2, 7, 24, 500])
def test_the_scale_names_every_number_once(members: int) -> None:
    numbers = [number for first, last in bounds(members) for number in range(first, last + 1)]
    assert numbers == list(range(1, members + 1))


@st.composite
def months(draw: st.DrawFn) -> Month:
    """Months of any size, also of cells so odd that no planner was asked."""
    members = draw(st.sampled_from([1, 2, 5, 24, 30, 500]))
    cycles = [Member(str(place), draw(st.sampled_from(OF_THE_SAMPLE))) for place in range(min(members, 6))]
    minutes = draw(st.sampled_from([30, 90, 120, 960, 1200]))
    first = draw(st.dates(date(2026, 1, 1), date(2027, 12, 1)))
    request = asked(*(cycles * members)[:members], days=draw(st.integers(1, 100)), first=first, minutes=minutes)
    unit, unknown = draw(st.text(max_size=120)), draw(st.sampled_from([0, 1, 500]))
    return month_of(request, RULES, unit=unit, unknown=min(unknown, members))


@given(months(), st.sampled_from(Language))
@settings(max_examples=30, deadline=None)
def test_every_month_can_be_read(month: Month, language: Language) -> None:
    hold(heat.laid_out(month, translator({"language": language})))


def test_best_times_on_days_that_follow_each_other_do_not_cover_each_other() -> None:
    for days in (31, 92):
        month = month_of(asked(Member("a", FREE), days=days), RULES)
        assert [start.day.day for start in month.best] == [1, 2, 3]
        hold(heat.laid_out(month, VIETNAMESE))


def test_it_says_the_best_times_the_usual_one_and_what_is_not_known() -> None:
    request = asked(Member("a", FREE), Member("b", OF_THE_SAMPLE[0]), first=date(2026, 12, 7), days=7)
    told = words(heat.laid_out(month_of(request, RULES, unit="Chi bộ Minh Quang", unknown=1), VIETNAMESE))
    assert told[0] == "Chi bộ Minh Quang"
    assert told[-8:] == [
        "1", "CN 13/12 8:00 · 2/2 người",
        "2", "T2 7/12 6:00 · 2/2 người",
        "3", "T3 8/12 6:00 · 2/2 người",
        "Giờ mọi khi, CN 8:00: nhiều nhất 2/2 người",
        "Chưa rõ ca: 1 người, tạm tính là rảnh.",
    ]  # fmt: skip


def test_a_long_name_takes_two_lines() -> None:
    name = "Chi bộ Công ty TNHH Công nghiệp Điện tử Minh Quang Việt Nam"
    canvas = heat.laid_out(month_of(asked(Member("a", FREE)), RULES, unit=name), VIETNAMESE)
    assert " ".join(words(canvas)[:2]) == name
    hold(canvas)


def params(unit: int, **more: object) -> dict[str, object]:
    return {"unit_id": unit, "first": "2026-12-01", "last": "2026-12-31", "minutes": 90, **more}


def test_it_is_a_small_png_of_a_phones_width(organisation: Database) -> None:
    with organisation.read() as session:
        cell = session.query(Unit).filter_by(code="CB06").one()
        drawn = draw(session, Attachment("cell_heat", params(cell.id)))
    image = Image.open(io.BytesIO(drawn.content))
    assert (drawn.media_type, image.format, image.width) == ("image/png", "PNG", 1080)
    assert 1500 <= image.height <= 2400
    assert len(drawn.content) <= 150_000


def test_the_settings_of_a_committee_are_obeyed(organisation: Database) -> None:
    rules = {"earliest": "08:00", "latest_end": "12:00", "step_minutes": 60, "usual_start": "09:00", "usual_weekday": 5}
    with organisation.read() as session:
        cell = session.query(Unit).filter_by(code="CB06").one()
        month = heat.loaded(session, params(cell.id, rules=rules, habits={"travel_minutes": 0}))
    assert month is not None
    assert month.hours == range(8, 11)
    assert [start.day.day for start in month.usual] == [5, 12, 19, 26]


def test_a_cell_of_one_and_of_five_hundred_are_counted(organisation: Database) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        alone, crowd = (session.query(Unit).filter_by(code=code).one() for code in ("CB07", "CB06"))
        session.add_all(
            Person(code=f"X{number}", full_name="X", name_hash=b"x", unit=crowd, membership=Membership.OFFICIAL)
            for number in range(498)
        )
        session.flush()
        months = [heat.loaded(session, params(unit.id)) for unit in (alone, crowd)]
    assert [month and (month.members, month.unknown) for month in months] == [(1, 1), (500, 500)]


def test_an_empty_cell_and_one_that_was_deleted_are_a_sentence(organisation: Database) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        empty = Unit(code="CB99", name="Chi bộ mới", kind=UnitKind.ENTERPRISE_CELL)
        session.add(empty)
        session.flush()
        assert heat.loaded(session, params(empty.id)) is None
    with organisation.read() as session:
        drawn = draw(session, Attachment("cell_heat", params(999_999)))
    assert Image.open(io.BytesIO(drawn.content)).width == 1080
    assert words(heat.nothing(VIETNAMESE)) == ["Chưa có ai ở đây để xếp giờ sinh hoạt."]
    hold(heat.nothing(VIETNAMESE))
