"""The picture of a timetable: what it tells, and that it can be read whatever the course is."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handlers.attachments import class_weeks, draw
from handlers.attachments.class_weeks.weeks import Chip, HalfDay, Weeks
from handlers.attachments.painting.canvas import Label, Ring
from handlers.attachments.painting.colours import ACCENT
from handlers.attachments.wording import translator
from handlers.turn import Attachment
from models.chats import Language
from models.course_proposals import LeftOut
from models.database import Database
from tests.attachments.laws import hold as can_be_read
from tests.attachments.laws import words

VIETNAMESE = translator({})
TOPICS = [[1, 1, 1, "Khái quát lịch sử Đảng"], [2, 1, 2, "Cương lĩnh"], [2, 2, 2, "Cương lĩnh"]]
CHIPS = [
    [0, "2026-12-06T08:00+07:00", 60, 0],
    [1, "2026-12-07T01:00+00:00", 30, 0],
    [2, "2026-12-13T18:30+07:00", 45, 0],
    [1, "2026-12-13T14:00+07:00", 0, 7],
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
FIRST = datetime(2026, 11, 30, tzinfo=UTC)


def _params(**changed: Any) -> dict[str, Any]:
    return {
        "code": "L2026-4",
        "half_days": TOPICS,
        "chips": CHIPS,
        "capacity": 60,
        "served": 98,
        "everybody": 120,
        "left_out": {"seats": 20, "unknown": 2},
        "timezone": "Asia/Ho_Chi_Minh",
        "language": "vi",
        **changed,
    }


def _told(**changed: Any) -> list[str]:
    return words(class_weeks.laid_out(Weeks.of(_params(**changed)), VIETNAMESE))


def test_it_tells_the_weeks_with_sittings_in_local_time_and_who_is_left_out() -> None:
    told = _told()
    assert told[0] == "L2026-4: 98/120 người học đủ"
    assert told[1].startswith("3 buổi, 6/12–13/12.")
    assert {"T2", "CN", "30/11", "6/12", "13/12", "Sáng", "8:00", "Chiều", "14:00", "Tối", "18:30"} <= set(told)
    assert {"2a", "60", "30", "45", "2a–b"} <= set(told)
    assert told[-3:] == ["98 người học được đủ mọi bài", "20 người thiếu buổi hoặc hết chỗ", "2 người chưa rõ ca"]


def test_one_more_sitting_stands_where_it_would_be_held_and_is_not_counted() -> None:
    canvas = class_weeks.laid_out(Weeks.of(_params()), VIETNAMESE)
    assert "+7" in words(canvas)
    assert [shape for shape in canvas.shapes if isinstance(shape, Ring) and shape.colour == ACCENT]


def test_the_fuller_a_sitting_the_darker_it_is() -> None:
    canvas = class_weeks.laid_out(Weeks.of(_params()), VIETNAMESE)
    grounds = {label.text: label.ground for label in canvas.shapes if isinstance(label, Label)}
    assert len({grounds["60"], grounds["45"], grounds["30"]}) == 3


def test_an_approved_timetable_tells_of_sittings_and_of_nobody_left_out() -> None:
    told = _told(served=None, left_out={}, chips=CHIPS[:3])
    assert told[0] == "L2026-4: 120 người"
    assert told[-1] == "Cương lĩnh"


def test_a_part_of_the_day_that_begins_at_two_times_names_none() -> None:
    told = _told(chips=[*CHIPS[:3], [0, "2026-12-20T09:00+07:00", 5, 0]])
    assert "Sáng" in told
    assert "8:00" not in told


def test_it_is_a_small_png_of_a_phones_width(organisation: Database) -> None:
    with organisation.read() as session:
        drawn = draw(session, Attachment("class_weeks", _params()))
    image = Image.open(io.BytesIO(drawn.content))
    assert (drawn.media_type, drawn.is_picture, image.width) == ("image/png", True, 1080)
    assert len(drawn.content) <= 200_000


@given(
    st.lists(
        st.builds(HalfDay, st.integers(1, 99), st.integers(1, 30), st.integers(1, 30), TEXTS), min_size=1, max_size=20
    ),
    st.lists(
        st.tuples(st.integers(0, 30 * 24 * 2), st.integers(0, 1_000), st.integers(0, 1_000), st.integers(0, 19)),
        max_size=20,
    ),
    st.none() | st.integers(0, 1_000),
    st.none() | st.integers(0, 1_000),
    st.dictionaries(st.sampled_from(LeftOut), st.integers(1, 1_000)),
    st.sampled_from(Language),
)
@settings(max_examples=60, deadline=None)
def test_whatever_the_course_it_can_be_read(
    half_days: list[HalfDay],
    placed: list[tuple[int, int, int, int]],
    capacity: int | None,
    served: int | None,
    left_out: dict[LeftOut, int],
    language: Language,
) -> None:
    chips = [
        Chip(half_day % len(half_days), FIRST + timedelta(minutes=30 * at), seats, more)
        for at, seats, more, half_day in placed
    ]
    weeks = Weeks("L2026-4", tuple(half_days), tuple(chips), capacity, served, 1_000, left_out)
    can_be_read(class_weeks.laid_out(weeks, translator({"language": language})))
